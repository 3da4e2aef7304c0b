#pragma once

#include <optional>
#include <string>

#include "scenarios/compiler/draft.hpp"
#include "sim/random/distribution.hpp"

/// Keys that `traffic` and `lot_traffic` share.
namespace scenarios {

bool has_escape_key(const park::Rules& rules);

/// `escape` of a traffic. Where it is not `possible` it is an error, or ignored under `path` when the system was
/// swapped.
std::optional<sim::Distribution> read_escape(Draft& draft, const Node& traffic, const std::string& path, bool possible);

/// A site by name; none where the scenario has no `sites` and a site is any label.
int read_site(const Draft& draft, const Node& node);

}  // namespace scenarios

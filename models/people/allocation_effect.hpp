#pragma once

#include <optional>
#include <string>

#include "models/people/company.hpp"

namespace people {

/// Why it may matter to refusals which free code a call is given in this lot, as the rest of a sentence ("... because
/// codes are mistyped"). Nothing when it cannot: one call per code, refused when full, and nothing that happens depends
/// on a code's number; then the same calls are refused under every allocation policy, call by call (in a loss system
/// blocking does not see which server is taken).
std::optional<std::string> why_allocation_may_matter(const Company&, int lot);

}  // namespace people

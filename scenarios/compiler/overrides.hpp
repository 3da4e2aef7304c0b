#pragma once

#include <string>

#include "scenarios/compiler/document.hpp"

namespace scenarios {

/// Changes one key of a scenario: "policies.Sales.park_timeout=200s", the value in YAML. A part of the path is a key;
/// in a list it is a number from 0, or the name of a step, which means the first such step. Names of policies, people
/// and so on must be there; other keys are made when missing. Throws InputError, placed in the text of the assignment.
void apply_set(Node& root, const std::string& assignment);

/// The same for an entry of `set` in the timeline, whose key is the path: of one key of a policy or a lot, as nothing
/// else changes while calls are live. Throws InputError, placed in the key.
void apply_change(Node& root, const Node& entry);

/// The keys that a scenario has.
const std::vector<std::string_view>& scenario_keys();

}  // namespace scenarios

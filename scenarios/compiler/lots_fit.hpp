#pragma once

#include "scenarios/compiler/draft.hpp"

/// What the rules of a lot ask of the rest of a scenario: nodes and sites to share codes out to, people to ring.
namespace scenarios {

/// Whether people of the group `ring.to` answer at the fallback.
bool has_people_at_the_fallback(const park::Rules& rules);

/// Notes a problem for what the scenario itself wrote and cannot be, or for rules that several nodes cannot follow; and
/// a warning where nobody is rung for want of a group. `root` is the scenario with these rules in it. After people.
void require_fitting(Draft& draft, const Node& root, const std::string& lot, const park::Rules& rules);

/// The same for the present rules of every lot.
void require_fitting_lots(Draft& draft);

}  // namespace scenarios

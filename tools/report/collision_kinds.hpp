#pragma once

#include "models/park/outcomes.hpp"
#include "models/people/company.hpp"

namespace report {

/// Whether anything in this scenario can make two calls, or two people, meet in this way. False only where nothing can;
/// true may still be true of what never comes about. Looking at an occupied code to choose one always can.
bool can_happen(park::Collision kind, const people::Company& company);

}  // namespace report

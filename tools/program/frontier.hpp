#pragma once

#include <ostream>

#include "scenarios/compiler/compile.hpp"
#include "tools/program/decision_options.hpp"

namespace program {

/// `parksim plan --frontier`: simulates designs of the codes of one lot, and prints what each costs in length, keying
/// time, refusals and wrong calls, and which of them no other one beats. Returns the exit code.
int draw_frontier(const PlanOptions& options, const scenarios::Scenario& scenario, std::ostream& out,
                  std::ostream& err);

}  // namespace program

#pragma once

#include <string>
#include <vector>

#include "models/measures/expectation.hpp"
#include "models/measures/measures.hpp"
#include "models/people/company.hpp"

namespace report {

/// What Erlang's loss formula says to a goal on the share of refused parks, in sentences, from what was measured in
/// `total`: how many codes it takes for the load that lots were offered, and, where a time-out cuts stays short, for
/// the load without it; or why the formula does not apply. Nothing for other goals, and for lots with copies.
std::vector<std::string> loss_plan(const people::Company& company, const measures::Expectation& goal,
                                   const measures::Measures& total);

}  // namespace report

#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/expectation.hpp"

namespace report {

/// One value, or pair of values, that a plan has judged.
struct PlanRow {
  std::vector<std::string> values;  ///< as typed, by path
  measures::Verdict verdict{};
  bool is_answer = false;
  std::uint64_t replications = 0;
  std::vector<measures::Estimate> goals;  ///< at the level at which they were judged
};

/// What `parksim plan` has found.
struct Plan {
  std::string title;
  std::uint64_t seed = 0;
  double confidence = 0.95;
  std::vector<std::string> paths;
  std::vector<measures::Expectation> goals;
  std::vector<PlanRow> rows;                                     ///< in the order of the values
  bool is_sure = false;                                          ///< there is an answer, and nothing speaks against it
  std::vector<std::string> answers, loss_formula, next_to_bind;  ///< sentences
};

void print_plan(const Plan& plan, std::ostream& out);
void write_plan_json(const Plan& plan, std::ostream& out);

}  // namespace report

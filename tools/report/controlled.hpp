#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/measures/controlled.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"

namespace report {

/// An answer, and what becomes of it for as many calls as planned.
struct ControlledAnswer {
  std::string query;
  measures::Quantity quantity{};
  measures::Estimate estimate;
  std::optional<measures::Controlled> controlled;  ///< none: the correction does not help
};

/// Refusals, codes in use, callers' waits and what the scenario expects. Empty unless `facts` has planned calls.
std::vector<ControlledAnswer> controlled_answers(const RunFacts& facts);

void write_controlled(JsonWriter& json, const RunFacts& facts);

}  // namespace report

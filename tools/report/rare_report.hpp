#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "models/rare/splitting.hpp"
#include "sim/statistics/intervals.hpp"

namespace report {

/// What `parksim run --rare` has found.
struct Rare {
  std::string title, query, lot;
  std::uint64_t seed = 0, repetitions = 0, events = 0;
  sim::Estimate share;         ///< of the park requests that are refused
  double requested_per_s = 0;  ///< planned, or counted by the base runs
  bool is_planned = false;
  std::optional<double> erlang_b;  ///< where the formula holds
  std::string why_no_erlang_b;     ///< where it does not
  rare::Course course;
  std::uint32_t effort = 0;
  bool redraws = true;
  std::vector<rare::Stage> stages;           ///< of all repetitions together
  std::uint64_t repetitions_of_nothing = 0;  ///< in which nobody got through some stage
};

void print_rare(const Rare& found, std::ostream& out);
void write_rare_json(const Rare& found, std::ostream& out);

}  // namespace report

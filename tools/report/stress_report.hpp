#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/expectation.hpp"

namespace report {

/// One expectation, and the traffic that it bears, in multiples of what the scenario has.
struct Endurance {
  measures::Expectation expectation;
  bool is_usual = false;             ///< not the user's, but what any site would want
  measures::Estimate now;            ///< at the scenario's own traffic
  std::optional<double> holds_to;    ///< none: it does not surely hold at any traffic that was tried
  std::optional<double> fails_from;  ///< none: it does not surely fail at any
  measures::Estimate at_failure;     ///< at the traffic of `fails_from`, or at the most that was tried
};

/// What `parksim stress` has found: first what breaks first.
struct Stress {
  std::string title;
  std::uint64_t seed = 0;
  double confidence = 0.95;
  double least = 0, most = 0;  ///< multiples of the traffic between which was looked
  std::vector<Endurance> expectations;
};

void print_stress(const Stress& stress, std::ostream& out);
void write_stress_json(const Stress& stress, std::ostream& out);

}  // namespace report

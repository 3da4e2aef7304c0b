#pragma once

#include <string>
#include <vector>

#include "sim/random/distribution.hpp"

namespace sim {

/// What a Distribution shares between its copies. Only for the sources of Distribution.
struct Distribution::Details {
  std::string words;
  double mean_s = 0;
  double variance_s2 = 0;
  std::vector<WeightedDistribution> parts{};  // of a mixture; of a truncated law, the one inner law
  std::vector<double> values_s{};             // of an empirical law, ascending
  double from_s = 0;                          // of a truncated law
  double to_s = 0;
};

}  // namespace sim

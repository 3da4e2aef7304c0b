#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/expectation.hpp"
#include "models/measures/paired.hpp"

namespace report {

/// What becomes of one expectation when one input is less, and when it is more.
struct Effect {
  std::size_t input = 0;
  measures::Difference less, more;                ///< paired, to what is now
  bool breaks_less = false, breaks_more = false;  ///< the expectation fails there, and does not fail now

  /// The larger of the two changes that are told from none; 0 when none is.
  double size() const;
};

/// One expectation, and all inputs by their effect on it, the largest first.
struct Sensitive {
  measures::Expectation expectation;
  measures::Estimate now;
  std::vector<Effect> effects;
};

/// An input that was varied.
struct VariedInput {
  std::string path, value, less, more;
  bool is_assumed = false;  ///< nobody has written it
};

/// What `parksim sensitivity` has found.
struct Sensitivity {
  std::string title;
  std::uint64_t seed = 0, replications = 0;
  double by = 0.25;
  std::vector<VariedInput> inputs;
  std::vector<std::string> left_out;  ///< inputs that cannot be varied, and why
  std::vector<Sensitive> expectations;
};

void print_sensitivity(const Sensitivity& found, std::ostream& out);
void write_sensitivity_json(const Sensitivity& found, std::ostream& out);

}  // namespace report

#include "models/theory/reuse_gap.hpp"

#include <stdexcept>

#include "models/theory/argument.hpp"

namespace theory {

double mean_turn_s(std::int64_t codes, double accepted_parks_per_s) {
  require_positive("the number of codes", codes);
  require_positive("the rate of accepted parks", accepted_parks_per_s);
  return static_cast<double>(codes) / accepted_parks_per_s;
}

double mean_reuse_gap_s(std::int64_t codes, double accepted_parks_per_s, double mean_held_s) {
  require_not_negative("the mean time a code is held", mean_held_s);
  const double gap = mean_turn_s(codes, accepted_parks_per_s) - mean_held_s;
  if (gap < 0) throw std::invalid_argument("calls held so long at this rate need more codes than there are");
  return gap;
}

}  // namespace theory

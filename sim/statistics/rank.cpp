#include "sim/statistics/rank.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace sim {

std::uint64_t quantile_rank(double q, std::uint64_t count) {
  if (!(q >= 0 && q <= 1)) throw std::invalid_argument("a quantile must lie between 0 and 1");
  if (count == 0) return 0;
  if (q == 1) return count;
  const double rounding = 4 * std::numeric_limits<double>::epsilon();
  const double rank = std::ceil(q * static_cast<double>(count) * (1 - rounding));
  if (rank >= static_cast<double>(count)) return count;
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rank));
}

}  // namespace sim

#pragma once

#include <cstdint>

namespace sim {

/// The order statistic that stands for the quantile `q` of `count` values: the ceil(q x count)-th smallest, at least
/// the first (the inverse of the empirical distribution function; type 1 of Hyndman and Fan, 1996). A product that
/// misses an integer only by rounding counts as that integer, so that 0.07 of 100 is the 7th. 0 when `count` is 0.
/// Throws std::invalid_argument unless 0 <= q <= 1.
std::uint64_t quantile_rank(double q, std::uint64_t count);

}  // namespace sim

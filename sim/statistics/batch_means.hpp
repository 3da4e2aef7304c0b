#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "sim/statistics/intervals.hpp"

namespace sim {

/// Mean of one long autocorrelated series, with Student's t interval over the means of `batches` successive batches of
/// equal size (Conway, 1963). What does not fill a batch is left out at the start, where the initial bias is largest.
/// The interval is honest only when batches are long against the correlation; 10 to 30 batches are usual (Schmeiser,
/// 1982). Fewer observations than batches: no estimate. Throws std::invalid_argument for fewer than two batches, a
/// level outside (0, 1) or a number that is not finite. O(n).
std::optional<Estimate> batch_means(std::span<const double> series, std::size_t batches, double level = default_level);

}  // namespace sim

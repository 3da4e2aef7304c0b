#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace sim {

/// How many observations to cut from the start of a series as warm-up: MSER (White, 1997) on means of five (MSER-5;
/// White, Cobb and Spratt, 2000), the cut that minimises the squared standard error of what is left; of equal ones the
/// shortest. Cuts that leave five means or fewer are not tried, for their variance says nothing. A multiple of 5. None
/// when the minimum lies in the second half (the series has not settled: run longer), or when there are fewer than 50
/// observations. O(n).
std::optional<std::size_t> mser5_cut(std::span<const double> series);

}  // namespace sim

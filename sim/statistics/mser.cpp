#include "sim/statistics/mser.hpp"

#include <limits>
#include <numeric>

#include "sim/statistics/tally.hpp"

namespace sim {

namespace {
constexpr std::size_t batch = 5;
constexpr std::int64_t untried = 5;
constexpr std::size_t least_means = 10;
}  // namespace

std::optional<std::size_t> mser5_cut(std::span<const double> series) {
  const std::size_t means = series.size() / batch;
  if (means < least_means) return std::nullopt;
  Tally kept;
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = means;
  for (std::size_t cut = means; cut-- > 0;) {
    const auto five = series.subspan(cut * batch, batch);
    kept.record(std::accumulate(five.begin(), five.end(), 0.0) / static_cast<double>(batch));
    if (kept.count() <= untried) continue;
    const auto left = static_cast<double>(kept.count());
    const double score = kept.squared_deviations() / (left * left);
    if (score <= least) {
      least = score;
      best = cut;
    }
  }
  if (2 * best > means) return std::nullopt;
  return best * batch;
}

}  // namespace sim

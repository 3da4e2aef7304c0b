#include "sim/statistics/batch_means.hpp"

#include <numeric>
#include <stdexcept>
#include <vector>

namespace sim {

std::optional<Estimate> batch_means(std::span<const double> series, std::size_t batches, double level) {
  if (batches < 2) throw std::invalid_argument("batch means need at least two batches");
  const std::size_t size = series.size() / batches;
  if (size == 0) return std::nullopt;
  const auto used = series.last(size * batches);
  std::vector<double> means;
  for (std::size_t start = 0; start < used.size(); start += size) {
    const auto batch = used.subspan(start, size);
    means.push_back(std::accumulate(batch.begin(), batch.end(), 0.0) / static_cast<double>(size));
  }
  return mean_estimate(means, level);
}

}  // namespace sim

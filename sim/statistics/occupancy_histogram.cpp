#include "sim/statistics/occupancy_histogram.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/statistics/rank.hpp"

namespace sim {

void OccupancyHistogram::set(Ticks now, std::int64_t level) {
  if (level < 0) throw std::invalid_argument("an occupancy cannot be negative");
  accrue(path_.advance(now));
  path_.set_level(level);
}

void OccupancyHistogram::accrue(Ticks held) {
  if (held.us == 0) return;
  const auto level = static_cast<std::size_t>(path_.level());
  if (level >= time_at_us_.size()) time_at_us_.resize(level + 1);
  time_at_us_[level] += held.us;
  observed_ += held;
}

void OccupancyHistogram::merge(const OccupancyHistogram& other) {
  path_.merge(other.path_);
  if (other.time_at_us_.size() > time_at_us_.size()) time_at_us_.resize(other.time_at_us_.size());
  for (std::size_t level = 0; level < other.time_at_us_.size(); ++level) {
    time_at_us_[level] += other.time_at_us_[level];
  }
  observed_ += other.observed_;
}

std::optional<std::int64_t> OccupancyHistogram::quantile(double q) const {
  const auto rank = static_cast<std::int64_t>(quantile_rank(q, static_cast<std::uint64_t>(observed_.us)));
  if (observed_.us == 0) return std::nullopt;
  std::int64_t at_most = 0;
  std::size_t level = 0;
  while ((at_most += time_at_us_[level]) < rank) ++level;
  return static_cast<std::int64_t>(level);
}

std::optional<double> OccupancyHistogram::share_at_least(std::int64_t level) const {
  if (observed_.us == 0) return std::nullopt;
  const auto first = static_cast<std::size_t>(std::max<std::int64_t>(level, 0));
  std::int64_t held = 0;
  for (std::size_t i = first; i < time_at_us_.size(); ++i) held += time_at_us_[i];
  return static_cast<double>(held) / static_cast<double>(observed_.us);
}

}  // namespace sim

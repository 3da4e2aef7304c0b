#include "sim/statistics/time_weighted.hpp"

#include <type_traits>

namespace sim {

static_assert(std::is_trivially_copyable_v<TimeWeighted>);
static_assert(std::has_unique_object_representations_v<TimeWeighted>, "snapshots compare byte by byte");

void TimeWeighted::merge(const TimeWeighted& other) {
  path_.merge(other.path_);
  area_us_.add(other.area_us_.value());
  observed_ += other.observed_;
  max_ = std::max(max_, other.max_);
}

std::optional<double> TimeWeighted::mean() const {
  if (observed_.us == 0) return std::nullopt;
  return static_cast<double>(area_us_.value()) / static_cast<double>(observed_.us);
}

std::optional<std::int64_t> TimeWeighted::max() const {
  if (observed_.us == 0) return std::nullopt;
  return max_;
}

}  // namespace sim

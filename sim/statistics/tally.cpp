#include "sim/statistics/tally.hpp"

#include <algorithm>

namespace sim {

void Tally::merge(const Tally& other) {
  if (other.count_ == 0) return;
  const double here = static_cast<double>(count_);
  const double there = static_cast<double>(other.count_);
  const double apart = other.mean_ - mean_;
  count_ += other.count_;
  mean_ += apart * (there / (here + there));
  squares_ += other.squares_ + apart * apart * (here * there / (here + there));
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

}  // namespace sim

#pragma once

#include <cstdint>
#include <limits>

namespace sim {

/// Count, mean, variance, minimum and maximum of a stream of finite numbers, in constant memory and without keeping
/// them. Update: Welford (1962). Trivially copyable, so it can be part of a replication's state.
class Tally {
 public:
  /// O(1). `x` must be finite.
  void record(double x) {
    ++count_;
    const double from_old_mean = x - mean_;
    mean_ += from_old_mean / static_cast<double>(count_);
    squares_ += from_old_mean * (x - mean_);
    if (x < min_) min_ = x;
    if (x > max_) max_ = x;
  }

  /// As if every number of `other` had been recorded here, up to rounding: Chan, Golub and LeVeque (1979).
  /// Not bit-for-bit associative: merge in a fixed order (by replication, never by completion).
  void merge(const Tally& other);

  std::int64_t count() const { return count_; }
  double mean() const { return count_ > 0 ? mean_ : none; }  ///< NaN when empty
  double min() const { return count_ > 0 ? min_ : none; }    ///< NaN when empty
  double max() const { return count_ > 0 ? max_ : none; }    ///< NaN when empty

  /// Sum of squared deviations from the mean; 0 for fewer than two numbers.
  double squared_deviations() const { return squares_; }

  /// Unbiased (divisor n - 1); NaN for fewer than two numbers.
  double variance() const { return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : none; }

 private:
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
};

}  // namespace sim

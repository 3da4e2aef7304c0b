#include "sim/statistics/histogram.hpp"

#include <stdexcept>

#include "sim/statistics/rank.hpp"

namespace sim {

void Histogram::refuse_negative() { throw std::invalid_argument("a histogram of times cannot hold a negative time"); }

Ticks Histogram::bucket_low(std::size_t bucket) {
  if (bucket < 2 * per_octave) return {static_cast<std::int64_t>(bucket)};
  const std::uint64_t leading = per_octave | (bucket & (per_octave - 1));
  return {static_cast<std::int64_t>(leading) * bucket_width_us(bucket)};
}

std::int64_t Histogram::bucket_width_us(std::size_t bucket) {
  const std::size_t octave = bucket >> octave_bits;
  return octave < 2 ? 1 : std::int64_t{1} << (octave - 1);
}

// Whole octaves, so that the size depends on the largest value alone and equality can compare the vectors.
void Histogram::grow_to(std::size_t bucket) { counts_.resize((bucket | (per_octave - 1)) + 1); }

void Histogram::record(Ticks value, std::uint64_t times) {
  if (times == 0) return;
  record(value);
  counts_[bucket_of(value)] += times - 1;
  count_ += times - 1;
  sum_us_ += Wide{value.us} * static_cast<Wide>(times - 1);
}

void Histogram::merge(const Histogram& other) {
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  sum_us_ += other.sum_us_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::optional<double> Histogram::mean_s() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_us_) / static_cast<double>(count_) * 1e-6;
}

std::optional<Ticks> Histogram::min() const { return count_ > 0 ? std::optional(min_) : std::nullopt; }
std::optional<Ticks> Histogram::max() const { return count_ > 0 ? std::optional(max_) : std::nullopt; }

std::optional<Ticks> Histogram::quantile(double q) const {
  const std::uint64_t rank = quantile_rank(q, count_);
  if (count_ == 0) return std::nullopt;
  if (rank == 1) return min_;
  if (rank == count_) return max_;
  std::uint64_t at_most = 0;
  std::size_t bucket = 0;
  while ((at_most += counts_[bucket]) < rank) ++bucket;
  const Ticks middle{bucket_low(bucket).us + (bucket_width_us(bucket) - 1) / 2};
  return std::clamp(middle, min_, max_);
}

std::uint64_t Histogram::count_at_most(Ticks limit) const {
  if (count_ == 0 || limit < min_) return 0;
  if (limit >= max_) return count_;
  std::uint64_t at_most = 0;
  for (std::size_t i = bucket_of(min_); i <= bucket_of(limit); ++i) at_most += counts_[i];
  return at_most;
}

std::optional<double> Histogram::share_at_most(Ticks limit) const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(count_at_most(limit)) / static_cast<double>(count_);
}

}  // namespace sim

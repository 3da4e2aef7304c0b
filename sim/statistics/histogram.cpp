#include "sim/statistics/histogram.hpp"

#include <functional>
#include <numeric>
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

// The list of pages is of whole octaves, and once there are a few pages there is room for all of these octaves: no more
// is allocated then until a longer octave is reached, and room that is not used costs no memory.
void Histogram::add_page(std::size_t page) {
  constexpr std::size_t few = 16 * page_size;
  constexpr std::size_t in_octave = per_octave / page_size;
  if (page > bucket_of(never) / page_size) refuse_negative();
  if (page >= pages_.size()) pages_.resize((page | (in_octave - 1)) + 1);
  if (counts_.size() == counts_.capacity() && counts_.size() >= few) counts_.reserve(pages_.size() * page_size);
  counts_.resize(counts_.size() + page_size);
  pages_[page] = static_cast<std::uint16_t>(counts_.size() / page_size);
}

void Histogram::reserve(Ticks longest) {
  const std::size_t buckets = (bucket_of(longest) | (per_octave - 1)) + 1;
  pages_.reserve(buckets / page_size);
  counts_.reserve(buckets);
}

void Histogram::record(Ticks value, std::uint64_t times) {
  if (times == 0) return;
  record(value);
  count_in(bucket_of(value)) += times - 1;
  count_ += times - 1;
  sum_us_ += Wide{value.us} * static_cast<Wide>(times - 1);
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  if (count_ == 0) {
    *this = other;
    return;
  }
  for (std::size_t page = other.first_page(); page <= other.last_page(); ++page) {
    if (!other.has(page)) continue;
    const Page more = other.counts_of(page);
    std::uint64_t* const sums = &count_in(page * page_size);
    std::transform(more.begin(), more.end(), sums, sums, std::plus<>());
  }
  count_ += other.count_;
  sum_us_ += other.sum_us_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

bool operator==(const Histogram& a, const Histogram& b) {
  if (a.count_ != b.count_ || a.sum_us_ != b.sum_us_ || a.min_ != b.min_ || a.max_ != b.max_) return false;
  if (a.count_ == 0) return true;
  for (std::size_t page = a.first_page(); page <= a.last_page(); ++page) {
    if (!a.has(page)) continue;
    if (!b.has(page) || !std::ranges::equal(a.counts_of(page), b.counts_of(page))) return false;
  }
  return true;  // b's other pages hold nothing: as many values are in those compared
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
  std::uint64_t before = 0;
  std::size_t page = first_page();
  for (;; ++page) {
    if (!has(page)) continue;
    const Page counts = counts_of(page);
    const std::uint64_t here = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    if (before + here >= rank) break;
    before += here;
  }
  std::size_t bucket = page * page_size;
  while ((before += counts_of(page)[bucket % page_size]) < rank) ++bucket;
  const Ticks middle{bucket_low(bucket).us + (bucket_width_us(bucket) - 1) / 2};
  return std::clamp(middle, min_, max_);
}

std::uint64_t Histogram::count_at_most(Ticks limit) const {
  if (count_ == 0 || limit < min_) return 0;
  if (limit >= max_) return count_;
  std::uint64_t at_most = 0;
  const std::size_t last = bucket_of(limit);
  for (std::size_t page = first_page(); page <= last / page_size; ++page) {
    if (!has(page)) continue;
    const Page counts = counts_of(page);
    const auto in_time = page < last / page_size ? counts.end() : counts.begin() + last % page_size + 1;
    at_most = std::accumulate(counts.begin(), in_time, at_most);
  }
  return at_most;
}

std::optional<double> Histogram::share_at_most(Ticks limit) const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(count_at_most(limit)) / static_cast<double>(count_);
}

}  // namespace sim

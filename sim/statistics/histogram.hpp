#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "sim/statistics/exact_sum.hpp"
#include "sim/time.hpp"

namespace sim {

/// Log-linear histogram of non-negative times (the bucket layout of HdrHistogram, Tene 2012): 512 equal buckets in
/// every power of two. Values below 1,024 us are kept exactly; above, a bucket is narrower than 0.2 % of any value in
/// it. Count, sum, minimum and maximum are exact. Merging is exact and the same in any order. Memory follows the
/// values: 512 bytes for each page of 64 neighbouring buckets that holds one, and 2 bytes for each page up to the power
/// of two of the largest value (1 h: 384 bytes), so few values take a few kB and no number of them more than 227 kB.
/// Recording allocates only when a page is used for the first time, and no more once there are 16 pages, until a new
/// power of two is reached. To copy, to merge and to compare is O(pages in use).
class Histogram {
 public:
  /// O(1). Throws std::invalid_argument when `value` is negative.
  void record(Ticks value) {
    ++count_in(bucket_of(value));  // where negative ones are refused: their bucket would be far beyond all
    ++count_;
    sum_us_ += static_cast<std::uint64_t>(value.us);
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }

  /// Makes room for values up to `longest`, so that recording them allocates nothing.
  void reserve(Ticks longest);

  /// As if `value` had been recorded that often.
  void record(Ticks value, std::uint64_t times);

  /// As if every value of `other` had been recorded here.
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  Wide sum_us() const { return sum_us_; }
  std::optional<double> mean_s() const;  ///< none when empty, like all below
  std::optional<Ticks> min() const;
  std::optional<Ticks> max() const;

  /// The ceil(q x count)-th smallest value (see quantile_rank), as the middle of its bucket: within 0.1 % of that
  /// value; the first and the last are exact. None when empty. Throws std::invalid_argument unless 0 <= q <= 1.
  /// O(pages in use).
  std::optional<Ticks> quantile(double q) const;

  /// How many values are at most `limit`. Counts the whole bucket of `limit`: every value equal to it is in, and so may
  /// be values up to 0.2 % beyond. Exact below 1,024 us, below min() and from max() on. O(pages in use).
  std::uint64_t count_at_most(Ticks limit) const;
  std::optional<double> share_at_most(Ticks limit) const;  ///< count_at_most / count

  /// A compact blob: version byte, then as LEB128 numbers minimum, maximum - minimum, sum and for each bucket in use
  /// the number of empty ones before it and its count; then CRC-32, low byte first. Equal histograms give equal blobs.
  std::vector<std::uint8_t> encode() const;

  /// The inverse of encode(). Throws std::runtime_error when version, checksum, layout or sums do not fit.
  static Histogram decode(std::span<const std::uint8_t> blob);

  /// The same values were recorded, as far as their buckets tell.
  friend bool operator==(const Histogram&, const Histogram&);

  /// The bucket layout: values in [bucket_low(i), bucket_low(i + 1)) share bucket i.
  static std::size_t bucket_of(Ticks value) {
    const auto us = static_cast<std::uint64_t>(value.us);
    const int shift = (63 ^ std::countl_zero(us | per_octave)) - octave_bits;  // one instruction; bit_width takes three
    return (static_cast<std::size_t>(shift) << octave_bits) + static_cast<std::size_t>(us >> shift);
  }
  static Ticks bucket_low(std::size_t bucket);
  static std::int64_t bucket_width_us(std::size_t bucket);

  template <class Archive>
  void archive(Archive& a) {
    a(pages_, counts_, count_, sum_us_, min_, max_);
  }

 private:
  static constexpr int octave_bits = 9;
  static constexpr std::uint64_t per_octave = 1u << octave_bits;

  static constexpr std::size_t page_size = 64;  ///< buckets: small beside an octave, and few to find by the page
  using Page = std::span<const std::uint64_t, page_size>;

  std::uint64_t& count_in(std::size_t bucket) {
    const std::size_t page = bucket / page_size;
    if (page >= pages_.size() || pages_[page] == 0) add_page(page);
    return counts_[pages_[page] * page_size - page_size + bucket % page_size];
  }
  bool has(std::size_t page) const { return page < pages_.size() && pages_[page] != 0; }
  std::size_t first_page() const { return bucket_of(min_) / page_size; }  ///< with a value in it, as the last one
  std::size_t last_page() const { return bucket_of(max_) / page_size; }
  Page counts_of(std::size_t page) const { return Page(&counts_[(pages_[page] - 1u) * page_size], page_size); }

  [[noreturn]] static void refuse_negative();
  void add_page(std::size_t page);
  void encode_values(std::vector<std::uint8_t>& bytes) const;
  void decode_buckets(std::span<const std::uint8_t> bytes);

  std::vector<std::uint16_t> pages_;   ///< of each page: which one of those in `counts_` it is, from 1; 0 = not in use
  std::vector<std::uint64_t> counts_;  ///< of the pages in use, in the order in which they came into it
  std::uint64_t count_ = 0;
  Wide sum_us_ = 0;
  Ticks min_{std::numeric_limits<std::int64_t>::max()};
  Ticks max_{std::numeric_limits<std::int64_t>::min()};
};

}  // namespace sim

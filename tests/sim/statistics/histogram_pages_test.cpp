#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>
#include <vector>

#include "sim/archive.hpp"
#include "sim/statistics/histogram.hpp"
#include "sim/statistics/rank.hpp"

namespace {

using namespace sim;

/// The same histogram with a count for every bucket there is: what Histogram must not differ from.
struct Dense {
  std::vector<std::uint64_t> counts = std::vector<std::uint64_t>(Histogram::bucket_of(never) + 1);
  std::uint64_t count = 0;
  Wide sum_us = 0;
  Ticks least = never, most{-1};

  void record(Ticks value, std::uint64_t times = 1) {
    if (times == 0) return;
    counts[Histogram::bucket_of(value)] += times;
    count += times;
    sum_us += Wide{value.us} * static_cast<Wide>(times);
    least = std::min(least, value);
    most = std::max(most, value);
  }
  void merge(const Dense& other) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    count += other.count;
    sum_us += other.sum_us;
    least = std::min(least, other.least);
    most = std::max(most, other.most);
  }
  Ticks quantile(double q) const {
    const auto rank = quantile_rank(q, count);
    if (rank == 1) return least;
    if (rank == count) return most;
    std::size_t bucket = 0;
    for (auto at_most = counts[0]; at_most < rank; at_most += counts[++bucket]) {
    }
    const Ticks middle{Histogram::bucket_low(bucket).us + (Histogram::bucket_width_us(bucket) - 1) / 2};
    return std::clamp(middle, least, most);
  }
  std::uint64_t count_at_most(Ticks limit) const {
    if (count == 0 || limit < least) return 0;
    if (limit >= most) return count;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i <= Histogram::bucket_of(limit); ++i) sum += counts[i];
    return sum;
  }
};

using Random = std::mt19937_64;

/// Of any power of two, often beside the edge of a bucket, an octave or a page.
Ticks any_time(Random& random) {
  switch (random() % 4) {
    case 0: return {static_cast<std::int64_t>(random() >> (1 + random() % 63))};
    case 1: return Histogram::bucket_low(random() % (Histogram::bucket_of(never) + 1));
    case 2: return Histogram::bucket_low(64 * (random() % 440) + (random() % 2 ? 63 : 0));
    default: return {static_cast<std::int64_t>(random() % 400'000'000)};
  }
}

void expect_same(const Histogram& histogram, const Dense& dense, Random& random) {
  ASSERT_EQ(histogram.count(), dense.count);
  ASSERT_TRUE(histogram.sum_us() == dense.sum_us);
  for (int i = 0; i < 20; ++i) {
    const Ticks limit = any_time(random);
    ASSERT_EQ(histogram.count_at_most(limit), dense.count_at_most(limit)) << limit.us;
  }
  if (dense.count == 0) return;
  ASSERT_EQ(histogram.min(), dense.least);
  ASSERT_EQ(histogram.max(), dense.most);
  for (int i = 0; i <= 20; ++i) ASSERT_EQ(histogram.quantile(i / 20.0), dense.quantile(i / 20.0)) << i;
}

struct Pair {
  Histogram histogram;
  Dense dense;
};

Histogram restored(Histogram& original) {
  ByteWriter writer;
  writer(original);
  const auto bytes = writer.take();
  ByteReader reader(bytes);
  Histogram copy;
  reader(copy);
  reader.finish();
  return copy;
}

TEST(HistogramPages, TellWhatADenseHistogramTellsAfterAnySteps) {
  Random random(17);
  std::array<Pair, 4> pairs;
  for (int step = 0; step < 500; ++step) {
    auto& to = pairs[random() % pairs.size()];
    const auto& from = pairs[random() % pairs.size()];
    const Ticks time = any_time(random);
    switch (random() % 12) {
      case 0: to = from; break;
      case 1: to = {}; break;
      case 2:
        if (&to == &from || to.dense.count > 1'000'000) break;
        to.histogram.merge(from.histogram);
        to.dense.merge(from.dense);
        break;
      case 3: to.histogram = restored(to.histogram); break;
      case 4: to.histogram = Histogram::decode(to.histogram.encode()); break;
      case 5: to.histogram.reserve(time); break;
      case 6: {
        const std::uint64_t times = random() % 100;
        to.histogram.record(time, times);
        to.dense.record(time, times);
        break;
      }
      default: to.histogram.record(time); to.dense.record(time);
    }
    if (step % 9 == 0) expect_same(to.histogram, to.dense, random);
  }
  for (const auto& pair : pairs) expect_same(pair.histogram, pair.dense, random);
}

TEST(HistogramPages, OrderOfFirstUseIsNotTold) {
  Random random(3);
  std::vector<Ticks> times;
  for (int i = 0; i < 300; ++i) times.push_back(any_time(random));
  Histogram first;
  for (const Ticks t : times) first.record(t);
  for (int i = 0; i < 5; ++i) {
    std::shuffle(times.begin(), times.end(), random);
    Histogram other;
    if (i % 2) other.reserve(never);
    for (const Ticks t : times) other.record(t);
    ASSERT_EQ(other, first);
    ASSERT_EQ(other.encode(), first.encode());
  }
}

TEST(HistogramPages, OneValueInAnotherBucketMakesADifference) {
  const auto of = [](std::initializer_list<std::int64_t> times_us) {
    Histogram histogram;
    for (const auto us : times_us) histogram.record({us});
    return histogram;
  };
  // Count, sum, minimum and maximum are equal in each pair; buckets are one microsecond wide there.
  EXPECT_NE(of({0, 20, 30, 1000}), of({0, 21, 29, 1000}));      // within a page
  EXPECT_NE(of({0, 100, 300, 1000}), of({0, 150, 250, 1000}));  // in pages of their own
  EXPECT_NE(of({0, 150, 250, 1000}), of({0, 100, 300, 1000}));
  EXPECT_NE(of({0, 100, 100, 1000}), of({0, 99, 101, 1000}));
  EXPECT_EQ(of({0, 100, 300, 1000}), of({1000, 300, 100, 0}));
}

TEST(HistogramPages, MergingIntoItselfDoublesEveryCount) {
  Random random(5);
  Histogram once, twice;
  for (int i = 0; i < 50; ++i) {
    const Ticks time{any_time(random).us / 2};
    once.record(time);
    twice.record(time, 2);
  }
  once.merge(once);
  EXPECT_EQ(once, twice);
}

TEST(HistogramPages, ASnapshotCutShortIsRefused) {
  Histogram histogram;
  histogram.record(5_s);
  ByteWriter shorter;
  std::vector<std::uint16_t> pages;
  shorter(pages);
  const auto bytes = shorter.take();
  ByteReader reader(bytes);
  EXPECT_THROW(reader(histogram), std::runtime_error);
}

TEST(HistogramPages, AFewValuesTakeAFewPagesInASnapshot) {
  Histogram histogram;
  for (const Ticks t : {3_s, 40_s, 41_s, 600_s}) histogram.record(t);
  ByteWriter writer;
  writer(histogram);
  EXPECT_LT(writer.take().size(), 4u * 512 + 600);
}

}  // namespace

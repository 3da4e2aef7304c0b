#include "sim/statistics/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using namespace sim;

constexpr Ticks largest = never;

std::vector<Ticks> lognormal_times(std::size_t count, std::uint64_t seed, double sigma = 1.5) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> seconds(3, sigma);
  std::vector<Ticks> times;
  for (std::size_t i = 0; i < count; ++i) times.push_back(from_seconds(seconds(random)));
  return times;
}

Histogram histogram_of(const std::vector<Ticks>& times) {
  Histogram histogram;
  for (const Ticks t : times) histogram.record(t);
  return histogram;
}

TEST(Histogram, BucketsCoverAllTimesWithoutGapOrOverlap) {
  const std::size_t last = Histogram::bucket_of(largest);
  for (std::size_t i = 0; i <= last; ++i) {
    const Ticks low = Histogram::bucket_low(i);
    const Ticks high{low.us + (Histogram::bucket_width_us(i) - 1)};
    ASSERT_EQ(Histogram::bucket_of(low), i);
    ASSERT_EQ(Histogram::bucket_of(high), i);
    if (i < last) {
      ASSERT_EQ(Histogram::bucket_low(i + 1).us, high.us + 1);
    } else {
      ASSERT_EQ(high, largest);
    }
  }
}

TEST(Histogram, EveryBucketEdgeIsKeptWithinTheStatedError) {
  Histogram histogram;
  std::vector<Ticks> edges;
  for (std::size_t i = 0; i <= Histogram::bucket_of(largest); ++i) {
    const Ticks low = Histogram::bucket_low(i);
    edges.push_back(low);
    edges.push_back({low.us + (Histogram::bucket_width_us(i) - 1)});
    ASSERT_LE(static_cast<double>(edges.back().us - low.us), 0.002 * static_cast<double>(low.us));
  }
  for (const Ticks edge : edges) histogram.record(edge);
  for (std::size_t rank = 1; rank <= edges.size(); ++rank) {
    const double q = (static_cast<double>(rank) - 0.5) / static_cast<double>(edges.size());
    const double edge = static_cast<double>(edges[rank - 1].us);
    ASSERT_LE(std::abs(static_cast<double>(histogram.quantile(q)->us) - edge), 0.001 * edge) << rank;
  }
}

TEST(Histogram, KeepsCountSumMinimumAndMaximumExactly) {
  const auto times = lognormal_times(10'000, 5);
  const Histogram histogram = histogram_of(times);
  Wide sum = 0;
  for (const Ticks t : times) sum += t.us;
  EXPECT_EQ(histogram.count(), times.size());
  EXPECT_TRUE(histogram.sum_us() == sum);
  EXPECT_EQ(histogram.min(), *std::min_element(times.begin(), times.end()));
  EXPECT_EQ(histogram.max(), *std::max_element(times.begin(), times.end()));
  EXPECT_DOUBLE_EQ(histogram.mean_s().value(), static_cast<double>(sum) / 1e10);
}

TEST(Histogram, QuantilesAreWithinATenthOfAPercentOfTheOrderStatistic) {
  for (const std::size_t count : {1, 2, 3, 10, 999, 20'000}) {
    auto times = lognormal_times(count, count, 3);
    const Histogram histogram = histogram_of(times);
    std::sort(times.begin(), times.end());
    for (const double q : {0.0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
      const auto rank =
          std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(q * static_cast<double>(count) - 1e-9)));
      const auto truth = static_cast<double>(times[rank - 1].us);
      EXPECT_LE(std::abs(static_cast<double>(histogram.quantile(q)->us) - truth), 0.001 * truth) << count << ' ' << q;
    }
  }
}

TEST(Histogram, QuantilesOfShortTimesAreExact) {
  Histogram histogram;
  for (std::int64_t us = 1023; us >= 0; --us) histogram.record({us});
  for (std::int64_t rank = 1; rank <= 1024; ++rank) {
    EXPECT_EQ(histogram.quantile(static_cast<double>(rank) / 1024), Ticks{rank - 1});
  }
}

TEST(Histogram, QuantileRanksAreNotMovedByRounding) {
  Histogram histogram;
  for (std::int64_t us = 1; us <= 100; ++us) histogram.record({us});
  for (int percent = 1; percent <= 100; ++percent) EXPECT_EQ(histogram.quantile(percent / 100.0), Ticks{percent});
}

TEST(Histogram, QuantilesStayBetweenMinimumAndMaximum) {
  Histogram histogram;
  for (int i = 0; i < 5; ++i) histogram.record(100_s);
  for (const double q : {0.0, 0.3, 0.5, 1.0}) EXPECT_EQ(histogram.quantile(q), 100_s);
}

TEST(Histogram, CountAtMostIsExactForSomeLimitWithinTheStatedError) {
  auto times = lognormal_times(20'000, 8);
  const Histogram histogram = histogram_of(times);
  std::sort(times.begin(), times.end());
  const auto exact = [&](Ticks limit) {
    return static_cast<std::uint64_t>(std::upper_bound(times.begin(), times.end(), limit) - times.begin());
  };
  for (double seconds = 0.01; seconds < 5'000; seconds *= 1.07) {
    const Ticks limit = from_seconds(seconds);
    EXPECT_GE(histogram.count_at_most(limit), exact(limit));
    EXPECT_LE(histogram.count_at_most(limit), exact(from_seconds(seconds * 1.002)));
  }
}

TEST(Histogram, TimesEqualToALimitAreWithinIt) {
  Histogram histogram;
  for (const Ticks t : {1_s, 45_s, 45_s, 45_s, 900_s}) histogram.record(t);
  EXPECT_EQ(histogram.count_at_most(45_s), 4u);
  EXPECT_DOUBLE_EQ(histogram.share_at_most(45_s).value(), 0.8);
  EXPECT_EQ(histogram.count_at_most(Ticks{(1_s).us - 1}), 0u);
  EXPECT_EQ(histogram.count_at_most({-1}), 0u);
  EXPECT_EQ(histogram.count_at_most(900_s), 5u);
  EXPECT_EQ(histogram.count_at_most(never), 5u);
}

TEST(Histogram, MergeEqualsRecordingAllInAnyOrder) {
  const auto times = lognormal_times(9'000, 21);
  std::vector<Histogram> parts(3);
  for (std::size_t i = 0; i < times.size(); ++i) parts[times[i] < 20_s ? 0 : 1 + i % 2].record(times[i]);
  const Histogram all = histogram_of(times);
  for (const auto& order : {std::vector{0, 1, 2}, std::vector{2, 1, 0}}) {
    Histogram merged;
    for (const int part : order) merged.merge(parts[static_cast<std::size_t>(part)]);
    EXPECT_EQ(merged, all);
  }
}

TEST(Histogram, MergingAnEmptyOneChangesNothing) {
  Histogram histogram = histogram_of({1_s, 7_s});
  histogram.merge(Histogram{});
  EXPECT_EQ(histogram, histogram_of({7_s, 1_s}));
}

TEST(Histogram, EmptyHasNothingToTell) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_FALSE(histogram.mean_s());
  EXPECT_FALSE(histogram.min());
  EXPECT_FALSE(histogram.max());
  EXPECT_FALSE(histogram.quantile(0.5));
  EXPECT_FALSE(histogram.share_at_most(1_s));
  EXPECT_EQ(histogram.count_at_most(1_s), 0u);
}

TEST(Histogram, RefusesNegativeTimesAndImpossibleQuantiles) {
  Histogram histogram;
  EXPECT_THROW(histogram.record({-1}), std::invalid_argument);
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_THROW(histogram.quantile(-0.1), std::invalid_argument);
  EXPECT_THROW(histogram.quantile(1.1), std::invalid_argument);
  EXPECT_THROW(histogram.quantile(std::nan("")), std::invalid_argument);
}

TEST(HistogramBlob, DecodesToTheSameHistogram) {
  for (const std::size_t count : {0, 1, 2, 300, 20'000}) {
    const Histogram histogram = histogram_of(lognormal_times(count, count, 2));
    const auto blob = histogram.encode();
    EXPECT_EQ(Histogram::decode(blob), histogram);
    EXPECT_EQ(Histogram::decode(blob).encode(), blob);
  }
}

TEST(HistogramBlob, KeepsTheExtremes) {
  const Histogram histogram = histogram_of({{0}, {0}, largest, largest, largest});
  EXPECT_EQ(Histogram::decode(histogram.encode()), histogram);
}

TEST(HistogramBlob, TakesAboutThreeBytesABucketInUse) {
  const auto blob = histogram_of(lognormal_times(20'000, 4, 0.5)).encode();
  EXPECT_LT(blob.size(), 3u * 2'500);
}

TEST(HistogramBlob, RefusesEveryFlippedBit) {
  const auto blob = histogram_of(lognormal_times(40, 2)).encode();
  for (std::size_t bit = 0; bit < 8 * blob.size(); ++bit) {
    auto damaged = blob;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_THROW(Histogram::decode(damaged), std::runtime_error) << bit;
  }
}

TEST(HistogramBlob, RefusesEveryTruncationAndAnyExtension) {
  const auto blob = histogram_of(lognormal_times(40, 2)).encode();
  for (std::size_t size = 0; size < blob.size(); ++size) {
    EXPECT_THROW(Histogram::decode(std::span(blob).first(size)), std::runtime_error) << size;
  }
  auto longer = blob;
  longer.push_back(0);
  EXPECT_THROW(Histogram::decode(longer), std::runtime_error);
}

/// A blob with a valid checksum: bit-wise CRC-32 (IEEE 802.3), written apart from the library used by the encoder.
std::vector<std::uint8_t> sealed(std::vector<std::uint8_t> body) {
  std::uint32_t crc = ~0u;
  for (const std::uint8_t byte : body) {
    crc ^= byte;
    for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0u);
  }
  crc = ~crc;
  for (int i = 0; i < 4; ++i) body.push_back(static_cast<std::uint8_t>(crc >> (8 * i)));
  return body;
}

TEST(HistogramBlob, FollowsTheStatedLayout) {
  // Times 3, 3, 5 us: version, minimum 3, maximum - minimum 2, sum 11, bucket 3 twice, one empty bucket, bucket 5 once.
  EXPECT_EQ(histogram_of({{3}, {3}, {5}}).encode(), sealed({1, 3, 2, 11, 3, 2, 1, 1}));
  EXPECT_EQ(Histogram{}.encode(), sealed({1}));
  // Times 0, 64, 200 us: minimum 0, maximum 200, sum 264, buckets 0, 64 and 200 once each.
  EXPECT_EQ(histogram_of({{200}, {0}, {64}}).encode(), sealed({1, 0, 0xC8, 1, 0x88, 2, 0, 1, 63, 1, 0x87, 1, 1}));
}

TEST(HistogramBlob, RefusesContradictionsBehindAValidChecksum) {
  ASSERT_NO_THROW(Histogram::decode(sealed({1, 3, 2, 11, 3, 2, 1, 1})));
  const std::vector<std::vector<std::uint8_t>> bodies = {
      {2, 3, 2, 11, 3, 2, 1, 1},        // unknown version
      {1, 3, 2, 12, 3, 2, 1, 1},        // sum does not fit
      {1, 3, 2, 11, 3, 2},              // no bucket of the maximum
      {1, 3, 2, 11, 4, 2, 0, 1},        // no bucket of the minimum
      {1, 3, 2, 11, 3, 2, 2, 1},        // bucket beyond the maximum
      {1, 3, 2, 11, 3, 2, 0xFF, 1, 1},  // bucket far beyond the maximum
      {1, 3, 2, 11, 3, 2, 1, 1, 0, 1},  // bucket after that of the maximum
      {1, 3, 2, 11, 3, 0, 1, 1},        // bucket in use without a count
      {1, 3, 2, 11},                    // no buckets
      {1, 3, 2, 11, 3, 2, 1},           // ends between two numbers of a pair
      {1, 3, 2, 11, 3, 0x82},           // ends inside a number
      {1, 0x83, 0, 2, 11, 3, 2, 1, 1},  // number not in its shortest form
      {1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 11, 3, 2, 1, 1},  // minimum beyond 64 bits
  };
  for (const auto& body : bodies) EXPECT_THROW(Histogram::decode(sealed(body)), std::runtime_error);
}

}  // namespace

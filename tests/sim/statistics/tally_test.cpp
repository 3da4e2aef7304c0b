#include "sim/statistics/tally.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <type_traits>
#include <vector>

namespace {

using sim::Tally;

static_assert(std::is_trivially_copyable_v<Tally>);

Tally tally_of(const std::vector<double>& numbers) {
  Tally tally;
  for (const double x : numbers) tally.record(x);
  return tally;
}

TEST(Tally, KnowsTheMomentsOfAHandCheckedSample) {
  const Tally tally = tally_of({2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_EQ(tally.count(), 8);
  EXPECT_DOUBLE_EQ(tally.mean(), 5);
  EXPECT_DOUBLE_EQ(tally.squared_deviations(), 32);
  EXPECT_DOUBLE_EQ(tally.variance(), 32.0 / 7);
  EXPECT_EQ(tally.min(), 2);
  EXPECT_EQ(tally.max(), 9);
}

TEST(Tally, EmptyHasNoMoments) {
  const Tally tally;
  EXPECT_EQ(tally.count(), 0);
  EXPECT_TRUE(std::isnan(tally.mean()));
  EXPECT_TRUE(std::isnan(tally.min()));
  EXPECT_TRUE(std::isnan(tally.max()));
  EXPECT_TRUE(std::isnan(tally.variance()));
}

TEST(Tally, OneNumberHasAMeanButNoVariance) {
  const Tally tally = tally_of({-3});
  EXPECT_EQ(tally.mean(), -3);
  EXPECT_EQ(tally.max(), -3);
  EXPECT_TRUE(std::isnan(tally.variance()));
}

TEST(Tally, KeepsTheVarianceOfSmallDeviationsFromALargeMean) {
  const Tally tally = tally_of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  EXPECT_NEAR(tally.variance(), 30, 1e-6);
}

TEST(Tally, MergeOfPartsEqualsRecordingAll) {
  std::mt19937_64 random(17);
  std::lognormal_distribution<double> law(3, 1);
  Tally all;
  std::vector<Tally> parts(7);
  for (int i = 0; i < 10'000; ++i) {
    const double x = law(random);
    all.record(x);
    parts[static_cast<std::size_t>(i % 100 < 60 ? 0 : i % 7)].record(x);
  }
  Tally merged;
  for (const Tally& part : parts) merged.merge(part);
  EXPECT_EQ(merged.count(), all.count());
  EXPECT_NEAR(merged.mean() / all.mean(), 1, 1e-12);
  EXPECT_NEAR(merged.variance() / all.variance(), 1, 1e-11);
  EXPECT_EQ(merged.min(), all.min());
  EXPECT_EQ(merged.max(), all.max());
}

TEST(Tally, MergingAnEmptyOneChangesNothing) {
  Tally tally = tally_of({1, 2, 6});
  tally.merge(Tally{});
  EXPECT_EQ(tally.count(), 3);
  EXPECT_DOUBLE_EQ(tally.mean(), 3);
  EXPECT_DOUBLE_EQ(tally.variance(), 7);
}

}  // namespace

#include "sim/statistics/time_weighted.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <stdexcept>
#include <type_traits>

#include "sim/statistics/occupancy_histogram.hpp"

namespace {

using namespace sim;

static_assert(std::is_trivially_copyable_v<TimeWeighted>);

/// Level 2 from 0 s, 5 from 10 s, 1 from 30 s; window [5 s, 40 s).
template <class Recorder>
Recorder hand_checked() {
  Recorder recorder;
  recorder.set(0_s, 2);
  recorder.open(5_s);
  recorder.set(10_s, 5);
  recorder.add(30_s, -4);
  recorder.close(40_s);
  return recorder;
}

TEST(TimeWeighted, IntegratesTheLevelInsideTheWindowOnly) {
  const auto level = hand_checked<TimeWeighted>();
  EXPECT_EQ(level.observed(), 35_s);
  EXPECT_TRUE(level.area_us() == Wide{(2 * 5 + 5 * 20 + 1 * 10) * ticks_per_second});
  EXPECT_DOUBLE_EQ(level.mean().value(), 120.0 / 35);
  EXPECT_EQ(level.max(), 5);
}

TEST(TimeWeighted, MaximumIgnoresLevelsOutsideTheWindow) {
  TimeWeighted level;
  level.set(0_s, 9);
  level.set(4_s, 3);
  level.open(5_s);
  level.close(10_s);
  level.set(10_s, 8);
  level.set(20_s, 0);
  EXPECT_EQ(level.max(), 3);
  EXPECT_DOUBLE_EQ(level.mean().value(), 3);
}

TEST(TimeWeighted, ALevelHeldForNoTimeDoesNotCount) {
  TimeWeighted level;
  level.open(0_s);
  level.set(1_s, 100);
  level.set(1_s, 1);
  level.close(2_s);
  EXPECT_EQ(level.max(), 1);
}

TEST(TimeWeighted, StaysExactWhereDoublesAndSixtyFourBitsFail) {
  TimeWeighted level;
  const std::int64_t large = std::numeric_limits<std::int64_t>::max() / 4;
  level.open({0});
  level.set({0}, large);
  level.set({large}, 1);
  level.close({large + 1});
  EXPECT_TRUE(level.area_us() == Wide{large} * large + 1);
}

TEST(TimeWeighted, IntegratesNegativeLevels) {
  TimeWeighted level;
  level.open(0_s);
  level.set(0_s, -3);
  level.close(2_s);
  EXPECT_DOUBLE_EQ(level.mean().value(), -3);
  EXPECT_EQ(level.max(), -3);
}

TEST(TimeWeighted, HasNoMeanWithoutObservedTime) {
  TimeWeighted level;
  level.set(1_s, 4);
  EXPECT_FALSE(level.mean());
  level.open(2_s);
  level.close(2_s);
  EXPECT_FALSE(level.mean());
  EXPECT_FALSE(level.max());
}

TEST(TimeWeighted, MergePoolsTimeExactlyAndInAnyOrder) {
  const auto one = hand_checked<TimeWeighted>();
  TimeWeighted other;
  other.open(100_s);
  other.set(100_s, 7);
  other.close(105_s);
  TimeWeighted forwards;
  forwards.merge(one);
  forwards.merge(other);
  TimeWeighted backwards = other;
  backwards.merge(one);
  EXPECT_DOUBLE_EQ(forwards.mean().value(), (120.0 + 35.0) / 40);
  EXPECT_EQ(forwards.max(), 7);
  EXPECT_TRUE(forwards.area_us() == backwards.area_us());
  EXPECT_EQ(forwards.observed(), backwards.observed());
}

template <class Recorder>
class WindowedRecorder : public testing::Test {};
using Recorders = testing::Types<TimeWeighted, OccupancyHistogram>;
TYPED_TEST_SUITE(WindowedRecorder, Recorders);

TYPED_TEST(WindowedRecorder, RefusesTimeThatRunsBackwards) {
  TypeParam recorder;
  recorder.set(5_s, 1);
  EXPECT_THROW(recorder.set(4_s, 1), std::invalid_argument);
  EXPECT_THROW(recorder.open(4_s), std::invalid_argument);
  recorder.open(6_s);
  EXPECT_THROW(recorder.close(5_s), std::invalid_argument);
}

TYPED_TEST(WindowedRecorder, RefusesAWindowOutOfOrder) {
  TypeParam recorder;
  EXPECT_THROW(recorder.close(1_s), std::logic_error);
  recorder.open(1_s);
  EXPECT_THROW(recorder.open(2_s), std::logic_error);
  recorder.close(3_s);
  EXPECT_THROW(recorder.close(4_s), std::logic_error);
  EXPECT_THROW(recorder.open(4_s), std::logic_error);
}

TYPED_TEST(WindowedRecorder, RefusesToMergeAnOpenWindow) {
  TypeParam open;
  open.open(0_s);
  TypeParam other;
  EXPECT_THROW(other.merge(open), std::logic_error);
  EXPECT_THROW(open.merge(other), std::logic_error);
}

TEST(OccupancyHistogram, KeepsTheTimeAtEachLevel) {
  const auto occupancy = hand_checked<OccupancyHistogram>();
  const std::vector<std::int64_t> expected{0, (10_s).us, (5_s).us, 0, 0, (20_s).us};
  EXPECT_EQ(occupancy.time_at_us(), expected);
  EXPECT_EQ(occupancy.observed(), 35_s);
}

TEST(OccupancyHistogram, QuantileIsTheLevelNotExceededForThatShareOfTime) {
  OccupancyHistogram occupancy;
  occupancy.open(0_s);
  occupancy.set(60_s, 1);
  occupancy.set(95_s, 4);
  occupancy.close(100_s);
  EXPECT_EQ(occupancy.quantile(0), 0);
  EXPECT_EQ(occupancy.quantile(0.6), 0);
  EXPECT_EQ(occupancy.quantile(0.61), 1);
  EXPECT_EQ(occupancy.quantile(0.95), 1);
  EXPECT_EQ(occupancy.quantile(0.951), 4);
  EXPECT_EQ(occupancy.quantile(1), 4);
}

TEST(OccupancyHistogram, ShareOfTimeAtALevelOrAbove) {
  const auto occupancy = hand_checked<OccupancyHistogram>();
  EXPECT_DOUBLE_EQ(occupancy.share_at_least(2).value(), 25.0 / 35);
  EXPECT_DOUBLE_EQ(occupancy.share_at_least(-1).value(), 1);
  EXPECT_DOUBLE_EQ(occupancy.share_at_least(6).value(), 0);
}

TEST(OccupancyHistogram, AgreesWithTimeWeightedOnARandomPath) {
  std::mt19937_64 random(3);
  OccupancyHistogram occupancy;
  TimeWeighted level;
  Ticks now{0};
  for (int i = 0; i < 5'000; ++i) {
    if (i == 500) occupancy.open(now), level.open(now);
    if (i == 4'500) occupancy.close(now), level.close(now);
    const auto to = static_cast<std::int64_t>(random() % 40);
    occupancy.set(now, to);
    level.set(now, to);
    now += Ticks{static_cast<std::int64_t>(random() % 1000)};
  }
  Wide area = 0;
  for (std::size_t i = 0; i < occupancy.time_at_us().size(); ++i) area += Wide{occupancy.time_at_us()[i]} * i;
  EXPECT_TRUE(area == level.area_us());
  EXPECT_EQ(occupancy.observed(), level.observed());
  EXPECT_EQ(occupancy.quantile(1), level.max());
}

TEST(OccupancyHistogram, MergeAddsTheTimesOfAllLevels) {
  OccupancyHistogram merged;
  merged.merge(hand_checked<OccupancyHistogram>());
  OccupancyHistogram low;
  low.open(0_s);
  low.close(5_s);
  merged.merge(low);
  const std::vector<std::int64_t> expected{(5_s).us, (10_s).us, (5_s).us, 0, 0, (20_s).us};
  EXPECT_EQ(merged.time_at_us(), expected);
  EXPECT_EQ(merged.observed(), 40_s);
}

TEST(OccupancyHistogram, RefusesNegativeLevelsAndShares) {
  OccupancyHistogram occupancy;
  EXPECT_THROW(occupancy.set(0_s, -1), std::invalid_argument);
  EXPECT_THROW(occupancy.add(0_s, -1), std::invalid_argument);
  EXPECT_THROW(occupancy.quantile(1.01), std::invalid_argument);
  EXPECT_FALSE(occupancy.quantile(0.5));
  EXPECT_FALSE(occupancy.share_at_least(0));
}

}  // namespace

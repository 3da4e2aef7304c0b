#include "tools/results/level_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace {

using sim::Ticks;
using testing::ElementsAre;

struct Step {
  std::int64_t level;
  std::int64_t held_us;
};

template <class Statistic>
Statistic played(const std::vector<Step>& steps) {
  Statistic statistic;
  Ticks now{17};
  statistic.open(now);
  for (const Step& step : steps) {
    statistic.set(now, step.level);
    now.us += step.held_us;
  }
  statistic.close(now);
  return statistic;
}

void expect_kept(const std::vector<Step>& steps) {
  const auto level = played<sim::TimeWeighted>(steps);
  const auto back = results::time_weighted(results::columns_of(level));
  EXPECT_EQ(back.observed(), level.observed());
  EXPECT_EQ(back.area_us(), level.area_us());
  EXPECT_EQ(back.max(), level.max());
}

TEST(LevelColumns, KeepTotalsOfARandomPathExactly) {
  std::mt19937_64 engine(1);
  for (int path = 0; path < 200; ++path) {
    std::vector<Step> steps;
    for (std::uint64_t i = engine() % 6; i > 0; --i) {
      steps.push_back({static_cast<std::int64_t>(engine() % 9) - 4, static_cast<std::int64_t>(engine() % 5)});
    }
    expect_kept(steps);
  }
}

TEST(LevelColumns, KeepAnIntegralBeyond64Bits) {
  expect_kept({{1'000'000'000, 1'000'000'000'000'000}, {999'999'999, 7}});
}

TEST(LevelColumns, KeepALevelThatWasNeverObserved) {
  const auto back = results::time_weighted(results::columns_of(sim::TimeWeighted()));
  EXPECT_EQ(back.observed(), Ticks{0});
  EXPECT_EQ(back.max(), std::nullopt);
}

TEST(LevelColumns, OfALevelReadBackMergeLikeTheLevel) {
  auto merged = played<sim::TimeWeighted>({{3, 5}});
  auto merged_back = results::time_weighted(results::columns_of(merged));
  const auto other = played<sim::TimeWeighted>({{2, 4}, {9, 1}});
  merged.merge(other);
  merged_back.merge(results::time_weighted(results::columns_of(other)));
  EXPECT_EQ(merged_back.area_us(), merged.area_us());
  EXPECT_EQ(merged_back.max(), merged.max());
}

TEST(LevelColumns, AMeanAboveTheMaximumIsRefused) {
  EXPECT_THROW(results::time_weighted({.observed_us = 10, .mean_floor = 4, .mean_rest_us = 0, .max = 3}),
               std::runtime_error);
}

TEST(OccupancyJson, KeepsTheTimeAtEachLevel) {
  const auto occupancy = played<sim::OccupancyHistogram>({{2, 70}, {0, 5}, {2, 1}});
  EXPECT_EQ(results::json_of(occupancy), "[5,0,71]");
  const auto back = results::occupancy("[5,0,71]");
  EXPECT_THAT(back.time_at_us(), ElementsAre(5, 0, 71));
  EXPECT_EQ(back.observed(), Ticks{76});
}

TEST(OccupancyJson, OfNothingIsAnEmptyArray) {
  EXPECT_EQ(results::json_of({}), "[]");
  EXPECT_EQ(results::occupancy("[]").observed(), Ticks{0});
}

TEST(OccupancyJson, AnythingElseIsRefused) {
  for (const char* json : {"", "[", "]", "5", "[5", "5]", "[,]", "[5,]", "[,5]", "[-5]", "[5 6]", "[5;6]", "[x]",
                           "[99999999999999999999]", "[5]6]"}) {
    EXPECT_THROW(results::occupancy(json), std::runtime_error) << json;
  }
}

}  // namespace

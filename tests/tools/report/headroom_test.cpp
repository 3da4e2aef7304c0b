#include "tools/report/headroom.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/tools/report/hand_made.hpp"

namespace {

report::Headroom room(const std::string& text, double value) {
  const auto claim = measures::parse_expectation(text, measures::names_of(hand_made::reception()));
  measures::Estimate estimate;
  estimate.value = value;
  return report::headroom(claim, estimate);
}

TEST(Headroom, IsTheLimitOverTheValueOfWhatHasAMost) {
  EXPECT_DOUBLE_EQ(room("caller.wait.p95 < 2min", 60).times, 2);
  EXPECT_DOUBLE_EQ(room("park.refused.share <= 1%", 0.04).times, 0.25);
}

TEST(Headroom, OfALeastShareIsThatOfItsMisses) {
  // 30 % may miss and 10 % do.
  EXPECT_DOUBLE_EQ(room("caller.wait.within(2min) >= 70%", 0.9).times, 3);
}

TEST(Headroom, OfALeastNumberIsTheValueOverTheLimit) {
  EXPECT_DOUBLE_EQ(room("code.reuse_gap.p05 > 10s", 25).times, 2.5);
}

TEST(Headroom, IsEndlessWhereNothingCountsAgainstTheLimit) {
  EXPECT_TRUE(std::isinf(room("park.refused.share < 1%", 0).times));
  EXPECT_TRUE(std::isinf(room("caller.wait.within(2min) >= 70%", 1).times));
  measures::Estimate undefined;
  const auto claim = measures::parse_expectation("caller.wait.p95 < 2min", measures::names_of(hand_made::reception()));
  EXPECT_TRUE(std::isinf(report::headroom(claim, undefined).times));
  EXPECT_EQ(report::times_text(INFINITY), "more than 100 times");
}

TEST(Headroom, IsOfCodesTrunksAndPeopleToo) {
  const auto company = hand_made::reception();
  const auto things = report::scarce_things(company);
  ASSERT_FALSE(things.empty());
  measures::Estimate half;
  half.value = things.front().limit / 2;
  EXPECT_DOUBLE_EQ(report::headroom(things.front(), half).times, 2);
}

}  // namespace

#include "tools/program/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace {

using program::ProgressDisplay;
using program::ProgressState;
using program::ProgressStyle;
using program::ProgressText;
using testing::HasSubstr;
using testing::Not;

constexpr ProgressState half{8, 16, 1'000'000};

TEST(ProgressText, ShowsNothingInTheFirstTwoSeconds) {
  for (const auto style : {ProgressStyle::bar, ProgressStyle::lines, ProgressStyle::silent}) {
    ProgressText text(style);
    EXPECT_FALSE(text.at(0.5, half));
    EXPECT_FALSE(text.at(1.99, half));
    EXPECT_EQ(text.end(), "");
  }
}

TEST(ProgressText, BarIsRedrawnInPlaceWithRateAndTimeLeft) {
  ProgressText text(ProgressStyle::bar);
  const std::string drawn = text.at(4, half).value();
  EXPECT_THAT(drawn, testing::StartsWith("\r"));
  EXPECT_THAT(drawn, HasSubstr("[###############...............] 50 %"));
  EXPECT_THAT(drawn, HasSubstr("replication 9 of 16"));
  EXPECT_THAT(drawn, HasSubstr("250,000 events/s"));
  EXPECT_THAT(drawn, HasSubstr("4.00 s left"));
  EXPECT_THAT(drawn, Not(HasSubstr("\n")));
  EXPECT_NE(text.end(), "") << "the bar must be wiped";
}

TEST(ProgressText, NamesTheUnit) {
  ProgressText text(ProgressStyle::bar);
  EXPECT_THAT(text.at(4, {100'000, 200'000, 0, "lot"}).value(), HasSubstr("lot 100,001 of 200,000"));
}

TEST(ProgressText, LinesComeEveryTenSecondsAndArePlain) {
  ProgressText text(ProgressStyle::lines);
  EXPECT_FALSE(text.at(9.9, half));
  const std::string line = text.at(10.1, half).value();
  EXPECT_THAT(line, testing::EndsWith("left\n"));
  EXPECT_THAT(line, Not(testing::AnyOf(HasSubstr("\r"), HasSubstr("\033"))));
  EXPECT_FALSE(text.at(19.9, half));
  EXPECT_TRUE(text.at(35, half)) << "late, but not twice";
  EXPECT_FALSE(text.at(36, half));
  EXPECT_EQ(text.end(), "");
}

TEST(ProgressText, KnowsNoTimeLeftAtTheVeryBeginning) {
  ProgressText text(ProgressStyle::bar);
  EXPECT_THAT(text.at(3, {0, 16, 0}).value(), Not(HasSubstr("left")));
  EXPECT_THAT(text.at(3, {16, 16, 1}).value(), HasSubstr("replication 16 of 16"));
}

TEST(ProgressDisplay, EndsAtOnceAndWritesNothingForAShortRun) {
  std::ostringstream err;
  {
    const ProgressDisplay display(err, ProgressStyle::bar, [] { return half; });
  }
  EXPECT_EQ(err.str(), "");
}

}  // namespace

#include "sim/random/words.hpp"

#include <gtest/gtest.h>

namespace {

using namespace sim;

TEST(Words, DurationsTakeTheLargestUnitThatDividesThem) {
  EXPECT_EQ(duration_words(0), "0s");
  EXPECT_EQ(duration_words(59), "59s");
  EXPECT_EQ(duration_words(60), "1min");
  EXPECT_EQ(duration_words(61.5), "61.5s");
  EXPECT_EQ(duration_words(5400), "90min");
  EXPECT_EQ(duration_words(28'800), "8h");
  EXPECT_EQ(duration_words(-3), "-3s");
}

TEST(Words, RoundingNoiseIsNotShown) {
  EXPECT_EQ(rate_words(40.0 / 3600), "40/h");
  EXPECT_EQ(percent_words(0.07), "7%");
  EXPECT_EQ(number_words(0.1 + 0.2), "0.3");
}

TEST(Words, ClockShowsSecondsOnlyWhenThereAreAny) {
  EXPECT_EQ(clock_words(28'800), "08:00");
  EXPECT_EQ(clock_words(29'405), "08:10:05");
  EXPECT_EQ(clock_words(86'400), "24:00");
  EXPECT_EQ(clock_words(-60), "-00:01");
}

}  // namespace

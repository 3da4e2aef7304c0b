#include "models/theory/reuse_gap.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using namespace theory;

TEST(ReuseGap, ATurnOfTheDefaultRangeTakesElevenAndAQuarterMinutes) {
  EXPECT_DOUBLE_EQ(mean_turn_s(90, 8.0 / 60), 11.25 * 60);
}

TEST(ReuseGap, RegularTrafficComesRoundAfterTheTurnLessTheStay) {
  // Five codes, a park every 10 s, each held 25 s: code 0 is chosen at 0 and 50 s and free from 25 s.
  EXPECT_DOUBLE_EQ(mean_reuse_gap_s(5, 0.1, 25), 25);
}

TEST(ReuseGap, IsTheMeanGapOfARandomChoiceToo) {
  // Poisson parks, one a second, constant stay of 5 s, 20 codes, any free one with equal chance.
  std::mt19937_64 random(12);
  std::exponential_distribution<double> between(1);
  std::vector<double> free_since(20, 0);
  double now = 0;
  double gaps = 0;
  int accepted = 0;
  while (accepted < 200'000) {
    now += between(random);
    std::vector<std::size_t> free;
    for (std::size_t code = 0; code < 20; ++code) {
      if (free_since[code] <= now) free.push_back(code);
    }
    if (free.empty()) continue;
    const std::size_t code = free[random() % free.size()];
    gaps += now - free_since[code];
    free_since[code] = now + 5;
    ++accepted;
  }
  // The turns of each code fill the whole run, so the sum of gaps is known to within one gap a code; the rate of
  // Poisson parks over 200,000 scatters by 0.22 %: 3.29 standard errors of a turn of 20 s are 0.15 s.
  EXPECT_NEAR(gaps / accepted, mean_reuse_gap_s(20, 1, 5), 0.15);
}

TEST(ReuseGap, RefusesMoreCallsThanCodes) {
  EXPECT_THROW(mean_reuse_gap_s(5, 0.1, 50.1), std::invalid_argument);
  EXPECT_DOUBLE_EQ(mean_reuse_gap_s(5, 0.1, 50), 0);
}

TEST(ReuseGap, RefusesImpossibleArguments) {
  EXPECT_THROW(mean_turn_s(0, 1), std::invalid_argument);
  EXPECT_THROW(mean_turn_s(10, 0), std::invalid_argument);
  EXPECT_THROW(mean_turn_s(10, std::nan("")), std::invalid_argument);
  EXPECT_THROW(mean_reuse_gap_s(10, 1, -1), std::invalid_argument);
}

}  // namespace

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <stdexcept>

#include "models/people/slips.hpp"

namespace {

using namespace people;
using sim::operator""_s;
using sim::operator""_us;

constexpr Forgetting four_digits{400_s};

TEST(Forgetting, LeavesThePublishedSharesAfterAWalkOf40s) {
  const std::array<double, 3> percent{97, 94, 90};
  for (int digits = 2; digits <= 4; ++digits)
    EXPECT_EQ(std::round(100 * recall_chance({usual_mean_life(digits)}, 40_s)),
              percent[static_cast<std::size_t>(digits - 2)]);
}

TEST(Forgetting, IsExponential) {
  for (const auto since : {0_s, 1_us, 7_s, 400_s, 4000_s})
    EXPECT_NEAR(recall_chance(four_digits, since), std::exp(-since.seconds() / 400), 1e-14);
}

TEST(Forgetting, NeverHappensToAPerfectMemory) {
  EXPECT_EQ(recall_chance({}, sim::never), 1);
  EXPECT_EQ(recall({}, 1'000'000_s, 1 - 0x1p-53), Recall::right);
}

TEST(Forgetting, HasAShorterLifeForEachDigitMore) {
  EXPECT_EQ(usual_mean_life(1), usual_mean_life(2));
  for (int digits = 3; digits <= 9; ++digits) EXPECT_LT(usual_mean_life(digits), usual_mean_life(digits - 1));
}

TEST(Forgetting, RejectsWhatCannotBe) {
  EXPECT_THROW(recall_chance({0_s}, 1_s), std::invalid_argument);
  EXPECT_THROW(recall({{-1}}, 1_s, 0.5), std::invalid_argument);
  EXPECT_THROW(recall(four_digits, {-1}, 0.5), std::invalid_argument);
  for (const int bad : {-1, 0, 10}) EXPECT_THROW(usual_mean_life(bad), std::invalid_argument);
}

TEST(Recall, IsRightBelowTheCurveOnly) {
  for (const auto since : {1_s, 40_s, 400_s}) {
    const double curve = std::exp(-since.seconds() / 400);
    EXPECT_EQ(recall(four_digits, since, curve - 1e-9), Recall::right);
    EXPECT_NE(recall(four_digits, since, curve + 1e-9), Recall::right);
  }
  EXPECT_EQ(recall(four_digits, 0_s, 1 - 0x1p-53), Recall::right);
}

TEST(Recall, OnceLostStaysLostInTheSameWay) {
  for (int i = 0; i < 200; ++i) {
    const double steps = (i + 0.5) * 0.6180339887498949;
    const double u = steps - std::floor(steps);
    Recall before = Recall::right;
    for (auto since = 0_s; since <= 4000_s; since += 20_s) {
      const Recall now = recall(four_digits, since, u);
      ASSERT_TRUE(before == Recall::right || now == before) << u << " after " << since.seconds() << " s";
      before = now;
    }
  }
}

/// u in the coarse cell 0 <= cell < 2^26, at this part of it.
double in_cell(double cell, double part) { return (cell + part) * 0x1p-26; }

TEST(Recall, SplitsEachFineCellInTheSharesOfSection4) {
  for (const double cell : {0x1p26 - 1, 0x1p25, 60'000'001.0}) {
    const auto way = [&](double part) { return recall(four_digits, 4000_s, in_cell(cell, part)); };
    EXPECT_EQ(way(0.0001), Recall::lost);
    EXPECT_EQ(way(0.4999), Recall::lost);
    EXPECT_EQ(way(0.5001), Recall::garbled);
    EXPECT_EQ(way(0.7999), Recall::garbled);
    EXPECT_EQ(way(0.8001), Recall::earlier_code);
    EXPECT_EQ(way(0.9999), Recall::earlier_code);
  }
}

TEST(Garbled, IsTheKeypadsErrorAndNeverTheCode) {
  for (const Keyed code : {Keyed{42, 2}, Keyed{7, 3}, Keyed{1234, 4}}) {
    const KeyingModel rare{0.01, SlipMix::keypad};
    const double error = 1 - right_chance(code, rare);
    double below = 0;
    for (const auto& [keyed, chance] : law(code, rare)) {
      if (keyed == code) continue;
      const double given = chance / error;
      ASSERT_EQ(garbled(code, below + given / 2), keyed);
      below += given;
    }
    EXPECT_NEAR(below, 1, 1e-12);
    for (const double u : {0x1p-53, 0.5, 1 - 0x1p-53}) EXPECT_NE(garbled(code, u), code);
  }
}

}  // namespace

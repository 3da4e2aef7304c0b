#include "sim/statistics/mser.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace sim;

std::vector<double> noise(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> law(0, 1);
  std::vector<double> series(count);
  for (double& x : series) x = law(random);
  return series;
}

/// The definition, term by term, in quadratic time.
std::optional<std::size_t> by_definition(const std::vector<double>& series) {
  std::vector<double> means;
  for (std::size_t i = 0; i + 5 <= series.size(); i += 5) {
    means.push_back((series[i] + series[i + 1] + series[i + 2] + series[i + 3] + series[i + 4]) / 5);
  }
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = 0;
  for (std::size_t cut = 0; cut + 5 < means.size(); ++cut) {
    const auto left = static_cast<double>(means.size() - cut);
    double mean = 0;
    for (std::size_t i = cut; i < means.size(); ++i) mean += means[i] / left;
    double score = 0;
    for (std::size_t i = cut; i < means.size(); ++i) score += (means[i] - mean) * (means[i] - mean) / (left * left);
    if (score < least) {
      least = score;
      best = cut;
    }
  }
  if (2 * best > means.size()) return std::nullopt;
  return 5 * best;
}

TEST(Mser5, CutsAStepWhereItEnds) {
  auto series = noise(1'000, 1);
  for (std::size_t i = 0; i < 200; ++i) series[i] += 50;
  EXPECT_EQ(mser5_cut(series), 200u);
}

TEST(Mser5, CutsNothingFromAConstantSeries) { EXPECT_EQ(mser5_cut(std::vector<double>(500, 3.25)), 0u); }

TEST(Mser5, CutsMostOfASlowStart) {
  auto series = noise(2'000, 2);
  for (std::size_t i = 0; i < series.size(); ++i) series[i] -= 30 * std::exp(-static_cast<double>(i) / 100);
  const auto cut = mser5_cut(series);
  ASSERT_TRUE(cut);
  // The bias falls from 30 to 1.5 standard deviations in three time constants, and to 0.02 in seven.
  EXPECT_GE(*cut, 300u);
  EXPECT_LE(*cut, 1'000u);
}

TEST(Mser5, AgreesWithItsDefinition) {
  int answered = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    auto series = noise(203 + seed, seed);
    for (std::size_t i = 0; i < 10 * (seed % 8); ++i) series[i] += 3;
    EXPECT_EQ(mser5_cut(series), by_definition(series)) << seed;
    answered += mser5_cut(series).has_value();
  }
  EXPECT_GT(answered, 25);
}

TEST(Mser5, GivesNothingWhenTheSeriesHasNotSettled) {
  auto late_step = noise(1'000, 3);
  for (std::size_t i = 0; i < 700; ++i) late_step[i] += 50;
  EXPECT_FALSE(mser5_cut(late_step));
  std::vector<double> ramp(1'000);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<double>(i * i);
  EXPECT_EQ(mser5_cut(ramp), by_definition(ramp));
}

TEST(Mser5, GivesNothingForShortSeries) {
  EXPECT_FALSE(mser5_cut(std::vector<double>{}));
  EXPECT_FALSE(mser5_cut(std::vector<double>(49, 1.0)));
  EXPECT_TRUE(mser5_cut(std::vector<double>(50, 1.0)));
}

}  // namespace

#include <gtest/gtest.h>

#include <cmath>

#include "sim/random/distribution.hpp"
#include "sim/random/draw.hpp"

namespace {

using sim::Distribution;

const std::vector<Distribution>& smooth_laws() {
  static const std::vector<Distribution> laws{Distribution::exponential(60),
                                              Distribution::lognormal_mean_cv(60, 1.5),
                                              Distribution::gamma(60, 0.5),
                                              Distribution::weibull(0.8, 60),
                                              Distribution::uniform(10, 90),
                                              Distribution::triangular(5, 20, 100),
                                              Distribution::truncated(Distribution::exponential(60), 10, 200)};
  return laws;
}

TEST(QuantileBeyond, IsTheInverseOfTheConditionalLaw) {
  for (const auto& law : smooth_laws()) {
    for (const double age_s : {0.0, 5.0, 30.0, 70.0}) {
      for (const double u : {0.01, 0.3, 0.5, 0.9, 0.999}) {
        const double x = law.quantile_beyond_s(age_s, u);
        EXPECT_GE(x, age_s) << law.describe();
        EXPECT_NEAR(law.survival(x) / law.survival(age_s), 1 - u, 1e-6) << law.describe() << " beyond " << age_s;
      }
    }
  }
}

TEST(QuantileBeyond, OfAnExponentialLawForgetsTheAge) {
  const auto law = Distribution::exponential(60);
  EXPECT_NEAR(law.quantile_beyond_s(1e6, 0.5) - 1e6, law.quantile_s(0.5), 1e-8);
}

TEST(QuantileBeyond, OfAConstantIsTheConstant) {
  const auto law = Distribution::constant(60.0);
  EXPECT_DOUBLE_EQ(law.quantile_beyond_s(20, 0.7), 60);
  EXPECT_DOUBLE_EQ(law.quantile_beyond_s(60, 0.7), 60) << "nothing lies above";
}

TEST(QuantileBeyond, OfASampleIsAnyOfItsValuesAbove) {
  const auto law = Distribution::empirical({1, 2, 3, 4});
  EXPECT_DOUBLE_EQ(law.quantile_beyond_s(2, 0.3), 3);
  EXPECT_DOUBLE_EQ(law.quantile_beyond_s(2, 0.7), 4);
}

TEST(QuantileBeyond, OfAMixtureHasItsConditionalLaw) {
  const auto law =
      Distribution::mixture({{0.7, Distribution::exponential(20)}, {0.3, Distribution::uniform(100, 200)}});
  // 20,000 draws: the share above each limit lies within 4 of its standard deviations of the survival function's.
  constexpr int draws = 20'000;
  constexpr double age_s = 50;
  const sim::Draws source = sim::DrawSource(1, 2, 3, 4).of(5);
  for (const double limit_s : {60.0, 120.0, 150.0, 190.0}) {
    int above = 0;
    for (std::uint32_t i = 0; i < draws; ++i) above += law.quantile_beyond_s(age_s, source.uniform(0, 0, i)) > limit_s;
    const double share = law.survival(limit_s) / law.survival(age_s);
    EXPECT_NEAR(static_cast<double>(above) / draws, share, 4 * std::sqrt(share * (1 - share) / draws)) << limit_s;
  }
}

}  // namespace

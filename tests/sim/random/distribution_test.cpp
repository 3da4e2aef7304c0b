#include "sim/random/distribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/random/draw.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"

namespace {

using sim::Distribution;
using namespace sim;  // literals
using namespace goodness_of_fit;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint32_t sample_size = 40'000;

using Cdf = std::function<double(double)>;

/// A law of ours and its distribution function from elsewhere.
struct Case {
  std::string name;
  Distribution law;
  Cdf cdf;
  bool is_monotone = true;  // mixtures are not
};

template <typename Law>
Cdf cdf_of(Law law) {
  return [law](double x) { return x <= 0 ? 0 : boost::math::cdf(law, x); };
}

Cdf truncated_cdf(Cdf inner, double from, double to) {
  const double below = inner(from);
  const double held = (to == infinity ? 1 : inner(to)) - below;
  return [=](double x) { return x <= from ? 0 : x >= to ? 1 : (inner(x) - below) / held; };
}

Cdf uniform_cdf(double from, double to) {
  return [=](double x) { return x <= from ? 0 : x >= to ? 1 : (x - from) / (to - from); };
}

Cdf exponential_cdf(double mean) { return cdf_of(boost::math::exponential(1 / mean)); }
Cdf gamma_cdf(double mean, double cv) { return cdf_of(boost::math::gamma_distribution(1 / cv / cv, mean * cv * cv)); }
Cdf lognormal_cdf(double mean, double cv) {
  const double sigma2 = std::log(1 + cv * cv);
  return cdf_of(boost::math::lognormal(std::log(mean) - sigma2 / 2, std::sqrt(sigma2)));
}
Cdf weibull_cdf(double shape, double mean) {
  return cdf_of(boost::math::weibull(shape, mean / boost::math::tgamma(1 + 1 / shape)));
}
Cdf triangular_cdf(double from, double mode, double to) {
  return [law = boost::math::triangular(from, mode, to), from, to](double x) {
    return x <= from ? 0 : x >= to ? 1 : boost::math::cdf(law, x);
  };
}
Cdf mixture_cdf(double weight, Cdf first, Cdf second) {
  return [=](double x) { return weight * first(x) + (1 - weight) * second(x); };
}

Distribution hyperexponential() {
  return Distribution::mixture({{0.7, Distribution::exponential(20)}, {0.3, Distribution::exponential(300)}});
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"uniform", Distribution::uniform(1, 3), uniform_cdf(1, 3)},
      {"exponential", Distribution::exponential(60), exponential_cdf(60)},
      {"lognormal", Distribution::lognormal_mean_cv(40, 0.7), lognormal_cdf(40, 0.7)},
      {"lognormal_wide", Distribution::lognormal_mean_cv(40, 2), lognormal_cdf(40, 2)},
      {"lognormal_narrow", Distribution::lognormal_mean_cv(40, 0.001), lognormal_cdf(40, 0.001)},
      {"lognormal_median_p95", Distribution::lognormal_median_p95(8, 60),
       cdf_of(boost::math::lognormal(std::log(8), std::log(60.0 / 8) / 1.6448536269514722))},
      {"gamma", Distribution::gamma(40, 0.5), gamma_cdf(40, 0.5)},
      {"gamma_wide", Distribution::gamma(40, 2), gamma_cdf(40, 2)},
      {"gamma_narrow", Distribution::gamma(40, 0.05), gamma_cdf(40, 0.05)},
      {"weibull", Distribution::weibull(1.5, 40), weibull_cdf(1.5, 40)},
      {"weibull_wide", Distribution::weibull(0.6, 40), weibull_cdf(0.6, 40)},
      {"triangular", Distribution::triangular(1, 2, 9), triangular_cdf(1, 2, 9)},
      {"triangular_falling", Distribution::triangular(1, 1, 9), triangular_cdf(1, 1, 9)},
      {"triangular_rising", Distribution::triangular(1, 9, 9), triangular_cdf(1, 9, 9)},
      {"hyperexponential", hyperexponential(), mixture_cdf(0.7, exponential_cdf(20), exponential_cdf(300)), false},
      {"mixture_of_mixture", Distribution::mixture({{0.4, hyperexponential()}, {0.6, Distribution::uniform(5, 10)}}),
       mixture_cdf(0.4, mixture_cdf(0.7, exponential_cdf(20), exponential_cdf(300)), uniform_cdf(5, 10)), false},
      {"truncated_uniform", Distribution::truncated(Distribution::uniform(1, 5), 2, 9), uniform_cdf(2, 5)},
      {"truncated_exponential", Distribution::truncated(Distribution::exponential(20), 5, 60),
       truncated_cdf(exponential_cdf(20), 5, 60)},
      {"truncated_below", Distribution::truncated(Distribution::exponential(20), 100),
       truncated_cdf(exponential_cdf(20), 100, infinity)},
      {"truncated_lognormal", Distribution::truncated(Distribution::lognormal_mean_cv(40, 2), 10, 600),
       truncated_cdf(lognormal_cdf(40, 2), 10, 600)},
      {"truncated_gamma", Distribution::truncated(Distribution::gamma(40, 0.5), 30, 50),
       truncated_cdf(gamma_cdf(40, 0.5), 30, 50)},
      {"truncated_weibull", Distribution::truncated(Distribution::weibull(0.6, 40), 0, 100),
       truncated_cdf(weibull_cdf(0.6, 40), 0, 100)},
      {"truncated_triangular", Distribution::truncated(Distribution::triangular(1, 4, 9), 2, 6),
       truncated_cdf(triangular_cdf(1, 4, 9), 2, 6)},
      {"truncated_twice", Distribution::truncated(Distribution::truncated(Distribution::exponential(20), 5, 60), 0, 30),
       truncated_cdf(exponential_cdf(20), 5, 30)},
      {"truncated_mixture", Distribution::truncated(hyperexponential(), 10, 200),
       truncated_cdf(mixture_cdf(0.7, exponential_cdf(20), exponential_cdf(300)), 10, 200), false},
  };
  return all;
}

std::vector<double> sample_of(const Distribution& law, std::uint64_t seed) {
  const Draws draws = DrawSource(seed, 0, 0, hash_name("law")).of(0);
  std::vector<double> sample;
  for (std::uint32_t i = 0; i < sample_size; ++i) sample.push_back(law.quantile_s(draws.uniform(0, 0, i)));
  return sample;
}

template <typename Condition>
std::vector<Case> cases_where(Condition condition) {
  std::vector<Case> chosen;
  std::copy_if(cases().begin(), cases().end(), std::back_inserter(chosen), condition);
  return chosen;
}

class EachLaw : public testing::TestWithParam<Case> {};
class EachMonotoneLaw : public EachLaw {};
class EachLightTailedLaw : public EachLaw {};  // where the sample variance is about normal
const auto name_of_case = [](const auto& law_case) { return law_case.param.name; };
INSTANTIATE_TEST_SUITE_P(Distributions, EachLaw, testing::ValuesIn(cases()), name_of_case);
INSTANTIATE_TEST_SUITE_P(Distributions, EachMonotoneLaw,
                         testing::ValuesIn(cases_where([](const Case& c) { return c.is_monotone; })), name_of_case);
INSTANTIATE_TEST_SUITE_P(Distributions, EachLightTailedLaw,
                         testing::ValuesIn(cases_where([](const Case& c) { return c.law.cv() <= 1.5; })), name_of_case);

TEST_P(EachLaw, SamplesFollowTheIndependentDistributionFunction) {
  EXPECT_GT(kolmogorov_smirnov_p(sample_of(GetParam().law, 1), GetParam().cdf), significance);
}

TEST_P(EachLaw, SurvivalIsTheIndependentOne) {
  const auto& law = GetParam().law;
  const auto& cdf = GetParam().cdf;
  for (double t = 0.1; t < 1000; t *= 1.07) EXPECT_NEAR(law.survival(t), 1 - cdf(t), 2e-10) << t;
  EXPECT_EQ(law.survival(-1), 1);
  EXPECT_EQ(law.survival(0), 1);
}

TEST_P(EachMonotoneLaw, QuantileInvertsTheSurvivalAndNeverFalls) {
  const auto& law = GetParam().law;
  const auto& cdf = GetParam().cdf;
  double previous = 0;
  for (int i = 1; i < 2000; ++i) {
    const double u = i / 2000.0;
    ASSERT_NEAR(cdf(law.quantile_s(u)), u, 1e-8) << u;
    ASSERT_GE(law.quantile_s(u), previous) << u;
    previous = law.quantile_s(u);
  }
}

TEST_P(EachLaw, MeanAndVarianceAreTheIntegralsOfTheIndependentSurvival) {
  const auto& law = GetParam().law;
  const auto& cdf = GetParam().cdf;
  // E X and E X^2 as integrals of S and 2 t S over narrow panels; beyond 2^20 s every law here has ended.
  const auto integral = [&](auto f) {
    double sum = f(0.0) / 1024;
    double to = 0;
    for (double from = 1.0 / 1024; from < 1 << 20; from = to) {
      to = from + std::min(from / 4, 0.02 + from / 100);
      sum += boost::math::quadrature::gauss<double, 15>::integrate(f, from, to);
    }
    return sum;
  };
  const auto survival = [&](double t) { return 1 - cdf(t); };
  const double mean = integral(survival);
  const double second = integral([&](double t) { return 2 * t * survival(t); });
  EXPECT_NEAR(law.mean_s() / mean, 1, 1e-5);
  EXPECT_NEAR((law.variance_s2() + law.mean_s() * law.mean_s()) / second, 1, 1e-4);
}

TEST_P(EachLaw, SampleMeanLiesWhereTheStatedMeanAndVarianceSay) {
  const auto& law = GetParam().law;
  const double z = (mean_of(sample_of(law, 2)) - law.mean_s()) / std::sqrt(law.variance_s2() / sample_size);
  EXPECT_GT(normal_p(z), significance);
}

TEST_P(EachLightTailedLaw, SampleVarianceLiesWhereTheStatedOneSays) {
  const auto& law = GetParam().law;
  std::vector<double> squares;
  std::vector<double> fourths;
  for (const double x : sample_of(law, 3)) {
    squares.push_back((x - law.mean_s()) * (x - law.mean_s()));
    fourths.push_back(squares.back() * squares.back());
  }
  const double spread = std::sqrt((mean_of(fourths) - mean_of(squares) * mean_of(squares)) / sample_size);
  EXPECT_GT(normal_p((mean_of(squares) - law.variance_s2()) / spread), significance);
}

TEST_P(EachLaw, SamplesAreTheNearestTicksAndNeverNegative) {
  const auto& law = GetParam().law;
  for (const double u : {0x1p-53, 0.001, 0.3, 0.999, 1 - 0x1p-53}) {
    EXPECT_GE(law.sample(u), Ticks{0});
    EXPECT_LE(std::abs(static_cast<double>(law.sample(u).us) - law.quantile_s(u) * 1e6), 0.5 + 1e-6) << u;
  }
}

TEST_P(EachLaw, CvIsStandardDeviationOverMean) {
  const auto& law = GetParam().law;
  EXPECT_NEAR(law.cv() * law.mean_s(), std::sqrt(law.variance_s2()), 1e-9 * law.mean_s());
}

TEST(Distribution, TheTestOfFitSeesAMeanThatIsFivePercentOff) {
  EXPECT_LT(kolmogorov_smirnov_p(sample_of(Distribution::exponential(60), 1), exponential_cdf(63)), significance);
}

TEST(Distribution, StatedMomentsAreKept) {
  EXPECT_DOUBLE_EQ(Distribution::lognormal_mean_cv(40, 0.7).mean_s(), 40);
  EXPECT_DOUBLE_EQ(Distribution::lognormal_mean_cv(40, 0.7).cv(), 0.7);
  EXPECT_DOUBLE_EQ(Distribution::gamma(40, 0.5).cv(), 0.5);
  EXPECT_DOUBLE_EQ(Distribution::weibull(1.5, 40).mean_s(), 40);
  EXPECT_NEAR(Distribution::weibull(1, 40).cv(), 1, 1e-12);
  EXPECT_EQ(Distribution::exponential(40).cv(), 1);
}

TEST(Distribution, MedianAndP95AreMet) {
  const auto law = Distribution::lognormal_median_p95(8, 60);
  EXPECT_NEAR(law.quantile_s(0.5), 8, 1e-12);
  EXPECT_NEAR(law.quantile_s(0.95), 60, 1e-10);
}

TEST(Distribution, ALargerMeanGivesALargerValueAtTheSameUniform) {
  const std::vector<std::function<Distribution(double)>> families = {
      [](double mean) { return Distribution::constant(mean); },
      [](double mean) { return Distribution::exponential(mean); },
      [](double mean) { return Distribution::uniform(mean / 2, mean * 1.5); },
      [](double mean) { return Distribution::lognormal_mean_cv(mean, 0.7); },
      [](double mean) { return Distribution::gamma(mean, 0.5); },
      [](double mean) { return Distribution::weibull(1.5, mean); },
      [](double mean) { return Distribution::triangular(mean / 2, mean, mean * 2); },
      [](double mean) { return Distribution::truncated(Distribution::exponential(mean), 0, 600); },
      [](double mean) {
        return Distribution::mixture({{0.7, Distribution::exponential(mean)}, {0.3, Distribution::constant(mean)}});
      }};
  for (std::size_t family = 0; family < families.size(); ++family)
    for (double u = 0.0005; u < 1; u += 0.001)
      ASSERT_LT(families[family](40).quantile_s(u), families[family](41).quantile_s(u)) << family << " " << u;
}

TEST(Distribution, ConstantHasNoSpread) {
  const auto law = Distribution::constant(5_s);
  EXPECT_EQ(law.sample(0.1), 5_s);
  EXPECT_EQ(law.sample(0.9), 5_s);
  EXPECT_EQ(law.variance_s2(), 0);
  EXPECT_EQ(law.survival(4.999), 1);
  EXPECT_EQ(law.survival(5), 0);
  EXPECT_EQ(Distribution().sample(0.5), Ticks{0});
  EXPECT_EQ(Distribution().cv(), 0);
}

TEST(Distribution, KnowsConstantAndExponential) {
  EXPECT_TRUE(Distribution::constant(1.0).is_constant());
  EXPECT_TRUE(Distribution::uniform(3, 3).is_constant());
  EXPECT_TRUE(Distribution::triangular(3, 3, 3).is_constant());
  EXPECT_TRUE(Distribution::empirical({2, 2}).is_constant());
  EXPECT_TRUE(Distribution::mixture({{1, Distribution::constant(1.0)}}).is_constant());
  EXPECT_TRUE(Distribution::exponential(1).is_exponential());
  EXPECT_FALSE(Distribution::exponential(1).is_constant());
  EXPECT_FALSE(hyperexponential().is_exponential());
}

TEST(Distribution, EmpiricalIsTheInverseOfTheSamplesDistributionFunction) {
  const auto law = Distribution::empirical({9, 1, 4, 4});
  EXPECT_EQ(law.quantile_s(0.1), 1);
  EXPECT_EQ(law.quantile_s(0.25), 1);
  EXPECT_EQ(law.quantile_s(0.2500001), 4);
  EXPECT_EQ(law.quantile_s(0.75), 4);
  EXPECT_EQ(law.quantile_s(0.7500001), 9);
  EXPECT_EQ(law.quantile_s(1 - 0x1p-53), 9);
  EXPECT_EQ(law.mean_s(), 4.5);
  EXPECT_EQ(law.variance_s2(), (3.5 * 3.5 + 0.5 * 0.5 * 2 + 4.5 * 4.5) / 4);
  EXPECT_EQ(law.survival(0.5), 1);
  EXPECT_EQ(law.survival(4), 0.25);
  EXPECT_EQ(law.survival(9), 0);
}

TEST(Distribution, TruncatedEmpiricalKeepsTheValuesInsideBothEndsIncluded) {
  const auto law = Distribution::truncated(Distribution::empirical({1, 2, 3, 4, 5}), 2, 4);
  EXPECT_EQ(law.mean_s(), 3);
  EXPECT_EQ(law.survival(1.9), 1);
  EXPECT_EQ(law.survival(4), 0);
}

TEST(Distribution, MixtureChoosesThePartByItsShareOfTheUniform) {
  const auto law = Distribution::mixture({{0.25, Distribution::constant(1.0)}, {0.75, Distribution::uniform(10, 20)}});
  EXPECT_EQ(law.quantile_s(0.2), 1);
  EXPECT_DOUBLE_EQ(law.quantile_s(0.625), 15);
  EXPECT_DOUBLE_EQ(law.mean_s(), 0.25 + 0.75 * 15);
}

TEST(Distribution, TruncatedMixtureWeighsItsPartsAnewAndDropsThoseOutside) {
  const auto law = Distribution::truncated(Distribution::mixture({{0.5, Distribution::constant(1.0)},
                                                                  {0.25, Distribution::uniform(0, 20)},
                                                                  {0.25, Distribution::constant(50.0)}}),
                                           0.5, 10.5);
  // Held: 0.5 of the first, half of 0.25 of the second, nothing of the third.
  EXPECT_NEAR(law.survival(1.0), 0.125 * 0.95 / 0.625, 1e-12);
  EXPECT_EQ(law.survival(10.5), 0);
}

TEST(Distribution, TruncatedValuesNeverLeaveTheInterval) {
  const auto law = Distribution::truncated(Distribution::lognormal_mean_cv(40, 0.7), 30, 31);
  for (const double u : {0x1p-53, 0.25, 0.5, 0.75, 1 - 0x1p-53}) {
    EXPECT_GE(law.quantile_s(u), 30);
    EXPECT_LE(law.quantile_s(u), 31);
  }
}

TEST(Distribution, DescribesItselfInTheWordsOfTheScenarioLanguage) {
  EXPECT_EQ(Distribution::constant(5.0).describe(), "constant(5s)");
  EXPECT_EQ(Distribution::constant(0.25).describe(), "constant(0.25s)");
  EXPECT_EQ(Distribution::uniform(1, 3).describe(), "uniform(1s 3s)");
  EXPECT_EQ(Distribution::exponential(300).describe(), "exponential(5min)");
  EXPECT_EQ(Distribution::exponential(90).describe(), "exponential(90s)");
  EXPECT_EQ(Distribution::lognormal_mean_cv(40, 0.7).describe(), "lognormal(mean 40s cv 0.7)");
  EXPECT_EQ(Distribution::lognormal_median_p95(8, 60).describe(), "lognormal(median 8s p95 1min)");
  EXPECT_EQ(Distribution::gamma(7200, 0.5).describe(), "gamma(mean 2h cv 0.5)");
  EXPECT_EQ(Distribution::weibull(1.5, 40).describe(), "weibull(shape 1.5 mean 40s)");
  EXPECT_EQ(Distribution::triangular(1, 2, 9).describe(), "triangular(1s 2s 9s)");
  EXPECT_EQ(hyperexponential().describe(), "mixture(70% exponential(20s) 30% exponential(5min))");
  EXPECT_EQ(Distribution::truncated(Distribution::exponential(20), 0, 600).describe(),
            "truncated(exponential(20s) from 0s to 10min)");
  EXPECT_EQ(Distribution::truncated(Distribution::exponential(20), 5).describe(),
            "truncated(exponential(20s) from 5s)");
  EXPECT_EQ(Distribution::empirical({1, 2, 6}).describe(), "empirical(3 values, mean 3s)");
}

std::string refusal(const std::function<Distribution()>& make) {
  try {
    return "accepted: " + make().describe();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(Distribution, RefusesWhatIsNoLawAndSaysWhatToDo) {
  using testing::HasSubstr;
  const auto nan = std::nan("");
  const std::vector<std::pair<std::function<Distribution()>, std::string>> refused = {
      {[] { return Distribution::constant(-1.0); }, "must not be negative"},
      {[] { return Distribution::constant(infinity); }, "write zero or more"},
      {[=] { return Distribution::constant(nan); }, "write zero or more"},
      {[] { return Distribution::uniform(3, 1); }, "the smaller first"},
      {[] { return Distribution::uniform(-1, 1); }, "the smaller first"},
      {[] { return Distribution::exponential(0); }, "above zero"},
      {[] { return Distribution::exponential(-60); }, "exponential: the mean must be"},
      {[=] { return Distribution::exponential(nan); }, "above zero"},
      {[] { return Distribution::lognormal_mean_cv(-1, 1); }, "above zero"},
      {[] { return Distribution::lognormal_mean_cv(1, 0); }, "write constant"},
      {[] { return Distribution::lognormal_mean_cv(1, -0.5); }, "cv"},
      {[] { return Distribution::lognormal_median_p95(60, 8); }, "p95 must be above the median"},
      {[] { return Distribution::lognormal_median_p95(8, 8); }, "p95 must be above the median"},
      {[] { return Distribution::lognormal_median_p95(1, 1e6); }, "bring them closer"},
      {[] { return Distribution::gamma(0, 1); }, "gamma: the mean"},
      {[] { return Distribution::gamma(1, 0); }, "cv"},
      {[] { return Distribution::gamma(1, 11); }, "from 0.01 to 10"},
      {[] { return Distribution::weibull(0, 1); }, "the shape"},
      {[] { return Distribution::weibull(1, -1); }, "weibull: the mean"},
      {[] { return Distribution::triangular(1, 0, 2); }, "ascending"},
      {[] { return Distribution::triangular(1, 3, 2); }, "ascending"},
      {[] { return Distribution::triangular(-1, 0, 2); }, "ascending"},
      {[] { return Distribution::mixture({}); }, "at least one part"},
      {[] {
         return Distribution::mixture({{0.7, Distribution()}, {0.2, Distribution()}});
       },
       "add up to 90%"},
      {[] {
         return Distribution::mixture({{0.7, Distribution()}, {0.300001, Distribution()}});
       },
       "100%"},
      {[] {
         return Distribution::mixture({{1.2, Distribution()}, {-0.2, Distribution()}});
       },
       "not possible"},
      {[] {
         return Distribution::mixture({{1, Distribution()}, {0, Distribution()}});
       },
       "more than 0%"},
      {[] { return Distribution::empirical({}); }, "empty"},
      {[] {
         return Distribution::empirical({1, -2});
       },
       "-2s"},
      {[] { return Distribution::truncated(Distribution::exponential(1), 5, 5); }, "the smaller first"},
      {[] { return Distribution::truncated(Distribution::exponential(1), -1, 5); }, "the smaller first"},
      {[] { return Distribution::truncated(Distribution::exponential(1), 100); }, "widen it"},
      {[] { return Distribution::truncated(Distribution::constant(1.0), 2, 3); }, "never falls"},
      {[] { return Distribution::truncated(Distribution::uniform(1, 2), 2, 3); }, "never falls"},
      {[] {
         return Distribution::truncated(Distribution::empirical({1, 2}), 3, 4);
       },
       "never falls"},
      {[] { return Distribution::truncated(Distribution::truncated(Distribution::exponential(1), 0, 1), 2, 3); },
       "never falls"},
      {[] {
         return Distribution::truncated(Distribution::mixture({{0.5, Distribution()}, {0.5, Distribution()}}), 1);
       },
       "never falls"},
  };
  for (const auto& [make, sentence] : refused) EXPECT_THAT(refusal(make), HasSubstr(sentence));
}

TEST(Distribution, SharesThatAddUpToOneWithinRoundingAreAccepted) {
  EXPECT_NO_THROW(Distribution::mixture(
      {{1.0 / 3, Distribution::constant(1.0)}, {1.0 / 3, Distribution()}, {1.0 / 3, Distribution::exponential(1)}}));
}

}  // namespace

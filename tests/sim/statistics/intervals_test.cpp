#include "sim/statistics/intervals.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using namespace sim;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// P(X <= k) of a binomial law by direct summation.
double binomial_at_most(int k, int n, double p) {
  double sum = 0;
  for (int i = 0; i <= k; ++i) {
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                    (n - i) * std::log1p(-p));
  }
  return sum;
}

/// Two-sided binomial test of `hits` in 2,000 trials against 95 %, significance 0.001: 950 +- 3.29 standard deviations
/// of 9.75 are 1,868 to 1,932. A true coverage of 92 % is found with a power above 98 %.
void expect_95_percent_of_2000(int hits) {
  EXPECT_GE(hits, 1868);
  EXPECT_LE(hits, 1932);
}

TEST(MeanEstimate, MatchesAHandComputedInterval) {
  // t(0.975; 4) = 2.776445 (tables), standard deviation sqrt(2.5), n = 5.
  const auto estimate = mean_estimate(std::vector<double>{1, 2, 3, 4, 5});
  ASSERT_TRUE(estimate && estimate->interval);
  EXPECT_DOUBLE_EQ(estimate->value, 3);
  EXPECT_NEAR(estimate->interval->high - 3, 2.776445 * std::sqrt(2.5 / 5), 1e-6);
  EXPECT_NEAR(3 - estimate->interval->low, 2.776445 * std::sqrt(2.5 / 5), 1e-6);
  EXPECT_EQ(estimate->observations, 5);
  EXPECT_EQ(estimate->level, 0.95);
}

TEST(MeanEstimate, TwoReplicationsUseTheCauchyQuantile) {
  // With one degree of freedom Student's law is Cauchy's: quantile tan(pi (p - 1/2)).
  const auto estimate = mean_estimate(std::vector<double>{0, 2}, 0.9);
  EXPECT_NEAR(estimate->interval->high, 1 + std::tan(std::acos(-1.0) * 0.45), 1e-9);
}

TEST(MeanEstimate, OneReplicationHasNoIntervalAndNoneNoEstimate) {
  const auto one = mean_estimate(std::vector<double>{7});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->value, 7);
  EXPECT_FALSE(one->interval);
  EXPECT_FALSE(mean_estimate(std::vector<double>{}));
}

TEST(MeanEstimate, AHigherLevelGivesAWiderInterval) {
  const std::vector<double> data{1, 4, 2, 8};
  EXPECT_LT(mean_estimate(data, 0.9)->interval->high, mean_estimate(data, 0.99)->interval->high);
}

TEST(MeanEstimate, RefusesImpossibleLevelsAndNumbers) {
  const std::vector<double> data{1, 2};
  for (const double level : {0.0, 1.0, -1.0, 95.0, nan})
    EXPECT_THROW(mean_estimate(data, level), std::invalid_argument);
  EXPECT_THROW(mean_estimate(std::vector<double>{1, nan}), std::invalid_argument);
  EXPECT_THROW(mean_estimate(std::vector<double>{1, HUGE_VAL}), std::invalid_argument);
}

TEST(MeanEstimate, CoversTheTrueMeanOfNormalDataAsOftenAsItSays) {
  std::mt19937_64 random(2024);
  std::normal_distribution<double> law(10, 3);
  int hits = 0;
  for (int trial = 0; trial < 2'000; ++trial) {
    std::vector<double> data(6);
    for (double& x : data) x = law(random);
    hits += mean_estimate(data)->interval->holds(10);
  }
  expect_95_percent_of_2000(hits);
}

TEST(RatioEstimate, IsSumOverSumAndNotTheMeanOfRatios) {
  const auto estimate = ratio_estimate(std::vector<RatioTerm>{{1, 1}, {1, 3}});
  EXPECT_DOUBLE_EQ(estimate->value, 0.5);
}

TEST(RatioEstimate, WithEqualDenominatorsIsTheMeanInterval) {
  const std::vector<double> x{3, 8, 4, 9, 2};
  std::vector<RatioTerm> terms;
  for (const double value : x) terms.push_back({10 * value, 10});
  const auto ratio = ratio_estimate(terms);
  const auto mean = mean_estimate(x);
  EXPECT_NEAR(ratio->value, mean->value, 1e-12);
  EXPECT_NEAR(ratio->interval->low, mean->interval->low, 1e-12);
  EXPECT_NEAR(ratio->interval->high, mean->interval->high, 1e-12);
}

TEST(RatioEstimate, CoversTheTrueRatioWhenDenominatorsAreRandom) {
  std::mt19937_64 random(77);
  std::poisson_distribution<int> calls(200);
  int hits = 0;
  for (int trial = 0; trial < 2'000; ++trial) {
    std::vector<RatioTerm> terms;
    for (int replication = 0; replication < 20; ++replication) {
      const int parked = calls(random);
      terms.push_back(
          {static_cast<double>(std::binomial_distribution<int>(parked, 0.3)(random)), static_cast<double>(parked)});
    }
    hits += ratio_estimate(terms)->interval->holds(0.3);
  }
  expect_95_percent_of_2000(hits);
}

TEST(RatioEstimate, NothingOverNothingIsNoEstimate) {
  EXPECT_FALSE(ratio_estimate(std::vector<RatioTerm>{{0, 0}, {0, 0}}));
  EXPECT_FALSE(ratio_estimate(std::vector<RatioTerm>{}));
}

TEST(RatioEstimate, OneReplicationHasNoInterval) {
  const auto one = ratio_estimate(std::vector<RatioTerm>{{1, 4}});
  EXPECT_DOUBLE_EQ(one->value, 0.25);
  EXPECT_FALSE(one->interval);
}

TEST(RatioEstimate, RefusesNegativeDenominatorsAndImpossibleNumbers) {
  EXPECT_THROW(ratio_estimate(std::vector<RatioTerm>{{1, -1}, {1, 3}}), std::invalid_argument);
  EXPECT_THROW(ratio_estimate(std::vector<RatioTerm>{{nan, 1}}), std::invalid_argument);
  EXPECT_THROW(ratio_estimate(std::vector<RatioTerm>{{1, 1}}, 1.5), std::invalid_argument);
}

TEST(ProportionEstimate, SolvesTheTailEquationsThatDefineIt) {
  for (const auto& [hits, trials] : {std::pair{1, 10}, {3, 50}, {25, 50}, {49, 50}, {7, 300}}) {
    const auto interval = *proportion_estimate(hits, trials)->interval;
    EXPECT_NEAR(binomial_at_most(hits, trials, interval.high), 0.025, 1e-9);
    EXPECT_NEAR(1 - binomial_at_most(hits - 1, trials, interval.low), 0.025, 1e-9);
  }
}

TEST(ProportionEstimate, NoHitsStillHaveAnUpperBound) {
  for (const int trials : {1, 10, 1'000, 1'000'000}) {
    const auto estimate = proportion_estimate(0, trials);
    EXPECT_EQ(estimate->value, 0);
    EXPECT_EQ(estimate->interval->low, 0);
    EXPECT_NEAR(estimate->interval->high / -std::expm1(std::log(0.025) / trials), 1, 1e-9);
  }
}

TEST(ProportionEstimate, AllHitsStillHaveALowerBound) {
  const auto interval = *proportion_estimate(40, 40)->interval;
  EXPECT_NEAR(interval.low, std::pow(0.025, 1.0 / 40), 1e-12);
  EXPECT_EQ(interval.high, 1);
}

TEST(ProportionEstimate, NeverCoversLessThanItSays) {
  constexpr int trials = 20;
  for (int thousandth = 1; thousandth < 1'000; ++thousandth) {
    const double p = thousandth / 1000.0;
    double coverage = 0;
    for (int hits = 0; hits <= trials; ++hits) {
      const double here = binomial_at_most(hits, trials, p) - binomial_at_most(hits - 1, trials, p);
      if (proportion_estimate(hits, trials)->interval->holds(p)) coverage += here;
    }
    EXPECT_GE(coverage, 0.95 - 1e-9) << p;
  }
}

TEST(ProportionEstimate, NothingOfNothingIsNoEstimate) { EXPECT_FALSE(proportion_estimate(0, 0)); }

TEST(ProportionEstimate, RefusesImpossibleCounts) {
  EXPECT_THROW(proportion_estimate(-1, 5), std::invalid_argument);
  EXPECT_THROW(proportion_estimate(6, 5), std::invalid_argument);
  EXPECT_THROW(proportion_estimate(0, -1), std::invalid_argument);
  EXPECT_THROW(proportion_estimate(1, 5, 0), std::invalid_argument);
}

TEST(OneSidedBounds, PutTheWholeErrorInOneTail) {
  EXPECT_NEAR(upper_bound(0, 1'000), 1 - std::pow(0.05, 1e-3), 1e-12);
  EXPECT_NEAR(lower_bound(1'000, 1'000), std::pow(0.05, 1e-3), 1e-12);
  EXPECT_NEAR(binomial_at_most(4, 60, upper_bound(4, 60, 0.99)), 0.01, 1e-9);
  EXPECT_NEAR(1 - binomial_at_most(3, 60, lower_bound(4, 60, 0.99)), 0.01, 1e-9);
  EXPECT_EQ(lower_bound(0, 9), 0);
  EXPECT_EQ(upper_bound(9, 9), 1);
}

TEST(OneSidedBounds, RefuseImpossibleCounts) {
  EXPECT_THROW(upper_bound(0, 0), std::invalid_argument);
  EXPECT_THROW(lower_bound(0, 0), std::invalid_argument);
  EXPECT_THROW(upper_bound(3, 2), std::invalid_argument);
  EXPECT_THROW(lower_bound(-1, 2), std::invalid_argument);
}

TEST(ShareEstimate, IsTheRatioIntervalWhereReplicationsDiffer) {
  const auto share = share_estimate(std::vector<ShareTerm>{{100, 1000}, {200, 1100}, {150, 900}});
  const auto ratio = ratio_estimate(std::vector<RatioTerm>{{100, 1000}, {200, 1100}, {150, 900}});
  EXPECT_DOUBLE_EQ(share->value, 45.0 / 300);
  EXPECT_DOUBLE_EQ(share->interval->low, ratio->interval->low);
  EXPECT_DOUBLE_EQ(share->interval->high, ratio->interval->high);
  EXPECT_EQ(share->observations, 3);
}

TEST(ShareEstimate, IsExactWhereReplicationsShowNoSpread) {
  const auto same = [](const Interval& a, const Interval& b) { return a.low == b.low && a.high == b.high; };
  const auto none = share_estimate(std::vector<ShareTerm>{{0, 100}, {0, 120}});
  EXPECT_TRUE(same(*none->interval, *proportion_estimate(0, 220)->interval));
  const auto all = share_estimate(std::vector<ShareTerm>{{5, 5}});
  EXPECT_TRUE(same(*all->interval, *proportion_estimate(5, 5)->interval));
  const auto equal = share_estimate(std::vector<ShareTerm>{{1, 10}, {3, 30}, {0, 0}});
  EXPECT_TRUE(same(*equal->interval, *proportion_estimate(4, 40)->interval));
}

TEST(ShareEstimate, StaysBetweenZeroAndOne) {
  const auto low = share_estimate(std::vector<ShareTerm>{{0, 100}, {1, 100}});
  EXPECT_GE(low->interval->low, 0);
  const auto high = share_estimate(std::vector<ShareTerm>{{100, 100}, {99, 100}});
  EXPECT_LE(high->interval->high, 1);
}

/// So many replications of one trial each, the first few of which hit.
std::vector<ShareTerm> single_trials(std::int64_t hits, std::size_t trials) {
  std::vector<ShareTerm> all(trials, {0, 1});
  std::fill_n(all.begin(), hits, ShareTerm{1, 1});
  return all;
}

TEST(ShareEstimate, OfFewIndependentHitsIsTheExactInterval) {
  for (const std::int64_t hits : {1, 5, 30}) {
    const auto share = share_estimate(single_trials(hits, 2000)), exact = proportion_estimate(hits, 2000);
    EXPECT_NEAR(share->interval->low, exact->interval->low, 0.01 * exact->interval->low) << hits;
    EXPECT_NEAR(share->interval->high, exact->interval->high, 0.01 * exact->interval->high) << hits;
  }
}

TEST(ShareEstimate, OfFewHitsInClustersCountsTheClusters) {
  // 20 hits in 2,000 trials, four at a time: as certain as 5 in 500.
  std::vector<ShareTerm> clusters(500, {0, 4});
  std::fill_n(clusters.begin(), 5, ShareTerm{4, 4});
  const auto share = share_estimate(clusters), exact = proportion_estimate(5, 500);
  EXPECT_NEAR(share->interval->low, exact->interval->low, 0.01 * exact->interval->low);
  EXPECT_NEAR(share->interval->high, exact->interval->high, 0.01 * exact->interval->high);
}

TEST(ShareEstimate, OfFewMissesIsTheMirrorImage) {
  auto misses = single_trials(5, 1000);
  for (ShareTerm& r : misses) r.hits = 1 - r.hits;
  const auto hit = share_estimate(single_trials(5, 1000)), missed = share_estimate(misses);
  EXPECT_NEAR(missed->interval->low, 1 - hit->interval->high, 1e-12);
  EXPECT_NEAR(missed->interval->high, 1 - hit->interval->low, 1e-12);
}

TEST(RateEstimate, OfFewIndependentEventsIsThePoissonInterval) {
  std::vector<RatioTerm> replications(2000, {0, 3});
  std::fill_n(replications.begin(), 5, RatioTerm{1, 3});
  const auto rate = rate_estimate(replications);
  EXPECT_DOUBLE_EQ(rate->value, 5.0 / 6000);
  // Garwood (1936), table for 5 events: 1.623 to 11.668.
  EXPECT_NEAR(rate->interval->low, 1.623 / 6000, 0.01 * 1.623 / 6000);
  EXPECT_NEAR(rate->interval->high, 11.668 / 6000, 0.01 * 11.668 / 6000);
}

TEST(RateEstimate, OfManyEventsIsTheRatioIntervalAndOfNoneTheExactBound) {
  const std::vector<RatioTerm> many{{100, 10}, {130, 11}, {90, 9}};
  EXPECT_DOUBLE_EQ(rate_estimate(many)->interval->high, ratio_estimate(many)->interval->high);
  const auto none = rate_estimate(std::vector<RatioTerm>{{0, 50}});
  EXPECT_EQ(none->interval->low, 0);
  EXPECT_NEAR(none->interval->high, -std::log(0.025) / 50, 1e-12);
}

TEST(RateEstimate, HasNoWidthWhereAllReplicationsAgree) {
  const auto rate = rate_estimate(std::vector<RatioTerm>{{2, 10}, {2, 10}, {2, 10}});
  EXPECT_DOUBLE_EQ(rate->interval->low, 0.2);
  EXPECT_DOUBLE_EQ(rate->interval->high, 0.2);
}

TEST(RateEstimate, RefusesNegativeEventsAndKnowsNothingOfNothing) {
  EXPECT_THROW(rate_estimate(std::vector<RatioTerm>{{-1, 1}, {1, 1}}), std::invalid_argument);
  EXPECT_FALSE(rate_estimate(std::vector<RatioTerm>{{0, 0}}));
  EXPECT_FALSE(rate_estimate(std::vector<RatioTerm>{{3, 10}})->interval) << "one replication";
}

TEST(ShareEstimate, OneReplicationOfHitsAndMissesHasNoInterval) {
  EXPECT_FALSE(share_estimate(std::vector<ShareTerm>{{3, 10}})->interval);
}

TEST(ShareEstimate, NothingOfNothingIsNoEstimate) {
  EXPECT_FALSE(share_estimate(std::vector<ShareTerm>{{0, 0}, {0, 0}}));
  EXPECT_FALSE(share_estimate(std::vector<ShareTerm>{}));
}

TEST(ShareEstimate, RefusesImpossibleCounts) {
  EXPECT_THROW(share_estimate(std::vector<ShareTerm>{{2, 1}}), std::invalid_argument);
  EXPECT_THROW(share_estimate(std::vector<ShareTerm>{{-1, 1}}), std::invalid_argument);
}

}  // namespace

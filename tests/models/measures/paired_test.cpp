#include "models/measures/paired.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/random/draw.hpp"
#include "sim/random/portable_math.hpp"
#include "tests/models/measures/hand_made.hpp"

namespace {

using measures::Count;
using measures::Difference;
using measures::Estimator;
using measures::Measures;

Measures refusals(std::uint64_t refused, std::uint64_t requested) {
  Measures measures = hand_made::one_replication();
  auto& counts = hand_made::cell(measures, {.policy = 0}).counts;
  counts[Count::refused] = refused;
  counts[Count::park_requested] = requested;
  return measures;
}

Measures stays(std::initializer_list<double> seconds) {
  Measures measures = hand_made::one_replication();
  hand_made::record(hand_made::cell(measures, {.policy = 0}), measures::Latency::park_stay, seconds);
  return measures;
}

Estimator answers(const char* query, const std::vector<Measures>& replications) {
  Estimator estimator({measures::parse(query, hand_made::one_lot())});
  for (const Measures& replication : replications) estimator.add(replication);
  return estimator;
}

Difference difference(const char* query, const std::vector<Measures>& first, const std::vector<Measures>& second) {
  return measures::difference(answers(query, first), 0, answers(query, second), 0);
}

TEST(Difference, OfSharesIsPairedByReplication) {
  // With equal trials a replication adds hits/trials: the changes are -0.1, -0.1 and -0.2.
  const auto found = difference("park.refused.share", {refusals(10, 100), refusals(50, 100), refusals(30, 100)},
                                {refusals(0, 100), refusals(40, 100), refusals(10, 100)});
  EXPECT_NEAR(*found.value, -0.4 / 3, 1e-12);
  const double t = 4.302653, spread = std::sqrt(2.0 / 300 / 2 / 3);
  EXPECT_NEAR(found.interval->low, *found.value - t * spread, 1e-7);
  EXPECT_NEAR(found.interval->high, *found.value + t * spread, 1e-7);
  // Sums of squares: 0.08 and (0.0278 + 0.0544 + 0.0044) against 0.00667.
  EXPECT_NEAR(*found.variance_ratio, (0.08 + 0.26 / 3) / (0.02 / 3), 1e-9);
  EXPECT_FALSE(found.identical);
}

TEST(Difference, OfIdenticalCellsIsNoneAndNoReduction) {
  const auto found =
      difference("park.refused.share", {refusals(1, 10), refusals(2, 10)}, {refusals(1, 10), refusals(2, 10)});
  EXPECT_TRUE(found.identical);
  EXPECT_EQ(found.value, 0);
  EXPECT_FALSE(found.variance_ratio);
  const auto none =
      difference("park.refused.share", {refusals(0, 10), refusals(0, 12)}, {refusals(0, 9), refusals(0, 14)});
  EXPECT_TRUE(none.identical) << "no hits in any replication, whatever the trials";
}

TEST(Difference, OfMeansWeighsReplicationsByTheirObservations) {
  const auto found =
      difference("park.stay.mean", {stays({10, 10, 10}), stays({20})}, {stays({11, 11, 11}), stays({21})});
  EXPECT_NEAR(*found.value, 1, 1e-12);
  EXPECT_NEAR(found.interval->low, 1, 1e-9);
  EXPECT_NEAR(found.interval->high, 1, 1e-9);
}

TEST(Difference, OfPercentilesLeavesOutReplicationsThatObservedNothing) {
  const auto found =
      difference("park.stay.p50", {stays({1}), stays({}), stays({3})}, {stays({2}), stays({5}), stays({4})});
  ASSERT_TRUE(found.interval);
  EXPECT_NEAR(found.interval->high - found.interval->low, 0, 1e-9) << "both that are left have gone up by 1 s";
}

TEST(Difference, IsUndefinedWhereOneOfTheAnswersIs) {
  const auto found = difference("park.refused.share", {refusals(0, 0)}, {refusals(1, 10)});
  EXPECT_FALSE(found.value);
  EXPECT_FALSE(found.identical);
}

TEST(Difference, HasNoIntervalFromOneReplication) {
  const auto found = difference("park.refused.share", {refusals(1, 10)}, {refusals(2, 10)});
  EXPECT_NEAR(*found.value, 0.1, 1e-12);
  EXPECT_FALSE(found.interval);
}

TEST(Difference, RefusesCellsWithOtherNumbersOfReplications) {
  EXPECT_THROW(difference("park.refused.share", {refusals(1, 10)}, {refusals(1, 10), refusals(1, 10)}),
               std::invalid_argument);
}

TEST(DifferenceApart, IsWelchsOfAnyNumbersOfReplications) {
  // Shares 10, 20, 30 of 100 and 50, 70 of 100: variances 100/3 and 200/2 of the means, in points; (e + f)^2 = 17,778,
  // freedom 17,778 / (1,111 / 2 + 10,000 / 1) = 1.684, whose t at 95 % is 5.202.
  const auto a = answers("park.refused.share", {refusals(10, 100), refusals(20, 100), refusals(30, 100)});
  const auto b = answers("park.refused.share", {refusals(50, 100), refusals(70, 100)});
  const Difference found = measures::difference_apart(a, 0, b, 0);
  EXPECT_DOUBLE_EQ(*found.value, 0.4);
  const boost::math::students_t t(17778.0 / (1111.1 / 2 + 10000));
  EXPECT_NEAR(found.interval->high - 0.4, quantile(t, 0.975) * std::sqrt(400.0 / 3) / 100, 1e-4);
  EXPECT_NEAR(0.4 - found.interval->low, quantile(t, 0.975) * std::sqrt(400.0 / 3) / 100, 1e-4);
  EXPECT_FALSE(found.variance_ratio);
  EXPECT_FALSE(found.identical);
}

TEST(DifferenceApart, IsCertainOnlyOfADifferenceWhereNothingVaries) {
  const auto none = answers("park.refused.share", {refusals(0, 100), refusals(0, 100)});
  const auto half = answers("park.refused.share", {refusals(50, 100), refusals(50, 100)});
  EXPECT_FALSE(measures::difference_apart(none, 0, none, 0).interval);
  EXPECT_DOUBLE_EQ(measures::difference_apart(none, 0, half, 0).interval->low, 0.5);
  const auto one = answers("park.refused.share", {refusals(5, 100)});
  EXPECT_FALSE(measures::difference_apart(one, 0, half, 0).interval) << "one replication";
}

TEST(MoreIsBetter, WhereSomethingGoodIsCounted) {
  const auto more = [](const char* query) {
    return measures::more_is_better(measures::parse(query, hand_made::one_lot()));
  };
  EXPECT_TRUE(more("caller.wait.within(2min)"));
  EXPECT_TRUE(more("code.reuse_gap.p05"));
  EXPECT_TRUE(more("call.end{retrieved}.share"));
  EXPECT_TRUE(more("retrieve.outcome{ok}.share"));
  EXPECT_FALSE(more("code.reuse_gap.within(5s)"));
  EXPECT_FALSE(more("caller.wait.p95"));
  EXPECT_FALSE(more("call.end{dropped}.share"));
}

// 500 studies of 20 replications whose hits and trials vary together in both cells; the true difference is known. The
// number of intervals that hold it is binomial with 95 %: between 461 and 487 with a significance of 1 %. An interval
// of 90 % would hold it 450 times and be found out with a power of 94 %, as would one of 98.5 % (492 times).
TEST(SamplingDifference, IntervalsCoverTheTruth) {
  constexpr int studies = 500, replications = 20;
  constexpr double first_share = 0.10, second_share = 0.07;
  int held = 0;
  double ratios = 0;
  for (int study = 0; study < studies; ++study) {
    const sim::DrawSource source(7, 0, 0, static_cast<std::uint64_t>(study));
    std::vector<Measures> first, second;
    for (int r = 0; r < replications; ++r) {
      const auto draws = source.of(static_cast<std::uint64_t>(r));
      const double day = sim::portable::normal_quantile(draws.uniform(0, 0, 0));  // a busy day refuses more in both
      const auto trials = static_cast<std::uint64_t>(1000 * (1 + 0.1 * draws.uniform(1, 0, 0)));
      const auto hits = [&](double share, sim::Purpose purpose) {
        const double mean = static_cast<double>(trials) * share * (1 + 0.2 * day);
        const double own = sim::portable::normal_quantile(draws.uniform(purpose, 0, 0)) * std::sqrt(mean * 0.2);
        return static_cast<std::uint64_t>(std::max(0.0, std::round(mean + own)));
      };
      first.push_back(refusals(hits(first_share, 2), trials));
      second.push_back(refusals(hits(second_share, 3), trials));
    }
    const auto found = difference("park.refused.share", first, second);
    held += found.interval->holds(second_share - first_share);
    ratios += *found.variance_ratio / studies;
  }
  const boost::math::binomial truth(studies, 0.95);
  EXPECT_GE(held, quantile(truth, 0.005));
  EXPECT_LE(held, quantile(complement(truth, 0.005)));
  EXPECT_GT(ratios, 5);
}

}  // namespace

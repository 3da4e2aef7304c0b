#include "models/measures/expectation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/models/measures/hand_made.hpp"

namespace {

using measures::Bound;
using measures::Comparison;
using measures::Estimate;
using measures::Expectation;
using measures::judge;
using measures::parse_expectation;
using measures::Verdict;
using testing::HasSubstr;

TEST(Expectation, BoundQueryComparisonAndLimitAreRead) {
  const Expectation e = parse_expectation(" upper95 retrieve.wrong_call.share < 1% ", hand_made::names());
  EXPECT_EQ(e.bound, Bound::upper95);
  EXPECT_EQ(e.query.text, "retrieve.wrong_call.share");
  EXPECT_EQ(e.comparison, Comparison::less);
  EXPECT_DOUBLE_EQ(e.limit, 0.01);
  EXPECT_EQ(e.text, "upper95 retrieve.wrong_call.share < 1%");
}

TEST(Expectation, EveryComparisonIsReadWithOrWithoutSpaces) {
  const std::vector<std::pair<const char*, Comparison>> facts{{"park.refused < 5", Comparison::less},
                                                              {"park.refused<=5", Comparison::at_most},
                                                              {"park.refused >5", Comparison::greater},
                                                              {"lower95 park.refused>= 5", Comparison::at_least}};
  for (const auto& [text, comparison] : facts) {
    EXPECT_EQ(parse_expectation(text, hand_made::one_lot()).comparison, comparison) << text;
    EXPECT_EQ(parse_expectation(text, hand_made::one_lot()).limit, 5) << text;
  }
}

TEST(Expectation, LimitsAreKeptInSecondsAndShares) {
  const auto limit = [](const char* text) { return parse_expectation(text, hand_made::names()).limit; };
  EXPECT_DOUBLE_EQ(limit("caller.wait.p95 < 2min"), 120);
  EXPECT_DOUBLE_EQ(limit("ring_back.lag.max < 250ms"), 0.25);
  EXPECT_DOUBLE_EQ(limit("caller.wait.within(2min) >= 70%"), 0.7);
  EXPECT_DOUBLE_EQ(limit("code.in_use.max{policy=Factory} <= 45"), 45);
  EXPECT_DOUBLE_EQ(limit("code.guess{policy=Factory} < 0.5%"), 0.005);
  EXPECT_DOUBLE_EQ(limit("race.dialled_per_post < 1.5"), 1.5);
  EXPECT_DOUBLE_EQ(limit("code.share{policy=Factory} < 5%"), 0.05);
  EXPECT_DOUBLE_EQ(limit("code.collisions.expected{stale}.share < 0.2%"), 0.002);
  EXPECT_DOUBLE_EQ(limit("code.collisions.expected{stale}.per_1000 < 0.2"), 0.2);
}

struct Malformed {
  const char* text;
  std::size_t offset;
  const char* words;
};

void expect_refused(const std::vector<Malformed>& cases, const measures::Names& names) {
  for (const Malformed& wrong : cases) {
    try {
      parse_expectation(wrong.text, names);
      ADD_FAILURE() << "taken: " << wrong.text;
    } catch (const measures::QueryError& error) {
      EXPECT_THAT(error.what(), HasSubstr(wrong.words)) << wrong.text;
      EXPECT_EQ(error.offset, wrong.offset) << wrong.text;
    }
  }
}

TEST(ExpectationErrors, TheLimitMustHaveTheUnitOfTheMetric) {
  expect_refused({{"park.failed.share < 0.01", 24, "park.failed.share is a share: write its limit in %"},
                  {"park.failed.share < 2min", 21, "is a share: write its limit in %"},
                  {"park.failed.share < 101%", 20, "a share lies between 0% and 100%"},
                  {"park.failed.share < %", 20, "expected a limit in %"},
                  {"caller.wait.p95 < 120", 21, "a duration needs a unit"},
                  {"caller.wait.p95 < 5%", 19, "a duration needs a unit"},
                  {"caller.wait.p95 < soon", 18, "expected a duration"},
                  {"park.failed < 5%", 15, "park.failed is a number: write its limit without a unit"},
                  {"park.failed < 5s", 15, "write its limit without a unit"},
                  {"park.failed < ", 14, "expected a number as limit"},
                  {"park.failed < -1", 14, "expected a number as limit"},
                  {"park.failed < inf", 14, "expected a number as limit"}},
                 hand_made::names());
}

TEST(ExpectationErrors, TheSentenceMustBeWhole) {
  expect_refused({{"", 0, "expected the name of a metric"},
                  {"park.failed", 11, "expected <, <=, > or >="},
                  {"park.failed = 3", 12, "expected <, <=, > or >="},
                  {"park.failed == 3", 12, "expected <, <=, > or >="},
                  {"park.failed < 3 calls", 16, "nothing can follow the limit"},
                  {"park.failed < 3 and more", 16, "nothing can follow the limit"},
                  {"park.faild < 3", 0, "did you mean 'park.failed'?"},
                  {"upper95", 0, "unknown metric 'upper95'"},
                  {"uper95 park.failed < 3", 0, "unknown bound 'uper95'; did you mean 'upper95'?"},
                  {"upper95 park.failed.p95 < 3", 20, "has no statistic 'p95'"}},
                 hand_made::names());
}

TEST(ExpectationErrors, ABoundGoesWithItsOwnSideOnly) {
  expect_refused({{"upper95 park.failed > 3", 20, "upper95 goes with < or <="},
                  {"upper95 park.failed >= 3", 20, "upper95 goes with < or <="},
                  {"lower95 park.failed < 3", 20, "lower95 goes with > or >="},
                  {"lower95 park.failed <= 3", 20, "lower95 goes with > or >="}},
                 hand_made::names());
}

TEST(ExpectationErrors, AGoalOnRefusalsOfALotThatOverflowsHintsAtOverflow) {
  const char* hint = "set a goal on park.overflowed instead";
  expect_refused({{"park.refused.share{policy=Yard} < 1%", 0, hint},
                  {"park.refused{lot_full,policy=Yard} < 1", 0, hint},
                  {"upper95 park.refused.share{policy=Yard} < 1%", 8, hint}},
                 hand_made::names());
  measures::Names all = hand_made::one_lot();
  all.lot_overflows = {true};
  expect_refused({{"park.refused.share < 1%", 0, hint}}, all);
}

TEST(Expectation, GoalsOnOtherRefusalsOrOtherLotsAreTaken) {
  for (const char* text : {"park.refused.share{policy=Factory} < 1%", "park.refused.share < 1%",
                           "park.refused{draining,policy=Yard} < 1", "park.overflowed.share{policy=Yard} < 1%"}) {
    EXPECT_NO_THROW(parse_expectation(text, hand_made::names())) << text;
  }
}

/// Bounds lie inside the interval, an eighth of its width from each end.
Estimate about(double value, double low, double high) {
  const double inside = (high - low) / 8;
  return {.value = value,
          .interval = {{low, high}},
          .bounds = {{low + inside, high - inside}},
          .numerator = 0,
          .denominator = 0,
          .replications = 10};
}

Verdict verdict(const char* text, const Estimate& estimate) {
  return judge(parse_expectation(text, hand_made::names()), estimate);
}

TEST(Verdict, TheEstimateDecidesWhenItsIntervalIsClearOfTheLimit) {
  EXPECT_EQ(verdict("park.failed < 10", about(5, 3, 7)), Verdict::pass);
  EXPECT_EQ(verdict("park.failed <= 10", about(5, 3, 7)), Verdict::pass);
  EXPECT_EQ(verdict("park.failed > 10", about(5, 3, 7)), Verdict::fail);
  EXPECT_EQ(verdict("park.failed >= 10", about(5, 3, 7)), Verdict::fail);
  EXPECT_EQ(verdict("park.failed < 2", about(5, 3, 7)), Verdict::fail);
  EXPECT_EQ(verdict("park.failed >= 2", about(5, 3, 7)), Verdict::pass);
}

TEST(Verdict, IsUnsureWhenTheIntervalHoldsTheLimit) {
  for (const char* text : {"park.failed < 4", "park.failed >= 6", "park.failed < 7", "park.failed > 3"}) {
    EXPECT_EQ(verdict(text, about(5, 3, 7)), Verdict::unsure) << text;
  }
}

TEST(Verdict, AnIntervalWithoutWidthLetsTheComparisonStand) {
  EXPECT_EQ(verdict("park.failed <= 5", about(5, 5, 5)), Verdict::pass);
  EXPECT_EQ(verdict("park.failed < 5", about(5, 5, 5)), Verdict::fail);
  EXPECT_EQ(verdict("park.failed >= 5", about(5, 5, 5)), Verdict::pass);
  EXPECT_EQ(verdict("park.failed > 5", about(5, 5, 5)), Verdict::fail);
}

TEST(Verdict, ABoundIsComparedInsteadOfTheEstimate) {
  const Estimate five = about(5, 1, 9);  // bounds 2 and 8
  EXPECT_EQ(verdict("upper95 park.failed < 8.5", five), Verdict::pass);
  EXPECT_EQ(verdict("park.failed < 8.5", five), Verdict::unsure);
  EXPECT_EQ(verdict("upper95 park.failed < 8", five), Verdict::unsure);
  EXPECT_EQ(verdict("upper95 park.failed <= 8", five), Verdict::pass);
  EXPECT_EQ(verdict("upper95 park.failed < 6", five), Verdict::unsure);
  EXPECT_EQ(verdict("upper95 park.failed < 2", five), Verdict::fail);
  EXPECT_EQ(verdict("upper95 park.failed < 1.5", five), Verdict::fail);
  EXPECT_EQ(verdict("lower95 park.failed > 1.5", five), Verdict::pass);
  EXPECT_EQ(verdict("lower95 park.failed > 4", five), Verdict::unsure);
  EXPECT_EQ(verdict("lower95 park.failed > 8.5", five), Verdict::fail);
}

TEST(Verdict, IsUnsureWithoutAValueOrAnInterval) {
  Estimate undefined;
  Estimate one_replication;
  one_replication.value = 5;
  for (const char* text : {"park.failed < 10", "park.failed > 10", "upper95 park.failed < 10"}) {
    EXPECT_EQ(verdict(text, undefined), Verdict::unsure) << text;
    EXPECT_EQ(verdict(text, one_replication), Verdict::unsure) << text;
  }
}

measures::Measures requests(std::uint64_t failed, std::uint64_t wanted) {
  measures::Measures measures = hand_made::one_replication();
  hand_made::cell(measures, {}).counts[measures::Count::park_failed] = failed;
  hand_made::cell(measures, {}).counts[measures::Count::park_wanted] = wanted;
  return measures;
}

Verdict verdict_of_one(const char* text, const measures::Measures& only) {
  const Expectation expectation = parse_expectation(text, hand_made::names());
  measures::Estimator estimator({expectation.query});
  estimator.add(only);
  return judge(expectation, estimator.estimate(0));
}

TEST(Verdict, OneReplicationDecidesOnlyByAnExactBound) {
  EXPECT_EQ(verdict_of_one("park.failed.share < 1%", requests(0, 1000)), Verdict::pass);
  EXPECT_EQ(verdict_of_one("park.failed.share < 1%", requests(0, 100)), Verdict::unsure);
  EXPECT_EQ(verdict_of_one("park.failed.share < 1%", requests(500, 1000)), Verdict::unsure);
  EXPECT_EQ(verdict_of_one("park.failed.share < 1%", requests(1000, 1000)), Verdict::fail);
  EXPECT_EQ(verdict_of_one("park.failed.share < 1%", requests(0, 0)), Verdict::unsure);
  EXPECT_EQ(verdict_of_one("park.failed < 4", requests(0, 1000)), Verdict::pass);
  EXPECT_EQ(verdict_of_one("park.failed < 3", requests(0, 1000)), Verdict::unsure);
}

TEST(Judge, AClaimThatNoValueCanMeetFails) {
  for (const std::uint64_t failed : {0, 500, 1000}) {
    EXPECT_EQ(verdict_of_one("park.failed.share < 0%", requests(failed, 1000)), Verdict::fail) << failed;
    EXPECT_EQ(verdict_of_one("park.failed.share > 100%", requests(failed, 1000)), Verdict::fail) << failed;
  }
  EXPECT_EQ(verdict_of_one("upper95 park.failed.share < 0%", requests(0, 1000)), Verdict::fail);
  EXPECT_EQ(verdict_of_one("park.failed < 0", requests(0, 1000)), Verdict::fail);
  EXPECT_EQ(verdict_of_one("caller.wait.p95 < 0s", requests(0, 0)), Verdict::fail);
}

TEST(Judge, MoreThanOneExpectedCollisionAnAttemptIsPossibleAndABusiestCodeAboveAllIsNot) {
  EXPECT_EQ(verdict("code.collisions.expected{stale}.share > 100%", about(1.5, 1.4, 1.6)), Verdict::pass);
  EXPECT_EQ(verdict("code.collisions{stale}.share > 100%", about(1.5, 1.4, 1.6)), Verdict::pass);
  EXPECT_EQ(verdict("code.share{policy=Factory} > 100%", about(1, 0.9, 1)), Verdict::fail);
}

TEST(Judge, WhatWasNeverExpectedDecidesNothing) {
  measures::Measures attempts = hand_made::one_replication();
  hand_made::cell(attempts, {}).counts[measures::Count::retrieve_attempts] = 1'000'000;
  EXPECT_EQ(verdict_of_one("code.collisions.expected{stale}.share < 1%", attempts), Verdict::unsure);
  EXPECT_EQ(verdict_of_one("code.collisions{stale}.share < 1%", attempts), Verdict::pass);
}

TEST(Judge, AClaimAtTheEdgeOfWhatIsPossibleIsLeftToTheData) {
  EXPECT_EQ(verdict_of_one("park.failed.share <= 0%", requests(0, 1000)), Verdict::unsure);
  EXPECT_EQ(verdict_of_one("park.failed.share >= 0%", requests(0, 0)), Verdict::unsure);
  EXPECT_EQ(verdict_of_one("park.failed.share > 0%", requests(1000, 1000)), Verdict::pass);
}

TEST(Shown, NumbersCarryTheUnitPeopleRead) {
  using measures::Quantity;
  using measures::shown;
  EXPECT_EQ(shown(Quantity::share, 0.00125), "0.125%");
  EXPECT_EQ(shown(Quantity::share, 0), "0%");
  EXPECT_EQ(shown(Quantity::time, 0), "0 s");
  EXPECT_EQ(shown(Quantity::time, 25e-6), "25 us");
  EXPECT_EQ(shown(Quantity::time, 0.25), "250 ms");
  EXPECT_EQ(shown(Quantity::time, 90), "90 s");
  EXPECT_EQ(shown(Quantity::time, 150), "2.5 min");
  EXPECT_EQ(shown(Quantity::time, 7200), "2 h");
  EXPECT_EQ(shown(Quantity::number, 1234567), "1,234,567");
  EXPECT_EQ(shown(Quantity::number, 123), "123");
  EXPECT_EQ(shown(Quantity::number, 1.5), "1.5");
}

TEST(Shown, ASentenceHasVerdictLimitValueIntervalAndCounts) {
  const Expectation share = parse_expectation("upper95 park.failed.share < 1%", hand_made::names());
  Estimate estimate{.value = 0.02,
                    .interval = {{0.015, 0.025}},
                    .bounds = {{0.016, 0.024}},
                    .numerator = 200,
                    .denominator = 10000,
                    .replications = 10};
  EXPECT_EQ(measures::shown(share, estimate),
            "fail: upper95 park.failed.share < 1% (limit 1%); 2%, 95% interval 1.5% to 2.5%, 200 of 10,000, upper 95% "
            "bound 2.4%");
  estimate.interval = estimate.bounds = std::nullopt;
  EXPECT_THAT(measures::shown(share, estimate), HasSubstr("unsure: "));
  EXPECT_THAT(measures::shown(share, estimate), HasSubstr("2%, no interval, 200 of 10,000"));
  EXPECT_THAT(measures::shown(share, Estimate{}), HasSubstr("undefined (nothing observed), 0 of 0"));
}

}  // namespace

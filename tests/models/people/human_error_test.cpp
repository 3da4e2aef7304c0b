#include <gtest/gtest.h>

#include <cmath>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using park::RetrieveOutcome;
using sim::operator""_s;

namespace {

/// `calls` callers, one every 400 s; the worker hears, notices at once and does what the test says.
Company factory_of(int calls, const std::vector<Step>& announced) {
  Company c = factory();
  std::vector<sim::Ticks> times;
  for (int i = 0; i < calls; ++i) times.push_back(sim::from_seconds(1 + 400.0 * i));
  c.traffic[0].arrivals = sim::Arrivals::times(std::move(times));
  c.horizon.length = sim::from_seconds(400.0 * calls);
  script(c, reception).steps.back().times = 1;
  script(c, floor_workers) = {};
  on(script(c, floor_workers), Trigger::announced, announced);
  return c;
}

Step notice_and_forget(sim::Ticks mean_life) {
  Step step = notice(0);
  step.forgets = {mean_life};
  return step;
}

double share_of(std::uint64_t count, int calls) { return static_cast<double>(count) / calls; }

/// Standard errors that a share of `calls` independent calls may be off: exceeded with probability 7e-6.
double tolerance(double share, int calls) { return 4.5 * std::sqrt(share * (1 - share) / calls); }

}  // namespace

TEST(ForgottenCode, IsOneThatTimeHasWornAwayAsTheLawSays) {
  constexpr int calls = 2000;
  const auto y = run(factory_of(calls, {notice_and_forget(100_s), walk(50), retrieve(0, 1)}));
  const double forgotten = 1 - std::exp(-0.5);
  EXPECT_NEAR(share_of(y.count(Count::codes_forgotten), calls), forgotten, tolerance(forgotten, calls));
  EXPECT_TRUE(y.everything_is_free());
}

TEST(ForgottenCode, IsNotDialledByHalfOfThoseWhoHaveLostIt) {
  constexpr int calls = 2000;
  Company c = factory_of(calls, {notice_and_forget({1}), walk(50), retrieve(0, 1)});
  on(script(c, floor_workers), Trigger::forgotten, {wait(3)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::codes_forgotten), std::uint64_t{calls});
  const auto asked = y.trace.times_of("wait").size();  // who knows that it is gone follows the handler
  EXPECT_EQ(asked + y.count(Count::retrieve_attempts), std::size_t{calls});
  EXPECT_NEAR(share_of(asked, calls), 0.5, tolerance(0.5, calls));
}

TEST(ForgottenCode, IsNeverReplacedByAnEarlierOneByWhoHasHeardNone) {
  Company c = factory_of(1, {notice_and_forget({1}), walk(50), retrieve(0, 1)});
  on(script(c, floor_workers), Trigger::forgotten, {wait(3)});
  constexpr int seeds = 400;
  std::uint64_t dialled = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto y = run(c, {.seed = seed});
    dialled += y.count(Count::retrieve_attempts);
    ASSERT_EQ(y.count(Count::codes_forgotten), 1u);
  }
  // 30 % have a garbled one in mind; the 20 % who would dial an earlier one have none.
  EXPECT_NEAR(share_of(dialled, seeds), 0.3, tolerance(0.3, seeds));
}

// What was misheard is no more remembered than what was heard.
TEST(ForgottenCode, IsLostAlsoWhenItWasMisheard) {
  constexpr int calls = 400;
  Step step = notice(0, 1, 1);
  step.forgets = {{1}};
  Company c = factory_of(calls, {step, walk(50), retrieve(0, 1)});
  on(script(c, floor_workers), Trigger::forgotten, {wait(3)});
  const auto y = run(c);
  const auto asked = y.trace.times_of("wait").size();
  EXPECT_NEAR(share_of(asked, calls), 0.5, tolerance(0.5, calls));
}

TEST(ForgottenCode, IsKeptForEverWithoutALawOfForgetting) {
  const auto y = run(factory_of(50, {notice(0), walk(50), retrieve(0, 1)}));
  EXPECT_EQ(y.count(Count::codes_forgotten), 0u);
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 50u);
}

TEST(Overhearing, BringsPeopleWhoWereNotCalled) {
  Company c = factory();
  c.groups[floor_workers].count = 1001;
  c.channels[0].overhear = 0.01;
  const auto y = run(c);  // two utterances, 1,000 others: 20 are expected to come, and one of all gets the call
  const double expected = 1000 * (1 - 0.99 * 0.99);
  EXPECT_NEAR(static_cast<double>(y.count(Count::retrieve_attempts)), 1 + expected, 4.5 * std::sqrt(expected));
  EXPECT_EQ(y.count(RetrieveOutcome::ok) + y.count(RetrieveOutcome::wrong_call), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Overhearing, GivesAWrongCallForThatReason) {
  Company c = factory();
  c.groups[floor_workers].count = 2;
  c.channels[0].overhear = 1;
  // The worker meant never notices; the other takes the call for his.
  c.traffic[0].meant = reception;
  c.groups[reception].hears = {};
  const auto y = run(c);
  EXPECT_EQ(y.count(RetrieveOutcome::wrong_call), 1u);
  EXPECT_EQ(y.count(Count::wrong_call + park::index(park::WrongCause::overheard)), 1u);
  EXPECT_EQ(y.count(Count::calls_reached), 0u);
}

TEST(Overhearing, HappensToNobodyWhereEverybodyIsCalled) {
  Company c = factory();
  c.groups[floor_workers].count = 5;
  c.channels[0].overhear = 1;
  c.traffic[0].whom = people::Whom::nobody;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::wrong_call + park::index(park::WrongCause::overheard)), 0u);
}

TEST(KeypadSlips, ReachNoCallWithADigitTooFew) {
  constexpr int calls = 300;
  Step key = retrieve(0, 1, 1);
  key.slips = people::SlipMix::keypad;
  const auto y = run(factory_of(calls, {notice(0), key}));
  EXPECT_EQ(y.count(Count::retrieve_attempts), std::uint64_t{calls});
  // Of wrong two-digit numbers some have a digit keyed too many, of which the collector takes the first two.
  EXPECT_LT(y.count(RetrieveOutcome::ok), std::uint64_t{calls} / 10);
  EXPECT_GT(y.count(RetrieveOutcome::no_such_code), 0u);
}

TEST(Hearing, TakesSpokenDigitsForThoseThatSoundAlike) {
  constexpr int calls = 1000;
  Step step = notice(0, 1, 1);
  step.hearing = people::Hearing::speech;
  Company c = factory_of(calls, {step, retrieve(0, 1)});
  c.lots[0].rules.space.lo = 55;
  c.lots[0].rules.space.hi = 55;
  const auto y = run(c);
  std::uint64_t nines = 0;
  for (const auto& line : y.trace.lines)
    if (line.what == "no such code") nines += line.code == 99;
  EXPECT_EQ(y.count(RetrieveOutcome::no_such_code), std::uint64_t{calls});
  EXPECT_NEAR(share_of(nines, calls), 0.36, tolerance(0.36, calls));  // 5 becomes 9 with 60 %, each of the two
}

#include <gtest/gtest.h>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;
using park::RetrieveOutcome;

namespace {

constexpr double exact = 1e-9;

/// Nobody comes, so the call rings back at 425 s; reception answers at 433 s and talks until 441 s.
Company unheard() {
  Company c = factory();
  c.groups[floor_workers].hears.clear();
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8)});
  return c;
}

}  // namespace

TEST(PeopleMetrics, LatenciesOfARetrievedCallStartAndStopWhereTheyAreDefined) {
  Company c = factory();
  c.lots[0].rules.park.announce_per_digit = sim::operator""_s(1);
  c.lots[0].rules.take.bridge_time = sim::operator""_s(1);
  // The parker knows the code at 127 s; the worker therefore dials at 184 s and is connected at 185 s.
  const auto y = run(c);
  EXPECT_NEAR(y.mean_s(Latency::queue_wait), 0, exact);
  EXPECT_NEAR(y.mean_s(Latency::park_latency), 2, exact);
  EXPECT_NEAR(y.mean_s(Latency::park_stay), 60, exact);
  EXPECT_NEAR(y.mean_s(Latency::park_to_retrieve), 60, exact);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 60, exact);
  EXPECT_NEAR(y.mean_s(Latency::right_person_after), 60, exact);
  EXPECT_NEAR(y.mean_s(Latency::retrieve_walking), 40, exact);
  EXPECT_NEAR(y.mean_s(Latency::retrieve_keying), 3, exact);
  EXPECT_NEAR(y.mean_s(Latency::retrieve_latency + park::index(RetrieveOutcome::ok)), 1, exact);
  EXPECT_NEAR(y.mean_s(Latency::channel_wait), 0, exact);
  EXPECT_EQ(y.times(Latency::park_stay), 1u);
  EXPECT_EQ(y.count(CallEnd::retrieved), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(PeopleMetrics, PeopleAreBusyFromTheirFirstStepToTheirLast) {
  const auto y = run(factory());
  EXPECT_NEAR(y.busy_s(reception), 33, exact);       // 100 s to 133 s
  EXPECT_NEAR(y.busy_s(floor_workers), 113, exact);  // 129 s to 242 s
}

TEST(PeopleMetrics, AWaitStepIsNoWork) {
  Company c = factory();
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park(), wait(50), announce(3, 2, 0.5)});
  const auto y = run(c);
  EXPECT_NEAR(y.busy_s(reception), 33, exact);
  EXPECT_EQ(y.trace.times_of("announce"), std::vector<double>{175});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(PeopleMetrics, ATrunkIsHeldFromTheArrivalToTheEndOfTheCall) {
  Company c = factory();
  c.trunks = add_resource(c, "trunks", 30);
  const auto y = run(c);
  EXPECT_NEAR(y.area_s(measures::Level::Of::resource_in_use, 0), 142, exact);  // 100 s to 242 s
}

TEST(PeopleMetrics, LevelsUseTheMeasuredWindowOnly) {
  Company c = factory();
  c.horizon.warm_up = sim::operator""_s(110);
  c.horizon.length = sim::operator""_s(10);
  const auto y = run(c);
  EXPECT_NEAR(y.busy_s(reception), 10, exact);
  EXPECT_EQ(y.count(Count::park_requested), 0u);  // pressed at 125 s, after the window
}

TEST(PeopleMetrics, ACallIsMeasuredWhenItsFirstPressFallsInTheWindow) {
  Company c = factory();
  c.horizon.warm_up = sim::operator""_s(110);
  c.horizon.length = sim::operator""_s(100);
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls), 0u);  // arrived at 100 s, before it
  EXPECT_EQ(y.count(Count::park_requested), 1u);
  EXPECT_EQ(y.count(CallEnd::retrieved), 1u);
}

TEST(PeopleMetrics, ARingBackLagsByNothingAndLastsUntilTheAnswer) {
  const auto y = run(unheard());
  EXPECT_EQ(y.count(Count::ring_backs), 1u);
  EXPECT_EQ(y.count(Count::calls_rung_back), 1u);
  EXPECT_NEAR(y.mean_s(Latency::ring_back_lag), 0, exact);
  EXPECT_NEAR(y.mean_s(Latency::ring_back_latency), 8, exact);
  EXPECT_NEAR(y.mean_s(Latency::park_stay), 308, exact);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 308, exact);
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_EQ(y.times(Latency::park_to_retrieve), 0u);
}

TEST(PeopleMetrics, TheCallerWaitsOverAllEpisodesWheneverNobodyTalks) {
  // Returned at 433 s; on hold from 441 s to 451 s; parked again until the ring-back of 751 s is answered at 759 s.
  Company c = factory();
  c.groups[floor_workers].hears.clear();
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8), hold(10), press_park()});
  auto& lot = c.lots[0].rules;
  lot.ring.attempts = 1;
  c.traffic[0].patience = s(800);
  const auto y = run(c);
  // Answered at 105 s after 5 s; 125-433 s; 441-...: patience of 800 s ends after 487 s more, at 928 s if nobody talks.
  // But 441-759 s the caller waits (318 s), talks to 767 s, and waits again until 169 s are used up at 936 s.
  EXPECT_EQ(y.count(Count::park_committed), 3u);
  EXPECT_EQ(y.times(Latency::caller_wait), 1u);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 308 + 318 + 169, exact);
  EXPECT_EQ(y.count(CallEnd::returned), 2u);
  EXPECT_EQ(y.count(CallEnd::abandoned), 1u);
  EXPECT_NEAR(y.measures.simulated.seconds(), 1000, 300);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(PeopleMetrics, HoldBeforeTheFirstParkIsNoWaitingOfAParkedCall) {
  Company c = factory();
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, {answer(5), hold(30), talk(20), press_park(), announce(3, 2, 0.5)});
  const auto y = run(c);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 57, exact);
  EXPECT_EQ(y.trace.times_of("park"), std::vector<double>{155});  // talk follows hold
}

TEST(PeopleMetrics, TheRightPersonIsReachedAfterTheWaitingUpToThen) {
  // The worker talks from 182 s to 242 s, puts the caller on hold to 252 s, and talks on to 257 s.
  Company c = factory();
  script(c, floor_workers) = {};
  on(script(c, floor_workers), Trigger::announced,
     {notice(10), walk(40), retrieve(2, 1, 0, 0.5), talk(60), hold(10), talk(5)});
  const auto y = run(c);
  EXPECT_NEAR(y.mean_s(Latency::right_person_after), 57, exact);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 67, exact);
  EXPECT_EQ(y.times(Latency::right_person_after), 1u);
}

TEST(PeopleMetrics, WhoeverParkedIsNotThePersonTheCallerWanted) {
  const auto y = run(unheard());
  EXPECT_EQ(y.count(Count::calls_reached), 0u);
  EXPECT_EQ(y.times(Latency::right_person_after), 0u);
}

TEST(PeopleMetrics, AReturnedCallForNobodyInParticularReachedTheRightPerson) {
  Company c = unheard();
  c.traffic[0].whom = people::Whom::nobody;
  EXPECT_EQ(run(c).count(Count::calls_reached), 1u);
}

TEST(PeopleMetrics, AnIntentIsWantedOnceHoweverOftenItIsTried) {
  // The only code is taken until 182 s by the call of 100 s; the second call is refused at 165 s and 175 s.
  Company c = factory();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  on(script(c, reception), Trigger::of(park::Refusal::lot_full), {hold(10), press_park()});
  c.traffic[0].arrivals = at({100, 140});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::park_wanted), 2u);
  EXPECT_EQ(y.count(Count::park_requested), 4u);
  EXPECT_EQ(y.count(park::Refusal::lot_full), 2u);
  EXPECT_EQ(y.count(Count::park_committed), 2u);
  EXPECT_EQ(y.count(Count::park_failed), 0u);
  EXPECT_EQ(y.trace.times_of("park"), (std::vector<double>{125, 165, 175, 185}));
}

TEST(PeopleMetrics, AnIntentThatNeverParksHasFailed) {
  Company c = factory();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  c.traffic[0].arrivals = at({100, 140});
  const auto y = run(c);  // no handler: a message, at once
  EXPECT_EQ(y.count(Count::park_failed), 1u);
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_EQ(y.count(Count::calls_parked), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(PeopleMetrics, WithoutAButtonNothingIsSent) {
  Company c = factory();
  c.policies[0].allow_call_park = false;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::park_wanted), 1u);
  EXPECT_EQ(y.count(Count::not_offered + park::index(park::NotOffered::no_policy)), 1u);
  EXPECT_EQ(y.count(Count::park_requested), 0u);
  EXPECT_EQ(y.count(Count::park_failed), 1u);
}

TEST(PeopleMetrics, WithOneVoiceTheSecondAnnouncementWaits) {
  // Two receptionists announce at 125 s and at 127 s; the first speaks until 133 s.
  Company c = factory();
  c.groups[reception].count = 2;
  c.traffic[0].arrivals = at({100, 102});
  const auto y = run(c);
  EXPECT_EQ(y.times(Latency::channel_wait), 2u);
  EXPECT_NEAR(y.max_s(Latency::channel_wait), 6, exact);
  EXPECT_NEAR(y.mean_s(Latency::channel_wait), 3, exact);
  EXPECT_NEAR(y.busy_s(reception), 33 + 33 + 6, exact);
}

TEST(PeopleMetrics, WithTwoVoicesNobodyWaits) {
  Company c = factory();
  c.groups[reception].count = 2;
  c.channels[0].voices = 2;
  c.traffic[0].arrivals = at({100, 102});
  EXPECT_NEAR(run(c).max_s(Latency::channel_wait), 0, exact);
}

TEST(PeopleMetrics, AMessageIsTakenByAStepOfItsOwn) {
  Company c = factory();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  on(script(c, reception), Trigger::refused, {take_message(70)});
  c.traffic[0].arrivals = at({100, 140});
  c.traffic[0].patience = s(65);  // a caller who leaves a message does not wait
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_EQ(y.trace.times_of("the call is over"), (std::vector<double>{235, 242}));
}

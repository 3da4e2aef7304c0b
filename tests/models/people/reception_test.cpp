#include <gtest/gtest.h>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;
using park::Refusal;
using park::RetrieveOutcome;

namespace {

constexpr double exact = 1e-9;

/// The factory with another script for the floor.
Company with_workers(int count, const std::vector<Step>& announced) {
  Company c = factory();
  c.groups[floor_workers].count = count;
  script(c, floor_workers) = {};
  on(script(c, floor_workers), Trigger::announced, announced);
  return c;
}

}  // namespace

TEST(Reception, AnAnnouncementThatNobodyNoticesBringsNobody) {
  const auto y = run(with_workers(1, {notice(10, 0), walk(40), retrieve(2)}));
  EXPECT_EQ(y.count(Count::announcements), 1u);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 0u);
  EXPECT_NEAR(y.busy_s(floor_workers), 0, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, EachUtteranceIsAnotherChanceToBeNoticed) {
  Company c = with_workers(1, {notice(0, 0.5), retrieve(2)});
  std::vector<double> arrivals;
  auto times = [&] {
    std::vector<sim::Ticks> all;
    for (int i = 0; i < 1000; ++i) all.push_back(sim::from_seconds(1 + 400.0 * i));
    return sim::Arrivals::times(all);
  };
  c.horizon.length = sim::operator""_s(1'000'000);
  c.traffic[0].arrivals = times();
  const auto y = run(c);
  // Two independent chances of a half: 750 of 1,000 expected, standard deviation 13.7; beyond 4.5 of them with
  // probability 7e-6.
  EXPECT_NEAR(static_cast<double>(y.count(RetrieveOutcome::ok)), 750, 4.5 * 13.7);
}

TEST(Reception, ThePersonMeantAloneComes) {
  Company c = factory();
  c.groups[floor_workers].count = 20;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 1u);
  EXPECT_EQ(y.count(Count::calls_reached), 1u);
}

TEST(Reception, AnybodyOfTheGroupMayComeAndOneWins) {
  Company c = factory();
  c.groups[floor_workers].count = 20;
  c.traffic[0].whom = people::Whom::any_of;
  const auto y = run(c);  // all dial at 182 s
  EXPECT_EQ(y.count(Count::retrieve_attempts), 20u);
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(y.count(RetrieveOutcome::lost_race), 19u);
  EXPECT_EQ(y.count(Count::calls_reached), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, ThoseWhoAreBusyDoNotHear) {
  Company c = factory();  // the only worker talks to the first caller until 242 s
  c.groups[reception].count = 2;
  c.traffic[0].arrivals = at({100, 160});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::announcements), 2u);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 1u);
}

TEST(Reception, AMisheardCodeIsDialledAsHeard) {
  const auto y = run(with_workers(1, {notice(10, 1, 1), walk(40), retrieve(2, 3)}));
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 0u);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 3u);  // and trying again does not help
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, AMistypedCodeIsKeyedAgain) {
  // Most digits go wrong; with enough tries the call is reached all the same.
  const auto y = run(with_workers(1, {notice(0), retrieve(2, 100, 0.7), talk(10)}));
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_GT(y.count(Count::retrieve_attempts), 1u);
  EXPECT_EQ(y.times(Latency::retrieve_keying), y.count(Count::retrieve_attempts));
  EXPECT_NEAR(y.mean_s(Latency::park_to_retrieve), 4 + 2.0 * static_cast<double>(y.count(Count::retrieve_attempts)),
              exact);
}

TEST(Reception, WhoAlwaysMistypesGivesUpWhenTheTriesAreUsedUp) {
  Company c = with_workers(1, {notice(0), retrieve(2, 4, 1)});
  on(script(c, floor_workers), Trigger::tries_exhausted, {walk(7)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 4u);
  EXPECT_EQ(y.trace.times_of("walk"), std::vector<double>{129 + 4 * 2});
}

TEST(Reception, AWalkIsCountedOnceHoweverOftenThePersonDials) {
  const auto y = run(with_workers(1, {notice(0), walk(40), retrieve(2, 4, 1)}));
  EXPECT_EQ(y.times(Latency::retrieve_walking), 1u);
  EXPECT_EQ(y.times(Latency::retrieve_keying), 4u);
}

TEST(Reception, KeyingTakesTimeForEachDigit) {
  Company c = with_workers(1, {notice(0), retrieve(1, 1, 0, 0.7)});
  c.lots[0].rules.space = {.lo = 7000, .hi = 7099};
  EXPECT_NEAR(run(c).mean_s(Latency::retrieve_keying), 1 + 4 * 0.7, exact);
}

TEST(Reception, WorkersQueueForTheirPhonesFirstComeFirstServed) {
  // Three workers come for three calls announced at 129 s, 130 s and 131 s, all to the one phone; each talks for 60 s.
  Company c = with_workers(50, {notice(0), retrieve(2), talk(60)});
  c.groups[reception].count = 3;
  c.channels[0].voices = 3;
  c.traffic[0].arrivals = at({100, 101, 102});
  c.groups[floor_workers].phones = add_resource(c, "floor phones", 1);
  const auto y = run(c);
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 3u);
  EXPECT_EQ(y.trace.times_of("call arrives"), (std::vector<double>{100, 101, 102}));
  EXPECT_EQ(y.trace.times_of("media with the retriever who meant this call"), (std::vector<double>{131, 193, 255}));
  EXPECT_EQ(y.times(Latency::phone_wait), 3u);
  EXPECT_NEAR(y.mean_s(Latency::phone_wait), (0 + 61 + 122) / 3.0, exact);
  EXPECT_NEAR(y.area_s(measures::Level::Of::resource_in_use, 0), 3 * 62, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, AStrangerIsParkedAgainAndAnnouncedForWhomHeCalled) {
  // The workers often mistype a digit of two, in a lot of which much is taken: now and then a stranger answers.
  Company c = with_workers(1000, {notice(0), retrieve(2, 6, 0.3), talk(60)});
  on(script(c, floor_workers), Trigger::of(RetrieveOutcome::wrong_call), {talk(5), press_park(), announce(3)});
  c.horizon.length = sim::operator""_s(10'000);
  c.lots[0].rules.space = {.lo = 0, .hi = 99, .width = 2};
  c.groups[reception].count = 200;
  c.channels[0].voices = 200;
  std::vector<sim::Ticks> times;
  for (int i = 0; i < 2000; ++i) times.push_back(sim::from_seconds(10 + 0.5 * i));
  c.traffic[0].arrivals = sim::Arrivals::times(times);
  c.traffic[0].patience = s(400);
  const auto y = run(c);
  ASSERT_GT(y.count(RetrieveOutcome::wrong_call), 50u);
  EXPECT_EQ(y.count(CallEnd::retrieved_wrong), y.count(RetrieveOutcome::wrong_call));
  EXPECT_TRUE(y.everything_is_free());
  const auto by_workers = static_cast<std::uint64_t>(y.trace.times_of("announce", "floor").size());
  ASSERT_GT(by_workers, 10u);
  // All who come are the persons meant, also for the strangers announced by workers: whoever is connected to the call
  // he means is the right person.
  EXPECT_EQ(y.count(RetrieveOutcome::ok), y.count(Count::calls_reached));
}

TEST(Reception, AReturnedCallIsParkedAndAnnouncedAgain) {
  // The first announcement goes unheard because the worker is away on a call of his own until 300 s.
  Company c = factory();
  const int callers = add_group(c, "callers", 1);
  on(script(c, floor_workers), Trigger::start, {answer(0), talk(250)});
  add_traffic(c, floor_workers, at({50})).from = callers;
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8), press_park(), announce(3, 1, 0.5)});
  const auto y = run(c);  // rings at 425 s; parked again at 441 s; announced at 445 s; dialled at 498 s
  EXPECT_EQ(y.count(Count::announcements), 2u);
  EXPECT_EQ(y.count(Count::ring_backs), 1u);
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_EQ(y.count(CallEnd::retrieved), 1u);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 308 + 57, exact);
  EXPECT_NEAR(y.mean_s(Latency::park_to_retrieve), 498 - 125, exact);
  EXPECT_EQ(y.count(Count::calls_reached), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, ARingBackWithoutAHandlerIsNotAnswered) {
  Company c = factory();
  c.groups[floor_workers].hears.clear();
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::ring_backs), 1u);
  EXPECT_EQ(y.count(CallEnd::dropped), 1u);
  EXPECT_NEAR(y.mean_s(Latency::park_stay), 330, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, ARingBackWaitsUntilTheParkerIsFree) {
  // Busy with the second call from 420 s to 445 s; the ring-back of 425 s is answered 8 s later.
  Company c = company();
  add_group(c, "reception", 1);
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park()});
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8)});
  add_traffic(c, reception, at({100, 420}));
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::ring_backs), 2u);
  EXPECT_EQ(y.count(CallEnd::returned), 2u);
  EXPECT_NEAR(y.max_s(Latency::ring_back_latency), 28, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, ARingBackComesBeforeTheQueue) {
  Company c = company();
  add_group(c, "reception", 1);
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park()});
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8)});
  add_traffic(c, reception, at({100, 420, 421}));
  const auto y = run(c);
  EXPECT_NEAR(y.max_s(Latency::queue_wait), 445 + 16 - 421, exact);
}

TEST(Reception, ALotThatIsFullPutsTheCallerOnHold) {
  Company c = factory();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  on(script(c, reception), Trigger::of(Refusal::lot_full), {hold(10), press_park()});
  on(script(c, reception), Trigger::tries_exhausted, {take_message(12)});
  c.traffic[0].arrivals = at({100, 125});
  const auto y = run(c);  // pressed at 158 s, 168 s and 178 s: three tries
  EXPECT_EQ(y.count(Refusal::lot_full), 3u);
  EXPECT_EQ(y.count(Count::park_failed), 1u);
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_EQ(y.trace.times_of("take_message"), std::vector<double>{178});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, AHandlerOfUsedUpTriesThatParksAgainEnds) {
  Company c = factory();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  on(script(c, reception), Trigger::tries_exhausted, {press_park()});
  c.traffic[0].arrivals = at({100, 125});
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, ACallerWithoutAParkButtonIsTalkedToWhereTheScriptSaysSo) {
  Company c = factory();
  c.policies[0].allow_call_park = false;
  on(script(c, reception), Trigger::not_offered, {talk(30)});
  const auto y = run(c);
  EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{155});
  EXPECT_EQ(y.count(Count::calls_served), 1u);
}

TEST(Reception, PressingAMissingButtonForEverIsNoWayOut) {
  Company c = factory();
  c.policies[0].allow_call_park = false;
  on(script(c, reception), Trigger::not_offered, {press_park()});
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, ARefusalThatCutsTheCallerEndsTheCall) {
  Company c = factory();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  c.lots[0].rules.alloc.full = park::Full::refuse_drop;
  c.traffic[0].arrivals = at({100, 125});
  const auto y = run(c);
  EXPECT_EQ(y.count(Refusal::lot_full), 1u);
  EXPECT_EQ(y.count(Count::park_failed), 1u);
  EXPECT_EQ(y.count(CallEnd::message_taken), 0u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, TheAnnouncementOfASpeakerWhoIsRungBackIsBrokenOff) {
  // The first receptionist speaks from 120 s until she is rung back at 420 s, which leaves the voice to the second, who
  // has waited since 125 s and is rung back herself at 425 s. Both announce anew, at 436 s and at 441 s.
  Company c = factory();
  c.groups[reception].count = 2;
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park(), announce(400)});
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8), press_park(), announce(4)});
  c.groups[floor_workers].hears.clear();
  c.traffic[0].arrivals = at({95, 100});
  c.traffic[0].patience = s(600);
  const auto y = run(c);
  EXPECT_EQ(y.trace.times_of("announce"), (std::vector<double>{120, 125, 436, 441}));
  EXPECT_EQ(y.times(Latency::channel_wait), 4u);
  EXPECT_NEAR(y.max_s(Latency::channel_wait), 295, exact);
  EXPECT_NEAR(y.mean_s(Latency::channel_wait), 295 / 4.0, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reception, WhoIsRungBackInTheLineForTheVoiceLeavesTheLine) {
  // The first receptionist speaks from 120 s to 520 s, for a caller who gave up at 125 s. The second waits for the
  // voice from then on, until she is rung back at 425 s.
  Company c = factory();
  c.groups[reception].count = 2;
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park(), announce(400)});
  on(script(c, reception), Trigger::ring_back, {answer(8), talk(8)});
  c.groups[floor_workers].hears.clear();
  c.traffic[0].arrivals = at({95});
  c.traffic[0].patience = s(10);
  add_traffic(c, reception, at({100}));
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::announcements), 2u);
  EXPECT_EQ(y.times(Latency::channel_wait), 1u);
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_NEAR(y.busy_s(reception), 425 + 341, exact);  // 95 s to 520 s and 100 s to 441 s
  EXPECT_TRUE(y.everything_is_free());
}

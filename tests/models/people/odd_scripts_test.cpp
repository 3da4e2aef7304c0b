#include <gtest/gtest.h>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;
using park::RetrieveOutcome;
using sim::operator""_s;

/// Scripts that make little sense must neither disturb other people's calls nor leave anybody stuck.
namespace {

/// A call at 100 s to people who follow these steps.
Company one_call(const std::vector<Step>& steps) {
  Company c = company();
  c.channels.push_back({.name = "pa"});
  c.channels.push_back({.name = "chat", .kind = people::Channel::Kind::chat, .remembered = 60_s});
  add_group(c, "staff", 1);
  on(script(c, 0), Trigger::start, steps);
  add_traffic(c, 0, at({100}));
  return c;
}

/// The factory, where reception does more after the announcement of 133 s.
Company after_announcing(std::vector<Step> more) {
  Company c = factory();
  std::vector<Step> steps{answer(5), talk(20), press_park(), announce(3, 2, 0.5)};
  steps.insert(steps.end(), more.begin(), more.end());
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, steps);
  return c;
}

}  // namespace

TEST(OddScripts, ParkingTwiceParksOnce) {
  const auto y = run(one_call({answer(5), press_park(), press_park()}));
  EXPECT_EQ(y.count(Count::park_requested), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, NobodyParksOrEndsACallThatSomebodyElseHasTaken) {
  for (const Step& step : {press_park(), take_message(1), hang_up(), hold(1), talk(1), answer(1)}) {
    const auto y = run(after_announcing({wait(67), step}));  // at 200 s, while the worker talks
    EXPECT_EQ(y.count(Count::park_requested), 1u);
    EXPECT_EQ(y.count(CallEnd::message_taken), 0u);
    EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{242});
    EXPECT_NEAR(y.mean_s(Latency::caller_wait), 57, 1e-9);
    EXPECT_TRUE(y.everything_is_free());
  }
}

TEST(OddScripts, AnsweringAParkedCallTalksToNobody) {
  const auto y = run(after_announcing({answer(1), talk(20)}));
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 57, 1e-9);
  EXPECT_NEAR(y.busy_s(reception), 34, 1e-9);
}

TEST(OddScripts, ThereIsNothingToSayOfACallThatIsNotParked) {
  const auto y = run(one_call({answer(5), announce(3), post(1), talk(10)}));
  EXPECT_EQ(y.count(Count::announcements), 0u);
  EXPECT_EQ(y.count(Count::posts), 0u);
  EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{115});
}

TEST(OddScripts, ACallThatCameBackIsNotAnnouncedUnderItsOldCode) {
  Company c = factory();
  c.groups[floor_workers].hears.clear();
  on(script(c, reception), Trigger::ring_back, {answer(8), announce(3), talk(8)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::announcements), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, PostingToATopicThatTheCallHasNotIsNothing) {
  const auto y = run(one_call({answer(5), press_park(), post(people::via_topic)}));
  EXPECT_EQ(y.count(Count::posts), 0u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, WhoKnowsNoCodeDialsNothing) {
  for (const Step& step : {retrieve(3), retrieve_own(3)}) {
    const auto y = run(one_call({answer(5), step, talk(10)}));
    EXPECT_EQ(y.count(Count::retrieve_attempts), 0u);
    EXPECT_TRUE(y.everything_is_free());
  }
}

TEST(OddScripts, WhoWaitsForAPhoneWithoutACodeLeavesTheOthersTheirTurn) {
  Company c = factory();
  c.groups[floor_workers].count = 3;
  c.traffic[0].whom = people::Whom::any_of;
  c.groups[floor_workers].phones = add_resource(c, "phones", 1);
  script(c, floor_workers) = {};
  Step own = retrieve_own(3);
  on(script(c, floor_workers), Trigger::announced, {notice(10), own, talk(60)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 0u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, WhoHasACallerDialsNobodyElse) {
  const auto y = run(one_call({answer(5), press_park(), retrieve_own(3), talk(10), retrieve_own(3), talk(10)}));
  EXPECT_EQ(y.count(Count::retrieve_attempts), 1u);
  EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{128});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, TakingACallIsServingIt) {
  Company c = one_call({});
  c.groups[0].script = people::none;
  const auto y = run(c);  // nobody knows what to do: the call ends where it was offered
  EXPECT_EQ(y.count(Count::calls_served), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, AHandlerThatDialsAgainEndsWithItsTries) {
  Company c = factory();
  c.traffic[0].patience = s(30);  // the caller has given up when the worker dials
  for (const std::size_t trigger : {Trigger::of(RetrieveOutcome::call_ended), std::size_t{Trigger::not_retrieved}}) {
    Company looping = c;
    on(script(looping, floor_workers), trigger, {wait(10), retrieve(2, 5)});
    const auto y = run(looping);
    EXPECT_GT(y.count(Count::retrieve_attempts), 1u);
    EXPECT_LE(y.count(Count::retrieve_attempts), 5u);
    EXPECT_TRUE(y.everything_is_free());
  }
}

TEST(OddScripts, AHandlerOfExhaustedTriesThatDialsAgainEndsToo) {
  Company c = factory();
  for (Step& step : script(c, floor_workers).steps)
    if (step.kind == StepKind::retrieve) step.error_per_digit = 1;
  on(script(c, floor_workers), Trigger::tries_exhausted, {wait(10), retrieve(2, 5, 1)});
  const auto y = run(c);
  EXPECT_GT(y.count(Count::retrieve_attempts), 1u);
  EXPECT_LE(y.count(Count::retrieve_attempts), 6u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(OddScripts, NobodyDialsAgainWhenTheScreenSaysThatTheCallHasEnded) {
  Company c = factory();
  c.traffic[0].patience = s(30);  // the caller has given up when the worker dials
  for (Step& step : script(c, floor_workers).steps)
    if (step.kind == StepKind::retrieve) step.times = 5;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::retrieve_attempts), 1u);
  EXPECT_EQ(y.count(RetrieveOutcome::call_ended), 1u);
}

TEST(OddScripts, ATraceTellsAnAttemptAtAGoneCallInThatCallsStory) {
  Company c = factory();
  c.traffic[0].patience = s(30);
  const auto y = run(c);
  const auto line = std::find_if(y.trace.lines.begin(), y.trace.lines.end(),
                                 [](const auto& seen) { return seen.what == "the call had ended otherwise"; });
  ASSERT_NE(line, y.trace.lines.end());
  EXPECT_EQ(line->call, 0u);  // the only call: first of the first source
  EXPECT_EQ(line->result, "call_ended");
}

TEST(OddScripts, MessagesAreTakenFromCallersWithoutAnAnswer) {
  const auto y = run(one_call({take_message(12)}));
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{112});
}

TEST(RingBack, EachAlertIsAnsweredAnew) {
  // An answer comes within the ring time of 10 s or not, half the time; of 20 alerts one is answered surely enough.
  Company c = one_call({answer(5), press_park()});
  c.horizon.length = 100'000_s;
  on(script(c, 0), Trigger::ring_back, {{.kind = people::StepKind::answer, .time = Distribution::uniform(0, 20)}});
  c.groups[0].count = 200;
  c.lots[0].rules.space = {.lo = 100, .hi = 999};
  c.lots[0].rules.ring.attempts = 20;
  c.lots[0].rules.ring.ring_time = 10_s;
  std::vector<sim::Ticks> times;
  for (int i = 0; i < 200; ++i) times.push_back(sim::from_seconds(1 + i));
  c.traffic[0].arrivals = sim::Arrivals::times(times);
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::returned), 200u);  // all, but with probability 2e-4
  EXPECT_GT(y.count(Count::ring_backs), 300u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(RingBack, OfOneCallThatReachesNobodyDoesNotHideAnother) {
  // A parks at 105 s on the mobile, comes back at 406 s and is parked again on the desk phone: it rings from 707 s. B
  // is parked on the mobile at 413 s, whose battery is flat from 663 s on: nothing rings at 713 s. The parker himself
  // is calling somebody from 700 s to 730 s, and then takes A.
  Company c = one_call({answer(5), press_park()});
  c.groups[0].devices = {{.name = "mobile", .client = park::Client::mobile, .site = ""},
                         {.name = "desk", .client = park::Client::desktop, .site = ""}};
  c.groups[0].battery = people::Battery{.device = 0, .dies_after = s(250), .warns_before = 1_s};
  on(script(c, 0), Trigger::ring_back, {answer(1), talk(1), use(1), press_park()});
  c.traffic[0].patience = s(700);
  add_traffic(c, 0, at({408}));
  add_traffic(c, 0, at({300})).patience = s(6);  // a call in between, which finds the mobile charged
  const int others = add_group(c, "others", 1);
  on(script(c, others), Trigger::start, {answer(0), talk(30)});
  add_traffic(c, others, at({700})).from = 0;
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::dropped), 1u);
  EXPECT_EQ(y.count(CallEnd::returned), 2u);
  EXPECT_EQ(y.trace.times_of("the parker answers"), (std::vector<double>{406, 731}));
  EXPECT_TRUE(y.everything_is_free());
}

#include <gtest/gtest.h>

#include <set>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using park::CallEnd;
using park::Refusal;
using sim::operator""_s;

namespace {

/// Receptionists who name the codes; nobody comes for the calls.
Company naming(int receptionists, int code, std::initializer_list<double> arrivals) {
  Company c = factory();
  c.groups[reception].count = receptionists;
  c.groups[floor_workers].hears = {};
  c.traffic[0].arrivals = at(arrivals);
  c.lots[0].rules.alloc.chosen_by = park::ChosenBy::parker;
  c.lots[0].rules.alloc.taken_choice = park::TakenChoice::refuse_keep;
  Step press = press_park(1);
  press.code = code;
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press});
  return c;
}

std::set<int> codes_parked_on(const Yield& y) {
  std::set<int> codes;
  for (const auto& line : y.trace.lines)
    if (line.what == "chosen for a call") codes.insert(line.code);
  return codes;
}

/// Nobody takes the call, the time-out comes after 60 s, and the group of the floor is rung.
Company ringing(park::RingTarget target, int workers) {
  Company c = factory();
  c.groups[floor_workers].count = workers;
  c.groups[floor_workers].hears = {};
  auto& rules = c.lots[0].rules;
  rules.park.timeout = 60_s;
  rules.ring.target = target;
  rules.ring.to = "floor";
  script(c, floor_workers) = {};
  on(script(c, floor_workers), Trigger::ring_back, {answer(4), talk(30)});
  return c;
}

}  // namespace

TEST(NamedCode, IsTheNumberThatTheScriptSays) {
  EXPECT_EQ(codes_parked_on(run(naming(1, 42, {100}))), (std::set<int>{42}));
}

TEST(NamedCode, InUseIsRefused) {
  const auto y = run(naming(2, 42, {100, 101}));
  EXPECT_EQ(y.count(Refusal::code_taken), 1u);
  EXPECT_EQ(y.count(Count::park_committed), 1u);
}

TEST(NamedCode, ThatLooksFreeIsTheLowestFreeOne) {
  EXPECT_EQ(codes_parked_on(run(naming(3, people::free_code, {100, 101, 102}))), (std::set<int>{10, 11, 12}));
}

TEST(NamedCode, AtRandomIsAnyOfTheRange) {
  const auto y = run(naming(40, people::any_code, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
  const auto codes = codes_parked_on(y);
  EXPECT_GT(codes.size(), 8u);
  for (const int code : codes) EXPECT_TRUE(code >= 10 && code <= 99) << code;
}

// After a change of the range, too: nobody names a code that is none any more.
TEST(NamedCode, IsOneOfThePresentRange) {
  for (const int how : {people::free_code, people::any_code}) {
    Company c = naming(6, how, {100, 101, 102, 103, 104, 105});
    auto later = c.lots[0].rules;
    later.space.lo = 50;
    later.space.hi = 59;
    later.alloc.policy = park::allocation("lowest");
    c.lots[0].later = {later};
    c.timeline.push_back({.at = 10_s, .kind = people::Change::Kind::rules, .lot = 0, .rules = 1});
    const auto codes = codes_parked_on(run(c));
    const std::set<int> lowest{50, 51, 52, 53, 54, 55};
    if (how == people::free_code) {
      EXPECT_EQ(codes, lowest);
    } else {
      EXPECT_NE(codes, lowest) << "not what the lot would choose";
      for (const int code : codes) EXPECT_TRUE(code >= 50 && code <= 59) << code;
    }
  }
}

TEST(RungGroup, OfAHuntIsWhoeverIsFree) {
  const auto y = run(ringing(park::RingTarget::hunt_group, 3));
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_EQ(y.trace.people_who("answer").back(), 1);  // person 0 is the receptionist
  EXPECT_TRUE(y.everything_is_free());
}

TEST(RungGroup, AtAConsoleIsAnsweredByWhoeverIsFreeFirst) {
  Company c = ringing(park::RingTarget::attendant, 1);
  c.traffic[0].arrivals = at({100, 101});  // both ring at 185 s or so; one attendant answers one after the other
  c.groups[reception].count = 2;
  c.lots[0].rules.ring.ring_time = 120_s;
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::returned), 2u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(RungGroup, OfAHuntWithNobodyFreeIsBusyAndTheCallIsOver) {
  Company c = ringing(park::RingTarget::hunt_group, 1);
  c.traffic[0].arrivals = at({100, 101});
  c.groups[reception].count = 2;
  c.lots[0].rules.ring.busy = park::ParkerBusy::count_as_failed;
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_EQ(y.count(CallEnd::dropped), 1u);
}

TEST(Fallback, ToAGroupIsAnsweredByOneOfIt) {
  Company c = ringing(park::RingTarget::parker, 2);
  auto& ring = c.lots[0].rules.ring;
  ring.final = park::Final::fallback;
  ring.fallback = park::Fallback::group;
  const auto y = run(c);  // the receptionist has no handler: nobody answers for 30 s, then the floor does
  EXPECT_EQ(y.count(CallEnd::diverted), 1u);
  EXPECT_EQ(y.trace.people_who("answer").back(), 1);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(BusyParker, IsRungWhenTheConversationIsOver) {
  Company c = factory();
  c.groups[floor_workers].hears = {};
  c.lots[0].rules.park.timeout = 30_s;
  c.lots[0].rules.ring.busy = park::ParkerBusy::wait_idle;
  script(c, reception) = {};
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park(), hang_up()});
  on(script(c, reception), Trigger::ring_back, {answer(2), talk(10)});
  c.traffic[0].arrivals = at({100, 130});  // parked at 125 s, due at 155 s, when the second caller is being talked to
  const auto y = run(c);
  EXPECT_EQ(y.measures.rows_taken.size(), park::call_machine().size());
  EXPECT_EQ(y.count(CallEnd::returned), 2u);
  EXPECT_EQ(y.trace.times_of("the parker is on the phone: rung when that is over").size(), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Reminder, LetsTheParkerTakeTheCallBack) {
  Company c = factory();
  c.groups[floor_workers].hears = {};
  auto& park = c.lots[0].rules.park;
  park.remind_first = 40_s;
  park.remind_limit = 1;
  on(script(c, reception), Trigger::reminded, {retrieve_own(3), talk(10)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::reminders), 1u);
  EXPECT_EQ(y.count(CallEnd::retrieved), 1u);
  EXPECT_EQ(y.count(Count::ring_backs), 0u);
}

TEST(SelfParked, RetrieverHangsUpAndIsFreeAgain) {
  Company c = factory();
  c.lots[0].rules.take.empty = park::EmptyCode::self_park;
  script(c, floor_workers) = {};
  on(script(c, floor_workers), Trigger::announced, {notice(10, 1, 1), walk(40), retrieve(2, 1)});  // misheard
  const auto y = run(c);
  const auto parked = y.count(park::RetrieveOutcome::self_parked);
  EXPECT_EQ(parked + y.count(park::RetrieveOutcome::no_such_code), 1u);
  EXPECT_EQ(y.count(Count::calls_parked), 1u) << "a retriever is no parked caller";
  EXPECT_TRUE(y.everything_is_free());
}

#include <gtest/gtest.h>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;

namespace {
constexpr double exact = 1e-9;

/// One receptionist who talks for a minute; calls at 100 s and 110 s.
Company busy_reception() {
  Company c = company();
  add_group(c, "reception", 1);
  on(script(c, reception), Trigger::start, {answer(5), talk(55)});
  add_traffic(c, reception, at({100, 110}));
  return c;
}
}  // namespace

TEST(Callers, WaitInTheQueueUntilSomebodyIsFree) {
  const auto y = run(busy_reception());
  EXPECT_EQ(y.count(Count::calls_served), 2u);
  EXPECT_NEAR(y.max_s(Latency::queue_wait), 50, exact);
  EXPECT_NEAR(y.busy_s(reception), 120, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, LosePatienceInTheQueue) {
  Company c = busy_reception();
  c.traffic[0].patience = s(20);
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_gave_up), 1u);
  EXPECT_EQ(y.count(Count::calls_served), 1u);
  EXPECT_EQ(y.trace.times_of("the caller hangs up"), std::vector<double>{130});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, LosePatienceWhileItRings) {
  Company c = busy_reception();
  c.traffic[0].patience = s(3);
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_gave_up), 2u);
  EXPECT_NEAR(y.busy_s(reception), 6, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, LosePatienceOnHold) {
  Company c = company();
  add_group(c, "reception", 1);
  on(script(c, reception), Trigger::start, {answer(5), talk(55), hold(100), talk(5)});
  add_traffic(c, reception, at({100})).patience = s(30);
  const auto y = run(c);  // 5 s of ringing and 25 s of hold; talking costs no patience
  EXPECT_EQ(y.trace.times_of("the caller hangs up"), std::vector<double>{185});
  EXPECT_EQ(y.count(Count::calls_gave_up), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, LosePatienceParked) {
  Company c = factory();
  c.traffic[0].patience = s(30);
  const auto y = run(c);  // 5 s of ringing and 25 s of park
  EXPECT_EQ(y.trace.times_of("the caller gives up"), std::vector<double>{150});
  EXPECT_EQ(y.count(CallEnd::abandoned), 1u);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 25, exact);
  EXPECT_EQ(y.count(park::RetrieveOutcome::call_ended), 1u);  // the worker dials all the same
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, LosePatienceWhileTheParkerIsRung) {
  Company c = factory();
  c.groups[floor_workers].hears.clear();
  on(script(c, reception), Trigger::ring_back, {answer(20), talk(8)});
  c.traffic[0].patience = s(310);  // 5 s of ringing, 300 s of park, 5 s of ring-back
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::abandoned), 1u);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 305, exact);
  EXPECT_NEAR(y.busy_s(reception), 33 + 5, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, SpendOnePatienceOnQueueRingingHoldAndPark) {
  // 50 s of queue, 5 s of ringing, 10 s of hold; what is left of 100 s is 35 s of park.
  Company c = company();
  add_group(c, "reception", 1);
  on(script(c, reception), Trigger::start, {answer(5), talk(35), hold(10), press_park(), wait(10)});
  add_traffic(c, reception, at({100, 110})).patience = s(100);
  const auto y = run(c);
  EXPECT_EQ(y.trace.times_of("the caller gives up"), (std::vector<double>{235, 245}));
  // 100: rings 105, talks 140, holds 150, parks with 85 s left. 110: served at 160, rings 165, talks 200, holds 210,
  // parks with 35 s left.
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, FindingAllTrunksTakenAreBlocked) {
  Company c = busy_reception();
  c.trunks = add_resource(c, "trunks", 1);
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls), 2u);
  EXPECT_EQ(y.count(Count::calls_blocked), 1u);
  EXPECT_EQ(y.count(Count::calls_served), 1u);
  EXPECT_NEAR(y.area_s(measures::Level::Of::resource_in_use, 0), 60, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, FromInsideUseNoTrunkAndAreBusyMeanwhile) {
  Company c = busy_reception();
  c.trunks = add_resource(c, "trunks", 0);
  const int office = add_group(c, "office", 1);
  c.traffic[0].from = office;
  c.traffic[0].arrivals = at({100});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_blocked), 0u);
  EXPECT_EQ(y.count(Count::calls_served), 1u);
  EXPECT_NEAR(y.busy_s(office), 60, exact);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, FromInsideAreBlockedWhenEverybodyIsOnThePhone) {
  Company c = busy_reception();
  const int office = add_group(c, "office", 1);
  c.traffic[0].from = office;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_blocked), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, BeyondTheQueueLimitLeaveAMessage) {
  Company c = busy_reception();
  c.groups[reception].queue = 0;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_turned_away), 1u);
  EXPECT_EQ(y.count(CallEnd::message_taken), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Callers, BeyondTheQueueLimitHearTheBusyTone) {
  Company c = busy_reception();
  c.groups[reception].queue = 1;
  c.groups[reception].when_full = people::WhenFull::busy;
  c.traffic[0].arrivals = at({100, 110, 120});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_turned_away), 1u);
  EXPECT_EQ(y.count(CallEnd::message_taken), 0u);
  EXPECT_EQ(y.count(Count::calls_served), 2u);
}

TEST(Callers, AreServedByWhoeverHasBeenFreeForLongest) {
  Company c = busy_reception();
  c.groups[reception].count = 3;
  c.traffic[0].arrivals = at({100, 110, 170, 180, 190});
  const auto y = run(c);  // 0 is free again at 160 s, 1 at 170 s; 2 was free all along
  EXPECT_EQ(y.trace.people_who("answer"), (std::vector<int>{0, 1, 2, 0, 1}));
}

TEST(Callers, AreServedInTheOrderInWhichTheyCame) {
  Company c = busy_reception();
  c.traffic[0].arrivals = at({100, 110, 120, 130});
  const auto y = run(c);
  EXPECT_NEAR(y.max_s(Latency::queue_wait), 150, exact);
  std::vector<std::uint64_t> order;
  for (const auto& line : y.trace.lines)
    if (line.what == "answer") order.push_back(line.call);
  EXPECT_EQ(order, (std::vector<std::uint64_t>{0, 1, 2, 3}));
}

#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using measures::Latency;

void expect_only(const Histogram& times, Ticks expected) {
  ASSERT_EQ(times.count(), 1u);
  EXPECT_EQ(*times.max(), expected);
}

TEST(Times, ParkLatencyIsTheAnnouncementOfEachDigit) {
  Switchboard board(office(systems::asterisk()));
  const auto answer = board.park(board.call());
  EXPECT_EQ(answer.takes, 720'000_us);  // three digits of 240 ms
  expect_only(board.times(Latency::park_latency), 720'000_us);
}

TEST(Times, ParkLatencyCountsFromTheLastPress) {
  Switchboard board(office(systems::with_codes(systems::asterisk(), 1)));
  const auto first = board.parked();
  const auto call = board.call();
  board.park(call);
  board.run_to(10_s);
  board.dial(first);
  board.park(call);
  const auto times = board.times(Latency::park_latency);
  EXPECT_EQ(times.count(), 2u);
  EXPECT_EQ(*times.max(), 720'000_us);
}

TEST(Times, ParkStayEndsWithMedia) {
  auto rules = systems::teams();
  rules.take.bridge_time = 2_s;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(40_s);
  board.retrieve(call, 1, 35_s);
  board.run_to(50_s);
  expect_only(board.times(Latency::park_stay), 42_s);
  expect_only(board.times(Latency::code_held), 40_s);
}

TEST(Times, ParkStayEndsHoweverTheEpisodeDoes) {
  Switchboard left(office(systems::teams()));
  const auto call = left.parked();
  left.run_to(25_s);
  left.hang_up(call.call);
  expect_only(left.times(Latency::park_stay), 25_s);

  Switchboard returned(office(systems::teams()));
  const auto back = returned.parked();
  returned.run_to(305_s);
  returned.answer(back.call);
  expect_only(returned.times(Latency::park_stay), 305_s);

  Switchboard diverted(office(systems::teams()));
  diverted.parked();
  diverted.run_to(400_s);
  expect_only(diverted.times(Latency::park_stay), 330_s);
}

TEST(Times, ParkStayIsOnePerEpisode) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(305_s);
  board.answer(call.call);
  board.run_to(310_s);
  board.dial(board.park(call.call).intent);
  const auto times = board.times(Latency::park_stay);
  EXPECT_EQ(times.count(), 2u);
  EXPECT_EQ(*times.min(), 0_s);
  EXPECT_EQ(*times.max(), 305_s);
}

TEST(Times, AFreedCodeIsHeldToTheTimeoutAndTheNewOneFromTheRepark) {
  auto rules = systems::reference_lot();  // 300 s, ring 20 s
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(350_s);
  board.hang_up(call.call);
  const auto held = board.times(Latency::code_held);
  EXPECT_EQ(held.count(), 2u);
  EXPECT_EQ(*held.max(), 300_s);
  EXPECT_EQ(*held.min(), 30_s);
  expect_only(board.times(Latency::park_stay), 350_s);
}

TEST(Times, ReuseGapIsFromReleaseToTheNextChoice) {
  Switchboard board(office(systems::asterisk()));
  const auto call = board.parked();
  board.run_to(10_s);
  board.dial(call);
  board.run_to(17_s);
  EXPECT_EQ(board.times(Latency::code_reuse_gap).count(), 0u);
  board.parked();
  expect_only(board.times(Latency::code_reuse_gap), 7_s);
}

TEST(Times, AFirstUseHasNoReuseGap) {
  Switchboard board(office(systems::teams()));  // round robin: no code twice
  for (int i = 0; i < 20; ++i) board.dial(board.parked());
  EXPECT_EQ(board.times(Latency::code_reuse_gap).count(), 0u);
}

TEST(Times, CodesNotChosenAgainAreCountedAsCensored) {
  Switchboard board(office(systems::teams()));
  for (int i = 0; i < 3; ++i) board.dial(board.parked());
  board.parked();  // still in use
  auto s = board.around();
  board.exchange.count_unused(s);
  EXPECT_EQ(board.count(Count::reuse_censored), 3u);
}

TEST(Times, RingBackLagIsNothingWhereTheAlertStartsAtTheDeadline) {
  Switchboard board(office(systems::teams()));
  board.parked();
  board.run_to(300_s);
  expect_only(board.times(Latency::ring_back_lag), 0_s);
}

TEST(Times, RingBackLatencyIsFromAlertToAnswer) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(312_s);
  board.answer(call.call);
  expect_only(board.times(Latency::ring_back_latency), 12_s);
}

TEST(Times, RingBackLatencyIsOnlyOfAnsweredAlerts) {
  Switchboard board(office(systems::teams()));
  board.parked();
  board.run_to(400_s);
  EXPECT_EQ(board.times(Latency::ring_back_latency).count(), 0u);
}

TEST(Times, ParkToRetrieveIsFromTheFirstPressOfTheCall) {
  Switchboard board(office(systems::with_codes(systems::teams_reject(), 1)));
  const auto first = board.parked();
  const auto call = board.call();
  board.run_to(5_s);
  board.park(call);  // refused
  board.run_to(20_s);
  board.hang_up(first.call);
  const auto parked = board.park(call).intent;
  board.run_to(60_s);
  board.dial(parked);
  expect_only(board.times(Latency::park_to_retrieve), 55_s);
}

TEST(Times, ParkToRetrieveIsOnlyOfCallsThatWereMeant) {
  Switchboard board(office(systems::teams()));
  auto meant = board.parked();
  meant.digits = board.parked().digits;
  board.dial(meant);
  EXPECT_EQ(board.times(Latency::park_to_retrieve).count(), 0u);
}

TEST(Times, RetrieveLatencyIsFromSendToMedia) {
  auto rules = systems::teams();
  rules.take.bridge_time = 2_s;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(10_s);
  board.retrieve(call, 1, 3_s);  // keying is not counted
  board.run_to(20_s);
  expect_only(board.times(Latency::retrieve_latency + index(RetrieveOutcome::ok)), 2_s);
}

TEST(Times, RetrieveLatencyOfACallThatDiesIsFromSendToTheHangUp) {
  auto rules = systems::teams();
  rules.take.bridge_time = 5_s;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(10_s);
  board.retrieve(call, 1, 10_s);
  board.run_to(13_s);
  board.hang_up(call.call);
  expect_only(board.times(Latency::retrieve_latency + index(RetrieveOutcome::call_died)), 3_s);
}

TEST(Times, RetrieveLatencyOfARefusalIsNothing) {
  Switchboard board(office(systems::teams()));
  auto call = board.parked();
  call.digits = 5;
  board.run_to(10_s);
  board.dial_since(3_s, call);
  expect_only(board.times(Latency::retrieve_latency + index(RetrieveOutcome::no_such_code)), 0_s);
}

TEST(Times, TheCallerWaitsFromTheParkToTheTalk) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(30_s);
  board.dial(call);
  auto s = board.around();
  board.exchange.caller_talks(s, call.call.slot, true);
  board.run_to(90_s);
  board.close(call.call);
  expect_only(board.times(Latency::caller_wait), 30_s);
  expect_only(board.times(Latency::right_person_after), 30_s);
  EXPECT_EQ(board.count(Count::calls_reached), 1u);
}

TEST(Times, TheWaitOfEveryParkOfACallIsAddedUp) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  auto s = board.around();
  board.run_to(310_s);
  board.answer(call.call);
  board.exchange.caller_talks(s, call.call.slot, false);
  board.run_to(320_s);  // ten seconds of talk with the parker
  board.exchange.caller_waits(s, call.call.slot);
  const auto again = board.park(call.call).intent;
  board.run_to(325_s);
  board.dial(again);
  board.exchange.caller_talks(s, call.call.slot, true);
  board.close(call.call);
  expect_only(board.times(Latency::caller_wait), 315_s);
  expect_only(board.times(Latency::right_person_after), 315_s);
}

TEST(Times, ACallThatEndsWhileWaitingHasWaitedToItsEnd) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(40_s);
  board.hang_up(call.call);
  board.close(call.call);
  expect_only(board.times(Latency::caller_wait), 40_s);
  EXPECT_EQ(board.times(Latency::right_person_after).count(), 0u);
}

TEST(Times, CodesInUseAreWeightedByTime) {
  Switchboard board(office(systems::teams()));
  const auto first = board.parked();  // 0 to 30 s
  board.run_to(10_s);
  const auto second = board.parked();  // 10 to 60 s
  board.run_to(30_s);
  board.dial(first);
  board.run_to(60_s);
  board.dial(second);
  board.run_to(100_s);
  board.recorder.close_window(100_s);
  const auto& level = board.recorder.so_far().levels[0];
  EXPECT_EQ(level.of, measures::Level::Of::codes_in_use);
  EXPECT_DOUBLE_EQ(*level.level.mean(), (30.0 + 50.0) / 100);
  EXPECT_EQ(*level.level.max(), 2);
}

TEST(Times, ALockedCodeIsInUseButCannotBeGuessed) {
  auto rules = systems::teams();
  rules.ring.code = CodeInRingBack::locked;
  Switchboard board(office(rules));
  board.parked();
  board.run_to(330_s);
  board.run_to(400_s);
  board.recorder.close_window(400_s);
  const auto& levels = board.recorder.so_far().levels;
  EXPECT_DOUBLE_EQ(*levels[0].level.mean(), 330.0 / 400);
  EXPECT_EQ(levels[1].of, measures::Level::Of::guess);
  EXPECT_DOUBLE_EQ(*levels[1].level.mean() * 1e-9, 300.0 / 400 / 100);  // one of a hundred two-digit numbers
}

TEST(Times, NothingIsMeasuredOfACallPressedOutsideTheWindow) {
  Switchboard board(office(systems::teams()), false);
  const auto call = board.parked();
  board.recorder.open_window(0_s);
  board.run_to(10_s);
  board.dial(call);
  board.close(call.call);
  for (std::size_t i = 0; i < Count::size; ++i) EXPECT_EQ(board.count(i), 0u) << i;
  for (std::size_t i = 0; i < Latency::size; ++i) EXPECT_EQ(board.times(i).count(), 0u) << i;
}

TEST(Times, ACallPressedInTheWindowIsFollowedBeyondIt) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.recorder.close_window(0_s);
  board.run_to(10_s);
  board.dial(call);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::ok), 1u);
  expect_only(board.times(Latency::park_stay), 10_s);
}

}  // namespace

#include <gtest/gtest.h>

#include <tuple>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules reminding(Ticks first, Ticks every, int limit) {
  Rules r;  // 300 s
  r.park.remind_first = first;
  r.park.remind_every = every;
  r.park.remind_limit = limit;
  return r;
}

TEST(Reminder, TellsTheParkerOfACallThatStaysTakable) {
  Switchboard board(office(reminding(60_s, 0_s, 1)));
  const auto call = board.parked(4);
  board.run_to(60_s - 1_us);
  EXPECT_FALSE(board.heard(Kind::reminded));
  board.run_to(60_s);
  ASSERT_TRUE(board.heard(Kind::reminded));
  EXPECT_EQ(board.last(Kind::reminded)->person, 4);
  EXPECT_EQ(board.last(Kind::reminded)->intent.digits, call.digits);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
}

TEST(Reminder, ComesOnceWithoutATimeBetween) {
  Switchboard board(office(reminding(60_s, 0_s, 5)));
  board.parked();
  board.run_to(299_s);
  EXPECT_EQ(board.count(Count::reminders), 1u);
}

TEST(Reminder, ComesAgainUpToItsLimit) {
  Switchboard board(office(reminding(60_s, 30_s, 3)));
  board.parked();
  board.run_to(120_s - 1_us);
  EXPECT_EQ(board.count(Count::reminders), 2u);
  board.run_to(299_s);
  EXPECT_EQ(board.count(Count::reminders), 3u);
}

TEST(Reminder, FollowsTheTimeBetweenWhenThereIsNoFirstTime) {
  Switchboard board(office(reminding(0_s, 40_s, unlimited)));
  board.parked();
  board.run_to(250_s);
  EXPECT_EQ(board.count(Count::reminders), 6u);
}

TEST(Reminder, EndsWithTheRingBack) {
  Switchboard board(office(reminding(0_s, 40_s, unlimited)));
  board.parked();
  board.run_to(1000_s);
  EXPECT_EQ(board.count(Count::reminders), 7u);
}

TEST(Reminder, GoesOnWhenAClaimHasComeToNothing) {
  for (const auto& [first, every, limit, wanted] :
       {std::tuple{60_s, 0_s, 1, 1u}, {60_s, 30_s, 3, 3u}, {0_s, 40_s, unlimited, 5u}}) {
    auto rules = reminding(first, every, limit);
    rules.alloc.release = Release::after_lock;
    rules.take.bridge_fails = 1;
    rules.take.claim_fail = ClaimFail::unlock;
    Switchboard board(office(rules));
    const auto call = board.parked();
    board.run_to(50_s);
    board.retrieve(call, 1, 50_s);
    board.run_to(249_s);
    EXPECT_EQ(board.count(Count::reminders), wanted);
  }
}

TEST(Reminder, EndsWithTheStay) {
  Switchboard board(office(reminding(0_s, 40_s, unlimited)));
  board.dial(board.parked());
  board.run_to(1000_s);
  EXPECT_EQ(board.count(Count::reminders), 0u);
}

TEST(Reminder, BeginsAnewWithEachStay) {
  Switchboard board(office(reminding(60_s, 30_s, 1)));
  const auto call = board.parked();
  board.run_to(70_s);
  board.dial(call);
  board.park(call.call, 1);
  board.run_to(140_s);
  EXPECT_EQ(board.count(Count::reminders), 2u);
  EXPECT_EQ(board.last(Kind::reminded)->person, 1);
}

}  // namespace

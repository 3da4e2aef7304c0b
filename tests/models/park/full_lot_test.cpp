#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;

Rules two_codes(Full full) {
  auto rules = systems::with_codes(systems::teams(), 2);  // 10 and 11
  rules.alloc.full = full;
  return rules;
}

TEST(FullLot, RefusesAndLeavesTheCallerWithTheParker) {
  Switchboard board(office(two_codes(Full::refuse_keep)));
  board.parked();
  board.parked();
  const auto call = board.call();
  const auto answer = board.park(call, 3);
  EXPECT_EQ(answer.kind, Message::Kind::refused);
  EXPECT_EQ(answer.refusal, Refusal::lot_full);
  EXPECT_EQ(answer.person, 3);
  EXPECT_EQ(board[call].state, State::connected);
  EXPECT_TRUE(board.exchange.calls().is_live(call));
  EXPECT_EQ(board.count(Count::refused, Refusal::lot_full), 1u);
  EXPECT_EQ(board.count(Count::park_requested), 3u);
  EXPECT_EQ(board.count(Count::park_committed), 2u);
}

TEST(FullLot, TakesTheRefusedCallOnceACodeIsFree) {
  Switchboard board(office(two_codes(Full::refuse_keep)));
  const auto first = board.parked();
  board.parked();
  const auto call = board.call();
  board.park(call);
  board.dial(first);
  EXPECT_EQ(board.park(call).kind, Message::Kind::parked);
  EXPECT_EQ(board.count(Count::park_requested), 4u);
}

TEST(FullLot, RefusesAndCutsTheCaller) {
  Switchboard board(office(two_codes(Full::refuse_drop)));
  board.parked();
  board.parked();
  const auto call = board.call();
  EXPECT_EQ(board.park(call).kind, Message::Kind::cut);
  EXPECT_EQ(board[call].state, State::refused_dropped);
  board.close(call);
  EXPECT_EQ(board.count(Count::refused, Refusal::lot_full), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(FullLot, OverflowsToTheNumberAfterTheRange) {
  Switchboard board(office(two_codes(Full::overflow)));
  EXPECT_EQ(board.parked().digits, 10);
  EXPECT_EQ(board.parked().digits, 11);
  EXPECT_EQ(board.parked().digits, 12);
  EXPECT_EQ(board.parked().digits, 13);
  EXPECT_EQ(board.count(Count::park_overflowed), 2u);
  EXPECT_EQ(board.count(Count::park_committed), 4u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(FullLot, GivesOutTheCodesOfTheRangeBeforeThoseBeyondIt) {
  Switchboard board(office(two_codes(Full::overflow)));
  const auto ten = board.parked();
  board.parked();
  board.parked();
  board.dial(ten);
  EXPECT_EQ(board.parked().digits, 10);
  EXPECT_EQ(board.count(Count::park_overflowed), 1u);
}

TEST(FullLot, GivesOutTheLowestCodeBeyondTheRange) {
  Switchboard board(office(two_codes(Full::overflow)));
  board.parked();
  board.parked();
  const auto twelve = board.parked();
  board.parked();
  board.dial(twelve);
  EXPECT_EQ(board.parked().digits, 12);
  EXPECT_EQ(board.parked().digits, 14);
}

TEST(FullLot, ACodeBeyondTheRangeIsNoCodeOnceItsCallIsGone) {
  Switchboard board(office(two_codes(Full::overflow)));
  board.parked();
  board.parked();
  const auto beyond = board.parked();
  EXPECT_EQ(board.dial(beyond), RetrieveOutcome::ok);
  EXPECT_EQ(board.dial(beyond, 2), RetrieveOutcome::no_such_code);
}

TEST(FullLot, NotesTheLongestCode) {
  auto rules = systems::teams();
  rules.space.lo = 99;
  Switchboard board(office(rules));
  board.parked();
  EXPECT_EQ(board.recorder.so_far().longest_code, 2);
  EXPECT_EQ(board.parked().digits, 100);
  EXPECT_EQ(board.recorder.so_far().longest_code, 3);
}

TEST(FullLot, InspectsEveryCodeOfTheRangeBeforeItOverflows) {
  Switchboard board(office(two_codes(Full::overflow)));
  for (int i = 0; i < 3; ++i) board.parked();
  EXPECT_EQ(board.count(Count::probes), 1u + 1 + 3);
  EXPECT_EQ(board.count(Count::collision, Collision::allocation), 2u);
}

TEST(FullLot, IsFullAtItsCapBeforeItsCodesAreUsedUp) {
  auto rules = systems::teams_reject();
  rules.space.max_active = 1;
  Switchboard board(office(rules));
  board.parked();
  EXPECT_EQ(board.park(board.call()).kind, Message::Kind::refused);
}

TEST(FullLot, HasRoomAgainWhileTheParkerIsRungWhereTheCodeIsFreed) {
  Switchboard board(office(systems::with_codes(systems::asterisk(), 1)));
  board.parked();
  EXPECT_EQ(board.park(board.call()).kind, Message::Kind::refused);
  board.run_to(45_s);
  EXPECT_EQ(board.park(board.call()).kind, Message::Kind::parked);
}

TEST(FullLot, StaysFullWhileTheParkerIsRungWhereTheCodeIsHeld) {
  Switchboard board(office(systems::with_codes(systems::teams_reject(), 1)));
  board.parked();
  board.run_to(300_s);
  EXPECT_EQ(board.park(board.call()).kind, Message::Kind::refused);
}

}  // namespace

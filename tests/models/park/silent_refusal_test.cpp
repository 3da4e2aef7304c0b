#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules silent(int codes) {
  auto rules = systems::with_codes({}, codes);
  rules.alloc.full = Full::refuse_silent;
  return rules;
}

TEST(SilentRefusal, LeavesTheParkerInTheBelief) {
  Switchboard board(office(silent(1)));
  board.parked();
  const auto answer = board.park(board.call(), 3);
  EXPECT_EQ(answer.kind, Kind::believed_parked);
  EXPECT_EQ(answer.person, 3);
  EXPECT_EQ(answer.intent.call, answer.call);
  EXPECT_FALSE(board.heard(Kind::refused));
  EXPECT_FALSE(board.heard(Kind::cut));
  EXPECT_EQ(board[answer.call].state, State::refused_dropped);
}

TEST(SilentRefusal, CountsAsOne) {
  Switchboard board(office(silent(1)));
  board.parked();
  board.park(board.call());
  EXPECT_EQ(board.count(Count::refused, Refusal::lot_full), 1u);
  EXPECT_EQ(board.count(Count::park_committed), 1u);
  EXPECT_EQ(board.taken("4c"), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(SilentRefusal, SendsWhoeverBelievesToTheCodeHeNamed) {
  auto rules = silent(3);
  rules.space.max_active = 1;
  rules.alloc.chosen_by = ChosenBy::parker;
  rules.alloc.taken_choice = TakenChoice::probe;
  Switchboard board(office(rules));
  board.park_on(10);
  const auto answer = board.park_on(12);
  EXPECT_EQ(answer.kind, Kind::believed_parked);
  EXPECT_EQ(answer.intent.digits, 12);
  EXPECT_EQ(board.dial(answer.intent), RetrieveOutcome::empty);
}

TEST(SilentRefusal, ComesOnlyWhenTheLotIsFull) {
  Switchboard board(office(silent(2)));
  board.parked();
  EXPECT_EQ(board.park(board.call()).kind, Kind::parked);
}

}  // namespace

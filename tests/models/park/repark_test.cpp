#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules pressing_again(Repark what) {
  Rules r;  // 300 s
  r.take.repark_same_call = what;
  return r;
}

TEST(PressingAgain, StartsTheTimeAnewUnderTheSameCode) {
  Switchboard board(office(pressing_again(Repark::allowed)));
  const auto call = board.parked();
  board.run_to(200_s);
  board.press(call.call);
  EXPECT_EQ(board.taken("2a"), 1u);
  board.run_to(500_s - 1_us);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board[call.call].code, call.code);
  board.run_to(500_s);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
  EXPECT_EQ(board.count(Count::park_committed), 1u);
}

TEST(PressingAgain, IsRefusedAndChangesNothing) {
  Switchboard board(office(pressing_again(Repark::refused)));
  const auto call = board.parked();
  board.run_to(200_s);
  board.press(call.call);
  EXPECT_EQ(board.count(Count::refused, Refusal::already_parked), 1u);
  EXPECT_EQ(board.count(Count::park_requested), 2u);
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(300_s);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
}

}  // namespace

#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

using measures::Latency;

Rules swept(bool lazy) {
  auto rules = systems::with_codes({}, 1);
  rules.alloc.release = Release::on_sweep;
  rules.alloc.sweep_min = 5_s;
  rules.alloc.lazy = lazy;
  return rules;
}

/// At this time a call is parked and hangs up at once.
void use_code(Switchboard& board, Ticks at) {
  board.run_to(at);
  board.hang_up(board.parked().call);
}
Message park_at(Switchboard& board, Ticks at) {
  board.run_to(at);
  return board.park(board.call());
}

TEST(Tombstone, KeepsTheCodeFromOthersUntilItIsSwept) {
  Switchboard board(office(swept(false)));
  use_code(board, 11_s);
  EXPECT_EQ(board.code_status(), State::code_tombstone);
  EXPECT_EQ(park_at(board, 14_s).refusal, Refusal::lot_full);
  board.run_to(15_s);  // sweeps come every 5 s
  EXPECT_EQ(board.code_status(), State::code_free);
  EXPECT_EQ(board.times(Latency::code_resting).max(), 4_s);
  EXPECT_EQ(park_at(board, 15_s).kind, Kind::parked);
}

TEST(Tombstone, OneSweepFreesThemAll) {
  auto rules = systems::with_codes(swept(false), 3);
  Switchboard board(office(rules));
  const auto first = board.parked(), second = board.parked();
  board.run_to(1_s);
  board.hang_up(first.call);
  board.run_to(3_s);
  board.hang_up(second.call);
  board.run_to(5_s);
  EXPECT_EQ(board.taken("34"), 2u);
  EXPECT_EQ(board.times(Latency::code_resting).max(), 4_s);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Tombstone, ComesBackSweepAfterSweep) {
  Switchboard board(office(swept(false)));
  use_code(board, 1_s);
  use_code(board, 6_s);
  board.run_to(10_s);
  EXPECT_EQ(board.taken("34"), 2u);
}

TEST(LazyTombstone, StaysUntilSomebodyAsks) {
  Switchboard board(office(swept(true)));
  use_code(board, 10_s);
  board.run_to(1000_s);
  EXPECT_EQ(board.code_status(), State::code_tombstone);
  EXPECT_EQ(park_at(board, 1000_s).kind, Kind::parked);
  EXPECT_EQ(board.times(Latency::code_resting).max(), 990_s);
}

TEST(LazyTombstone, IsSweptByWhoeverDialsToo) {
  Switchboard board(office(swept(true)));
  use_code(board, 10_s);
  board.run_to(20_s);
  board.dial(Intent{.digits = 10, .lot = 0, .code = 0, .call = {}});
  EXPECT_EQ(board.code_status(), State::code_free);
}

TEST(LazyTombstone, SweepsKeepTheirDistance) {
  Switchboard board(office(swept(true)));
  use_code(board, 10_s);
  use_code(board, 11_s);  // parking swept at 11 s
  EXPECT_EQ(park_at(board, 16_s - 1_us).refusal, Refusal::lot_full);
  EXPECT_EQ(park_at(board, 16_s).kind, Kind::parked);
}

TEST(Tombstone, LeadsToNobody) {
  Switchboard board(office(swept(false)));
  const auto call = board.parked();
  board.hang_up(call.call);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::call_ended);
}

Rules resting(CodeInRingBack code = CodeInRingBack::held) {
  auto rules = systems::with_codes({}, 1);
  rules.alloc.quarantine = 30_s;
  rules.ring.code = code;
  return rules;
}

TEST(Quarantine, KeepsTheCodeFromOthersForItsWholeTime) {
  Switchboard board(office(resting()));
  use_code(board, 10_s);
  EXPECT_EQ(board.code_status(), State::code_quarantine);
  EXPECT_EQ(park_at(board, 40_s - 1_us).refusal, Refusal::lot_full);
  EXPECT_EQ(park_at(board, 40_s).kind, Kind::parked);
  EXPECT_EQ(board.times(Latency::code_resting).max(), 30_s);
}

TEST(Quarantine, FollowsARingBackTooThatFreesTheCode) {
  Switchboard board(office(resting(CodeInRingBack::freed)));
  board.parked();
  board.run_to(300_s);
  EXPECT_EQ(board.code_status(), State::code_quarantine);
}

TEST(Quarantine, FollowsALockedCode) {
  Switchboard board(office(resting(CodeInRingBack::locked)));
  board.parked();
  board.run_to(330_s);
  EXPECT_EQ(board.taken("C6q"), 1u);
  board.run_to(360_s);
  EXPECT_EQ(board.code_status(), State::code_free);
}

TEST(Tombstone, FollowsALockedCode) {
  auto rules = swept(false);
  rules.ring.code = CodeInRingBack::locked;
  Switchboard board(office(rules));
  board.parked();
  board.run_to(331_s);
  EXPECT_EQ(board.taken("C6t"), 1u);
}

TEST(ReuseGap, IsNeverShorterThanTheQuarantine) {
  auto rules = systems::with_codes(resting(), 2);
  Switchboard board(office(rules));
  for (int i = 1; i < 100; ++i) {
    board.run_to(Ticks{i * 7'000'000});
    const auto answer = board.park(board.call());
    if (answer.kind == Kind::parked) board.hang_up(answer.call);
  }
  EXPECT_GE(board.times(Latency::code_reuse_gap).min(), 30_s);
}

}  // namespace

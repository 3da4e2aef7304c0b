#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules rules_with(CodeInRingBack code, Final final = Final::drop, int attempts = 1) {
  Rules r;  // codes 10-99, lowest, 300 s, ring time 30 s
  r.ring.code = code;
  r.ring.final = final;
  r.ring.attempts = attempts;
  return r;
}

TEST(UnansweredRingBack, DropsTheCallAfterTheLastUnansweredRing) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(330_s - 1_us);
  EXPECT_EQ(board[call.call].state, State::ring_back);
  board.run_to(330_s);
  ASSERT_TRUE(board.heard(Kind::call_left));
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::dropped);
  EXPECT_TRUE(board.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 1u);
}

TEST(UnansweredRingBack, GoesByTheParkersOwnRulesAfterTheLastUnansweredRing) {
  Switchboard board(office(systems::teams()));
  board.parked();
  board.run_to(330_s);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::diverted);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::diverted), 1u);
}

TEST(UnansweredRingBack, ParksOnceMoreUnderTheSameCodeAndThenDrops) {
  Switchboard board(office(rules_with(CodeInRingBack::held, Final::repark)));
  const auto call = board.parked();
  board.run_to(330_s);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board[call.call].code, call.code);
  board.run_to(630_s - 1_us);
  EXPECT_EQ(board[call.call].state, State::parked);
  board.run_to(630_s);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::dropped);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
}

TEST(UnansweredRingBack, ParksOnceMoreForAWholePeriodWhateverTheWaitBetweenAttempts) {
  auto rules = rules_with(CodeInRingBack::held, Final::repark, 2);
  rules.ring.between = 20_s;
  Switchboard board(office(rules));
  board.parked();
  // 300 + 30 (first ring) + 20 + 30 (second ring) + 300
  board.run_to(680_s - 1_us);
  EXPECT_EQ(board.count(Count::ring_backs), 2u);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 0u);
  board.run_to(680_s);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 1u);
}

TEST(UnansweredRingBack, ParksOnceMoreUnderANewCodeWhereTheOldOneWasFreed) {
  Switchboard board(office(rules_with(CodeInRingBack::freed, Final::repark)));
  const auto call = board.parked(0);
  board.run_to(310_s);
  const auto next = board.parked(1);
  board.run_to(330_s);
  ASSERT_EQ(next.code, call.code);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board[call.call].code, call.code + 1);
  EXPECT_EQ(board.count(Count::allocations), 3u);
  EXPECT_EQ(board.count(Count::probes), 1u + 1 + 2);
  EXPECT_EQ(board.count(Count::collision, Collision::allocation), 1u);
}

TEST(UnansweredRingBack, DropsACallThatFindsNoCodeToParkAgain) {
  Switchboard board(office(systems::with_codes(rules_with(CodeInRingBack::freed, Final::repark), 1)));
  board.parked(0);
  board.run_to(310_s);
  board.parked(1);
  board.run_to(330_s);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 1u);
  EXPECT_EQ(board.taken("25f"), 1u);
}

TEST(UnansweredRingBack, ParksAgainBeyondTheRangeWhereTheLotOverflows) {
  auto rules = systems::with_codes(systems::teams(), 1);
  rules.ring.code = CodeInRingBack::freed;
  rules.ring.attempts = 2;
  Switchboard board(office(rules));
  const auto call = board.parked(0);
  board.run_to(310_s);
  board.parked(1);
  board.run_to(330_s);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board.exchange.lot_at(0).number(board[call.call].code), 11);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(UnansweredRingBack, KeepsAnUnansweredCallForEver) {
  Switchboard board(office(rules_with(CodeInRingBack::held, Final::keep)));
  const auto call = board.parked();
  board.run_to(100'000_s);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
}

TEST(UnansweredRingBack, KeepsAnUnansweredCallRetrievableWhereItsCodeWasFreed) {
  Switchboard board(office(rules_with(CodeInRingBack::freed, Final::keep)));
  const auto call = board.parked();
  board.run_to(100'000_s);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);  // the lowest code, once more
}

TEST(UnansweredRingBack, TriesTwiceWithTheWaitBetween) {
  auto rules = rules_with(CodeInRingBack::held, Final::drop, 2);
  rules.ring.between = 20_s;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(330_s);
  EXPECT_EQ(board[call.call].state, State::parked);
  board.run_to(350_s - 1_us);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
  board.run_to(350_s);
  EXPECT_EQ(board.count(Count::ring_backs), 2u);
  board.run_to(380_s);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 1u);
}

TEST(UnansweredRingBack, WaitsForAWholePeriodWithoutAWaitBetween) {
  Switchboard board(office(rules_with(CodeInRingBack::held, Final::drop, 2)));
  board.parked();
  board.run_to(630_s - 1_us);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
  board.run_to(630_s);
  EXPECT_EQ(board.count(Count::ring_backs), 2u);
}

TEST(UnansweredRingBack, WithoutEndIsEndedByTheLifeLimit) {
  auto rules = rules_with(CodeInRingBack::held, Final::drop, unlimited);
  rules.ring.between = 10_s;
  rules.park.life_max = 3600_s;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(3600_s - 1_us);
  EXPECT_TRUE(board.exchange.calls().is_live(call.call));
  EXPECT_EQ(board.count(Count::ring_backs), 83u);  // each 40 s from 300 s on, up to 3580 s
  board.run_to(3600_s);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::dropped);
  EXPECT_EQ(board.taken("30a") + board.taken("30b"), 1u);
}

}  // namespace

#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules when(ParkerBusy what, CodeInRingBack code = CodeInRingBack::held) {
  Rules r;  // 300 s, ring time 30 s
  r.ring.busy = what;
  r.ring.code = code;
  return r;
}

/// One call whose ring-back at 300 s finds the parker's phone like this.
struct Rung {
  explicit Rung(const Rules& rules, Reach reach = Reach::busy) : board(office(rules)) {
    call = board.parked().call;
    board.reach = reach;
    board.run_to(300_s);
  }
  Switchboard board;
  CallId call;
};

TEST(BusyParker, IsRungAllTheSameWhereForced) {
  Rung rung(when(ParkerBusy::force));
  EXPECT_EQ(rung.board.count(Count::ring_backs), 1u);
  rung.board.answer(rung.call);
  EXPECT_EQ(rung.board.ended(CallEnd::returned), 1u);
}

TEST(BusyParker, CountsAsAFailedAttempt) {
  Rung rung(when(ParkerBusy::count_as_failed));
  EXPECT_EQ(rung.board.count(Count::ring_backs), 0u);
  EXPECT_EQ(rung.board.ended(CallEnd::dropped), 1u);
}

TEST(BusyParker, CountsAsAFailedAttemptOfSeveral) {
  auto rules = when(ParkerBusy::count_as_failed);
  rules.ring.attempts = 2;
  rules.ring.between = 20_s;
  Rung rung(rules);
  EXPECT_EQ(rung.board.taken("24b"), 1u);
  rung.board.reach = Reach::rings;
  rung.board.run_to(320_s);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 1u);
}

TEST(BusyParker, IsRungWhenTheLineIsFree) {
  Rung rung(when(ParkerBusy::wait_idle));
  rung.board.run_to(1000_s);
  EXPECT_EQ(rung.board.taken("21"), 1u);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 0u);
  EXPECT_EQ(rung.board[rung.call].state, State::ring_back);
  rung.board.now_idle(rung.call);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 1u);
  EXPECT_EQ(rung.board.times(measures::Latency::ring_back_lag).max(), 700_s);
  rung.board.answer(rung.call);
  EXPECT_EQ(rung.board.ended(CallEnd::returned), 1u);
}

TEST(BusyParker, IsNotRungForACallerWhoLeavesBeforeTheLineIsFree) {
  Rung rung(when(ParkerBusy::wait_idle));
  rung.board.hang_up(rung.call);
  EXPECT_TRUE(rung.board.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(rung.board.ended(CallEnd::abandoned), 1u);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 0u);
}

TEST(BusyParker, LeavesAHeldCodeTakableWhileTheCallWaitsForTheLine) {
  Rung rung(when(ParkerBusy::wait_idle));
  Intent intent{.digits = 10, .lot = 0, .code = 0, .call = rung.call};
  EXPECT_EQ(rung.board.dial(intent), RetrieveOutcome::ok);
  EXPECT_TRUE(rung.board.heard(Kind::ring_back_cancelled));
}

TEST(BusyParker, HasTheCallParkedForOneMorePeriod) {
  Rung rung(when(ParkerBusy::repark));
  EXPECT_EQ(rung.board.taken("22"), 1u);
  EXPECT_EQ(rung.board[rung.call].state, State::parked);
  EXPECT_EQ(rung.board[rung.call].code, 0);
  rung.board.run_to(600_s - 1_us);
  EXPECT_EQ(rung.board.ended(CallEnd::dropped), 0u);
  rung.board.run_to(600_s);
  EXPECT_EQ(rung.board.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 0u);
}

TEST(BusyParker, HasTheCallParkedOnANewCodeWhereTheOldOneWasFreed) {
  Rung rung(when(ParkerBusy::repark, CodeInRingBack::freed));
  EXPECT_EQ(rung.board.taken("22b"), 1u);
  EXPECT_EQ(rung.board[rung.call].state, State::parked);
  EXPECT_EQ(rung.board.count(Count::allocations), 2u);
}

TEST(BusyParker, LosesTheCallThatFindsNoNewCode) {
  // The only code, just given up, has to rest.
  auto rules = systems::with_codes(when(ParkerBusy::repark, CodeInRingBack::freed), 1);
  rules.alloc.quarantine = 10_s;
  Rung rung(rules);
  EXPECT_EQ(rung.board.taken("22c"), 1u);
  EXPECT_EQ(rung.board.ended(CallEnd::dropped), 1u);
}

TEST(BusyParker, SendsTheCallToTheAlternate) {
  Rung rung(when(ParkerBusy::alternate));
  EXPECT_EQ(rung.board.taken("23"), 1u);
  EXPECT_EQ(rung.board.ended(CallEnd::diverted), 1u);
  EXPECT_EQ(rung.board.code_status(), State::code_free);
}

TEST(ForwardedPhone, TakesTheCallWithIt) {
  Rung rung(when(ParkerBusy::force), Reach::forwarded);
  EXPECT_EQ(rung.board.taken("20v"), 1u);
  EXPECT_EQ(rung.board.ended(CallEnd::diverted), 1u);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 0u);
}

TEST(ForwardedPhone, RingsWhereForwardingIsIgnored) {
  auto rules = when(ParkerBusy::force);
  rules.ring.ignore_forwarding = true;
  Rung rung(rules, Reach::forwarded);
  EXPECT_EQ(rung.board.count(Count::ring_backs), 1u);
  EXPECT_EQ(rung.board[rung.call].state, State::ring_back);
}

TEST(UnreachablePhone, FailsWhateverABusyOneWouldDo) {
  for (const auto what : {ParkerBusy::force, ParkerBusy::wait_idle, ParkerBusy::repark, ParkerBusy::alternate}) {
    Rung rung(when(what), Reach::unreachable);
    EXPECT_EQ(rung.board.ended(CallEnd::dropped), 1u);
  }
}

}  // namespace

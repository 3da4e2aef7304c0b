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

TEST(RingBack, RingsTheParkerAtTheTimeout) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked(3);
  board.run_to(300_s - 1_us);
  EXPECT_FALSE(board.heard(Kind::ring_back_offered));
  board.run_to(300_s);
  ASSERT_TRUE(board.heard(Kind::ring_back_offered));
  EXPECT_EQ(board.last(Kind::ring_back_offered)->person, 3);
  EXPECT_EQ(board.last(Kind::ring_back_offered)->call, call.call);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
}

TEST(RingBack, NeverComesWithoutATimeout) {
  auto rules = rules_with(CodeInRingBack::held);
  rules.park.timeout = {};
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(100'000_s);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
}

TEST(RingBack, ReturnsTheCallToTheParkerWhoAnswers) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(310_s);
  board.answer(call.call);
  ASSERT_TRUE(board.heard(Kind::ring_back_connected));
  EXPECT_EQ(board.last(Kind::ring_back_connected)->call, call.call);
  EXPECT_FALSE(board.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(board[call.call].state, State::connected);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::returned), 1u);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::call_ended);
}

TEST(RingBack, ACallThatCameBackCanBeParkedAgain) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(310_s);
  board.answer(call.call);
  const auto again = board.park(call.call);
  ASSERT_EQ(again.kind, Kind::parked);
  EXPECT_EQ(board[call.call].episode, 2u);
  board.run_to(610_s);
  EXPECT_TRUE(board.heard(Kind::ring_back_offered));  // the new episode has an attempt of its own
  EXPECT_EQ(board.dial(again.intent), RetrieveOutcome::ok);
}

TEST(RingBack, CountsACallRungInTwoEpisodesOnce) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(310_s);
  board.answer(call.call);
  board.park(call.call);
  board.run_to(610_s);
  board.answer(call.call);
  board.close(call.call);
  EXPECT_EQ(board.count(Count::ring_backs), 2u);
  EXPECT_EQ(board.count(Count::calls_rung_back), 1u);
}

TEST(RingBack, CountsACallThatIsRetrievedInALaterEpisodeAsRung) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(310_s);
  board.answer(call.call);
  const auto again = board.park(call.call).intent;
  board.dial(again);
  board.close(call.call);
  EXPECT_EQ(board.count(Count::calls_rung_back), 1u);
}

TEST(RingBack, LeavesAHeldCodeTakable) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(310_s);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
  ASSERT_TRUE(board.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(board.last(Kind::ring_back_cancelled)->person, 0);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::retrieved), 1u);
  board.run_to(400_s);  // the end of the ring is no event any more
  EXPECT_EQ(board[call.call].state, State::connected);
}

TEST(RingBack, KeepsALockedCodeFromRetrieversAndFromNewCalls) {
  auto rules = systems::with_codes(rules_with(CodeInRingBack::locked), 1);
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(310_s);
  EXPECT_EQ(board.exchange.lot_at(0).code(0).status, State::code_locked);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::in_ring_back);
  EXPECT_EQ(board.park(board.call()).kind, Kind::refused);
  board.answer(call.call);
  EXPECT_EQ(board.exchange.lot_at(0).code(0).status, State::code_free);
}

TEST(RingBack, UnlocksTheCodeWhenTheCallIsParkedAgain) {
  Switchboard board(office(rules_with(CodeInRingBack::locked, Final::repark)));
  const auto call = board.parked();
  board.run_to(330_s);
  EXPECT_EQ(board.exchange.lot_at(0).code(0).status, State::code_occupied);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
}

TEST(RingBack, FindsNobodyUnderAFreedCode) {
  Switchboard board(office(rules_with(CodeInRingBack::freed)));
  const auto call = board.parked();
  board.run_to(310_s);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::empty);
  EXPECT_EQ(board[call.call].state, State::ring_back);
}

TEST(RingBack, RemembersNoEarlierCallUnderAFreedCode) {
  // The call before was retrieved; that says nothing about the one that is ringing.
  Switchboard board(office(rules_with(CodeInRingBack::freed)));
  board.dial(board.parked());
  const auto call = board.parked();
  board.run_to(310_s);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::empty);
}

TEST(RingBack, FindsTheNextHolderUnderAFreedCode) {
  Switchboard board(office(rules_with(CodeInRingBack::freed)));
  const auto call = board.parked(0);
  board.run_to(310_s);
  const auto next = board.parked(1);
  ASSERT_EQ(next.digits, call.digits);
  EXPECT_EQ(board.dial(call, 2), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->call, next.call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::stale), 1u);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::retrieved_wrong), 1u);
}

TEST(RingBack, WithoutAttemptsTheTimeoutEndsTheWait) {
  Switchboard dropping(office(rules_with(CodeInRingBack::held, Final::drop, 0)));
  dropping.parked();
  dropping.run_to(300_s);
  EXPECT_EQ(dropping.last(Kind::call_left)->end, CallEnd::dropped);
  Switchboard diverting(office(rules_with(CodeInRingBack::held, Final::parker_rules, 0)));
  diverting.parked();
  diverting.run_to(300_s);
  EXPECT_EQ(diverting.last(Kind::call_left)->end, CallEnd::diverted);
  Switchboard keeping(office(rules_with(CodeInRingBack::held, Final::keep, 0)));
  const auto call = keeping.parked();
  keeping.run_to(1000_s);
  EXPECT_EQ(keeping[call.call].state, State::parked);
  EXPECT_EQ(dropping.count(Count::ring_backs) + diverting.count(Count::ring_backs) + keeping.count(Count::ring_backs),
            0u);
}

TEST(RingBack, OfAnUnreachableParkerFailsAtOnceAndIsNoAlert) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.reach = Reach::unreachable;
  board.run_to(300_s);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::diverted);
  EXPECT_FALSE(board.heard(Kind::ring_back_cancelled));  // nothing rang
  board.close(call.call);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
  EXPECT_EQ(board.count(Count::calls_rung_back), 0u);
}

TEST(RingBack, OfAnUnreachableParkerUsesUpAnAttempt) {
  Switchboard board(office(rules_with(CodeInRingBack::held, Final::drop, 2)));
  board.parked();
  board.reach = Reach::unreachable;
  board.run_to(300_s);
  EXPECT_EQ(board.taken("24b"), 1u);
  board.run_to(600_s);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 1u);
}

TEST(RingBack, StopsWhenTheCallerHangsUp) {
  for (const auto code : {CodeInRingBack::held, CodeInRingBack::locked, CodeInRingBack::freed}) {
    Switchboard board(office(rules_with(code)));
    const auto call = board.parked();
    board.run_to(310_s);
    board.hang_up(call.call);
    EXPECT_TRUE(board.heard(Kind::ring_back_cancelled));
    EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::abandoned);
    board.run_to(400_s);
    EXPECT_EQ(board.count(Count::call_end, CallEnd::abandoned), 1u);
    EXPECT_EQ(board.count(Count::call_end, CallEnd::dropped), 0u);
    EXPECT_NO_THROW(board.exchange.audit());
  }
}

TEST(RingBack, AnAnswerThatComesTooLateChangesNothing) {
  Switchboard board(office(rules_with(CodeInRingBack::held)));
  const auto call = board.parked();
  board.run_to(310_s);
  board.dial(call);
  board.answer(call.call);
  EXPECT_TRUE(board.messages.empty());
  EXPECT_EQ(board.count(Count::call_end, CallEnd::returned), 0u);
}

}  // namespace

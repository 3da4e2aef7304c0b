#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules late_look(Ticks gap) {
  auto rules = systems::with_codes(systems::teams_reject(), 1);
  rules.take.claim_gap = gap;
  return rules;
}
Rules check_first(Ticks gap) {
  auto rules = late_look(gap);
  rules.take.claim = Claim::check_then_act;
  return rules;
}

TEST(LateLook, FindsTheCallAfterTheGap) {
  Switchboard board(office(late_look(2_s)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  EXPECT_FALSE(board.heard(Kind::retrieve_outcome));
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::ok);
}

TEST(LateLook, MissesACallThatEndsMeanwhile) {
  Switchboard board(office(late_look(2_s)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.run_to(1_s);
  board.hang_up(call.call);
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::call_ended);
}

TEST(LateLook, TakesWhoeverIsBehindTheCodeByThen) {
  Switchboard board(office(late_look(2_s)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.run_to(1_s);
  board.hang_up(call.call);
  board.parked();
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::stale), 1u);
}

TEST(CheckThenAct, ClaimsTheCallThatWasSeen) {
  for (const auto gap : {0_s, 2_s}) {
    Switchboard board(office(check_first(gap)));
    board.retrieve(board.parked(), 1, 0_s);
    EXPECT_EQ(board.heard(Kind::retrieve_outcome), gap == 0_s);
    board.run_to(2_s);
    EXPECT_EQ(board.outcome(RetrieveOutcome::ok), 1u);
  }
}

TEST(CheckThenAct, TellsARaceFromACallerWhoHasLeftAlsoWhenTheCallIsOver) {
  for (const bool taken : {true, false}) {
    Switchboard board(office(check_first(2_s)));
    const auto call = board.parked();
    if (taken) board.retrieve(call, 1, 0_s);
    board.run_to(1_s);
    board.retrieve(call, 2, 1_s);
    board.run_to(2_s);
    if (!taken) board.hang_up(call.call);
    board.close(call.call);
    board.run_to(3_s);
    EXPECT_EQ(board.outcome(taken ? RetrieveOutcome::lost_race : RetrieveOutcome::call_died), 1u) << taken;
    EXPECT_EQ(board.count(Count::collision, Collision::race), taken ? 1u : 0u);
  }
}

TEST(CheckThenAct, OfTwoWhoSawTheCallTheSecondComesTooLate) {
  Switchboard board(office(check_first(2_s)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.run_to(1_s);
  board.retrieve(call, 2, 1_s);
  board.run_to(3_s);
  EXPECT_EQ(board.outcome(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(board.outcome(RetrieveOutcome::lost_race), 1u);
  EXPECT_EQ(board.count(Count::collision, Collision::race), 1u);
  EXPECT_EQ(board.taken("A12"), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(CheckThenAct, NeverTakesAnotherCallThanTheOneSeen) {
  Switchboard board(office(check_first(2_s)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.run_to(1_s);
  board.hang_up(call.call);
  const auto next = board.parked();
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::call_died);  // nobody else took it
  EXPECT_EQ(board[next.call].state, State::parked);
}

TEST(CheckThenAct, ParksTheLoserWhereEmptyCodesDo) {
  auto rules = check_first(2_s);
  rules.take.empty = EmptyCode::self_park;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.retrieve(call, 2, 0_s);
  board.run_to(2_s);
  EXPECT_EQ(board.outcome(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(board.outcome(RetrieveOutcome::self_parked), 1u);
  EXPECT_EQ(board.taken("A11"), 1u);
}

TEST(CheckThenAct, TakesACallThatRingsByThen) {
  Switchboard board(office(check_first(2_s)));
  const auto call = board.parked();
  board.run_to(299_s);
  board.retrieve(call, 1, 299_s);
  board.run_to(301_s);
  EXPECT_TRUE(board.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(board.outcome(RetrieveOutcome::ok), 1u);
}

Rules failing(ClaimFail then, Ticks bridge_time = 2_s) {
  auto rules = systems::with_codes(systems::teams_reject(), 1);
  rules.take.bridge_time = bridge_time;
  rules.take.bridge_fails = 1;
  rules.take.claim_fail = then;
  rules.alloc.release = Release::after_lock;
  return rules;
}

TEST(ClaimWithoutMedia, CutsTheCall) {
  Switchboard board(office(failing(ClaimFail::drop_call)));
  board.retrieve(board.parked(), 1, 0_s);
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::bridge_failed);
  EXPECT_EQ(board.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(board.taken("15b"), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(ClaimWithoutMedia, GivesTheCallBackWithWhatIsLeftOfItsTime) {
  Switchboard board(office(failing(ClaimFail::unlock)));
  const auto call = board.parked();
  board.run_to(100_s);
  board.retrieve(call, 1, 100_s);
  board.run_to(102_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::bridge_failed);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_TRUE(board[call.call].takable);
  EXPECT_EQ(board.taken("15a"), 1u);
  board.run_to(300_s - 1_us);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
  board.run_to(300_s);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
}

TEST(ClaimWithoutMedia, IsGivenUpByTheDeadman) {
  auto rules = failing(ClaimFail::drop_call);
  rules.take.bridge_fails = 0;
  rules.take.claim_deadman = 1_s;
  Switchboard board(office(rules));
  board.retrieve(board.parked(), 1, 0_s);
  board.run_to(1_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::bridge_failed);
}

TEST(Claim, HasMediaBeforeALaterDeadman) {
  auto rules = failing(ClaimFail::drop_call);
  rules.take.bridge_fails = 0;
  rules.take.claim_deadman = 3_s;
  Switchboard board(office(rules));
  board.retrieve(board.parked(), 1, 0_s);
  board.run_to(10_s);
  EXPECT_EQ(board.outcome(RetrieveOutcome::ok), 1u);
}

Rules with_release(Release release) {
  auto rules = systems::with_codes(systems::teams_reject(), 1);
  rules.take.bridge_time = 2_s;
  rules.alloc.release = release;
  return rules;
}

TEST(Claim, KeepsTheCodeUntilMediaWhereItIsLocked) {
  Switchboard board(office(with_release(Release::after_lock)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  EXPECT_EQ(board.park(board.call()).refusal, Refusal::lot_full);
  EXPECT_EQ(board.dial(call, 2), RetrieveOutcome::lost_race);
  EXPECT_EQ(board.taken("13b"), 1u);
  board.run_to(2_s);
  EXPECT_EQ(board.times(measures::Latency::code_held).max(), 2_s);
  EXPECT_EQ(board.park(board.call()).kind, Kind::parked);
}

TEST(Claim, GivesTheCodeToOthersAtOnceWhereItIsNotLocked) {
  Switchboard board(office(with_release(Release::immediate)));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  const auto next = board.parked();
  EXPECT_EQ(next.digits, call.digits);
  board.retrieve(call, 2, 0_s);
  board.run_to(2_s);
  EXPECT_EQ(board.outcome(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(board.outcome(RetrieveOutcome::wrong_call), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

}  // namespace

#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Intent misdialled(Intent intent, int digits) {
  intent.digits = digits;
  return intent;
}

/// A code that was used again since: the old intent and the new one.
struct Reused {
  Intent old, present;
};
Reused reuse_a_code(Switchboard& board) {
  const auto old = board.parked(0);
  board.dial(old, 1);
  const auto present = board.parked(2);
  EXPECT_EQ(old.digits, present.digits);
  return {old, present};
}
Rules one_code() { return systems::with_codes(systems::teams_reject(), 1); }

TEST(WrongCall, AMistypedCodeThatReachesAStrangerIsAMisdial) {
  Switchboard board(office(systems::teams()));
  const auto meant = board.parked(0);
  const auto stranger = board.parked(1);
  EXPECT_EQ(board.dial(misdialled(meant, stranger.digits), 2), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->call, stranger.call);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::retrieved_wrong);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::misdial), 1u);
  EXPECT_EQ(board.count(Count::collision, Collision::misdial), 1u);
  EXPECT_EQ(board[meant.call].state, State::parked);
}

TEST(WrongCall, TheRightCodeUsedAgainSinceIsStale) {
  Switchboard board(office(one_code()));
  const auto code = reuse_a_code(board);
  EXPECT_NE(code.old.code_generation, code.present.code_generation);
  EXPECT_EQ(board.dial(code.old, 3), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::stale), 1u);
  EXPECT_EQ(board.count(Count::collision, Collision::stale), 1u);
}

TEST(WrongCall, AMisdialComesBeforeStaleAsACause) {
  // The code that was meant has been used again, but another one was dialled.
  auto rules = systems::with_codes(systems::teams_reject(), 2);
  rules.alloc.policy = allocation("lowest");
  Switchboard board(office(rules));
  const auto code = reuse_a_code(board);
  const auto stranger = board.parked();
  EXPECT_EQ(board.dial(misdialled(code.old, stranger.digits), 3), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::misdial), 1u);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::stale), 0u);
}

TEST(WrongCall, TheSameNumberInTheRetrieversOwnLotIsCrossLot) {
  Switchboard board(two_offices(systems::teams(), systems::teams()));
  const auto meant = board.parked(0);
  const auto own = board.parked(10);
  ASSERT_EQ(meant.digits, own.digits);
  EXPECT_EQ(board.dial(meant, 11), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->call, own.call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::cross_lot), 1u);
  EXPECT_EQ(board.count(Count::collision, Collision::misdial) + board.count(Count::collision, Collision::stale), 0u);
}

TEST(WrongCall, ACodeThatReachesTheMeantCallUnderAnotherGenerationIsRight) {
  auto rules = systems::with_codes(systems::asterisk(), 1);
  rules.ring.final = Final::repark;
  Switchboard board(office(rules));
  const auto call = board.parked();
  board.run_to(75_s);  // rung, unanswered, parked again under the same number
  ASSERT_NE(board[call.call].code_generation, call.code_generation);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
}

TEST(WrongCall, ACallInTheSlotOfAnOlderOneIsAnotherCall) {
  Switchboard board(office(one_code()));
  const auto old = board.parked(0);
  board.dial(old, 1);
  board.close(old.call);
  const auto present = board.parked(2);
  ASSERT_EQ(present.call.slot, old.call.slot);
  EXPECT_EQ(board.dial(old, 3), RetrieveOutcome::wrong_call);
}

TEST(WrongCall, HasOneCauseEach) {
  Switchboard board(two_offices(one_code(), systems::teams()));
  board.dial(reuse_a_code(board).old, 3);         // stale
  const auto meant = board.parked(0);             // code 10 of the first lot
  const auto own = board.parked(10);              // code 10 of the second
  const auto other = board.parked(10);            // code 11 of the second
  board.dial(meant, 11);                          // cross_lot
  board.dial(misdialled(own, other.digits), 11);  // misdial
  std::uint64_t causes = 0;
  for (std::size_t i = 0; i < wrong_cause_names.size(); ++i) causes += board.count(Count::wrong_call + i);
  EXPECT_EQ(causes, 3u);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::wrong_call), causes);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::retrieved_wrong), causes);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::stale), 1u);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::cross_lot), 1u);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::misdial), 1u);
}

/// Person 10 is in the same lot but may not retrieve.
people::Company with_a_forbidden_retriever(const Rules& rules) {
  auto company = office(rules);
  auto islanders = company.groups.front();
  islanders.name = "islanders";
  islanders.mode = Mode::islands;
  company.groups.push_back(islanders);
  return company;
}

TEST(NearMiss, AMisdialThatPermissionStoppedIsACollisionButNoWrongCall) {
  Switchboard board(with_a_forbidden_retriever(systems::teams()));
  const auto meant = board.parked(0);
  const auto stranger = board.parked(1);
  EXPECT_EQ(board.dial(misdialled(meant, stranger.digits), 10), RetrieveOutcome::wrong_mode);
  EXPECT_EQ(board.count(Count::collision, Collision::misdial), 1u);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::misdial), 0u);
  EXPECT_EQ(board[stranger.call].state, State::parked);
}

TEST(NearMiss, AStaleCodeThatPermissionStoppedIsACollisionButNoWrongCall) {
  Switchboard board(with_a_forbidden_retriever(one_code()));
  EXPECT_EQ(board.dial(reuse_a_code(board).old, 10), RetrieveOutcome::wrong_mode);
  EXPECT_EQ(board.count(Count::collision, Collision::stale), 1u);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::stale), 0u);
}

TEST(NearMiss, AMisdialOfALockedCallIsACollisionButNoWrongCall) {
  auto rules = systems::teams();
  rules.ring.code = CodeInRingBack::locked;
  Switchboard board(office(rules));
  const auto stranger = board.parked(0);
  board.run_to(310_s);
  const auto meant = board.parked(1);
  EXPECT_EQ(board.dial(misdialled(meant, stranger.digits), 2), RetrieveOutcome::in_ring_back);
  EXPECT_EQ(board.count(Count::collision, Collision::misdial), 1u);
}

TEST(NearMiss, AMisdialOfAnEmptyCodeIsNoCollision) {
  Switchboard board(office(systems::teams()));
  board.dial(misdialled(board.parked(), 55));
  EXPECT_EQ(board.count(Count::collision, Collision::misdial), 0u);
}

TEST(NearMiss, TheRightCallIsNoCollision) {
  Switchboard board(office(systems::teams()));
  board.dial(board.parked());
  for (std::size_t i = 0; i < collision_names.size(); ++i) EXPECT_EQ(board.count(Count::collision + i), 0u);
}

// Two policies with the same range, as two lots.

TEST(Scope, CodeOfAnotherPolicyIsNotInGroup) {
  Switchboard board(two_offices(systems::teams(), systems::teams(), people::Scope::tenant));
  const auto call = board.parked(0);
  EXPECT_EQ(board.dial(call, 10), RetrieveOutcome::not_in_group);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->said, RetrieveOutcome::not_in_group);
  EXPECT_EQ(board[call.call].state, State::parked);
}

TEST(Scope, CodeOfAnotherPolicyIsNotInGroupOutsideTheOwnRangeToo) {
  auto works = systems::teams();
  works.space.lo = 200;
  works.space.hi = 299;
  Switchboard board(two_offices(systems::teams(), works, people::Scope::tenant));
  EXPECT_EQ(board.dial(board.parked(0), 10), RetrieveOutcome::not_in_group);
}

TEST(Scope, CodeOfAnotherPolicyWithoutACallIsLookedUpInTheOwnLot) {
  Switchboard board(two_offices(systems::teams(), systems::teams(), people::Scope::tenant));
  const auto call = board.parked(0);
  board.hang_up(call.call);
  EXPECT_EQ(board.dial(call, 10), RetrieveOutcome::empty);
}

TEST(Scope, CodeOfAnotherPolicyIsLookedUpInOwnLot) {
  Switchboard board(two_offices(systems::teams(), systems::teams(), people::Scope::policy));
  const auto call = board.parked(0);
  EXPECT_EQ(board.dial(call, 10), RetrieveOutcome::empty);
  const auto own = board.parked(10);
  EXPECT_EQ(board.dial(call, 11), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->call, own.call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::cross_lot), 1u);
}

TEST(Scope, CodeOfAnotherPolicyOutsideTheOwnRangeIsNoCode) {
  auto works = systems::teams();
  works.space.lo = 200;
  works.space.hi = 299;
  Switchboard board(two_offices(systems::teams(), works, people::Scope::policy));
  EXPECT_EQ(board.dial(board.parked(0), 10), RetrieveOutcome::no_such_code);
}

TEST(Scope, AGoneCallOfAnotherPolicyIsNotRememberedByTheOwnLot) {
  // Both lots have had one call under 10; the one in the own lot is not the one that was meant.
  Switchboard board(two_offices(systems::teams(), systems::teams(), people::Scope::policy));
  const auto call = board.parked(0);
  board.dial(board.parked(10), 11);
  EXPECT_EQ(board.dial(call, 11), RetrieveOutcome::empty);
}

TEST(Scope, EachPolicyHasCodesOfItsOwn) {
  Switchboard board(two_offices(one_code(), one_code()));
  EXPECT_EQ(board.parked(0).digits, 10);
  EXPECT_EQ(board.parked(10).digits, 10);
  EXPECT_EQ(board.park(board.call(), 0).kind, Kind::refused);
}

}  // namespace

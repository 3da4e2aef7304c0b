#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;
using Happens = people::Change::Kind;

people::Change change(Ticks at, Happens kind) {
  people::Change what;
  what.at = at;
  what.kind = kind;
  what.lot = what.policy = what.group = 0;
  return what;
}

TEST(Grant, GivesParkToWhoeverHadNone) {
  auto company = office({});
  company.groups.front().policy = people::none;
  auto grant = change(100_s, Happens::grant);
  grant.takes = Distribution::constant(60.0);
  company.timeline = {grant};
  Switchboard board(company);
  board.start();
  board.run_to(160_s - 1_us);
  EXPECT_EQ(board.park(board.call()).kind, Kind::not_offered);
  board.run_to(160_s);
  EXPECT_EQ(board.park(board.call()).kind, Kind::parked);
}

TEST(Grant, MovesNewParksToTheLotOfThePolicyAndLeavesCallsWhereTheyAre) {
  auto rules = systems::teams();
  auto works = rules;
  works.space.lo = 200;
  works.space.hi = 299;
  auto company = two_offices(rules, works);
  auto grant = change(100_s, Happens::grant);
  grant.policy = 1;
  company.timeline = {grant};
  Switchboard board(company);
  board.start();
  const auto before = board.parked(0);
  board.run_to(100_s);
  EXPECT_EQ(before.digits, 10);
  EXPECT_EQ(board.parked(0).digits, 200);
  EXPECT_EQ(board.dial(before, 1), RetrieveOutcome::not_in_group);  // everybody of the group is there by now
  EXPECT_EQ(board[before.call].state, State::parked);
}

TEST(Policy, CanBeTurnedOff) {
  auto company = office({});
  auto off = change(100_s, Happens::allow);
  off.allowed = false;
  company.timeline = {off, change(200_s, Happens::allow)};
  Switchboard board(company);
  board.start();
  board.run_to(100_s);
  const auto answer = board.park(board.call());
  EXPECT_EQ(answer.kind, Kind::not_offered);
  EXPECT_EQ(answer.not_offered, NotOffered::no_policy);
  board.run_to(200_s);
  EXPECT_EQ(board.park(board.call()).kind, Kind::parked);
}

TEST(DrainedLot, TakesNoNewCallsAndGivesTheOldOnes) {
  auto company = office({});
  company.timeline = {change(100_s, Happens::drain), change(200_s, Happens::open)};
  Switchboard board(company);
  board.start();
  const auto call = board.parked();
  board.run_to(100_s);
  EXPECT_EQ(board.park(board.call()).refusal, Refusal::draining);
  EXPECT_EQ(board.taken("1c"), 1u);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
  board.run_to(200_s);
  EXPECT_EQ(board.park(board.call()).kind, Kind::parked);
}

/// At 100 s the codes become 200 to 299 and the time 60 s.
people::Company renumbered(const Rules& rules) {
  auto company = office(rules);
  auto later = rules;
  later.space.lo = 200;
  later.space.hi = 299;
  later.park.timeout = 60_s;
  company.lots.front().later.push_back(later);
  auto now = change(100_s, Happens::rules);
  now.rules = 1;
  company.timeline = {now};
  return company;
}

TEST(ChangeOfRules, GivesNewCallsTheNewCodes) {
  Switchboard board(renumbered({}));
  board.start();
  EXPECT_EQ(board.parked().digits, 10);
  board.run_to(100_s);
  EXPECT_EQ(board.parked().digits, 200);
  EXPECT_EQ(board.parked().digits, 201);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(ChangeOfRules, LeavesLiveCallsTheirCodesAndTheirTime) {
  Switchboard board(renumbered({}));
  board.start();
  const auto taken = board.parked(), left = board.parked();
  board.run_to(299_s);
  EXPECT_EQ(board.dial(taken), RetrieveOutcome::ok);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
  board.run_to(300_s);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
  EXPECT_EQ(board[left.call].state, State::ring_back);
}

TEST(ChangeOfRules, MakesACodeNoneWhenItsLastCallHasLeft) {
  Switchboard board(renumbered({}));
  board.start();
  const auto call = board.parked();
  board.run_to(100_s);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::no_such_code);
  EXPECT_EQ(board.parked().digits, 200);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(ChangeOfRules, TimesNewCallsByTheNewRules) {
  Switchboard board(renumbered({}));
  board.start();
  board.run_to(100_s);
  board.parked();
  board.run_to(160_s);
  EXPECT_EQ(board.count(Count::ring_backs), 1u);
}

TEST(ChangeOfRules, KeepsCodesInUseFromNewCallsWhereTheRangesOverlap) {
  auto company = office(systems::with_codes({}, 3));  // 10-12
  auto later = systems::with_codes({}, 4);
  later.space.lo = 11;
  later.space.hi = 14;
  company.lots.front().later.push_back(later);
  auto now = change(100_s, Happens::rules);
  now.rules = 1;
  company.timeline = {now};
  Switchboard board(company);
  board.start();
  board.parked();
  board.parked();  // on 11
  board.run_to(100_s);
  EXPECT_EQ(board.parked().digits, 12);
  EXPECT_EQ(board.parked().digits, 13);
  EXPECT_EQ(board.parked().digits, 14);
  EXPECT_EQ(board.park(board.call()).refusal, Refusal::lot_full);
  EXPECT_NO_THROW(board.exchange.audit());
}

}  // namespace

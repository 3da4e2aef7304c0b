#include <gtest/gtest.h>

#include "networks.hpp"
#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using networks::here;
using networks::served;
using networks::there;

using Kind = Message::Kind;
using Happens = people::Change::Kind;

/// A new call, parked; its parker's device is `here` or `there`. Told to others after the lag, if there is one.
Intent parked_from(Switchboard& board, int site) {
  board.press(board.call(), 0, site);
  board.run_to(board.now());
  EXPECT_TRUE(board.heard(Kind::parked));
  return board.heard(Kind::parked) ? board.last(Kind::parked)->intent : Intent{};
}
RetrieveOutcome dialled_from(Switchboard& board, int site, const Intent& intent) {
  board.retrieve(intent, 1, board.now(), site);
  if (!board.heard(Kind::retrieve_outcome)) board.run_to(board.now() + 1_s);
  return board.last(Kind::retrieve_outcome)->outcome;
}

people::Company two_nodes(const Rules& rules, Ticks lag = {}) {
  auto company = served(office(rules), {here, there});
  company.service.replication_lag = lag;
  return company;
}
Rules owned(CodeOwner owner) {
  Rules rules;  // codes 10-99, lowest
  rules.fail.code_owner = owner;
  return rules;
}

TEST(CodesOfANode, AreItsPartOfTheRange) {
  Switchboard board(two_nodes(owned(CodeOwner::per_node)));
  EXPECT_EQ(parked_from(board, here).digits, 10);
  EXPECT_EQ(parked_from(board, there).digits, 55);
  EXPECT_EQ(parked_from(board, here).digits, 11);
}

TEST(CodesOfANode, CanBeDialledAtEveryNode) {
  Switchboard board(two_nodes(owned(CodeOwner::per_node)));
  const auto call = parked_from(board, there);
  EXPECT_EQ(dialled_from(board, here, call), RetrieveOutcome::ok);
}

TEST(CodesOfANode, RunOutForItself) {
  Switchboard board(two_nodes(systems::with_codes(owned(CodeOwner::per_node), 2)));
  parked_from(board, here);
  board.press(board.call(), 0, here);
  board.run_to(0_s);
  EXPECT_EQ(board.count(Count::refused, Refusal::lot_full), 1u);
  parked_from(board, there);
}

TEST(CodesOfTheNodeOfOrigin, AreThoseWhereTheCallCameIn) {
  auto company = two_nodes(owned(CodeOwner::origin_node));
  company.traffic.front().site = there;
  Switchboard board(company);
  board.press(board.call(), 0, here);
  board.run_to(networks::way);
  ASSERT_TRUE(board.heard(Kind::parked));
  EXPECT_EQ(board.last(Kind::parked)->intent.digits, 55);
}

TEST(CodesOfAllNodes, AreGivenOutOnceWithoutALag) {
  Switchboard board(two_nodes({}));
  EXPECT_EQ(parked_from(board, here).digits, 10);
  EXPECT_EQ(parked_from(board, there).digits, 11);
  EXPECT_EQ(board.count(Count::collision, Collision::duplicate), 0u);
}

TEST(ReplicationLag, HasOneCodeGivenOutTwice) {
  Switchboard board(two_nodes({}, 5_s));
  const auto first = parked_from(board, here), second = parked_from(board, there);
  EXPECT_EQ(first.digits, second.digits);
  EXPECT_EQ(board.count(Count::collision, Collision::duplicate), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(ReplicationLag, IsOverWhenTheOthersKnow) {
  Switchboard board(two_nodes({}, 5_s));
  parked_from(board, here);
  board.run_to(5_s - 1_us);
  EXPECT_EQ(parked_from(board, there).digits, 10);
  Switchboard later(two_nodes({}, 5_s));
  parked_from(later, here);
  later.run_to(5_s);
  EXPECT_EQ(parked_from(later, there).digits, 11);
}

TEST(ReplicationLag, HidesACallFromTheOtherNode) {
  Switchboard board(two_nodes({}, 5_s));
  const auto call = parked_from(board, here);
  EXPECT_EQ(dialled_from(board, there, call), RetrieveOutcome::empty);
  board.run_to(5_s);
  EXPECT_EQ(dialled_from(board, there, call), RetrieveOutcome::ok);
}

TEST(ReplicationLag, GivesEachNodeItsOwnOfTwoCalls) {
  Switchboard board(two_nodes({}, 5_s));
  const auto first = parked_from(board, here), second = parked_from(board, there);
  board.run_to(10_s);
  EXPECT_EQ(dialled_from(board, there, first), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->call, second.call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::duplicate), 1u);
}

TEST(ReplicationLag, KeepsADoublyGivenCodeUntilBothCallsAreGone) {
  Switchboard board(two_nodes({}, 5_s));
  const auto first = parked_from(board, here), second = parked_from(board, there);
  board.run_to(10_s);
  board.hang_up(first.call);
  board.run_to(20_s);
  EXPECT_EQ(parked_from(board, here).digits, 11);
  board.hang_up(second.call);
  board.run_to(30_s);
  EXPECT_EQ(parked_from(board, here).digits, 10);
  EXPECT_NO_THROW(board.exchange.audit());
}

/// A call of which the node fails at 100 s and is back at 110 s.
struct Survivor {
  explicit Survivor(Media media, Liveness liveness) : board(company(media, liveness)) {
    board.start();
    call = parked_from(board, here);
    board.run_to(110_s);
  }
  static people::Company company(Media media, Liveness liveness) {
    Rules rules;  // 300 s
    rules.fail.node_fail = NodeFail::survive;
    rules.fail.media = media;
    rules.fail.liveness = liveness;
    rules.fail.keepalive = 60_s;
    return networks::with_changes(served(office(rules), {here}), {{100_s, Happens::crash}, {110_s, Happens::restart}});
  }
  Switchboard board;
  Intent call;
};

TEST(SurvivingRecord, WithMediaIsACallLikeBefore) {
  Survivor kept(Media::kept, Liveness::none);
  EXPECT_EQ(kept.board.taken("32a"), 1u);
  EXPECT_EQ(kept.board.ended(CallEnd::lost), 0u);
  EXPECT_EQ(dialled_from(kept.board, here, kept.call), RetrieveOutcome::ok);
}

TEST(Ghost, KeepsItsCodeUntilTheTimeOfTheCallIsUp) {
  Survivor ghost(Media::lost, Liveness::none);
  EXPECT_EQ(ghost.board.ended(CallEnd::lost), 1u);
  EXPECT_EQ(ghost.board.code_status(), State::code_ghost);
  EXPECT_EQ(dialled_from(ghost.board, here, ghost.call), RetrieveOutcome::call_died);
  EXPECT_EQ(ghost.board.code_status(), State::code_ghost);
  EXPECT_NO_THROW(ghost.board.exchange.audit());
  ghost.board.run_to(300_s - 1_us);
  EXPECT_EQ(ghost.board.taken("33c"), 0u);
  ghost.board.run_to(300_s);
  EXPECT_EQ(ghost.board.taken("33c"), 1u);
  EXPECT_EQ(ghost.board.code_status(), State::code_free);
  EXPECT_EQ(ghost.board.times(measures::Latency::code_resting).max(), 200_s);
}

TEST(Ghost, IsFoundOutByWhoeverDialsIt) {
  Survivor ghost(Media::lost, Liveness::on_access);
  EXPECT_EQ(dialled_from(ghost.board, here, ghost.call), RetrieveOutcome::call_died);
  EXPECT_EQ(ghost.board.code_status(), State::code_free);
  EXPECT_EQ(ghost.board.taken("33a"), 1u);
  EXPECT_NO_THROW(ghost.board.run_to(400_s));
}

TEST(Ghost, IsNotLeftOnACodeBeyondTheRange) {
  Rules rules;
  rules.space.hi = rules.space.lo;
  rules.alloc.full = Full::overflow;
  rules.fail.node_fail = NodeFail::survive;
  rules.fail.media = Media::lost;
  Switchboard board(networks::with_changes(served(office(rules), {here}), {{10_s, Happens::crash}}));
  board.start();
  board.press(board.call());
  board.press(board.call(), 1);
  board.run_to(9_s);
  board.run_to(11_s);
  EXPECT_EQ(board.ended(CallEnd::lost), 2u);
  EXPECT_EQ(board.exchange.lot_at(0).code(0).status, State::code_ghost);
  EXPECT_EQ(board.exchange.lot_at(0).code(1).status, State::code_beyond_range);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Ghost, MakesWayForACallFromANodeThatDoesNotKnowOfIt) {
  Rules rules;
  rules.fail.node_fail = NodeFail::survive;
  rules.fail.media = Media::lost;
  Switchboard board(networks::with_changes(two_nodes(rules, 60_s), {{10_s, Happens::crash}}));
  board.start();
  const auto dead = parked_from(board, here);
  board.run_to(20_s);
  EXPECT_EQ(parked_from(board, there).digits, dead.digits);
  EXPECT_EQ(board.taken("33d"), 1u);
  EXPECT_NO_THROW(board.run_to(400_s));
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Ghost, IsFoundOutByAskingRegularly) {
  Survivor ghost(Media::lost, Liveness::keepalive);
  ghost.board.run_to(120_s - 1_us);
  EXPECT_EQ(ghost.board.code_status(), State::code_ghost);
  ghost.board.run_to(120_s);
  EXPECT_EQ(ghost.board.taken("33b"), 1u);
  EXPECT_EQ(ghost.board.code_status(), State::code_free);
}

}  // namespace

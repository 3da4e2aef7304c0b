#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules named(TakenChoice when_taken) {
  Rules r;  // codes 10-99, lowest, 300 s, ring time 30 s
  r.alloc.chosen_by = ChosenBy::parker;
  r.alloc.taken_choice = when_taken;
  return r;
}

TEST(NamedCode, IsTheOneThatTheParkerNames) {
  Switchboard board(office(named(TakenChoice::probe)));
  EXPECT_EQ(board.park_on(42).intent.digits, 42);
  EXPECT_EQ(board.count(Count::probes), 1u);
}

TEST(NamedCode, InUseLeadsToTheNextFreeOneAboveIt) {
  Switchboard board(office(named(TakenChoice::probe)));
  board.park_on(42);
  board.park_on(43);
  EXPECT_EQ(board.park_on(42).intent.digits, 44);
  EXPECT_EQ(board.count(Count::probes), 1u + 1 + 3);
  EXPECT_EQ(board.count(Count::collision, Collision::allocation), 2u);
}

TEST(NamedCode, InUseAtTheEndOfTheRangeLeadsToItsStart) {
  Switchboard board(office(named(TakenChoice::probe)));
  board.park_on(99);
  EXPECT_EQ(board.park_on(99).intent.digits, 10);
}

TEST(NamedCode, ThatIsNoCodeLeavesTheChoiceToTheLot) {
  Switchboard board(office(named(TakenChoice::probe)));
  EXPECT_EQ(board.park_on(500).intent.digits, 10);
}

TEST(NamedCode, InUseIsRefusedAndTheCallerStaysWithTheParker) {
  Switchboard board(office(named(TakenChoice::refuse_keep)));
  board.park_on(42);
  const auto answer = board.park_on(42);
  EXPECT_EQ(answer.kind, Kind::refused);
  EXPECT_EQ(answer.refusal, Refusal::code_taken);
  EXPECT_EQ(board[answer.call].state, State::connected);
  EXPECT_EQ(board.count(Count::refused, Refusal::code_taken), 1u);
  EXPECT_EQ(board.taken("3b"), 1u);
}

TEST(NamedCode, InUseCutsTheCallerWhereTheLotSaysSo) {
  Switchboard board(office(named(TakenChoice::refuse_drop)));
  board.park_on(42);
  const auto answer = board.park_on(42);
  EXPECT_EQ(answer.kind, Kind::cut);
  EXPECT_EQ(board[answer.call].state, State::refused_dropped);
  EXPECT_EQ(board.count(Count::refused, Refusal::code_taken), 1u);
}

TEST(NamedCode, InUseRingsTheParkerAtOnce) {
  Switchboard board(office(named(TakenChoice::ring_parker)));
  board.park_on(42);
  const auto rung = board.park_on(42, 3);
  ASSERT_EQ(rung.kind, Kind::ring_back_offered);
  EXPECT_EQ(rung.person, 3);
  EXPECT_TRUE(board.heard(Kind::believed_parked));
  EXPECT_FALSE(board.heard(Kind::parked));
  EXPECT_EQ(board[rung.call].code, -1);
  board.answer(rung.call, 3);
  EXPECT_EQ(board.ended(CallEnd::returned), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(NamedCode, ACallRungWithoutACodeIsOverWhenNobodyAnswers) {
  auto rules = named(TakenChoice::ring_parker);
  rules.ring.attempts = 3;
  rules.ring.final = Final::repark;
  Switchboard board(office(rules));
  board.park_on(42);
  board.park_on(42);
  board.run_to(30_s);
  EXPECT_EQ(board.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(board.taken("24d"), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(NamedCode, InUseJoinsTheTwoCallersWhereTheLotMerges) {
  Switchboard board(office(named(TakenChoice::merge)));
  const auto first = board.park_on(42, 1).intent;
  board.park_on(42, 2);
  EXPECT_EQ(board.ended(CallEnd::merged), 2u);
  EXPECT_EQ(board.count(Count::collision, Collision::merged), 1u);
  EXPECT_EQ(board.code_status(first.code), State::code_free);
  EXPECT_EQ(board.count(Count::park_committed), 2u);
  EXPECT_NO_THROW(board.exchange.audit());
}

Rules by_extension(int lo, int hi, ChosenBy by) {
  auto rules = named(TakenChoice::refuse_keep);
  rules.alloc.chosen_by = by;
  rules.space.lo = lo;
  rules.space.hi = hi;
  return rules;
}

TEST(CodeOfAnExtension, IsTheFirstFreeOfItsTen) {
  Switchboard board(office(by_extension(100, 199, ChosenBy::extension)));
  EXPECT_EQ(board.parked(3).digits, 130);
  EXPECT_EQ(board.parked(3).digits, 131);
  EXPECT_EQ(board.parked(4).digits, 140);
}

TEST(CodeOfAnExtension, IsRefusedWhenAllTenAreInUse) {
  Switchboard board(office(by_extension(100, 199, ChosenBy::extension)));
  for (int i = 0; i < 10; ++i) board.parked(3);
  EXPECT_EQ(board.park(board.call(), 3).refusal, Refusal::code_taken);
  EXPECT_EQ(board.parked(4).digits, 140);
}

TEST(CodeWithTheSuffix, OfTheParkerIsTakenWhenItIsFree) {
  auto rules = by_extension(100, 199, ChosenBy::suffix);
  rules.alloc.taken_choice = TakenChoice::probe;
  Switchboard board(office(rules));
  EXPECT_EQ(board.parked(7).digits, 107);
  EXPECT_EQ(board.parked(7).digits, 100);  // any other, as the lot chooses
}

TEST(CodeWithTheSuffix, OfTheParkerIsRefusedWhenItIsTakenWhereTheRulesSaySo) {
  auto rules = by_extension(100, 199, ChosenBy::suffix);
  rules.alloc.taken_choice = TakenChoice::refuse_keep;
  Switchboard board(office(rules));
  EXPECT_EQ(board.parked(7).digits, 107);
  EXPECT_EQ(board.park(board.call(), 7).refusal, Refusal::code_taken);
}

TEST(CodeWithTheSuffix, ThatTheRangeLacksIsAnyCode) {
  Switchboard board(office(by_extension(150, 159, ChosenBy::suffix)));
  EXPECT_EQ(board.parked(7).digits, 150);
}

}  // namespace

#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules self_parking() {
  Rules r;  // 300 s
  r.take.empty = EmptyCode::self_park;
  r.take.self_park_patience = 20_s;
  return r;
}

/// Somebody has dialled the code of a call that is gone.
struct SelfParked {
  explicit SelfParked(const Rules& rules = self_parking()) : board(office(rules)) {
    meant = board.parked();
    board.hang_up(meant.call);
    outcome = board.dial(meant, 1);
    call = board.last(Kind::retrieve_outcome)->call;
  }
  Switchboard board;
  Intent meant;
  RetrieveOutcome outcome{};
  CallId call;
};

TEST(SelfPark, ParksWhoeverDialsAnEmptyCode) {
  SelfParked dialler;
  EXPECT_EQ(dialler.outcome, RetrieveOutcome::self_parked);
  EXPECT_NE(dialler.call, dialler.meant.call);
  EXPECT_TRUE(dialler.board[dialler.call].self_parked);
  EXPECT_EQ(dialler.board[dialler.call].state, State::parked);
  EXPECT_EQ(dialler.board[dialler.call].code, dialler.meant.code);
  EXPECT_FALSE(dialler.board.heard(Kind::parked));
  EXPECT_EQ(dialler.board.count(Count::park_committed), 2u);
  EXPECT_EQ(dialler.board.count(Count::calls_parked), 1u);  // nobody called
  EXPECT_NO_THROW(dialler.board.exchange.audit());
}

TEST(SelfPark, EndsWhenTheDiallerHangsUp) {
  SelfParked dialler;
  dialler.board.run_to(20_s - 1_us);
  EXPECT_EQ(dialler.board.code_status(), State::code_occupied);
  dialler.board.run_to(20_s);
  EXPECT_EQ(dialler.board.last(Kind::call_left)->end, CallEnd::abandoned);
  EXPECT_EQ(dialler.board.code_status(), State::code_free);
}

TEST(SelfPark, GivesTheNextDiallerToTheFirst) {
  SelfParked dialler;
  EXPECT_EQ(dialler.board.dial(dialler.meant, 2), RetrieveOutcome::wrong_call);
  EXPECT_EQ(dialler.board.last(Kind::retrieve_outcome)->call, dialler.call);
  EXPECT_EQ(dialler.board.ended(CallEnd::retrieved_wrong), 1u);
  dialler.board.run_to(100_s);
  EXPECT_EQ(dialler.board.ended(CallEnd::abandoned), 1u);  // the call that was meant, and nobody else
}

TEST(SelfPark, HasNobodyToRing) {
  auto rules = self_parking();
  rules.park.timeout = 10_s;
  SelfParked waiting(rules);
  waiting.board.run_to(10_s);
  EXPECT_EQ(waiting.board.taken("18"), 1u);
  waiting.board.run_to(20_s);
  EXPECT_EQ(waiting.board.ended(CallEnd::abandoned), 2u);
  rules.park.needs_parker = false;
  SelfParked dropped(rules);
  dropped.board.run_to(10_s);
  EXPECT_EQ(dropped.board.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(dropped.board.count(Count::ring_backs), 0u);
}

TEST(SelfPark, IsNotRemindedAndHasNoEscape) {
  auto rules = self_parking();
  rules.take.self_park_patience = 100_s;
  rules.park.remind_first = 10_s;
  rules.park.remind_limit = 1;
  rules.park.escape_key = true;
  auto company = office(rules);
  company.traffic.front().escape = Distribution::constant(5.0);
  Switchboard board(company);
  const auto call = board.parked();
  board.hang_up(call.call);
  board.dial(call);
  board.run_to(50_s);
  EXPECT_EQ(board.count(Count::reminders), 0u);
  EXPECT_EQ(board.ended(CallEnd::abandoned), 1u);
}

TEST(SelfPark, NeedsACode) {
  Switchboard board(office(self_parking()));
  auto call = board.parked();
  call.digits = 500;
  EXPECT_EQ(board.dial(call), RetrieveOutcome::no_such_code);
}

TEST(SelfPark, OnACodeThatCannotBeHadLeadsToNobody) {
  auto rules = self_parking();
  rules.alloc.quarantine = 60_s;
  SelfParked turned_away(rules);
  EXPECT_EQ(turned_away.outcome, RetrieveOutcome::empty);
  EXPECT_EQ(turned_away.board.count(Count::park_committed), 1u);
  EXPECT_NO_THROW(turned_away.board.exchange.audit());
}

}  // namespace

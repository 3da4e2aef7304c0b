#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules with_gap(Ticks gap, Ticks life = {}) {
  Rules r;  // codes 10-99, lowest
  r.alloc.atomic = false;
  r.alloc.gap = gap;
  r.alloc.reservation_life = life;
  return r;
}

/// What somebody knows who has been told that this call will be on the first code.
Intent on_first_code(CallId call) { return {.digits = 10, .lot = 0, .measured = true, .code = 0, .call = call}; }

TEST(Reservation, LeadsToTheCodeAfterTheGap) {
  Switchboard board(office(with_gap(2_s)));
  const auto call = board.call();
  board.press(call);
  EXPECT_EQ(board.code_status(), State::code_reserved);
  EXPECT_FALSE(board.heard(Kind::parked));
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(2_s - 1_us);
  EXPECT_EQ(board[call].state, State::reserved);
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::parked)->intent.digits, 10);
  EXPECT_EQ(board.code_status(), State::code_occupied);
  EXPECT_EQ(board.times(measures::Latency::park_latency).max(), 2_s);
  EXPECT_EQ(board.dial(on_first_code(call)), RetrieveOutcome::ok);
}

TEST(Reservation, LastsForTheAnnouncementToo) {
  auto rules = with_gap(2_s);
  rules.park.announce_per_digit = 500'000_us;
  Switchboard board(office(rules));
  board.press(board.call());
  board.run_to(3_s - 1_us);
  EXPECT_FALSE(board.heard(Kind::parked));
  board.run_to(3_s);
  EXPECT_TRUE(board.heard(Kind::parked));
}

TEST(Reservation, KeepsOthersFromTheCode) {
  Switchboard board(office(with_gap(2_s)));
  board.press(board.call());
  board.press(board.call());
  EXPECT_EQ(board.code_status(1), State::code_reserved);
}

TEST(Reservation, OfTheLastCodeFillsTheLot) {
  Switchboard board(office(systems::with_codes(with_gap(2_s), 1)));
  board.press(board.call());
  EXPECT_EQ(board.park(board.call()).refusal, Refusal::lot_full);
}

TEST(Reservation, EndsWithACallerWhoHangsUpInTheGap) {
  Switchboard board(office(with_gap(2_s)));
  const auto call = board.call();
  board.press(call);
  board.hang_up(call);
  EXPECT_TRUE(board.heard(Kind::cut));
  EXPECT_EQ(board.code_status(), State::code_free);
  EXPECT_EQ(board.count(Count::park_died_in_gap), 1u);
  EXPECT_EQ(board.taken("7a"), 1u);
  board.run_to(10_s);
  EXPECT_EQ(board.count(Count::park_committed), 0u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Reservation, EndsWithAParkerWhoIsGoneInTheGap) {
  Switchboard board(office(with_gap(2_s)));
  const auto call = board.call();
  board.press(call);
  board.parker_gone(call);
  EXPECT_EQ(board.taken("7b"), 1u);
  EXPECT_EQ(board.count(Count::park_died_in_gap), 1u);
}

TEST(Reservation, LapsesAndTheCodeIsTakenAllTheSameWhenItIsStillFree) {
  Switchboard board(office(with_gap(3_s, 1_s)));
  board.press(board.call());
  board.run_to(1_s);
  EXPECT_EQ(board.code_status(), State::code_free);
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(3_s);
  EXPECT_EQ(board.last(Kind::parked)->intent.digits, 10);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Reservation, ThatLastsAsLongAsTheGapNeverLapses) {
  Switchboard board(office(with_gap(3_s, 3_s)));
  board.press(board.call());
  board.run_to(10_s);
  EXPECT_EQ(board.taken("R3"), 0u);
  EXPECT_EQ(board.count(Count::park_committed), 1u);
}

TEST(Reservation, ThatLapsedLeadsToAStrangerWhoIsParkedThereByThen) {
  Switchboard board(office(with_gap(3_s, 1_s)));
  board.press(board.call(), 1);
  board.run_to(1_s + 500'000_us);
  board.press(board.call(), 2);
  board.run_to(3_s);
  EXPECT_TRUE(board.heard(Kind::parked));  // the first; the promise to the second has lapsed too
  board.run_to(4_s + 500'000_us);
  EXPECT_EQ(board.ended(CallEnd::merged), 2u);
  EXPECT_EQ(board.taken("9a"), 1u);
  EXPECT_EQ(board.taken("9c"), 1u);
  EXPECT_EQ(board.count(Count::collision, Collision::merged), 1u);
  EXPECT_EQ(board.code_status(), State::code_free);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Reservation, ThatLapsedIsCutWhenTheCodeIsPromisedToAnother) {
  Switchboard board(office(with_gap(3_s, 2_s)));
  board.press(board.call(), 1);
  board.run_to(2_s + 500'000_us);
  board.press(board.call(), 2);
  board.run_to(3_s);
  EXPECT_EQ(board.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(board.taken("9b"), 1u);
  board.run_to(5_s + 500'000_us);
  EXPECT_TRUE(board.heard(Kind::parked));
  EXPECT_NO_THROW(board.exchange.audit());
}

Rules when_dialled(DuringReserved what, Ticks gap) {
  auto rules = with_gap(gap);
  rules.take.during_reserved = what;
  return rules;
}

TEST(ReservedCode, IsEmptyToWhoeverDialsIt) {
  Switchboard board(office(when_dialled(DuringReserved::empty, 2_s)));
  const auto call = board.call();
  board.press(call);
  EXPECT_EQ(board.dial(on_first_code(call)), RetrieveOutcome::empty);
}

TEST(ReservedCode, GivesTheParkerToWhoeverDialsIt) {
  Switchboard board(office(when_dialled(DuringReserved::get_parker, 2_s)));
  const auto call = board.call();
  board.press(call);
  EXPECT_EQ(board.dial(on_first_code(call)), RetrieveOutcome::got_parker);
  board.run_to(2_s);
  EXPECT_EQ(board[call].state, State::parked);
}

TEST(ReservedCode, IsLookedAtAgainUntilTheCallIsThere) {
  Switchboard board(office(when_dialled(DuringReserved::wait, 2'500'000_us)));
  const auto call = board.call();
  board.press(call);
  board.retrieve(on_first_code(call), 1, 0_s);
  EXPECT_FALSE(board.heard(Kind::retrieve_outcome));
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(3_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::ok);
  EXPECT_EQ(board.taken("A2w"), 3u);
  EXPECT_EQ(board.count(Count::retrieve_attempts), 1u);
}

TEST(ReservedCode, IsGivenUpAfterTheLastLook) {
  Switchboard board(office(when_dialled(DuringReserved::wait, 10_s)));
  const auto call = board.call();
  board.press(call);
  board.retrieve(on_first_code(call), 1, 0_s);
  board.run_to(3_s - 1_us);
  EXPECT_FALSE(board.heard(Kind::retrieve_outcome));
  board.run_to(3_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::empty);
}

}  // namespace

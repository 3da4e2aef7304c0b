#include <gtest/gtest.h>

#include <optional>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

/// A parked caller who asks for the parker after 50 s.
people::Company impatient(CodeInRingBack code, const std::optional<Distribution>& escape = Distribution::constant(50.0),
                          int attempts = 1, bool has_key = true) {
  Rules rules;  // 300 s, ring time 30 s
  rules.park.escape_key = has_key;
  rules.ring.code = code;
  rules.ring.attempts = attempts;
  auto company = office(rules);
  company.traffic.front().escape = escape;
  return company;
}

TEST(EscapeKey, HasTheParkerRungBeforeTheTimeout) {
  Switchboard board(impatient(CodeInRingBack::held));
  const auto call = board.parked(6);
  board.run_to(50_s - 1_us);
  EXPECT_FALSE(board.heard(Kind::ring_back_offered));
  board.run_to(50_s);
  ASSERT_TRUE(board.heard(Kind::ring_back_offered));
  EXPECT_EQ(board.last(Kind::ring_back_offered)->person, 6);
  board.answer(call.call, 6);
  EXPECT_EQ(board.ended(CallEnd::returned), 1u);
}

TEST(EscapeKey, TreatsTheCodeAsAnyRingBackDoes) {
  Switchboard held(impatient(CodeInRingBack::held));
  const auto takable = held.parked();
  held.run_to(60_s);
  EXPECT_EQ(held.taken("12b"), 1u);
  EXPECT_EQ(held.dial(takable), RetrieveOutcome::ok);
  Switchboard locked(impatient(CodeInRingBack::locked));
  const auto kept = locked.parked();
  locked.run_to(60_s);
  EXPECT_EQ(locked.taken("12c"), 1u);
  EXPECT_EQ(locked.dial(kept), RetrieveOutcome::in_ring_back);
  Switchboard freed(impatient(CodeInRingBack::freed));
  freed.parked();
  freed.run_to(60_s);
  EXPECT_EQ(freed.taken("12a"), 1u);
  EXPECT_EQ(freed.code_status(), State::code_free);
}

TEST(EscapeKey, UsesUpAnAttempt) {
  Switchboard board(impatient(CodeInRingBack::held));
  board.parked();
  board.run_to(80_s);
  EXPECT_EQ(board.ended(CallEnd::dropped), 1u);
}

TEST(EscapeKey, DoesNothingForAPatientCaller) {
  Switchboard board(impatient(CodeInRingBack::held, std::nullopt));
  board.parked();
  board.run_to(299_s);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
}

TEST(EscapeKey, IsMissingWhereTheRulesHaveNone) {
  Switchboard board(impatient(CodeInRingBack::held, Distribution::constant(50.0), 1, false));
  board.parked();
  board.run_to(299_s);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
}

TEST(EscapeKey, RingsNobodyWhereThereAreNoRingBacks) {
  Switchboard board(impatient(CodeInRingBack::held, Distribution::constant(50.0), 0));
  const auto call = board.parked();
  board.run_to(299_s);
  EXPECT_EQ(board[call.call].state, State::parked);
}

TEST(EscapeKey, IsForgottenWithTheCall) {
  Switchboard board(impatient(CodeInRingBack::held));
  board.dial(board.parked());
  EXPECT_NO_THROW(board.run_to(100_s));
}

}  // namespace

#include <gtest/gtest.h>

#include <vector>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules safe() {
  auto rules = systems::with_codes(systems::teams_reject(), 1);
  rules.take.token = Token::safe;
  return rules;
}

/// The intents of two calls that had the same code one after the other.
struct Reused {
  explicit Reused(Switchboard& board) {
    old = board.parked(0);
    board.hang_up(old.call);
    present = board.parked(2);
  }
  Intent old, present;
};

TEST(Token, KeepsARetrieverFromTheNextCallUnderTheCode) {
  Switchboard board(office(safe()));
  const Reused code(board);
  EXPECT_TRUE(code.old.token);
  EXPECT_EQ(board.dial(code.old), RetrieveOutcome::token_mismatch);
  EXPECT_EQ(board[code.present.call].state, State::parked);
  EXPECT_EQ(board.taken("A2t"), 1u);
}

TEST(Token, LetsTheRightCallThrough) {
  Switchboard board(office(safe()));
  EXPECT_EQ(board.dial(board.parked()), RetrieveOutcome::ok);
}

TEST(Token, OfNobodyGivesTheNextCallUnderTheCode) {
  Switchboard board(office(safe()));
  Reused code(board);
  code.old.token = false;  // heard the digits alone
  EXPECT_EQ(board.dial(code.old), RetrieveOutcome::wrong_call);
}

TEST(Token, IsNotGivenOutWhereTheRulesHaveNone) {
  Switchboard board(office(systems::teams()));
  EXPECT_FALSE(board.parked().token);
}

TEST(Token, TakesItsCallFromTheMiddleOfALine) {
  Rules rules;
  rules.alloc.chosen_by = ChosenBy::parker;
  rules.alloc.taken_choice = TakenChoice::join_queue;
  rules.space.calls_per_code = unlimited;
  rules.take.token = Token::safe;
  Switchboard board(office(rules));
  board.park_on(12);
  const auto second = board.park_on(12).intent;
  board.park_on(12);
  EXPECT_EQ(board.dial(second), RetrieveOutcome::ok);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->call, second.call);
}

TEST(Token, LeavesNoWrongCallOfThoseWhoCarryIt) {
  // Every call is dialled for long after its code has been used again, and every second code is misdialled too.
  auto rules = systems::with_codes(safe(), 3);
  Switchboard board(office(rules));
  std::vector<Intent> known;
  for (int i = 0; i < 200; ++i) {
    board.run_to(Ticks{i * 1'000'000});
    const auto answer = board.park(board.call());
    if (answer.kind == Kind::parked) known.push_back(answer.intent);
    auto dialled = known[static_cast<std::size_t>(i) * 7919 % known.size()];
    if (i % 2 == 0) dialled.digits = 10 + i % 3;
    board.dial(dialled);
    if (i % 3 == 0 && board[known.back().call].state == State::parked) board.hang_up(known.back().call);
  }
  EXPECT_GT(board.outcome(RetrieveOutcome::token_mismatch), 10u);
  EXPECT_EQ(board.outcome(RetrieveOutcome::wrong_call), 0u);
  EXPECT_EQ(board.ended(CallEnd::retrieved_wrong), 0u);
  EXPECT_NO_THROW(board.exchange.audit());
}

}  // namespace

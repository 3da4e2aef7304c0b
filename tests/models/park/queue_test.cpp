#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules lines(int calls_per_code, CodeOrder order = CodeOrder::fifo) {
  Rules r;  // codes 10-99, 300 s, ring time 30 s
  r.alloc.chosen_by = ChosenBy::parker;
  r.alloc.taken_choice = TakenChoice::join_queue;
  r.space.calls_per_code = calls_per_code;
  r.space.code_order = order;
  return r;
}

/// The call that a dialled code gives.
CallId taken(Switchboard& board, const Intent& intent) {
  board.dial(intent);
  return board.last(Kind::retrieve_outcome)->call;
}

TEST(Line, GivesTheCallThatCameFirst) {
  Switchboard board(office(lines(unlimited)));
  const auto first = board.park_on(12).intent;
  const auto second = board.park_on(12).intent;
  EXPECT_EQ(board.taken("3e"), 1u);
  EXPECT_EQ(taken(board, second), first.call);
  EXPECT_EQ(taken(board, second), second.call);
}

TEST(Line, GivesTheCallThatCameLast) {
  Switchboard board(office(lines(unlimited, CodeOrder::lifo)));
  const auto first = board.park_on(12).intent;
  const auto second = board.park_on(12).intent;
  EXPECT_EQ(taken(board, first), second.call);
  EXPECT_EQ(taken(board, first), first.call);
}

TEST(Line, GivesTheCallThatHasWaitedLongestSinceItsFirstPark) {
  for (const auto order : {CodeOrder::fifo, CodeOrder::longest}) {
    Switchboard board(office(lines(unlimited, order)));
    const auto old = board.park_on(12).intent;
    board.dial(old);
    board.run_to(10_s);
    const auto young = board.park_on(12).intent;
    board.press(old.call, 1, 0, 12);  // once more, behind it
    EXPECT_EQ(taken(board, young), order == CodeOrder::fifo ? young.call : old.call);
  }
}

TEST(Line, AWrongCallFromItIsADuplicate) {
  Switchboard board(office(lines(unlimited)));
  board.park_on(12);
  EXPECT_EQ(board.dial(board.park_on(12).intent), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.count(Count::wrong_call, WrongCause::duplicate), 1u);
}

TEST(Line, TakesNoMoreCallsThanTheRulesAllow) {
  Switchboard board(office(lines(2)));
  board.park_on(12);
  board.park_on(12);
  const auto third = board.park_on(12);
  EXPECT_EQ(third.refusal, Refusal::code_taken);
  EXPECT_EQ(board.taken("3f"), 1u);
  EXPECT_EQ(board.park_on(13).kind, Kind::parked);
}

TEST(Line, HoldsItsCodeUntilTheLastCallHasLeft) {
  Switchboard board(office(lines(unlimited)));
  const auto first = board.park_on(12).intent;
  const auto second = board.park_on(12).intent;
  board.hang_up(first.call);
  EXPECT_EQ(board.code_status(first.code), State::code_occupied);
  board.hang_up(second.call);
  EXPECT_EQ(board.code_status(first.code), State::code_free);
  EXPECT_EQ(board.taken("C9"), 2u);  // the second came, the first went
}

TEST(Line, ACallFromItsMiddleCanLeave) {
  Switchboard board(office(lines(unlimited)));
  const auto first = board.park_on(12).intent;
  const auto second = board.park_on(12).intent;
  const auto third = board.park_on(12).intent;
  board.hang_up(second.call);
  EXPECT_EQ(taken(board, third), first.call);
  EXPECT_EQ(taken(board, third), third.call);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Line, ACallThatComesBehindALockedCodeCanBeTaken) {
  auto rules = lines(unlimited);
  rules.ring.code = CodeInRingBack::locked;
  Switchboard board(office(rules));
  const auto rung = board.park_on(12).intent;
  board.run_to(310_s);
  EXPECT_EQ(board.dial(rung), RetrieveOutcome::in_ring_back);
  const auto joined = board.park_on(12).intent;
  EXPECT_EQ(board.taken("C10"), 1u);
  EXPECT_EQ(taken(board, joined), joined.call);
  EXPECT_EQ(board.dial(rung), RetrieveOutcome::in_ring_back);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(CapOnActiveCalls, CountsCallsAndNotCodes) {
  auto rules = lines(unlimited);
  rules.space.max_active = 3;
  Switchboard board(office(rules));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(board.park_on(12).kind, Kind::parked);
  EXPECT_EQ(board.park_on(12).refusal, Refusal::code_taken);
  EXPECT_EQ(board.park_on(13).refusal, Refusal::lot_full);
}

TEST(CapOnActiveCalls, MayBeSmallerThanTheRange) {
  Rules rules;
  rules.space.max_active = 2;
  Switchboard board(office(rules));
  const auto first = board.parked();
  board.parked();
  EXPECT_EQ(board.park(board.call()).refusal, Refusal::lot_full);
  board.dial(first);
  EXPECT_EQ(board.park(board.call()).kind, Kind::parked);
}

}  // namespace

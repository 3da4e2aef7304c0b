#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Rules falling(Fallback fallback, Final final = Final::fallback) {
  Rules r;  // 300 s, ring time 30 s
  r.ring.final = final;
  r.ring.fallback = fallback;
  r.ring.fallback_ring = 20_s;
  r.ring.to = "staff";
  return r;
}

/// One call whose ring-back has gone unanswered.
struct Unanswered {
  explicit Unanswered(const Rules& rules, Reach at_fallback = Reach::rings) : board(office(rules)) {
    call = board.parked();
    board.run_to(329_s);
    board.reach = at_fallback;
    board.run_to(330_s);
  }
  Switchboard board;
  Intent call;
};

TEST(Fallback, IsAMachineThatAnswersAtOnce) {
  for (const auto final : {Final::fallback, Final::attendant}) {
    Unanswered at(falling(Fallback::voicemail, final));
    EXPECT_EQ(at.board.taken("25g"), 1u);
    EXPECT_EQ(at.board.taken("29a"), 1u);
    EXPECT_EQ(at.board.last(Kind::call_left)->end, CallEnd::diverted);
    EXPECT_NO_THROW(at.board.exchange.audit());
  }
}

TEST(Fallback, IsAGroupOfPeopleThatIsRung) {
  Unanswered at(falling(Fallback::group));
  ASSERT_TRUE(at.board.heard(Kind::ring_back_offered));
  EXPECT_EQ(at.board.last(Kind::ring_back_offered)->group, 0);
  EXPECT_TRUE(at.board.heard(Kind::ring_back_cancelled));  // at the parker's phone
  EXPECT_EQ(at.board[at.call.call].state, State::fallback);
  at.board.answer(at.call.call, 7);
  EXPECT_EQ(at.board.last(Kind::ring_back_connected)->person, 7);
  EXPECT_EQ(at.board.ended(CallEnd::diverted), 1u);
  EXPECT_EQ(at.board[at.call.call].state, State::connected);
}

TEST(Fallback, ThatIsNotAnsweredInTimeDropsTheCall) {
  Unanswered at(falling(Fallback::group));
  at.board.run_to(350_s - 1_us);
  EXPECT_EQ(at.board.ended(CallEnd::dropped), 0u);
  at.board.run_to(350_s);
  EXPECT_EQ(at.board.ended(CallEnd::dropped), 1u);
  EXPECT_TRUE(at.board.heard(Kind::ring_back_cancelled));
}

TEST(Fallback, ThatIsBusyOrOutOfReachDropsTheCallAtOnce) {
  for (const auto reach : {Reach::busy, Reach::unreachable}) {
    Unanswered at(falling(Fallback::group), reach);
    EXPECT_EQ(at.board.ended(CallEnd::dropped), 1u);
  }
}

TEST(Fallback, RingsAForwardedPhone) {
  Unanswered at(falling(Fallback::group), Reach::forwarded);
  EXPECT_EQ(at.board[at.call.call].state, State::fallback);
}

TEST(Fallback, WithNobodyThereIsRungInVain) {
  Unanswered at(falling(Fallback::nobody));
  EXPECT_FALSE(at.board.heard(Kind::ring_back_offered));
  at.board.run_to(350_s);
  EXPECT_EQ(at.board.taken("29b"), 1u);
  EXPECT_EQ(at.board.ended(CallEnd::dropped), 1u);
}

TEST(Fallback, LosesACallerWhoHangsUp) {
  Unanswered at(falling(Fallback::nobody));
  at.board.hang_up(at.call.call);
  EXPECT_EQ(at.board.taken("29c"), 1u);
  EXPECT_EQ(at.board.ended(CallEnd::abandoned), 1u);
  at.board.run_to(400_s);
  EXPECT_EQ(at.board.ended(CallEnd::dropped), 0u);
}

TEST(Fallback, FreesTheCode) {
  Unanswered at(falling(Fallback::nobody));
  EXPECT_EQ(at.board.code_status(), State::code_free);
  EXPECT_NE(at.board.dial(at.call), RetrieveOutcome::ok);
  EXPECT_NO_THROW(at.board.exchange.audit());
}

TEST(Fallback, IsNoRingBackOfTheParker) {
  Unanswered at(falling(Fallback::group));
  EXPECT_EQ(at.board.count(Count::ring_backs), 1u);
}

TEST(Fallback, ComesAtTheTimeOutWithoutAnyAttempt) {
  auto rules = falling(Fallback::voicemail);
  rules.ring.attempts = 0;
  Switchboard board(office(rules));
  board.parked();
  board.run_to(300_s);
  EXPECT_EQ(board.taken("19d"), 1u);
  EXPECT_EQ(board.ended(CallEnd::diverted), 1u);
}

TEST(Fallback, OutlastsTheLimitOfALife) {
  auto rules = falling(Fallback::group);
  rules.park.life_max = 340_s;
  Unanswered at(rules);
  at.board.run_to(345_s);
  EXPECT_EQ(at.board[at.call.call].state, State::fallback);
}

}  // namespace

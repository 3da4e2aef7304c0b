#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

constexpr int helpers = 1;  ///< the second group

people::Company office_with_helpers(const Rules& rules) {
  auto company = office(rules);
  auto group = company.groups.front();
  group.name = "helpers";
  group.count = 3;
  company.groups.push_back(group);
  return company;
}

Rules ringing(RingTarget target, std::string to = "helpers") {
  Rules r;  // 300 s, ring time 30 s
  r.ring.target = target;
  r.ring.to = std::move(to);
  return r;
}

TEST(RingTarget, IsAPersonOfTheGroupThatTheRulesName) {
  for (const auto target : {RingTarget::fixed, RingTarget::hunt_group, RingTarget::attendant}) {
    Switchboard board(office_with_helpers(ringing(target)));
    const auto call = board.parked(2);
    board.run_to(300_s);
    ASSERT_TRUE(board.heard(Kind::ring_back_offered));
    EXPECT_EQ(board.last(Kind::ring_back_offered)->group, helpers);
    EXPECT_EQ(board.last(Kind::ring_back_offered)->person, nobody);
    board.answer(call.call, 11);
    EXPECT_EQ(board.last(Kind::ring_back_connected)->person, 11);
    EXPECT_EQ(board.ended(CallEnd::returned), 1u);
  }
}

TEST(RingTarget, IsTheParkerFirstAndThenTheGroup) {
  auto rules = ringing(RingTarget::parker_then_group);
  rules.ring.attempts = 2;
  rules.ring.between = 10_s;
  Switchboard board(office_with_helpers(rules));
  board.parked(2);
  board.run_to(300_s);
  EXPECT_EQ(board.last(Kind::ring_back_offered)->person, 2);
  EXPECT_EQ(board.last(Kind::ring_back_offered)->group, nobody);
  board.run_to(340_s);
  ASSERT_TRUE(board.heard(Kind::ring_back_offered));
  EXPECT_EQ(board.last(Kind::ring_back_offered)->group, helpers);
  EXPECT_EQ(board.count(Count::ring_backs), 2u);
}

TEST(RingTarget, IsTheGroupThatTheCallWasFor) {
  auto company = office_with_helpers(ringing(RingTarget::origin_path, ""));
  company.traffic.front().to = helpers;
  Switchboard board(company);
  board.parked(2);
  board.run_to(300_s);
  EXPECT_EQ(board.last(Kind::ring_back_offered)->group, helpers);
}

TEST(RingTarget, ThatIsNobodyLetsTheCallWaitOn) {
  Switchboard board(office_with_helpers(ringing(RingTarget::fixed, "")));
  const auto call = board.parked(2);
  board.run_to(10'000_s);
  EXPECT_EQ(board.taken("18"), 1u);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::ok);
}

TEST(RingTarget, ThatIsNobodyEndsTheWaitWhereNoParkerIsNeeded) {
  auto rules = ringing(RingTarget::attendant, "no such group");
  rules.park.needs_parker = false;
  Switchboard board(office_with_helpers(rules));
  board.parked(2);
  board.run_to(300_s);
  EXPECT_EQ(board.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
  EXPECT_NO_THROW(board.exchange.audit());
}

}  // namespace

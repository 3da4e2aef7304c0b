#include <gtest/gtest.h>

#include "networks.hpp"
#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using measures::Latency;
using networks::here;
using networks::served;
using networks::there;
using networks::with_changes;
using Kind = Message::Kind;
using Happens = people::Change::Kind;

/// A new call, parked; its parker's device is `here` or `there`.
Intent parked_from(Switchboard& board, int site, int person = 0) {
  board.press(board.call(), person, site);
  board.run_to(board.now() + networks::way * 2);
  EXPECT_TRUE(board.heard(Kind::parked));
  return board.heard(Kind::parked) ? board.last(Kind::parked)->intent : Intent{};
}
RetrieveOutcome dialled_from(Switchboard& board, int site, const Intent& intent, int person = 1) {
  board.retrieve(intent, person, board.now(), site);
  if (!board.heard(Kind::retrieve_outcome)) board.run_to(board.now() + 1_s);
  return board.last(Kind::retrieve_outcome)->outcome;
}

TEST(Node, IsReachedAfterTheWayToIt) {
  Switchboard board(served(office({}), {there}));
  board.press(board.call());
  board.run_to(10'000_us - 1_us);
  EXPECT_FALSE(board.heard(Kind::parked));
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(10'000_us);
  ASSERT_TRUE(board.heard(Kind::parked));
  EXPECT_EQ(board.last(Kind::parked)->takes, 10'000_us);  // the way back
  EXPECT_EQ(board.times(Latency::park_latency).max(), 20'000_us);
}

TEST(Node, AnswersARetrieverAfterTheWayThereAndBack) {
  Switchboard board(served(office({}), {there}));
  const auto call = parked_from(board, here);
  const auto began = board.now();
  board.retrieve(call, 1, began);
  board.run_to(began + 20'000_us - 1_us);
  EXPECT_FALSE(board.heard(Kind::retrieve_outcome));
  board.run_to(began + 20'000_us);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::ok);
}

TEST(Node, RefusesAfterTheWayBackToo) {
  Switchboard board(served(office(systems::with_codes({}, 1)), {there}));
  parked_from(board, here);
  board.press(board.call());
  board.run_to(board.now() + 20'000_us - 1_us);
  EXPECT_FALSE(board.heard(Kind::refused));
  board.run_to(board.now() + 1_us);
  EXPECT_TRUE(board.heard(Kind::refused));
}

TEST(Node, LosesNoCallerWhoHangsUpOnTheWay) {
  Switchboard board(served(office({}), {there}));
  const auto caller = board.call(), callers_parker_gone = board.call();
  board.press(caller);
  board.hang_up(caller);
  board.press(callers_parker_gone);
  board.parker_gone(callers_parker_gone);
  EXPECT_EQ(board.taken("0a"), 1u);
  EXPECT_EQ(board.taken("0b"), 1u);
  board.run_to(1_s);
  EXPECT_EQ(board.count(Count::park_died_in_gap), 2u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Node, OfTheNearestSiteServes) {
  Switchboard board(served(office({}), {there, here}));
  board.press(board.call());
  board.run_to(0_s);
  EXPECT_TRUE(board.heard(Kind::parked));
}

people::Company slow(int servers, int queue) {
  auto company = served(office({}), {here});
  company.service.nodes.front().time = Distribution::constant(1.0);
  company.service.nodes.front().servers = servers;
  company.service.nodes.front().queue = queue;
  return company;
}

TEST(SlowNode, TakesItsTimeForEachRequest) {
  Switchboard board(slow(service::unlimited, 0));
  board.press(board.call());
  board.press(board.call());
  board.run_to(1_s - 1_us);
  EXPECT_EQ(board.count(Count::park_committed), 0u);
  board.run_to(1_s);
  EXPECT_EQ(board.count(Count::park_committed), 2u);
}

TEST(SlowNode, LetsRequestsWaitInLine) {
  Switchboard board(slow(1, service::unlimited));
  for (int i = 0; i < 3; ++i) board.press(board.call());
  for (int served_by = 1; served_by <= 3; ++served_by) {
    board.run_to(Ticks{served_by * 1'000'000});
    EXPECT_EQ(board.count(Count::park_committed), static_cast<std::uint64_t>(served_by));
  }
  EXPECT_EQ(board.times(Latency::park_latency).max(), 3_s);
}

TEST(SlowNode, RefusesWhatFindsNoPlaceInLine) {
  Switchboard board(slow(1, 1));
  for (int i = 0; i < 3; ++i) board.press(board.call());
  board.run_to(0_s);
  EXPECT_EQ(board.count(Count::refused, Refusal::overloaded), 1u);
  EXPECT_EQ(dialled_from(board, here, {.digits = 10, .lot = 0, .code = 0, .call = {}}), RetrieveOutcome::overloaded);
  board.run_to(10_s);
  EXPECT_EQ(board.count(Count::park_committed), 2u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Crash, LosesTheCallsAndFreesTheirCodes) {
  Switchboard board(with_changes(served(office({}), {here}), {{100_s, Happens::crash}}));
  board.start();
  parked_from(board, here, 5);
  board.run_to(100_s);
  ASSERT_TRUE(board.heard(Kind::call_left));
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::lost);
  EXPECT_EQ(board.last(Kind::call_left)->person, 5);
  EXPECT_EQ(board.code_status(), State::code_free);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Crash, OfTheOnlyNodeEndsAllService) {
  Switchboard board(with_changes(served(office({}), {here}), {{100_s, Happens::crash}, {200_s, Happens::restart}}));
  board.start();
  const auto call = parked_from(board, here);
  board.run_to(150_s);
  EXPECT_EQ(dialled_from(board, here, call), RetrieveOutcome::node_down);
  EXPECT_EQ(board.park(board.call()).refusal, Refusal::node_down);
  board.run_to(200_s);
  parked_from(board, here);
}

TEST(Crash, TakesTheRequestsOnTheWayAndAtWorkWithIt) {
  auto company = with_changes(slow(1, service::unlimited), {{500'000_us, Happens::crash}});
  Switchboard board(company);
  board.start();
  for (int i = 0; i < 2; ++i) board.press(board.call());
  board.run_to(10_s);
  EXPECT_EQ(board.count(Count::refused, Refusal::node_down), 2u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Crash, LetsAnotherNodeTakeOver) {
  Switchboard board(with_changes(served(office({}), {here, there}), {{100_s, Happens::crash}}));
  board.start();
  board.run_to(100_s);
  parked_from(board, here);
  EXPECT_EQ(board.count(Count::park_committed), 1u);
}

TEST(Crash, LosesCallsInEveryState) {
  struct Case {
    const char* row;
    Ticks crash;
    Ticks claim;
  };
  for (const auto& [row, crash, claim] :
       {Case{"31b", 100_s, never}, Case{"31c", 100_s, 99_s}, Case{"31d", 310_s, never}, Case{"31e", 340_s, never}}) {
    Rules rules;
    rules.take.bridge_time = 5_s;
    rules.ring.final = Final::fallback;
    rules.ring.fallback = Fallback::nobody;
    Switchboard board(with_changes(served(office(rules), {here}), {{crash, Happens::crash}}));
    board.start();
    const auto call = parked_from(board, here);
    if (claim != never) {
      board.run_to(claim);
      board.retrieve(call, 1, claim);
    }
    board.run_to(crash);
    EXPECT_EQ(board.taken(row), 1u) << row;
    EXPECT_EQ(board.ended(CallEnd::lost), 1u) << row;
    EXPECT_EQ(board.outcome(RetrieveOutcome::node_down), claim == never ? 0u : 1u) << row;
    board.run_to(1000_s);
    EXPECT_NO_THROW(board.exchange.audit()) << row;
  }
}

TEST(Crash, EndsAReservation) {
  Rules rules;
  rules.alloc.atomic = false;
  rules.alloc.gap = 5_s;
  Switchboard board(with_changes(served(office(rules), {here}), {{2_s, Happens::crash}}));
  board.start();
  board.press(board.call());
  board.run_to(10_s);
  EXPECT_EQ(board.taken("31a"), 1u);
  EXPECT_EQ(board.count(Count::park_died_in_gap), 1u);
  EXPECT_EQ(board.code_status(), State::code_free);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(DrainedNode, TakesNoNewCallsAndGivesTheOldOnes) {
  Switchboard board(
      with_changes(served(office({}), {here}), {{100_s, Happens::drain_node}, {200_s, Happens::open_node}}));
  board.start();
  const auto call = parked_from(board, here);
  board.run_to(150_s);
  board.press(board.call());
  board.run_to(150_s);
  EXPECT_EQ(board.count(Count::refused, Refusal::draining), 1u);
  EXPECT_EQ(dialled_from(board, here, call), RetrieveOutcome::ok);
  board.run_to(200_s);
  parked_from(board, here);
}

}  // namespace

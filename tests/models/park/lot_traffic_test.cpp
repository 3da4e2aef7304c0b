// Calls without people, in whole runs whose times are known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "models/replication.hpp"
#include "systems.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using measures::Latency;
using measures::Measures;

people::LotTraffic traffic_at(std::vector<Ticks> times) {
  return {.name = "L",
          .lot = 0,
          .arrivals = Arrivals::times(std::move(times)),
          .retrieved_after = Distribution::constant(10'000.0),
          .patience = std::nullopt,
          .ring_answered_after = std::nullopt};
}

Measures run(const Rules& rules, const people::LotTraffic& traffic, Ticks length = 1000_s) {
  people::Company company;
  company.lots.push_back({"L", rules});
  company.lot_traffic.push_back(traffic);
  company.horizon.length = length;
  const models::Plan plan(company);
  return models::simulate(plan, {});
}

std::uint64_t count(const Measures& m, std::size_t counter) {
  std::uint64_t n = 0;
  for (const auto& cell : m.cells) n += cell.counts[counter];
  return n;
}
Histogram times(const Measures& m, std::size_t latency) {
  Histogram all;
  for (const auto& cell : m.cells) all.merge(cell.latencies[latency]);
  return all;
}
std::uint64_t ends(const Measures& m, CallEnd end) { return count(m, Count::call_end + index(end)); }
void expect_only(const Histogram& h, Ticks expected) {
  ASSERT_EQ(h.count(), 1u);
  EXPECT_EQ(*h.max(), expected);
}

TEST(LotTraffic, IsRetrievedAfterTheDrawnTime) {
  auto traffic = traffic_at({10_s, 20_s});
  traffic.retrieved_after = Distribution::constant(30.0);
  const auto m = run(systems::asterisk(), traffic);
  EXPECT_EQ(count(m, Count::calls), 2u);
  EXPECT_EQ(ends(m, CallEnd::retrieved), 2u);
  const auto stays = times(m, Latency::park_stay);
  EXPECT_EQ(*stays.min(), 30_s);
  EXPECT_EQ(*stays.max(), 30_s);
  EXPECT_EQ(*times(m, Latency::caller_wait).max(), 30_s);
  EXPECT_EQ(count(m, Count::calls_reached), 2u);
  EXPECT_EQ(count(m, Count::park_wanted), 2u);
  EXPECT_DOUBLE_EQ(*m.levels[0].level.mean(), 60.0 / 1000);
}

TEST(LotTraffic, IsAbandonedAfterTheDrawnPatience) {
  auto traffic = traffic_at({10_s});
  traffic.patience = Distribution::constant(25.0);
  const auto m = run(systems::asterisk(), traffic);
  EXPECT_EQ(ends(m, CallEnd::abandoned), 1u);
  expect_only(times(m, Latency::park_stay), 25_s);
  EXPECT_EQ(count(m, Count::calls_reached), 0u);
}

TEST(LotTraffic, HangsUpBeforeItIsRetrievedAtTheSameInstant) {
  auto traffic = traffic_at({10_s});
  traffic.patience = Distribution::constant(25.0);
  traffic.retrieved_after = Distribution::constant(25.0);
  EXPECT_EQ(ends(run(systems::asterisk(), traffic), CallEnd::abandoned), 1u);
}

TEST(LotTraffic, IsRetrievedBeforeItTimesOutAtTheSameInstant) {
  auto traffic = traffic_at({10_s});
  traffic.retrieved_after = Distribution::constant(45.0);
  EXPECT_EQ(ends(run(systems::asterisk(), traffic), CallEnd::retrieved), 1u);
}

TEST(LotTraffic, IsAnsweredByTheParkerAfterTheDrawnTime) {
  auto traffic = traffic_at({10_s});
  traffic.ring_answered_after = Distribution::constant(5.0);
  const auto m = run(systems::teams(), traffic);
  EXPECT_EQ(ends(m, CallEnd::returned), 1u);
  EXPECT_EQ(count(m, Count::ring_backs), 1u);
  EXPECT_EQ(count(m, Count::calls_rung_back), 1u);
  expect_only(times(m, Latency::ring_back_lag), 0_s);
  expect_only(times(m, Latency::ring_back_latency), 5_s);
  expect_only(times(m, Latency::park_stay), 305_s);
}

TEST(LotTraffic, IsNotAnsweredAtTheEndOfTheRing) {
  auto traffic = traffic_at({10_s});
  traffic.ring_answered_after = Distribution::constant(30.0);
  EXPECT_EQ(ends(run(systems::teams(), traffic), CallEnd::diverted), 1u);
}

TEST(LotTraffic, IsRetrievedDuringTheRingWhereTheCodeIsHeld) {
  auto traffic = traffic_at({10_s});
  traffic.retrieved_after = Distribution::constant(310.0);
  EXPECT_EQ(ends(run(systems::teams(), traffic), CallEnd::retrieved), 1u);
}

TEST(LotTraffic, IsRefusedDuringTheRingWhereTheCodeIsLocked) {
  auto rules = systems::teams();
  rules.ring.code = CodeInRingBack::locked;
  auto traffic = traffic_at({10_s});
  traffic.retrieved_after = Distribution::constant(310.0);
  const auto m = run(rules, traffic);
  EXPECT_EQ(count(m, Count::outcome + index(RetrieveOutcome::in_ring_back)), 1u);
  EXPECT_EQ(ends(m, CallEnd::diverted), 1u);
}

TEST(LotTraffic, IsNotLookedForDuringTheRingWhereTheCodeIsFreed) {
  auto traffic = traffic_at({10_s});
  traffic.retrieved_after = Distribution::constant(310.0);
  const auto m = run(systems::reference_lot(), traffic);
  EXPECT_EQ(count(m, Count::retrieve_attempts), 0u);
  EXPECT_EQ(ends(m, CallEnd::dropped), 1u);  // at 10 + 300 + 20 + 300
  expect_only(times(m, Latency::park_stay), 620_s);
}

TEST(LotTraffic, MayLeaveDuringTheRing) {
  auto traffic = traffic_at({10_s});
  traffic.patience = Distribution::constant(310.0);
  const auto m = run(systems::teams(), traffic);
  EXPECT_EQ(ends(m, CallEnd::abandoned), 1u);
  expect_only(times(m, Latency::park_stay), 310_s);
}

TEST(LotTraffic, StaysDuringTheRingWhereItIsToldSo) {
  auto traffic = traffic_at({10_s});
  traffic.patience = Distribution::constant(310.0);
  traffic.leaves_while_ringing = false;
  EXPECT_EQ(ends(run(systems::teams(), traffic), CallEnd::diverted), 1u);
}

TEST(LotTraffic, DrawsRetrievalAndPatienceAnewWhenParkedAgain) {
  auto rules = systems::reference_lot();
  auto traffic = traffic_at({10_s});
  traffic.patience = Distribution::constant(301.0);
  traffic.leaves_while_ringing = false;
  rules.park.timeout = 300_s;
  rules.ring.attempts = 1;
  // Parked again at 330 s; times out at 630 s, before a fresh patience ends.
  EXPECT_EQ(ends(run(rules, traffic), CallEnd::dropped), 1u);
  traffic.patience = Distribution::uniform(299.0, 301.0);
  EXPECT_EQ(ends(run(rules, traffic), CallEnd::dropped) + ends(run(rules, traffic), CallEnd::abandoned), 1u);
}

// One call, whose media never comes up: its claims are a renewal process of uniform times, mean 50.5 s and variance 817
// s^2. In 100,000 s there are 1,980 of them, standard deviation 25.
TEST(LotTraffic, IsRetrievedAfterAnotherTimeWhenAClaimHasFailed) {
  Rules rules;
  rules.park.timeout = {};
  rules.park.life_max = 100'000_s;
  rules.alloc.release = Release::after_lock;
  rules.take.bridge_fails = 1;
  rules.take.claim_fail = ClaimFail::unlock;
  auto traffic = traffic_at({10_s});
  traffic.retrieved_after = Distribution::uniform(1.0, 100.0);
  const auto m = run(rules, traffic);
  EXPECT_NEAR(static_cast<double>(count(m, Count::retrieve_attempts)), 1980, 4.5 * 25);
  EXPECT_EQ(ends(m, CallEnd::dropped), 1u);
}

TEST(LotTraffic, IsRefusedByAFullLot) {
  const auto m = run(systems::with_codes(systems::asterisk(), 2), traffic_at({10_s, 11_s, 12_s, 13_s}));
  EXPECT_EQ(count(m, Count::refused + index(Refusal::lot_full)), 2u);
  EXPECT_EQ(count(m, Count::park_failed), 2u);
  EXPECT_EQ(count(m, Count::calls), 4u);
  EXPECT_EQ(count(m, Count::calls_parked), 2u);
}

TEST(LotTraffic, ParksAtTheInstantAtWhichACodeIsFreed) {
  // At one instant calls leave before calls come.
  auto traffic = traffic_at({10_s, 40_s});
  traffic.retrieved_after = Distribution::constant(30.0);
  const auto m = run(systems::with_codes(systems::asterisk(), 1), traffic);
  EXPECT_EQ(count(m, Count::refused + index(Refusal::lot_full)), 0u);
  expect_only(times(m, Latency::code_reuse_gap), 0_s);
}

TEST(LotTraffic, AMistypedCodeIsKeyedAgainWhileItReachesNobody) {
  auto traffic = traffic_at({10_s});
  traffic.retrieved_after = Distribution::constant(30.0);
  traffic.mistype_per_digit = 1;  // so that no attempt can succeed
  const auto m = run(systems::asterisk(), traffic);
  EXPECT_EQ(count(m, Count::retrieve_attempts), 10u);
  EXPECT_EQ(count(m, Count::outcome + index(RetrieveOutcome::ok)), 0u);
  EXPECT_EQ(count(m, Count::outcome + index(RetrieveOutcome::empty)) +
                count(m, Count::outcome + index(RetrieveOutcome::no_such_code)),
            10u);
}

TEST(LotTraffic, AMistypedCodeThatReachesAStrangerIsAMisdial) {
  Rules rules;  // ten codes of one digit, all in use: each mistyped one is somebody's
  rules.space.lo = 0;
  rules.space.hi = 9;
  std::vector<Ticks> all;
  for (int i = 0; i < 10; ++i) all.push_back(10_s + Ticks{i});
  auto traffic = traffic_at(all);
  traffic.retrieved_after = Distribution::constant(30.0);
  traffic.mistype_per_digit = 1;
  const auto m = run(rules, traffic);
  const auto wrong = count(m, Count::outcome + index(RetrieveOutcome::wrong_call));
  EXPECT_GE(wrong, 5u);  // a call that a stranger took has nobody looking for it
  EXPECT_EQ(count(m, Count::wrong_call + index(WrongCause::misdial)), wrong);
  EXPECT_EQ(count(m, Count::collision + index(Collision::misdial)), wrong);
  EXPECT_EQ(ends(m, CallEnd::retrieved_wrong), wrong);
  EXPECT_EQ(ends(m, CallEnd::retrieved), 0u);
  EXPECT_EQ(count(m, Count::calls_reached), 0u);
}

TEST(LotTraffic, ParksAgainFromAFinitePopulationOnlyWhenTheCallIsOver) {
  people::LotTraffic traffic = traffic_at({});
  traffic.arrivals = Arrivals::sources(1, Distribution::constant(20.0));
  traffic.retrieved_after = Distribution::constant(30.0);
  const auto m = run(systems::asterisk(), traffic, 201_s);
  EXPECT_EQ(count(m, Count::calls), 4u);  // at 20, 70, 120 and 170 s
  EXPECT_EQ(*m.levels[0].level.max(), 1);
}

/// A busy lot of 20 codes under this policy.
Measures busy_lot(Allocation policy, int codes = 20) {
  auto rules = systems::with_codes(systems::teams_reject(), codes);
  rules.alloc.policy = policy;
  people::LotTraffic traffic = traffic_at({});
  traffic.arrivals = Arrivals::poisson(0.3);
  traffic.retrieved_after = Distribution::exponential(60);
  traffic.patience = Distribution::exponential(240);
  return run(rules, traffic, 50'000_s);
}

TEST(LotTraffic, TheSameCallsAreRefusedUnderEveryAllocationPolicy) {
  const auto lowest = busy_lot(allocation("lowest"));
  ASSERT_GT(count(lowest, Count::refused + index(Refusal::lot_full)), 100u);
  for (std::size_t policy = 0; policy < allocation_names.size(); ++policy) {
    const auto other = busy_lot(static_cast<Allocation>(policy));
    SCOPED_TRACE(allocation_names[policy]);
    EXPECT_EQ(count(other, Count::refused + index(Refusal::lot_full)),
              count(lowest, Count::refused + index(Refusal::lot_full)));
    EXPECT_EQ(other.events, lowest.events);
    EXPECT_EQ(times(other, Latency::park_stay), times(lowest, Latency::park_stay));
    EXPECT_EQ(other.levels[0].level.area_us(), lowest.levels[0].level.area_us());
  }
}

TEST(LotTraffic, MoreCodesThanThePeakChangeNothingUnderLowest) {
  const auto fifty = busy_lot(allocation("lowest"), 50);
  const auto ninety = busy_lot(allocation("lowest"), 90);
  ASSERT_LT(*fifty.levels[0].level.max(), 50);
  EXPECT_EQ(fifty.digest, ninety.digest);
}

}  // namespace

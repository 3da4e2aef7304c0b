#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "models/park/outcomes.hpp"
#include "models/replication.hpp"
#include "scenarios/compiler/compile.hpp"

namespace {

using measures::Count;

// Two experts see the same post, react after an exponential time each, and dial for two seconds. The slower one loses
// the race when he begins to dial before the faster one is through.
constexpr const char* two_experts = R"(
title: A race
system: custom
run: {duration: 500h, replications: 1}
lots: {L: {codes: 10-99}}
channels: {desk: {kind: chat, delay: 0s, remembered: 10s}}
people:
  agents:  {count: 1, script: agent}
  experts: {count: 2, reads: {desk: 2}, script: expert}
traffic:
  calls: {from: outside, to: agents, topic: desk, arrivals: every(5min)}
scripts:
  agent: {do: [answer: 1s, park, post: {via: desk}]}
  expert:
    when posted: [react: exponential(4s), retrieve: {reach: 0s, key: 1s/digit, mistype: 0%/digit, tries: 1}, talk: 1s]
    on not_retrieved: stop
)";

std::uint64_t total(const measures::Measures& m, std::size_t counter) {
  std::uint64_t sum = 0;
  for (const auto& cell : m.cells) sum += cell.counts[counter];
  return sum;
}

// |X - Y| of two exponential times of mean a is exponential of mean a, so the second begins within d with 1 - e^(-d/a).
TEST(SamplingRaces, AreAsFrequentAsTheDifferenceOfTwoExponentialTimesSays) {
  const auto source = std::make_shared<const scenarios::Source>(scenarios::Source{"race.yaml", two_experts});
  const auto scenario =
      scenarios::compile(source, ".", {.system_dir = std::string(PARKSIM_ROOT) + "/scenarios/systems"});
  const models::Plan plan(scenario.company);
  const auto measured = models::simulate(plan, {.seed = 3});
  const auto calls = static_cast<double>(total(measured, Count::calls_parked));
  const auto races = static_cast<double>(total(measured, Count::collision + park::index(park::Collision::race)));
  ASSERT_GT(calls, 5'900);
  const double p = 1 - std::exp(-2.0 / 4.0);
  // Two-sided at 1e-3 (3.29 standard errors); a rate off by a tenth lies 6 standard errors away, and is told with a
  // power above 99 %.
  const double error = std::sqrt(p * (1 - p) / calls);
  EXPECT_NEAR(races / calls, p, 3.29 * error);
  EXPECT_GT(0.1 * p, (3.29 + 2.33) * error);
  EXPECT_EQ(total(measured, Count::retrieve_attempts), 2 * total(measured, Count::calls_parked));
}

}  // namespace

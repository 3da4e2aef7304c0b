#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "models/people/allocation_effect.hpp"
#include "tests/models/replication/lot_runs.hpp"

// When no delay depends on the code, which code is chosen cannot matter to who finds one.
namespace {

using namespace lot_runs;

class Refused : public models::Trace {
 public:
  void line(const models::TraceLine& line) override {
    if (line.what.starts_with("no free code")) calls.insert(line.call);
  }
  std::set<std::uint64_t> calls;
};

struct Run {
  std::set<std::uint64_t> refused;
  Measures measures;
};

Run run(const people::Company& company) {
  const Study study(company);
  Refused refused;
  auto measures = models::simulate(study.plan, {.seed = 61, .trace = &refused});
  return {std::move(refused.calls), std::move(measures)};
}

people::Company with_policy(people::Company company, std::string_view policy) {
  company.lots[0].rules.alloc.policy = park::allocation(policy);
  return company;
}

people::Company with_mistyping(people::Company company) {
  company.lot_traffic[0].mistype_per_digit = 0.2;
  return company;
}

const people::Company& busy_lot() {
  static const people::Company company = reference_lot(60, 30'000, 1.2, 90_s);
  return company;
}

class Policy : public testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(All, Policy, testing::ValuesIn(park::allocation_names),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(Policy, RefusesTheSameCallsAsLowest) {
  const auto lowest = run(busy_lot()), other = run(with_policy(busy_lot(), GetParam()));
  EXPECT_GT(lowest.refused.size(), 500u);
  EXPECT_EQ(lowest.refused.size(), total(lowest.measures, Count::refused));
  EXPECT_EQ(other.refused, lowest.refused);
  EXPECT_EQ(people::why_allocation_may_matter(busy_lot(), 0), std::nullopt);
}

TEST_P(Policy, MovesNoTimeAndNoEndOfAnyCall) {
  const auto lowest = run(busy_lot()).measures, other = run(with_policy(busy_lot(), GetParam())).measures;
  EXPECT_EQ(other.rows_taken, lowest.rows_taken);
  EXPECT_EQ(other.events, lowest.events);
  EXPECT_EQ(other.simulated, lowest.simulated);
  for (const auto latency : {Latency::caller_wait, Latency::park_stay, Latency::park_to_retrieve, Latency::code_held,
                             Latency::ring_back_latency})
    EXPECT_EQ(times(other, latency), times(lowest, latency)) << latency;
  EXPECT_EQ(other.levels[0].time_at.time_at_us(), lowest.levels[0].time_at.time_at_us());
}

TEST(Policies, RefuseOtherCallsWhenAMistypedCodeMayReachAStranger) {
  const auto lowest = run(with_mistyping(busy_lot()));
  const auto random = run(with_mistyping(with_policy(busy_lot(), "random")));
  EXPECT_NE(random.refused, lowest.refused);
  EXPECT_EQ(people::why_allocation_may_matter(with_mistyping(busy_lot()), 0),
            "mistyped codes take the calls of others");
}

TEST(Policies, MayMatterWhereAFullLotDoesNotRefuse) {
  auto company = busy_lot();
  company.lots[0].rules.alloc.full = park::Full::overflow;
  EXPECT_EQ(people::why_allocation_may_matter(company, 0), "a full lot does not refuse but goes beyond its range");
}

TEST(Policies, MayMatterWherePeopleDial) {
  auto company = busy_lot();
  company.licences_matter = false;
  company.groups.emplace_back().script = 0;
  EXPECT_EQ(people::why_allocation_may_matter(company, 0), "people dial codes that may belong to another call by then");
}

TEST(Policies, LeaveDifferentFingerprints) {
  EXPECT_NE(run(with_policy(busy_lot(), "random")).measures.digest, run(busy_lot()).measures.digest);
}

int peak(const Measures& m) { return static_cast<int>(*m.levels[0].level.max()); }

TEST(LowestFirst, CodesBeyondThePeakChangeNothingAtAll) {
  const auto small = run(reference_lot(120, 30'000)), large = run(reference_lot(5000, 30'000));
  ASSERT_EQ(total(small.measures, Count::refused), 0u);
  ASSERT_LT(peak(small.measures), 120);
  EXPECT_TRUE(same(small.measures, large.measures));
  EXPECT_TRUE(same(small.measures, run(reference_lot(peak(small.measures), 30'000)).measures));
}

TEST(LowestFirst, OneCodeLessThanThePeakChangesTheRun) {
  const auto ample = run(reference_lot(120, 30'000)).measures;
  EXPECT_FALSE(same(run(reference_lot(peak(ample) - 1, 30'000)).measures, ample));
}

TEST(LowestFirst, CodesBeyondThePeakMatterToWhoMistypes) {
  EXPECT_FALSE(same(run(with_mistyping(reference_lot(120, 30'000))).measures,
                    run(with_mistyping(reference_lot(5000, 30'000))).measures));
}

TEST(OtherPolicies, UseCodesBeyondThePeak) {
  for (const auto policy : park::allocation_names) {
    if (policy == "lowest") continue;
    EXPECT_FALSE(same(run(with_policy(reference_lot(120, 30'000), policy)).measures,
                      run(with_policy(reference_lot(500, 30'000), policy)).measures))
        << policy;
  }
}

}  // namespace

#include <gtest/gtest.h>

#include "models/theory/collisions.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

// Collisions in companies so small that their number is known exactly. Each case is one test at the significance of its
// family, and has the power to tell a number that is off by the share given.
//
// What calls without people cannot show: a race of two retrievers for one call, as each such call has one retriever.
namespace {

using namespace lot_runs;
using hypothesis::family_significance;
using park::Collision;

constexpr int cases = 7;

double collisions(const Measures& m, Collision kind) {
  return static_cast<double>(total(m, Count::collision + park::index(kind)));
}

template <class Value>
std::vector<double> replicated(const people::Company& company, int replications, Value&& value) {
  const Study study(company);
  std::vector<double> values;
  for (int r = 0; r < replications; ++r)
    values.push_back(value(models::simulate(study.plan, {.seed = 91, .replication = static_cast<std::uint32_t>(r)})));
  return values;
}

void expect_mean(const std::vector<double>& values, double mean, double off) {
  double sum = 0;
  for (const double value : values) sum += value;
  SCOPED_TRACE("found " + std::to_string(sum / static_cast<double>(values.size())) + ", theory " +
               std::to_string(mean));
  EXPECT_GE(hypothesis::t_test_p(values, mean), family_significance / cases);
  EXPECT_LT(hypothesis::t_test_p(values, mean * (1 + off)), family_significance / cases) << "power";
  EXPECT_LT(hypothesis::t_test_p(values, mean * (1 - off)), family_significance / cases) << "power";
}

// Two nodes that hear nothing of each other within the ten seconds that are simulated; nobody leaves.
people::Company two_nodes(const char* policy, double parks_a_node) {
  auto company = one_lot(200, Arrivals::poisson(parks_a_node / 10), Distribution::constant(1e5));
  company.lots[0].rules.alloc.policy = park::allocation(policy);
  company.service.sites = {"north", "south"};
  company.service.nodes = {{.name = "n", .site = 0}, {.name = "s", .site = 1}};
  company.service.replication_lag = 11_s;
  company.lot_traffic[0].site = 0;
  company.lot_traffic.push_back(company.lot_traffic[0]);
  company.lot_traffic[1].name = "parks in the south";
  company.lot_traffic[1].site = 1;
  company.horizon.length = 10_s;
  company.horizon.after = people::After::cut;
  return company;
}

TEST(SamplingDuplicateRate, OfTheLowestCodeIsTheSmallerNumberOfParks) {
  expect_mean(
      replicated(two_nodes("lowest", 4), 8'000, [](const Measures& m) { return collisions(m, Collision::duplicate); }),
      theory::codes_given_twice_in_order(4), 0.04);
}

TEST(SamplingDuplicateRate, OfARoundRobinIsTheSame) {
  expect_mean(
      replicated(two_nodes("next", 2), 8'000, [](const Measures& m) { return collisions(m, Collision::duplicate); }),
      theory::codes_given_twice_in_order(2), 0.06);
}

TEST(SamplingDuplicateRate, OfARandomCodeIsOneInAsManyCodes) {
  expect_mean(
      replicated(two_nodes("random", 20), 4'000, [](const Measures& m) { return collisions(m, Collision::duplicate); }),
      theory::codes_given_twice_at_random(20, 200), 0.08);
}

TEST(SamplingDuplicateRate, IsNoneWhereNodesHearAtOnce) {
  auto company = two_nodes("random", 20);
  company.service.replication_lag = {};
  for (const double duplicates :
       replicated(company, 200, [](const Measures& m) { return collisions(m, Collision::duplicate); }))
    EXPECT_EQ(duplicates, 0);
}

// One code, chosen 20 ms before the caller is there; requests in the first ten milliseconds only.
people::Company lapsing(int codes, const char* policy, Ticks life) {
  auto company = one_lot(codes, Arrivals::poisson(500), Distribution::constant(0.1));
  auto& alloc = company.lots[0].rules.alloc;
  alloc.policy = park::allocation(policy);
  alloc.atomic = false;
  alloc.gap = 20'000_us;
  alloc.reservation_life = life;
  company.horizon.length = 10'000_us;
  return company;
}

TEST(SamplingMergedPairs, OfACodeThatIsNeverKeptAreEverySecondCaller) {
  expect_mean(
      replicated(lapsing(1, "lowest", 1_us), 6'000, [](const Measures& m) { return collisions(m, Collision::merged); }),
      theory::pairs_joined(500, 0.01, 1e-6), 0.05);
}

TEST(SamplingMergedPairs, OfACodeThatIsKeptForAWhileAreThoseOfACounterWithDeadTime) {
  expect_mean(replicated(lapsing(1, "lowest", 1'500_us), 8'000,
                         [](const Measures& m) { return collisions(m, Collision::merged); }),
              theory::pairs_joined(500, 0.01, 0.0015), 0.05);
}

// Each of the codes is asked for by an equal part of the stream, on its own.
TEST(SamplingMergedPairs, OfRandomCodesAreThoseOfAsManyPartsOfTheStream) {
  expect_mean(
      replicated(lapsing(3, "random", 1_us), 8'000, [](const Measures& m) { return collisions(m, Collision::merged); }),
      3 * theory::pairs_joined(500.0 / 3, 0.01, 0), 0.06);
}

people::Company late_retrievers(const char* policy) {
  auto company = one_lot(1, Arrivals::poisson(1.0 / 20), Distribution::exponential(30));
  company.lots[0].rules.alloc.policy = park::allocation(policy);
  company.lot_traffic[0].patience = Distribution::exponential(40);
  company.lot_traffic[0].persistent = true;
  company.horizon.warm_up = 1000_s;
  company.horizon.length = from_seconds(100'000);
  return company;
}

double stale_per_park(const Measures& m) {
  return collisions(m, Collision::stale) / static_cast<double>(total(m, Count::park_committed));
}

// After the window nobody parks: the last retrievers, 30 s of 100,000, find no stranger, which is neglected.
TEST(SamplingStaleRate, OfPersistentRetrieversAgreesWithTheChainOfTheCode) {
  expect_mean(replicated(late_retrievers("lowest"), 40, stale_per_park),
              theory::late_retrievers_answered(1.0 / 20, 30, 40), 0.05);
}

TEST(SamplingStaleRate, OfOneCodeIsTheSameForEveryPolicyAndAllAreWrongCalls) {
  const Study lowest(late_retrievers("lowest"));
  const auto m = models::simulate(lowest.plan, {.seed = 92});
  EXPECT_EQ(collisions(m, Collision::stale),
            static_cast<double>(total(m, Count::wrong_call + park::index(park::WrongCause::stale))));
  EXPECT_EQ(collisions(m, Collision::stale), static_cast<double>(ended(m, park::CallEnd::retrieved_wrong)));
  for (const auto policy : park::allocation_names) {
    const Study other(late_retrievers(policy.data()));
    EXPECT_EQ(collisions(models::simulate(other.plan, {.seed = 92}), Collision::stale), collisions(m, Collision::stale))
        << policy;
  }
}

TEST(SamplingStaleRate, IsNoneWhereRetrieversHearThatTheCallerHasLeft) {
  auto company = late_retrievers("lowest");
  company.lot_traffic[0].persistent = false;
  for (const double stale : replicated(company, 2, stale_per_park)) EXPECT_EQ(stale, 0);
}

}  // namespace

#include <gtest/gtest.h>

#include "models/measures/estimate.hpp"
#include "models/theory/erlang_b.hpp"
#include "tests/models/world/worlds.hpp"

// Blocks of lots as samples: what is estimated from them is true as often as it says.
namespace {

using namespace worlds;

constexpr int codes = 4;
constexpr double per_s = 0.04, mean_s = 60;

/// Lots to which Erlang B applies.
Company erlang_lots(std::int64_t lots) {
  Company company = one_lot(codes, Arrivals::poisson(per_s), Distribution::exponential(mean_s));
  company.horizon.warm_up = 60_min;
  company.horizon.length = 60_min * 2;
  company.copies = {{.lot = 0, .traffic = 0, .count = lots}};
  return company;
}

measures::Estimate estimated(const Company& company, std::string_view query, std::uint64_t seed) {
  const World world(company);
  measures::Estimator estimator({measures::parse(query, measures::names_of(company))}, world.blocks());
  for (std::uint32_t block = 0; block < world.blocks(); ++block)
    estimator.add(world.simulate(block, {.seed = seed}, QueueKind::lanes, {}));
  return estimator.estimate(0);
}

TEST(SamplingBlocks, GiveIntervalsThatHoldErlangBAsOftenAsTheySay) {
  const double truth = theory::blocking(codes, per_s * mean_s);
  constexpr int worlds = 100;
  int held = 0;
  for (std::uint64_t seed = 1; seed <= worlds; ++seed) {
    const auto found = estimated(erlang_lots(60), "park.refused.share", seed);
    held += found.interval->holds(truth);
  }
  EXPECT_GE(held, 87) << "95 of 100 are meant; below 88 with probability 0.0006";
}

TEST(SamplingBlocks, GiveTheMeanOfCodesInUseOfOneLot) {
  const auto found = estimated(erlang_lots(200), "code.in_use.mean", 1);
  const double truth = theory::mean_busy(codes, per_s * mean_s);
  EXPECT_TRUE(found.interval->holds(truth)) << *found.value << " for " << truth;
}

TEST(Blocks, CountWhatAWholeReplicationCounts) {
  const Company company = erlang_lots(200);
  const auto found = estimated(company, "call.arrived", 1);
  const auto calls = static_cast<double>(total(whole(World(company), {.seed = 1}), Count::calls));
  EXPECT_DOUBLE_EQ(*found.value, calls);
  EXPECT_DOUBLE_EQ(found.denominator, 1);
  EXPECT_TRUE(found.interval->holds(200 * per_s * 7200)) << found.interval->low << " to " << found.interval->high;
}

TEST(Blocks, GiveNoIntervalForAMaximum) {
  const auto found = estimated(erlang_lots(40), "code.in_use.max", 1);
  EXPECT_EQ(found.value, codes);
  EXPECT_FALSE(found.interval);
}

}  // namespace

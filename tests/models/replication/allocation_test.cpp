#include <gtest/gtest.h>

#include "tests/count_allocations.hpp"
#include "tests/models/replication/lot_runs.hpp"

namespace {

using namespace lot_runs;

constexpr double calls_per_s = 1.2;

template <class Queue>
class Allocation : public testing::Test {};
using Queues = testing::Types<QuaternaryHeap, LanedQueue<QuaternaryHeap>>;
TYPED_TEST_SUITE(Allocation, Queues);

TYPED_TEST(Allocation, NoneBetweenWarmUpAndDrainOfAReferenceLot) {
  for (const auto policy : park::allocation_names) {
    auto company = reference_lot(60, 100'000, calls_per_s);
    company.lots[0].rules.alloc.policy = park::allocation(policy);
    const Study study(company);
    models::Replication<TypeParam> replication(study.plan, {.seed = 91});
    replication.run_until(from_seconds(50'000 / calls_per_s));
    const auto before = allocations.load();
    replication.run_until(from_seconds(95'000 / calls_per_s));
    EXPECT_EQ(allocations.load() - before, 0u) << policy;
  }
}

TYPED_TEST(Allocation, IsSeenWhereItHappens) {
  const Study study(reference_lot(60, 1000));
  const auto before = allocations.load();
  const models::Replication<TypeParam> replication(study.plan, {.seed = 91});
  EXPECT_GT(allocations.load(), before);
}

TEST(HistogramAllocation, NoneForValuesWithinWhatIsReserved) {
  Histogram histogram;
  histogram.reserve(60_min);
  const auto before = allocations.load();
  for (std::int64_t us = 0; us <= Ticks(60_min).us; us += 1 + us / 600) histogram.record({us});
  histogram.record(60_min);
  EXPECT_EQ(allocations.load() - before, 0u);
}

TYPED_TEST(Allocation, CallSlotsDoNotGrowWithTheNumberOfCalls) {
  const auto slots_after = [](std::uint64_t calls) {
    const Study study(reference_lot(60, calls));
    models::Replication<TypeParam> replication(study.plan, {.seed = 91});
    replication.run();
    return replication.exchange().calls().slots();
  };
  EXPECT_LE(slots_after(5'000), 60u + 4u);
  EXPECT_LE(slots_after(200'000), 60u + 4u);
}

}  // namespace

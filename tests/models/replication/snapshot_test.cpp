#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "tests/models/replication/lot_runs.hpp"

namespace {

using namespace lot_runs;

const Study& ringing_lot() {
  static const Study study = [] {
    auto company = reference_lot(12, 1500, 0.3, 30_s);
    company.horizon.warm_up = 500_s;
    company.lot_traffic[0].mistype_per_digit = 0.05;
    company.lot_traffic.push_back(company.lot_traffic[0]);
    company.lot_traffic[1].name = "members";
    company.lot_traffic[1].arrivals = Arrivals::sources(8, Distribution::exponential(100));
    return Study(company);
  }();
  return study;
}

const models::Options options{.seed = 71, .replication = 2};

template <class Queue>
Measures finished(models::Replication<Queue>& replication) {
  replication.run();
  return replication.finish();
}

template <class Queue>
class Snapshot : public testing::Test {
 protected:
  static Measures whole() {
    models::Replication<Queue> replication(ringing_lot().plan, options);
    return finished(replication);
  }

  /// 200 instants of the run, ascending, the very beginning and one after the end among them.
  static std::vector<Ticks> instants(Ticks length) {
    std::mt19937_64 random(72);
    std::vector<Ticks> all{{0}, length + 1_s};
    while (all.size() < 200)
      all.push_back({static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(length.us))});
    std::sort(all.begin(), all.end());
    return all;
  }
};

using Queues = testing::Types<SortedVectorQueue, QuaternaryHeap, LanedQueue<QuaternaryHeap>>;
TYPED_TEST_SUITE(Snapshot, Queues);

TYPED_TEST(Snapshot, RestoredAnywhereContinuesBitForBit) {
  const auto whole = this->whole();
  EXPECT_GT(total(whole, Count::ring_backs), 100u);
  EXPECT_GT(total(whole, Count::refused), 50u);
  models::Replication<TypeParam> original(ringing_lot().plan, options);
  for (const Ticks at : this->instants(whole.simulated)) {
    original.run_until(at);
    const auto bytes = original.save();
    models::Replication<TypeParam> restored(ringing_lot().plan, options);
    restored.restore(bytes);
    EXPECT_EQ(restored.now(), original.now());
    ASSERT_TRUE(same(finished(restored), whole)) << at.seconds() << " s";
  }
  EXPECT_TRUE(same(finished(original), whole)) << "saving changed the run";
}

TYPED_TEST(Snapshot, CopyTakenAnywhereContinuesBitForBit) {
  const auto whole = this->whole();
  models::Replication<TypeParam> original(ringing_lot().plan, options);
  for (const Ticks at : this->instants(whole.simulated)) {
    original.run_until(at);
    models::Replication<TypeParam> copy = original;
    ASSERT_TRUE(same(finished(copy), whole)) << at.seconds() << " s";
  }
  EXPECT_TRUE(same(finished(original), whole)) << "a copy shared state with its original";
}

TYPED_TEST(Snapshot, ContinuesInAReplicationThatWasElsewhere) {
  models::Replication<TypeParam> early(ringing_lot().plan, options), late(ringing_lot().plan, options);
  early.run_until(700_s);
  late.run_until(2500_s);
  late.restore(early.save());
  EXPECT_TRUE(same(finished(late), this->whole()));
}

TYPED_TEST(Snapshot, DamagedBytesAreRejectedAndLeaveTheReplicationAsItWas) {
  models::Replication<TypeParam> original(ringing_lot().plan, options), other(ringing_lot().plan, options);
  original.run_until(900_s);
  const auto bytes = original.save();
  other.run_until(100_s);
  auto shorter = bytes, longer = bytes, changed = bytes;
  shorter.resize(bytes.size() / 2);
  longer.push_back(std::byte{});
  changed[bytes.size() / 3] ^= std::byte{1};
  for (const auto& damaged : {shorter, longer, changed, std::vector<std::byte>{}})
    EXPECT_THROW(other.restore(damaged), std::runtime_error);
  EXPECT_TRUE(same(finished(other), this->whole()));
}

TYPED_TEST(Snapshot, OfAnotherReplicationOrSeedIsRejected) {
  models::Replication<TypeParam> original(ringing_lot().plan, options);
  original.run_until(900_s);
  const auto bytes = original.save();
  models::Replication<TypeParam> other_seed(ringing_lot().plan, {.seed = 70, .replication = 2});
  models::Replication<TypeParam> other_replication(ringing_lot().plan, {.seed = 71, .replication = 3});
  EXPECT_THROW(other_seed.restore(bytes), std::runtime_error);
  EXPECT_THROW(other_replication.restore(bytes), std::runtime_error);
}

}  // namespace

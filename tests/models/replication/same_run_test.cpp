#include <gtest/gtest.h>

#include "sim/replications.hpp"
#include "tests/models/replication/lot_runs.hpp"

// What must not change a run changes nothing in it, and what must does.
namespace {

using namespace lot_runs;

const Study& ringing_lot() {
  static const Study study = Study(reference_lot(60, 20'000, 1.2, 60_s));
  return study;
}

Measures run(models::Options options, QueueKind queue = QueueKind::lanes) {
  return models::simulate(ringing_lot().plan, options, queue);
}

TEST(Run, IsTheSameForEveryQueue) {
  const auto sorted = run({.seed = 1}, QueueKind::sorted);
  EXPECT_GT(total(sorted, Count::ring_backs), 1000u);
  EXPECT_TRUE(same(run({.seed = 1}, QueueKind::heap), sorted));
  EXPECT_TRUE(same(run({.seed = 1}, QueueKind::lanes), sorted));
}

TEST(Run, IsTheSameForEveryQueueWhenEventsTie) {
  auto company = one_lot(4, Arrivals::every(1_s), Distribution::constant(3_s));
  company.lots[0].rules.park.timeout = 3_s;
  company.lots[0].rules.ring.attempts = 2;
  company.lots[0].rules.ring.ring_time = 1_s;
  company.lot_traffic[0].patience = Distribution::constant(5_s);
  company.lot_traffic.push_back(company.lot_traffic[0]);
  company.lot_traffic[1].name = "more parks";
  company.lot_traffic[1].retrieved_after = Distribution::constant(4_s);
  company.horizon.length = from_seconds(2000);
  const Study study(company);
  const auto sorted = models::simulate(study.plan, {}, QueueKind::sorted);
  EXPECT_GT(sorted.undeclared_ties, 500u);
  EXPECT_TRUE(same(models::simulate(study.plan, {}, QueueKind::heap), sorted));
  EXPECT_TRUE(same(models::simulate(study.plan, {}, QueueKind::lanes), sorted));
}

Measures merged(unsigned threads) {
  Measures all;
  sim::run_replications(
      0, 12, threads, [&](std::uint32_t r) { return run({.seed = 1, .replication = r}); },
      [&](std::uint32_t, const Measures& m) { all.merge(m); }, [] { return false; });
  return all;
}

TEST(Run, OfManyReplicationsIsTheSameForAnyNumberOfThreads) {
  const auto one = merged(1);
  EXPECT_EQ(one.replications, 12u);
  EXPECT_TRUE(same(merged(2), one));
  EXPECT_TRUE(same(merged(8), one));
}

TEST(Run, IsTheSameForTheSameSeed) { EXPECT_TRUE(same(run({.seed = 5}), run({.seed = 5}))); }

TEST(Run, DiffersForAnotherSeed) { EXPECT_NE(run({.seed = 6}).digest, run({.seed = 5}).digest); }

TEST(Run, DiffersForAnotherReplication) {
  EXPECT_NE(run({.seed = 5, .replication = 1}).digest, run({.seed = 5, .replication = 0}).digest);
}

TEST(Run, IsTheSameWhenWatched) {
  models::Options watched{.seed = 5};
  std::uint64_t asked = 0;
  watched.progress = [&](Ticks, std::uint64_t) { return ++asked == 0; };
  EXPECT_TRUE(same(run(watched), run({.seed = 5})));
  EXPECT_GT(asked, 0u);
}

TEST(Run, StopsWhenProgressSaysSo) {
  models::Options stopping{.seed = 5};
  stopping.progress = [](Ticks, std::uint64_t) { return true; };
  EXPECT_THROW(run(stopping), models::Interrupted);
}

TEST(Run, IsTheSameInOneGoOrInManySteps) {
  Laned stepped(ringing_lot().plan, {.seed = 5});
  Ticks until;
  while (until < 15000_s) stepped.run_until(until += from_seconds(37.7));
  stepped.run();
  EXPECT_TRUE(same(stepped.finish(), run({.seed = 5})));
}

TEST(Run, IsOverWhenNothingIsLeftToHappen) {
  Laned replication(ringing_lot().plan, {.seed = 5});
  EXPECT_TRUE(replication.run_until(100_s));
  EXPECT_EQ(replication.now(), 100_s);
  EXPECT_FALSE(replication.run_until(never));
  EXPECT_EQ(replication.exchange().calls().live(), 0u);
}

TEST(Run, DoesNotDependOnUndeclaredTiesWhereThereAreNone) {
  const auto plain = run({.seed = 5}), shuffled = run({.seed = 5, .shuffle_ties = 3});
  ASSERT_EQ(plain.undeclared_ties, 0u);
  EXPECT_TRUE(same(shuffled, plain));
}

TEST(Run, ShuffledTiesChangeWhoGetsTheLastCode) {
  auto company = one_lot(1, Arrivals::every(10_s), Distribution::constant(5_s));
  company.lot_traffic.push_back(company.lot_traffic[0]);
  company.lot_traffic[1].name = "more parks";
  company.horizon.length = from_seconds(10000);
  const Study study(company);
  const auto plain = models::simulate(study.plan, {}), shuffled = models::simulate(study.plan, {.shuffle_ties = 3});
  EXPECT_EQ(plain.cells[0].counts[Count::refused], 0u) << "the source declared first always wins";
  EXPECT_GT(shuffled.cells[0].counts[Count::refused], 0u);
  EXPECT_EQ(total(shuffled, Count::refused), total(plain, Count::refused));
}

}  // namespace

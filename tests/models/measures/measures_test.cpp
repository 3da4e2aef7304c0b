#include "models/measures/measures.hpp"

#include <gtest/gtest.h>

#include "sim/digest.hpp"
#include "tests/models/measures/hand_made.hpp"

namespace {

using hand_made::cell;
using hand_made::one_replication;
using measures::Count;
using measures::Labels;
using measures::Latency;
using measures::Level;
using measures::Measures;
using sim::operator""_s;

TEST(Measures, ACellIsMadeOnceForEachCombinationOfLabels) {
  Measures measures;
  const std::size_t first = measures.cell({.policy = 1, .hour = 10});
  const std::size_t second = measures.cell({.policy = 1, .hour = 11});
  EXPECT_NE(first, second);
  EXPECT_EQ(measures.cell({.policy = 1, .hour = 10}), first);
  EXPECT_EQ(measures.cells.size(), 2u);
  EXPECT_EQ(measures.cells[second].labels, (Labels{.policy = 1, .hour = 11}));
}

TEST(Measures, MergeAddsCellsByLabelsWhateverTheirOrder) {
  Measures a = one_replication();
  Measures b = one_replication();
  cell(a, {.policy = 0}).counts[Count::calls] = 5;
  cell(b, {.policy = 1}).counts[Count::calls] = 7;
  cell(b, {.policy = 0}).counts[Count::calls] = 11;
  cell(b, {.policy = 0}).said[3] = 2;
  hand_made::record(cell(a, {.policy = 0}), Latency::park_stay, {1});
  hand_made::record(cell(b, {.policy = 0}), Latency::park_stay, {3});
  a.merge(b);
  EXPECT_EQ(a.replications, 2u);
  EXPECT_EQ(a.cells.size(), 2u);
  EXPECT_EQ(cell(a, {.policy = 0}).counts[Count::calls], 16u);
  EXPECT_EQ(cell(a, {.policy = 1}).counts[Count::calls], 7u);
  EXPECT_EQ(cell(a, {.policy = 0}).said[3], 2u);
  EXPECT_EQ(cell(a, {.policy = 0}).latencies[Latency::park_stay].count(), 2u);
  EXPECT_EQ(cell(a, {.policy = 0}).latencies[Latency::park_stay].max(), 3_s);
}

TEST(Measures, MergePoolsLevelsOfOneSubjectAndKeepsOthersApart) {
  Measures a;
  Measures b;
  a.levels = {hand_made::level(Level::Of::codes_in_use, 0, 0, 4)};
  b.levels = {hand_made::level(Level::Of::codes_in_use, 1, 9, 9), hand_made::level(Level::Of::people_busy, 0, 1, 1),
              hand_made::level(Level::Of::codes_in_use, 0, 2, 6)};
  a.merge(b);
  ASSERT_EQ(a.levels.size(), 3u);
  EXPECT_EQ(a.levels[0].level.observed(), 80_s);
  EXPECT_DOUBLE_EQ(*a.levels[0].level.mean(), (0 * 30 + 4 * 10 + 2 * 30 + 6 * 10) / 80.0);
  EXPECT_EQ(*a.levels[0].time_at.quantile(0.375), 0);
  EXPECT_EQ(*a.levels[0].time_at.quantile(0.376), 2);
  EXPECT_EQ(*a.levels[1].level.max(), 9);
}

TEST(Measures, MergeAddsWhatWasExpected) {
  constexpr std::size_t stale = park::index(park::Collision::stale);
  Measures a;
  Measures b;
  cell(a, {.policy = 0}).expected[stale] = 0.25;
  cell(b, {.policy = 0}).expected[stale] = 0.5;
  cell(b, {.policy = 1}).expected[stale] = 2;
  a.merge(b);
  EXPECT_EQ(cell(a, {.policy = 0}).expected[stale], 0.75);
  EXPECT_EQ(cell(a, {.policy = 1}).expected[stale], 2);
  EXPECT_EQ(cell(a, {.policy = 0}).expected[park::index(park::Collision::misdial)], 0);
}

TEST(Measures, MergeAddsTheUsesOfEachCodeOfALotWhateverTheirNumber) {
  Measures a;
  Measures b;
  a.code_uses = {{0, {1, 2}}, {1, {5}}};
  b.code_uses = {{2, {7}}, {0, {10, 20, 30}}, {1, {}}};
  a.merge(b);
  ASSERT_EQ(a.code_uses.size(), 3u);
  EXPECT_EQ(a.code_uses[0].uses, (std::vector<std::uint64_t>{11, 22, 30}));
  EXPECT_EQ(a.code_uses[1].uses, (std::vector<std::uint64_t>{5}));
  EXPECT_EQ(a.code_uses[2].lot, 2);
  EXPECT_EQ(a.code_uses[2].uses, (std::vector<std::uint64_t>{7}));
}

TEST(Measures, MergeAddsWhatBelongsToNoCell) {
  Measures a{.replications = 1,
             .cells = {},
             .levels = {},
             .code_uses = {},
             .rows_taken = {1, 2},
             .longest_code = 2,
             .events = 10,
             .ties = 3,
             .undeclared_ties = 1,
             .simulated = 5_s,
             .starts = {1, 0, 2, 0},
             .warm_up = 7_s,
             .digest = {7},
             .digest_window = 60_s};
  const Measures b{.replications = 2,
                   .cells = {},
                   .levels = {},
                   .code_uses = {},
                   .rows_taken = {10, 20, 30},
                   .longest_code = 4,
                   .events = 100,
                   .ties = 30,
                   .undeclared_ties = 10,
                   .simulated = 50_s,
                   .starts = {0, 10, 20, 30},
                   .warm_up = 70_s,
                   .digest = {1, 2},
                   .digest_window = 60_s};
  a.merge(b);
  EXPECT_EQ(a.replications, 3u);
  EXPECT_EQ(a.rows_taken, (std::vector<std::uint64_t>{11, 22, 30}));
  EXPECT_EQ(a.longest_code, 4);
  EXPECT_EQ(a.events, 110u);
  EXPECT_EQ(a.ties, 33u);
  EXPECT_EQ(a.undeclared_ties, 11u);
  EXPECT_EQ(a.simulated, 55_s);
  EXPECT_EQ(a.starts, (std::array<std::uint64_t, 4>{1, 10, 22, 30}));
  EXPECT_EQ(a.warm_up, 77_s);
  EXPECT_EQ(a.digest, (std::vector<std::uint64_t>{8, 2}));
  EXPECT_EQ(a.digest_window, 60_s);
}

TEST(Measures, MergeDigestsOfDifferentWindows) {
  using sim::operator""_min;
  sim::Digest early, late, both;
  for (const int minute : {3, 100, 250}) {
    early.add(1_min * minute, 1, 2, static_cast<std::uint64_t>(minute));
    both.add(1_min * minute, 1, 2, static_cast<std::uint64_t>(minute));
  }
  for (const int minute : {5, 100, 2'000}) {
    late.add(1_min * minute, 3, 4, static_cast<std::uint64_t>(minute));
    both.add(1_min * minute, 3, 4, static_cast<std::uint64_t>(minute));
  }
  ASSERT_LT(early.window(), late.window());
  Measures one, other;
  one.digest = early.sums();
  one.digest_window = early.window();
  other.digest = late.sums();
  other.digest_window = late.window();
  Measures there = one, back = other;
  there.merge(other);
  back.merge(one);
  EXPECT_EQ(there.digest, both.sums());
  EXPECT_EQ(back.digest, both.sums());
  EXPECT_EQ(back.digest_window, both.window());
}

TEST(Measures, AreSummedOverAllCells) {
  Measures measures;
  for (const int hour : {-1, 3, 9}) {
    auto& cell = measures.cells.emplace_back();
    cell.labels.hour = static_cast<std::int16_t>(hour);
    cell.counts[measures::Count::calls] = 5;
    cell.latencies[measures::Latency::park_stay].record(10_s);
  }
  const auto sum = measures.summed();
  EXPECT_EQ(sum.labels, measures::Labels{});
  EXPECT_EQ(sum.counts[measures::Count::calls], 15u);
  EXPECT_EQ(sum.latencies[measures::Latency::park_stay].count(), 3u);
}

TEST(Measures, MergeWithAShorterListKeepsTheLongerTail) {
  Measures a;
  a.rows_taken = {1, 2, 3};
  Measures b;
  b.rows_taken = {4};
  a.merge(b);
  EXPECT_EQ(a.rows_taken, (std::vector<std::uint64_t>{5, 2, 3}));
}

}  // namespace

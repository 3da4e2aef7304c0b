#include "models/measures/recorder.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace {

using measures::Measures;
using measures::Recorder;

TEST(Recorder, ChancesOfACollisionAddUpInTheirCellAndKind) {
  Recorder recorder;
  const auto here = recorder.cell({.policy = 0});
  const auto there = recorder.cell({.policy = 1});
  recorder.expect(here, park::Collision::stale, 0.25);
  recorder.expect(here, park::Collision::stale, 0.5);
  recorder.expect(there, park::Collision::misdial, 0.125);
  Measures measures = recorder.take();
  EXPECT_EQ(measures.cells[measures.cell({.policy = 0})].expected[park::index(park::Collision::stale)], 0.75);
  EXPECT_EQ(measures.cells[measures.cell({.policy = 0})].expected[park::index(park::Collision::misdial)], 0);
  EXPECT_EQ(measures.cells[measures.cell({.policy = 1})].expected[park::index(park::Collision::misdial)], 0.125);
}

TEST(Recorder, KeepsTheLabelsOfManyLotsApart) {
  constexpr std::int16_t many = 32'000, channels = 8'000, step = 64;  // labels that differ in few bits
  Recorder recorder;
  std::set<Recorder::CellIndex> cells{recorder.cell({})};
  for (std::int16_t i = 0; i < many; i += step) {
    cells.insert(recorder.cell({.policy = i}));
    cells.insert(recorder.cell({.traffic = i}));
    cells.insert(recorder.cell({.group = i}));
  }
  for (std::int16_t i = 0; i < channels; i += step) cells.insert(recorder.cell({.channel = i}));
  for (std::int16_t i = 0; i < 24; ++i) cells.insert(recorder.cell({.hour = i}));
  EXPECT_EQ(cells.size(), 1u + 3 * many / step + channels / step + 24);
}

TEST(Recorder, CodesAreCountedByLotAndPlaceAlsoBeyondThoseItBeganWith) {
  Recorder recorder;
  recorder.add_lot(2);
  recorder.add_lot(3);
  recorder.used_code(0, 1);
  recorder.used_code(0, 4);
  recorder.used_code(0, 1);
  const Measures measures = recorder.take();
  ASSERT_EQ(measures.code_uses.size(), 2u);
  EXPECT_EQ(measures.code_uses[0].lot, 0);
  EXPECT_EQ(measures.code_uses[0].uses, (std::vector<std::uint64_t>{0, 2, 0, 0, 1}));
  EXPECT_EQ(measures.code_uses[1].lot, 1);
  EXPECT_EQ(measures.code_uses[1].uses, (std::vector<std::uint64_t>{0, 0, 0}));
}

TEST(Recorder, SpreadsABundleOverWhatItStandsFor) {
  using measures::Count;
  using measures::Latency;
  Recorder one, other;
  for (auto* recorder : {&one, &other}) recorder->set_rows(4);
  const auto cell = one.cell({.policy = 2}), same_cell = other.cell({.policy = 2});
  const measures::Bundle bundle{.rows = {{1, 2}},
                                .counts = {{Count::calls, 1}, {Count::probes, 3}},
                                .said = {{0, 1}},
                                .stays = {{Latency::park_stay, 1}, {Latency::code_held, 1}},
                                .moments = {{Latency::park_latency, 2}}};
  const auto number = one.add_bundle(bundle);
  EXPECT_EQ(one.add_bundle(bundle), number);
  const auto use = one.bundle_use(number, cell);
  EXPECT_EQ(one.bundle_use(number, cell), use);
  for (const std::int64_t us : {5, 70'000, 5}) {
    one.uses()[use].add(sim::Ticks{us});
    one.add_rows(bundle, 1);
    other.transition({}, 0, 1, 0);
    other.transition({}, 0, 1, 0);
    other.count(same_cell, Count::calls);
    other.count(same_cell, Count::probes, 3);
    other.said(same_cell, park::RetrieveOutcome{});
    other.time(same_cell, Latency::park_stay, sim::Ticks{us});
    other.time(same_cell, Latency::code_held, sim::Ticks{us});
    other.time(same_cell, Latency::park_latency, {});
    other.time(same_cell, Latency::park_latency, {});
  }
  const Measures spread = one.take(), told = other.take();
  EXPECT_EQ(spread.rows_taken, told.rows_taken);
  ASSERT_EQ(spread.cells.size(), 1u);
  EXPECT_EQ(spread.cells[0].counts, told.cells[0].counts);
  EXPECT_EQ(spread.cells[0].said, told.cells[0].said);
  EXPECT_EQ(spread.cells[0].latencies, told.cells[0].latencies);
}

}  // namespace

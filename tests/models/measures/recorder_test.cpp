#include "models/measures/recorder.hpp"

#include <gtest/gtest.h>

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

}  // namespace

#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;

TEST(Labels, AnAttemptBelongsToTrafficAndHourOfTheCallThatWasMeantThoughItIsGone) {
  auto company = office(systems::teams());
  company.horizon.is_day = true;
  company.horizon.time_of_day = 8_min * 60;
  Switchboard board(company);
  board.run_to(30_min);
  const auto call = board.parked();
  board.hang_up(call.call);
  board.close(call.call);
  board.run_to(90_min);
  ASSERT_EQ(board.dial(call), RetrieveOutcome::call_ended);
  bool found = false;
  for (const auto& cell : board.recorder.so_far().cells) {
    if (cell.counts[Count::outcome + index(RetrieveOutcome::call_ended)] == 0) continue;
    found = true;
    EXPECT_EQ(cell.labels, (measures::Labels{.policy = 0, .traffic = 0, .group = 0, .channel = -1, .hour = 8}));
  }
  EXPECT_TRUE(found);
}

TEST(Labels, AnAttemptIsMeasuredIfTheCallThatWasMeantIsThoughItIsGone) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.recorder.close_window(0_s);
  board.hang_up(call.call);
  board.close(call.call);
  board.dial(call);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::call_ended), 1u);

  Switchboard before(office(systems::teams()), false);
  const auto early = before.parked();
  before.hang_up(early.call);
  before.close(early.call);
  before.recorder.open_window(0_s);
  before.dial(early);
  EXPECT_EQ(before.count(Count::outcome, RetrieveOutcome::call_ended), 0u);
}

}  // namespace

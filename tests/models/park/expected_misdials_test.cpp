#include <gtest/gtest.h>

#include <set>

#include "models/people/slips.hpp"
#include "switchboard.hpp"

namespace {

using namespace park;

/// What is expected to be misdialled when one of so many parked calls is dialled; by the service, and by the law over
/// all that can be keyed.
struct Expected {
  double by_service = 0, by_law = 0;
};

Expected expected(int calls, const people::KeyingModel& keying) {
  Rules rules;
  rules.space.lo = 100;
  rules.space.hi = 999;
  Switchboard board(office(rules));
  std::set<int> live;
  Intent meant;
  for (int i = 0; i < calls; ++i) {
    meant = board.parked(0);
    live.insert(meant.digits);
  }
  live.erase(meant.digits);
  board.retrieve(meant, 1, board.now(), 0, keying);
  Expected found;
  for (const auto& cell : board.recorder.so_far().cells) found.by_service += cell.expected[index(Collision::misdial)];
  found.by_law = people::expected({meant.digits, 3}, keying, [&](people::Keyed keyed) {
    const auto taken = people::collected(keyed, 3);
    return taken.digits == 3 && live.contains(taken.number);
  });
  return found;
}

class KeyingModels : public testing::TestWithParam<people::SlipMix> {};
INSTANTIATE_TEST_SUITE_P(All, KeyingModels, testing::Values(people::SlipMix::any_digit, people::SlipMix::keypad));

// The service sums over few calls, or over all that can be keyed: with 20 and 200 calls the one, with 350 the other.
TEST_P(KeyingModels, ExpectAsManyMisdialsAsTheLawSays) {
  for (const int calls : {1, 20, 200, 350}) {
    const auto found = expected(calls, {0.02, GetParam()});
    EXPECT_NEAR(found.by_service, found.by_law, 1e-14) << calls << " calls";
    EXPECT_EQ(found.by_law > 0, calls > 1) << calls << " calls";
  }
}

TEST_P(KeyingModels, ExpectNoMisdialsOfSteadyHands) { EXPECT_EQ(expected(200, {0, GetParam()}).by_service, 0); }

}  // namespace

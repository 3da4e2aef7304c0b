#include "bench/floor/reference_lot.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "models/theory/competing_risks.hpp"
#include "models/theory/erlang_b.hpp"

namespace {

using park_floor::Counts;
using park_floor::Lot;

struct Floor {
  const char* name;
  Counts (*run)(const Lot&, std::uint64_t attempts, std::uint64_t seed);
};
constexpr Floor floors[] = {{"ThreeTimersShipped", floor_shipped::three_timers},
                            {"ThreeTimersNative", floor_native::three_timers},
                            {"OneEventShipped", floor_shipped::one_event},
                            {"OneEventNative", floor_native::one_event}};

constexpr Lot reference{90, 1.2}, small{60, 1.2}, large{50'000, 700};

const auto stay =
    theory::exponential_stay(park_floor::mean_retrieval_s, park_floor::mean_patience_s, park_floor::timeout_s);

double share(std::uint64_t part, std::uint64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

/// The mean of independent runs may be this far from what theory says: four standard errors.
void expect_mean(const std::vector<double>& runs, double theory) {
  const auto n = static_cast<double>(runs.size());
  double sum = 0, squares = 0;
  for (const double x : runs) sum += x;
  for (const double x : runs) squares += (x - sum / n) * (x - sum / n);
  EXPECT_NEAR(sum / n, theory, 4 * std::sqrt(squares / (n - 1) / n));
}

class SamplingFloor : public testing::TestWithParam<Floor> {
 protected:
  /// share(run) of runs with different seeds.
  template <class Share>
  static std::vector<double> shares(const Lot& lot, std::uint64_t attempts, Share share) {
    std::vector<double> found;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) found.push_back(share(GetParam().run(lot, attempts, seed)));
    return found;
  }
};
const auto name_of = [](const auto& tested) { return std::string(tested.param.name); };
INSTANTIATE_TEST_SUITE_P(Builds, SamplingFloor, testing::ValuesIn(floors), name_of);

// Calls that ring unanswered park once more, and are part of the load: 57.497 erlangs.
TEST_P(SamplingFloor, BlocksWhatErlangBSaysAt60Codes) {
  const double parks_again = stay.timed_out * std::exp(-park_floor::ring_time_s / park_floor::mean_answer_s);
  const double load = theory::offered_load_erlangs(small.parks_per_s, stay) * (1 + parks_again);
  const double blocking = theory::blocking(small.codes, load);
  EXPECT_NEAR(blocking, 0.07377, 0.00001);
  expect_mean(shares(small, 100'000, [](const Counts& n) { return share(n.blocked, n.attempts); }), blocking);
}

TEST_P(SamplingFloor, EndsStaysAsTheRaceSays) {
  const auto of_stays = [](std::uint64_t Counts::*part) {
    return shares(reference, 50'000, [part](const Counts& n) { return share(n.*part, n.stays); });
  };
  expect_mean(of_stays(&Counts::retrieved), stay.retrieved);
  expect_mean(of_stays(&Counts::abandoned), stay.abandoned);
  expect_mean(shares(reference, 50'000, [](const Counts& n) { return n.held_s / static_cast<double>(n.stays); }),
              stay.mean_stay_s);
}

TEST_P(SamplingFloor, RingsAreAnsweredWithinTheirTime) {
  std::uint64_t answered = 0, rung_back = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Counts n = GetParam().run(large, 200'000, seed);
    answered += n.answered;
    rung_back += n.rung_back;
  }
  const double theory = 1 - std::exp(-park_floor::ring_time_s / park_floor::mean_answer_s);
  EXPECT_NEAR(share(answered, rung_back), theory,
              4 * std::sqrt(theory * (1 - theory) / static_cast<double>(rung_back)));
}

class FloorRuns : public testing::TestWithParam<Floor> {};
INSTANTIATE_TEST_SUITE_P(Builds, FloorRuns, testing::ValuesIn(floors), name_of);

TEST_P(FloorRuns, EveryCallEndsOnce) {
  for (const Lot& lot : {reference, small, large, Lot{1, 1.2}, Lot{20, 1.2}}) {
    const Counts n = GetParam().run(lot, 20'000, 3);
    EXPECT_EQ(n.attempts, 20'000u);
    EXPECT_EQ(n.calls_in_progress(), 0u);
    EXPECT_EQ(n.stays, n.attempts - n.blocked + n.reparked);
    EXPECT_LE(n.longest_s, park_floor::timeout_s + 1e-3);
  }
}

TEST_P(FloorRuns, TheSameSeedGivesTheSameCounts) {
  const Counts a = GetParam().run(small, 20'000, 5), b = GetParam().run(small, 20'000, 5);
  const Counts c = GetParam().run(small, 20'000, 6);
  EXPECT_EQ(a.retrieved, b.retrieved);
  EXPECT_EQ(a.held_s, b.held_s);
  EXPECT_NE(a.held_s, c.held_s);
}

TEST_P(FloorRuns, OneAttemptIsServed) { EXPECT_EQ(GetParam().run(reference, 1, 1).stays, 1u); }

}  // namespace

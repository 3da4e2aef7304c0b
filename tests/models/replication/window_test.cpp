#include <gtest/gtest.h>

#include "tests/models/replication/lot_runs.hpp"

// What is measured, by hand: a lot of two codes, each call retrieved 10 s after it is parked.
namespace {

using namespace lot_runs;
using park::CallEnd;

people::Company calls_at(std::vector<double> times_s) {
  std::vector<Ticks> times;
  for (const double at_s : times_s) times.push_back(from_seconds(at_s));
  return one_lot(2, Arrivals::times(times), Distribution::constant(10.0));
}

Measures run(const people::Company& company) {
  const Study study(company);
  return models::simulate(study.plan, {});
}

people::Company with_length(people::Company company, Ticks warm_up, Ticks length, people::After after) {
  company.horizon.warm_up = warm_up;
  company.horizon.length = length;
  company.horizon.after = after;
  return company;
}

TEST(Window, CountsCallsFromItsFirstInstantToJustBeforeItsEnd) {
  const auto m = run(with_length(calls_at({1, 4.999999, 5, 20, 24.999999, 25, 26}), 5_s, 20_s, people::After::drain));
  EXPECT_EQ(total(m, Count::calls), 3u);
  EXPECT_EQ(total(m, Count::park_wanted), 3u);
  EXPECT_EQ(total(m, Count::park_requested), 3u);
}

TEST(Window, RefusalOfAMeasuredCallIsMeasuredThoughTheCodesAreTakenByOthers) {
  const auto m = run(with_length(calls_at({1, 2, 5, 20}), 5_s, 20_s, people::After::drain));
  EXPECT_EQ(total(m, Count::park_requested), 2u);
  EXPECT_EQ(total(m, Count::refused + park::index(park::Refusal::lot_full)), 1u);
  EXPECT_EQ(total(m, Count::park_failed), 1u);
  EXPECT_EQ(total(m, Count::park_committed), 1u);
}

TEST(Window, RefusalInTheWarmUpIsNotMeasured) {
  EXPECT_EQ(total(run(with_length(calls_at({1, 2, 3, 20}), 5_s, 20_s, people::After::drain)), Count::refused), 0u);
}

TEST(Window, LevelsAreObservedInsideItOnly) {
  // 1-11 s, 20-30 s and 24-34 s: one code for 6 s before the window's 11th second, then one for 4 s, two for 1 s.
  const auto m = run(with_length(calls_at({1, 20, 24}), 5_s, 20_s, people::After::drain));
  EXPECT_EQ(m.levels[0].level.observed(), 20_s);
  EXPECT_EQ(m.levels[0].level.area_us(), Wide{6 + 4 + 2} * 1'000'000);
  EXPECT_EQ(m.levels[0].level.max(), 2);
  EXPECT_EQ(m.levels[0].time_at.time_at_us(), (std::vector<std::int64_t>{9'000'000, 10'000'000, 1'000'000}));
}

TEST(Window, LevelOfGuessKeepsNoTimesAtLevels) {
  const Study study(reference_lot(60, 1000));
  for (const auto& level : models::simulate(study.plan, {}).levels)
    EXPECT_EQ(level.time_at.time_at_us().empty(), level.of == measures::Level::Of::guess);
}

TEST(Drain, FollowsMeasuredCallsToTheirEnd) {
  const auto m = run(with_length(calls_at({1, 20, 24}), 5_s, 20_s, people::After::drain));
  EXPECT_EQ(ended(m, CallEnd::retrieved), 2u);
  EXPECT_EQ(total(m, Count::retrieve_attempts), 2u);
  EXPECT_EQ(times(m, Latency::park_stay).count(), 2u);
  EXPECT_EQ(times(m, Latency::caller_wait).min(), 10_s);
  EXPECT_EQ(m.simulated, 34_s);
}

TEST(Drain, LetsNoCallArriveAfterTheWindow) {
  const auto m = run(with_length(calls_at({20, 25, 26, 27}), 5_s, 20_s, people::After::drain));
  EXPECT_EQ(m.simulated, 30_s);
  EXPECT_EQ(m.events, 2u) << "one arrival and one retrieval";
}

TEST(Cut, StopsAtTheEndOfTheWindow) {
  const auto m = run(with_length(calls_at({1, 10, 20, 24}), 5_s, 20_s, people::After::cut));
  EXPECT_EQ(total(m, Count::park_committed), 3u);
  EXPECT_EQ(ended(m, CallEnd::retrieved), 1u);
  EXPECT_EQ(times(m, Latency::park_stay).count(), 1u);
  EXPECT_EQ(m.simulated, 25_s);
  EXPECT_EQ(m.levels[0].level.area_us(), Wide{6 + 10 + 5 + 1} * 1'000'000);
}

people::Company with_calls(people::Company company, Ticks warm_up, std::uint64_t calls, people::After after) {
  company.horizon.warm_up = warm_up;
  company.horizon.calls = calls;
  company.horizon.after = after;
  return company;
}

TEST(CallsHorizon, EndsTheWindowWithTheLastCallAndFollowsIt) {
  const auto m = run(with_calls(calls_at({1, 2, 13, 15, 17}), 0_s, 3, people::After::drain));
  EXPECT_EQ(total(m, Count::calls), 3u);
  EXPECT_EQ(ended(m, CallEnd::retrieved), 3u);
  EXPECT_EQ(m.levels[0].level.observed(), 13_s);
  EXPECT_EQ(m.levels[0].level.area_us(), Wide{10 + 10} * 1'000'000);
  EXPECT_EQ(m.simulated, 23_s);
}

TEST(CallsHorizon, CountsNoCallOfTheWarmUp) {
  const auto m = run(with_calls(calls_at({1, 2, 3, 4, 30, 40, 50, 60}), 20_s, 3, people::After::drain));
  EXPECT_EQ(total(m, Count::calls), 3u);
  EXPECT_EQ(total(m, Count::refused), 0u);
  EXPECT_EQ(m.levels[0].level.observed(), 30_s);
  EXPECT_EQ(m.simulated, 60_s);
}

TEST(CallsHorizon, CutStopsAtTheLastCall) {
  const auto m = run(with_calls(calls_at({1, 2, 13, 15, 17}), 0_s, 4, people::After::cut));
  EXPECT_EQ(total(m, Count::calls), 4u);
  EXPECT_EQ(total(m, Count::park_committed), 4u);
  EXPECT_EQ(ended(m, CallEnd::retrieved), 2u);
  EXPECT_EQ(m.simulated, 15_s);
}

TEST(CallsHorizon, EndsWithTheArrivalsWhenThereAreTooFew) {
  const auto m = run(with_calls(calls_at({1, 2}), 0_s, 100, people::After::drain));
  EXPECT_EQ(total(m, Count::calls), 2u);
  EXPECT_EQ(m.levels[0].level.observed(), 12_s);
}

TEST(CallsHorizon, IsReachedByAllSourcesTogether) {
  auto company = with_calls(calls_at({1, 15, 30}), 0_s, 4, people::After::drain);
  company.lot_traffic.push_back(company.lot_traffic[0]);
  company.lot_traffic[1].name = "others";
  company.lot_traffic[1].arrivals = Arrivals::times({2_s, 16_s, 31_s});
  const auto m = run(company);
  EXPECT_EQ(total(m, Count::calls), 4u);
  EXPECT_EQ(m.levels[0].level.observed(), 16_s);
  EXPECT_EQ(m.simulated, 30_s) << "the arrival that was on its way when the window ended is turned away";
}

TEST(CallsHorizon, EndsForAFinitePopulation) {
  auto company = with_calls(calls_at({}), 0_s, 50, people::After::drain);
  company.lot_traffic[0].arrivals = Arrivals::sources(5, Distribution::exponential(20));
  const auto m = run(company);
  EXPECT_EQ(total(m, Count::calls), 50u);
  EXPECT_EQ(total(m, Count::park_requested), total(m, Count::park_committed) + total(m, Count::refused));
}

TEST(Day, LabelsCallsByTheClockHourOfTheirFirstPress) {
  auto company = calls_at({8 * 3600.0, 8 * 3600 + 3599.0, 9 * 3600.0});
  company.horizon.is_day = true;
  company.horizon.time_of_day = from_seconds(8 * 3600);
  company.horizon.length = from_seconds(2 * 3600);
  const auto m = run(company);
  std::uint64_t at_8 = 0, at_9 = 0;
  for (const auto& cell : m.cells) {
    if (cell.labels.hour == 8) at_8 += cell.counts[Count::calls];
    if (cell.labels.hour == 9) at_9 += cell.counts[Count::calls];
  }
  EXPECT_EQ(at_8, 2u);
  EXPECT_EQ(at_9, 1u);
}

TEST(LotFault, IsLocatedInTheRun) {
  auto company = calls_at({1, 2});
  company.lot_traffic[0].mistype_per_digit = 0;
  const park::Row no_retrieval[] = {park::call_machine()[0], park::call_machine()[4]};
  const models::Plan plan(company, no_retrieval);
  EXPECT_THROW(models::simulate(plan, {.replication = 4}), LocatedFault);
}

}  // namespace

#include "models/rare/splitting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "models/theory/competing_risks.hpp"
#include "models/theory/erlang_b.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

namespace {

using lot_runs::one_lot;
using sim::Arrivals;
using sim::Distribution;
using testing::HasSubstr;

const std::function<bool()> go_on = [] { return false; };

/// 8 erlangs.
people::Company pool(int codes, Distribution stay = Distribution::exponential(60)) {
  return one_lot(codes, Arrivals::poisson(8. / 60), std::move(stay));
}

/// The share of refused requests by each of so many repetitions.
std::vector<double> shares(const people::Company& company, std::uint32_t repetitions, rare::Settings settings) {
  std::vector<double> found;
  const rare::Splitting splitting(company, 0, settings);
  for (std::uint32_t number = 0; number < repetitions; ++number) {
    const rare::Sample sample = splitting.repetition(number, go_on);
    found.push_back(sample.refused_per_s / splitting.planned_per_s().value_or(sample.requested_per_s));
  }
  return found;
}

/// The same by one repetition of each of so many seeds.
std::vector<double> shares_of_seeds(const people::Company& company, int seeds, rare::Settings settings) {
  std::vector<double> found;
  for (int seed = 1; seed <= seeds; ++seed) {
    settings.seed = static_cast<std::uint64_t>(seed);
    const rare::Splitting splitting(company, 0, settings);
    const rare::Sample sample = splitting.repetition(0, go_on);
    found.push_back(sample.refused_per_s / splitting.planned_per_s().value_or(sample.requested_per_s));
  }
  return found;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Student's test at 1e-3 that the mean over the seeds is Erlang B's. So many seeds leave a standard error of 3 to 6 %:
// an estimator that is off by 30 % is rejected with more than 95 %, which each test asserts of this sample.
void expect_mean(const std::vector<double>& found, double truth) {
  EXPECT_GT(hypothesis::t_test_p(found, truth), 1e-3) << mean(found) / truth << " times the truth";
  EXPECT_LT(hypothesis::t_test_p(found, 1.3 * truth), 1e-3) << "no power";
  EXPECT_LT(hypothesis::t_test_p(found, truth / 1.3), 1e-3) << "no power";
}

TEST(SamplingSplitting, IsUnbiasedOver200Seeds) {
  expect_mean(shares_of_seeds(pool(22), 200, {.effort = 60}), theory::blocking(22, 8));
}

TEST(SamplingSplitting, IsUnbiasedWithTheTimesThatWereDrawnWhenParking) {
  // The race is resolved when a call parks: its residual time is part of the state.
  expect_mean(shares(pool(17), 200, {.effort = 60, .redraws = false}), theory::blocking(17, 8));
}

TEST(SamplingSplitting, IsUnbiasedForStaysWithALongTail) {
  expect_mean(shares(pool(20, Distribution::lognormal_mean_cv(60, 1.5)), 200, {.effort = 60}), theory::blocking(20, 8));
}

TEST(SamplingSplitting, IsUnbiasedForStaysOfOneLength) {
  expect_mean(shares(pool(16, Distribution::constant(60.)), 200, {.effort = 60}), theory::blocking(16, 8));
}

TEST(SamplingSplitting, IsUnbiasedForMixedStays) {
  const Distribution mixed =
      Distribution::mixture({{0.7, Distribution::exponential(30)}, {0.3, Distribution::uniform(60, 200)}});
  expect_mean(shares(pool(20, mixed), 200, {.effort = 60}), theory::blocking(20, 8. / 60 * mixed.mean_s()));
}

TEST(SamplingSplitting, IsUnbiasedWhenRetrievalPatienceAndTimeOutRace) {
  auto company = pool(18);
  company.lots[0].rules.park.timeout = sim::operator""_s(90);
  company.lot_traffic[0].patience = Distribution::exponential(240);
  const auto stay = theory::exponential_stay(60, 240, 90);
  expect_mean(shares(company, 200, {.effort = 60}), theory::blocking(18, 8. / 60 * stay.mean_stay_s));
}

TEST(SamplingSplittingAtLength, IsUnbiasedAtOneInABillion) {
  expect_mean(shares_of_seeds(pool(30), 200, {.effort = 300}), theory::blocking(30, 8));
}

/// Bursts of calls that nobody takes for long: they ring back, keep their codes meanwhile, and are parked again.
people::Company looping_bursts() {
  auto company = one_lot(
      22, Arrivals::bursts(Distribution::exponential(60), sim::BurstSize::geometric(4), Distribution::uniform(0.5, 10)),
      Distribution::lognormal_mean_cv(60, 1));
  auto& rules = company.lots[0].rules;
  rules.park.timeout = sim::operator""_s(60);
  rules.ring.attempts = 3;
  rules.ring.ring_time = sim::operator""_s(20);
  company.lot_traffic[0].patience = Distribution::exponential(200);
  company.lot_traffic[0].ring_answered_after = Distribution::exponential(30);
  return company;
}

TEST(SamplingSplitting, AgreesWithBruteForceWhereThereIsNoClosedForm) {
  auto company = looping_bursts();
  const auto splitting = shares(company, 100, {.effort = 300});
  company.horizon.warm_up = sim::operator""_min(60);
  company.horizon.length = sim::operator""_min(12'000);
  company.horizon.after = people::After::cut;
  const models::Plan plan(company);
  std::vector<double> counted;
  for (std::uint32_t replication = 0; replication < 100; ++replication) {
    const auto found = models::simulate(plan, {.seed = 99, .replication = replication});
    const auto& counts = found.cells.at(0).counts;
    counted.push_back(static_cast<double>(counts[measures::Count::refused + index(park::Refusal::lot_full)]) /
                      static_cast<double>(counts[measures::Count::park_requested]));
  }
  EXPECT_LT(mean(counted), 0.02);
  EXPECT_GT(mean(counted), 0.0002);
  // The difference of the means in its standard errors, normal by their numbers; 3.3 of them come by chance in 1 of
  // 1,000. Each mean is known to a few percent.
  const auto error = [](const std::vector<double>& values) {
    double squares = 0;
    for (const double value : values) squares += (value - mean(values)) * (value - mean(values));
    const auto n = static_cast<double>(values.size());
    return std::sqrt(squares / (n - 1) / n);
  };
  const double off = mean(splitting) - mean(counted), known_to = std::hypot(error(splitting), error(counted));
  EXPECT_LT(std::abs(off), 3.3 * known_to) << mean(splitting) << " and " << mean(counted);
  EXPECT_LT(known_to, 0.1 * mean(counted)) << "no power";
}

TEST(SamplingSplitting, RedrawnResidualsTellMoreThanKeptOnes) {
  const auto deviation = [](bool redraws) {
    const auto found = shares(pool(24), 40, {.effort = 40, .redraws = redraws});
    double squares = 0;
    for (const double value : found) squares += (value - mean(found)) * (value - mean(found));
    return std::sqrt(squares / 39) / theory::blocking(24, 8);
  };
  EXPECT_LT(deviation(true), deviation(false) / 2);
}

TEST(Splitting, IsTheSameForEveryQueue) {
  const auto sample = [](models::QueueKind queue) {
    return rare::Splitting(pool(20), 0, {.effort = 30, .queue = queue}).repetition(3, go_on);
  };
  const auto lanes = sample(models::QueueKind::lanes);
  for (const auto queue : {models::QueueKind::heap, models::QueueKind::sorted}) {
    const auto other = sample(queue);
    EXPECT_EQ(lanes.refused_per_s, other.refused_per_s);
    EXPECT_EQ(lanes.events, other.events);
  }
}

TEST(Splitting, RepetitionsDoNotDependOnEachOther) {
  const rare::Splitting splitting(pool(20), 0, {.effort = 30});
  const double third = splitting.repetition(3, go_on).refused_per_s;
  splitting.repetition(0, go_on);
  EXPECT_EQ(splitting.repetition(3, go_on).refused_per_s, third);
  EXPECT_NE(splitting.repetition(4, go_on).refused_per_s, third);
}

TEST(Splitting, LevelsRiseFromTheBaseToTheFullLot) {
  const rare::Splitting splitting(pool(30), 0, {.effort = 30});
  const auto& course = splitting.course();
  EXPECT_NEAR(course.mean_in_use, 8, 0.5);
  EXPECT_EQ(course.levels.front(), course.base_level + 1);
  EXPECT_EQ(course.levels.back(), 30);
  EXPECT_TRUE(std::ranges::is_sorted(course.levels));
  EXPECT_GE(course.warm_up.seconds(), 15 * 60);
}

TEST(Splitting, CountsRequestsWhereTheyAreNotPlanned) {
  const rare::Splitting splitting(looping_bursts(), 0, {.effort = 30});
  EXPECT_FALSE(splitting.planned_per_s());
  // 4 calls a minute, and some park again.
  EXPECT_NEAR(splitting.repetition(0, go_on).requested_per_s, 4.5 / 60, 2. / 60);
  EXPECT_DOUBLE_EQ(*rare::Splitting(pool(20), 0, {.effort = 30}).planned_per_s(), 8. / 60);
}

TEST(Splitting, StopsWhenAsked) {
  const rare::Splitting splitting(pool(20), 0, {.effort = 3000});
  EXPECT_THROW(splitting.repetition(0, [] { return true; }), rare::Interrupted);
}

std::string why_unsuitable(const std::function<void(people::Company&)>& change) {
  auto company = pool(20);
  change(company);
  try {
    rare::Splitting(company, 0, {.effort = 30});
  } catch (const rare::Unsuitable& why) {
    return why.what();
  }
  return "suitable";
}

TEST(Splitting, RefusesWhatHasNoSteadyState) {
  EXPECT_THAT(why_unsuitable([](auto& c) { c.horizon.is_day = true; }), HasSubstr("a day has no steady state"));
  EXPECT_THAT(why_unsuitable([](auto& c) { c.timeline.push_back({}); }), HasSubstr("change in the course"));
  EXPECT_THAT(why_unsuitable([](auto& c) { c.copies.push_back({}); }), HasSubstr("copies"));
  EXPECT_THAT(why_unsuitable([](auto& c) {
                c.lot_traffic[0].arrivals = Arrivals::profile({{{0}, 0.1}});
              }),
              HasSubstr("rates that change"));
}

TEST(Splitting, RefusesLotsThatRefuseOtherwiseOrNever) {
  const auto why = [](const std::function<void(park::Rules&)>& change) {
    return why_unsuitable([&](people::Company& company) { change(company.lots[0].rules); });
  };
  EXPECT_THAT(why([](auto& r) { r.alloc.full = park::Full::overflow; }), HasSubstr("refuses nobody"));
  EXPECT_THAT(why([](auto& r) { r.space.calls_per_code = park::unlimited; }), HasSubstr("refuses nobody"));
  EXPECT_THAT(why([](auto& r) { r.alloc.atomic = false; }), HasSubstr("two steps"));
  EXPECT_THAT(why([](auto& r) { r.alloc.chosen_by = park::ChosenBy::parker; }), HasSubstr("codes of their own"));
  EXPECT_THAT(why([](auto& r) { r.alloc.quarantine = sim::operator""_s(5); }), HasSubstr("rests"));
  EXPECT_THAT(why_unsuitable([](auto& c) { c.service.nodes.emplace_back(); }), HasSubstr("nodes"));
}

TEST(Splitting, RefusesALotThatCannotBeFilled) {
  // A finite population of fewer people than codes.
  EXPECT_THAT(
      why_unsuitable([](auto& c) { c.lot_traffic[0].arrivals = Arrivals::sources(5, Distribution::exponential(60)); }),
      HasSubstr("out of reach"));
}

}  // namespace

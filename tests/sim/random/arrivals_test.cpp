#include "sim/random/arrivals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tests/sim/random/goodness_of_fit.hpp"

namespace {

using namespace sim;
using namespace goodness_of_fit;

constexpr Ticks start{0};
constexpr Ticks hour = 60_min;
constexpr double per_hour = 1.0 / 3600;

DrawSource source_of(std::uint64_t seed) { return {seed, 0, 0, hash_name("inbound")}; }

std::vector<Ticks> arrivals_until(const Arrivals& arrivals, Ticks until, std::uint64_t seed, Ticks from = start) {
  std::vector<Ticks> result;
  auto state = Arrivals::begin(from);
  const DrawSource source = source_of(seed);
  for (auto instant = arrivals.next(state, source); instant && *instant <= until;
       instant = arrivals.next(state, source))
    result.push_back(*instant);
  return result;
}

std::vector<Ticks> first_arrivals(const Arrivals& arrivals, std::size_t count, std::uint64_t seed, Ticks from = start) {
  std::vector<Ticks> result;
  auto state = Arrivals::begin(from);
  while (result.size() < count) result.push_back(arrivals.next(state, source_of(seed)).value());
  return result;
}

double count_between(const std::vector<Ticks>& instants, Ticks from, Ticks to) {
  return static_cast<double>(
      std::count_if(instants.begin(), instants.end(), [&](Ticks instant) { return from < instant && instant <= to; }));
}

/// Chi-square of counts against a Poisson law, values pooled so that each cell expects at least 8.
double poisson_count_p(const std::vector<double>& counts, double mean) {
  const boost::math::poisson law(mean);
  const double n = static_cast<double>(counts.size());
  std::vector<double> observed;
  std::vector<double> expected;
  double pooled_probability = 0;
  double pooled_count = 0;
  double covered = 0;
  for (int k = 0; (1 - covered) * n > 16; ++k) {
    pooled_probability += boost::math::pdf(law, k);
    pooled_count += static_cast<double>(std::count(counts.begin(), counts.end(), k));
    covered = boost::math::cdf(law, k);
    if (pooled_probability * n < 8) continue;
    observed.push_back(std::exchange(pooled_count, 0));
    expected.push_back(std::exchange(pooled_probability, 0) * n);
  }
  double seen = 0;
  double foreseen = 0;
  for (const double count : observed) seen += count;
  for (const double count : expected) foreseen += count;
  observed.push_back(n - seen);
  expected.push_back(n - foreseen);
  return chi_square_p(observed, expected);
}

Arrivals day_profile() {
  return Arrivals::profile({{Ticks{8 * hour.us}, 40 * per_hour},
                            {Ticks{10 * hour.us}, 120 * per_hour},
                            {Ticks{12 * hour.us}, 0},
                            {Ticks{13 * hour.us}, 60 * per_hour}});
}

Arrivals reconnecting_phones() {
  return Arrivals::bursts(Distribution::exponential(600), BurstSize::geometric(6), Distribution::uniform(0.1, 2));
}

static_assert(std::is_trivially_copyable_v<ArrivalState>);

TEST(PoissonArrivals, GapsAreExponential) {
  const auto instants = first_arrivals(Arrivals::poisson(90 * per_hour), 20'000, 1);
  std::vector<double> gaps = {instants[0].seconds()};
  for (std::size_t i = 1; i < instants.size(); ++i) gaps.push_back((instants[i] - instants[i - 1]).seconds());
  const boost::math::exponential law(90 * per_hour);
  EXPECT_GT(kolmogorov_smirnov_p(gaps, [&](double t) { return boost::math::cdf(law, std::max(0.0, t)); }),
            significance);
}

TEST(PoissonArrivals, CountsAreAsVariableAsTheirMean) {
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 4000; ++seed)
    counts.push_back(static_cast<double>(arrivals_until(Arrivals::poisson(12 * per_hour), hour, seed).size()));
  EXPECT_GT(poisson_count_p(counts, 12), significance);
}

TEST(PoissonArrivals, TheTestOfCountsSeesARateFivePercentOff) {
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 4000; ++seed)
    counts.push_back(static_cast<double>(arrivals_until(Arrivals::poisson(12.6 * per_hour), hour, seed).size()));
  EXPECT_LT(poisson_count_p(counts, 12), significance);
}

TEST(PoissonArrivals, ScaleDividesEveryTime) {
  const auto slow = first_arrivals(Arrivals::poisson(0.5), 1000, 3);
  const auto fast = first_arrivals(Arrivals::poisson(0.5).scaled(4), 1000, 3);
  for (std::size_t i = 0; i < slow.size(); ++i) ASSERT_LE(std::abs(slow[i].us - fast[i].us * 4), 3);
}

TEST(PoissonArrivals, OfRateZeroNeverCome) {
  auto state = Arrivals::begin(start);
  EXPECT_EQ(Arrivals::poisson(0).next(state, source_of(1)), std::nullopt);
  EXPECT_EQ(Arrivals::poisson(0).next(state, source_of(1)), std::nullopt);
}

TEST(PoissonArrivals, BeginAfterTheInstantGiven) {
  const auto early = first_arrivals(Arrivals::poisson(0.5), 100, 3);
  const auto late = first_arrivals(Arrivals::poisson(0.5), 100, 3, hour);
  for (std::size_t i = 0; i < early.size(); ++i) ASSERT_LE(std::abs((late[i] - hour - early[i]).us), 1);
}

TEST(ProfileArrivals, CountsOfEachStepArePoissonWithItsRate) {
  std::vector<double> before, first, second, pause, last;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const auto instants = arrivals_until(day_profile(), Ticks{16 * hour.us}, seed);
    before.push_back(count_between(instants, start, Ticks{8 * hour.us}));
    first.push_back(count_between(instants, Ticks{8 * hour.us}, Ticks{8 * hour.us} + 15_min));
    second.push_back(count_between(instants, Ticks{11 * hour.us}, Ticks{11 * hour.us} + 15_min));
    pause.push_back(count_between(instants, Ticks{12 * hour.us}, Ticks{13 * hour.us}));
    last.push_back(count_between(instants, Ticks{15 * hour.us}, Ticks{15 * hour.us} + 15_min));
  }
  EXPECT_EQ(mean_of(before), 0);
  EXPECT_EQ(mean_of(pause), 0);
  EXPECT_GT(poisson_count_p(first, 10), significance);
  EXPECT_GT(poisson_count_p(second, 30), significance);
  EXPECT_GT(poisson_count_p(last, 15), significance);
}

TEST(ProfileArrivals, ThatBeginInsideAStepKeepItsRate) {
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Ticks from = Ticks{11 * hour.us};
    counts.push_back(static_cast<double>(arrivals_until(day_profile(), from + 10_min, seed, from).size()));
  }
  EXPECT_GT(poisson_count_p(counts, 20), significance);
}

TEST(ProfileArrivals, OfOneStepAreThePoissonArrivalsOfThatRate) {
  const auto profile = first_arrivals(Arrivals::profile({{start, 0.02}}), 500, 4);
  const auto poisson = first_arrivals(Arrivals::poisson(0.02), 500, 4);
  for (std::size_t i = 0; i < profile.size(); ++i) ASSERT_LE(std::abs((profile[i] - poisson[i]).us), 1);
}

TEST(ProfileArrivals, EndWithALastRateOfZero) {
  const auto profile = Arrivals::profile({{start, 100 * per_hour}, {hour, 0}});
  auto state = Arrivals::begin(start);
  while (const auto instant = profile.next(state, source_of(1))) ASSERT_LE(*instant, hour);
  EXPECT_GT(state.count, 40U);
  EXPECT_EQ(profile.next(state, source_of(1)), std::nullopt);
}

TEST(ProfileArrivals, ScaleMultipliesTheRateAndKeepsTheSteps) {
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const auto instants = arrivals_until(day_profile().scaled(0.5), Ticks{13 * hour.us}, seed);
    EXPECT_EQ(count_between(instants, Ticks{12 * hour.us}, Ticks{13 * hour.us}), 0);
    counts.push_back(count_between(instants, Ticks{10 * hour.us}, Ticks{10 * hour.us} + 20_min));
  }
  EXPECT_GT(poisson_count_p(counts, 20), significance);
}

TEST(EveryArrivals, ComeAtMultiplesOfTheGapWithoutDrift) {
  const auto instants = first_arrivals(Arrivals::every(40_s), 1000, 1);
  for (std::size_t i = 0; i < instants.size(); ++i) ASSERT_EQ(instants[i], 40_s * static_cast<std::int64_t>(i + 1));
  const auto thirds = first_arrivals(Arrivals::every(1_s).scaled(3), 3000, 1);
  EXPECT_EQ(thirds[0].us, 333'333);
  EXPECT_EQ(thirds[2999], 1000_s);
}

TEST(ListedArrivals, ComeExactlyOnceEachAndThenEnd) {
  const std::vector<Ticks> listed = {1_s, 5_s, 5_s, 9_s};
  const auto arrivals = Arrivals::times(listed);
  EXPECT_EQ(arrivals_until(arrivals, hour, 1), listed);
  EXPECT_EQ(arrivals_until(arrivals, hour, 1, 5_s), (std::vector<Ticks>{5_s, 5_s, 9_s}));
  EXPECT_EQ(arrivals_until(arrivals.scaled(2), hour, 1), (std::vector<Ticks>{1_s, 3_s, 3_s, 5_s}));
  EXPECT_TRUE(arrivals_until(Arrivals::times({}), hour, 1).empty());
}

/// Sizes of the bursts, told apart by gaps far above the spacing.
std::vector<double> burst_sizes(const Arrivals& arrivals, std::size_t count, Ticks apart) {
  std::vector<double> sizes;
  Ticks previous{-hour.us};
  for (const Ticks instant : first_arrivals(arrivals, count, 5)) {
    if (instant - previous > apart) sizes.push_back(0);
    ++sizes.back();
    previous = instant;
  }
  sizes.pop_back();
  return sizes;
}

TEST(BurstArrivals, SizesAreGeometricOnOneAndUp) {
  const auto arrivals =
      Arrivals::bursts(Distribution::constant(600_s), BurstSize::geometric(6), Distribution::constant(1_s));
  const auto sizes = burst_sizes(arrivals, 60'000, 2_s);
  std::vector<double> observed(21);
  std::vector<double> expected(21);
  for (const double size : sizes) ++observed[std::min<std::size_t>(static_cast<std::size_t>(size) - 1, 20)];
  const double n = static_cast<double>(sizes.size());
  for (std::size_t i = 0; i < 20; ++i) expected[i] = n / 6 * std::pow(5.0 / 6, static_cast<double>(i));
  expected[20] = n * std::pow(5.0 / 6, 20);
  EXPECT_GT(chi_square_p(observed, expected), significance);
  EXPECT_GT(normal_p((mean_of(sizes) - 6) / std::sqrt(30 / n)), significance);
}

TEST(BurstArrivals, OfConstantSizeHaveThatSizeAndSpacing) {
  const auto arrivals =
      Arrivals::bursts(Distribution::constant(60_s), BurstSize::constant(3), Distribution::constant(2_s));
  EXPECT_EQ(first_arrivals(arrivals, 6, 1), (std::vector<Ticks>{60_s, 62_s, 64_s, 120_s, 122_s, 124_s}));
}

TEST(BurstArrivals, ThatOverlapAreMergedInTimeOrder) {
  const auto arrivals =
      Arrivals::bursts(Distribution::constant(60_s), BurstSize::constant(3), Distribution::constant(50_s));
  EXPECT_EQ(first_arrivals(arrivals, 7, 1), (std::vector<Ticks>{60_s, 110_s, 120_s, 160_s, 170_s, 180_s, 220_s}));
}

TEST(BurstArrivals, CountsHaveTheMeanAndTheVarianceOfACompoundPoissonProcess) {
  // Bursts at rate 6/h for 4 h, sizes geometric with mean 6: mean 144, variance 24 E N^2 = 24 (36 + 30).
  std::vector<double> counts;
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    counts.push_back(
        static_cast<double>(arrivals_until(Arrivals::bursts(Distribution::exponential(600), BurstSize::geometric(6),
                                                            Distribution::constant(Ticks{1})),
                                           Ticks{4 * hour.us}, seed)
                                .size()));
  const double n = static_cast<double>(counts.size());
  EXPECT_GT(normal_p((mean_of(counts) - 144) / std::sqrt(24 * 66 / n)), significance);
  double variance = 0;
  for (double& count : counts) variance += (count - 144) * (count - 144) / n;
  // Excess kurtosis 24 E N^4 / (24 * 66)^2 = 0.23, so the relative variance of the sample variance is 2.23 / n.
  EXPECT_NEAR(variance / (24 * 66), 1, 3.9 * std::sqrt(2.23 / n));
}

TEST(BurstArrivals, ScaleDividesTheGapsBetweenBurstsOnly) {
  const auto arrivals =
      Arrivals::bursts(Distribution::constant(60_s), BurstSize::constant(2), Distribution::constant(2_s)).scaled(2);
  EXPECT_EQ(first_arrivals(arrivals, 4, 1), (std::vector<Ticks>{30_s, 32_s, 60_s, 62_s}));
}

TEST(BurstArrivals, BeyondTheMostOpenBurstsStillComeInOrderAndNoneIsLost) {
  const auto arrivals = Arrivals::bursts(
      Distribution::mixture({{0.99, Distribution::constant(1_us)}, {0.01, Distribution::constant(10'000_s)}}),
      BurstSize::constant(2), Distribution::constant(100_s));
  const auto instants = first_arrivals(arrivals, 10'000, 1);
  EXPECT_TRUE(std::is_sorted(instants.begin(), instants.end()));
  auto state = Arrivals::begin(start);
  for (int i = 0; i < 10'000; ++i) arrivals.next(state, source_of(1));
  EXPECT_EQ(2 * state.bursts, 10'000 + state.open) << "each open burst here has one arrival left";
}

std::map<std::string, Arrivals> every_kind() {
  return {{"poisson", Arrivals::poisson(0.1)},
          {"every", Arrivals::every(7_s)},
          {"profile", day_profile()},
          {"bursts", reconnecting_phones()},
          {"bursts that overlap",
           Arrivals::bursts(Distribution::exponential(10), BurstSize::geometric(6), Distribution::exponential(10))}};
}

TEST(Arrivals, NeverGoBack) {
  for (const auto& [name, arrivals] : every_kind()) {
    const auto instants = first_arrivals(arrivals, 20'000, 9);
    EXPECT_TRUE(std::is_sorted(instants.begin(), instants.end())) << name;
  }
}

TEST(Arrivals, ContinueFromAStateCopiedAsBytes) {
  for (const auto& [name, arrivals] : every_kind()) {
    auto state = Arrivals::begin(start);
    for (int i = 0; i < 500; ++i) arrivals.next(state, source_of(2));
    ArrivalState restored{};
    std::memcpy(&restored, &state, sizeof state);
    for (int i = 0; i < 500; ++i)
      ASSERT_EQ(arrivals.next(restored, source_of(2)), arrivals.next(state, source_of(2))) << name;
  }
}

TEST(Arrivals, DependOnTheCoordinatesOfTheSourceOnly) {
  for (const auto& [name, arrivals] : every_kind()) {
    EXPECT_EQ(first_arrivals(arrivals, 300, 2), first_arrivals(arrivals, 300, 2)) << name;
    if (name == "every") continue;
    EXPECT_NE(first_arrivals(arrivals, 300, 2), first_arrivals(arrivals, 300, 3)) << name;
  }
}

TEST(Arrivals, TwoStreamsOfOneSourceDoNotDisturbEachOther) {
  const auto expected = first_arrivals(reconnecting_phones(), 100, 2);
  auto first = Arrivals::begin(start);
  auto second = Arrivals::begin(start);
  for (std::size_t i = 0; i < 100; ++i) {
    Arrivals::poisson(1).next(second, source_of(2));
    ASSERT_EQ(reconnecting_phones().next(first, source_of(2)), expected[i]);
  }
}

TEST(ArrivalRate, IsTheMeanPlannedRate) {
  const Ticks eight{8 * hour.us};
  EXPECT_DOUBLE_EQ(Arrivals::poisson(0.5).rate_per_s(start, hour), 0.5);
  EXPECT_DOUBLE_EQ(Arrivals::poisson(0.5).scaled(3).scaled(2).rate_per_s(start, hour), 3);
  EXPECT_DOUBLE_EQ(Arrivals::every(40_s).rate_per_s(start, hour), 0.025);
  EXPECT_NEAR(day_profile().rate_per_s(eight, eight + Ticks{4 * hour.us}) / per_hour, 80, 1e-9);
  EXPECT_NEAR(day_profile().rate_per_s(start, Ticks{16 * hour.us}) / per_hour, (80 + 240 + 180) / 16.0, 1e-9);
  EXPECT_NEAR(reconnecting_phones().rate_per_s(start, hour), 6.0 / 600, 1e-12);
  EXPECT_DOUBLE_EQ(Arrivals::times({1_s, 5_s, 5_s, 9_s}).rate_per_s(1_s, 5_s), 0.5);
  EXPECT_DOUBLE_EQ(Arrivals::sources(200, Distribution::exponential(1800)).rate_per_s(start, hour), 200.0 / 1800);
}

TEST(FinitePopulation, IsRunByTheModelWithScaledIdleTimes) {
  const auto arrivals = Arrivals::sources(200, Distribution::constant(30_s));
  auto state = Arrivals::begin(start);
  EXPECT_EQ(arrivals.next(state, source_of(1)), std::nullopt);
  EXPECT_TRUE(arrivals.is_finite_population());
  EXPECT_EQ(arrivals.population(), 200U);
  EXPECT_EQ(arrivals.idle_time(0.3), 30_s);
  EXPECT_EQ(arrivals.scaled(3).idle_time(0.3), 10_s);
  EXPECT_FALSE(Arrivals::poisson(1).is_finite_population());
  EXPECT_EQ(Arrivals::poisson(1).population(), 0U);
}

TEST(Arrivals, DescribeThemselvesInTheWordsOfTheScenarioLanguage) {
  EXPECT_EQ(Arrivals::poisson(90 * per_hour).describe(), "poisson(90/h)");
  EXPECT_EQ(Arrivals::poisson(90 * per_hour).scaled(2).describe(), "poisson(90/h), scale: 2");
  EXPECT_EQ(Arrivals::every(40_s).describe(), "every(40s)");
  EXPECT_EQ(day_profile().describe(), "profile(08:00 40/h 10:00 120/h 12:00 0/h 13:00 60/h)");
  EXPECT_EQ(Arrivals::profile({{29'405_s, per_hour}}).describe(), "profile(08:10:05 1/h)");
  EXPECT_EQ(reconnecting_phones().describe(),
            "bursts(every exponential(10min) size geometric(mean 6) spacing uniform(0.1s 2s))");
  EXPECT_EQ(Arrivals::bursts(Distribution::exponential(600), BurstSize::constant(6), Distribution()).describe(),
            "bursts(every exponential(10min) size 6 spacing constant(0s))");
  EXPECT_EQ(Arrivals::times({1_s, 2_s}).describe(), "times(2 times)");
  EXPECT_EQ(Arrivals::sources(200, Distribution::exponential(1800)).describe(), "sources(200 idle exponential(30min))");
}

std::string refusal(const std::function<Arrivals()>& make) {
  try {
    return "accepted: " + make().describe();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(Arrivals, RefuseWhatCannotBeAndSayWhatToDo) {
  using testing::HasSubstr;
  const auto gap = Distribution::exponential(60);
  const std::vector<std::pair<std::function<Arrivals()>, std::string>> refused = {
      {[] { return Arrivals::poisson(-1); }, "poisson: a rate must be"},
      {[] { return Arrivals::poisson(std::nan("")); }, "poisson: a rate must be"},
      {[] { return Arrivals::poisson(1e7); }, "1000000 a second"},
      {[] { return Arrivals::every(0_s); }, "above zero"},
      {[] { return Arrivals::every(Ticks{-5}); }, "above zero"},
      {[] { return Arrivals::profile({}); }, "at least one step"},
      {[] {
         return Arrivals::profile({{2_s, 1}, {1_s, 1}});
       },
       "ascending order"},
      {[] {
         return Arrivals::profile({{2_s, 1}, {2_s, 1}});
       },
       "each time once"},
      {[] {
         return Arrivals::profile({{2_s, -1}});
       },
       "profile: a rate must be"},
      {[] { return Arrivals::bursts(Distribution(), BurstSize::constant(2), Distribution()); }, "above zero"},
      {[=] { return Arrivals::bursts(gap, BurstSize::constant(0), Distribution()); }, "counts the first"},
      {[=] { return Arrivals::bursts(gap, BurstSize::geometric(0.5), Distribution()); }, "counts the first"},
      {[=] { return Arrivals::bursts(gap, BurstSize::geometric(1e7), Distribution()); }, "counts the first"},
      {[=] { return Arrivals::bursts(gap, BurstSize::constant(11), gap); }, "on average 10 bursts"},
      {[=] { return Arrivals::bursts(gap, BurstSize::constant(6), gap).scaled(2); }, "rarer"},
      {[] {
         return Arrivals::times({2_s, 1_s});
       },
       "sort them"},
      {[=] { return Arrivals::sources(0, gap); }, "at least one source"},
      {[] { return Arrivals::sources(3, Distribution()); }, "idle time"},
      {[] { return Arrivals::poisson(1).scaled(0); }, "above zero"},
      {[] { return Arrivals::poisson(1).scaled(-2); }, "above zero"},
      {[] { return Arrivals::poisson(1).scaled(std::nan("")); }, "above zero"},
  };
  for (const auto& [make, sentence] : refused) EXPECT_THAT(refusal(make), HasSubstr(sentence));
}

TEST(DailyProfile, IsTheSameEveryDayWithNobodyBeforeTheFirstStep) {
  const auto day = Arrivals::profile({{60_min * 8, 2}, {60_min * 18, 0.5}}).scaled(3).daily(2);
  const auto rate = [&](int clock_hour) { return day.rate_per_s(60_min * clock_hour, 60_min * (clock_hour + 1)); };
  for (const int midnight : {0, 24}) {
    EXPECT_EQ(rate(midnight + 7), 0);
    EXPECT_DOUBLE_EQ(rate(midnight + 8), 6);
    EXPECT_DOUBLE_EQ(rate(midnight + 23), 1.5);
  }
}

TEST(DailyProfile, BeginsAtMidnightWithoutAGap) {
  const auto day = Arrivals::profile({{0_s, 1}, {60_min * 12, 2}}).daily(3);
  EXPECT_EQ(day.describe(), "profile(00:00 3600/h 12:00 7200/h 24:00 3600/h 36:00 7200/h 48:00 3600/h 60:00 7200/h)");
}

TEST(DailyProfile, LeavesOutStepsOfFurtherDays) {
  const auto day = Arrivals::profile({{60_min * 8, 2}, {60_min * 30, 9}}).daily(2);
  EXPECT_DOUBLE_EQ(day.rate_per_s(60_min * 30, 60_min * 31), 0);
  EXPECT_DOUBLE_EQ(day.rate_per_s(60_min * 33, 60_min * 34), 2);
}

TEST(DailyProfile, LeavesOtherKindsAlone) {
  EXPECT_EQ(Arrivals::poisson(2).scaled(2).daily(2).describe(), Arrivals::poisson(2).scaled(2).describe());
}

TEST(DailyProfile, RefusesStepsBeforeMidnight) {
  EXPECT_THROW(Arrivals::profile({{Ticks{-1}, 2}}).daily(2), std::invalid_argument);
}

}  // namespace

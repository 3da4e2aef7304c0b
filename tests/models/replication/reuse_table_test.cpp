#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "models/theory/erlang_b.hpp"
#include "tests/models/replication/lot_runs.hpp"

// The survey's table of reuse: 8 parks a minute, exponential stays of 60 s, no time-out; how soon a code that was let
// go is given out again, by the size of the range and the policy. Written there by another program from runs of 300,000
// parks, to the digits below; over its seeds medians moved by at most 3 %, percentages above 1 % by at most 5 % of
// their value, smaller ones by up to a factor of two.
namespace {

using namespace lot_runs;

/// A number as the table shows it: `half` of its last digit either way.
struct Shown {
  double value, half;
};

struct Row {
  int codes;
  const char* policy;
  Shown within_5s, within_30s;  ///< per cent
  Shown median_s;
  Shown busiest;  ///< per cent
};

constexpr Row table[] = {
    {10, "lowest", {32, .5}, {78, .5}, {9.9, .05}, {13, .5}},
    {10, "random", {23, .5}, {71, .5}, {15, .5}, {10, .5}},
    {10, "next", {18, .5}, {67, .5}, {19, .5}, {10, .5}},
    {10, "lru", {12, .5}, {66, .5}, {21, .5}, {10, .5}},
    {20, "lowest", {29, .5}, {72, .5}, {12, .5}, {11, .5}},
    {20, "random", {5.7, .05}, {30, .5}, {61, .5}, {5, .5}},
    {20, "random_probe", {6.4, .05}, {31, .5}, {60, .5}, {5, .5}},
    {20, "next", {1.5, .05}, {11, .5}, {89, .5}, {5, .5}},
    {20, "lru", {.05, .005}, {2, .5}, {88, .5}, {5, .5}},
    {50, "lowest", {29, .5}, {72, .5}, {12, .5}, {11, .5}},
    {50, "random", {1.6, .05}, {9, .5}, {219, .5}, {2, .5}},
    {50, "random_probe", {1.7, .05}, {10, .5}, {217, .5}, {2, .5}},
    {50, "next", {.03, .005}, {.2, .05}, {322, .5}, {2, .5}},
    {50, "lru", {0, .005}, {0, .005}, {314, .5}, {2, .5}},
    {90, "lowest", {29, .5}, {72, .5}, {12, .5}, {11, .5}},
    {90, "random", {.8, .05}, {4.7, .05}, {427, .5}, {1.2, .05}},
    {90, "random_probe", {.8, .05}, {5.0, .05}, {427, .5}, {1.1, .05}},
    {90, "next", {0, .01}, {0, .02}, {621, .5}, {1.1, .05}},
    {90, "lru", {0, .005}, {0, .005}, {614, .5}, {1.1, .05}},
};

/// Percentages above 1 % to 5 % of their value, smaller ones to a factor of two; besides the digits shown, and three
/// standard errors of a share of so many gaps.
void expect_share(const char* what, double percent, Shown shown, double gaps) {
  const double hi = shown.value + shown.half, lo = std::max(0.0, shown.value - shown.half);
  const double error = 300 * std::sqrt(std::max(hi, .01) / 100 / gaps);
  EXPECT_LE(percent, (shown.value > 1 ? 1.05 : 2.0) * hi + error) << what;
  EXPECT_GE(percent, (shown.value > 1 ? 0.95 : 0.5) * lo - error) << what;
}

people::Company lot_of(const Row& row, std::uint64_t parks) {
  auto company = one_lot(row.codes, Arrivals::poisson(8.0 / 60), Distribution::exponential(60));
  company.lots[0].rules.alloc.policy = park::allocation(row.policy);
  company.horizon.warm_up = 1200_s;
  company.horizon.calls = parks;
  return company;
}

void expect_row(const Row& row, std::uint64_t parks) {
  SCOPED_TRACE(std::to_string(row.codes) + " codes, " + row.policy);
  const Study study(lot_of(row, parks));
  const auto m = models::simulate(study.plan, {.seed = 81});
  const auto gaps = times(m, Latency::code_reuse_gap);
  const auto n = static_cast<double>(gaps.count());
  expect_share("within 5 s", 100 * gaps.share_at_most(5_s).value_or(0), row.within_5s, n);
  expect_share("within 30 s", 100 * gaps.share_at_most(30_s).value_or(0), row.within_30s, n);
  const double median_s = gaps.quantile(0.5).value_or(0_s).seconds();
  const double error = 3 / std::sqrt(n);  // of the median of an exponential law, three times
  EXPECT_LE(median_s, (row.median_s.value + row.median_s.half) * (1.03 + error));
  EXPECT_GE(median_s, (row.median_s.value - row.median_s.half) * (0.97 - error));
  const auto& uses = m.code_uses[0].uses;
  double all = 0, most = 0;
  for (const auto count : uses) all += static_cast<double>(count), most = std::max(most, static_cast<double>(count));
  // The largest of as many Poisson counts lies up to three and a half of their standard deviations above their mean.
  const double excess = 350 / std::sqrt(all * row.codes);
  EXPECT_LE(100 * most / all, (row.busiest.value + row.busiest.half) * 1.05 + excess) << "busiest";
  EXPECT_GE(100 * most / all, (row.busiest.value - row.busiest.half) * 0.95) << "busiest";
  const double lost = theory::blocking(row.codes, 8);
  // Refusals come in clusters: the variance of their count is some times that of as many on their own.
  EXPECT_NEAR(refused_share(m), lost, 3.3 * std::sqrt(4 * std::max(lost, 1e-6) / static_cast<double>(parks)));
}

TEST(SamplingReuseTable, SmallRangesAgreeWithTheSurvey) {
  for (const auto& row : table)
    if (row.codes <= 20) expect_row(row, 60'000);
}

TEST(SamplingReuseTable, LargeRangesAgreeWithTheSurvey) {
  for (const auto& row : table)
    if (row.codes > 20) expect_row(row, 40'000);
}

TEST(SamplingReuseTable, AgreesWithTheSurveyAtLength) {
  for (const auto& row : table) expect_row(row, 300'000);
}

TEST(SamplingReuseTable, TellsThePoliciesApart) {
  const auto median = [](const char* policy) {
    const Study study(lot_of({90, policy, {}, {}, {}, {}}, 40'000));
    return times(models::simulate(study.plan, {.seed = 82}), Latency::code_reuse_gap).quantile(0.5)->seconds();
  };
  EXPECT_GT(median("next"), 1.3 * median("random"));
  EXPECT_GT(median("random"), 20 * median("lowest"));
}

// The shortest gap that the survey saw with 90 codes: 345 s.
TEST(SamplingReuseTable, LeastRecentlyUsedHasTheBestWorstCase) {
  const auto shortest = [](const char* policy) {
    const Study study(lot_of({90, policy, {}, {}, {}, {}}, 40'000));
    return times(models::simulate(study.plan, {.seed = 83}), Latency::code_reuse_gap).min()->seconds();
  };
  EXPECT_GT(shortest("lru"), 300);
  EXPECT_LT(shortest("next"), 100);
}

}  // namespace

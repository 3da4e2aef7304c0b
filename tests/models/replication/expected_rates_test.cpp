#include <gtest/gtest.h>

#include <cmath>

#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

// Collisions counted, and as expected from the state at each chance of one: the same mean, by Student's test of the
// differences over replications, and less spread. The factor by which the variance is smaller is how many times as long
// a run would have to be for the count to be as exact.
namespace {

using namespace lot_runs;
using hypothesis::family_significance;
using park::Collision;

constexpr int cases = 6;

struct Sample {
  std::vector<double> counted, expected, difference;
};

Sample sample(const people::Company& company, Collision kind, int replications) {
  const Study study(company);
  Sample sample;
  for (int r = 0; r < replications; ++r) {
    const auto m = models::simulate(study.plan, {.seed = 95, .replication = static_cast<std::uint32_t>(r)});
    double expected = 0;
    for (const auto& cell : m.cells) expected += cell.expected[park::index(kind)];
    sample.counted.push_back(static_cast<double>(total(m, Count::collision + park::index(kind))));
    sample.expected.push_back(expected);
    sample.difference.push_back(sample.counted.back() - expected);
  }
  return sample;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

double variance(const std::vector<double>& values) {
  const double m = mean(values);
  double sum = 0;
  for (const double x : values) sum += (x - m) * (x - m);
  return sum / static_cast<double>(values.size() - 1);
}

/// Differences of mean zero, with the power to tell `off` of the count; a variance smaller by more than `factor`.
void expect_same_mean_and_less_spread(const people::Company& company, Collision kind, int replications, double off,
                                      double factor) {
  const auto found = sample(company, kind, replications);
  const double counted = mean(found.counted);
  SCOPED_TRACE("counted " + std::to_string(counted) + ", expected " + std::to_string(mean(found.expected)));
  EXPECT_GE(hypothesis::t_test_p(found.difference, 0), family_significance / cases);
  EXPECT_LT(hypothesis::t_test_p(found.difference, off * counted), family_significance / cases) << "power";
  EXPECT_LT(hypothesis::t_test_p(found.difference, -off * counted), family_significance / cases) << "power";
  const double ratio = variance(found.counted) / variance(found.expected);
  EXPECT_GT(ratio, factor);
  testing::Test::RecordProperty("variance_ratio", std::to_string(ratio));
}

people::Company busy_lot(const char* policy) {
  auto company = one_lot(40, Arrivals::poisson(0.3), Distribution::exponential(60));
  company.lots[0].rules.space.lo = 10;
  company.lots[0].rules.space.hi = 49;
  company.lots[0].rules.alloc.policy = park::allocation(policy);
  company.horizon.warm_up = 300_s;
  company.horizon.calls = 1500;
  return company;
}

TEST(SamplingExpectedMisdials, OfAnyDigitAgreeWithTheCount) {
  auto company = busy_lot("random");
  company.lot_traffic[0].mistype_per_digit = 0.02;
  expect_same_mean_and_less_spread(company, Collision::misdial, 250, 0.08, 10);
}

TEST(SamplingExpectedMisdials, OnTheKeysAgreeWithTheCount) {
  auto company = busy_lot("lowest");
  company.lot_traffic[0].mistype_per_digit = 0.02;
  company.lot_traffic[0].slips = people::SlipMix::keypad;
  expect_same_mean_and_less_spread(company, Collision::misdial, 250, 0.08, 10);
}

people::Company impatient(people::Company company) {
  company.lot_traffic[0].patience = Distribution::exponential(60);
  company.lot_traffic[0].persistent = true;
  return company;
}

// Many more codes than calls: few who come too late find anybody.
TEST(SamplingExpectedStaleRetrievals, AgreeWithTheCount) {
  auto company = impatient(busy_lot("random"));
  company.lots[0].rules.space.hi = 99;
  company.horizon.calls = 3000;
  expect_same_mean_and_less_spread(company, Collision::stale, 200, 0.08, 1);
}

TEST(SamplingExpectedStaleRetrievals, AgreeWithTheCountWhateverTheLawOfTheRetrieval) {
  auto company = impatient(busy_lot("lru"));
  company.lots[0].rules.space.hi = 99;
  company.lot_traffic[0].retrieved_after = Distribution::gamma(90, 0.7);
  company.lot_traffic[0].mistype_per_digit = 0.05;
  company.horizon.calls = 4000;
  expect_same_mean_and_less_spread(company, Collision::stale, 120, 0.12, 1);
}

// Most who come too late find somebody; what is expected then scatters about as much as what is counted.
TEST(SamplingExpectedStaleRetrievals, AgreeWithTheCountInABusyLotToo) {
  expect_same_mean_and_less_spread(impatient(busy_lot("next")), Collision::stale, 120, 0.08, 0);
}

TEST(SamplingExpectedDuplicates, AgreeWithTheCount) {
  auto company = busy_lot("random");
  company.lot_traffic[0].patience = Distribution::exponential(200);  // for those whose retriever got another call
  company.service.sites = {"north", "south"};
  company.service.nodes = {{.name = "n", .site = 0}, {.name = "s", .site = 1}};
  company.service.links = {{.from = 0, .to = 1, .latency = 20'000_us, .jitter = {}}};
  company.service.replication_lag = 2_s;
  expect_same_mean_and_less_spread(company, Collision::duplicate, 250, 0.09, 5);
}

}  // namespace

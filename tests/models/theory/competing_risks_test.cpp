#include "models/theory/competing_risks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include "models/theory/erlang_b.hpp"

namespace {

using namespace theory;

constexpr double never = std::numeric_limits<double>::infinity();

Survival exponential(double mean_s) {
  return [mean_s](double t) { return std::exp(-t / mean_s); };
}
Survival constant(double at_s) {
  return [at_s](double t) { return t < at_s ? 1.0 : 0.0; };
}
Survival weibull(double shape, double scale_s) {
  return [shape, scale_s](double t) { return std::exp(-std::pow(t / scale_s, shape)); };
}
double forever(double) { return 1; }

void expect_equal(const StayOutcome& a, const StayOutcome& b, double tolerance, double time_tolerance_s) {
  EXPECT_NEAR(a.retrieved, b.retrieved, tolerance);
  EXPECT_NEAR(a.abandoned, b.abandoned, tolerance);
  EXPECT_NEAR(a.timed_out, b.timed_out, tolerance);
  EXPECT_NEAR(a.mean_stay_s, b.mean_stay_s, time_tolerance_s);
}

TEST(ExponentialStay, SharesAddUpToOneAndKeepTheRatioOfTheRates) {
  for (const double timeout_s : {1e-6, 1.0, 45.0, 300.0, never}) {
    const auto stay = exponential_stay(60, 240, timeout_s);
    EXPECT_NEAR(stay.retrieved + stay.abandoned + stay.timed_out, 1, 1e-15);
    EXPECT_NEAR(stay.retrieved / stay.abandoned, 4, 1e-12);
    EXPECT_NEAR(stay.retrieved, stay.mean_stay_s / 60, 1e-12);  // retrievals per second in the code
  }
}

TEST(ExponentialStay, GivesThePublishedSharesStillParkedAtTheTimeout) {
  const double timeouts_s[] = {45, 60, 90, 120, 180, 300};
  const double shares[] = {0.47, 0.37, 0.22, 0.135, 0.05, 0.007};
  for (int i = 0; i < 6; ++i) {
    EXPECT_NEAR(exponential_stay(60, never, timeouts_s[i]).timed_out, shares[i], i < 3 ? 0.005 : 0.0005);
  }
}

TEST(ExponentialStay, WhoNeverComesDoesNotEndACall) {
  expect_equal(exponential_stay(never, never, 90), {0, 0, 1, 90}, 0, 0);
  expect_equal(exponential_stay(60, never, never), {1, 0, 0, 60}, 1e-15, 1e-12);
}

TEST(ExponentialStay, KeepsShortTimeoutsExact) {
  EXPECT_NEAR(exponential_stay(60, 240, 1e-9).mean_stay_s / 1e-9, 1, 1e-9);
}

TEST(ExponentialStay, RefusesImpossibleArguments) {
  EXPECT_THROW(exponential_stay(0, 60, 45), std::invalid_argument);
  EXPECT_THROW(exponential_stay(60, -1, 45), std::invalid_argument);
  EXPECT_THROW(exponential_stay(60, 60, 0), std::invalid_argument);
  EXPECT_THROW(exponential_stay(std::nan(""), 60, 45), std::invalid_argument);
  EXPECT_THROW(exponential_stay(never, never, never), std::invalid_argument);
}

TEST(GeneralStay, AgreesWithTheClosedFormForExponentialLaws) {
  for (const double timeout_s : {0.5, 45.0, 600.0, 86'400.0}) {
    expect_equal(general_stay(exponential(60), exponential(240), timeout_s), exponential_stay(60, 240, timeout_s), 1e-8,
                 1e-8 * timeout_s);
  }
}

TEST(GeneralStay, AConstantRetrievalIsMetByThoseWhoStillWait) {
  for (const double at_s : {3.0, 17.123, 29.999, 30.0}) {
    const double patient = std::exp(-at_s / 40);
    expect_equal(general_stay(constant(at_s), exponential(40), 30), {patient, 1 - patient, 0, 40 * (1 - patient)}, 1e-8,
                 1e-6);
  }
}

TEST(GeneralStay, ARetrievalAfterTheTimeoutNeverHappens) {
  const double patient = std::exp(-30.0 / 40);
  expect_equal(general_stay(constant(30.001), exponential(40), 30), {0, 1 - patient, patient, 40 * (1 - patient)}, 1e-8,
               1e-6);
}

TEST(GeneralStay, ATwoPointRaceIsExact) {
  expect_equal(general_stay(constant(10), constant(20), 30), {1, 0, 0, 10}, 1e-10, 1e-8);
  expect_equal(general_stay(constant(20), constant(10), 30), {0, 1, 0, 10}, 1e-10, 1e-8);
  expect_equal(general_stay(constant(10), constant(10), 30), {0.5, 0.5, 0, 10}, 1e-10, 1e-8);
  expect_equal(general_stay(forever, forever, 30), {0, 0, 1, 30}, 1e-15, 1e-12);
}

TEST(GeneralStay, ProportionalHazardsShareInProportion) {
  // Equal shapes: hazards in the ratio (a / b)^shape at all times, and the minimum is Weibull again.
  const double shape = 0.5;
  const auto stay = general_stay(weibull(shape, 50), weibull(shape, 200), 400);
  EXPECT_NEAR(stay.retrieved / stay.abandoned, std::pow(4.0, shape), 1e-6);
  const double rate = std::pow(50.0, -shape) + std::pow(200.0, -shape);
  EXPECT_NEAR(stay.timed_out, std::exp(-rate * std::pow(400.0, shape)), 1e-12);
  // The integral of exp(-c sqrt t) from 0 to T.
  const double end = rate * std::sqrt(400.0);
  EXPECT_NEAR(stay.mean_stay_s, 2 / (rate * rate) * (1 - std::exp(-end) * (1 + end)), 1e-5);
}

TEST(GeneralStay, CallersWhoHangUpAtOnceAreCounted) {
  const auto half = [](double t) { return 0.5 * std::exp(-t / 100); };
  const auto stay = general_stay(exponential(60), half, 45);
  const auto rest = exponential_stay(60, 100, 45);
  expect_equal(stay, {rest.retrieved / 2, 0.5 + rest.abandoned / 2, rest.timed_out / 2, rest.mean_stay_s / 2}, 1e-8,
               1e-6);
}

TEST(GeneralStay, AgreesWithSampledRaces) {
  std::mt19937_64 random(99);
  std::lognormal_distribution<double> retrieval(3.5, 0.8);
  std::weibull_distribution<double> patience(1.4, 90);
  const auto lognormal = [](double t) {
    return t <= 0 ? 1 : 0.5 * std::erfc((std::log(t) - 3.5) / 0.8 / std::sqrt(2.0));
  };
  const auto stay = general_stay(lognormal, weibull(1.4, 90), 75);
  constexpr int races = 200'000;
  int retrieved = 0;
  int abandoned = 0;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < races; ++i) {
    const double r = retrieval(random);
    const double p = patience(random);
    const double end = std::min({r, p, 75.0});
    retrieved += r < p && r <= 75;
    abandoned += p < r && p <= 75;
    sum += end;
    squares += end * end;
  }
  // Three two-sided normal tests at significance 0.001 each (3.29 standard errors).
  const auto error = [](double share) { return 3.29 * std::sqrt(share * (1 - share) / races); };
  EXPECT_NEAR(stay.retrieved, retrieved / double{races}, error(stay.retrieved));
  EXPECT_NEAR(stay.abandoned, abandoned / double{races}, error(stay.abandoned));
  const double mean = sum / races;
  EXPECT_NEAR(stay.mean_stay_s, mean, 3.29 * std::sqrt((squares / races - mean * mean) / races));
}

TEST(GeneralStay, RefusesWhatIsNoSurvivalLawAndNoTimeout) {
  const auto rising = [](double t) { return std::min(1.0, 0.2 + t / 10); };
  EXPECT_THROW(general_stay(rising, forever, 5), std::invalid_argument);
  EXPECT_THROW(general_stay(forever, rising, 5), std::invalid_argument);
  EXPECT_THROW(general_stay([](double) { return 1.5; }, forever, 5), std::invalid_argument);
  EXPECT_THROW(general_stay(
                   forever, [](double t) { return 1 - t; }, 5),
               std::invalid_argument);
  EXPECT_THROW(general_stay([](double) { return std::nan(""); }, forever, 5), std::invalid_argument);
  for (const double timeout_s : {0.0, -1.0, never}) {
    EXPECT_THROW(general_stay(forever, forever, timeout_s), std::invalid_argument);
  }
}

TEST(OfferedLoad, IsTheParkRateTimesTheMeanStay) {
  // lambda m (1 - exp(-T / m)): 8 parks a minute, mean 60 s, timeout 45 s.
  const double load = offered_load_erlangs(8.0 / 60, exponential_stay(60, never, 45));
  EXPECT_NEAR(load, 8 * (1 - std::exp(-0.75)), 1e-12);
  EXPECT_LT(blocking(10, load), blocking(10, 8));
}

TEST(OfferedLoad, RefusesNegativeRates) {
  EXPECT_THROW(offered_load_erlangs(-1, {0, 0, 1, 5}), std::invalid_argument);
  EXPECT_THROW(offered_load_erlangs(1, {0, 0, 1, never}), std::invalid_argument);
}

}  // namespace

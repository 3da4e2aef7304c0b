#include "models/theory/engset.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/theory/erlang_b.hpp"

namespace {

using namespace theory;

/// Stationary law of the birth-death chain itself: up with (sources - n) x rate, down with n / holding.
std::vector<double> stationary(int servers, const FiniteSources& from) {
  std::vector<double> weights{1};
  double sum = 1;
  for (int n = 1; n <= servers; ++n) {
    const double up = static_cast<double>(from.sources - n + 1) * from.idle_attempts_per_s;
    weights.push_back(weights.back() * up * from.mean_holding_s / n);
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

const FiniteSources dozen{12, 0.01, 60};

TEST(Engset, TimeCongestionIsTheChainsShareOfTimeWithAllBusy) {
  for (int servers = 0; servers <= 12; ++servers) {
    EXPECT_NEAR(engset_time_congestion(servers, dozen), stationary(servers, dozen).back(), 1e-14) << servers;
  }
}

TEST(Engset, CallCongestionIsTheShareOfAttemptsThatMeetAllBusy) {
  for (int servers = 0; servers <= 12; ++servers) {
    const auto law = stationary(servers, dozen);
    double attempts = 0;
    for (int n = 0; n <= servers; ++n) attempts += law[static_cast<std::size_t>(n)] * (12 - n);
    EXPECT_NEAR(engset_call_congestion(servers, dozen), law.back() * (12 - servers) / attempts, 1e-14) << servers;
  }
}

TEST(Engset, MeanBusyIsTheMeanOfTheChain) {
  for (int servers = 0; servers <= 12; ++servers) {
    const auto law = stationary(servers, dozen);
    double mean = 0;
    for (int n = 0; n <= servers; ++n) mean += law[static_cast<std::size_t>(n)] * n;
    EXPECT_NEAR(engset_mean_busy(servers, dozen), mean, 1e-13) << servers;
  }
}

TEST(Engset, TendsToErlangBAsSourcesGrowWithAnErrorInverseToTheirNumber) {
  const auto gap = [](std::int64_t sources) {
    const FiniteSources from{sources, 8.0 / 60 / static_cast<double>(sources), 60};
    return std::abs(engset_call_congestion(10, from) / blocking(10, 8) - 1);
  };
  for (const std::int64_t sources : {1'000, 10'000, 100'000}) EXPECT_NEAR(gap(sources) / gap(10 * sources), 10, 0.5);
  EXPECT_LT(gap(1'000'000'000), 1e-7);
}

TEST(Engset, ArrivalsSeeLessCongestionThanTheClock) {
  for (int servers = 1; servers < 12; ++servers) {
    EXPECT_LT(engset_call_congestion(servers, dozen), engset_time_congestion(servers, dozen));
  }
}

TEST(Engset, AServerForEachSourceLosesNothing) {
  EXPECT_EQ(engset_call_congestion(12, dozen), 0);
  EXPECT_GT(engset_time_congestion(12, dozen), 0);
  EXPECT_EQ(engset_time_congestion(13, dozen), 0);
  EXPECT_NEAR(engset_mean_busy(12, dozen), 12 * 0.6 / 1.6, 1e-14);
}

TEST(Engset, NoServersLoseAllAndIdleSourcesNothing) {
  EXPECT_EQ(engset_call_congestion(0, dozen), 1);
  EXPECT_EQ(engset_mean_busy(0, dozen), 0);
  EXPECT_EQ(engset_call_congestion(3, {12, 0, 60}), 0);
}

TEST(Engset, RefusesImpossibleArguments) {
  EXPECT_THROW(engset_call_congestion(-1, dozen), std::invalid_argument);
  EXPECT_THROW(engset_time_congestion(1, {0, 1, 1}), std::invalid_argument);
  EXPECT_THROW(engset_call_congestion(1, {5, -1, 1}), std::invalid_argument);
  EXPECT_THROW(engset_mean_busy(1, {5, 1, -1}), std::invalid_argument);
  EXPECT_THROW(engset_mean_busy(1, {5, std::nan(""), 1}), std::invalid_argument);
}

}  // namespace

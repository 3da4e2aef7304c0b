#include "sim/statistics/batch_means.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using namespace sim;

/// First-order autoregressive series of mean 0, started in equilibrium.
std::vector<double> autoregressive(std::size_t count, double correlation, std::mt19937_64& random) {
  std::normal_distribution<double> noise(0, std::sqrt(1 - correlation * correlation));
  double x = std::normal_distribution<double>(0, 1)(random);
  std::vector<double> series;
  for (std::size_t i = 0; i < count; ++i) {
    series.push_back(x);
    x = correlation * x + noise(random);
  }
  return series;
}

TEST(BatchMeans, IsTheIntervalOverTheMeansOfTheBatches) {
  const auto batched = batch_means(std::vector<double>{1, 3, 5, 7, 0, 4}, 3);
  const auto means = mean_estimate(std::vector<double>{2, 6, 2});
  EXPECT_DOUBLE_EQ(batched->value, means->value);
  EXPECT_DOUBLE_EQ(batched->interval->high, means->interval->high);
  EXPECT_EQ(batched->observations, 3);
}

TEST(BatchMeans, LeavesOutTheOldestObservationsThatFillNoBatch) {
  EXPECT_DOUBLE_EQ(batch_means(std::vector<double>{1000, 1, 3, 5, 7}, 2)->value, 4);
}

TEST(BatchMeans, CoversTheMeanOfACorrelatedSeriesWhereSingleObservationsDoNot) {
  std::mt19937_64 random(11);
  int batched = 0;
  int naive = 0;
  for (int trial = 0; trial < 2'000; ++trial) {
    const auto series = autoregressive(2'000, 0.7, random);
    batched += batch_means(series, 10)->interval->holds(0);
    naive += mean_estimate(series)->interval->holds(0);
  }
  // Batches of 200 are 35 times the correlation time; 95 % at significance 0.001 as a binomial test allows 1,868 to
  // 1,932.
  EXPECT_GE(batched, 1868);
  EXPECT_LE(batched, 1932);
  EXPECT_LT(naive, 1500);
}

TEST(BatchMeans, TooFewObservationsAreNoEstimate) {
  EXPECT_FALSE(batch_means(std::vector<double>{1, 2}, 3));
  EXPECT_FALSE(batch_means(std::vector<double>{}, 2));
}

TEST(BatchMeans, RefusesFewerThanTwoBatchesAndImpossibleNumbers) {
  const std::vector<double> series{1, 2, 3, 4};
  EXPECT_THROW(batch_means(series, 0), std::invalid_argument);
  EXPECT_THROW(batch_means(series, 1), std::invalid_argument);
  EXPECT_THROW(batch_means(series, 2, 1.0), std::invalid_argument);
  EXPECT_THROW(batch_means(std::vector<double>{1, std::numeric_limits<double>::infinity()}, 2), std::invalid_argument);
}

}  // namespace

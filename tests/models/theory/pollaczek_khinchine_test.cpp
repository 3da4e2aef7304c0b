#include "models/theory/pollaczek_khinchine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace {

using theory::mg1_mean_wait_s;

TEST(PollaczekKhinchine, IsTheMM1WaitForExponentialService) {
  // Mean time in an M/M/1 system is 1 / (mu - lambda); the wait is that less the service.
  for (const double rate : {0.01, 0.5, 0.9}) {
    EXPECT_NEAR(mg1_mean_wait_s(rate, 1, 1), 1 / (1 - rate) - 1, 1e-12);
  }
}

TEST(PollaczekKhinchine, ConstantServiceWaitsHalfAsLong) {
  EXPECT_DOUBLE_EQ(mg1_mean_wait_s(0.8, 1, 0), mg1_mean_wait_s(0.8, 1, 1) / 2);
}

TEST(PollaczekKhinchine, ScalesWithTheUnitOfTime) {
  EXPECT_NEAR(mg1_mean_wait_s(0.7 / 60, 60, 1.7), 60 * mg1_mean_wait_s(0.7, 1, 1.7), 1e-10);
}

TEST(PollaczekKhinchine, NoArrivalsDoNotWait) { EXPECT_EQ(mg1_mean_wait_s(0, 5, 2), 0); }

TEST(PollaczekKhinchine, AgreesWithLindleysRecursion) {
  // Two-point service 0.2 or 2 s (shares 0.8, 0.2): mean 0.56, second moment 0.832. Load 0.56.
  const double cv = std::sqrt(0.832 - 0.56 * 0.56) / 0.56;
  std::mt19937_64 random(5);
  std::exponential_distribution<double> gap(1);
  std::bernoulli_distribution long_service(0.2);
  constexpr int blocks = 100;
  double mean = 0;
  double squares = 0;
  double wait = 0;
  for (int block = 0; block < blocks; ++block) {
    double sum = 0;
    for (int i = 0; i < 20'000; ++i) {
      wait = std::max(0.0, wait + (long_service(random) ? 2.0 : 0.2) - gap(random));
      sum += wait;
    }
    mean += sum / 20'000 / blocks;
    squares += sum / 20'000 * sum / 20'000 / blocks;
  }
  // Normal test over nearly independent blocks at significance 0.001.
  EXPECT_NEAR(mean, mg1_mean_wait_s(1, 0.56, cv), 3.29 * std::sqrt((squares - mean * mean) / (blocks - 1)));
}

TEST(PollaczekKhinchine, RefusesAServerThatCannotKeepUp) {
  EXPECT_THROW(mg1_mean_wait_s(1, 1, 1), std::invalid_argument);
  EXPECT_THROW(mg1_mean_wait_s(2, 1, 0), std::invalid_argument);
}

TEST(PollaczekKhinchine, RefusesImpossibleArguments) {
  EXPECT_THROW(mg1_mean_wait_s(-1, 1, 1), std::invalid_argument);
  EXPECT_THROW(mg1_mean_wait_s(0.5, -1, 1), std::invalid_argument);
  EXPECT_THROW(mg1_mean_wait_s(0.5, 1, -1), std::invalid_argument);
  EXPECT_THROW(mg1_mean_wait_s(std::nan(""), 1, 1), std::invalid_argument);
}

}  // namespace

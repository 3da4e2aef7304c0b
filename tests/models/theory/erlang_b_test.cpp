#include "models/theory/erlang_b.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace {

using namespace theory;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Erlang's formula as it is printed: the last Poisson weight over the sum of all, each relative to the last.
double by_summation(int servers, double load) {
  long double sum = 0;
  long double weight = 1;
  for (int n = servers; n >= 0; --n) {
    sum += weight;
    weight *= static_cast<long double>(n) / static_cast<long double>(load);
  }
  return static_cast<double>(1 / sum);
}

TEST(ErlangB, EqualsDirectSummation) {
  for (const int servers : {0, 1, 2, 5, 20, 90, 400, 990}) {
    for (const double load : {0.01, 0.5, 1.0, 8.0, 57.5, 300.0, 2'000.0}) {
      const double expected = by_summation(servers, load);
      if (expected < std::numeric_limits<double>::min()) continue;
      EXPECT_NEAR(blocking(servers, load) / expected, 1, 1e-12) << servers << ' ' << load;
    }
  }
}

TEST(ErlangB, OneServerBlocksLoadOverOnePlusLoad) {
  for (const double load : {0.1, 1.0, 7.0}) EXPECT_DOUBLE_EQ(blocking(1, load), load / (1 + load));
}

TEST(ErlangB, NoServersLoseAllAndNoLoadLosesNothing) {
  EXPECT_EQ(blocking(0, 3), 1);
  EXPECT_EQ(blocking(0, 0), 1);
  EXPECT_EQ(blocking(4, 0), 0);
}

TEST(ErlangB, GivesThePublishedCodesForATarget) {
  const double loads[] = {1, 2, 4, 8, 16, 32, 64};
  const int codes_for_a_thousandth[] = {6, 8, 12, 18, 30, 50, 88};
  const int codes_for_a_hundred_thousandth[] = {8, 11, 16, 23, 36, 59, 100};
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(servers_for(1e-3, loads[i]), codes_for_a_thousandth[i]) << loads[i];
    EXPECT_EQ(servers_for(1e-5, loads[i]), codes_for_a_hundred_thousandth[i]) << loads[i];
  }
}

TEST(ErlangB, GivesThePublishedBlockingAtEightErlang) {
  EXPECT_NEAR(blocking(10, 8), 0.122, 0.0005);
  EXPECT_NEAR(blocking(20, 8), 0.00016, 0.000005);
}

TEST(ErlangB, ServersForIsTheFewestThatMeetTheTarget) {
  for (const double target : {0.5, 0.1, 0.01, 1e-4, 1e-9}) {
    for (const double load : {0.3, 8.0, 120.0}) {
      const auto servers = servers_for(target, load);
      EXPECT_LE(blocking(servers, load), target);
      EXPECT_GT(blocking(servers - 1, load), target);
    }
  }
  EXPECT_EQ(servers_for(0.01, 0), 1);
}

TEST(ErlangB, LoadForInvertsBlocking) {
  for (const int servers : {1, 2, 10, 90, 990}) {
    for (const double target : {0.9, 0.5, 0.1, 0.001, 1e-5, 1e-12, 1e-100}) {
      EXPECT_NEAR(blocking(servers, load_for(servers, target)) / target, 1, 1e-8) << servers << ' ' << target;
    }
    for (const double share : {0.2, 0.7, 1.0, 1.4}) {
      const double load = share * servers;
      if (blocking(servers, load) < 1e-200) continue;
      EXPECT_NEAR(load_for(servers, blocking(servers, load)) / load, 1, 1e-10) << servers << ' ' << share;
    }
  }
}

TEST(ErlangB, LoadForSurvivesTargetsNearTheEndsOfTheRange) {
  EXPECT_GT(load_for(1'000, 1e-300), 0);
  EXPECT_NEAR(load_for(1, 1 - 1e-9) * 1e-9, 1, 1e-6);
}

TEST(ErlangB, MeanBusyIsTheMeanOfTheTruncatedPoissonLaw) {
  for (const int servers : {1, 5, 30}) {
    for (const double load : {0.5, 8.0, 60.0}) {
      long double weight = 1;
      long double sum = 1;
      long double moment = 0;
      for (int n = 1; n <= servers; ++n) {
        weight *= static_cast<long double>(load) / n;
        sum += weight;
        moment += n * weight;
      }
      EXPECT_NEAR(mean_busy(servers, load), static_cast<double>(moment / sum), 1e-11 * servers);
    }
  }
}

TEST(ErlangB, RefusesImpossibleArguments) {
  EXPECT_THROW(blocking(-1, 1), std::invalid_argument);
  for (const double load : {-0.1, nan, infinity}) {
    EXPECT_THROW(blocking(3, load), std::invalid_argument);
    EXPECT_THROW(servers_for(0.1, load), std::invalid_argument);
    EXPECT_THROW(mean_busy(3, load), std::invalid_argument);
  }
  for (const double target : {0.0, 1.0, -0.5, nan}) {
    EXPECT_THROW(servers_for(target, 1), std::invalid_argument);
    EXPECT_THROW(load_for(3, target), std::invalid_argument);
  }
  EXPECT_THROW(load_for(0, 0.1), std::invalid_argument);
}

TEST(ErlangB, AnErrorNamesTheArgumentAndItsValue) {
  try {
    blocking(-7, 1);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "the number of servers must not be negative, but is -7");
  }
}

}  // namespace

#include "models/theory/collisions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using namespace theory;

TEST(CodesGivenTwice, InOrderAgreeWithTheMeanDifferenceOfPoissonVariables) {
  for (const double m : {0.01, 0.3, 1.0, 4.0, 30.0, 300.0})
    EXPECT_NEAR(codes_given_twice_in_order(m),
                m - m * std::exp(-2 * m) * (std::cyl_bessel_i(0, 2 * m) + std::cyl_bessel_i(1, 2 * m)),
                1e-9 * m + 1e-12)
        << m;
}

TEST(CodesGivenTwice, InOrderAreAPairOfParksWhereTheyAreFew) {
  EXPECT_NEAR(codes_given_twice_in_order(1e-4), 1e-8, 3e-12);
}

TEST(CodesGivenTwice, AtRandomAreFewerTheMoreCodesThereAre) {
  EXPECT_DOUBLE_EQ(codes_given_twice_at_random(3, 90), 0.1);
  EXPECT_DOUBLE_EQ(codes_given_twice_at_random(0, 90), 0);
}

TEST(PairsJoined, WithoutALifeAreEverySecondCaller) {
  for (const double m : {0.01, 1.0, 5.0, 40.0})
    EXPECT_NEAR(pairs_joined(m / 10, 10, 0), m / 2 - (1 - std::exp(-2 * m)) / 4, 1e-12 * (1 + m)) << m;
}

TEST(PairsJoined, AreNoneWhereTheReservationOutlivesTheWindow) {
  EXPECT_EQ(pairs_joined(1, 10, 10), 0);
  EXPECT_GT(pairs_joined(1, 10, 9.9), 0);
}

TEST(PairsJoined, WithALifeAgreeWithACounterWithDeadTime) {
  std::mt19937_64 random(31);
  std::exponential_distribution<double> between(0.5);
  constexpr int runs = 400'000;
  double sum = 0, squares = 0;
  for (int run = 0; run < runs; ++run) {
    int accepted = 0;
    for (double at = between(random); at <= 10; at += 1.2 + between(random)) ++accepted;
    sum += accepted / 2;
    squares += (accepted / 2) * (accepted / 2);
  }
  const double mean = sum / runs;
  EXPECT_NEAR(mean, pairs_joined(0.5, 10, 1.2), 3.3 * std::sqrt((squares / runs - mean * mean) / runs));
}

// The chain of (code in use, retrievers under way) solved by iterating its balance, without generating functions.
double by_balance(double parks, double retrieval, double patience) {
  constexpr std::size_t most = 60;
  std::vector<double> free(most + 1), used(most + 1);
  free[0] = 1;
  const double step = 0.5 / (parks + most * retrieval + patience);
  for (int round = 0; round < 200'000; ++round) {
    auto next_free = free, next_used = used;
    for (std::size_t m = 0; m <= most; ++m) {
      const double dial = static_cast<double>(m) * retrieval;
      const auto move = [&](double rate, std::vector<double>& to, std::size_t at, double from, double& out) {
        to[at] += step * rate * from;
        out -= step * rate * from;
      };
      if (m < most) move(parks, next_used, m + 1, free[m], next_free[m]);
      if (m > 0) move(dial, next_free, m - 1, free[m], next_free[m]);
      if (m > 0) move(dial, next_free, m - 1, used[m], next_used[m]);
      move(patience, next_free, m, used[m], next_used[m]);
    }
    free = next_free, used = next_used;
  }
  double wrong = 0, idle = 0;
  for (std::size_t m = 1; m <= most; ++m) wrong += static_cast<double>(m - 1) * retrieval * used[m];
  for (const double p : free) idle += p;
  return wrong / (parks * idle);
}

TEST(LateRetrievers, AgreeWithTheBalanceOfTheChain) {
  EXPECT_NEAR(late_retrievers_answered(0.5, 2, 4), by_balance(0.5, 0.5, 0.25), 1e-8);
  EXPECT_NEAR(late_retrievers_answered(2, 3, 0.5), by_balance(2, 1.0 / 3, 2), 1e-8);
}

TEST(LateRetrievers, AreNoneWhereNobodyLosesPatience) { EXPECT_NEAR(late_retrievers_answered(1, 2, 1e9), 0, 1e-8); }

TEST(LateRetrievers, AnswerNoMoreThanOnceAPark) {
  EXPECT_LT(late_retrievers_answered(10, 100, 1), 1);
  EXPECT_GT(late_retrievers_answered(10, 100, 1), 0.5);
}

TEST(Collisions, RefuseImpossibleArguments) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(codes_given_twice_in_order(-1), std::invalid_argument);
  EXPECT_THROW(codes_given_twice_in_order(nan), std::invalid_argument);
  EXPECT_THROW(codes_given_twice_at_random(1, 0), std::invalid_argument);
  EXPECT_THROW(pairs_joined(-1, 1, 1), std::invalid_argument);
  EXPECT_THROW(pairs_joined(1, nan, 1), std::invalid_argument);
  EXPECT_THROW(pairs_joined(1, 1, -1), std::invalid_argument);
  EXPECT_THROW(late_retrievers_answered(0, 1, 1), std::invalid_argument);
  EXPECT_THROW(late_retrievers_answered(1, 0, 1), std::invalid_argument);
  EXPECT_THROW(late_retrievers_answered(1, 1, nan), std::invalid_argument);
}

}  // namespace

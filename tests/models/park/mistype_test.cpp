#include "models/park/mistype.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

namespace {

using namespace park;

constexpr ErrorDraws keying{models::Draw::mistyped, models::Draw::mistyped_digit};

int mistyped(int number, int digits, double per_digit, std::uint64_t person) {
  const sim::DrawSource source(1, 0, 0, sim::hash_name("people"));
  return mistype(number, digits, per_digit, keying, source.of(person), 1, 0);
}

TEST(Mistype, WithoutErrorsKeysTheNumber) {
  for (std::uint64_t person = 0; person < 100; ++person) EXPECT_EQ(mistyped(1234, 4, 0, person), 1234);
}

TEST(Mistype, WithCertainErrorsChangesEveryDigit) {
  for (std::uint64_t person = 0; person < 1000; ++person) {
    const int keyed = mistyped(1234, 4, 1, person);
    ASSERT_GE(keyed, 0);
    ASSERT_LE(keyed, 9999);
    EXPECT_NE(keyed % 10, 4);
    EXPECT_NE(keyed / 10 % 10, 3);
    EXPECT_NE(keyed / 100 % 10, 2);
    EXPECT_NE(keyed / 1000, 1);
  }
}

TEST(Mistype, ErrsInLeadingZerosToo) {
  int in_front = 0;
  for (std::uint64_t person = 0; person < 100; ++person) in_front += mistyped(7, 3, 1, person) >= 100;
  EXPECT_EQ(in_front, 100);
}

TEST(Mistype, TakesEachOfTheNineOtherDigitsEquallyOften) {
  std::array<int, 10> counts{};
  constexpr int n = 9000;
  for (std::uint64_t person = 0; person < n; ++person) ++counts[static_cast<std::size_t>(mistyped(5, 1, 1, person))];
  EXPECT_EQ(counts[5], 0);
  double distance = 0;
  for (std::size_t digit = 0; digit < 10; ++digit)
    if (digit != 5) distance += std::pow(counts[digit] - n / 9.0, 2) / (n / 9.0);
  EXPECT_LT(distance, boost::math::quantile(boost::math::chi_squared(8), 0.999));
}

TEST(Mistype, ErrsInEachDigitWithTheGivenProbability) {
  constexpr int n = 20'000;
  int right = 0;
  for (std::uint64_t person = 0; person < n; ++person) right += mistyped(12, 2, 0.1, person) == 12;
  const boost::math::binomial law(n, 0.81);  // both digits right
  EXPECT_GT(boost::math::cdf(law, right), 0.0005);
  EXPECT_GT(boost::math::cdf(boost::math::complement(law, right)), 0.0005);
}

TEST(Mistype, IsTheSameForTheSameDraws) { EXPECT_EQ(mistyped(99, 2, 0.5, 3), mistyped(99, 2, 0.5, 3)); }

}  // namespace

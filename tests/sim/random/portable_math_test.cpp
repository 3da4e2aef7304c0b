#include "sim/random/portable_math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/random/draw.hpp"

namespace {

namespace portable = sim::portable;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr sim::Purpose any_purpose = 0;

/// Uniform draws of a fixed seed over [from, to).
class Grid {
 public:
  Grid(double from, double to) : from_(from), to_(to) {}
  double operator()(std::uint32_t i) const { return from_ + (to_ - from_) * draws_.uniform(any_purpose, 0, i); }

 private:
  double from_;
  double to_;
  sim::Draws draws_ = sim::DrawSource(11, 0, 0, sim::hash_name("grid")).of(0);
};

double relative_error(double value, double exact) { return std::abs(value - exact) / std::abs(exact); }

/// Distance in units in the last place from a value known to more digits.
double ulp_error(double value, long double exact) {
  const double rounded = static_cast<double>(exact);
  const double ulp = std::nextafter(std::abs(rounded), infinity) - std::abs(rounded);
  return static_cast<double>(std::abs((static_cast<long double>(value) - exact) / static_cast<long double>(ulp)));
}

template <typename Function, typename Exact>
double worst_ulp(Function function, Exact exact, double from, double to) {
  const Grid grid(from, to);
  double worst = 0;
  for (std::uint32_t i = 0; i < 200'000; ++i)
    worst = std::max(worst, ulp_error(function(grid(i)), exact(static_cast<long double>(grid(i)))));
  return worst;
}

constexpr auto exact_log = [](long double x) { return std::log(x); };
constexpr auto exact_log1p = [](long double x) { return std::log1p(x); };
constexpr auto exact_exp = [](long double x) { return std::exp(x); };

TEST(PortableLog, IsWithinThreeUlpEverywhere) {
  EXPECT_LT(worst_ulp(portable::log, exact_log, 0, 1), 3);
  EXPECT_LT(worst_ulp(portable::log, exact_log, 0.9, 1.1), 3);
  EXPECT_LT(worst_ulp(portable::log, exact_log, 0.5, 4), 3);
  EXPECT_LT(worst_ulp(portable::log, exact_log, 1, 1e9), 3);
  EXPECT_LT(worst_ulp(portable::log, exact_log, 1e-310, 1e-306), 3);
  EXPECT_LT(worst_ulp(portable::log, exact_log, 1e300, 1.7e308), 3);
}

TEST(PortableLog, TreatsTheEdgesLikeIeee) {
  EXPECT_EQ(portable::log(1), 0);
  EXPECT_EQ(portable::log(0), -infinity);
  EXPECT_EQ(portable::log(infinity), infinity);
  EXPECT_TRUE(std::isnan(portable::log(-1)));
  EXPECT_TRUE(std::isnan(portable::log(std::nan(""))));
  EXPECT_LT(ulp_error(portable::log(5e-324), std::log(static_cast<long double>(5e-324))), 3);
}

TEST(PortableLog1p, IsWithinFourUlpAlsoForTinyArguments) {
  EXPECT_LT(worst_ulp(portable::log1p, exact_log1p, -0.999999, 0), 4);
  EXPECT_LT(worst_ulp(portable::log1p, exact_log1p, -1e-12, 1e-12), 4);
  EXPECT_LT(worst_ulp(portable::log1p, exact_log1p, -0.3, 0.5), 4);
  EXPECT_LT(worst_ulp(portable::log1p, exact_log1p, 0, 1e6), 4);
}

TEST(PortableExp, IsWithinTwoUlpEverywhere) {
  EXPECT_LT(worst_ulp(portable::exp, exact_exp, -1, 1), 2);
  EXPECT_LT(worst_ulp(portable::exp, exact_exp, -708, 709.7), 2);
  EXPECT_LT(worst_ulp(portable::exp, exact_exp, -1e-9, 1e-9), 2);
}

TEST(PortableExp, OverflowsAndUnderflowsAtTheEdges) {
  EXPECT_EQ(portable::exp(0), 1);
  EXPECT_EQ(portable::exp(710), infinity);
  EXPECT_EQ(portable::exp(infinity), infinity);
  EXPECT_EQ(portable::exp(-746), 0);
  EXPECT_EQ(portable::exp(-infinity), 0);
  EXPECT_TRUE(std::isnan(portable::exp(std::nan(""))));
  EXPECT_NEAR(portable::exp(-740) / std::exp(-740.0), 1, 1e-4);  // subnormal: few digits are left
}

TEST(PortablePow, KeepsItsStatedError) {
  const Grid bases(1e-3, 1e3);
  const Grid exponents(-20, 20);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const double x = bases(i);
    const double y = exponents(i + 1'000'000);
    const double allowed = (4 + 4 * std::abs(y * std::log(x))) * 0x1p-53;
    ASSERT_LT(relative_error(portable::pow(x, y), std::pow(x, y)), allowed) << x << " ^ " << y;
  }
  EXPECT_EQ(portable::pow(0, 0), 1);
  EXPECT_EQ(portable::pow(0, 2), 0);
}

TEST(NormalQuantile, AgreesWithBoostFromTailToTail) {
  const boost::math::normal normal;
  for (double p = 1e-300; p < 0.5; p *= 1.7)
    ASSERT_LT(relative_error(portable::normal_quantile(p), boost::math::quantile(normal, p)), 1e-14) << p;
  const Grid grid(0, 1);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const double p = grid(i);
    ASSERT_NEAR(portable::normal_quantile(p), boost::math::quantile(normal, p),
                1e-14 * (1 + std::abs(portable::normal_quantile(p))))
        << p;
  }
}

TEST(NormalQuantile, IsOddAroundOneHalf) {
  EXPECT_EQ(portable::normal_quantile(0.5), 0);
  for (const double p : {0x1p-50, 0x1p-20, 0.0625, 0.25, 0.4375})
    EXPECT_EQ(portable::normal_quantile(p), -portable::normal_quantile(1 - p));
}

TEST(NormalCdf, AgreesWithBoostInBothTails) {
  const boost::math::normal normal;
  for (double z = -37; z < 9; z += 0.0137)
    ASSERT_LT(relative_error(portable::normal_cdf(z), boost::math::cdf(normal, z)), 1e-12) << z;
}

TEST(LogGamma, AgreesWithBoost) {
  for (double x = 1e-6; x < 1e6; x *= 1.013)
    ASSERT_NEAR(portable::log_gamma(x), boost::math::lgamma(x), 1e-13 * (1 + std::abs(boost::math::lgamma(x)))) << x;
}

const std::vector<double> shapes = {0.01, 0.1, 0.5, 1, 2.04, 7, 14.9, 15.1, 40, 400, 10'000};

TEST(IncompleteGamma, AgreesWithBoostInTheSmallerTail) {
  for (const double a : shapes) {
    for (double p = 1e-12; p < 1; p = p < 0.4 ? p * 3 : p + 0.05) {
      const double x = boost::math::gamma_p_inv(a, p);
      if (x < 1e-300) continue;
      ASSERT_LT(relative_error(portable::gamma_p(a, x), boost::math::gamma_p(a, x)), 1e-12) << a << " " << x;
      ASSERT_LT(relative_error(portable::gamma_q(a, x), boost::math::gamma_q(a, x)), 1e-12) << a << " " << x;
    }
  }
}

TEST(IncompleteGamma, TakesTheEdges) {
  for (const double a : shapes) {
    EXPECT_EQ(portable::gamma_p(a, 0), 0);
    EXPECT_EQ(portable::gamma_q(a, 0), 1);
    EXPECT_EQ(portable::gamma_p(a, infinity), 1);
    EXPECT_EQ(portable::gamma_q(a, infinity), 0);
  }
}

TEST(IncompleteGamma, InverseAgreesWithBoost) {
  for (const double a : shapes) {
    for (double p = 1e-15; p <= 0.5; p *= 1.9) {
      const double low = boost::math::gamma_p_inv(a, p);
      const double high = boost::math::gamma_q_inv(a, p);
      if (low > 1e-290) {
        ASSERT_LT(relative_error(portable::gamma_p_inverse(a, p), low), 1e-12) << a << " " << p;
      }
      if (high > 1e-290) {
        ASSERT_LT(relative_error(portable::gamma_q_inverse(a, p), high), 1e-12) << a << " " << p;
      }
    }
  }
}

TEST(IncompleteGamma, InverseOfAnUnreachablySmallValueIsZero) { EXPECT_EQ(portable::gamma_p_inverse(0.01, 1e-10), 0); }

}  // namespace

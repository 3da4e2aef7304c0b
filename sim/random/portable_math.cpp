#include "sim/random/portable_math.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/random/portable_log.hpp"

namespace sim::portable {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double power_of_two(std::int64_t n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); }

/// exp(r) for |r| <= 0.35: Taylor series to the 13th power.
double exp_reduced(double r) {
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double a = (1.0 / 2 + r * (1.0 / 6)) + (1.0 / 24 + r * (1.0 / 120)) * r2;
  const double b = (1.0 / 720 + r * (1.0 / 5040)) + (1.0 / 40320 + r * (1.0 / 362880)) * r2;
  const double c = (1.0 / 3628800 + r * (1.0 / 39916800)) + (1.0 / 479001600 + r * (1.0 / 6227020800)) * r2;
  return 1 + (r + r2 * (a + r4 * (b + r4 * c)));
}

double horner(double x, const double (&c)[8]) {
  return ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0];
}

// Coefficients of AS 241, lowest power first: numerators and denominators for |p - 1/2| <= 0.425, and for the tails
// with r = sqrt(-log(tail)) up to 5 and beyond it.
constexpr double centre_top[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                  1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                  3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double centre_bottom[8] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
constexpr double tail_top[8] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double tail_bottom[8] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
constexpr double far_top[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                               2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double far_bottom[8] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};

double normal_tail_quantile(double tail) {
  const double r = std::sqrt(-log(tail));
  if (r <= 5) return horner(r - 1.6, tail_top) / horner(r - 1.6, tail_bottom);
  return horner(r - 5, far_top) / horner(r - 5, far_bottom);
}

}  // namespace

double log(double x) {
  if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
  if (x == infinity) return x;
  double exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    exponent = -54;
  }
  return log_normal_number(x, exponent);
}

double log1p(double x) {
  if (!(x > -0.25 && x < 0.375)) return log(1 + x);
  const double s = x / (2 + x);
  return 2 * s + atanh_tail(s);
}

double exp(double x) {
  if (!(x <= 709.782712893384)) return x > 0 ? infinity : x;
  if (x < -745.2) return 0;
  constexpr double round_to_integer = 0x1.8p52;
  const double k = (x * 0x1.71547652b82fep0 + round_to_integer) - round_to_integer;
  const auto exponent = static_cast<std::int64_t>(k);
  // Two factors: a single one would leave the exponent's range for subnormal results.
  const std::int64_t half = exponent >> 1;
  return exp_reduced((x - k * ln2_high) - k * ln2_low) * power_of_two(half) * power_of_two(exponent - half);
}

double pow(double x, double y) { return y == 0 ? 1 : exp(y * log(x)); }

double normal_quantile(double p) {
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * horner(r, centre_top) / horner(r, centre_bottom);
  }
  return q < 0 ? -normal_tail_quantile(p) : normal_tail_quantile(1 - p);
}

double normal_cdf(double z) {
  const double half_square = 0.5 * z * z;
  return z < 0 ? 0.5 * gamma_q(0.5, half_square) : 0.5 + 0.5 * gamma_p(0.5, half_square);
}

}  // namespace sim::portable

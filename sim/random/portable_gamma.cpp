#include <cmath>
#include <limits>

#include "sim/random/portable_math.hpp"

namespace sim::portable {
namespace {

constexpr double stirling_from = 15;
constexpr double two_pi = 6.283185307179586476925;
constexpr double half_log_two_pi = 0.918938533204672741780;
constexpr double precision = 0x1p-54;
constexpr int most_terms = 1'000'000;

/// log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2), for x >= 15.
double stirling_remainder(double x) {
  const double z = 1 / (x * x);
  const double tail = 1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 - z * (691.0 / 360360 - z * (1.0 / 156))));
  return (1.0 / 12 - z * (1.0 / 360 - z * tail)) / x;
}

/// x^a e^-x / Gamma(a + 1). For large a the big terms are cancelled by hand: with x = a (1 + d) the exponent is
/// a (log(1 + d) - d).
double front_factor(double a, double x) {
  if (a < stirling_from) return exp(a * log(x) - x - log_gamma(a + 1));
  const double d = (x - a) / a;
  return exp(a * (log1p(d) - d) - stirling_remainder(a)) / std::sqrt(two_pi * a);
}

/// P(a,x) / front_factor.
double lower_series(double a, double x) {
  double term = 1;
  double sum = 1;
  for (int n = 1; n < most_terms && term > sum * precision; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/// Q(a,x) / front_factor, by the modified Lentz evaluation of Legendre's continued fraction.
double upper_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = std::numeric_limits<double>::infinity();
  double d = 1 / b;
  double h = d;
  for (int n = 1; n < most_terms; ++n) {
    const double an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const double factor = c * d;
    h *= factor;
    if (factor - 1 < precision * 4 && 1 - factor < precision * 4) break;
  }
  return a * h;
}

bool in_lower_part(double a, double x) { return x < a + 1; }

/// Wilson and Hilferty (1931) where it holds, the leading term of the series where x is small.
double first_log_x(double a, double p, double q) {
  const double small = (log(p) + log_gamma(a + 1)) / a;
  const double z = p <= q ? normal_quantile(p) : -normal_quantile(q);
  const double cube_root = 1 - 1 / (9 * a) + z / (3 * std::sqrt(a));
  if (cube_root < 0.3 || small < -7) return small;
  return log(a * cube_root * cube_root * cube_root);
}

double newton_step(double a, double y, double p, double q) {
  const double x = exp(y);
  const double slope = a * front_factor(a, x);
  if (p <= q) return log(gamma_p(a, x) / p) * gamma_p(a, x) / slope;
  return -log(gamma_q(a, x) / q) * gamma_q(a, x) / slope;
}

double gamma_inverse(double a, double p, double q) {
  double y = first_log_x(a, p, q);
  if (y < -690) return 0;
  for (int i = 0; i < 100; ++i) {
    double step = newton_step(a, y, p, q);
    if (step > 1) step = 1;
    if (step < -1) step = -1;
    y -= step;
    if (step < 1e-9 && step > -1e-9) break;
  }
  return exp(y);
}

}  // namespace

double log_gamma(double x) {
  double product = 1;
  for (; x < stirling_from; x += 1) product *= x;
  return (x - 0.5) * log(x) - x + half_log_two_pi + stirling_remainder(x) - log(product);
}

double gamma_p(double a, double x) {
  if (x <= 0) return 0;
  if (x == std::numeric_limits<double>::infinity()) return 1;
  return in_lower_part(a, x) ? front_factor(a, x) * lower_series(a, x) : 1 - gamma_q(a, x);
}

double gamma_q(double a, double x) {
  if (x <= 0) return 1;
  if (x == std::numeric_limits<double>::infinity()) return 0;
  return in_lower_part(a, x) ? 1 - gamma_p(a, x) : front_factor(a, x) * upper_fraction(a, x);
}

double gamma_p_inverse(double a, double p) { return gamma_inverse(a, p, 1 - p); }
double gamma_q_inverse(double a, double q) { return gamma_inverse(a, 1 - q, q); }

}  // namespace sim::portable

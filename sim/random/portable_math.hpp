#pragma once

/// Elementary and special functions made of + - * /, std::sqrt and bit operations only. IEEE 754 fixes each of these
/// exactly, so the same argument gives the same bits on every machine and with every compiler (no contraction, default
/// rounding), which the math library does not promise. All are pure; none sets errno.
namespace sim::portable {

/// Natural logarithm, error below 3 ulp. log(0) = -inf, log(x < 0) = NaN.
double log(double x);
/// log(1 + x) for x > -1, error below 4 ulp, also for tiny x.
double log1p(double x);
/// Exponential, error below 2 ulp (normal results). Overflows to infinity, underflows gradually to 0.
double exp(double x);
/// x^y for x >= 0 as exp(y log x): relative error below (4 + 4 |y log x|) * 2^-53. pow(x, 0) = 1.
double pow(double x, double y);

/// The standard normal quantile for p in (0,1): Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
/// Relative error below 1e-14.
double normal_quantile(double p);
/// The standard normal distribution function, relative error below 1e-12 in both tails down to 1e-300.
double normal_cdf(double z);

/// log Gamma(x) for x > 0: Stirling's series after shifting x above 15. Error below 1e-13 (1 + |value|).
double log_gamma(double x);

/// Regularised incomplete gamma functions, lower P(a,x) and upper Q(a,x) = 1 - P, for a > 0, x >= 0 (x may be
/// infinite). Power series below x = a + 1, continued fraction above. Relative error of the smaller one of P and Q
/// below 1e-12 for 0.01 <= a <= 1e4 and values above 1e-200. Time grows like sqrt(a) near x = a.
double gamma_p(double a, double x);
double gamma_q(double a, double x);

/// The x with P(a,x) = p, or Q(a,x) = q, for p, q in (0,1): Newton's method on the logarithm of the smaller tail over
/// log x, which is concave and so converges from anywhere. Relative error below 1e-12 where p (q) is at most 1/2;
/// above it 1 - p is taken first. Results below 1e-300 become 0.
double gamma_p_inverse(double a, double p);
double gamma_q_inverse(double a, double q);

}  // namespace sim::portable

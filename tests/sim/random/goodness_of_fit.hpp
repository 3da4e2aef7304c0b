#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

/// p-values of the classical tests of fit, for the tests of draws and laws.
namespace goodness_of_fit {

/// Each single test rejects a true hypothesis with this probability. Seeds are fixed, so a test that passes keeps
/// passing until the code changes.
inline constexpr double significance = 1e-4;

/// Pearson's chi-square of counts against expected counts, `estimated` parameters fitted to them beforehand.
inline double chi_square_p(const std::vector<double>& counts, const std::vector<double>& expected, int estimated = 0,
                           bool total_is_fixed = true) {
  double statistic = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
  const double freedom = static_cast<double>(counts.size()) - (total_is_fixed ? 1 : 0) - estimated;
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared(freedom), statistic));
}

/// Kolmogorov and Smirnov's D of a sample against a continuous distribution function; Kolmogorov's limit law with the
/// small-sample correction of Stephens (1970).
template <typename Cdf>
double kolmogorov_smirnov_p(std::vector<double> sample, Cdf cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double at = cdf(sample[i]);
    const double rank = static_cast<double>(i);
    distance = std::max({distance, at - rank / n, (rank + 1) / n - at});
  }
  const double x = distance * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
  double p = 0;
  for (int k = 1; k <= 100; ++k) p += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  return x < 0.2 ? 1 : std::clamp(p, 0.0, 1.0);
}

/// Two-sided p-value of a standard normal statistic.
inline double normal_p(double z) {
  return 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), std::abs(z)));
}

inline double mean_of(const std::vector<double>& sample) {
  double sum = 0;
  for (const double value : sample) sum += value;
  return sum / static_cast<double>(sample.size());
}

}  // namespace goodness_of_fit

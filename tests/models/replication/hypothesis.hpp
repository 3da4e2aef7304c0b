#pragma once

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

/// p-values of the tests by which simulated results are judged. Seeds are fixed: what passes keeps passing until the
/// code changes.
namespace hypothesis {

/// Probability that at least one of the tests of a family rejects although all hypotheses are true; each test of it
/// gets an equal part (Bonferroni).
inline constexpr double family_significance = 1e-3;

/// Two-sided p-value of Student's test that the mean of independent values is `mean`.
inline double t_test_p(const std::vector<double>& values, double mean) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double x : values) sum += x;
  for (const double x : values) squares += (x - sum / n) * (x - sum / n);
  const double t = (sum / n - mean) / std::sqrt(squares / (n - 1) / n);
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(n - 1), std::abs(t)));
}

/// p-value of Pearson's test that counts of independent trials come from these probabilities (which sum to 1).
inline double chi_square_p(const std::vector<double>& counts, const std::vector<double>& probabilities) {
  double n = 0, statistic = 0;
  for (const double count : counts) n += count;
  for (std::size_t i = 0; i < counts.size(); ++i)
    statistic += (counts[i] - n * probabilities[i]) * (counts[i] - n * probabilities[i]) / (n * probabilities[i]);
  const boost::math::chi_squared law(static_cast<double>(counts.size()) - 1);
  return boost::math::cdf(boost::math::complement(law, statistic));
}

/// p-value of the test that two samples of independent trials have the same law, by their counts in each category.
/// Categories expected to hold fewer than 5 in either sample are put together.
inline double two_sample_p(const std::vector<double>& a, const std::vector<double>& b) {
  double in_a = 0, in_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) in_a += a[i], in_b += b[i];
  const double part_a = in_a / (in_a + in_b);
  std::vector<double> kept_a, kept_b;
  double rare_a = 0, rare_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool rare = (a[i] + b[i]) * std::min(part_a, 1 - part_a) < 5;
    if (rare) rare_a += a[i], rare_b += b[i];
    if (!rare) kept_a.push_back(a[i]), kept_b.push_back(b[i]);
  }
  if ((rare_a + rare_b) * std::min(part_a, 1 - part_a) >= 5) kept_a.push_back(rare_a), kept_b.push_back(rare_b);
  double statistic = 0;
  for (std::size_t i = 0; i < kept_a.size(); ++i) {
    const double both = kept_a[i] + kept_b[i];
    const double off = kept_a[i] - both * part_a;
    statistic += off * off / (both * part_a * (1 - part_a));
  }
  const boost::math::chi_squared law(static_cast<double>(kept_a.size()) - 1);
  return boost::math::cdf(boost::math::complement(law, statistic));
}

}  // namespace hypothesis

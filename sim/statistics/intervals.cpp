#include "sim/statistics/intervals.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace sim {
namespace {

using Binomial = boost::math::binomial_distribution<double>;

void check_level(double level) {
  if (!(level > 0 && level < 1)) throw std::invalid_argument("a confidence level must lie between 0 and 1");
}

void check_finite(double x) {
  if (!std::isfinite(x)) throw std::invalid_argument("an interval needs finite numbers");
}

void check_counts(std::int64_t hits, std::int64_t trials) {
  if (hits < 0 || hits > trials) throw std::invalid_argument("hits must lie between 0 and the number of trials");
}

void check_some(std::int64_t trials) {
  if (trials == 0) throw std::invalid_argument("a bound needs at least one trial");
}

double student(std::int64_t replications, double level) {
  const boost::math::students_t_distribution<double> t(static_cast<double>(replications - 1));
  return boost::math::quantile(boost::math::complement(t, (1 - level) / 2));
}

Interval around(double value, double half_width) { return {value - half_width, value + half_width}; }

double exact_low(std::int64_t hits, std::int64_t trials, double tail) {
  return Binomial::find_lower_bound_on_p(static_cast<double>(trials), static_cast<double>(hits), tail);
}

double exact_high(std::int64_t hits, std::int64_t trials, double tail) {
  return Binomial::find_upper_bound_on_p(static_cast<double>(trials), static_cast<double>(hits), tail);
}

Interval exact(std::int64_t hits, std::int64_t trials, double level) {
  return {exact_low(hits, trials, (1 - level) / 2), exact_high(hits, trials, (1 - level) / 2)};
}

/// hits / trials is the same in every replication that has trials.
bool equal_shares(std::span<const ShareTerm> replications, const ShareTerm& pooled) {
  return std::all_of(replications.begin(), replications.end(), [&](const ShareTerm& r) {
    return std::abs(static_cast<double>(r.hits) * static_cast<double>(pooled.trials) -
                    static_cast<double>(pooled.hits) * static_cast<double>(r.trials)) < 0.5;
  });
}

/// How much less replications know of their own spread than would be known of independent trials.
double normal_over_student(std::int64_t replications, double level) {
  const double normal = boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - level) / 2));
  return normal / student(replications, level);
}

/// The square of an estimate's standard error.
double variance(const Estimate& ratio) {
  const double half_width = ratio.interval->high - ratio.value;
  const double error = half_width / student(ratio.observations, ratio.level);
  return error * error;
}

/// Exact interval of a share of fewer, independent trials with this variance.
Interval of_independent_trials(const Estimate& ratio, std::int64_t trials) {
  const double share = ratio.value, factor = normal_over_student(ratio.observations, ratio.level);
  const double most = static_cast<double>(trials);
  const double n = std::min(most, share * (1 - share) / variance(ratio)) * factor * factor;
  const double hits = share * n, tail = (1 - ratio.level) / 2;
  const boost::math::beta_distribution<double> below(hits, n - hits + 1), above(hits + 1, n - hits);
  return {boost::math::quantile(below, tail), boost::math::quantile(boost::math::complement(above, tail))};
}

/// Interval of a rate of fewer, independent events with this variance.
Interval of_independent_events(const Estimate& ratio, double events) {
  const double factor = normal_over_student(ratio.observations, ratio.level);
  const double n = std::min(events, ratio.value * ratio.value / variance(ratio)) * factor * factor;
  const double tail = (1 - ratio.level) / 2, each = ratio.value / n;
  const boost::math::gamma_distribution<double> below(n, each), above(n + 1, each);
  return {boost::math::quantile(below, tail), boost::math::quantile(boost::math::complement(above, tail))};
}

}  // namespace

std::optional<Estimate> mean_estimate(std::span<const double> replications, double level) {
  std::for_each(replications.begin(), replications.end(), check_finite);
  Tally tally;
  for (const double x : replications) tally.record(x);
  return mean_estimate(tally, level);
}

std::optional<Estimate> mean_estimate(const Tally& replications, double level) {
  check_level(level);
  const std::int64_t n = replications.count();
  if (n == 0) return std::nullopt;
  check_finite(replications.mean());
  Estimate estimate{replications.mean(), std::nullopt, level, n};
  if (n == 1) return estimate;
  const double standard_error = std::sqrt(replications.variance() / static_cast<double>(n));
  estimate.interval = around(estimate.value, student(n, level) * standard_error);
  return estimate;
}

std::optional<Estimate> ratio_estimate(std::span<const RatioTerm> replications, double level) {
  check_level(level);
  const auto n = static_cast<std::int64_t>(replications.size());
  double numerators = 0;
  double denominators = 0;
  for (const RatioTerm& r : replications) {
    check_finite(r.numerator);
    check_finite(r.denominator);
    if (r.denominator < 0) throw std::invalid_argument("the denominator of a ratio cannot be negative");
    numerators += r.numerator;
    denominators += r.denominator;
  }
  if (denominators == 0) return std::nullopt;
  Estimate estimate{numerators / denominators, std::nullopt, level, n};
  if (n == 1) return estimate;
  double squares = 0;
  for (const RatioTerm& r : replications) {
    const double residual = r.numerator - estimate.value * r.denominator;
    squares += residual * residual;
  }
  const auto count = static_cast<double>(n);
  const double standard_error = std::sqrt(squares * count / (count - 1)) / denominators;
  estimate.interval = around(estimate.value, student(n, level) * standard_error);
  return estimate;
}

std::optional<Estimate> proportion_estimate(std::int64_t hits, std::int64_t trials, double level) {
  check_level(level);
  check_counts(hits, trials);
  if (trials == 0) return std::nullopt;
  const double share = static_cast<double>(hits) / static_cast<double>(trials);
  return Estimate{share, exact(hits, trials, level), level, trials};
}

double upper_bound(std::int64_t hits, std::int64_t trials, double level) {
  check_level(level);
  check_counts(hits, trials);
  check_some(trials);
  return exact_high(hits, trials, 1 - level);
}

double lower_bound(std::int64_t hits, std::int64_t trials, double level) {
  check_level(level);
  check_counts(hits, trials);
  check_some(trials);
  return exact_low(hits, trials, 1 - level);
}

std::optional<Estimate> share_estimate(std::span<const ShareTerm> replications, double level) {
  ShareTerm pooled;
  std::vector<RatioTerm> terms;
  for (const ShareTerm& r : replications) {
    check_counts(r.hits, r.trials);
    pooled.hits += r.hits;
    pooled.trials += r.trials;
    terms.push_back({static_cast<double>(r.hits), static_cast<double>(r.trials)});
  }
  auto estimate = ratio_estimate(terms, level);
  if (!estimate) return estimate;
  const bool one_sided = pooled.hits == 0 || pooled.hits == pooled.trials;
  if (one_sided || (estimate->interval && equal_shares(replications, pooled))) {
    estimate->interval = exact(pooled.hits, pooled.trials, level);
  } else if (estimate->interval && std::min(pooled.hits, pooled.trials - pooled.hits) < few_hits) {
    estimate->interval = of_independent_trials(*estimate, pooled.trials);
  } else if (estimate->interval) {
    estimate->interval = {std::max(0.0, estimate->interval->low), std::min(1.0, estimate->interval->high)};
  }
  return estimate;
}

std::optional<Estimate> rate_estimate(std::span<const RatioTerm> replications, double level) {
  auto estimate = ratio_estimate(replications, level);
  if (!estimate) return estimate;
  double events = 0, denominators = 0;
  for (const RatioTerm& r : replications) {
    if (r.numerator < 0) throw std::invalid_argument("a number of events cannot be negative");
    events += r.numerator;
    denominators += r.denominator;
  }
  if (events == 0) {
    estimate->interval = {0, -std::log((1 - level) / 2) / denominators};
  } else if (estimate->interval && estimate->interval->high > estimate->value && events < few_hits) {
    estimate->interval = of_independent_events(*estimate, events);
  } else if (estimate->interval) {
    estimate->interval->low = std::max(0.0, estimate->interval->low);
  }
  return estimate;
}

}  // namespace sim

#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/statistics/tally.hpp"

namespace sim {

struct Interval {
  double low = 0;
  double high = 0;

  bool holds(double x) const { return low <= x && x <= high; }
};

/// A point estimate with its confidence interval. All intervals here are two-sided at `level`: half of 1 - level in
/// each tail. "No estimate" (no data, 0 / 0) is an empty std::optional<Estimate>; "no interval" an empty `interval`.
struct Estimate {
  double value = 0;
  std::optional<Interval> interval;
  double level = 0.95;            ///< confidence level of the interval
  std::int64_t observations = 0;  ///< replications, batches or trials it rests on
};

inline constexpr double default_level = 0.95;

// All functions below throw std::invalid_argument unless 0 < level < 1 and every number given is finite.

/// Mean over replications with Student's t interval (Student, 1908). One replication: no interval. None: no estimate.
std::optional<Estimate> mean_estimate(std::span<const double> replications, double level = default_level);
std::optional<Estimate> mean_estimate(const Tally& replications, double level = default_level);

/// What one replication adds to a ratio: numerator and denominator, the latter not negative (else
/// std::invalid_argument).
struct RatioTerm {
  double numerator = 0;
  double denominator = 0;
};

/// Sum of numerators over sum of denominators, with the interval of the classical ratio estimator: delta method on the
/// residuals x - R y, Student's t with n - 1 degrees of freedom (Cochran, 1977, chapter 6). One replication: no
/// interval. Denominators summing to 0: no estimate.
std::optional<Estimate> ratio_estimate(std::span<const RatioTerm> replications, double level = default_level);

/// `hits` of `trials` independent trials: share with the exact interval of Clopper and Pearson (1934), whose coverage
/// is never below `level`. No hits: [0, 1 - ((1 - level) / 2)^(1 / trials)], never 0 +- 0; all hits likewise. 0 of 0:
/// no estimate. Throws std::invalid_argument unless 0 <= hits <= trials.
std::optional<Estimate> proportion_estimate(std::int64_t hits, std::int64_t trials, double level = default_level);

/// One-sided exact bounds (Clopper and Pearson, 1934) with all of 1 - level in one tail: the share is at most / at
/// least this. No hits in n trials at 95 %: at most about 3 / n. Throws std::invalid_argument unless 0 <= hits <=
/// trials, trials > 0.
double upper_bound(std::int64_t hits, std::int64_t trials, double level = default_level);
double lower_bound(std::int64_t hits, std::int64_t trials, double level = default_level);

/// Hits and trials of one replication.
struct ShareTerm {
  std::int64_t hits = 0;
  std::int64_t trials = 0;
};

/// A share over replications: sum of hits over sum of trials. Its interval is the ratio interval, which does not take
/// trials inside a replication for independent, cut to [0, 1]. With fewer than 100 hits, or misses, which are far from
/// normal, it is the exact interval of as many trials as would have the same standard error if they were independent,
/// no more than there are (Korn and Graubard, 1998). Where the replications show no spread to build it on (no hits, all
/// hits, or two and more with equal shares) it is the exact interval of the pooled counts; that of no hits counts hits
/// for independent, so where they come in clusters it holds less often. One replication with some hits and some misses:
/// no interval. No trials: no estimate. `observations` counts replications. Throws std::invalid_argument unless 0 <=
/// hits
/// <= trials in each.
inline constexpr std::int64_t few_hits = 100;
std::optional<Estimate> share_estimate(std::span<const ShareTerm> replications, double level = default_level);

/// Events per unit of the denominators, each numerator being a number of events: their sum over the other sum. Its
/// interval is the ratio interval, not below 0; with fewer than 100 events it is that of as many independent ones as
/// have the same relative standard error (the gamma interval of Fay and Feuer, 1997), no more than there are, and with
/// none from 0 to the exact Poisson bound (Garwood, 1936), even from one replication. Otherwise as ratio_estimate().
std::optional<Estimate> rate_estimate(std::span<const RatioTerm> replications, double level = default_level);

}  // namespace sim

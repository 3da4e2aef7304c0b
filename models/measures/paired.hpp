#pragma once

#include <optional>

#include "models/measures/estimate.hpp"
#include "sim/statistics/intervals.hpp"

namespace measures {

/// What changed in one answer from one cell of a study to another whose replications drew the same.
struct Difference {
  std::optional<double> value;            ///< second less first; none where one of them is undefined
  std::optional<sim::Interval> interval;  ///< paired
  /// How many times the variance of this difference is below that of one between cells that draw apart: so many times
  /// the replications would they need. Below 1 the coupling has failed. None where nothing varies.
  std::optional<double> variance_ratio;
  bool identical = false;  ///< every replication gave the same: no difference, and not a reduction of variance
};

/// The answers to the same query in both, with as many replications. Intervals are Student's t over the replications'
/// differences, two-sided at `level`: of what each replication adds to a ratio by the delta method (as ratio_estimate,
/// Cochran 1977, chapter 6), of percentiles and maxima of the replications' own values. At least two replications that
/// observed something, else there is no interval. Throws std::invalid_argument when the replications are not as many.
Difference difference(const Estimator& first, std::size_t query_of_first, const Estimator& second,
                      std::size_t query_of_second, double level = sim::default_level);

/// The same between two sides that drew apart, of any numbers of replications: Welch's t (1947) of what each
/// replication says. No variance ratio, and never identical. There is no interval with fewer than two replications on a
/// side that observed something, nor where nothing varies and there is no difference.
Difference difference_apart(const Estimator& first, std::size_t query_of_first, const Estimator& second,
                            std::size_t query_of_second, double level = sim::default_level);

/// Of some queries more is better (being served within a time, long gaps between uses of a code); of most, less.
bool more_is_better(const Query&);

}  // namespace measures

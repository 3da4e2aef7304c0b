#pragma once

#include <optional>
#include <span>
#include <string>

#include "models/measures/estimate.hpp"
#include "models/people/company.hpp"

namespace measures {

/// How many calls are planned to arrive in the measured window, where that is known and the number of those that do
/// arrive varies round it: Poisson arrivals, at a constant or changing rate, for a given time. Else why not, as a
/// sentence.
struct PlannedCalls {
  std::optional<double> mean;
  std::string why_not;
};
PlannedCalls planned_calls(const people::Company& company);

/// An answer corrected for how much more or less traffic came than planned: a control variate (Lavenberg and Welch,
/// 1981). The part of the answer that goes with the control is taken out, and the control's known mean put in its
/// place. The coefficient of each replication is fitted to all the others (Avramidis and Wilson, 1993), so nothing is
/// fitted to itself: the answer stays unbiased, and a control that explains nothing shows in the corrected values,
/// which then vary more than before.
struct Controlled {
  double value = 0;
  sim::Interval interval;     ///< Student's t over the corrected values
  double variance_ratio = 1;  ///< how many times less they vary than the uncorrected
};

inline constexpr std::size_t least_replications_to_control = 20;

/// The answer to a query corrected by `control`, one value for each replication, whose mean is known. Nothing when the
/// correction does not lower the variance, when there are fewer than 20 replications that observed something, when
/// nothing varies, and when the answer was never hit (its interval is exact then). O(replications).
std::optional<Controlled> controlled(const Estimator& estimator, std::size_t query, std::span<const double> control,
                                     double mean, double level = sim::default_level);

}  // namespace measures

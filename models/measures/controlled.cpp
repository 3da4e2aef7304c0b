#include "models/measures/controlled.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/measures/residuals.hpp"

namespace measures {

namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Sum of products of deviations from the means.
double cross(const std::vector<double>& a, const std::vector<double>& b) {
  const double of_a = mean_of(a), of_b = mean_of(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - of_a) * (b[i] - of_b);
  return sum;
}

/// Each value less what the control explains, by the coefficient of all other values.
std::vector<double> corrected(const std::vector<double>& values, const std::vector<double>& control, double mean) {
  const double both = cross(values, control), own = cross(control, control);
  const double of_values = mean_of(values), of_control = mean_of(control);
  const auto n = static_cast<double>(values.size());
  std::vector<double> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double off = control[i] - of_control, part = n / (n - 1);
    const double others_own = own - part * off * off;
    const double slope = others_own > 0 ? (both - part * off * (values[i] - of_values)) / others_own : 0;
    found.push_back(values[i] - slope * (control[i] - mean));
  }
  return found;
}

}  // namespace

PlannedCalls planned_calls(const people::Company& company) {
  const auto& horizon = company.horizon;
  if (!company.copies.empty()) return {{}, "lots with copies come in blocks, whose number of calls is not planned"};
  if (!horizon.length) return {{}, "the number of calls is given, so it does not vary"};
  PlannedCalls planned{0, {}};
  const auto add = [&](const auto& traffic) {
    if (!traffic.arrivals.is_poisson()) {
      planned = {{}, "how many calls of " + traffic.name + " come is not Poisson"};
    } else if (horizon.finds_warm_up && !traffic.arrivals.is_memoryless()) {
      planned = {{}, "the window has no fixed place under the changing rate of " + traffic.name};
    } else if (planned.mean) {
      const sim::Ticks from = horizon.time_of_day + horizon.warm_up;
      *planned.mean += traffic.arrivals.rate_per_s(from, from + *horizon.length) * horizon.length->seconds();
    }
  };
  std::ranges::for_each(company.traffic, add);
  std::ranges::for_each(company.lot_traffic, add);
  return planned;
}

std::optional<Controlled> controlled(const Estimator& estimator, std::size_t query, std::span<const double> control,
                                     double mean, double level) {
  const std::vector<Reading>& all = estimator.readings(query);
  if (control.size() != all.size()) throw std::invalid_argument("a control variate needs a value a replication");
  const Query& asked = estimator.queries()[query];
  const Estimate raw = estimator.estimate(query, level);
  if (!raw.value || !raw.interval || raw.numerator == 0) return std::nullopt;
  std::vector<Reading> readings;
  std::vector<double> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_of_replications(asked.statistic) && !all[i].value) continue;
    readings.push_back(all[i]);
    kept.push_back(control[i]);
  }
  if (readings.size() < least_replications_to_control) return std::nullopt;
  std::vector<double> values = residuals(asked, readings);
  const double centre = mean_of(values);
  for (double& value : values) value += *raw.value - centre;
  const double before = cross(values, values);
  if (before == 0 || cross(kept, kept) == 0) return std::nullopt;
  const std::vector<double> after = corrected(values, kept, mean);
  const double ratio = before / cross(after, after);
  const auto found = sim::mean_estimate(after, level);
  if (!(ratio > 1) || !std::isfinite(ratio) || !found || !found->interval) return std::nullopt;
  return Controlled{found->value, *found->interval, ratio};
}

}  // namespace measures

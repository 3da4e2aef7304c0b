#include "models/measures/paired.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/measures/residuals.hpp"

namespace measures {

namespace {

using Readings = std::vector<Reading>;

double sum_of_squares(const std::vector<double>& values) {
  double mean = 0, sum = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum;
}

bool same(const Reading& a, const Reading& b) { return a.value == b.value; }

}  // namespace

Difference difference(const Estimator& first, std::size_t query_of_first, const Estimator& second,
                      std::size_t query_of_second, double level) {
  Readings before = first.readings(query_of_first), after = second.readings(query_of_second);
  if (before.size() != after.size()) throw std::invalid_argument("a paired difference needs as many replications");
  const Query& query = first.queries()[query_of_first];
  Difference found;
  const auto a = first.estimate(query_of_first).value, b = second.estimate(query_of_second).value;
  if (!a || !b) return found;
  found.value = *b - *a;
  found.identical = *found.value == 0 && std::ranges::equal(before, after, same);
  if (is_of_replications(query.statistic)) {
    Readings kept_before, kept_after;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!before[i].value || !after[i].value) continue;
      kept_before.push_back(before[i]);
      kept_after.push_back(after[i]);
    }
    before.swap(kept_before);
    after.swap(kept_after);
  }
  if (before.size() < 2) return found;
  const auto r_before = residuals(query, before), r_after = residuals(query, after);
  std::vector<double> change(r_before.size());
  for (std::size_t i = 0; i < change.size(); ++i) change[i] = r_after[i] - r_before[i];
  const auto mean = sim::mean_estimate(change, level);
  if (!mean || !mean->interval) return found;
  const double half = (mean->interval->high - mean->interval->low) / 2;
  found.interval = sim::Interval{*found.value - half, *found.value + half};
  if (const double varies = sum_of_squares(change); varies > 0 && !found.identical)
    found.variance_ratio = (sum_of_squares(r_before) + sum_of_squares(r_after)) / varies;
  return found;
}

Difference difference_apart(const Estimator& first, std::size_t query_of_first, const Estimator& second,
                            std::size_t query_of_second, double level) {
  Difference found;
  const auto a = first.estimate(query_of_first).value, b = second.estimate(query_of_second).value;
  if (!a || !b) return found;
  found.value = *b - *a;
  const Query& query = first.queries()[query_of_first];
  const auto said = [&](Readings readings) {
    if (is_of_replications(query.statistic)) std::erase_if(readings, [](const Reading& r) { return !r.value; });
    return residuals(query, readings);
  };
  const auto of_first = said(first.readings(query_of_first)), of_second = said(second.readings(query_of_second));
  if (of_first.size() < 2 || of_second.size() < 2) return found;
  const auto error = [](const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    return sum_of_squares(values) / (n - 1) / n;
  };
  const double e = error(of_first), f = error(of_second);
  if (e + f == 0) {  // nothing varies: a difference is certain, but that two shares are 0 is not
    if (*found.value != 0) found.interval = sim::Interval{*found.value, *found.value};
    return found;
  }
  const double freedom =
      (e + f) * (e + f) /
      (e * e / static_cast<double>(of_first.size() - 1) + f * f / static_cast<double>(of_second.size() - 1));
  const boost::math::students_t_distribution<double> t(freedom);
  const double half = boost::math::quantile(boost::math::complement(t, (1 - level) / 2)) * std::sqrt(e + f);
  found.interval = sim::Interval{*found.value - half, *found.value + half};
  return found;
}

bool more_is_better(const Query& query) {
  constexpr std::array<std::string_view, 2> rest{"code.reuse_gap", "code.resting"};
  const std::string_view name = query.metric->name;
  const bool is_within = query.statistic == Statistic::within;
  if (std::ranges::find(rest, name) != rest.end()) return !is_within;
  if (is_within) return true;
  const auto& values = query.metric->dimension.values;
  const auto value = query.value < 0 ? std::string_view() : values[static_cast<std::size_t>(query.value)];
  return (name == "retrieve.outcome" && value == "ok") || (name == "call.end" && value == "retrieved");
}

}  // namespace measures

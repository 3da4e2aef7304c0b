#include "models/measures/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace measures {
namespace {

using Readings = std::vector<Reading>;
using MaybeInterval = std::optional<sim::Interval>;

MaybeInterval interval_of(const std::optional<sim::Estimate>& estimate) {
  return estimate ? estimate->interval : std::nullopt;
}

MaybeInterval cut(MaybeInterval interval, double low, double high) {
  if (interval) *interval = {std::max(low, interval->low), std::min(high, interval->high)};
  return interval;
}

MaybeInterval ratio(const Readings& readings, double scale, double level) {
  std::vector<sim::RatioTerm> terms;
  for (const Reading& r : readings) terms.push_back({scale * r.numerator, r.denominator});
  return interval_of(sim::ratio_estimate(terms, level));
}

MaybeInterval rate(const Readings& readings, double scale, double level) {
  std::vector<sim::RatioTerm> terms;
  for (const Reading& r : readings) terms.push_back({r.numerator, r.denominator});
  auto interval = interval_of(sim::rate_estimate(terms, level));
  if (interval) *interval = {interval->low * scale, interval->high * scale};
  return interval;
}

MaybeInterval expected(const Readings& readings, const Reading& pooled, double scale, double level) {
  if (pooled.numerator == 0) return std::nullopt;
  return cut(ratio(readings, scale, level), 0, HUGE_VAL);
}

MaybeInterval proportion(const Readings& readings, double level) {
  std::vector<sim::ShareTerm> terms;
  for (const Reading& r : readings) {
    terms.push_back({static_cast<std::int64_t>(r.numerator), static_cast<std::int64_t>(r.denominator)});
  }
  return interval_of(sim::share_estimate(terms, level));
}

MaybeInterval counted_share(const Readings& readings, double level) {
  const bool hits_are_trials =
      std::all_of(readings.begin(), readings.end(), [](const Reading& r) { return r.numerator <= r.denominator; });
  return hits_are_trials ? proportion(readings, level) : rate(readings, 1, level);
}

MaybeInterval share_of_time(const Readings& readings, const Reading& pooled, double level) {
  if (pooled.numerator == 0) return std::nullopt;
  return cut(ratio(readings, 1, level), 0, 1);
}

MaybeInterval around(double pooled, const Readings& readings, double level) {
  std::vector<double> values;
  for (const Reading& r : readings) {
    if (r.value) values.push_back(*r.value);
  }
  const auto own = interval_of(sim::mean_estimate(values, level));
  if (!own) return own;
  const double half_width = (own->high - own->low) / 2;
  return sim::Interval{pooled - half_width, pooled + half_width};
}

MaybeInterval interval(const Query& query, const Readings& readings, const Reading& pooled, double level) {
  const bool is_timed = query.metric->source == Source::latency || query.metric->source == Source::level;
  if (query.metric->source == Source::expected) {
    return expected(readings, pooled, query.statistic == Statistic::per_1000 ? 1000 : 1, level);
  }
  switch (query.statistic) {
    case Statistic::count: return rate(readings, 1, level);
    case Statistic::per_1000: return rate(readings, 1000, level);
    case Statistic::mean: return is_timed ? ratio(readings, 1, level) : rate(readings, 1, level);
    case Statistic::quantile:
    case Statistic::max: return around(*pooled.value, readings, level);
    default: break;
  }
  if (query.metric->source == Source::level) return share_of_time(readings, pooled, level);
  return counted_share(readings, level);
}

/// Sums over everything, exact in any order.
bool is_of_all_cells(const Query& query) {
  const Source source = query.metric->source;
  const bool is_exact = source == Source::counter || source == Source::said || source == Source::latency;
  return is_exact && query.labels == Labels{} && query.lots.empty() && query.groups.empty();
}

void scale(MaybeInterval& interval, double factor) {
  if (interval) *interval = {interval->low * factor, interval->high * factor};
}

/// A count of blocks as one of whole replications.
void scale_count(Estimate& estimate, std::uint32_t blocks) {
  const auto factor = static_cast<double>(blocks);
  *estimate.value *= factor;
  scale(estimate.interval, factor);
  scale(estimate.bounds, factor);
  estimate.denominator /= factor;
}

}  // namespace

void Estimator::add(const Measures& one_replication) {
  if (one_replication.replications != 1) throw std::invalid_argument("an estimator takes one replication at a time");
  Measures together;
  together.replications = 1;
  together.cells.push_back(one_replication.summed());
  for (std::size_t i = 0; i < queries_.size(); ++i) {
    readings_[i].push_back(read(is_of_all_cells(queries_[i]) ? together : one_replication, queries_[i]));
  }
  pooled_.merge(one_replication);
}

Estimate Estimator::estimate(std::size_t query, double level) const {
  const Reading pooled = read(pooled_, queries_[query]);
  Estimate estimate{.value = pooled.value,
                    .interval = {},
                    .bounds = {},
                    .numerator = pooled.numerator,
                    .denominator = pooled.denominator,
                    .replications = pooled_.replications};
  if (!pooled.value) return estimate;
  const Statistic statistic = queries_[query].statistic;
  if (blocks_ > 1 && statistic == Statistic::max) return estimate;
  estimate.interval = interval(queries_[query], readings_[query], pooled, level);
  estimate.bounds = interval(queries_[query], readings_[query], pooled, 2 * level - 1);
  if (blocks_ > 1 && statistic == Statistic::count) scale_count(estimate, blocks_);
  return estimate;
}

}  // namespace measures

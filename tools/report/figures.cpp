#include "tools/report/figures.hpp"

#include <cmath>

#include "tools/report/regions.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Metric;
using measures::Statistic;

std::vector<std::string> shown_statistics(const Metric& metric) {
  constexpr std::pair<Statistic, const char*> plain[] = {{Statistic::count, "count"},
                                                         {Statistic::share, "share"},
                                                         {Statistic::mean, "mean"},
                                                         {Statistic::max, "max"},
                                                         {Statistic::per_1000, "per_1000"}};
  std::vector<std::string> names;
  for (const auto& [statistic, name] : plain) {
    if (metric.statistics.has(statistic)) names.emplace_back(name);
  }
  if (metric.statistics.has(Statistic::quantile)) names.insert(names.end(), {"p50", "p90", "p95", "p99", "p99.9"});
  if (metric.name == "caller.wait") names.insert(names.end(), {"within(1min)", "within(2min)"});
  if (metric.name == "code.reuse_gap")
    names.insert(names.end(), {"p01", "within(5s)", "within(30s)", "within(1min)", "within(5min)"});
  return names;
}

/// What stands in the braces: nothing or each value of the metric's dimension; of levels each lot or group.
std::vector<std::string> selectors_of(const Metric& metric, const people::Company& company) {
  std::vector<std::string> selectors;
  const bool of_people = metric.name == "people.busy";
  const bool of_one_lot = measures::is_of_one_lot(metric);
  if (!of_people && !of_one_lot) selectors.emplace_back();
  for (const std::string_view value : metric.dimension.values) selectors.push_back("{" + std::string(value) + "}");
  if (of_one_lot || metric.name == "park.refused" || metric.name == "code.probes") {
    for (const park::LotPlan& lot : company.lots) selectors.push_back("{policy=" + lot.name + "}");
  }
  if (of_people) {
    for (const people::Group& group : company.groups) selectors.push_back("{group=" + group.name + "}");
  }
  return selectors;
}

/// What the table of regions shows.
void add_regional(std::vector<measures::Query>& queries, const measures::Names& names) {
  for (const Area& area : areas(names))
    for (const std::string_view query : area_queries) queries.push_back(measures::parse(in(area, query), names));
}

bool exists(const Metric& metric, const people::Company& company) {
  return metric.name != "trunk.in_use" || company.trunks != people::none;
}

std::vector<measures::Query> with_others(std::vector<measures::Query> queries,
                                         const std::vector<measures::Expectation>& expectations,
                                         const std::vector<measures::Query>& more) {
  for (const auto& expectation : expectations) queries.push_back(expectation.query);
  queries.insert(queries.end(), more.begin(), more.end());
  return queries;
}

/// "70.1 to 71.3%": the unit of shares stands once.
std::string interval_text(const sim::Interval& interval, measures::Quantity quantity) {
  std::string low = quantity_text(interval.low, quantity);
  if (quantity == measures::Quantity::share) low.pop_back();
  return low + " to " + quantity_text(interval.high, quantity);
}

std::string below(const std::string& bound) { return bound.starts_with("<") ? bound : "< " + bound; }

std::optional<FigureText> one_sided_text(const measures::Estimate& estimate, measures::Quantity quantity) {
  if (!estimate.interval || estimate.denominator == 0) return std::nullopt;
  const auto& [low, high] = *estimate.interval;
  const bool none = estimate.numerator == 0 && *estimate.value == 0 && high > 0;
  if (none) return FigureText{below(quantity_text(high, quantity)), ""};
  const bool all = quantity == measures::Quantity::share && estimate.numerator == estimate.denominator && low < 1;
  if (all) return FigureText{"> " + quantity_text(low, quantity), ""};
  return std::nullopt;
}

}  // namespace

std::vector<measures::Query> standard_queries(const people::Company& company) {
  const measures::Names names = measures::names_of(company);
  std::vector<measures::Query> queries;
  for (const Metric& metric : measures::catalogue) {
    if (!exists(metric, company)) continue;
    for (const std::string& selector : selectors_of(metric, company)) {
      for (const std::string& statistic : shown_statistics(metric)) {
        queries.push_back(measures::parse(std::string(metric.name) + selector + "." + statistic, names));
      }
    }
  }
  add_regional(queries, names);
  return queries;
}

Figures::Figures(const people::Company& company, std::vector<measures::Expectation> expectations, std::uint32_t blocks,
                 std::vector<measures::Query> more)
    : expectations_(std::move(expectations)),
      estimator_(with_others(standard_queries(company), expectations_, more), blocks) {
  standard_ = estimator_.queries().size() - expectations_.size() - more.size();
  for (std::size_t i = 0; i < standard_; ++i) index_.emplace(estimator_.queries()[i].text, i);
}

std::vector<Tested> Figures::tested() const {
  std::vector<Tested> all;
  for (std::size_t i = 0; i < expectations_.size(); ++i) {
    const measures::Estimate found = estimate(standard_ + i);
    all.push_back({expectations_[i], found, measures::judge(expectations_[i], found)});
  }
  return all;
}

std::string quantity_text(double value, measures::Quantity quantity) {
  switch (quantity) {
    case measures::Quantity::time: return duration(value);
    case measures::Quantity::share: return share(value);
    case measures::Quantity::number: break;
  }
  return number(value);
}

FigureText figure_text(const measures::Estimate& estimate, measures::Quantity quantity) {
  if (!estimate.value) return {"-", ""};
  const bool is_rate = quantity == measures::Quantity::share && *estimate.value > 1;
  if (is_rate) return figure_text(estimate, measures::Quantity::number);
  const bool counted = quantity != measures::Quantity::time;
  if (counted) {
    if (auto text = one_sided_text(estimate, quantity)) return *text;
  }
  const auto& interval = estimate.interval;
  return {quantity_text(*estimate.value, quantity), interval ? interval_text(*interval, quantity) : ""};
}

std::string signed_text(double value, measures::Quantity quantity) {
  const std::string text = quantity_text(std::abs(value), quantity);
  return value < 0 ? "-" + text : value > 0 ? "+" + text : text;
}

}  // namespace report

#include <algorithm>
#include <numeric>
#include <vector>

#include "models/measures/query.hpp"

namespace measures {
namespace {

constexpr double per_microsecond = 1e-6;
constexpr double guess_unit = 1e-9;

double as_double(std::uint64_t n) { return static_cast<double>(n); }

Reading divided(double numerator, double denominator, double scale = 1) {
  if (denominator == 0) return {std::nullopt, numerator, denominator};
  return {scale * numerator / denominator, numerator, denominator};
}

/// Entries of the query's own dimension: one, or all that the total counts.
Counters chosen(const Query& query) {
  const Metric& metric = *query.metric;
  const std::size_t values = std::max<std::size_t>(metric.dimension.values.size(), 1);
  const std::size_t from = query.value == Query::any ? metric.total_from : static_cast<std::size_t>(query.value);
  const std::size_t size = query.value == Query::any ? values - from : 1;
  return {static_cast<std::uint16_t>(metric.first + from), static_cast<std::uint16_t>(size)};
}

template <class Visit>
void each_cell(const Measures& measures, const Query& query, Visit visit) {
  for (const Cell& cell : measures.cells) {
    if (query.matches(cell.labels)) visit(cell);
  }
}

template <class Array>
std::uint64_t total(const Array& counts, Counters of) {
  std::uint64_t sum = 0;
  for (std::size_t i = of.first; i < std::size_t{of.first} + of.size; ++i) sum += counts[i];
  return sum;
}

double counted(const Measures& measures, const Query& query, Counters of) {
  std::uint64_t sum = 0;
  each_cell(measures, query, [&](const Cell& cell) { sum += total(cell.counts, of); });
  return as_double(sum);
}

double said(const Measures& measures, const Query& query) {
  std::uint64_t sum = 0;
  each_cell(measures, query, [&](const Cell& cell) { sum += total(cell.said, chosen(query)); });
  return as_double(sum);
}

/// Adds from the least up, so that not a bit of the sum depends on the order of the cells.
double expected(const Measures& measures, const Query& query) {
  const Counters of = chosen(query);
  std::vector<double> terms;
  each_cell(measures, query, [&](const Cell& cell) {
    for (std::size_t i = of.first; i < std::size_t{of.first} + of.size; ++i)
      terms.push_back(cell.expected[park::index(expected_kinds[i])]);
  });
  std::sort(terms.begin(), terms.end());
  return std::accumulate(terms.begin(), terms.end(), 0.0);
}

Counters denominator(const Query& query) {
  const bool left_out = query.value != Query::any && query.value < int{query.metric->total_from};
  return left_out ? query.metric->per_left_out : query.metric->per;
}

Reading of_count(const Measures& measures, const Query& query, double numerator) {
  const Counters parked{Count::calls_parked, 1};
  switch (query.statistic) {
    case Statistic::count: return divided(numerator, as_double(measures.replications));
    case Statistic::per_1000: return divided(numerator, counted(measures, query, parked), 1000);
    default: return divided(numerator, counted(measures, query, denominator(query)));
  }
}

template <class Visit>
void each_histogram(const Measures& measures, const Query& query, Counters of, Visit visit) {
  each_cell(measures, query, [&](const Cell& cell) {
    for (std::size_t i = of.first; i < std::size_t{of.first} + of.size; ++i) visit(cell.latencies[i]);
  });
}

double observations(const Measures& measures, const Query& query) {
  std::uint64_t sum = 0;
  each_histogram(measures, query, chosen(query), [&](const sim::Histogram& h) { sum += h.count(); });
  return as_double(sum);
}

Reading within(const Measures& measures, const Query& query) {
  const auto& until = query.metric->until;
  std::uint64_t in_time = 0;
  each_histogram(measures, query, until ? Counters{*until, 1} : chosen(query),
                 [&](const sim::Histogram& h) { in_time += h.count_at_most(query.within); });
  return divided(as_double(in_time),
                 until ? counted(measures, query, query.metric->per) : observations(measures, query));
}

Reading mean(const Measures& measures, const Query& query) {
  sim::Wide sum_us = 0;
  each_histogram(measures, query, chosen(query), [&](const sim::Histogram& h) { sum_us += h.sum_us(); });
  return divided(static_cast<double>(sum_us) * per_microsecond, observations(measures, query));
}

Reading of_distribution(const sim::Histogram& times, const Query& query) {
  const auto time = query.statistic == Statistic::max ? times.max() : times.quantile(query.quantile);
  return {time ? std::optional(time->seconds()) : std::nullopt, 0, as_double(times.count())};
}

Reading of_distribution(const Measures& measures, const Query& query) {
  std::vector<const sim::Histogram*> all;
  each_histogram(measures, query, chosen(query), [&](const sim::Histogram& h) {
    if (h.count() > 0) all.push_back(&h);
  });
  if (all.size() == 1) return of_distribution(*all.front(), query);  // most often so, and a pool of one is a copy
  sim::Histogram pooled;
  for (const auto* histogram : all) pooled.merge(*histogram);
  return of_distribution(pooled, query);
}

Reading of_latency(const Measures& measures, const Query& query) {
  switch (query.statistic) {
    case Statistic::mean: return mean(measures, query);
    case Statistic::within: return within(measures, query);
    case Statistic::quantile:
    case Statistic::max: return of_distribution(measures, query);
    default: return of_count(measures, query, observations(measures, query));
  }
}

const Level* find_level(const Measures& measures, const Query& query, std::int16_t subject) {
  const auto found = std::find_if(measures.levels.begin(), measures.levels.end(), [&](const Level& level) {
    return level.of == static_cast<Level::Of>(query.metric->first) && level.subject == subject;
  });
  return found == measures.levels.end() ? nullptr : &*found;
}

Reading busy(const Measures& measures, const Query& query) {
  double busy_s = 0;
  double there_s = 0;
  for (std::size_t i = 0; i < query.subjects.size(); ++i) {
    const Level* level = find_level(measures, query, query.subjects[i]);
    if (level == nullptr) continue;
    busy_s += static_cast<double>(level->level.area_us()) * per_microsecond;
    there_s += level->level.observed().seconds() * query.sizes[i];
  }
  return divided(busy_s, there_s);
}

/// Those of all subjects together.
std::optional<Level> pooled_level(const Measures& measures, const Query& query) {
  std::optional<Level> pooled;
  for (const std::int16_t subject : query.subjects) {
    const Level* level = find_level(measures, query, subject);
    if (level == nullptr) continue;
    if (!pooled) {
      pooled = *level;
    } else {
      pooled->level.merge(level->level);
      pooled->time_at.merge(level->time_at);
    }
  }
  return pooled;
}

Reading of_level(const Measures& measures, const Query& query) {
  if (query.statistic == Statistic::share) return busy(measures, query);
  const std::optional<Level> level = pooled_level(measures, query);
  if (!level) return {};
  const double unit = level->of == Level::Of::guess ? guess_unit : 1;
  const double observed_s = level->level.observed().seconds();
  if (query.statistic == Statistic::mean) {
    return divided(static_cast<double>(level->level.area_us()) * per_microsecond * unit, observed_s);
  }
  const auto value = query.statistic == Statistic::max ? level->level.max() : level->time_at.quantile(query.quantile);
  return {value ? std::optional(static_cast<double>(*value) * unit) : std::nullopt, 0, observed_s};
}

Reading busiest_code(const Measures& measures, const Query& query) {
  std::vector<std::uint64_t> of_code;
  for (const CodeUses& lot : measures.code_uses) {
    if (std::find(query.subjects.begin(), query.subjects.end(), lot.lot) == query.subjects.end()) continue;
    of_code.resize(std::max(of_code.size(), lot.uses.size()));
    for (std::size_t i = 0; i < lot.uses.size(); ++i) of_code[i] += lot.uses[i];
  }
  std::uint64_t most = 0;
  std::uint64_t all = 0;
  for (const std::uint64_t uses : of_code) {
    most = std::max(most, uses);
    all += uses;
  }
  return divided(as_double(most), as_double(all));
}

Reading longest_code(const Measures& measures) {
  const int digits = measures.longest_code;
  return {digits > 0 ? std::optional<double>(digits) : std::nullopt, 0, as_double(measures.replications)};
}

}  // namespace

sim::Histogram times_of(const Measures& measures, const Query& query) {
  sim::Histogram pooled;
  if (query.metric->source == Source::latency)
    each_histogram(measures, query, chosen(query), [&](const sim::Histogram& h) { pooled.merge(h); });
  return pooled;
}

Reading read(const Measures& measures, const Query& query) {
  switch (query.metric->source) {
    case Source::counter: return of_count(measures, query, counted(measures, query, chosen(query)));
    case Source::said: return of_count(measures, query, said(measures, query));
    case Source::expected: return of_count(measures, query, expected(measures, query));
    case Source::latency: return of_latency(measures, query);
    case Source::level: return of_level(measures, query);
    case Source::code_uses: return busiest_code(measures, query);
    case Source::longest_code: return longest_code(measures);
  }
  return {};
}

}  // namespace measures

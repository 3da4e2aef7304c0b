#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/measures/catalogue.hpp"
#include "models/measures/cursor.hpp"
#include "models/measures/measures.hpp"
#include "sim/time.hpp"

namespace people {
struct Company;
}

namespace measures {

/// The names of one scenario that a query can use.
struct Names {
  struct Policy {
    std::string name;
    std::int16_t lot = 0;
  };
  std::vector<Policy> policies;      ///< lots, and policies under which a lot is known too
  std::vector<bool> lot_overflows;   ///< by lot: a full lot gives out codes beyond its range
  std::vector<std::string> traffic;  ///< traffic first, then lot traffic
  std::vector<std::string> groups;
  std::vector<int> group_sizes;          ///< people, by group
  std::vector<std::string> group_sites;  ///< by group; empty = no site
  std::vector<std::string> channels;
  std::vector<std::string> group_regions{};  ///< by group; empty = no region
  /// Lots that are there many times, as Measures of models::World label them.
  struct Copies {
    std::string name;  ///< "Office@sydney"
    std::string lot, site, region;
  };
  std::vector<Copies> copies{};    ///< empty = every lot is there once
  std::int16_t trunks = -1;        ///< resource of the trunks
  std::int16_t busiest_hour = -1;  ///< clock hour; -1 in a steady state, which has no hours
};

/// The busiest hour is the clock hour in which most arrivals are planned over the day that is simulated, the earliest
/// of equal ones; profiles and listed times are on the clock's axis.
Names names_of(const people::Company&);

/// One number to be read from Measures, with every name resolved. Grammar:
///
///     metric [ "{" selectors "}" ] [ "." statistic ] [ "{" selectors "}" ]
///     selectors: value of the metric's own dimension, or label=value, separated by commas
///     statistic: count | share | mean | max | pNN | within(duration) | per_1000
///
/// Where lots have copies, `policy` and `traffic` take the lot's name, for all its copies, or that of its copies at one
/// site, and site and region choose among them; times are kept for all hours together, so latencies take no hour.
///
/// Percentiles: any 0 < NN < 100, such as p05, p50, p99.9. `hour` takes 0 to 23 or `busiest`. Levels (code.in_use,
/// code.guess) and code.share are of one lot: with more than one in the scenario the policy must be named. Of copies
/// they are those of the average lot.
struct Query {
  static constexpr std::int16_t any = -1;

  std::string text;  ///< as written
  const Metric* metric = nullptr;
  std::int16_t value = any;  ///< of the metric's own dimension
  Statistic statistic = Statistic::count;
  double quantile = 0;
  sim::Ticks within;
  Labels labels;                       ///< -1 = any; its group is not used
  std::vector<std::int16_t> lots;      ///< of copies: those that the labels leave; empty = any
  std::vector<std::int16_t> groups;    ///< those the labels group and site leave; empty = any
  std::vector<std::int16_t> subjects;  ///< of a level or code.share: the lot, the groups or the resource
  std::vector<int> sizes;              ///< people of each subject, for people.busy

  bool matches(const Labels&) const;
};

/// Throws QueryError: unknown metric, label, value or statistic (with the nearest known word, and which ones the metric
/// has), a label given twice, text left over.
Query parse(std::string_view text, const Names&);
/// The same from a place in a longer text, and no further than the end of the query.
Query parse(Cursor&, const Names&);

/// The unit in which the answer is counted.
Quantity quantity(const Query&);

/// The answer from one set of measures, sums over the cells whose labels match.
struct Reading {
  std::optional<double> value;  ///< none for 0/0, or when nothing was observed; times in seconds, shares 0 to 1
  /// Of shares and means: what was divided (times in seconds). Of a count: the count and the replications. Of
  /// percentiles and maxima: 0 and the number of observations (of a level: seconds observed). Of code.share: the
  /// choices of the busiest code and all choices.
  double numerator = 0;
  double denominator = 0;
};

/// All durations that a query of a latency is about, whatever its statistic; empty for other queries.
sim::Histogram times_of(const Measures&, const Query&);

/// O(cells); percentiles of latencies also O(matching cells x buckets).
Reading read(const Measures&, const Query&);

}  // namespace measures

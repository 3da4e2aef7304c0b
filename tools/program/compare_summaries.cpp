#include "tools/program/compare_summaries.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "models/measures/cursor.hpp"
#include "models/measures/expectation.hpp"
#include "models/measures/paired.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/json_file.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace {

using boost::property_tree::ptree;

struct Summary {
  std::string name;
  std::uint64_t seed = 0;
  std::string system;
  SummaryAnswers answers;
  std::vector<std::string> expected;  ///< queries of the expectations
  measures::Names names;
};

measures::Quantity quantity_of(const std::string& unit) {
  if (unit == "share") return measures::Quantity::share;
  return unit == "s" ? measures::Quantity::time : measures::Quantity::number;
}

bool is_more_better(const std::string& query, const measures::Names& names) {
  try {
    return measures::more_is_better(measures::parse(query, names));
  } catch (const measures::QueryError&) {
    return false;
  }
}

Summary read_summary(const std::string& file) {
  const ptree tree = read_json_file(file);
  if (tree.get("kind", "") != "run" || tree.get("schema_version", 0) != report::json_schema_version)
    throw FileError(file + " is no summary of a run of this schema: parksim run --json writes one");
  Summary summary;
  const auto replications = tree.get<std::uint64_t>("replications");
  summary.name = file + ": " + tree.get<std::string>("title") + " (" +
                 report::plural(replications, "replication", "replications") + ")";
  summary.seed = tree.get<std::uint64_t>("seed");
  summary.system = tree.get<std::string>("system");
  for (const auto& [_, metric] : tree.get_child("metrics"))
    summary.answers[metric.get<std::string>("query")] = {number_in(metric, "value"), number_in(metric, "low"),
                                                         number_in(metric, "high"),
                                                         quantity_of(metric.get<std::string>("unit"))};
  for (const auto& [_, lot] : tree.get_child("lots")) {
    summary.names.policies.push_back(
        {lot.get<std::string>("lot"), static_cast<std::int16_t>(summary.names.policies.size())});
    summary.names.lot_overflows.push_back(false);
  }
  for (auto& [query, answer] : summary.answers) answer.more_is_better = is_more_better(query, summary.names);
  for (const auto& [_, expectation] : tree.get_child("expectations")) {
    try {
      summary.expected.push_back(
          measures::parse_expectation(expectation.get<std::string>("text"), summary.names).query.text);
    } catch (const measures::QueryError&) {  // of a group or a channel, whose names a summary does not tell
    }
  }
  return summary;
}

std::vector<std::string> queries_of(const Summary& before, const Summary& after,
                                    const std::vector<std::string>& named) {
  for (const std::string& query : named)
    for (const Summary* side : {&before, &after})
      if (!side->answers.contains(query)) throw UsageError(side->name + " has no answer to " + query);
  if (!named.empty()) return named;
  std::vector<std::string> lots;
  for (const measures::Names::Policy& lot : before.names.policies) lots.push_back(lot.name);
  auto queries = usual_queries(before.expected, lots);
  std::erase_if(queries,
                [&](const auto& query) { return !before.answers.contains(query) || !after.answers.contains(query); });
  return queries;
}

/// `widening` times the interval that both have at 95 %.
measures::Difference change(const SummaryAnswer& a, const SummaryAnswer& b, double widening) {
  measures::Difference found;
  if (!a.value || !b.value) return found;
  found.value = *b.value - *a.value;
  found.identical = a.value == b.value && a.low == b.low && a.high == b.high;
  if (!a.low || !b.low) return found;
  const double down = std::hypot(*b.value - *b.low, *a.high - *a.value);
  const double up = std::hypot(*b.high - *b.value, *a.value - *a.low);
  found.interval = sim::Interval{*found.value - widening * down, *found.value + widening * up};
  return found;
}

}  // namespace

std::vector<std::string> usual_queries(const std::vector<std::string>& expected, const std::vector<std::string>& lots) {
  std::vector<std::string> all{
      "call.arrived.count", "park.refused.share",    "caller.wait.mean",          "caller.wait.p95", "park.stay.mean",
      "park.stay.p95",      "ring_back.calls.share", "retrieve.wrong_call.share", "code.probes.mean"};
  const auto add = [&](const std::string& query) {
    if (std::ranges::find(all, query) == all.end()) all.push_back(query);
  };
  std::ranges::for_each(expected, add);
  for (const std::string& lot : lots) add("code.in_use{policy=" + lot + "}.mean");
  return all;
}

std::vector<report::ComparedAnswer> changes(const std::vector<std::string>& queries, const SummaryAnswers& before,
                                            const SummaryAnswers& after, double confidence) {
  const boost::math::normal normal;
  const double tail = (1 - confidence) / 2 / static_cast<double>(std::max<std::size_t>(queries.size(), 1));
  const double widening = quantile(complement(normal, tail)) / quantile(complement(normal, 0.025));
  std::vector<report::ComparedAnswer> all;
  for (const std::string& query : queries) {
    const SummaryAnswer &a = before.at(query), &b = after.at(query);
    if (!a.value && !b.value) continue;
    all.push_back({query, a.quantity, a.more_is_better, a.value, b.value, change(a, b, widening), false});
  }
  return all;
}

void judge(std::vector<report::ComparedAnswer>& answers, double least_effect) {
  for (report::ComparedAnswer& answer : answers) {
    const double least = least_effect * std::abs(answer.before.value_or(0));
    const auto& interval = answer.change.interval;
    answer.is_found = interval && !answer.change.identical && (interval->low > least || interval->high < -least);
  }
}

report::Comparison compare_summaries(const std::string& before, const std::string& after,
                                     const std::vector<std::string>& named, double confidence) {
  const Summary first = read_summary(before), second = read_summary(after);
  report::Comparison found{.before = first.name,
                           .after = second.name,
                           .apart = {},
                           .exact = {},
                           .method =
                               "intervals of both summaries, as of independent runs (MOVER); they hold all "
                               "together. Results files would be compared by pairs",
                           .confidence = confidence,
                           .answers = {}};
  if (first.seed != second.seed)
    found.apart.push_back("seed " + std::to_string(first.seed) + " -> " + std::to_string(second.seed));
  if (first.system != second.system) found.apart.push_back("system " + first.system + " -> " + second.system);
  const auto queries = queries_of(first, second, named);
  found.answers = changes(queries, first.answers, second.answers, confidence);
  return found;
}

}  // namespace program

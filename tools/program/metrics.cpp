#include "models/measures/catalogue.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

using measures::Metric;

const HelpText help{"parksim metrics [--json]",
                    "Lists every metric: what it measures, its unit, its statistics and its labels. A query is written "
                    "metric{label=value}.statistic, as in park.refused{policy=Sales}.share or caller.wait.p95.",
                    "parksim metrics"};

std::vector<std::string> statistics(const Metric& metric) {
  constexpr std::array<const char*, 7> names{"count", "share", "mean", "pNN", "max", "within(t)", "per_1000"};
  std::vector<std::string> has;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (metric.statistics.has(static_cast<measures::Statistic>(i))) has.emplace_back(names[i]);
  }
  return has;
}

std::vector<std::string> labels(const Metric& metric) {
  std::vector<std::string> has;
  for (std::size_t i = 0; i < measures::label_names.size(); ++i) {
    if (metric.labels.has(static_cast<measures::Label>(i))) has.emplace_back(measures::label_names[i]);
  }
  return has;
}

std::string joined(const auto& words) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

void print_lines(std::ostream& out, const std::string& text) {
  for (const std::string& line : report::wrapped(text, 92)) out << "      " << line << '\n';
}

void print(const Metric& metric, std::ostream& out) {
  out << "  " << metric.name << "  [" << metric.unit << "]  " << joined(statistics(metric)) << '\n';
  print_lines(out, std::string(metric.meaning));
  if (!metric.share.empty()) print_lines(out, "share of: " + std::string(metric.share));
  const std::string dimension(metric.dimension.name);
  if (!dimension.empty()) print_lines(out, dimension + ": " + joined(metric.dimension.values));
  if (const auto has = labels(metric); !has.empty()) print_lines(out, "labels: " + joined(has));
}

void write(const Metric& metric, report::JsonWriter& json) {
  json.begin_object().member("name", metric.name).member("unit", metric.unit).member("meaning", metric.meaning);
  json.key("share_of");
  metric.share.empty() ? json.null() : json.value(metric.share);
  json.strings("statistics", statistics(metric)).strings("labels", labels(metric)).key("dimension");
  metric.dimension.name.empty() ? json.null() : json.value(metric.dimension.name);
  json.strings("values", {metric.dimension.values.begin(), metric.dimension.values.end()}).end_object();
}

void write_all(std::ostream& out) {
  report::JsonWriter json(out);
  json.begin_object().member("schema_version", report::json_schema_version).member("kind", "metrics");
  json.key("metrics").begin_array();
  for (const Metric& metric : measures::catalogue) write(metric, json);
  json.end_array().end_object();
}

void print_all(std::ostream& out) {
  for (const Metric& metric : measures::catalogue) print(metric, out);
  out << "\npNN: any percentile, such as p95 or p99.9. within(t): the share that took at most t: within(2min).\n"
         "Labels and values stand in braces: retrieve.outcome{empty}.share, caller.wait{hour=busiest}.p95.\n";
}

}  // namespace

int metrics_command(const Arguments& arguments, std::ostream& out, std::ostream&) {
  po::options_description options = options_with_help();
  options.add_options()("json", "as JSON");
  const po::variables_map values = read_options(arguments, options, {});
  if (help_wanted(values, help, options, out)) return exit_pass;
  values.count("json") > 0 ? write_all(out) : print_all(out);
  return exit_pass;
}

}  // namespace program

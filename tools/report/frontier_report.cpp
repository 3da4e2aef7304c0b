#include "tools/report/frontier_report.hpp"

#include <algorithm>

#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr int json_schema = 1;

void print_designs(const Frontier& frontier, std::ostream& out) {
  Table table;
  std::vector<std::string> titles = frontier.paths;
  titles.insert(titles.end(), {"codes", "length", "keying", "refused", "interval", "wrong calls", "interval", ""});
  for (std::size_t axis = 1; axis < frontier.paths.size(); ++axis) table.left(axis);
  table.row(titles);
  for (const Design& design : frontier.designs) {
    std::vector<std::string> row = design.values;
    const FigureText refused = figure_text(design.refused, measures::Quantity::share);
    const FigureText wrong = figure_text(design.wrong, measures::Quantity::share);
    row.insert(row.end(), {count(static_cast<std::uint64_t>(design.usable_codes)),
                           std::to_string(design.code_length_digits), duration(design.keying_s), refused.value,
                           refused.interval, wrong.value, wrong.interval, design.beaten_by.empty() ? "<-" : ""});
    table.row(row);
  }
  table.print(out);
}

std::string explanation(const Frontier& frontier) {
  return "Marked <- is the frontier: no other design is as good in length, keying, refusals and wrong calls, and "
         "surely "
         "better in one of them. Keying is " +
         std::string(frontier.is_keying_measured ? "measured." : "0.65 s a digit, as nobody is simulated who keys.");
}

void write_estimate(JsonWriter& json, const char* name, const measures::Estimate& estimate) {
  json.key(name).begin_object().member("value", estimate.value);
  json.member("low", estimate.interval ? std::optional(estimate.interval->low) : std::nullopt);
  json.member("high", estimate.interval ? std::optional(estimate.interval->high) : std::nullopt).end_object();
}

}  // namespace

void print_frontier(const Frontier& frontier, std::ostream& out) {
  if (!frontier.title.empty()) out << frontier.title << '\n';
  out << plural(frontier.designs.size(), "design", "designs") << " of the codes of " << frontier.lot << " x "
      << plural(frontier.replications, "replication", "replications") << ", seed " << frontier.seed
      << "; intervals hold together, at 95 %\n";
  for (const std::string& cell : frontier.left_out)
    for (const std::string& line : wrapped("left out: " + cell, summary_columns)) out << line << '\n';
  out << '\n';
  print_designs(frontier, out);
  out << '\n';
  for (const std::string& line : wrapped(explanation(frontier), summary_columns)) out << line << '\n';
}

void write_frontier_json(const Frontier& frontier, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema", json_schema).member("title", frontier.title).member("lot", frontier.lot);
  json.member("seed", frontier.seed).member("replications", frontier.replications).strings("paths", frontier.paths);
  json.member("refused_query", frontier.refused_query).member("wrong_query", frontier.wrong_query);
  json.member("keying_measured", frontier.is_keying_measured).strings("left_out", frontier.left_out);
  json.key("designs").begin_array();
  for (const Design& design : frontier.designs) {
    json.begin_object().strings("values", design.values).member("codes", design.usable_codes);
    json.member("length_digits", design.code_length_digits).member("keying_s", design.keying_s);
    write_estimate(json, "refused", design.refused);
    write_estimate(json, "wrong", design.wrong);
    json.member("on_frontier", design.beaten_by.empty()).member("beaten_by", design.beaten_by).end_object();
  }
  json.end_array().end_object();
  out << '\n';
}

}  // namespace report

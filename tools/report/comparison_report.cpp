#include "tools/report/comparison_report.hpp"

#include <algorithm>
#include <sstream>

#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

std::string value_text(const std::optional<double>& value, measures::Quantity quantity) {
  return value ? quantity_text(*value, quantity) : "-";
}

std::string interval_text(const ComparedAnswer& answer) {
  if (answer.change.identical || !answer.change.interval) return "";
  return signed_text(answer.change.interval->low, answer.quantity) + " to " +
         signed_text(answer.change.interval->high, answer.quantity);
}

/// "worse", "better", or how far from a change this is.
std::string verdict_text(const ComparedAnswer& answer) {
  if (answer.change.identical) return "equal";
  if (!answer.is_found) return "no change found";
  return (*answer.change.value > 0) == answer.more_is_better ? "better" : "worse";
}

std::vector<std::string> cells(const ComparedAnswer& answer) {
  return {answer.query,
          value_text(answer.before, answer.quantity),
          value_text(answer.after, answer.quantity),
          answer.change.identical || !answer.change.value ? "" : signed_text(*answer.change.value, answer.quantity),
          interval_text(answer),
          verdict_text(answer)};
}

std::vector<std::string> headings(const Comparison& comparison) {
  std::ostringstream confidence;
  confidence << 100 * comparison.confidence << "% interval";
  return {"", "before", "after", "change", confidence.str(), ""};
}

std::string verdict_line(const Comparison& comparison) {
  if (comparison.is_same) return "No change: the results are equal byte for byte.";
  const auto changed = std::ranges::count_if(comparison.answers, &ComparedAnswer::is_found);
  if (changed > 0)
    return plural(static_cast<std::uint64_t>(changed), "answer has changed", "answers have changed") + " of " +
           count(comparison.answers.size()) + ".";
  if (comparison.exact) return "The same simulation gives other results, too little apart to show in these answers.";
  return "No change found in " + plural(comparison.answers.size(), "answer", "answers") + ".";
}

void print_text(const Comparison& comparison, std::ostream& out) {
  print_named(out, "before", {comparison.before});
  print_named(out, "after", {comparison.after});
  print_named(out, "apart", comparison.apart);
  if (comparison.exact) print_named(out, "exact", {*comparison.exact});
  if (!comparison.answers.empty()) {
    print_named(out, "method", {comparison.method});
    out << '\n';
    Table table;
    table.row(headings(comparison));
    for (const ComparedAnswer& answer : comparison.answers) table.row(cells(answer));
    table.print(out);
  }
  out << '\n' << verdict_line(comparison) << '\n';
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + cell + " |";
  return text + '\n';
}

void print_markdown(const Comparison& comparison, std::ostream& out) {
  out << "**" << verdict_line(comparison) << "**\n\n";
  out << "- before: " << comparison.before << "\n- after: " << comparison.after << '\n';
  for (const std::string& apart : comparison.apart) out << "- " << apart << '\n';
  if (comparison.exact) out << "- " << *comparison.exact << '\n';
  if (comparison.answers.empty()) return;
  out << "- " << comparison.method << "\n\n" << markdown_row(headings(comparison)) << "|---|--:|--:|--:|--:|---|\n";
  for (const ComparedAnswer& answer : comparison.answers) {
    auto row = cells(answer);
    row[0] = "`" + row[0] + "`";
    if (answer.is_found) row[5] = "**" + row[5] + "**";
    out << markdown_row(row);
  }
}

void write_json(const Comparison& comparison, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema_version", json_schema_version).member("kind", "comparison");
  json.member("before", comparison.before).member("after", comparison.after).strings("apart", comparison.apart);
  json.member("exact", comparison.exact).member("same", comparison.is_same);
  json.member("changed", comparison.has_changed()).member("method", comparison.method);
  json.member("confidence", comparison.confidence).key("answers").begin_array();
  for (const ComparedAnswer& answer : comparison.answers) {
    const auto& interval = answer.change.interval;
    json.begin_object().member("query", answer.query).member("before", answer.before).member("after", answer.after);
    json.member("change", answer.change.value);
    json.member("low", interval ? std::optional(interval->low) : std::nullopt);
    json.member("high", interval ? std::optional(interval->high) : std::nullopt);
    json.member("verdict", verdict_text(answer)).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

bool Comparison::has_changed() const {
  return (exact && !is_same) || std::ranges::any_of(answers, &ComparedAnswer::is_found);
}

void print_comparison(const Comparison& comparison, ComparisonFormat format, std::ostream& out) {
  switch (format) {
    case ComparisonFormat::text: return print_text(comparison, out);
    case ComparisonFormat::markdown: return print_markdown(comparison, out);
    case ComparisonFormat::json: return write_json(comparison, out);
  }
}

}  // namespace report

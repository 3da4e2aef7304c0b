#include "tools/report/stress_report.hpp"

#include <algorithm>

#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr int json_schema = 1;

std::string value_text(const measures::Estimate& estimate, const measures::Expectation& expectation) {
  return figure_text(estimate, measures::quantity(expectation.query)).value;
}

std::string times(double factor) { return number(factor) + "x"; }

std::string first_text(const Stress& stress) {
  if (stress.expectations.empty()) return {};
  const Endurance& first = stress.expectations.front();
  if (!first.fails_from) return "Nothing fails up to " + number(stress.most) + " times the traffic.";
  const std::string what = first.expectation.text;
  if (*first.fails_from <= stress.least) return what + " fails at any traffic that was tried.";
  if (*first.fails_from <= 1)
    return what + " fails already; it holds to " + number(first.holds_to.value_or(0)) + " times the traffic.";
  return "First to break: " + what + ", at " + number(*first.fails_from) + " times the traffic.";
}

/// Calls that one limit keeps away put no load on what comes behind it.
std::string shield_text(const Stress& stress) {
  const auto fails = [](const Endurance& one) { return one.fails_from.has_value(); };
  const bool any = std::ranges::any_of(stress.expectations, fails),
             all = std::ranges::all_of(stress.expectations, fails);
  if (!any || all) return {};
  return "What breaks first shields what comes behind it: calls that are blocked or turned away never park. Widen it "
         "with --set to see what would break next.";
}

std::string usual_text(const Stress& stress) {
  return std::ranges::any_of(stress.expectations, &Endurance::is_usual)
             ? "* not in the scenario: what any site would want."
             : "";
}

}  // namespace

void print_stress(const Stress& stress, std::ostream& out) {
  if (!stress.title.empty()) out << stress.title << '\n';
  out << "all traffic from " << number(stress.least) << " to " << number(stress.most)
      << " times what it is; all verdicts hold together with " << share(stress.confidence) << " confidence; seed "
      << stress.seed << "\n\n";
  Table table;
  table.row({"expectation", "now", "holds to", "fails from", "value there"});
  for (const Endurance& one : stress.expectations)
    table.row({one.expectation.text + (one.is_usual ? " *" : ""), value_text(one.now, one.expectation),
               one.holds_to ? times(*one.holds_to) : "-",
               one.fails_from ? times(*one.fails_from) : "> " + times(stress.most),
               value_text(one.at_failure, one.expectation)});
  table.print(out);
  out << '\n';
  for (const std::string& text : {first_text(stress), shield_text(stress), usual_text(stress)})
    for (const std::string& line : wrapped(text, summary_columns)) out << line << '\n';
}

void write_stress_json(const Stress& stress, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema", json_schema).member("title", stress.title).member("seed", stress.seed);
  json.member("confidence", stress.confidence).member("least", stress.least).member("most", stress.most);
  json.key("expectations").begin_array();
  for (const Endurance& one : stress.expectations) {
    json.begin_object().member("expectation", one.expectation.text).member("usual", one.is_usual);
    json.member("now", one.now.value);
    json.member("holds_to", one.holds_to).member("fails_from", one.fails_from);
    json.member("value_there", one.at_failure.value).end_object();
  }
  json.end_array().end_object();
  out << '\n';
}

}  // namespace report

#include "tools/report/controlled.hpp"

#include <algorithm>

#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr const char* control = "call.arrived.count";

std::vector<std::size_t> queries_to_control(const RunFacts& facts) {
  const Figures& figures = facts.figures;
  std::vector<std::size_t> queries;
  std::vector<std::string> usual{"park.refused.share", "caller.wait.mean", "caller.wait.p95"};
  for (const park::LotPlan& lot : facts.company.lots) usual.push_back("code.in_use{policy=" + lot.name + "}.mean");
  for (const std::string& query : usual)
    if (figures.has(query)) queries.push_back(figures.index_of(query));
  for (std::size_t i = 0; i < figures.tested().size(); ++i) queries.push_back(figures.queries().size() + i);
  return queries;
}

std::vector<double> calls_by_replication(const Figures& figures) {
  std::vector<double> calls;
  for (const measures::Reading& reading : figures.estimator().readings(figures.index_of(control)))
    calls.push_back(reading.numerator);
  return calls;
}

}  // namespace

std::vector<ControlledAnswer> controlled_answers(const RunFacts& facts) {
  std::vector<ControlledAnswer> answers;
  if (!facts.planned_calls) return answers;
  const std::vector<double> calls = calls_by_replication(facts.figures);
  for (const std::size_t i : queries_to_control(facts)) {
    const measures::Query& query = facts.figures.estimator().queries()[i];
    if (std::ranges::find(answers, query.text, &ControlledAnswer::query) != answers.end()) continue;
    answers.push_back({query.text, measures::quantity(query), facts.figures.estimate(i),
                       measures::controlled(facts.figures.estimator(), i, calls, *facts.planned_calls)});
  }
  return answers;
}

void print_controlled(const RunFacts& facts, std::ostream& out) {
  const auto answers = controlled_answers(facts);
  if (answers.empty()) return;
  heading(out, "For as many calls as planned (control variate: " +
                   figure_text(facts.figures(control), measures::Quantity::number).value +
                   " calls came a replication, " + number(*facts.planned_calls) + " were planned)");
  Table table;
  table.row({"", "corrected", "95% interval", "as it came", "variance"});
  for (const ControlledAnswer& answer : answers) {
    const std::string raw = figure_text(answer.estimate, answer.quantity).value;
    if (!answer.controlled) {
      table.row({answer.query, "-", "", raw, "no lower"});
      continue;
    }
    measures::Estimate corrected = answer.estimate;
    corrected.value = answer.controlled->value;
    corrected.interval = answer.controlled->interval;
    FigureText text = figure_text(corrected, answer.quantity);
    table.row({answer.query, std::move(text.value), std::move(text.interval), raw,
               number(answer.controlled->variance_ratio) + " times lower"});
  }
  table.print(out);
}

void write_controlled(JsonWriter& json, const RunFacts& facts) {
  if (!facts.planned_calls) return;
  json.key("controlled").begin_object().member("control", control).member("planned", *facts.planned_calls);
  json.key("answers").begin_array();
  for (const ControlledAnswer& answer : controlled_answers(facts)) {
    json.begin_object().member("query", answer.query).member("value_as_it_came", answer.estimate.value);
    if (answer.controlled) {
      json.member("value", answer.controlled->value).member("low", answer.controlled->interval.low);
      json.member("high", answer.controlled->interval.high);
      json.member("variance_ratio", answer.controlled->variance_ratio);
    }
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace report

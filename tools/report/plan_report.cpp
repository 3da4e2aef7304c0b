#include "tools/report/plan_report.hpp"

#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr int json_schema = 1;

std::string verdict_text(const PlanRow& row) {
  const std::string word(measures::verdict_names[static_cast<std::size_t>(row.verdict)]);
  return row.is_answer ? word + " <-" : word;
}

void print_rows(const Plan& plan, std::ostream& out) {
  Table table;
  std::vector<std::string> titles = plan.paths;
  titles.insert(titles.end(), {"verdict", "replications"});
  for (std::size_t axis = 1; axis <= plan.paths.size(); ++axis) table.left(axis);
  for (const auto& goal : plan.goals) titles.insert(titles.end(), {goal.query.text, "interval"});
  table.row(titles);
  for (const PlanRow& row : plan.rows) {
    std::vector<std::string> cells = row.values;
    cells.insert(cells.end(), {verdict_text(row), count(row.replications)});
    for (std::size_t i = 0; i < plan.goals.size(); ++i) {
      const FigureText text = figure_text(row.goals[i], measures::quantity(plan.goals[i].query));
      cells.insert(cells.end(), {text.value, text.interval});
    }
    table.row(cells);
  }
  table.print(out);
}

void print_sentences(const std::vector<std::string>& texts, std::ostream& out) {
  for (const std::string& text : texts)
    for (const std::string& line : wrapped(text, summary_columns)) out << line << '\n';
}

void write_row(JsonWriter& json, const PlanRow& row) {
  json.begin_object().strings("values", row.values);
  json.member("verdict", measures::verdict_names[static_cast<std::size_t>(row.verdict)]);
  json.member("answer", row.is_answer).member("replications", row.replications).key("goals").begin_array();
  for (const measures::Estimate& goal : row.goals) {
    json.begin_object().member("value", goal.value);
    json.member("low", goal.interval ? std::optional(goal.interval->low) : std::nullopt);
    json.member("high", goal.interval ? std::optional(goal.interval->high) : std::nullopt).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void print_plan(const Plan& plan, std::ostream& out) {
  if (!plan.title.empty()) out << plan.title << '\n';
  for (const auto& goal : plan.goals) out << "goal: " << goal.text << '\n';
  out << "all verdicts hold together with " << share(plan.confidence) << " confidence; seed " << plan.seed << "\n\n";
  print_rows(plan, out);
  out << '\n';
  print_sentences(plan.answers, out);
  print_sentences(plan.loss_formula, out);
  print_sentences(plan.next_to_bind, out);
}

void write_plan_json(const Plan& plan, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema", json_schema).member("title", plan.title).member("seed", plan.seed);
  json.member("confidence", plan.confidence).strings("paths", plan.paths);
  std::vector<std::string> goals;
  for (const auto& goal : plan.goals) goals.push_back(goal.text);
  json.strings("goals", goals).member("sure", plan.is_sure).key("rows").begin_array();
  for (const PlanRow& row : plan.rows) write_row(json, row);
  json.end_array().strings("answers", plan.answers).strings("loss_formula", plan.loss_formula);
  json.strings("next_to_bind", plan.next_to_bind).end_object();
  out << '\n';
}

}  // namespace report

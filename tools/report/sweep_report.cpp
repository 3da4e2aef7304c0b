#include "tools/report/sweep_report.hpp"

#include <algorithm>
#include <cmath>

#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Difference;
using measures::Quantity;

constexpr std::size_t most_steps_shown = 60;
constexpr double failed = 0.8;  // some way below the 1 of cells that have nothing to do with each other
constexpr int json_schema = 1;

/// How many times more replications the same answer would take from cells that draw apart.
std::string gain_text(const Difference& step) {
  if (!step.variance_ratio) return "-";
  const std::string text = number(*step.variance_ratio) + "x";
  return *step.variance_ratio < failed ? text + " (coupling failed)" : text;
}

void print_cells(const Sweep& sweep, const SweepMeasure& measure, std::ostream& out) {
  Table table;
  std::vector<std::string> titles = sweep.paths;
  titles.insert(titles.end(), {"value", "interval", ""});
  for (std::size_t axis = 1; axis < sweep.paths.size(); ++axis) table.left(axis);
  table.row(titles);
  const auto in_set = std::ranges::count(measure.may_be_best, true);
  for (std::size_t cell = 0; cell < sweep.values.size(); ++cell) {
    std::vector<std::string> row = sweep.values[cell];
    const FigureText text = figure_text(measure.cells[cell], measure.quantity);
    const bool marked = measure.may_be_best[cell] && in_set < std::ssize(sweep.values);
    row.insert(row.end(), {text.value, text.interval, marked ? (in_set == 1 ? "best" : "may be best") : ""});
    table.row(row);
  }
  table.print(out);
}

void print_steps(const Sweep& sweep, const SweepMeasure& measure, std::ostream& out) {
  if (sweep.steps.empty()) return;
  if (sweep.steps.size() > most_steps_shown) {
    out << "  " << sweep.steps.size() << " steps between neighbours; --json has them\n";
    return;
  }
  Table table;
  table.row({"step", "change", "interval", "replications saved"});
  for (std::size_t i = 0; i < sweep.steps.size(); ++i) {
    const Difference& step = measure.steps[i];
    if (step.identical) {
      table.row({sweep.steps[i].label, "none in any replication"});
    } else if (!step.value) {
      table.row({sweep.steps[i].label, "-"});
    } else {
      const auto& interval = step.interval;
      table.row({sweep.steps[i].label, signed_text(*step.value, measure.quantity),
                 interval ? signed_text(interval->low, measure.quantity) + " to " +
                                signed_text(interval->high, measure.quantity)
                          : "",
                 gain_text(step)});
    }
  }
  table.print(out);
}

void write_interval(JsonWriter& json, const std::optional<sim::Interval>& interval) {
  json.member("low", interval ? std::optional(interval->low) : std::nullopt);
  json.member("high", interval ? std::optional(interval->high) : std::nullopt);
}

void write_measure(JsonWriter& json, const SweepMeasure& measure) {
  json.begin_object().member("query", measure.query).member("better", measure.more_is_better ? "more" : "less");
  json.key("cells").begin_array();
  for (std::size_t i = 0; i < measure.cells.size(); ++i) {
    json.begin_object().member("value", measure.cells[i].value);
    write_interval(json, measure.cells[i].interval);
    json.member("may_be_best", static_cast<bool>(measure.may_be_best[i])).end_object();
  }
  json.end_array().key("steps").begin_array();
  for (const Difference& step : measure.steps) {
    json.begin_object().member("change", step.value);
    write_interval(json, step.interval);
    json.member("variance_ratio", step.variance_ratio).member("identical", step.identical).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void print_sweep(const Sweep& sweep, std::ostream& out) {
  if (!sweep.title.empty()) out << sweep.title << '\n';
  out << plural(sweep.values.size(), "cell", "cells") << " x "
      << plural(sweep.replications.front(), "replication", "replications") << ", seed " << sweep.seed
      << "; the intervals of a table hold all together, at 95 %\n";
  for (const SweepPrecision& wanted : sweep.precision) {
    const bool is_reached = wanted.reached == sweep.values.size();
    out << "precision " << wanted.text << ": " << (is_reached ? "reached in all cells" : "reached in ");
    if (!is_reached) out << wanted.reached << " of " << plural(sweep.values.size(), "cell", "cells");
    out << '\n';
  }
  for (const std::string& cell : sweep.left_out) out << "left out: " << cell << '\n';
  for (const SweepMeasure& measure : sweep.measures) {
    out << '\n' << measure.query << " (" << (measure.more_is_better ? "more" : "less") << " is better)\n";
    print_cells(sweep, measure, out);
    print_steps(sweep, measure, out);
  }
}

void write_sweep_json(const Sweep& sweep, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema", json_schema).member("title", sweep.title).member("seed", sweep.seed);
  json.strings("paths", sweep.paths).key("cells").begin_array();
  for (std::size_t i = 0; i < sweep.values.size(); ++i) {
    json.begin_object().strings("values", sweep.values[i]);
    json.member("replications", sweep.replications[i]).end_object();
  }
  json.end_array().key("steps").begin_array();
  for (const SweepStep& step : sweep.steps)
    json.begin_object()
        .member("label", step.label)
        .member("first", step.first)
        .member("second", step.second)
        .end_object();
  json.end_array().key("precision").begin_array();
  for (const SweepPrecision& wanted : sweep.precision)
    json.begin_object().member("text", wanted.text).member("reached_in_cells", wanted.reached).end_object();
  json.end_array().strings("left_out", sweep.left_out).key("measures").begin_array();
  for (const SweepMeasure& measure : sweep.measures) write_measure(json, measure);
  json.end_array().end_object();
  out << '\n';
}

}  // namespace report

#include "tools/program/every_system.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <numeric>
#include <optional>

#include "tools/program/exit_code.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/presets.hpp"
#include "tools/program/progress.hpp"
#include "tools/program/simulator.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/terminal.hpp"
#include "tools/program/workforce.hpp"
#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/table.hpp"

namespace program {

namespace {

struct Column {
  std::string_view title, query;
  measures::Quantity quantity;
};
constexpr std::array<Column, 6> columns{{
    {"refused", "park.refused.share", measures::Quantity::share},
    {"wrong calls", "retrieve.wrong_call.share", measures::Quantity::share},
    {"rung back", "ring_back.calls.share", measures::Quantity::share},
    {"dropped", "call.end{dropped}.share", measures::Quantity::share},
    {"gave up", "call.end{abandoned}.share", measures::Quantity::share},
    {"wait p95", "caller.wait.p95", measures::Quantity::time},
}};

struct Line {
  std::string system;
  std::array<std::optional<measures::Estimate>, columns.size()> estimates;
  std::string problem;  ///< why the scenario does not run on it
};

std::optional<Line> run_on(const std::string& system, const RunOptions& options) {
  Line line{system, {}, {}};
  ScenarioOptions scenario = options.scenario;
  scenario.system = system;
  std::optional<Study> study;
  try {
    study = study_of(load_scenario(scenario));
  } catch (const scenarios::InputError& error) {
    line.problem = error.problems().front().message;
    return line;
  }
  report::Figures figures(study->company, {}, study->blocks);
  const Simulate simulate = simulator(*study, options, nullptr);
  Job job;
  job.identity = identity(*study, options);
  job.units.resize(study->replications);
  std::iota(job.units.begin(), job.units.end(), 0U);
  job.threads = options.threads;
  job.simulate = [&](std::uint32_t unit, const std::function<bool()>& stop) {
    return simulate(unit, [&](double) { return stop(); });
  };
  job.keep = [](std::uint32_t, const measures::Measures&) {};
  job.deliver = [&](std::uint32_t, const measures::Measures& found) { figures.add(found); };
  workforce().run(job);
  if (InterruptWatch::seen()) return std::nullopt;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (const std::string query(columns[i].query); figures.has(query)) line.estimates[i] = figures(query);
  return line;
}

void print_table(const std::vector<Line>& lines, std::ostream& out) {
  report::Table table;
  std::vector<std::string> titles{"system"};
  for (const Column& column : columns) titles.emplace_back(column.title);
  table.row(titles);
  for (const Line& line : lines) {
    if (!line.problem.empty()) continue;
    std::vector<std::string> cells{line.system};
    for (std::size_t i = 0; i < columns.size(); ++i)
      cells.push_back(line.estimates[i] ? report::figure_text(*line.estimates[i], columns[i].quantity).value : "-");
    table.row(cells);
  }
  table.print(out);
  for (const Line& line : lines)
    if (!line.problem.empty()) out << "  " << line.system << ": not run, because " << line.problem << '\n';
}

void write_json(const std::vector<Line>& lines, std::ostream& out) {
  report::JsonWriter json(out);
  json.begin_object().key("systems").begin_array();
  for (const Line& line : lines) {
    json.begin_object().member("name", line.system);
    if (!line.problem.empty()) json.member("not_run_because", line.problem);
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (line.estimates[i] && line.estimates[i]->value)
        json.member(std::string(columns[i].query), *line.estimates[i]->value);
    json.end_object();
  }
  json.end_array().end_object();
  out << '\n';
}

}  // namespace

int run_every_system(const RunOptions& options, std::ostream& out, std::ostream& err) {
  if (options.trace) throw UsageError("--trace follows the calls of one system; name it instead of all");
  if (options.control_variate) throw UsageError("--control-variate is for one system; name it instead of all");
  if (!options.precision.empty()) throw UsageError("--precision is for one system; name it instead of all");
  if (options.shard || options.resume) throw UsageError("--system all stores nothing to merge or to resume");
  const InterruptWatch watch;
  std::vector<std::string> systems;
  for (const scenarios::SystemPreset& preset : all_systems()) systems.push_back(preset.name);
  std::vector<Line> lines;
  {
    const auto style = options.quiet      ? ProgressStyle::silent
                       : may_draw_on(err) ? ProgressStyle::bar
                                          : ProgressStyle::lines;
    std::atomic<std::size_t> done{0};
    const ProgressDisplay display(err, style, [&] {
      return ProgressState{static_cast<double>(done.load()), static_cast<double>(systems.size()), 0};
    });
    for (const std::string& system : systems) {
      auto line = run_on(system, options);
      if (!line) break;
      lines.push_back(std::move(*line));
      ++done;
    }
  }
  if (options.json) {
    write_json(lines, out);
  } else {
    print_table(lines, out);
  }
  return InterruptWatch::seen() ? exit_interrupted : exit_pass;
}

}  // namespace program

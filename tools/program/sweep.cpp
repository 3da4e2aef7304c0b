#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <memory>

#include "models/measures/paired.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/grid.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/study_store.hpp"
#include "tools/report/figures.hpp"
#include "tools/report/sweep_report.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace {

constexpr double jointly = 0.05;  // what may go wrong in one table

/// What is compared where neither user nor scenario says: what changes for callers.
const std::vector<std::string>& usual_measures() {
  static const std::vector<std::string> queries{"park.refused.share", "retrieve.wrong_call.share", "caller.wait.p95"};
  return queries;
}

/// One combination of values, as the scenario that it is and the run that is stored.
class SweptCell final : public Cell {
 public:
  SweptCell(Study its_study, const RunOptions& run, const std::vector<std::string>& measures,
            const std::shared_ptr<results::Store>& file)
      : Cell(std::move(its_study), run),
        figures(study.company, study.expectations, study.blocks, queries(study, measures)),
        store(run, study, file),
        first_precise_(figures.index_of_other(measures.size())) {}

  /// What there is of the precision that the study wants.
  std::vector<measures::Attained> attained() const {
    return study.precision.attained(figures.estimator(), first_precise_);
  }

  bool has(std::uint32_t replication) const override { return std::ranges::binary_search(store.held(), replication); }
  void keep(std::uint32_t replication, const measures::Measures& found) override { store.add(replication, found); }
  void add(std::uint32_t replication, const measures::Measures& found) override {
    add_held_below(replication);
    figures.add(found);
  }
  void add_held_below(std::uint32_t end) override {
    for (; next_ < store.held().size() && store.held()[next_] < end; ++next_)
      figures.add(store.replication(store.held()[next_]));
  }

  report::Figures figures;
  StudyStore store;

 private:
  static std::vector<measures::Query> queries(const Study& study, const std::vector<std::string>& measures) {
    auto all = read_queries("--measure", measures, study.company);
    for (const measures::Precision& wanted : study.precision.wanted()) all.push_back(wanted.query);
    return all;
  }

  std::size_t first_precise_;
  std::size_t next_ = 0;
};

void require_legal(const Grid& grid, const SweepOptions& options) {
  if (grid.illegal.empty() || (options.skip_illegal && !grid.studies.empty())) return;
  constexpr std::size_t most = 10;
  std::string text = report::plural(grid.illegal.size(), "cell makes", "cells make") + " no scenario:";
  for (std::size_t i = 0; i < std::min(most, grid.illegal.size()); ++i) text += "\n  " + grid.illegal[i];
  if (grid.illegal.size() > most) text += "\n  and " + std::to_string(grid.illegal.size() - most) + " more";
  throw FileError(text + (grid.studies.empty() ? "" : "\n--skip-illegal leaves them out"));
}

/// Pairs need equal numbers, and a cell of its own in the store.
void require_comparable(const Grid& grid, const Variation& variation) {
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < grid.studies.size(); ++i) {
    const auto [same, is_new] = known.emplace(grid.studies[i].effective, i);
    if (!is_new)
      throw UsageError(variation.label(grid.numbers[same->second]) + " and " + variation.label(grid.numbers[i]) +
                       " are the same scenario");
    if (grid.studies[i].replications != grid.studies[0].replications)
      throw UsageError("all cells need as many replications (or blocks of lots): " + variation.label(grid.numbers[0]) +
                       " has " + std::to_string(grid.studies[0].replications) + " and " +
                       variation.label(grid.numbers[i]) + " " + std::to_string(grid.studies[i].replications));
  }
  if (grid.studies[0].replications > std::numeric_limits<std::uint32_t>::max() / grid.studies.size())
    throw UsageError("a sweep has fewer than 2^32 replications in all its cells");
}

std::vector<std::string> measures_of(const SweepOptions& options, const scenarios::Scenario& scenario) {
  if (!options.measures.empty()) return options.measures;
  if (!scenario.study.measure.empty()) return scenario.study.measure;
  std::vector<std::string> queries;
  for (const auto& expected : scenario.expectations)
    if (std::ranges::find(queries, expected.claim.query.text) == queries.end())
      queries.push_back(expected.claim.query.text);
  return queries.empty() ? usual_measures() : queries;
}

Variation variation_of(const SweepOptions& options, const scenarios::StudySection& study) {
  if (!options.axes.empty()) return {options.axes, options.side_by_side};
  std::vector<Axis> axes;
  for (const auto& varied : study.vary) axes.push_back({varied.path, varied.values});
  return {std::move(axes), study.side_by_side};
}

/// "20 -> 40", and which other values the cells have.
std::string step_label(const Variation& variation, const Variation::Step& step) {
  std::string text, others;
  for (std::size_t axis = 0; axis < variation.axes().size(); ++axis) {
    const std::string &from = variation.value(step.first, axis), &to = variation.value(step.second, axis);
    if (from == to) {
      others += (others.empty() ? "" : " ") + variation.short_name(axis) + "=" + from;
    } else {
      text += (text.empty() ? "" : ", ") + (variation.axes().size() > 1 ? variation.short_name(axis) + " " : "") +
              from + " -> " + to;
    }
  }
  return others.empty() ? text : text + " (" + others + ")";
}

using SweptCells = std::vector<std::unique_ptr<SweptCell>>;

measures::Difference between(const SweptCell& first, const SweptCell& second, std::size_t measure, double level) {
  const std::size_t query = first.figures.index_of_other(measure);
  return measures::difference(first.figures.estimator(), query, second.figures.estimator(),
                              second.figures.index_of_other(measure), level);
}

/// The cells that are not worse than the one that looks best, by more than chance explains. The best is left out with
/// at most 5 % (Bonferroni's bound over all that it could be compared with).
std::vector<bool> best_set(const SweptCells& cells, std::size_t measure, bool more) {
  std::vector<bool> may_be(cells.size(), true);
  const auto value = [&](std::size_t cell) {
    return cells[cell]->figures.estimator().estimate(cells[cell]->figures.index_of_other(measure)).value;
  };
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto own = value(i);
    if (own && (!best || (more ? *own > *value(*best) : *own < *value(*best)))) best = i;
  }
  if (!best) return may_be;
  const double level = 1 - 2 * jointly / static_cast<double>(std::max<std::size_t>(cells.size() - 1, 1));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i == *best) continue;
    const auto worse = between(*cells[*best], *cells[i], measure, level);
    if (worse.identical || !worse.interval) continue;
    may_be[i] = more ? worse.interval->high >= 0 : worse.interval->low <= 0;
  }
  return may_be;
}

report::Sweep summed_up(const Variation& variation, const Grid& grid, const SweptCells& cells,
                        const std::vector<std::string>& queries) {
  report::Sweep sweep;
  sweep.title = cells.front()->study.company.title;
  sweep.seed = cells.front()->study.seed;
  sweep.left_out = grid.illegal;
  for (const Axis& axis : variation.axes()) sweep.paths.push_back(axis.path);
  std::vector<std::optional<std::size_t>> place(variation.cells());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    place[grid.numbers[i]] = i;
    auto& values = sweep.values.emplace_back();
    for (std::size_t axis = 0; axis < variation.axes().size(); ++axis)
      values.push_back(variation.value(grid.numbers[i], axis));
    sweep.replications.push_back(static_cast<std::uint32_t>(cells[i]->figures.total().replications));
  }
  const auto& wanted = cells.front()->study.precision.wanted();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    sweep.precision.push_back({wanted[i].text, static_cast<std::size_t>(std::ranges::count_if(cells, [i](auto& cell) {
                                 return cell->attained()[i].is_reached;
                               }))});
  for (const Variation::Step& step : variation.steps())
    if (place[step.first] && place[step.second])
      sweep.steps.push_back({step_label(variation, step), *place[step.first], *place[step.second]});
  for (std::size_t m = 0; m < queries.size(); ++m) {
    const report::Figures& first = cells.front()->figures;
    const measures::Query& query = first.estimator().queries()[first.index_of_other(m)];
    report::SweepMeasure measure{queries[m], measures::quantity(query), measures::more_is_better(query), {}, {}, {}};
    for (const auto& cell : cells)
      measure.cells.push_back(cell->figures.estimator().estimate(cell->figures.index_of_other(m),
                                                                 1 - jointly / static_cast<double>(cells.size())));
    for (const auto& step : sweep.steps)
      measure.steps.push_back(
          between(*cells[step.first], *cells[step.second], m, 1 - jointly / static_cast<double>(sweep.steps.size())));
    measure.may_be_best = best_set(cells, m, measure.more_is_better);
    sweep.measures.push_back(std::move(measure));
  }
  return sweep;
}

bool is_precise(const SweptCells& cells) {
  return std::ranges::all_of(
      cells, [](const auto& cell) { return std::ranges::all_of(cell->attained(), &measures::Attained::is_reached); });
}

/// As many replications of all cells as are asked for, or as the precision takes, which is looked at now and then: so
/// where it ends follows from the replications in their order. Returns how many are missing.
std::size_t simulate_all(const SweptCells& cells, const RunOptions& run, std::ostream& err) {
  Cells all;
  for (const auto& cell : cells) all.push_back(cell.get());
  const std::uint32_t most = cells.front()->study.replications;
  std::uint32_t end = 0;
  do {
    const std::uint32_t begin = end;
    end = run.precision.empty() ? most : std::min(measures::StoppingRule::next_look(begin), most);
    const std::size_t missing = simulate_cells(all, {begin, end}, run, err);
    if (missing > 0 || InterruptWatch::seen()) return missing;
  } while (workforce().leads() && end < most && !is_precise(cells));
  return 0;
}

int say_interrupted(std::size_t missing, const RunOptions& run, std::ostream& err) {
  err << "interrupted: " << report::plural(missing, "replication is", "replications are") << " missing";
  if (run.db) err << "; --resume goes on with " << *run.db;
  err << '\n';
  return exit_interrupted;
}

}  // namespace

int sweep_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<SweepOptions> options = read_sweep_options(arguments, out);
  if (!options) return exit_pass;
  const scenarios::Scenario scenario = load_scenario(options->run.scenario);
  const Variation variation = variation_of(*options, scenario.study);
  const std::vector<std::string> queries = measures_of(*options, scenario);
  RunOptions run = options->run;
  if (options->hold) hold_load(run.scenario, scenario.company, *options->hold);
  Grid grid = read_cells(run.scenario, variation);
  require_legal(grid, *options);
  if (!run.precision.empty()) {
    for (Study& study : grid.studies) {
      study.precision = read_precision(run.precision, study.company, grid.studies.size());
      study.replications = *run.most_replications;
    }
  }
  require_comparable(grid, variation);
  const InterruptWatch watch;
  if (!workforce().leads()) run.db.reset();
  const auto file = StudyStore::open_file(run);
  SweptCells cells;
  for (Study& study : grid.studies) cells.push_back(std::make_unique<SweptCell>(std::move(study), run, queries, file));
  const auto start = std::chrono::steady_clock::now();
  const std::size_t missing = simulate_all(cells, run, err);
  if (!workforce().leads()) return exit_pass;
  if (missing > 0 || InterruptWatch::seen()) return say_interrupted(missing, run, err);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  for (const auto& cell : cells) cell->store.finish(cell->figures, run.threads, wall.count());
  if (run.quiet) return exit_pass;
  const report::Sweep sweep = summed_up(variation, grid, cells, queries);
  run.json ? report::write_sweep_json(sweep, out) : report::print_sweep(sweep, out);
  return exit_pass;
}

}  // namespace program

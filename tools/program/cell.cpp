#include "tools/program/cell.hpp"

#include <utility>

#include "models/measures/cursor.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/meter.hpp"
#include "tools/program/simulator.hpp"
#include "tools/program/terminal.hpp"

namespace program {

namespace {

/// unit = replication * cells + cell
class CellJob {
 public:
  CellJob(const Cells& cells, Replications wanted, const RunOptions& run)
      : cells_(cells), run_(run), units_(missing(wanted)), meter_(units_.size()) {}

  std::size_t work(std::ostream& err) {
    const ProgressDisplay display(err, style(err), [&] { return meter_.state(); });
    workforce().run(job());
    return units_.size() - kept_;
  }

 private:
  Cell& cell(std::uint32_t unit) { return *cells_[unit % cells_.size()]; }
  std::uint32_t replication(std::uint32_t unit) const { return unit / static_cast<std::uint32_t>(cells_.size()); }

  std::vector<std::uint32_t> missing(Replications wanted) const {
    const auto cells = static_cast<std::uint32_t>(cells_.size());
    std::vector<std::uint32_t> units;
    for (std::uint32_t replication = wanted.begin; replication < wanted.end; ++replication)
      for (std::uint32_t cell = 0; cell < cells; ++cell)
        if (!cells_[cell]->has(replication)) units.push_back(replication * cells + cell);
    return units;
  }

  ProgressStyle style(const std::ostream& err) const {
    if (run_.quiet || !workforce().leads()) return ProgressStyle::silent;
    return may_draw_on(err) ? ProgressStyle::bar : ProgressStyle::lines;
  }

  Job job() {
    Job job;
    for (const Cell* cell : cells_) job.identity += identity(cell->study, run_) + '\n';
    job.units = units_;
    job.threads = run_.threads;
    job.simulate = [this](std::uint32_t unit, const std::function<bool()>& stop) {
      return cell(unit).simulate(replication(unit), [&](double part) {
        meter_.part(unit, part);
        return stop();
      });
    };
    job.keep = [this](std::uint32_t unit, const measures::Measures& found) {
      cell(unit).keep(replication(unit), found);
      meter_.finished(unit, found.events);
      ++kept_;
    };
    job.deliver = [this](std::uint32_t unit, const measures::Measures& found) {
      cell(unit).add(replication(unit), found);
    };
    return job;
  }

  const Cells& cells_;
  const RunOptions& run_;
  std::vector<std::uint32_t> units_;
  Meter meter_;
  std::size_t kept_ = 0;
};

}  // namespace

Cell::Cell(Study its_study, const RunOptions& run)
    : study(std::move(its_study)), simulate(simulator(study, run, nullptr)) {}

std::size_t simulate_cells(const Cells& cells, Replications replications, const RunOptions& run, std::ostream& err) {
  const std::size_t missing = CellJob(cells, replications, run).work(err);
  if (missing == 0 && !InterruptWatch::seen())
    for (Cell* cell : cells) cell->add_held_below(replications.end);
  return missing;
}

Trial::Trial(Study its_study, const RunOptions& run, std::vector<measures::Query> queries)
    : Cell(std::move(its_study), run), estimator_(std::move(queries), study.blocks) {}

void Trial::add(std::uint32_t /*replication*/, const measures::Measures& found) {
  estimator_.add(found);
  ++replications_;
}

void go_on(const std::vector<Trial*>& trials, std::uint32_t replications, const RunOptions& run, std::ostream& err) {
  const Cells cells(trials.begin(), trials.end());
  const std::size_t missing = simulate_cells(cells, {trials.front()->replications(), replications}, run, err);
  if (missing > 0 || InterruptWatch::seen()) throw Interruption{};
}

void require_replications_in_one_process(const std::string& command, const people::Company& company) {
  if (workforce().processes() > 1) throw UsageError(command + " runs in one process: leave mpirun out");
  if (!company.copies.empty())
    throw UsageError(command + " counts replications, and this scenario, whose lots have copies, runs in blocks");
}

void set_value(ScenarioOptions& scenario, const std::string& path, const std::string& value) {
  if (path == "system") {
    scenario.system = value;
  } else {
    scenario.sets.push_back(path + "=" + value);
  }
}

void hold_load(ScenarioOptions& scenario, const people::Company& company, const std::string& text) {
  constexpr std::string_view key = "offered_load=";
  if (!text.starts_with(key))
    throw UsageError("--hold wants offered_load=LOAD, as in offered_load=8erlang, not '" + text + "'");
  if (company.lot_traffic.size() != 1)
    throw UsageError("--hold goes with a scenario that has one lot traffic; this one has " +
                     std::to_string(company.lot_traffic.size()));
  scenario.sets.push_back("lot_traffic." + company.lot_traffic.front().name + ".parks=" + text.substr(key.size()));
}

measures::StoppingRule read_precision(const std::vector<std::string>& texts, const people::Company& company,
                                      std::size_t cells) {
  if (workforce().processes() > 1) throw UsageError("--precision runs in one process: leave mpirun out");
  if (!company.copies.empty())
    throw UsageError("--precision counts replications, and this scenario, whose lots have copies, runs in blocks");
  const measures::Names names = measures::names_of(company);
  std::vector<measures::Precision> wanted;
  for (const std::string& text : texts) {
    try {
      wanted.push_back(measures::parse_precision(text, names));
    } catch (const measures::QueryError& error) {
      throw UsageError("--precision '" + text + "': " + error.what());
    }
  }
  return measures::StoppingRule(std::move(wanted), cells);
}

measures::Query read_query(const std::string& option, const std::string& text, const measures::Names& names) {
  try {
    return measures::parse(text, names);
  } catch (const measures::QueryError& error) {
    throw UsageError(option + " " + text + ": " + error.what());
  }
}

std::vector<measures::Query> read_queries(const std::string& option, const std::vector<std::string>& texts,
                                          const people::Company& company) {
  const measures::Names names = measures::names_of(company);
  std::vector<measures::Query> queries;
  for (const std::string& text : texts) queries.push_back(read_query(option, text, names));
  return queries;
}

}  // namespace program

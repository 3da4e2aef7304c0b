#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/precision.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/study_run.hpp"

namespace program {

/// One scenario among several that are simulated together, with the same draws.
class Cell {
 public:
  /// The options must outlive it.
  Cell(Study study, const RunOptions& run);
  virtual ~Cell() = default;
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;

  const Study study;
  const Simulate simulate;

  /// Whether this replication need not be simulated.
  virtual bool has(std::uint32_t /*replication*/) const { return false; }
  /// As early as it can be, in any order.
  virtual void keep(std::uint32_t /*replication*/, const measures::Measures&) {}
  /// In the order of replications, those left out that it has.
  virtual void add(std::uint32_t replication, const measures::Measures&) = 0;
  /// All before this one have been simulated.
  virtual void add_held_below(std::uint32_t /*end*/) {}
};

using Cells = std::vector<Cell*>;

/// Which replications of each cell.
struct Replications {
  std::uint32_t begin = 0, end = 0;
};

/// Simulates these replications of all cells, those apart that a cell has, as one job, so that no thread waits for a
/// cell to end. Returns how many are missing: none, unless it was interrupted.
std::size_t simulate_cells(const Cells& cells, Replications replications, const RunOptions& run, std::ostream& err);

/// A cell that answers some queries and stores nothing.
class Trial final : public Cell {
 public:
  Trial(Study study, const RunOptions& run, std::vector<measures::Query> queries);

  const measures::Estimator& estimator() const { return estimator_; }
  std::uint32_t replications() const { return replications_; }
  void add(std::uint32_t replication, const measures::Measures& found) override;

 private:
  measures::Estimator estimator_;
  std::uint32_t replications_ = 0;
};

/// Thrown where the user interrupts.
struct Interruption {};

/// Simulates trials that are equally far until each has so many replications. Throws Interruption.
void go_on(const std::vector<Trial*>& trials, std::uint32_t replications, const RunOptions& run, std::ostream& err);

/// Throws UsageError where `command` decides by replications and cannot: several processes, of which only one knows the
/// results, or lots with copies, which are simulated in blocks.
void require_replications_in_one_process(const std::string& command, const people::Company& company);

/// The scenario with one more key changed, or its system: "system", "run.calls", "lots.L.codes".
void set_value(ScenarioOptions& scenario, const std::string& path, const std::string& value);

/// Keeps the load that the scenario's one lot traffic offers in every cell, by `text` = "offered_load=8erlang": its
/// parks are as many as make that load with the stays of the cell (parks x mean stay in a code). Throws UsageError.
void hold_load(ScenarioOptions& scenario, const people::Company& company, const std::string& text);

/// Reads what --precision wants of each of so many cells. Throws UsageError, also where it cannot be had: in several
/// processes, of which only one knows the answers, and of lots with copies, which are simulated in blocks.
measures::StoppingRule read_precision(const std::vector<std::string>& texts, const people::Company& company,
                                      std::size_t cells = 1);

/// Reads a query that the user typed behind `option`. Throws UsageError.
measures::Query read_query(const std::string& option, const std::string& text, const measures::Names& names);

/// The same of several.
std::vector<measures::Query> read_queries(const std::string& option, const std::vector<std::string>& texts,
                                          const people::Company& company);

}  // namespace program

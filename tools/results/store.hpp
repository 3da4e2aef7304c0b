#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/measures/measures.hpp"
#include "tools/results/database.hpp"
#include "tools/results/run_info.hpp"

namespace results {

/// Results of any number of runs in one SQLite file (schema.hpp). Every member throws StoreError when the file cannot
/// serve; the file then holds what it held before the call. A process that dies at any point leaves the replications it
/// had added. Several processes may use a file at a time. Not for several threads at a time.
class Store {
 public:
  static constexpr std::chrono::milliseconds usual_wait = std::chrono::seconds(5);

  /// Opens `path` to write and read, and creates it where there is none (or an empty file). Refuses, without touching
  /// it, a folder, a file that is no SQLite file, one of another program, one of a newer schema and one that may not be
  /// written. `busy_wait` is how long a call waits for other processes that use the file.
  static Store open(const std::string& path, std::chrono::milliseconds busy_wait = usual_wait);

  /// Opens `path` to read only: creates and changes nothing, and needs no right to write. (With the right, it undoes
  /// what a process left halfway that died while writing.)
  static Store open_to_read(const std::string& path, std::chrono::milliseconds busy_wait = usual_wait);

  // Writing. One call is one transaction.

  /// Starts a run. Its identity is build + scenario + seed + shuffle_ties: what the file holds of an earlier run of
  /// this identity is removed, and its id is used again; other runs stay.
  RunId begin(const RunInfo& info);

  /// Goes on with the run of this identity: keeps its replications below `replications_wanted`, removes others and the
  /// answers, and takes over title and number wanted. begin() when there is no such run.
  RunId go_on(const RunInfo& info);

  /// Stores one replication, in any order. Counters and expected numbers of zero and empty histograms are left out, and
  /// so are cells without anything else. Windows of levels must be closed. Throws std::invalid_argument when a label, a
  /// level's subject or a lot has no name in the run or the rows taken are not as many as their names, StoreError when
  /// the run has this replication already.
  void add(RunId run, int replication, const measures::Measures& measures);

  /// Stores the answers and marks the run as finished; replaces answers of an earlier call.
  void finish(RunId run, std::span<const StoredEstimate> estimates, std::span<const StoredExpectation> expectations,
              const Environment& environment);

  // Reading. A run that is not in the file is a StoreError.

  std::vector<StoredRun> runs();  ///< by id
  StoredRun run(RunId run);
  std::optional<RunId> find(const RunInfo& info);  ///< the run of the same identity

  /// What was added, exactly; but the order of cells is not kept, what add() left out is missing, and `replications`
  /// is 1.
  measures::Measures replication(RunId run, int replication);

  /// Every row of one replication as text: equal exactly if the replications are.
  std::string replication_content(RunId run, int replication);

  /// All replications of the run, merged in the order of their numbers.
  measures::Measures pooled(RunId run);

  std::vector<StoredEstimate> estimates(RunId run);
  std::vector<StoredExpectation> expectations(RunId run);
  std::optional<Environment> environment(RunId run);  ///< none before finish()

 private:
  explicit Store(Database database) : database_(std::move(database)) {}
  void require(RunId run);
  const NameTable& names_of(RunId run);

  Database database_;
  std::map<RunId, NameTable> names_;
};

/// The hash under which a scenario is identified (RFC 4122 UUID, version 5, of its text).
std::string scenario_hash(const std::string& scenario);

}  // namespace results

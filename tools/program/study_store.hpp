#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/program/study_run.hpp"
#include "tools/report/figures.hpp"
#include "tools/results/store.hpp"

namespace program {

/// What a results file says of a study.
results::RunInfo run_info(const Study& study, std::optional<std::uint64_t> shuffle_ties);

/// Keeps the results of one study in a results file, or nowhere. All members throw results::StoreError.
class StudyStore {
 public:
  /// Opens the file of the options (none: keeps nothing) and starts the run there, or goes on with it when the options
  /// say so. Throws FileError when that would remove replications of other shards.
  StudyStore(const RunOptions& options, const Study& study) : StudyStore(options, study, open_file(options)) {}
  /// The same in a file that is open already; null: keeps nothing.
  StudyStore(const RunOptions& options, const Study& study, std::shared_ptr<results::Store> file);
  static std::shared_ptr<results::Store> open_file(const RunOptions& options);

  /// The replications that were there already, in order.
  const std::vector<std::uint32_t>& held() const { return held_; }
  measures::Measures replication(std::uint32_t replication);

  void add(std::uint32_t replication, const measures::Measures& measures);

  /// Stores the estimates and marks the run as finished.
  void finish(const report::Figures& figures, unsigned threads, double wall_s);

 private:
  std::shared_ptr<results::Store> store_;
  results::RunId run_{};
  std::vector<std::uint32_t> held_;
  std::string started_at_;
};

}  // namespace program

#pragma once

#include <optional>
#include <string>

#include "tools/program/study_run.hpp"
#include "tools/report/figures.hpp"
#include "tools/results/store.hpp"

namespace program {

/// Keeps the results of one study in a results file, or nowhere. All members throw results::StoreError.
class StudyStore {
 public:
  /// Opens the file of the options (none: keeps nothing) and starts the run there.
  StudyStore(const RunOptions& options, const Study& study);

  void add(std::uint32_t replication, const measures::Measures& measures);

  /// Stores the estimates and marks the run as finished.
  void finish(const report::Figures& figures, unsigned threads, double wall_s);

 private:
  std::optional<results::Store> store_;
  results::RunId run_{};
  std::string started_at_;
};

}  // namespace program

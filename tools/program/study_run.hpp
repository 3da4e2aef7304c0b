#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/expectation.hpp"
#include "models/measures/measures.hpp"
#include "models/people/company.hpp"
#include "tools/program/run_options.hpp"
#include "tools/report/summary.hpp"

namespace program {

/// A scenario ready to run.
struct Study {
  people::Company company;
  std::uint64_t seed = 0;
  std::uint32_t replications = 1;
  std::vector<measures::Expectation> expectations;
  report::Notes notes;
  std::string effective;  ///< the scenario after all changes, as text
};

/// Told now and then, while a replication runs, the part of it that is done (0 to 1); true stops it.
using Watcher = std::function<bool(double)>;

/// Simulates one replication. Called from several threads at a time. Throws models::Interrupted when it was stopped.
using Simulate = std::function<measures::Measures(std::uint32_t replication, const Watcher&)>;

/// Runs all replications, stores each as it is finished, in order, prints the summary or JSON to `out`, progress to
/// `err`, and returns the exit code. After SIGINT the replications under way are given up; what was finished before is
/// kept and summed up.
int run_study(const Study& study, const RunOptions& options, const Simulate& simulate, std::ostream& out,
              std::ostream& err);

}  // namespace program

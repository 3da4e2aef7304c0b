#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/expectation.hpp"
#include "models/measures/measures.hpp"
#include "models/measures/precision.hpp"
#include "models/people/company.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/workforce.hpp"
#include "tools/report/summary.hpp"

namespace program {

/// A scenario ready to run.
struct Study {
  people::Company company;
  std::uint64_t seed = 0;
  std::uint32_t replications = 1;  ///< or, where lots have copies, blocks of all replications: units of work
  std::uint32_t blocks = 1;        ///< a replication, see models::World
  std::vector<measures::Expectation> expectations;
  std::optional<double> planned_calls{};  ///< to correct answers for those that came
  measures::StoppingRule precision;       ///< wants something: `replications` is the most
  report::Notes notes;
  std::string effective;  ///< the scenario after all changes, as text
};

/// Simulates one replication. Called from several threads at a time. Throws models::Interrupted when it was stopped.
using Simulate = std::function<measures::Measures(std::uint32_t replication, const Watcher&)>;

/// Runs all replications, or those that the options ask for, stores each as it is finished, prints the summary or JSON
/// to `out`, progress to `err`, and returns the exit code. After SIGINT the replications under way are given up; what
/// was finished before is kept and summed up. A shard is no study: it prints what was done instead. A process that does
/// not lead its workforce does its part, prints and stores nothing, and returns exit_pass.
int run_study(const Study& study, const RunOptions& options, const Simulate& simulate, std::ostream& out,
              std::ostream& err);

/// What the yields of a study's replications depend on.
std::string identity(const Study& study, const RunOptions& options);

}  // namespace program

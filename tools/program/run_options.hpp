#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/replication.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"

namespace program {

/// Which scenario is meant and what is changed in it: common to the commands that read one.
struct ScenarioOptions {
  std::string file;
  std::vector<std::string> sets;  ///< "path=value", in the order given
  std::optional<std::string> system;
};

/// Adds --set and --system.
void add_scenario_options(boost::program_options::options_description& options);
/// Throws UsageError when no scenario is named or a --set has no '='.
ScenarioOptions scenario_options(const boost::program_options::variables_map& values);

/// What `parksim run` was asked to do.
struct RunOptions {
  ScenarioOptions scenario;  ///< with --seed and --replications as sets
  unsigned threads = 1;
  std::optional<std::string> db;  ///< none: results are not stored
  bool json = false;
  bool quiet = false;
  std::optional<std::string> trace;
  std::optional<std::uint64_t> shuffle_ties;
  Unsure unsure = Unsure::apart;
  models::QueueKind queue = models::QueueKind::lanes;
};

/// The options of `run`; nothing when help was wanted and printed. Throws UsageError.
std::optional<RunOptions> read_run_options(const Arguments& arguments, std::ostream& out);

}  // namespace program

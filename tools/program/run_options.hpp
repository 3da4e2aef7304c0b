#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/replication.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"
#include "tools/program/variation.hpp"

namespace program {

/// Which scenario is meant and what is changed in it: common to the commands that read one.
struct ScenarioOptions {
  std::string file;
  std::vector<std::string> sets;  ///< "path=value", in the order given
  std::optional<std::string> system;
  std::map<std::string, std::string> defaults{};  ///< see scenarios::LoadOptions
};

/// Adds --set and --system.
void add_scenario_options(boost::program_options::options_description& options);
/// Throws UsageError when no scenario is named or a --set has no '='.
ScenarioOptions scenario_options(const boost::program_options::variables_map& values);

/// The part of a study that one process does: every `of`-th replication, first the one with the number `number` - 1.
struct Shard {
  std::uint32_t number = 1, of = 1;  ///< 1 <= number <= of
  bool has(std::uint32_t replication) const { return replication % of == number - 1; }
};

/// How to estimate what is too rare to be waited for (models/rare).
struct RareOptions {
  std::string query;            ///< "park.refused.share"
  std::uint32_t effort = 1000;  ///< trials of each level
  bool redraws = true;          ///< residual times
};

/// What `parksim run` was asked to do.
struct RunOptions {
  ScenarioOptions scenario;  ///< with --seed and --replications as sets
  unsigned threads = 1;
  std::optional<std::string> db;  ///< none: results are not stored
  std::optional<Shard> shard;     ///< none: all replications
  bool resume = false;            ///< keep the replications that `db` has
  bool json = false;
  bool quiet = false;
  std::optional<std::string> trace;
  std::optional<std::uint64_t> shuffle_ties;
  Unsure unsure = Unsure::apart;
  models::QueueKind queue = models::QueueKind::lanes;
  std::vector<std::string>
      precision;  ///< "park.refused.share 5%": goes on until all are reached; none: no more, no less
  std::optional<std::uint32_t> most_replications;  ///< for that
  std::optional<RareOptions> rare{};
  bool control_variate = false;  ///< correct answers for how many calls came
};

/// Of an option of all commands that simulate: threads of this process. Throws UsageError.
unsigned threads_option(const boost::program_options::variables_map& values);
/// The text of an option, if it was given.
std::optional<std::string> given(const boost::program_options::variables_map& values, const char* name);
/// The items of all lists of an option that can be repeated.
std::vector<std::string> listed(const boost::program_options::variables_map& values, const char* name);
/// Sets run.OPTION to the number given by --OPTION, if it was given.
void set_number(RunOptions& run, const boost::program_options::variables_map& values, const char* option,
                std::uint64_t low, std::uint64_t high);
inline constexpr std::uint64_t most_replications_of_a_run = 1'000'000;

/// The options of `run`; nothing when help was wanted and printed. Throws UsageError.
std::optional<RunOptions> read_run_options(const Arguments& arguments, std::ostream& out);

/// What `parksim sweep` was asked to do.
struct SweepOptions {
  RunOptions run;
  std::vector<Axis> axes;             ///< none: those of the scenario's study
  bool side_by_side = false;          ///< lists are walked together
  std::vector<std::string> measures;  ///< none: those of the study, or of the expectations
  bool skip_illegal = false;          ///< leave out cells that are no scenario
  std::optional<std::string> hold{};  ///< see hold_load
};

/// The same of `sweep`.
std::optional<SweepOptions> read_sweep_options(const Arguments& arguments, std::ostream& out);

/// What `parksim merge` was asked to do.
struct MergeOptions {
  RunOptions run;                  ///< as the shards were run; `db` is where the whole goes
  std::vector<std::string> files;  ///< with the parts
  bool partial = false;            ///< missing replications are no error
};

/// The same of `merge`.
std::optional<MergeOptions> read_merge_options(const Arguments& arguments, std::ostream& out);

}  // namespace program

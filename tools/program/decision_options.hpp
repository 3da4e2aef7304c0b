#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/program/run_options.hpp"

namespace program {

/// What `parksim plan` was asked to do.
struct PlanOptions {
  RunOptions run;
  std::vector<std::string> goals;  ///< none: the scenario's expectations
  std::vector<Axis> over;          ///< one or two; of a frontier any number, none for its usual designs
  double confidence = 0.95;
  std::uint32_t most_replications = 10'000;  ///< of one value
  bool is_frontier = false;
  std::optional<std::string> hold{};  ///< see hold_load
  std::optional<std::string> lot{};   ///< of a frontier; none: the only one
};

/// The options of `plan`; nothing when help was wanted and printed. Throws UsageError.
std::optional<PlanOptions> read_plan_options(const Arguments& arguments, std::ostream& out);

/// What `parksim stress` was asked to do.
struct StressOptions {
  RunOptions run;
  std::vector<std::string> goals;  ///< besides the scenario's expectations
  double confidence = 0.95;
  std::uint32_t most_replications = 640;  ///< at one traffic
};

/// The same of `stress`.
std::optional<StressOptions> read_stress_options(const Arguments& arguments, std::ostream& out);

/// What `parksim sensitivity` was asked to do.
struct SensitivityOptions {
  RunOptions run;
  std::vector<std::string> goals;  ///< besides the scenario's expectations
  double by = 0.25;                ///< part of each input
};

/// The same of `sensitivity`.
std::optional<SensitivityOptions> read_sensitivity_options(const Arguments& arguments, std::ostream& out);

/// The options that all commands have which simulate a scenario in order to decide something: which scenario, the seed,
/// threads, how to print. Results are not stored.
void add_decision_options(boost::program_options::options_description& options);
RunOptions decision_options(const boost::program_options::variables_map& values);

/// "95%", the value of `option`, as a share: above `low` and below `high`, in percent. Throws UsageError.
double percentage(const std::string& option, const std::string& text, double low, double high);

}  // namespace program

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "models/measures/expectation.hpp"
#include "models/park/rules.hpp"
#include "models/people/company.hpp"
#include "scenarios/compiler/error.hpp"
#include "scenarios/compiler/inputs.hpp"
#include "scenarios/compiler/study_section.hpp"

/// Scenario text -> model. All functions throw InputError, which holds every independent problem that was found.
namespace scenarios {

struct LoadOptions {
  std::filesystem::path system_dir;  ///< where the presets are, one NAME.yaml each
  std::vector<std::string> sets{};   ///< "policies.Sales.park_timeout=200s": changes one key before anything else
  std::string system{};              ///< takes the place of the scenario's own system when not empty
  /// Values for what steps leave out, by the path of the input.
  std::map<std::string, std::string> defaults{};
};

/// An entry of `expect`.
struct Expected {
  measures::Expectation claim;
  Mark at;
};

struct Scenario {
  people::Company company;
  std::int64_t replications = 16;
  std::uint64_t seed = 1;
  std::vector<Expected> expectations;
  StudySection study;
  /// What decides the result of a replication, as JSON with sorted keys: the scenario after --set, the system, the
  /// rules of every lot and fingerprints of the files it names. Left out: title, expectations, study, number of
  /// replications.
  std::string effective;
  std::vector<std::string> ignored;  ///< paths of the keys that a swapped system made void
  std::vector<Problem> warnings;     ///< what is legal but odd
  std::vector<Input> inputs;
};

/// Reads and compiles one file.
Scenario load(const std::filesystem::path& file, const LoadOptions& options);

/// Compiles text; files that it names are looked up in `base`.
Scenario compile(const SourcePtr& source, const std::filesystem::path& base, const LoadOptions& options);

struct SystemSummary {
  std::string name;
  std::string title;
  std::vector<std::string> numbers;  ///< "ring.ring_time 20s": what differs from the neutral values
  std::vector<std::string> assumed;  ///< paths of values without a source
  std::vector<std::string> sources;
};

/// Every preset in the directory, in alphabetical order.
std::vector<SystemSummary> systems(const std::filesystem::path& system_dir);

park::Rules load_system(const std::filesystem::path& system_dir, const std::string& name);

}  // namespace scenarios

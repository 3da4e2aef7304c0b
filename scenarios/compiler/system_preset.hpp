#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/park/rights.hpp"
#include "models/park/rules.hpp"
#include "models/people/company.hpp"
#include "scenarios/compiler/document.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "sim/time.hpp"

/// A telephone system: a file of parameters, scenarios/systems/NAME.yaml.
namespace scenarios {

struct SystemPreset {
  std::string name;
  std::string title;
  std::vector<std::string> sources;
  std::vector<std::string> assumed;  ///< paths whose values have no source, such as "ring.ring_time"
  bool licences = false;             ///< policies, licences and modes decide who may park
  park::ClientTable clients = park::ClientTable::everything;
  people::Scope scope = people::Scope::tenant;
  park::Rules rules;
  std::optional<Range> pickup_range_limits;
  std::optional<std::pair<sim::Ticks, sim::Ticks>> park_timeout_limits;
};

/// Names of the presets in the directory, in alphabetical order; empty when there is none.
std::vector<std::string> system_names(const std::filesystem::path& dir);

/// Reads dir/NAME.yaml. Throws InputError at `at`, which may be no place, for an unknown name, and inside the file for
/// anything wrong there.
SystemPreset read_system(const std::filesystem::path& dir, const std::string& name, const Mark& at);

park::ClientTable client_table(const Node& node);
people::Scope scope(const Node& node);

}  // namespace scenarios

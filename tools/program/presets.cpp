#include "tools/program/presets.hpp"

#include <cstdlib>
#include <memory>

#include "tools/program/commands.hpp"

namespace program {

namespace {

scenarios::SystemPreset read(const std::string& name, const char* where) {
  const auto source = std::make_shared<const scenarios::Source>(scenarios::Source{where, name});
  return scenarios::read_system(systems_dir(), name, {source, 0});
}

}  // namespace

std::filesystem::path systems_dir() {
  const char* chosen = std::getenv("PARKSIM_SYSTEMS");
  return chosen != nullptr && *chosen != '\0' ? chosen : PARKSIM_ROOT "/scenarios/systems";
}

scenarios::SystemPreset named_system(const std::string& name) { return read(name, "SYSTEM"); }

std::vector<scenarios::SystemPreset> all_systems() {
  std::vector<scenarios::SystemPreset> systems;
  for (const std::string& name : scenarios::system_names(systems_dir())) systems.push_back(read(name, "systems"));
  if (systems.empty())
    throw FileError("no systems in " + systems_dir().string() + "; set PARKSIM_SYSTEMS to their folder");
  return systems;
}

}  // namespace program

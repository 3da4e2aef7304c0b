#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/compiler/system_preset.hpp"

namespace program {

/// Where the presets of telephone systems are: $PARKSIM_SYSTEMS, or else the folder of the sources the program was
/// built from.
std::filesystem::path systems_dir();

/// The preset that a user named as an argument. Throws scenarios::InputError when there is none, naming the nearest.
scenarios::SystemPreset named_system(const std::string& name);

/// All presets, in alphabetical order. Throws FileError when the folder holds none.
std::vector<scenarios::SystemPreset> all_systems();

}  // namespace program

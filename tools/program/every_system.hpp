#pragma once

#include <ostream>

#include "tools/program/run_options.hpp"

namespace program {

/// The word that stands for every system in `--system all`.
inline constexpr const char* every_system = "all";

/// Runs the scenario once for each preset, in alphabetical order, and prints a table, or JSON, of what becomes of its
/// calls. Stores nothing. A system that the scenario cannot be run on is named with the reason. Returns the exit code.
int run_every_system(const RunOptions& options, std::ostream& out, std::ostream& err);

}  // namespace program

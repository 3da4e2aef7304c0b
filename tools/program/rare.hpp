#pragma once

#include <ostream>

#include "tools/program/run_options.hpp"
#include "tools/program/study_run.hpp"

namespace program {

/// `parksim run --rare QUERY`: estimates a share of refused parks by splitting, prints it and returns the exit code.
/// The study's replications are repetitions; nothing is stored. Throws UsageError.
int run_rare(const Study& study, const RunOptions& options, std::ostream& out, std::ostream& err);

}  // namespace program

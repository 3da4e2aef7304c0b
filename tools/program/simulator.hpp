#pragma once

#include "tools/program/study_run.hpp"
#include "tools/program/trace_file.hpp"

namespace program {

/// Simulates the units of a study: its replications, or their blocks where lots have copies. The trace (or null)
/// follows the first replication, of copies the first lot of it. The references must outlive what is returned. Throws
/// std::invalid_argument when the company's network makes no sense.
Simulate simulator(const Study& study, const RunOptions& run, TraceFile* trace);

}  // namespace program

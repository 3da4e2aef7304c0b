#pragma once

#include <string>

namespace program {

/// Now, in UTC: "2031-05-28T09:30:00Z".
std::string utc_now();

/// Name of this machine; empty when it is not known.
std::string host_name();

/// Path of the running program; empty when it is not known.
std::string program_path();

/// Processor time this process has used, all threads together, in seconds.
double cpu_seconds();

/// Whether mpirun has started this process as one of several.
bool is_one_of_several_ranks();

}  // namespace program

#pragma once

namespace results {

/// The build that made a result: 64 hexadecimal digits, the SHA-256 of a listing, sorted by path, of the SHA-256 and
/// the path of each C++ file in sim, models, scenarios, tools/program, tools/results and tools/report. The same sources
/// give the same identity under any compiler, build type and folder. Never null; lives as long as the program.
const char* build_identity();

}  // namespace results

#pragma once

#include <cstdint>

namespace program {

/// What the program returns to its caller. Stable: scripts depend on these numbers.
enum ExitCode : int {
  exit_pass = 0,
  exit_change_found = 1,  ///< `compare` and `baseline check` only
  exit_usage = 2,         ///< usage or bad input
  exit_failed = 3,        ///< an expectation failed
  exit_aborted = 4,       ///< stopped early by an expectation
  exit_fell_behind = 5,   ///< the load generator fell behind; the result is void
  exit_unreachable = 6,   ///< the target did not answer
  exit_fault = 7,         ///< internal fault
  exit_unsure = 8,        ///< an expectation is unsure
  exit_interrupted = 130
};

/// What an unsure expectation counts as.
enum class Unsure : std::uint8_t { apart, pass, fail };

/// How many expectations ended in which way.
struct Tried {
  std::uint64_t passed = 0, failed = 0, unsure = 0;
};

/// Interrupted comes before all; a failed expectation before an unsure one.
constexpr ExitCode exit_code(const Tried& tried, Unsure unsure, bool interrupted) {
  if (interrupted) return exit_interrupted;
  if (tried.failed > 0 || (tried.unsure > 0 && unsure == Unsure::fail)) return exit_failed;
  return tried.unsure > 0 && unsure == Unsure::apart ? exit_unsure : exit_pass;
}

}  // namespace program

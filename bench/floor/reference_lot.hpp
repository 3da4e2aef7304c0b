#pragma once

#include <cstdint>

/// The reference lot with nothing around it: no scenario, no state machine, no statistics but counts, mean and maximum.
/// What a program written for this one workload costs, to hold the engine against. bench/README.md has the workload.
namespace park_floor {

inline constexpr double mean_retrieval_s = 60, mean_patience_s = 240, timeout_s = 300;
inline constexpr double mean_answer_s = 8, ring_time_s = 20;

/// At most 262,144 codes; parks are Poisson.
struct Lot {
  int codes = 0;
  double parks_per_s = 0;
};

/// Every attempt is blocked or parked, and every parked call is retrieved, abandoned, answered or dropped in the end.
struct Counts {
  std::uint64_t attempts = 0, blocked = 0, retrieved = 0, abandoned = 0, answered = 0, dropped = 0;
  std::uint64_t rung_back = 0, reparked = 0;
  std::uint64_t stays = 0;  ///< periods in which a code was held
  double held_s = 0;        ///< sum over the stays
  double longest_s = 0;
  std::uint64_t calls_in_progress() const { return attempts - blocked - retrieved - abandoned - answered - dropped; }
};

}  // namespace park_floor

// The same sources, built twice: with the flags of everything else, and for the processor at hand. Each simulates
// `attempts` attempts and then drains. Aborts where a fixed buffer is too small, which no load below twice the codes
// does.

namespace floor_shipped {
/// Three timers a call, the losers left in place and dropped in bulk: the mark for the general engine.
park_floor::Counts three_timers(const park_floor::Lot&, std::uint64_t attempts, std::uint64_t seed);
/// One event a call: the mark where the race is resolved when parking.
park_floor::Counts one_event(const park_floor::Lot&, std::uint64_t attempts, std::uint64_t seed);
}  // namespace floor_shipped

namespace floor_native {
park_floor::Counts three_timers(const park_floor::Lot&, std::uint64_t attempts, std::uint64_t seed);
park_floor::Counts one_event(const park_floor::Lot&, std::uint64_t attempts, std::uint64_t seed);
}  // namespace floor_native

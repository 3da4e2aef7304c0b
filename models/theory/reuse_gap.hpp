#pragma once

#include <cstdint>

namespace theory {

/// Mean time, in seconds, from a code being chosen to the same code being chosen again, for every allocation policy
/// that uses all codes equally often (round robin, random, least recently used): codes / accepted parks per second. For
/// a round robin it is the time of one turn. codes >= 1, rate finite and positive, else std::invalid_argument.
double mean_turn_s(std::int64_t codes, double accepted_parks_per_s);

/// Mean time, in seconds, from a code's release to its next choice: the turn less the mean time it is held. Such
/// policies differ in the spread of this gap, never in its mean. Throws std::invalid_argument as above, and when calls
/// held so long would need more codes than there are.
double mean_reuse_gap_s(std::int64_t codes, double accepted_parks_per_s, double mean_held_s);

}  // namespace theory

#pragma once

#include <cstdint>

namespace theory {

/// Erlang's loss formula (Erlang, 1917): Poisson attempts, `servers` places, an attempt that finds none free is lost.
/// Holding times may follow any law of finite mean (insensitivity; Sevastyanov, 1957): with codes for servers and
/// min(retrieval, patience, timeout) for the holding time it is exact for a lot that refuses when full.
///
/// Offered load in erlangs = attempts per second x mean holding time in seconds, finite and not negative.
/// All functions throw std::invalid_argument outside the stated ranges.

/// Share of attempts lost = share of time all servers are busy. servers >= 0; no servers lose everything.
/// By the stable recursion B(n) = a B(n-1) / (n + a B(n-1)); relative error below 1e-12. O(servers).
double blocking(std::int64_t servers, double offered_load_erlangs);

/// The fewest servers that lose at most `target_blocking` (0 < target < 1) of the attempts. O(result).
std::int64_t servers_for(double target_blocking, double offered_load_erlangs);

/// The load, in erlangs, at which `servers` (>= 1) lose just `target_blocking` (0 < target < 1). Relative error below
/// 1e-10.
double load_for(std::int64_t servers, double target_blocking);

/// Mean number of busy servers, the carried load in erlangs: offered x (1 - blocking).
double mean_busy(std::int64_t servers, double offered_load_erlangs);

}  // namespace theory

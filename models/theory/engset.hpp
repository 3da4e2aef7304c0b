#pragma once

#include <cstdint>

namespace theory {

/// Engset's loss formula (Engset, 1918): few sources, each of which either holds a server or is idle and makes an
/// attempt at a fixed rate; an attempt that finds no server free is lost and its source stays idle. With many people
/// and little traffic from each it tends to Erlang B with offered load sources x rate x holding.
struct FiniteSources {
  std::int64_t sources = 0;        ///< >= 1
  double idle_attempts_per_s = 0;  ///< attempts a second of one idle source, finite, >= 0
  double mean_holding_s = 0;       ///< mean holding time in seconds, finite, >= 0
};

// All functions: servers >= 0, else (and outside the ranges above) std::invalid_argument. By a stable recursion,
// O(servers).

/// Share of time all servers are busy. 0 when there are more servers than sources.
double engset_time_congestion(std::int64_t servers, const FiniteSources& from);

/// Share of attempts that are lost, as the attempting sources see it: the time congestion with one source fewer.
/// 0 when there is a server for each source.
double engset_call_congestion(std::int64_t servers, const FiniteSources& from);

/// Mean number of busy servers, the carried load in erlangs.
double engset_mean_busy(std::int64_t servers, const FiniteSources& from);

}  // namespace theory

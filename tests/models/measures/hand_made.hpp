#pragma once

#include <initializer_list>

#include "models/measures/measures.hpp"
#include "models/measures/query.hpp"
#include "sim/time.hpp"

/// Measures and names made by hand, for tests: every number in them is known.
namespace hand_made {

inline measures::Names names() {
  return {.policies = {{"Factory", 0}, {"Yard", 1}, {"FactoryNight", 0}},
          .lot_overflows = {false, true},
          .traffic = {"inbound", "internal"},
          .groups = {"reception", "floor", "night-staff"},
          .group_sizes = {2, 120, 8},
          .group_sites = {"hq", "plant", "plant"},
          .channels = {"pa", "billing"},
          .trunks = 1,
          .busiest_hour = 11};
}

/// As names(), with the lot of Factory alone.
inline measures::Names one_lot() {
  measures::Names names = hand_made::names();
  names.policies = {{"Factory", 0}};
  names.lot_overflows = {false};
  return names;
}

inline measures::Measures one_replication() {
  measures::Measures measures;
  measures.replications = 1;
  return measures;
}

inline measures::Cell& cell(measures::Measures& measures, const measures::Labels& labels) {
  return measures.cells[measures.cell(labels)];
}

inline void record(measures::Cell& cell, std::size_t latency, std::initializer_list<double> values_s) {
  for (const double value_s : values_s) cell.latencies[latency].record(sim::from_seconds(value_s));
}

/// Held at `low` for 30 s and then at `high` for 10 s.
inline measures::Level level(measures::Level::Of of, std::int16_t subject, std::int64_t low, std::int64_t high) {
  using sim::operator""_s;
  measures::Level level{.of = of, .subject = subject, .level = {}, .time_at = {}};
  const auto fill = [&](auto& path) {
    path.open(0_s);
    path.set(0_s, low);
    path.set(30_s, high);
    path.close(40_s);
  };
  fill(level.level);
  fill(level.time_at);
  return level;
}

}  // namespace hand_made

#pragma once

#include <charconv>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/replication.hpp"
#include "tests/scenarios/texts.hpp"

// Short runs that any preset can be swapped into, and the transitions of the survey that they take.
namespace preset_runs {

using Numbers = std::set<int>;

inline constexpr int first_transition = 1, last_transition = 34;

/// The survey's number of a row, or 0 for rows of attempts, of plain codes and of what the survey does not number.
inline int transition(const park::Row& row) {
  int number = 0;
  std::from_chars(row.number.data(), row.number.data() + row.number.size(), number);
  return number <= last_transition ? number : 0;
}

inline Numbers kept(const park::Rules& rules) {
  const park::CompiledMachine machine(rules);
  Numbers numbers;
  for (const auto i : machine.kept()) numbers.insert(transition(machine.row(i)));
  numbers.erase(0);
  return numbers;
}

/// Parkers name a code, the phones of the reception are often busy, and the floor often comes too late.
inline constexpr std::string_view people = R"(system: cymbus
run: {from: 08:00, to: 10:00}
policies:
  Works: {allow_call_park: true}
people:
  reception: {count: 2, policy: Works, devices: [desktop], queue: 10, script: reception}
  floor: {count: 20, policy: Works, devices: [ip_phone], hears: [pa], script: worker}
channels:
  pa: {kind: public_address, voices: 1}
traffic:
  inbound: {to: reception, for: one of floor, arrivals: poisson(90/h), patience: exponential(150s)}
scripts:
  reception:
    do: [answer, talk: 40s, park: {code: any}, announce: {via: pa}]
    on ring_back: [answer, talk: 20s]
    on refused: [take_message]
  worker:
    when announced: [notice, walk: exponential(100s), retrieve: {mistype: 2%/digit, tries: 2}, talk: 60s]
    on not_retrieved: stop
)";

inline constexpr std::string_view lot = R"(system: custom
run: {duration: 16min}
lots:
  L: {}
lot_traffic:
  L: {parks: 90/min, retrieved_after: exponential(90s), patience: exponential(5min),
      ring_answered_after: exponential(40s), leaves_while_ringing: yes, pressed_twice: 10%}
)";

/// The same over a network, by two nodes of which first one and then the other fails, so that for a while none is up.
inline constexpr std::string_view nodes = R"(system: custom
run: {duration: 16min}
sites: {office: {}, north: {}, south: {}}
links:
  - {between: [office, north], latency: 300ms, jitter: 50ms}
  - {between: [office, south], latency: 500ms}
park_service:
  nodes: {n1: {site: north, servers: 2, time: 20ms}, n2: {site: south}}
lots:
  L: {}
lot_traffic:
  L: {parks: 90/min, retrieved_after: exponential(90s), patience: exponential(5min), persistent: yes, site: office,
      ring_answered_after: exponential(40s), leaves_while_ringing: yes, pressed_twice: 10%}
timeline:
  - {at: 7min, crash: n1, for: 2min}
  - {at: 8min, crash: n2, for: 2min}
  - {at: 12min, drain: n1}
  - {at: 13min, open: n1}
)";

struct Run {
  std::vector<std::string> not_kept;  ///< rows that were taken though the rules leave them out
  Numbers taken;
};

/// One replication of `text` with this system in place of its own.
inline Run run(std::string_view text, const std::string& system, std::vector<std::string> sets = {}) {
  const auto scenario = texts::compiled(std::string(text), texts::options(std::move(sets), system));
  const models::Plan plan(scenario.company);
  const auto measures = models::simulate(plan, {.seed = 1});
  const auto& machine = plan.machines.front();
  const std::set<std::size_t> kept(machine.kept().begin(), machine.kept().end());
  Run seen;
  for (std::size_t i = 0; i < measures.rows_taken.size(); ++i) {
    if (measures.rows_taken[i] == 0) continue;
    if (!kept.contains(i)) seen.not_kept.emplace_back(machine.row(i).number);
    seen.taken.insert(transition(machine.row(i)));
  }
  seen.taken.erase(0);
  return seen;
}

}  // namespace preset_runs

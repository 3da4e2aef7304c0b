#pragma once

#include <cstdint>

#include "models/measures/expectation.hpp"
#include "models/measures/measures.hpp"
#include "models/people/company.hpp"
#include "tools/report/figures.hpp"
#include "tools/report/summary.hpp"

/// Companies and measures written by hand, so that every printed number can be told from what was put in.
namespace hand_made {

/// One lot "L", codes 10-14, Poisson traffic "t" straight into it at 0.1 a second: Erlang B holds.
inline people::Company lot_study() {
  people::Company company;
  company.title = "A lot by itself";
  company.system = "custom";
  company.horizon.length = sim::operator""_s(3600);
  park::LotPlan lot{"L", {}};
  lot.rules.space.hi = 14;
  lot.rules.ring.attempts = 0;
  company.lots.push_back(lot);
  company.lot_traffic.push_back(
      {.name = "t", .lot = 0, .arrivals = sim::Arrivals::poisson(0.1), .patience = {}, .ring_answered_after = {}});
  return company;
}

/// The same lot under the policy "L", with a reception of two people, 30 trunks, and calls from outside.
inline people::Company reception() {
  people::Company company = lot_study();
  company.title = "A reception";
  company.lot_traffic.clear();
  company.policies.push_back({"L", true, 0});
  people::Group group;
  group.name = "reception";
  group.count = 2;
  group.policy = 0;
  group.script = 0;
  company.groups.push_back(group);
  company.scripts.emplace_back();
  company.traffic.push_back({.name = "inbound", .topics = {}, .arrivals = sim::Arrivals::poisson(0.1), .patience = {}});
  company.resources.push_back({"trunks", 30});
  company.trunks = 0;
  return company;
}

inline void add_level(measures::Measures& measures, measures::Level::Of of, std::int64_t level) {
  measures::Level made{.of = of, .subject = 0, .level = {}, .time_at = {}};
  made.level.open({0});
  made.time_at.open({0});
  made.level.set({0}, level);
  made.time_at.set({0}, level);
  made.level.close(sim::operator""_s(3600));
  made.time_at.close(sim::operator""_s(3600));
  measures.levels.push_back(made);
}

/// 400 calls, 380 parked requests of which `refused` met a full lot, 300 retrieved after `wait_s`, 2 misdialled hits
/// where 2.5 were expected. Of 300 gaps between uses of a code 3 last 4 s, 27 last 20 s, the rest 200 s.
inline measures::Measures replication(std::uint64_t refused, std::int64_t wait_s, bool with_people = false) {
  using measures::Count;
  measures::Measures made;
  made.replications = 1;
  made.events = 12'345;
  made.rows_taken = std::vector<std::uint64_t>(3, 7);
  measures::Cell& cell = made.cells[made.cell({.policy = 0, .traffic = 0})];
  const auto counter = [&](std::size_t i) -> std::uint64_t& { return cell.counts[i]; };
  counter(Count::calls) = 400;
  counter(Count::reuse_censored) = 5;
  counter(Count::park_wanted) = counter(Count::park_requested) = 380;
  counter(Count::refused + park::index(park::Refusal::lot_full)) = refused;
  counter(Count::park_committed) = counter(Count::calls_parked) = 380 - refused;
  counter(Count::retrieve_attempts) = 310;
  counter(Count::outcome + park::index(park::RetrieveOutcome::ok)) = 300;
  counter(Count::outcome + park::index(park::RetrieveOutcome::empty)) = 10;
  counter(Count::collision + park::index(park::Collision::misdial)) = 2;
  counter(Count::call_end + park::index(park::CallEnd::retrieved)) = 300;
  counter(Count::call_end + park::index(park::CallEnd::abandoned)) = 80 - refused;
  counter(Count::calls_reached) = 300;
  cell.expected[park::index(park::Collision::misdial)] = 2.5;
  counter(Count::allocations) = 380 - refused;
  counter(Count::probes) = 2 * (380 - refused);
  made.code_uses = {{0, {100, 100, 120 - refused, 30, 30}}};
  for (int i = 0; i < 300; ++i) {
    cell.latencies[measures::Latency::caller_wait].record(sim::operator""_s(1) * wait_s);
    cell.latencies[measures::Latency::right_person_after].record(sim::operator""_s(1) * wait_s);
    cell.latencies[measures::Latency::park_to_retrieve].record(sim::operator""_s(1) * (wait_s + 5));
    cell.latencies[measures::Latency::code_held].record(sim::operator""_s(40));
    cell.latencies[measures::Latency::code_reuse_gap].record(sim::operator""_s(1) * (i < 3 ? 4 : i < 30 ? 20 : 200));
  }
  add_level(made, measures::Level::Of::codes_in_use, 3);
  add_level(made, measures::Level::Of::guess, 0);
  if (with_people) add_level(made, measures::Level::Of::people_busy, 1);
  if (with_people) add_level(made, measures::Level::Of::resource_in_use, 4);
  return made;
}

inline measures::Expectation expectation(const people::Company& company, const char* text) {
  return measures::parse_expectation(text, measures::names_of(company));
}

inline report::RunFacts facts(const people::Company& company, const report::Figures& figures) {
  return {.company = company,
          .figures = figures,
          .notes = {},
          .seed = 7,
          .replications_wanted = figures.total().replications,
          .wall_s = 0.5,
          .threads = 2,
          .stored_in = "parksim.db"};
}

}  // namespace hand_made

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/replication.hpp"

/// Lots to simulate, and what is asked of the measures, for the tests of whole replications.
namespace lot_runs {

using namespace sim;  // NOLINT: tests
using measures::Count;
using measures::Latency;
using measures::Measures;
using models::QueueKind;

using Laned = models::Replication<LanedQueue<QuaternaryHeap>>;

/// A company with its plan, which refers to it.
struct Study {
  explicit Study(people::Company c) : company(std::move(c)), plan(company) {}
  Study(const Study&) = delete;
  people::Company company;
  models::Plan plan;
};

/// One lot of `codes` codes from 1 on that keeps its callers for ever, fed by one source of parks.
inline people::Company one_lot(int codes, Arrivals arrivals, Distribution retrieved_after) {
  people::Company company;
  park::LotPlan lot;
  lot.name = "lot";
  lot.rules.space.lo = 1;
  lot.rules.space.hi = codes;
  lot.rules.park.timeout = {};
  lot.rules.ring.attempts = 0;
  company.lots.push_back(lot);
  company.lot_traffic.push_back({.name = "parks",
                                 .arrivals = std::move(arrivals),
                                 .retrieved_after = std::move(retrieved_after),
                                 .patience = std::nullopt,
                                 .ring_answered_after = std::nullopt});
  return company;
}

/// The reference lot: S has 90 codes, V 60, at 1.2 parks a second; L 50,000 at 700. The time-out may be shortened so
/// that rare paths become common.
inline people::Company reference_lot(int codes, std::uint64_t calls, double per_s = 1.2, Ticks timeout = 300_s) {
  auto company = one_lot(codes, Arrivals::poisson(per_s), Distribution::exponential(60));
  auto& rules = company.lots[0].rules;
  rules.park.timeout = timeout;
  rules.ring.code = park::CodeInRingBack::freed;
  rules.ring.ring_time = 20_s;
  rules.ring.attempts = 1;
  rules.ring.final = park::Final::repark;
  auto& traffic = company.lot_traffic[0];
  traffic.patience = Distribution::exponential(240);
  traffic.leaves_while_ringing = false;
  traffic.ring_answered_after = Distribution::exponential(8);
  company.horizon.calls = calls;
  return company;
}

inline std::uint64_t total(const Measures& m, std::size_t counter) {
  std::uint64_t sum = 0;
  for (const auto& cell : m.cells) sum += cell.counts[counter];
  return sum;
}

inline std::uint64_t ended(const Measures& m, park::CallEnd how) {
  return total(m, Count::call_end + park::index(how));
}

inline Histogram times(const Measures& m, std::size_t latency) {
  Histogram all;
  for (const auto& cell : m.cells) all.merge(cell.latencies[latency]);
  return all;
}

inline double refused_share(const Measures& m) {
  return static_cast<double>(total(m, Count::refused)) / static_cast<double>(total(m, Count::park_requested));
}

/// Of codes in use, over the window.
inline double mean_busy(const Measures& m) { return m.levels[0].level.mean().value_or(0); }

/// Without the codes at the end that were never used.
inline std::vector<std::uint64_t> used(std::vector<std::uint64_t> uses) {
  while (!uses.empty() && uses.back() == 0) uses.pop_back();
  return uses;
}

/// Sums of chances, which may have been added in another order.
template <class Chances>
bool same_chances(const Chances& a, const Chances& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::abs(a[i] - b[i]) > 1e-12 * (a[i] + b[i])) return false;
  return true;
}

/// Whether two runs measured the same in every respect, or the first thing in which they differ.
inline testing::AssertionResult same(const Measures& a, const Measures& b) {
  const auto differ = [](const std::string& what) { return testing::AssertionFailure() << "different " << what; };
  if (a.digest_window != b.digest_window || a.digest != b.digest) return differ("digest");
  if (a.events != b.events) return differ("number of events");
  if (a.ties != b.ties || a.undeclared_ties != b.undeclared_ties) return differ("ties");
  if (a.simulated != b.simulated) return differ("length of the run");
  if (a.replications != b.replications) return differ("number of replications");
  if (a.longest_code != b.longest_code) return differ("longest code");
  if (a.rows_taken != b.rows_taken) return differ("rows taken");
  if (a.cells.size() != b.cells.size()) return differ("number of cells");
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    if (!(a.cells[i].labels == b.cells[i].labels)) return differ("labels of cell " + std::to_string(i));
    for (std::size_t c = 0; c < Count::size; ++c)
      if (a.cells[i].counts[c] != b.cells[i].counts[c]) return differ("counter " + std::to_string(c));
    if (a.cells[i].said != b.cells[i].said) return differ("words of the screen");
    if (!same_chances(a.cells[i].expected, b.cells[i].expected)) return differ("expected collisions");
    for (std::size_t l = 0; l < Latency::size; ++l)
      if (!(a.cells[i].latencies[l] == b.cells[i].latencies[l])) return differ("latency " + std::to_string(l));
  }
  if (a.code_uses.size() != b.code_uses.size()) return differ("number of lots");
  for (std::size_t i = 0; i < a.code_uses.size(); ++i)
    if (used(a.code_uses[i].uses) != used(b.code_uses[i].uses)) return differ("uses of codes");
  if (a.levels.size() != b.levels.size()) return differ("number of levels");
  for (std::size_t i = 0; i < a.levels.size(); ++i) {
    const auto &x = a.levels[i], &y = b.levels[i];
    if (x.of != y.of || x.subject != y.subject) return differ("subject of level " + std::to_string(i));
    if (x.level.area_us() != y.level.area_us() || x.level.observed() != y.level.observed() ||
        x.level.max() != y.level.max() || x.level.level() != y.level.level())
      return differ("level " + std::to_string(i));
    if (x.time_at.time_at_us() != y.time_at.time_at_us()) return differ("time at level " + std::to_string(i));
  }
  return testing::AssertionSuccess();
}

}  // namespace lot_runs

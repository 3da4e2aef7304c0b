#include <benchmark/benchmark.h>

#include <cstdint>

#include "models/replication.hpp"

// The reference lot: parks at a Poisson rate, retrieved after 60 s, patience 240 s (both exponential), time-out 300 s,
// then rung for 20 s at most and parked once more on a new code.
namespace {

using namespace sim;  // NOLINT: benchmarks

struct Size {
  int codes;
  double parks_per_s;
  std::int64_t calls;  // of one iteration: quick, and past the filling of the lot
};
constexpr Size s{90, 1.2, 100'000}, v{60, 1.2, 100'000}, l{50'000, 700, 400'000};

people::Company reference_lot(const Size& size) {
  people::Company company;
  park::LotPlan lot;
  lot.name = "lot";
  lot.rules.space.lo = 1;
  lot.rules.space.hi = size.codes;
  lot.rules.ring.code = park::CodeInRingBack::freed;
  lot.rules.ring.ring_time = 20_s;
  lot.rules.ring.final = park::Final::repark;
  company.lots.push_back(lot);
  company.lot_traffic.push_back({.name = "parks",
                                 .arrivals = Arrivals::poisson(size.parks_per_s),
                                 .retrieved_after = Distribution::exponential(60),
                                 .patience = Distribution::exponential(240),
                                 .leaves_while_ringing = false,
                                 .ring_answered_after = Distribution::exponential(8)});
  company.horizon.calls = static_cast<std::uint64_t>(size.calls);
  return company;
}

// One item is a park attempt. The digest, shown modulo 2^32, is the same for all queues.
void run(benchmark::State& state, const Size& size, models::QueueKind queue) {
  const auto company = reference_lot(size);
  const models::Plan plan(company);
  std::uint64_t digest = 0, events = 0;
  for (auto _ : state) {
    const auto measures = models::simulate(plan, {.seed = 1}, queue);
    digest = 0;
    for (const auto sum : measures.digest) digest = digest * 31 + sum;
    events = measures.events;
  }
  state.SetItemsProcessed(state.iterations() * size.calls);
  state.counters["digest"] = static_cast<double>(digest & 0xffffffff);
  state.counters["events_per_attempt"] = static_cast<double>(events) / static_cast<double>(size.calls);
}

BENCHMARK_CAPTURE(run, S / lanes, s, models::QueueKind::lanes)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, S / heap, s, models::QueueKind::heap)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, S / sorted, s, models::QueueKind::sorted)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, V / lanes, v, models::QueueKind::lanes)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, V / heap, v, models::QueueKind::heap)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, V / sorted, v, models::QueueKind::sorted)->Unit(benchmark::kMillisecond);
// The sorted vector is left out at size L: each cancel is linear in 100,000 pending events.
BENCHMARK_CAPTURE(run, L / lanes, l, models::QueueKind::lanes)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, L / heap, l, models::QueueKind::heap)->Unit(benchmark::kMillisecond);

}  // namespace

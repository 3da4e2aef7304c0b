#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/items.hpp"
#include "bench/ready_made.hpp"
#include "models/replication.hpp"
#include "models/world.hpp"
#include "scenarios/compiler/compile.hpp"

// Every ready-made scenario, one replication of it. One item is a call. Long ones are cut: a benchmark wants the cost
// of a call, and all that came before in a replication counts.
namespace {

constexpr double most_calls = 20'000;

double expected_calls(const people::Company& company) {
  const auto& horizon = company.horizon;
  if (horizon.calls) return static_cast<double>(*horizon.calls);
  const sim::Ticks from = horizon.time_of_day, to = from + horizon.window_end();
  double rate_per_s = 0;
  for (const auto& traffic : company.traffic) rate_per_s += traffic.arrivals.rate_per_s(from, to);
  for (const auto& traffic : company.lot_traffic) rate_per_s += traffic.arrivals.rate_per_s(from, to);
  return rate_per_s * horizon.window_end().seconds();
}

void shorten(people::Company& company) {
  const double part = most_calls / expected_calls(company);
  auto& horizon = company.horizon;
  if (part >= 1) return;
  if (horizon.calls) {
    horizon.calls = static_cast<std::uint64_t>(most_calls);
  } else {
    horizon.warm_up = sim::from_seconds(horizon.warm_up.seconds() * part);
    horizon.length = sim::from_seconds(horizon.length->seconds() * part);
  }
}

std::uint64_t calls_of(const measures::Measures& measures) {
  std::uint64_t calls = 0;
  for (const auto& cell : measures.cells) calls += cell.counts[measures::Count::calls];
  return calls;
}

using Simulate = std::function<measures::Measures()>;

Simulate of_a_company(people::Company& company) {
  shorten(company);
  return [plan = std::make_shared<const models::Plan>(company)] { return models::simulate(*plan, {.seed = 1}); };
}

/// A day of a few lots of each kind.
Simulate of_a_world(people::Company& company) {
  constexpr std::int64_t few = 2;
  for (auto& copies : company.copies) copies.count = std::min(copies.count, few);
  return [world = std::make_shared<const models::World>(company, 1)] {
    return world->simulate(0, {.seed = 1}, models::QueueKind::lanes, [](double) { return false; });
  };
}

void run(benchmark::State& state, const std::filesystem::path& file) {
  or_give_up(state, [&] {
    auto company = scenarios::load(file, {.system_dir = ready_made::systems()}).company;
    const auto simulate = company.copies.empty() ? of_a_company(company) : of_a_world(company);
    std::uint64_t digest = 0, calls = 0, events = 0;
    for (auto _ : state) {
      const auto measures = simulate();
      digest = digest_of(measures.digest);
      calls = calls_of(measures);
      events = measures.events;
    }
    report_items(state, static_cast<std::int64_t>(calls), digest);
    state.counters["events_per_item"] = static_cast<double>(events) / static_cast<double>(calls);
    if (calls == 0) give_up(state, "no call was measured: the scenario is too short to say what one costs");
  });
}

[[maybe_unused]] const bool registered = [] {
  for (const auto& file : ready_made::scenarios()) {
    benchmark::RegisterBenchmark(("scenario/" + file.stem().string()).c_str(), [file](benchmark::State& state) {
      run(state, file);
    })->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace

#include "bench/reference_lot.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "bench/floor/reference_lot.hpp"
#include "bench/items.hpp"
#include "models/replication.hpp"

// The reference lot in three sizes, seven variants that a fast path for it alone would miss, and the hand-written floor
// beside them: tools/bench prints their ratios. One item is a park attempt.
namespace {

using people::Company;
using reference_lot::Size;
using sim::Distribution;

void run(benchmark::State& state, const Company& company, models::QueueKind queue) {
  const models::Plan plan(company);
  std::uint64_t digest = 0, events = 0;
  for (auto _ : state) {
    const auto measures = models::simulate(plan, {.seed = 1}, queue);
    digest = digest_of(measures.digest);
    events = measures.events;
  }
  const auto attempts = static_cast<std::int64_t>(*company.horizon.calls);
  report_items(state, attempts, digest);
  state.counters["events_per_item"] = static_cast<double>(events) / static_cast<double>(attempts);
}

Company reference() { return reference_lot::company(reference_lot::ample); }

Company lognormal_retrieval() {
  Company company = reference();
  company.lot_traffic[0].retrieved_after = Distribution::lognormal_mean_cv(60, 1);
  return company;
}

Company uniform_patience() {
  Company company = reference();
  company.lot_traffic[0].patience = Distribution::uniform(0, 480);
  return company;
}

Company misdials() {
  Company company = reference();
  company.lot_traffic[0].mistype_per_digit = 0.005;
  return company;
}

Company allocated(std::string_view policy) {
  Company company = reference();
  company.lots[0].rules.alloc.policy = park::allocation(policy);
  return company;
}

// Each lot with its own share of the parks and of the codes.
Company lots(int count, sim::Ticks longer_timeout_each) {
  const auto [codes, parks_per_s, calls] = reference_lot::ample;
  Company company = reference_lot::company({codes / count, parks_per_s / count, calls});
  for (int i = 1; i < count; ++i) {
    auto lot = company.lots[0];
    auto traffic = company.lot_traffic[0];
    lot.name += std::to_string(i);
    traffic.name += std::to_string(i);
    traffic.lot = i;
    lot.rules.park.timeout += longer_timeout_each * i;
    company.lots.push_back(lot);
    company.lot_traffic.push_back(traffic);
  }
  return company;
}

using Counted = park_floor::Counts (*)(const park_floor::Lot&, std::uint64_t attempts, std::uint64_t seed);

void run_floor(benchmark::State& state, const Size& size, Counted floor) {
  const std::uint64_t attempts = std::max<std::uint64_t>(size.calls, 400'000);  // long enough for the clock
  floor({size.codes, size.parks_per_s}, 1, 1);  // fetches the memory that all further runs use again
  std::uint64_t digest = 0;
  for (auto _ : state) {
    const auto n = floor({size.codes, size.parks_per_s}, attempts, 1);
    digest =
        digest_of(std::initializer_list<std::uint64_t>{n.blocked, n.retrieved, n.abandoned, n.answered, n.dropped});
  }
  report_items(state, static_cast<std::int64_t>(attempts), digest);
}

template <class Function>
void add(const std::string& name, Function function) {
  benchmark::RegisterBenchmark(name.c_str(), function)->Unit(benchmark::kMillisecond);
}

void add_lot(const std::string& name, Company company, models::QueueKind queue = models::QueueKind::lanes) {
  add(name, [company = std::move(company), queue](benchmark::State& state) { run(state, company, queue); });
}

[[maybe_unused]] const bool registered = [] {
  // What plain models::simulate() does, and what else it can be told to use.
  constexpr std::pair<const char*, models::QueueKind> others[] = {{"heap", models::QueueKind::heap},
                                                                  {"sorted", models::QueueKind::sorted}};
  for (const Size& size : {reference_lot::full, reference_lot::ample, reference_lot::large}) {
    const std::string codes = std::to_string(size.codes);
    add_lot("reference_lot/" + codes, reference_lot::company(size));
    add("floor/three_timers/shipped/" + codes,
        [=](auto& state) { run_floor(state, size, floor_shipped::three_timers); });
    add("floor/three_timers/native/" + codes, [=](auto& state) { run_floor(state, size, floor_native::three_timers); });
    add("floor/one_event/shipped/" + codes, [=](auto& state) { run_floor(state, size, floor_shipped::one_event); });
    add("floor/one_event/native/" + codes, [=](auto& state) { run_floor(state, size, floor_native::one_event); });
    for (const auto& [kind_name, kind] : others) {
      // Each cancel of the sorted vector is linear in 100,000 pending events.
      if (kind == models::QueueKind::sorted && size.codes > 1'000) continue;
      add_lot("reference_lot_with/" + std::string(kind_name) + '/' + codes, reference_lot::company(size), kind);
    }
  }
  add_lot("reference_lot/lognormal_retrieval", lognormal_retrieval());
  add_lot("reference_lot/timeout_per_policy", lots(3, sim::Ticks{60'000'000}));
  add_lot("reference_lot/random_codes", allocated("random"));
  add_lot("reference_lot/lru_codes", allocated("lru"));
  add_lot("reference_lot/two_lots", lots(2, {}));
  add_lot("reference_lot/misdials", misdials());
  add_lot("reference_lot/uniform_patience", uniform_patience());
  return true;
}();

}  // namespace

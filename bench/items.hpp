#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>

/// What every benchmark here reports: items a second, CPU time an item, and the result as a number, shown modulo 2^32,
/// so that nothing is optimised away and two runs can be seen to have done the same work.
inline void report_items(benchmark::State& state, std::int64_t items_per_iteration, std::uint64_t digest) {
  const auto items = static_cast<std::int64_t>(state.iterations()) * items_per_iteration;
  state.SetItemsProcessed(items);
  state.counters["per_item"] =
      benchmark::Counter(static_cast<double>(items), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["digest"] = static_cast<double>(digest & 0xffffffffu);
}

/// A benchmark that cannot measure says why, in one line, and takes no part.
inline void give_up(benchmark::State& state, std::string_view why) {
  state.SkipWithError(std::string(why.substr(0, why.find('\n'))).c_str());
}

/// Runs the body of a benchmark and gives up when it throws.
template <class Body>
void or_give_up(benchmark::State& state, Body body) {
  try {
    body();
  } catch (const std::exception& fault) {
    give_up(state, fault.what());
  }
}

/// One number of many.
inline std::uint64_t digest_of(std::span<const std::uint64_t> numbers) {
  std::uint64_t digest = 0;
  for (const std::uint64_t number : numbers) digest = digest * 31 + number;
  return digest;
}

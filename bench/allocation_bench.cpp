#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "bench/items.hpp"
#include "models/park/allocation/registry.hpp"
#include "sim/random/draw.hpp"

// Every policy of the registry at every size and filling. One item is a code chosen and another one, taken at random
// among those in use, given back: the filling stays.
namespace {

using park::AllocationPolicy;

constexpr std::int64_t codes_in_lots[] = {10, 1'000, 50'000, 1'000'000};
constexpr std::int64_t percents_full[] = {10, 50, 90, 99};

const sim::DrawSource source(1, 0, 0, sim::hash_name("codes"));

template <class Policy>
class Lot {
 public:
  Lot(Policy& policy, int codes, int in_use) : policy_(policy) {
    taken_.reserve(static_cast<std::size_t>(in_use));
    for (int i = 0; i < in_use; ++i) taken_.push_back(policy_.choose(uniform()).code);
    for (int i = 0; i < std::min(codes, 20'000); ++i) step();  // away from the order of the start
  }

  int step() {
    const auto i = static_cast<std::size_t>(uniform() * static_cast<double>(taken_.size()));
    const park::Choice choice = policy_.choose(uniform());
    policy_.release(taken_[i]);
    taken_[i] = choice.code;
    return choice.code;
  }

 private:
  double uniform() { return source.of(draws_++).uniform(1, 0, 0); }

  Policy& policy_;
  std::vector<int> taken_;
  std::uint64_t draws_ = 0;
};

void choose(benchmark::State& state, park::Allocation which) {
  const auto codes = static_cast<int>(state.range(0));
  // At least one code in use, to be given back, and one free, to be chosen.
  const int in_use = std::clamp(static_cast<int>(state.range(0) * state.range(1) / 100), 1, codes - 1);
  AllocationPolicy policy = park::make_allocation(which, codes);
  std::visit(
      [&](auto& chosen) {
        Lot lot(chosen, codes, in_use);
        std::uint64_t digest = 0;
        for (auto _ : state) digest = digest * 31 + static_cast<std::uint64_t>(lot.step());
        report_items(state, 1, digest);
      },
      policy);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto name : park::allocation_names) {
    const auto which = park::allocation(name);
    benchmark::RegisterBenchmark(("allocation/" + std::string(name)).c_str(),
                                 [which](benchmark::State& state) { choose(state, which); })
        ->ArgNames({"codes", "full"})
        ->ArgsProduct({{std::begin(codes_in_lots), std::end(codes_in_lots)},
                       {std::begin(percents_full), std::end(percents_full)}});
  }
  return true;
}();

}  // namespace

#include <cstdint>
#include <filesystem>
#include <string>

#include "bench/items.hpp"
#include "bench/ready_made.hpp"
#include "models/replication.hpp"
#include "scenarios/compiler/compile.hpp"
#include "tools/program/study_store.hpp"
#include "tools/results/store.hpp"

// The results file, with the replications of the ready-made scenario that measures most. One item is a replication.
namespace {

namespace fs = std::filesystem;

/// A folder of its own in the system's place for such, gone in the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "parksim-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made in the temporary one");
    folder_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string file() const { return (folder_ / "results.db").string(); }

 private:
  fs::path folder_;
};

program::Study study() {
  auto scenario = scenarios::load(ready_made::folder() / "company-day.yaml", {.system_dir = ready_made::systems()});
  program::Study study;
  study.company = std::move(scenario.company);
  study.effective = std::move(scenario.effective);
  study.replications = 1'000'000;
  return study;
}

struct Day {
  program::Study study = ::study();
  measures::Measures measures = models::simulate(models::Plan(study.company), {.seed = 1});
};

template <class Body>
void with_a_day(benchmark::State& state, Body body) {
  or_give_up(state, [&] {
    const Day day;
    const Scratch scratch;
    program::RunOptions options;
    options.db = scratch.file();
    body(day, options);
  });
}

void store_add(benchmark::State& state) {
  with_a_day(state, [&](const Day& day, const program::RunOptions& options) {
    program::StudyStore store(options, day.study);
    std::uint32_t replication = 0;
    for (auto _ : state) store.add(replication++, day.measures);
    report_items(state, 1, day.measures.events);
    state.counters["bytes_per_item"] = static_cast<double>(fs::file_size(*options.db)) / replication;
  });
}
BENCHMARK(store_add)->Unit(benchmark::kMicrosecond);

void store_pooled(benchmark::State& state) {
  constexpr std::uint32_t replications = 16;
  with_a_day(state, [&](const Day& day, const program::RunOptions& options) {
    program::StudyStore store(options, day.study);
    for (std::uint32_t i = 0; i < replications; ++i) store.add(i, day.measures);
    auto reader = results::Store::open_to_read(*options.db);
    const auto run = reader.runs().front().id;
    std::uint64_t digest = 0;
    for (auto _ : state) digest = reader.pooled(run).events;
    report_items(state, replications, digest);
  });
}
BENCHMARK(store_pooled)->Unit(benchmark::kMillisecond);

void measures_merge(benchmark::State& state) {
  with_a_day(state, [&](const Day& day, const program::RunOptions&) {
    measures::Measures sum;
    for (auto _ : state) sum.merge(day.measures);
    report_items(state, 1, sum.events);
  });
}
BENCHMARK(measures_merge)->Unit(benchmark::kMicrosecond);

}  // namespace

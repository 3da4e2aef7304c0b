#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "bench/items.hpp"
#include "bench/ready_made.hpp"
#include "models/surroundings.hpp"
#include "scenarios/compiler/compile.hpp"
#include "scenarios/compiler/document.hpp"

namespace {

const scenarios::LoadOptions options{.system_dir = ready_made::systems()};

scenarios::SourcePtr source_of(std::string text) {
  return std::make_shared<const scenarios::Source>(scenarios::Source{"generated.yaml", std::move(text)});
}

std::uint64_t digest_of(const std::string& text) {
  std::uint64_t digest = 0;
  for (const char c : text) digest = digest * 31 + static_cast<unsigned char>(c);
  return digest;
}

// So many lots with a policy and a group of ten people each.
std::string organisation(std::int64_t lots) {
  std::string text = "title: An organisation\nsystem: custom\nrun: {calls: 1000, replications: 1}\n";
  std::string policies = "policies:\n", people = "people:\n", traffic = "traffic:\n";
  for (std::int64_t i = 0; i < lots; ++i) {
    const std::string n = std::to_string(i), first = std::to_string(100 * i), last = std::to_string(100 * i + 99);
    policies += "  P" + n + ": {allow_call_park: true, pickup_range: " + first + '-' + last + "}\n";
    people += "  g" + n + ": {count: 10, policy: P" + n + ", devices: [desktop], script: agent}\n";
    traffic += "  t" + n + ": {from: outside, to: g" + n + ", arrivals: poisson(6/h), patience: exponential(5min)}\n";
  }
  return text + policies + people + traffic +
         "scripts:\n  agent:\n    do: [answer, talk: 60s, park, walk: 30s, retrieve: own, talk: 60s]\n"
         "    on ring_back: [answer, talk: 10s]\n    on refused: stop\n    on not_retrieved: stop\n"
         "    on tries_exhausted: stop\n";
}

// One item is a scenario, read from its file and compiled.
void load(benchmark::State& state, const std::filesystem::path& file) {
  or_give_up(state, [&] {
    std::uint64_t digest = 0;
    for (auto _ : state) digest = digest_of(scenarios::load(file, options).effective);
    report_items(state, 1, digest);
  });
}

// One item is a lot with its policy, its people and their traffic.
void compile(benchmark::State& state) {
  const auto source = source_of(organisation(state.range(0)));
  or_give_up(state, [&] {
    std::uint64_t digest = 0;
    for (auto _ : state) digest = digest_of(scenarios::compile(source, ".", options).effective);
    report_items(state, state.range(0), digest);
  });
}
BENCHMARK(compile)->ArgName("lots")->RangeMultiplier(10)->Range(1, 100)->Unit(benchmark::kMillisecond);

// One item is a lot.
void plan(benchmark::State& state) {
  or_give_up(state, [&] {
    const auto company = scenarios::compile(source_of(organisation(state.range(0))), ".", options).company;
    std::uint64_t digest = 0;
    for (auto _ : state) digest = models::Plan(company).source_hashes.back();
    report_items(state, state.range(0), digest);
  });
}
BENCHMARK(plan)->ArgName("lots")->RangeMultiplier(10)->Range(1, 100)->Unit(benchmark::kMicrosecond);

// One item is a line of YAML.
void parse(benchmark::State& state) {
  const auto source = source_of(organisation(1000));
  const auto lines = std::count(source->text.begin(), source->text.end(), '\n');
  std::size_t children = 0;
  for (auto _ : state) children = scenarios::parse_document(source).children.size();
  report_items(state, lines, children);
}
BENCHMARK(parse)->Unit(benchmark::kMillisecond);

// One item is a preset.
void presets(benchmark::State& state) {
  std::size_t found = 0;
  for (auto _ : state) found = scenarios::systems(options.system_dir).size();
  report_items(state, static_cast<std::int64_t>(found), found);
}
BENCHMARK(presets)->Unit(benchmark::kMillisecond);

[[maybe_unused]] const bool registered = [] {
  for (const auto& file : ready_made::scenarios()) {
    if (file.parent_path() != ready_made::folder()) continue;
    benchmark::RegisterBenchmark(("load/" + file.stem().string()).c_str(), [file](benchmark::State& state) {
      load(state, file);
    })->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace

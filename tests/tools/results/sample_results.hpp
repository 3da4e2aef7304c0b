#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>

#include "models/measures/measures.hpp"
#include "tools/results/content.hpp"
#include "tools/results/run_info.hpp"
#include "tools/results/store.hpp"

/// Made-up results for the tests of the store.
namespace sample {

/// A folder that goes with its owner.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "results_XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string content_of(const std::string& path) {
  std::ostringstream out;
  results::write_content(path, out);
  return out.str();
}

inline results::RunInfo info(std::uint64_t seed = 1) {
  return {.title = "Car dealer",
          .system = "asterisk",
          .scenario = "run: {seed: " + std::to_string(seed) + "}\n",
          .build = std::string(64, 'b'),
          .seed = seed,
          .replications_wanted = 3,
          .names = {.policies = {"Factory", "Sales"},
                    .traffic = {"customers", "suppliers", "lot calls"},
                    .groups = {"reception", "sales"},
                    .group_sites = {"Hall", ""},
                    .channels = {"hall speaker"},
                    .resources = {"lines"},
                    .rows = {"free/request", "parked/timeout", "parked/retrieve"},
                    .rows_say = {"parked", "rung back", "claimed"}}};
}

using Engine = std::mt19937_64;

inline sim::Histogram histogram(Engine& engine, int values) {
  sim::Histogram histogram;
  for (int i = 0; i < values; ++i) histogram.record({static_cast<std::int64_t>(engine() % 100'000'000)});
  return histogram;
}

inline measures::Level level(measures::Level::Of of, std::int16_t subject, Engine& engine) {
  measures::Level level{of, subject, {}, {}};
  sim::Ticks now{0};
  level.level.open(now);
  level.time_at.open(now);
  for (int i = 0; i < 50; ++i) {
    const auto height = static_cast<std::int64_t>(engine() % 20);
    level.level.set(now, height);
    level.time_at.set(now, height);
    now.us += static_cast<std::int64_t>(engine() % 1'000'000);
  }
  level.level.close(now);
  level.time_at.close(now);
  return level;
}

/// About half of the counters and expected numbers are zero and most histograms are empty.
inline void fill(measures::Cell& cell, Engine& engine) {
  for (auto& count : cell.counts) count = engine() % 2 * (engine() % 100'000);
  for (auto& count : cell.said) count = engine() % 2 * (engine() % 100'000);
  for (auto& chance : cell.expected) chance = static_cast<double>(engine() % 2 * engine()) / 3e15;
  for (auto& latency : cell.latencies) latency = engine() % 3 == 0 ? histogram(engine, 40) : sim::Histogram();
}

/// A replication that fits the names of info().
inline measures::Measures replication(std::uint64_t seed) {
  Engine engine(seed);
  measures::Measures m;
  m.replications = 1;
  fill(m.cells[m.cell({0, 0, 0, 0, 9})], engine);
  fill(m.cells[m.cell({1, 2, -1, -1, 23})], engine);
  fill(m.cells[m.cell({-1, -1, 1, -1, -1})], engine);
  m.levels = {level(measures::Level::Of::codes_in_use, 1, engine), level(measures::Level::Of::people_busy, 1, engine),
              level(measures::Level::Of::resource_in_use, 0, engine)};
  m.code_uses = {{0, {0, engine() % 1000, 0, engine() % 1000, 0}}, {1, {0, 0}}};
  m.rows_taken = {engine() % 1000, 0, engine() % 1000};
  m.longest_code = 3;
  m.events = engine() % 1'000'000;
  m.ties = engine() % 1000;
  m.undeclared_ties = engine() % 10;
  m.simulated = sim::operator""_s(28'800);
  m.starts[engine() % m.starts.size()] = 1;
  m.warm_up = sim::operator""_s(static_cast<unsigned long long>(engine() % 4'000));
  m.digest = {engine(), 0, engine()};
  m.digest_window = sim::operator""_s(60);
  return m;
}

inline results::Environment environment() { return {"2026-01-31T08:00:00Z", "desk", "/opt/parksim", 2, 1.5, 2.25}; }

/// A finished file with the replications 1 to `count` of one run.
inline void write_run(const std::string& path, std::uint64_t seed, int count = 3) {
  results::Store store = results::Store::open(path);
  const results::RunId run = store.begin(info(seed));
  for (int i = 1; i <= count; ++i) store.add(run, i, replication(seed * 1000 + static_cast<std::uint64_t>(i)));
  store.finish(run, {}, {}, environment());
}

}  // namespace sample

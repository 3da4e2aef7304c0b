#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "scenarios/compiler/compile.hpp"

// Small whole scenarios, and ways to compile changed ones.
namespace texts {

inline const std::filesystem::path root = PARKSIM_ROOT;

inline constexpr std::string_view lot = R"(system: custom
run: {duration: 1h}
lots:
  L: {codes: 90, timeout: 300s}
lot_traffic:
  L: {parks: 1/s, retrieved_after: exponential(60s)}
)";

inline constexpr std::string_view people = R"(system: {use: teams_reject, clients: current}
run: {from: 08:00, to: 16:00}
policies:
  Factory: {allow_call_park: true, pickup_range: 10-99, park_timeout: 300s}
people:
  reception: {count: 2, policy: Factory, devices: [desktop], script: reception}
  floor: {count: 20, policy: Factory, devices: [ip_phone], hears: [pa], script: worker}
channels:
  pa: {kind: public_address, voices: 1}
  help: {kind: chat}
traffic:
  inbound: {to: reception, for: one of floor, arrivals: poisson(40/h), patience: exponential(4min)}
scripts:
  reception:
    do: [answer, talk: 20s, park, announce: {via: pa}]
    on ring_back: [answer, talk: 8s]
    on refused: [take_message]
  worker:
    when announced: [notice, walk: 40s, retrieve, talk: 60s]
    on not_retrieved: stop
)";

// `text` with the first `from` replaced; an empty `from` appends.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const std::size_t at = from.empty() ? changed.size() : changed.find(from);
  if (at == std::string::npos) throw std::logic_error("not in the text: " + std::string(from));
  return changed.replace(at, from.size(), to);
}

inline scenarios::LoadOptions options(std::vector<std::string> sets = {}, std::string system = {}) {
  return {root / "scenarios" / "systems", std::move(sets), std::move(system)};
}

inline scenarios::SourcePtr source(std::string text) {
  return std::make_shared<const scenarios::Source>(scenarios::Source{"test.yaml", std::move(text)});
}

inline scenarios::Scenario compiled(std::string text, const scenarios::LoadOptions& with = options(),
                                    const std::filesystem::path& base = std::filesystem::temp_directory_path()) {
  return scenarios::compile(source(std::move(text)), base, with);
}

// The error of a scenario that must have one.
inline scenarios::InputError error_of(std::string text, const scenarios::LoadOptions& with = options(),
                                      const std::filesystem::path& base = std::filesystem::temp_directory_path()) {
  try {
    compiled(std::move(text), with, base);
  } catch (const scenarios::InputError& error) {
    return error;
  }
  throw std::logic_error("the scenario has no error");
}

// A directory with files in it, gone at the end.
class Directory {
 public:
  Directory()
      : path_(std::filesystem::temp_directory_path() /
              ("parksim-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
    std::filesystem::create_directories(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace texts

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a results file says of a run besides its measures.
namespace results {

/// A run within one file. Stays the same when the run is computed again.
enum class RunId : std::int64_t {};

/// What the indices in the measures of a run are called. A subject has a name for each index the measures use.
struct NameTable {
  std::vector<std::string> policies;  ///< the lots
  std::vector<std::string> traffic;   ///< traffic first, then lot traffic
  std::vector<std::string> groups;
  std::vector<std::string> group_sites;  ///< by group; empty = no site
  std::vector<std::string> channels;
  std::vector<std::string> resources;
  std::vector<std::string> rows;        ///< of the call's state machine; as many as Measures::rows_taken
  std::vector<std::string> rows_say{};  ///< what each of them means, in words
  friend bool operator==(const NameTable&, const NameTable&) = default;
};

struct RunInfo {
  std::string title;
  std::string system;    ///< the preset
  std::string scenario;  ///< the effective text, after --set
  std::string build;     ///< build_identity()
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> shuffle_ties{};  ///< seed of the order of ties; none: they were not shuffled
  int replications_wanted = 0;
  NameTable names;
  friend bool operator==(const RunInfo&, const RunInfo&) = default;
};

struct StoredRun {
  RunId id{};
  RunInfo info;
  std::string scenario_hash;
  std::vector<int> replications;  ///< numbers of those stored, ascending
  bool finished = false;          ///< false: interrupted, or still running
};

/// A value with its 95 % interval.
struct Estimated {
  std::optional<double> value;      ///< none: no data, or 0/0
  std::optional<double> low, high;  ///< none: no interval
  friend bool operator==(const Estimated&, const Estimated&) = default;
};

struct StoredEstimate {
  std::string query;
  Estimated estimated;
  std::optional<double> numerator, denominator;  ///< of a share
  friend bool operator==(const StoredEstimate&, const StoredEstimate&) = default;
};

enum class Verdict : std::uint8_t { pass, fail, unsure };

struct StoredExpectation {
  std::string text;  ///< as written in the scenario
  double limit = 0;
  Estimated estimated;
  Verdict verdict{};
  friend bool operator==(const StoredExpectation&, const StoredExpectation&) = default;
};

/// All that depends on clock or host.
struct Environment {
  std::string started_at;  ///< ISO 8601
  std::string host;
  std::string program;  ///< path
  int threads = 1;
  double duration_s = 0;
  double cpu_s = 0;
  friend bool operator==(const Environment&, const Environment&) = default;
};

}  // namespace results

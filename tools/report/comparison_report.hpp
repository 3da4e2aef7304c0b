#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/paired.hpp"

namespace report {

/// One answer on both sides.
struct ComparedAnswer {
  std::string query;
  measures::Quantity quantity{};
  bool more_is_better = false;
  std::optional<double> before, after;
  measures::Difference change;  ///< its interval holds together with those of all answers
  bool is_found = false;        ///< the change is beyond what chance, or the least effect, explains
};

/// Two runs side by side.
struct Comparison {
  std::string before, after;       ///< what is compared: "old.db, run 1: A company from eight to six"
  std::vector<std::string> apart;  ///< what differs in them: build, seed, keys of the scenario
  /// Of the same scenario and seed: whether the replications that both have are equal, and where the first is not.
  std::optional<std::string> exact;
  std::string method;  ///< how the intervals were made
  double confidence = 0.95;
  std::vector<ComparedAnswer> answers;
  bool is_same = false;  ///< what both have is equal byte for byte
  bool has_changed() const;
};

enum class ComparisonFormat { text, markdown, json };
void print_comparison(const Comparison& comparison, ComparisonFormat format, std::ostream& out);

}  // namespace report

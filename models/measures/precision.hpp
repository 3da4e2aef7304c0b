#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/query.hpp"

namespace measures {

/// How narrow the interval of an answer has to be: to each side at most this much, at 95 % for all answers together.
struct Precision {
  std::string text;  ///< as written: "park.refused.share 5%"
  Query query;
  double half_width = 0;  ///< in the unit of the answer, or of its value
  bool is_relative = false;
};

/// Reads one: a query and a half-width, which is a percentage of the value, or absolute: a time with its unit, "0.2pp"
/// of a share, a plain number. Throws QueryError, also for a width of 0.
Precision parse_precision(std::string_view text, const Names& names);

/// What has been attained of one.
struct Attained {
  std::optional<double> half_width;  ///< of the interval, the wider side; none when there is no interval
  double wanted = 0;                 ///< in the unit of the answer
  bool is_reached = false;
};
Attained attained(const Precision& precision, const Estimate& estimate);

/// A rule for when to stop, after as many replications as the answers need (Law and Kelton, 1982): all intervals are
/// looked at after 20 replications, and then each time there are a quarter more, and nothing is decided in between. So
/// where it stops follows from the replications in their order, never from who simulated them or when. Each of m
/// answers is given the level 1 - 0.05 / m, so that all hold together (Bonferroni). To stop where an interval happens
/// to be narrow makes it hold a little less often; from 20 replications on that stays within 2.5 % (a test).
class StoppingRule {
 public:
  static constexpr std::uint32_t least_replications = 20;

  StoppingRule() = default;
  /// For so many cells of a study, each with these answers, all of which are to hold together.
  explicit StoppingRule(std::vector<Precision> wanted, std::size_t cells = 1)
      : wanted_(std::move(wanted)), cells_(cells) {}

  const std::vector<Precision>& wanted() const { return wanted_; }
  double level() const { return 1 - 0.05 / static_cast<double>(wanted_.size() * cells_); }
  /// After how many replications to look next.
  static std::uint32_t next_look(std::uint32_t replications);
  /// What there is of each, `first_query` being the place of the first among those of the estimator.
  std::vector<Attained> attained(const Estimator& estimator, std::size_t first_query) const;

 private:
  std::vector<Precision> wanted_;
  std::size_t cells_ = 1;
};

}  // namespace measures

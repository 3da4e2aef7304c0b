#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/expectation.hpp"
#include "models/people/company.hpp"

namespace report {

/// An expectation of the scenario after the run.
struct Tested {
  measures::Expectation expectation;
  measures::Estimate estimate;
  measures::Verdict verdict{};
};

/// The numbers of one run: every metric of the catalogue with its usual statistics, for each value of its own
/// dimension, each lot and each group of people; of lots with copies some of each region too; and the left sides of the
/// scenario's expectations.
class Figures {
 public:
  /// A replication comes in so many blocks (models::World). `more` are queries besides the standard ones.
  Figures(const people::Company& company, std::vector<measures::Expectation> expectations, std::uint32_t blocks = 1,
          std::vector<measures::Query> more = {});

  /// Call in the order of the replications.
  void add(const measures::Measures& one_replication) { estimator_.add(one_replication); }

  const measures::Measures& total() const { return estimator_.pooled(); }

  /// By its name as users write it: "caller.wait.p95", "park.refused{lot_full}.share", "code.in_use{policy=Sales}.max".
  /// Throws std::out_of_range for a name that is not among queries().
  measures::Estimate operator()(const std::string& query) const { return estimator_.estimate(index_.at(query)); }
  bool has(const std::string& query) const { return index_.contains(query); }
  std::size_t index_of(const std::string& query) const { return index_.at(query); }

  /// The standard queries, without those of the expectations, in the order of the catalogue.
  std::span<const measures::Query> queries() const { return std::span(estimator_.queries()).first(standard_); }
  measures::Estimate estimate(std::size_t query) const { return estimator_.estimate(query); }

  /// All queries: the standard ones, those of the expectations, and the others.
  const measures::Estimator& estimator() const { return estimator_; }
  std::size_t index_of_other(std::size_t other) const { return standard_ + expectations_.size() + other; }

  /// In the order of the scenario.
  std::vector<Tested> tested() const;

 private:
  std::vector<measures::Expectation> expectations_;
  std::size_t standard_ = 0;
  measures::Estimator estimator_;
  std::map<std::string, std::size_t> index_;
};

/// The standard queries of a company.
std::vector<measures::Query> standard_queries(const people::Company& company);

/// An estimate as two texts: its value and its 95 % interval. A share or rate without hits reads "< upper bound", a
/// share without misses "> lower bound"; what is undefined reads "-", what has no interval has an empty one, and a
/// "share" above 1 (several hits a trial) is a plain number.
struct FigureText {
  std::string value, interval;
};
FigureText figure_text(const measures::Estimate& estimate, measures::Quantity quantity);

/// One quantity in its unit.
std::string quantity_text(double value, measures::Quantity quantity);
/// The same with its sign: of a change.
std::string signed_text(double value, measures::Quantity quantity);

}  // namespace report

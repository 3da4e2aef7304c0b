#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/measures/measures.hpp"
#include "models/measures/query.hpp"
#include "sim/statistics/intervals.hpp"

namespace measures {

/// What all replications together say about one query.
struct Estimate {
  std::optional<double> value;            ///< from the pooled measures; none = undefined (0/0, nothing observed)
  std::optional<sim::Interval> interval;  ///< two-sided, 95 % unless asked otherwise
  std::optional<sim::Interval> bounds;    ///< `low` and `high` are one-sided bounds at this level each
  double numerator = 0;                   ///< both as in Reading, of all replications together
  double denominator = 0;
  std::uint64_t replications = 0;
};

/// Collects the answers to some queries, replication by replication.
///
/// Intervals, with Student's t over replications unless said otherwise:
/// - share, within: sim::share_estimate: ratio estimator, sum over sum, cut to [0, 1]; of few hits the exact interval
///   of as many independent trials as would be as certain (Korn and Graubard, 1998). No hits, only hits or no spread at
///   all: exact (Clopper and Pearson, 1934) from the pooled counts, even from one replication.
/// - per_1000, counts (the mean of a replication), means of counters (code.probes, race.dialled_per_post), and shares
///   whose hits outnumber their trials: sim::rate_estimate: ratio estimator, not below 0; of few events a gamma
///   interval (Fay and Feuer, 1997). No hits: 0 to the exact Poisson bound -ln(tail) / denominator (Garwood, 1936),
///   even from one replication.
/// - code.collisions.expected: ratio estimator, not below 0; none when nothing was ever expected, for 0 is also what is
///   not worked out.
/// - mean of times and levels: ratio estimator.
/// - people.busy.share: ratio estimator cut to [0, 1]; none when nobody was ever busy, for time has no exact bound.
/// - percentiles and max: half-width of the mean of the replications' own values, laid round the pooled value;
///   replications that observed nothing are left out.
/// One replication has no interval but where an exact one is named above.
///
/// A replication may come in blocks that are samples of it (models::World). Then a block stands for what a replication
/// is above, but counts are those of a whole replication, and a maximum, which grows with the sample, has no interval.
class Estimator {
 public:
  explicit Estimator(std::vector<Query> queries, std::uint32_t blocks_a_replication = 1)
      : queries_(std::move(queries)), readings_(queries_.size()), blocks_(blocks_a_replication) {}

  /// Call in the order of the replications and their blocks. Throws std::invalid_argument when it is not exactly one.
  /// O(cells) for each query with labels; all cells are pooled once, for all queries without.
  void add(const Measures& one_replication);

  const std::vector<Query>& queries() const { return queries_; }
  const Measures& pooled() const { return pooled_; }
  /// One for each replication, in order.
  const std::vector<Reading>& readings(std::size_t query) const { return readings_[query]; }
  /// Its intervals at `level`: two-sided, and one-sided with as much in the tail as the two-sided have in both.
  Estimate estimate(std::size_t query, double level = sim::default_level) const;

 private:
  std::vector<Query> queries_;
  std::vector<std::vector<Reading>> readings_;
  Measures pooled_;
  std::uint32_t blocks_;
};

}  // namespace measures

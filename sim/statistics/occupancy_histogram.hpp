#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/statistics/windowed_level.hpp"
#include "sim/time.hpp"

namespace sim {

/// Time spent at each level 0, 1, 2, ... of a non-negative level over a window [from, to): for percentiles over time
/// and the share of time at a limit. Same rules of window and instant as TimeWeighted. Exact; memory is one word a
/// level up to the highest level held in the window.
class OccupancyHistogram {
 public:
  /// The level is `level` from `now` on. Throws std::invalid_argument when `level` is negative or `now` before the last
  /// call.
  void set(Ticks now, std::int64_t level);
  void add(Ticks now, std::int64_t change) { set(now, path_.level() + change); }

  /// Makes room for levels up to `highest`, so that holding them allocates nothing.
  void reserve(std::int64_t highest) { time_at_us_.reserve(static_cast<std::size_t>(highest) + 1); }

  /// For whoever adds the time spent at each level on their own: the times at the levels 0 to `highest`. The next call
  /// of follow() says how far that has gone, and trim() cuts off the levels that took no time.
  std::int64_t* room_for(std::int64_t highest) {
    const auto levels = static_cast<std::size_t>(highest) + 1;
    if (time_at_us_.size() < levels) time_at_us_.resize(levels);
    return time_at_us_.data();
  }
  void trim() {
    while (!time_at_us_.empty() && time_at_us_.back() == 0) time_at_us_.pop_back();
  }
  void follow(Ticks to, std::int64_t level) {
    observed_ += path_.advance(to);
    path_.set_level(level);
  }

  void open(Ticks now) { path_.open(now); }            ///< once, else std::logic_error
  void close(Ticks now) { accrue(path_.close(now)); }  ///< once, after open(), else std::logic_error

  /// Pools the observed time of another replication. Throws std::logic_error when either window is still open.
  void merge(const OccupancyHistogram& other);

  std::int64_t level() const { return path_.level(); }

  /// Microseconds spent at each level so far; the last entry is positive, and levels beyond it took no time.
  const std::vector<std::int64_t>& time_at_us() const { return time_at_us_; }
  Ticks observed() const { return observed_; }

  /// The lowest level that was not exceeded for at least the share `q` of the observed time (0 <= q <= 1, else
  /// std::invalid_argument); none when no time was observed. O(levels).
  std::optional<std::int64_t> quantile(double q) const;

  /// Share of the observed time at `level` or above; none when no time was observed. O(levels).
  std::optional<double> share_at_least(std::int64_t level) const;

  template <class Archive>
  void archive(Archive& a) {
    a(time_at_us_, observed_, path_);
  }

 private:
  void accrue(Ticks held);

  std::vector<std::int64_t> time_at_us_;
  Ticks observed_;
  WindowedLevel path_;
};

}  // namespace sim

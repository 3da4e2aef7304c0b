#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "sim/statistics/exact_sum.hpp"
#include "sim/statistics/windowed_level.hpp"
#include "sim/time.hpp"

namespace sim {

/// Time-weighted mean and maximum of an integer level over a window [from, to). The level starts at 0 and may change
/// before, in and after the window. All sums are exact integers, so merging is exact in any order. At one instant the
/// last change counts: a level held for no time contributes to nothing, not even to max(). O(1); trivially copyable.
class TimeWeighted {
 public:
  /// The level is `level` from `now` on. Throws std::invalid_argument when `now` is before the last call.
  void set(Ticks now, std::int64_t level) {
    accrue(path_.advance(now));
    path_.set_level(level);
  }
  void add(Ticks now, std::int64_t change) { set(now, path_.level() + change); }

  /// The level has gone from its last change up to `to` by a way of its own, with this area and this greatest level (of
  /// those held for some time), and is `level` now.
  void follow(Ticks to, std::int64_t level, Wide area_us, std::int64_t greatest) {
    const Ticks held = path_.advance(to);
    path_.set_level(level);
    if (held.us == 0) return;
    area_us_.add(area_us);
    observed_ += held;
    max_ = std::max(max_, greatest);
  }
  Ticks last() const { return path_.last(); }
  bool is_open() const { return path_.is_open(); }

  /// open() starts the window, close() ends it; each once (else std::logic_error), not before the last call
  /// (else std::invalid_argument).
  void open(Ticks now) { path_.open(now); }
  void close(Ticks now) { accrue(path_.close(now)); }

  /// Pools the observed time of another replication. Throws std::logic_error when either window is still open.
  void merge(const TimeWeighted& other);

  std::int64_t level() const { return path_.level(); }
  Ticks observed() const { return observed_; }       ///< time observed so far, all merged windows together
  Wide area_us() const { return area_us_.value(); }  ///< integral of the level, level x microseconds
  std::optional<double> mean() const;                ///< none when no time was observed
  std::optional<std::int64_t> max() const;           ///< none when no time was observed

 private:
  void accrue(Ticks held) {
    if (held.us == 0) return;
    area_us_.add(Wide{path_.level()} * held.us);
    observed_ += held;
    max_ = std::max(max_, path_.level());
  }

  ExactSum area_us_;
  Ticks observed_;
  std::int64_t max_ = std::numeric_limits<std::int64_t>::min();
  WindowedLevel path_;
};

}  // namespace sim

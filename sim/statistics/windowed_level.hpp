#pragma once

#include <cstdint>
#include <limits>

#include "sim/time.hpp"

namespace sim {

/// An integer level that changes through time, and one observation window [from, to) over it. The level may change
/// before, in and after the window; only time inside counts. Time must not run backwards. Trivially copyable, without
/// padding.
class WindowedLevel {
 public:
  std::int64_t level() const { return level_; }
  void set_level(std::int64_t level) { level_ = level; }

  /// Moves to `now` and returns how much of the time since the last call lies inside the window.
  /// Throws std::invalid_argument when `now` is before the last call.
  Ticks advance(Ticks now) {
    if (now < last_) refuse_past();
    const Ticks inside = is_open() ? now - last_ : Ticks{0};
    last_ = now;
    return inside;
  }

  void open(Ticks now);    ///< starts the window; throws std::logic_error when it was opened before
  Ticks close(Ticks now);  ///< ends it, returns as advance() does; throws std::logic_error when it is not open

  Ticks last() const { return last_; }  ///< up to where it has moved; long before any time in the beginning
  bool is_open() const { return phase_ == Phase::open; }
  bool was_opened() const { return phase_ != Phase::before; }

  /// Takes over that another window was observed as well. Throws std::logic_error when either is still open.
  void merge(const WindowedLevel& other);

 private:
  enum class Phase : std::int64_t { before, open, closed };
  [[noreturn]] static void refuse_past();

  std::int64_t level_ = 0;
  Ticks last_{std::numeric_limits<std::int64_t>::min()};
  Phase phase_ = Phase::before;
};

}  // namespace sim

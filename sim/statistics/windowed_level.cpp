#include "sim/statistics/windowed_level.hpp"

#include <stdexcept>

namespace sim {

void WindowedLevel::refuse_past() { throw std::invalid_argument("a level cannot change before its last change"); }

void WindowedLevel::open(Ticks now) {
  if (was_opened()) throw std::logic_error("the window was opened before");
  advance(now);
  phase_ = Phase::open;
}

Ticks WindowedLevel::close(Ticks now) {
  if (!is_open()) throw std::logic_error("the window is not open");
  const Ticks inside = advance(now);
  phase_ = Phase::closed;
  return inside;
}

void WindowedLevel::merge(const WindowedLevel& other) {
  if (is_open() || other.is_open()) throw std::logic_error("a window that is still open cannot be merged");
  if (other.was_opened()) phase_ = Phase::closed;
}

}  // namespace sim

#pragma once

namespace program {

/// While one of these lives, the first SIGINT (Ctrl-C) is noted instead of ending the program; the second ends it. The
/// former handling comes back at the end. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /// Whether SIGINT came. From any thread.
  static bool seen();
};

}  // namespace program

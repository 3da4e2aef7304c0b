#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <thread>

namespace program {

enum class ProgressStyle : std::uint8_t { silent, lines, bar };

/// How far a run is. `done` counts replications, or what `unit` names, and parts of them.
struct ProgressState {
  double done = 0;
  double total = 1;
  std::uint64_t events = 0;
  const char* unit = "replication";
};

/// Decides what to show when: a bar redrawn in place, or a plain line every ten seconds; nothing before two seconds
/// have gone by. Pure text, no clock of its own.
class ProgressText {
 public:
  explicit ProgressText(ProgressStyle style) : style_(style) {}

  /// What to write now, `elapsed` seconds after the start; nothing when it is not time yet. Calls in order of time.
  std::optional<std::string> at(double elapsed_s, const ProgressState& state);

  /// What to write at the end so that the next line starts clean.
  std::string end() const { return drawn_ ? "\r\033[K" : ""; }

 private:
  ProgressStyle style_;
  double next_line_s_ = 10;
  bool drawn_ = false;
};

/// Writes a ProgressText to a stream four times a second from a thread of its own, from construction to destruction.
/// `state` is called from that thread and must be safe for it.
class ProgressDisplay {
 public:
  ProgressDisplay(std::ostream& err, ProgressStyle style, std::function<ProgressState()> state);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

 private:
  void show_until_stopped(const std::stop_token& stop);

  std::ostream& err_;
  ProgressText text_;
  std::function<ProgressState()> state_;
  std::chrono::steady_clock::time_point start_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace program

#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "tools/program/progress.hpp"

namespace program {

/// How far all units of a job are, reported by those who simulate them. Safe for any number of threads.
class Meter {
 public:
  explicit Meter(std::size_t total) : total_(total) {}

  void part(std::uint32_t unit, double part) {
    const std::lock_guard lock(mutex_);
    parts_[unit] = part;
  }
  void finished(std::uint32_t unit, std::uint64_t events) {
    const std::lock_guard lock(mutex_);
    parts_.erase(unit);
    ++finished_;
    events_ += events;
  }
  ProgressState state() const {
    const std::lock_guard lock(mutex_);
    auto done = static_cast<double>(finished_);
    for (const auto& [unit, part] : parts_) done += part;
    return {done, static_cast<double>(total_), events_};
  }
  std::uint64_t events() const { return state().events; }

 private:
  mutable std::mutex mutex_;
  std::map<std::uint32_t, double> parts_;
  std::size_t total_, finished_ = 0;
  std::uint64_t events_ = 0;
};

}  // namespace program

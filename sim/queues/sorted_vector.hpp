#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/queues/event_queue.hpp"

namespace sim {

/// The oracle the other queues are judged by: events in a vector, latest first, and handles that are never reused.
/// Everything but next() and pop() is linear in the number pending.
class SortedVectorQueue {
 public:
  Handle push(EventKey key, EventPayload payload) {
    if (entries_.size() >= max_pending) throw std::length_error("event queue: more than 2^31 events pending");
    const auto later = [](const Entry& entry, EventKey other) { return entry.event.key > other; };
    const Handle handle = next_handle();
    entries_.insert(std::lower_bound(entries_.begin(), entries_.end(), key, later), Entry{{key, payload}, handle});
    return handle;
  }

  bool cancel(Handle handle) {
    return std::erase_if(entries_, [=](const Entry& entry) { return entry.handle == handle; }) > 0;
  }

  bool pending(Handle handle) const {
    return std::any_of(entries_.begin(), entries_.end(), [=](const Entry& entry) { return entry.handle == handle; });
  }

  const EventKey* next() const { return empty() ? nullptr : &entries_.back().event.key; }

  Event pop() {
    assert(!empty());
    const Event event = entries_.back().event;
    entries_.pop_back();
    return event;
  }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  void reserve(std::size_t n) { entries_.reserve(n); }

  template <class Archive>
  void archive(Archive& a) {
    a(entries_, pushed_);
  }

 private:
  static constexpr std::uint64_t max_pending = std::uint64_t{1} << 31;

  struct Entry {
    Event event;
    Handle handle;
  };

  Handle next_handle() {
    const std::uint64_t serial = pushed_++;
    return {static_cast<std::uint32_t>(serial % max_pending), static_cast<std::uint32_t>(1 + serial / max_pending)};
  }

  std::vector<Entry> entries_;
  std::uint64_t pushed_ = 0;
};

static_assert(EventQueue<SortedVectorQueue>);

}  // namespace sim

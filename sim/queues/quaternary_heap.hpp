#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/queues/event_queue.hpp"
#include "sim/queues/slot_pool.hpp"

namespace sim {

/// A heap with four children to a node (Johnson 1975), which knows where each event is and so cancels in place. push,
/// pop and cancel are O(log n), next and pending O(1).
///
/// Removal goes bottom-up (Wegener 1993): the hole sinks to a leaf, then the last entry rises from there, past where
/// the hole began if it must. So one routine restores the heap downward and upward.
class QuaternaryHeap {
 public:
  Handle push(EventKey key, EventPayload payload) {
    const std::uint32_t slot = slots_.acquire();
    slots_[slot].payload = payload;
    entries_.push_back({key, slot});
    rise(entries_.size() - 1, {key, slot});
    return slots_.handle(slot);
  }

  bool cancel(Handle handle) {
    if (!pending(handle)) return false;
    remove(slots_[handle.slot].link);
    return true;
  }

  bool pending(Handle handle) const { return slots_.holds(handle); }
  const EventKey* next() const { return empty() ? nullptr : &entries_.front().key; }

  Event pop() {
    assert(!empty());
    const Entry& top = entries_.front();
    const Event event{top.key, slots_[top.slot].payload};
    remove(0);
    return event;
  }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

  void reserve(std::size_t n) {
    entries_.reserve(n);
    slots_.reserve(n);
  }

  template <class Archive>
  void archive(Archive& a) {
    a(entries_);
    slots_.archive(a);
  }

 private:
  struct Entry {
    EventKey key;
    std::uint32_t slot = no_slot;
    std::uint32_t padding = 0;  // explicit, so that equal states are equal bytes
  };

  struct Slot {
    EventPayload payload;
    std::uint32_t generation = 0;
    std::uint32_t link = no_slot;  // position in entries_
  };

  // As operator<, in a form that compilers turn into code without a branch, which no predictor could guess.
  static bool before(const Entry& a, const Entry& b) {
    return a.key.tick == b.key.tick ? a.key.order < b.key.order : a.key.tick < b.key.tick;
  }

  void place(std::size_t position, const Entry& entry) {
    entries_[position] = entry;
    slots_[entry.slot].link = static_cast<std::uint32_t>(position);
  }

  void rise(std::size_t position, Entry entry) {
    while (position > 0) {
      const std::size_t parent = (position - 1) / 4;
      if (!before(entry, entries_[parent])) break;
      place(position, entries_[parent]);
      position = parent;
    }
    place(position, entry);
  }

  std::size_t least_of_four(std::size_t first) const {
    const std::size_t left = first + before(entries_[first + 1], entries_[first]);
    const std::size_t right = first + 2 + before(entries_[first + 3], entries_[first + 2]);
    return before(entries_[right], entries_[left]) ? right : left;
  }

  std::size_t least_of_last(std::size_t first) const {
    std::size_t least = first;
    for (std::size_t child = first + 1; child < entries_.size(); ++child) {
      if (before(entries_[child], entries_[least])) least = child;
    }
    return least;
  }

  // Moves the hole at `position` down to a leaf along the least children; returns where it ends.
  std::size_t sink_hole(std::size_t position) {
    std::size_t first = 4 * position + 1;
    while (first < entries_.size()) {
      const std::size_t least = first + 4 <= entries_.size() ? least_of_four(first) : least_of_last(first);
      place(position, entries_[least]);
      position = least;
      first = 4 * position + 1;
    }
    return position;
  }

  void remove(std::size_t position) {
    slots_.release(entries_[position].slot);
    const Entry last = entries_.back();
    entries_.pop_back();
    if (position < entries_.size()) rise(sink_hole(position), last);
  }

  std::vector<Entry> entries_;
  SlotPool<Slot> slots_;
};

static_assert(EventQueue<QuaternaryHeap>);

}  // namespace sim

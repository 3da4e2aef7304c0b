#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/queues/event_queue.hpp"

namespace sim {

/// No slot, no position: the end of a list.
inline constexpr std::uint32_t no_slot = std::numeric_limits<std::uint32_t>::max();

/// Records addressed by index, with a generation each that tells a handle to a former tenant from one to the present.
/// A Record has the members `generation`, odd while in use and owned by the pool, and `link`, free for the user while
/// in use and the next free slot otherwise (both std::uint32_t). All operations are O(1) but for growth.
template <class Record>
class SlotPool {
 public:
  /// A slot for use; its record holds whatever the former tenant left. Throws std::length_error beyond 2^31 slots.
  std::uint32_t acquire() {
    if (free_ == no_slot) grow();
    const std::uint32_t slot = free_;
    free_ = records_[slot].link;
    ++records_[slot].generation;
    return slot;
  }

  /// Ends the use of a slot. Requires that it is in use.
  void release(std::uint32_t slot) {
    ++records_[slot].generation;
    records_[slot].link = free_;
    free_ = slot;
  }

  Handle handle(std::uint32_t slot) const { return {slot, records_[slot].generation}; }

  /// Whether the handle's slot is in use by the tenant it was made for.
  bool holds(Handle handle) const {
    return handle.generation % 2 == 1 && handle.slot < records_.size() &&
           records_[handle.slot].generation == handle.generation;
  }

  Record& operator[](std::uint32_t slot) { return records_[slot]; }
  const Record& operator[](std::uint32_t slot) const { return records_[slot]; }
  void reserve(std::size_t n) { records_.reserve(n); }

  template <class Archive>
  void archive(Archive& a) {
    a(records_, free_);
  }

 private:
  void grow() {
    if (records_.size() >= std::size_t{1} << 31) throw std::length_error("event queue: more than 2^31 events pending");
    Record record{};
    record.link = no_slot;
    records_.push_back(record);
    free_ = static_cast<std::uint32_t>(records_.size() - 1);
  }

  std::vector<Record> records_;
  std::uint32_t free_ = no_slot;
};

}  // namespace sim

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/queues/event_queue.hpp"
#include "sim/queues/sorted_vector.hpp"
#include "tests/sim/queues/differential.hpp"

// Queues with one known fault each, to show that the comparison with the oracle would see it.

namespace {

using namespace sim;

enum class Fault { none, cancel_restores_downward_only, cancel_restores_upward_only, ignores_order, accepts_stale };

template <Fault fault>
class BinaryHeap {
 public:
  Handle push(EventKey key, EventPayload payload) {
    entries_.push_back({{key, payload}, {++pushed_, 1}});
    rise(entries_.size() - 1);
    return {pushed_, 1};
  }

  bool cancel(Handle handle) {
    const std::size_t i = find(handle);
    if (i == entries_.size()) return fault == Fault::accepts_stale;
    entries_[i] = entries_.back();
    entries_.pop_back();
    if (i == entries_.size()) return true;
    if (fault != Fault::cancel_restores_upward_only) sink(i);
    if (fault != Fault::cancel_restores_downward_only) rise(i);
    return true;
  }

  bool pending(Handle handle) const { return find(handle) < entries_.size(); }
  const EventKey* next() const { return empty() ? nullptr : &entries_.front().event.key; }

  Event pop() {
    const Event top = entries_.front().event;
    entries_.front() = entries_.back();
    entries_.pop_back();
    sink(0);
    return top;
  }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    Event event;
    Handle handle;
  };

  std::size_t find(Handle handle) const {
    std::size_t i = 0;
    while (i < entries_.size() && !(entries_[i].handle == handle)) ++i;
    return i;
  }

  bool before(std::size_t a, std::size_t b) const {
    const EventKey& key = entries_[a].event.key;
    const EventKey& other = entries_[b].event.key;
    return fault == Fault::ignores_order ? key.tick < other.tick : key < other;
  }

  void rise(std::size_t i) {
    for (; i > 0 && before(i, (i - 1) / 2); i = (i - 1) / 2) std::swap(entries_[i], entries_[(i - 1) / 2]);
  }

  void sink(std::size_t i) {
    for (std::size_t child = 2 * i + 1; child < entries_.size(); child = 2 * i + 1) {
      if (child + 1 < entries_.size() && before(child + 1, child)) ++child;
      if (!before(child, i)) return;
      std::swap(entries_[i], entries_[child]);
      i = child;
    }
  }

  std::vector<Entry> entries_;
  std::uint32_t pushed_ = 0;
};

template <class Queue>
std::string first_difference() {
  Differential<Queue, SortedVectorQueue> pair(1);
  pair.run(100'000);
  return pair.difference();
}

TEST(Differential, PassesTheHeapWithoutFault) { EXPECT_EQ(first_difference<BinaryHeap<Fault::none>>(), ""); }

TEST(Differential, CatchesAHeapThatRestoresDownwardOnly) {
  EXPECT_NE(first_difference<BinaryHeap<Fault::cancel_restores_downward_only>>(), "");
}

TEST(Differential, CatchesAHeapThatRestoresUpwardOnly) {
  EXPECT_NE(first_difference<BinaryHeap<Fault::cancel_restores_upward_only>>(), "");
}

TEST(Differential, CatchesAHeapThatLeavesTiesToChance) {
  EXPECT_NE(first_difference<BinaryHeap<Fault::ignores_order>>(), "");
}

TEST(Differential, CatchesAHeapThatAcceptsStaleHandles) {
  EXPECT_NE(first_difference<BinaryHeap<Fault::accepts_stale>>(), "");
}

}  // namespace

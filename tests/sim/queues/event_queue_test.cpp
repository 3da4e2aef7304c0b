#include "sim/queues/event_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <type_traits>
#include <vector>

#include "sim/queues/lanes.hpp"
#include "sim/queues/quaternary_heap.hpp"
#include "sim/queues/sorted_vector.hpp"
#include "tests/sim/queues/byte_archive.hpp"
#include "tests/sim/queues/differential.hpp"

namespace {

using namespace sim;

// Judges the oracle itself.
class MapQueue {
 public:
  Handle push(EventKey key, EventPayload payload) {
    events_[key] = payload;
    keys_.push_back(key);
    return {static_cast<std::uint32_t>(keys_.size() - 1), 1};
  }
  bool cancel(Handle handle) { return events_.erase(keys_.at(handle.slot)) > 0; }
  bool pending(Handle handle) const { return events_.count(keys_.at(handle.slot)) > 0; }
  const EventKey* next() const { return empty() ? nullptr : &events_.begin()->first; }
  Event pop() {
    const Event event{events_.begin()->first, events_.begin()->second};
    events_.erase(events_.begin());
    return event;
  }
  std::size_t size() const { return events_.size(); }
  bool empty() const { return events_.empty(); }

 private:
  std::map<EventKey, EventPayload> events_;
  std::vector<EventKey> keys_;
};

template <class Queue>
using OracleOf = std::conditional_t<std::is_same_v<Queue, SortedVectorQueue>, MapQueue, SortedVectorQueue>;

// What every queue must do, whatever it is made of.
template <class Queue>
class AnyEventQueue : public testing::Test {};

using Queues =
    testing::Types<SortedVectorQueue, QuaternaryHeap, LanedQueue<QuaternaryHeap>, LanedQueue<SortedVectorQueue>>;
TYPED_TEST_SUITE(AnyEventQueue, Queues);

EventKey at(std::int64_t tick_us, std::uint64_t order = 0) { return {{tick_us}, order}; }

template <class Queue>
std::vector<EventKey> drained(Queue queue) {
  std::vector<EventKey> keys;
  while (!queue.empty()) keys.push_back(queue.pop().key);
  return keys;
}

TYPED_TEST(AnyEventQueue, AgreesWithTheOracleOnEveryOperation) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Differential<TypeParam, OracleOf<TypeParam>> pair(seed);
    pair.run(100'000);
    ASSERT_EQ(pair.difference(), "") << "seed " << seed;
    EXPECT_GT(pair.cancelled(), 10'000u);
    EXPECT_GT(pair.largest(), 100u);
  }
}

TYPED_TEST(AnyEventQueue, CopyContinuesIdenticallyAndApart) {
  Differential<TypeParam, OracleOf<TypeParam>> original(5);
  for (int fork = 0; fork < 40; ++fork) {
    original.run(997);
    auto copy = original;
    copy.run(500);
    ASSERT_EQ(original.difference() + copy.difference(), "");
    original.run(500);
    ASSERT_EQ(original.fingerprint(), copy.fingerprint()) << "fork " << fork;
    ASSERT_EQ(bytes_of(original.queue()), bytes_of(copy.queue())) << "fork " << fork;
    original = copy;
  }
}

TYPED_TEST(AnyEventQueue, RestoredFromBytesContinuesIdentically) {
  Differential<TypeParam, OracleOf<TypeParam>> original(6);
  for (int fork = 0; fork < 40; ++fork) {
    original.run(997);
    auto copy = original;
    copy.replace_queue(restored<TypeParam>(bytes_of(original.queue())));
    copy.run(500);
    original.run(500);
    ASSERT_EQ(original.difference() + copy.difference(), "");
    ASSERT_EQ(original.fingerprint(), copy.fingerprint()) << "fork " << fork;
  }
}

TYPED_TEST(AnyEventQueue, PopsByTickThenOrder) {
  TypeParam queue;
  std::vector<EventKey> keys;
  for (std::int64_t tick = -3; tick <= 3; ++tick) {
    for (std::uint64_t order : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) keys.push_back(at(tick, order));
  }
  auto shuffled = keys;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(1));
  for (const EventKey& key : shuffled) queue.push(key, {});
  EXPECT_EQ(drained(queue), keys);
}

TYPED_TEST(AnyEventQueue, KeepsThePayloadWithItsKey) {
  TypeParam queue;
  for (std::uint32_t i = 0; i < 100; ++i) queue.push(at(i * 37 % 100), {i, i + 1, i + 2, i + 3});
  while (!queue.empty()) {
    const Event event = queue.pop();
    const std::uint32_t i = event.payload.kind;
    EXPECT_EQ(event.key, at(i * 37 % 100));
    EXPECT_EQ(event.payload, (EventPayload{i, i + 1, i + 2, i + 3}));
  }
}

TYPED_TEST(AnyEventQueue, IsEmptyWithoutEvents) {
  TypeParam queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.size(), 0u);
  EXPECT_EQ(queue.next(), nullptr);
  queue.push(at(1), {});
  EXPECT_FALSE(queue.empty());
  queue.pop();
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.next(), nullptr);
}

TYPED_TEST(AnyEventQueue, HoldsTheExtremesOfTime) {
  TypeParam queue;
  const EventKey first{{std::numeric_limits<std::int64_t>::min()}, 0};
  const EventKey last{never, ~std::uint64_t{0}};
  queue.push(last, {});
  queue.push(first, {});
  EXPECT_EQ(drained(queue), (std::vector{first, last}));
}

TYPED_TEST(AnyEventQueue, NextLeavesTheEventPending) {
  TypeParam queue;
  queue.push(at(2), {});
  const Handle first = queue.push(at(1), {});
  ASSERT_NE(queue.next(), nullptr);
  EXPECT_EQ(*queue.next(), at(1));
  EXPECT_EQ(queue.size(), 2u);
  EXPECT_TRUE(queue.pending(first));
}

TYPED_TEST(AnyEventQueue, CancelOfAnyOneKeepsTheOthersInOrder) {
  constexpr std::int64_t n = 86;  // more than four full levels of a heap with four children
  for (std::int64_t victim = 0; victim < n; ++victim) {
    TypeParam queue;
    std::vector<Handle> handles;
    for (std::int64_t i = 0; i < n; ++i) handles.push_back(queue.push(at(i * 29 % n), {}));
    ASSERT_TRUE(queue.cancel(handles[victim]));
    std::vector<EventKey> expected;
    for (std::int64_t tick = 0; tick < n; ++tick) {
      if (tick != victim * 29 % n) expected.push_back(at(tick));
    }
    ASSERT_EQ(drained(queue), expected) << "victim " << victim;
  }
}

TYPED_TEST(AnyEventQueue, DefaultHandleRefersToNothing) {
  TypeParam queue;
  EXPECT_FALSE(queue.pending({}));
  EXPECT_FALSE(queue.cancel({}));
  const Handle handle = queue.push(at(1), {});
  EXPECT_NE(handle, Handle{});
  EXPECT_FALSE(queue.cancel({}));
  queue.pop();
  EXPECT_FALSE(queue.cancel({}));
}

TYPED_TEST(AnyEventQueue, RefusesTheHandleOfAPoppedEvent) {
  TypeParam queue;
  const Handle handle = queue.push(at(1), {});
  queue.push(at(2), {});
  queue.pop();
  EXPECT_FALSE(queue.pending(handle));
  EXPECT_FALSE(queue.cancel(handle));
  EXPECT_EQ(drained(queue), std::vector{at(2)});
}

TYPED_TEST(AnyEventQueue, RefusesToCancelTwice) {
  TypeParam queue;
  const Handle handle = queue.push(at(1), {});
  queue.push(at(2), {});
  EXPECT_TRUE(queue.cancel(handle));
  EXPECT_FALSE(queue.pending(handle));
  EXPECT_FALSE(queue.cancel(handle));
  EXPECT_EQ(drained(queue), std::vector{at(2)});
}

TYPED_TEST(AnyEventQueue, RefusesEveryFormerTenantOfASlot) {
  TypeParam queue;
  std::vector<Handle> former;
  for (int tenant = 0; tenant < 1000; ++tenant) {
    const Handle handle = queue.push(at(tenant), {});
    for (const Handle& stale : former) ASSERT_FALSE(queue.cancel(stale));
    ASSERT_TRUE(queue.pending(handle));
    if (tenant % 2 == 0) {
      queue.pop();
    } else {
      ASSERT_TRUE(queue.cancel(handle));
    }
    former.push_back(handle);
  }
}

TYPED_TEST(AnyEventQueue, RefusesHandlesItNeverIssued) {
  TypeParam queue;
  queue.push(at(1), {});
  queue.cancel(queue.push(at(2), {}));
  const auto before = bytes_of(queue);
  const std::uint32_t lane_bit = std::uint32_t{1} << 31;
  for (const std::uint32_t slot : {1u, 5u, 1000u, lane_bit - 1, lane_bit, lane_bit + 1, ~0u}) {
    for (const std::uint32_t generation : {0u, 1u, 2u, 3u, ~0u}) {
      EXPECT_FALSE(queue.pending({slot, generation}));
      EXPECT_FALSE(queue.cancel({slot, generation})) << slot << ' ' << generation;
    }
  }
  EXPECT_EQ(bytes_of(queue), before);
}

TYPED_TEST(AnyEventQueue, AllocatesNothingWithinTheRoomReserved) {
  TypeParam queue;
  queue.reserve(64);
  const auto reserved = capacities_of(queue);
  std::mt19937 engine(3);
  std::vector<Handle> handles;
  for (std::int64_t i = 0; i < 10'000; ++i) {
    if (queue.size() == 64) queue.pop();
    handles.push_back(queue.push(at(i + static_cast<std::int64_t>(engine() % 100), static_cast<std::uint64_t>(i)), {}));
    if (engine() % 3 == 0)
      queue.cancel(handles[handles.size() - 1 - engine() % std::min<std::size_t>(handles.size(), 64)]);
  }
  EXPECT_EQ(capacities_of(queue), reserved);
}

TYPED_TEST(AnyEventQueue, AllocatesNothingBelowItsHighWaterMark) {
  TypeParam queue;
  for (std::int64_t i = 0; i < 1000; ++i) queue.push(at(i), {});
  const auto high_water = capacities_of(queue);
  for (int cycle = 0; cycle < 5; ++cycle) {
    while (!queue.empty()) queue.pop();
    for (std::int64_t i = 0; i < 1000; ++i) queue.push(at(-i), {});
  }
  EXPECT_EQ(capacities_of(queue), high_water);
}

}  // namespace

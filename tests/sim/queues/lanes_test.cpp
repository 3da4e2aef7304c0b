#include "sim/queues/lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "sim/queues/quaternary_heap.hpp"
#include "sim/queues/sorted_vector.hpp"
#include "tests/sim/queues/byte_archive.hpp"

namespace {

using namespace sim;
using Laned = LanedQueue<QuaternaryHeap>;
static_assert(EventQueue<Laned>);
static_assert(EventQueue<LanedQueue<SortedVectorQueue>>);

EventKey at(std::int64_t tick_us, std::uint64_t order) { return {{tick_us}, order}; }

std::vector<EventKey> drained(Laned queue) {
  std::vector<EventKey> keys;
  while (!queue.empty()) keys.push_back(queue.pop().key);
  return keys;
}

TEST(LanedQueue, GivesOneLanePerDelay) {
  Laned queue;
  const LaneId short_lane = queue.add_lane(10_s);
  const LaneId long_lane = queue.add_lane(45_s);
  EXPECT_NE(short_lane, long_lane);
  EXPECT_EQ(queue.add_lane(10_s), short_lane);
  EXPECT_EQ(queue.add_lane(45_s), long_lane);
}

TEST(LanedQueue, KeysALaneEventByNowPlusDelay) {
  Laned queue;
  queue.push_in_lane(queue.add_lane(45_s), 5_s, 77, {1, 2, 3, 4});
  ASSERT_NE(queue.next(), nullptr);
  EXPECT_EQ(*queue.next(), (EventKey{50_s, 77}));
  EXPECT_EQ(queue.pop(), (Event{{50_s, 77}, {1, 2, 3, 4}}));
}

TEST(LanedQueue, OrdersEventsArmedInOneTickByOrderWhateverTheArming) {
  std::vector<std::uint64_t> orders{0, 1, 2, 3, 4, 5};
  do {
    Laned queue;
    const LaneId lane = queue.add_lane({10});
    queue.push_in_lane(lane, {0}, 9, {});
    for (const std::uint64_t order : orders) queue.push_in_lane(lane, {1}, order, {});
    ASSERT_EQ(drained(queue),
              (std::vector{at(10, 9), at(11, 0), at(11, 1), at(11, 2), at(11, 3), at(11, 4), at(11, 5)}));
  } while (std::next_permutation(orders.begin(), orders.end()));
}

TEST(LanedQueue, MergesLanesAndGeneralQueueByKey) {
  Laned queue;
  const LaneId zero = queue.add_lane({0});
  const LaneId ten = queue.add_lane({10});
  queue.push(at(10, 2), {});
  queue.push_in_lane(ten, {0}, 3, {});
  queue.push_in_lane(zero, {10}, 1, {});
  queue.push_in_lane(ten, {0}, 0, {});
  queue.push(at(9, 9), {});
  queue.push(at(10, 4), {});
  EXPECT_EQ(queue.size(), 6u);
  EXPECT_EQ(drained(queue), (std::vector{at(9, 9), at(10, 0), at(10, 1), at(10, 2), at(10, 3), at(10, 4)}));
}

TEST(LanedQueue, CancelsAnyPartOfALane) {
  for (unsigned cancelled = 0; cancelled < 64; ++cancelled) {
    Laned queue;
    const LaneId lane = queue.add_lane({10});
    std::vector<Handle> handles;
    for (std::int64_t i = 0; i < 6; ++i) handles.push_back(queue.push_in_lane(lane, {i}, 0, {}));
    std::vector<EventKey> expected;
    for (unsigned i = 0; i < 6; ++i) {
      if (cancelled >> i & 1) {
        ASSERT_TRUE(queue.cancel(handles[i]));
      } else {
        expected.push_back(at(10 + i, 0));
      }
      ASSERT_EQ(queue.pending(handles[i]), (cancelled >> i & 1) == 0);
    }
    ASSERT_EQ(queue.size(), expected.size());
    queue.push_in_lane(lane, {6}, 0, {});
    expected.push_back(at(16, 0));
    ASSERT_EQ(drained(queue), expected) << "set " << cancelled;
  }
}

TEST(LanedQueue, RefusesStaleLaneHandles) {
  Laned queue;
  const LaneId lane = queue.add_lane({10});
  const Handle popped = queue.push_in_lane(lane, {0}, 0, {});
  queue.pop();
  const Handle cancelled = queue.push_in_lane(lane, {1}, 0, {});
  EXPECT_TRUE(queue.cancel(cancelled));
  const Handle live = queue.push_in_lane(lane, {2}, 0, {});
  EXPECT_EQ(live.slot, popped.slot);
  for (const Handle& stale : {popped, cancelled}) {
    EXPECT_FALSE(queue.pending(stale));
    EXPECT_FALSE(queue.cancel(stale));
  }
  EXPECT_TRUE(queue.pending(live));
  EXPECT_EQ(queue.size(), 1u);
}

TEST(LanedQueue, TellsLaneHandlesFromGeneralOnes) {
  Laned queue;
  const Handle general = queue.push(at(1, 0), {});
  const Handle lane = queue.push_in_lane(queue.add_lane({10}), {0}, 0, {});
  EXPECT_NE(general, lane);
  EXPECT_TRUE(queue.cancel(general));
  EXPECT_TRUE(queue.pending(lane));
  EXPECT_EQ(drained(queue), std::vector{at(10, 0)});
}

TEST(LanedQueue, KeepsKeyOrderOverHundredsOfLanes) {
  Laned queue;
  SortedVectorQueue oracle;
  std::mt19937 engine(11);
  Ticks now;
  std::vector<LaneId> lanes;
  for (std::int64_t i = 0; i < 300; ++i) lanes.push_back(queue.add_lane({i * 17 % 1000}));
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::size_t lane = engine() % lanes.size();
    const EventKey key{now + Ticks{static_cast<std::int64_t>(lane * 17 % 1000)}, i ^ 0xff};
    const Handle handle = queue.push_in_lane(lanes[lane], now, key.order, {});
    const Handle twin = oracle.push(key, {});
    if (engine() % 3 == 0) {
      ASSERT_EQ(queue.cancel(handle), oracle.cancel(twin));
    }
    if (engine() % 2 == 0 || oracle.empty()) continue;
    ASSERT_EQ(*queue.next(), *oracle.next());
    now = oracle.next()->tick;
    ASSERT_EQ(queue.pop(), oracle.pop());
  }
  while (!oracle.empty()) ASSERT_EQ(queue.pop(), oracle.pop());
  EXPECT_TRUE(queue.empty());
}

TEST(LanedQueue, LanesAllocateNothingBelowTheirHighWaterMark) {
  Laned queue;
  const LaneId lane = queue.add_lane(45_s);
  queue.reserve(32);
  const auto reserved = capacities_of(queue);
  for (std::int64_t second = 0; second < 10'000; ++second) {
    const Handle handle = queue.push_in_lane(lane, {second * ticks_per_second}, 0, {});
    if (queue.size() == 32) queue.pop();
    if (second % 3 == 0) queue.cancel(handle);
  }
  EXPECT_EQ(capacities_of(queue), reserved);
}

}  // namespace

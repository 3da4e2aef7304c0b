#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/queues/event_queue.hpp"
#include "sim/queues/slot_pool.hpp"

namespace sim {

/// Names a lane of the queue whose add_lane returned it.
enum class LaneId : std::uint32_t {};

/// A general queue with lanes beside it: one list for each distinct constant delay. Timers of one delay expire in the
/// order they are armed in, so a lane needs no sorting: arming, expiring and cancelling are O(1), however many wait.
///
/// Order across and within lanes is that of the keys exactly. Events armed in one lane in the same tick may come in any
/// order: each walks back over those of later key. Removing the first event of all lanes looks at each lane's head, so
/// lanes should be few; hundreds are slow, not wrong. The high-water mark of allocation is that of lanes and of the
/// general queue, each for itself; reserve makes room for n in both.
template <EventQueue General>
class LanedQueue {
 public:
  /// The lane of this delay, made if there is none; the only operation that may allocate per lane. O(lanes).
  LaneId add_lane(Ticks delay) {
    const auto same = [=](const Lane& lane) { return lane.delay == delay; };
    const auto found = std::find_if(lanes_.begin(), lanes_.end(), same);
    const auto index = found - lanes_.begin();
    if (found == lanes_.end()) lanes_.push_back({delay});
    return static_cast<LaneId>(index);
  }

  /// Adds an event with the key {now + the lane's delay, order}; as push, which takes events of any other delay.
  Handle push_in_lane(LaneId id, Ticks now, std::uint64_t order, EventPayload payload) {
    const auto index = static_cast<std::uint32_t>(id);
    const std::uint32_t slot = nodes_.acquire();
    Node& node = nodes_[slot];
    node.key = {now + lanes_[index].delay, order};
    node.payload = payload;
    node.lane = index;
    insert(slot);
    ++waiting_;
    return {slot | lane_bit, node.generation};
  }

  Handle push(EventKey key, EventPayload payload) { return general_.push(key, payload); }

  bool cancel(Handle handle) {
    if (!in_lane(handle)) return general_.cancel(handle);
    if (!pending(handle)) return false;
    remove(handle.slot ^ lane_bit);
    return true;
  }

  bool pending(Handle handle) const {
    return in_lane(handle) ? nodes_.holds({handle.slot ^ lane_bit, handle.generation}) : general_.pending(handle);
  }

  const EventKey* next() const { return lane_is_next() ? &nodes_[first_].key : general_.next(); }

  Event pop() {
    assert(!empty());
    if (!lane_is_next()) return general_.pop();
    const Event event{nodes_[first_].key, nodes_[first_].payload};
    remove(first_);
    return event;
  }

  std::size_t size() const { return general_.size() + waiting_; }
  bool empty() const { return size() == 0; }

  void reserve(std::size_t n) {
    general_.reserve(n);
    nodes_.reserve(n);
  }

  template <class Archive>
  void archive(Archive& a) {
    general_.archive(a);
    nodes_.archive(a);
    a(lanes_, first_, waiting_);
  }

 private:
  static constexpr std::uint32_t lane_bit = std::uint32_t{1} << 31;

  struct Lane {
    Ticks delay;
    std::uint32_t head = no_slot;
    std::uint32_t tail = no_slot;
  };

  struct Node {
    EventKey key;
    EventPayload payload;
    std::uint32_t generation = 0;
    std::uint32_t lane = 0;
    std::uint32_t previous = no_slot;
    std::uint32_t link = no_slot;  // the node after it in its lane
  };

  static bool in_lane(Handle handle) { return (handle.slot & lane_bit) != 0; }

  bool lane_is_next() const {
    if (first_ == no_slot) return false;
    const EventKey* general = general_.next();
    return general == nullptr || nodes_[first_].key < *general;
  }

  void insert(std::uint32_t slot) {
    Node& node = nodes_[slot];
    Lane& lane = lanes_[node.lane];
    node.previous = lane.tail;
    while (node.previous != no_slot && node.key < nodes_[node.previous].key) {
      node.previous = nodes_[node.previous].previous;
    }
    node.link = node.previous == no_slot ? lane.head : nodes_[node.previous].link;
    link_before(node, lane) = slot;
    link_after(node, lane) = slot;
    if (first_ == no_slot || node.key < nodes_[first_].key) first_ = slot;
  }

  void remove(std::uint32_t slot) {
    const Node& node = nodes_[slot];
    Lane& lane = lanes_[node.lane];
    link_before(node, lane) = node.link;
    link_after(node, lane) = node.previous;
    if (slot == first_) first_ = least_head();
    nodes_.release(slot);
    --waiting_;
  }

  // The two words that point, or should point, to a node from the one before and the one after it.
  std::uint32_t& link_before(const Node& node, Lane& lane) {
    return node.previous == no_slot ? lane.head : nodes_[node.previous].link;
  }
  std::uint32_t& link_after(const Node& node, Lane& lane) {
    return node.link == no_slot ? lane.tail : nodes_[node.link].previous;
  }

  std::uint32_t least_head() const {
    std::uint32_t least = no_slot;
    for (const Lane& lane : lanes_) {
      if (lane.head == no_slot) continue;
      if (least == no_slot || nodes_[lane.head].key < nodes_[least].key) least = lane.head;
    }
    return least;
  }

  General general_;
  SlotPool<Node> nodes_;
  std::vector<Lane> lanes_;
  std::uint32_t first_ = no_slot;  // the least of the heads
  std::uint64_t waiting_ = 0;      // events in lanes
};

}  // namespace sim

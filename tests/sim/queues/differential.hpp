#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sim/queues/event_queue.hpp"
#include "sim/queues/lanes.hpp"

/// Drives a queue beside an oracle with random operations and compares every answer. A value: a copy continues as the
/// original would. Delays come from a small set, zero among them, so most events share their tick with others; orders
/// are distinct and come in no order. A queue with lanes gets half of its events through them.
template <class Queue, class Oracle>
class Differential {
 public:
  explicit Differential(std::uint64_t seed) : engine_(seed) {
    if constexpr (has_lanes) {
      for (const std::int64_t delay_us : {7, 0, 40, 3}) lanes_.push_back({queue_.add_lane({delay_us}), {delay_us}});
    }
  }

  /// Runs n operations, or as many as agree.
  void run(int n) {
    for (int i = 0; i < n && difference_.empty(); ++i) step();
  }

  /// What differed first and at which operation; empty while all agrees.
  const std::string& difference() const { return difference_; }

  /// All that the queue has answered so far: equal fingerprints, equal histories.
  std::uint64_t fingerprint() const { return fingerprint_; }

  /// How much of the contract was exercised: cancels that found their event, and the most events pending.
  std::uint64_t cancelled() const { return cancelled_; }
  std::size_t largest() const { return largest_; }

  Queue& queue() { return queue_; }
  void replace_queue(Queue queue) { queue_ = std::move(queue); }

 private:
  static constexpr bool has_lanes = requires(Queue q, sim::Ticks t) { q.add_lane(t); };
  static constexpr std::size_t handles_kept = 4096;

  struct Pair {
    sim::Handle queue;
    sim::Handle oracle;
  };
  struct Lane {
    sim::LaneId id;
    sim::Ticks delay;
  };

  std::uint64_t below(std::uint64_t n) { return engine_() % n; }

  void expect(bool same, const char* what) {
    if (!same && difference_.empty()) difference_ = std::string(what) + " at operation " + std::to_string(operations_);
  }
  void record(std::uint64_t answer) { fingerprint_ = (fingerprint_ ^ answer) * 0x9e3779b97f4a7c15u + 1; }

  void step() {
    ++operations_;
    if (below(2000) == 0) growing_ = !growing_;
    const std::uint64_t choice = below(100);
    const std::uint64_t pushes = growing_ ? 50 : 40;
    if (choice < pushes) {
      push();
    } else if (choice < 75) {
      pop();
    } else {
      cancel();
    }
    compare_views();
  }

  std::uint64_t draw_order() {
    const auto cls = static_cast<sim::EventClass>(below(7));
    return sim::shuffle_ties(sim::make_order(cls, below(5), pushed_++, below(3)), 99);
  }

  void push() {
    const std::uint64_t order = draw_order();
    const sim::EventPayload payload{static_cast<std::uint32_t>(pushed_), static_cast<std::uint32_t>(engine_()), 1, 2};
    if constexpr (has_lanes) {
      if (below(2) == 0) return push_in_lane(order, payload);
    }
    static constexpr std::array<std::int64_t, 8> delays_us{0, 0, 1, 2, 5, 7, 40, 1000};
    const sim::EventKey key{now_ + sim::Ticks{delays_us[below(delays_us.size())]}, order};
    keep({queue_.push(key, payload), oracle_.push(key, payload)});
  }

  void push_in_lane(std::uint64_t order, sim::EventPayload payload) {
    const Lane lane = lanes_[below(lanes_.size())];
    const sim::Handle handle = queue_.push_in_lane(lane.id, now_, order, payload);
    keep({handle, oracle_.push({now_ + lane.delay, order}, payload)});
  }

  // Handles of events long gone stay among those kept, so that stale ones are tried as often as live ones.
  void keep(Pair pair) {
    record(std::uint64_t{pair.queue.slot} << 32 | pair.queue.generation);
    if (handles_.size() < handles_kept) handles_.emplace_back();
    handles_[kept_++ % handles_kept] = pair;
  }

  void pop() {
    if (oracle_.empty() || queue_.empty()) return;
    const sim::Event event = queue_.pop();
    expect(event == oracle_.pop(), "popped event");
    expect(event.key.tick >= now_, "time ran backwards");
    now_ = event.key.tick;
    record(event.key.order);
    record(event.payload.subject);
  }

  void cancel() {
    if (handles_.empty()) return;
    const std::size_t reach = std::min<std::size_t>(handles_.size(), below(2) == 0 ? 64 : handles_kept);
    const Pair pair = handles_[(kept_ - 1 - below(reach)) % handles_kept];
    const bool cancelled = queue_.cancel(pair.queue);
    expect(cancelled == oracle_.cancel(pair.oracle), "result of cancel");
    expect(!queue_.pending(pair.queue), "pending after cancel");
    record(cancelled);
    cancelled_ += cancelled;
    largest_ = std::max(largest_, queue_.size());
  }

  void compare_views() {
    expect(queue_.size() == oracle_.size(), "size");
    expect(queue_.empty() == oracle_.empty(), "empty");
    const sim::EventKey* next = queue_.next();
    const sim::EventKey* truth = oracle_.next();
    expect((next == nullptr) == (truth == nullptr), "next on empty");
    if (next != nullptr && truth != nullptr) expect(*next == *truth, "next key");
    if (handles_.empty()) return;
    const Pair pair = handles_[below(handles_.size())];
    expect(queue_.pending(pair.queue) == oracle_.pending(pair.oracle), "pending");
  }

  std::mt19937_64 engine_;
  Queue queue_;
  Oracle oracle_;
  std::vector<Lane> lanes_;
  std::vector<Pair> handles_;  // a ring
  std::uint64_t kept_ = 0;
  sim::Ticks now_;
  std::uint64_t pushed_ = 0;
  std::uint64_t operations_ = 0;
  std::uint64_t fingerprint_ = 0;
  std::uint64_t cancelled_ = 0;
  std::size_t largest_ = 0;
  bool growing_ = true;
  std::string difference_;
};

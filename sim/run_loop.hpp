#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/event_key.hpp"
#include "sim/fault.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/time.hpp"

namespace sim {

/// The clock, the pending events and the loop that takes them in order. Copyable, pointer-free. The clock never goes
/// back. An event due later than `never` is one at `never`, and that one is never taken.
template <EventQueue Queue>
class RunLoop {
 public:
  /// `lanes` are the constant delays that arm_constant() names by position. Throws Fault when one is negative.
  explicit RunLoop(const std::vector<Ticks>& lanes) : delays_(lanes) {
    for (const auto delay : lanes) require_future(delay);
    if constexpr (has_lanes)
      for (const auto delay : lanes) lanes_.push_back(static_cast<std::uint32_t>(queue_.add_lane(delay)));
  }

  Ticks now() const { return now_; }
  Ticks last_event() const { return last_.tick; }  ///< when the latest event was taken; 0 before the first
  std::uint64_t events() const { return events_; }
  /// Events at the instant of the one before, and those among them of the same class, which only the last parts of the
  /// key put in order.
  std::uint64_t ties() const { return ties_; }
  std::uint64_t undeclared_ties() const { return undeclared_ties_; }
  bool empty() const { return queue_.empty(); }

  /// An event `delay` from now. Throws Fault when delay is negative.
  Handle arm(Ticks delay, std::uint64_t order, const EventPayload& payload) {
    require_future(delay);
    return queue_.push({delay > never - now_ ? never : now_ + delay, place(order)}, payload);
  }

  Handle arm_constant(std::size_t lane, std::uint64_t order, const EventPayload& payload) {
    if constexpr (has_lanes)
      if (delays_[lane] <= never - now_)
        return queue_.push_in_lane(static_cast<LaneIdOf>(lanes_[lane]), now_, place(order), payload);
    return arm(delays_[lane], order, payload);
  }

  void cancel(Handle& handle) {
    queue_.cancel(handle);
    handle = {};
  }

  /// Permutes the order of undeclared ties from now on: an audit of whether anything depends on it.
  void shuffle_ties(std::uint64_t seed) {
    shuffles_ = 1;
    shuffle_seed_ = seed;
  }

  /// Called from within `handle`: the run() under way ends after this event, and the clock stays here.
  void stop() { stopped_ = true; }

  /// Takes every event before `until` and leaves the clock there; with until = never, at the last event.
  /// `pause(events)` is asked after every 16,384th event; true makes this return false, and the next run() goes on from
  /// there. Whatever std::exception `handle` throws comes out as a LocatedFault with time, event (by `describe`) and
  /// replication: the one place where faults get them.
  template <class Handle, class Describe, class Pause>
  bool run(Ticks until, std::uint32_t replication, Handle&& handle, Describe&& describe, Pause&& pause) {
    Event event{};
    stopped_ = false;
    try {
      while (const EventKey* next = queue_.next()) {
        if (next->tick >= until) break;
        event = queue_.pop();
        count_tie(event.key);
        now_ = event.key.tick;
        handle(event.payload);
        ++events_;
        if (stopped_) return true;
        if ((events_ & 0x3fff) == 0 && pause(events_)) return false;
      }
    } catch (const LocatedFault&) {
      throw;
    } catch (const std::exception& cause) {
      throw LocatedFault(cause.what(), replication, now_, describe(event.payload));
    }
    if (until != never && until > now_) now_ = until;
    return true;
  }

  template <class Archive>
  void archive(Archive& a) {
    a(queue_, now_, last_, events_, ties_, undeclared_ties_, shuffles_, shuffle_seed_);
  }

 private:
  static constexpr bool has_lanes = requires(Queue q, Ticks t) { q.add_lane(t); };
  template <class Q>
  struct LaneId {
    using type = std::uint32_t;
  };
  template <class Q>
  requires requires(Q q, Ticks t) { q.add_lane(t); }
  struct LaneId<Q> {
    using type = decltype(std::declval<Q&>().add_lane(Ticks{}));
  };
  using LaneIdOf = typename LaneId<Queue>::type;

  static void require_future(Ticks delay) {
    if (delay.us < 0) throw Fault("an event " + std::to_string(-delay.us) + " us in the past");
  }

  std::uint64_t place(std::uint64_t order) const { return shuffles_ ? sim::shuffle_ties(order, shuffle_seed_) : order; }

  void count_tie(const EventKey& key) {
    if (events_ > 0 && key.tick == last_.tick) {
      ++ties_;
      if (class_of(key.order) == class_of(last_.order)) ++undeclared_ties_;
    }
    last_ = key;
  }

  Queue queue_;
  std::vector<Ticks> delays_;
  std::vector<std::uint32_t> lanes_;
  Ticks now_;
  EventKey last_{};
  std::uint64_t events_ = 0, ties_ = 0, undeclared_ties_ = 0;
  std::uint64_t shuffles_ = 0, shuffle_seed_ = 0;
  bool stopped_ = false;  // means nothing between runs
};

}  // namespace sim

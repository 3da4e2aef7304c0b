#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/event_key.hpp"
#include "sim/fault.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/time.hpp"

namespace sim {

/// Where a run is, and what it has counted on the way.
struct Clock {
  Ticks now;
  Ticks last;                                ///< when the latest event was taken; 0 before the first
  EventClass last_class = EventClass::rest;  ///< of that event
  std::uint64_t events = 0;
  std::uint64_t ties = 0, undeclared_ties = 0;

  /// Moves to the next event.
  void take(Ticks tick, EventClass cls) {
    if (tick == last && events > 0) [[unlikely]] {
      ++ties;
      undeclared_ties += cls == last_class;
    }
    now = last = tick;
    last_class = cls;
    ++events;
  }
};

/// Nothing runs beside the queue.
struct NothingBeside {
  bool take(Clock&, const EventKey&, std::uint64_t) { return false; }
  EventPayload event() const { return {}; }
};

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

  Ticks now() const { return clock_.now; }
  Ticks last_event() const { return clock_.last; }  ///< when the latest event was taken; 0 before the first
  std::uint64_t events() const { return clock_.events; }
  /// Events at the instant of the one before, and those among them of the same class, which only the last parts of the
  /// key put in order.
  std::uint64_t ties() const { return clock_.ties; }
  std::uint64_t undeclared_ties() const { return clock_.undeclared_ties; }
  bool empty() const { return queue_.empty(); }

  /// An event `delay` from now. Throws Fault when delay is negative.
  Handle arm(Ticks delay, std::uint64_t order, const EventPayload& payload) {
    require_future(delay);
    return queue_.push({delay > never - clock_.now ? never : clock_.now + delay, place(order)}, payload);
  }

  Handle arm_constant(std::size_t lane, std::uint64_t order, const EventPayload& payload) {
    if constexpr (has_lanes)
      if (delays_[lane] <= never - clock_.now)
        return queue_.push_in_lane(static_cast<LaneIdOf>(lanes_[lane]), clock_.now, place(order), payload);
    return arm(delays_[lane], order, payload);
  }

  /// Makes room for n pending events.
  void reserve(std::size_t n) { queue_.reserve(n); }

  /// Clears the handle; whether it named a pending event.
  bool cancel(Handle& handle) { return queue_.cancel(std::exchange(handle, {})); }

  /// Permutes the order of undeclared ties from now on: an audit of whether anything depends on it.
  void shuffle_ties(std::uint64_t seed) {
    shuffles_ = 1;
    shuffle_seed_ = seed;
  }

  /// Called from within `handle`: the run() under way ends after this event, and the clock stays here.
  void stop() { stopped_ = true; }
  /// Whether stop() ended the latest run().
  bool was_stopped() const { return stopped_; }

  /// Takes every event before `until` and leaves the clock there; with until = never, at the last event.
  /// `pause(events)` is asked after every 16,384th event; true makes this return false, and the next run() goes on from
  /// there. Whatever std::exception `handle` throws comes out as a LocatedFault with time, event (by `describe`) and
  /// replication: the one place where faults get them.
  ///
  /// `beside` has events of its own. Before each of the queue's it is asked to `take` those of them that come before
  /// this key, at most so many, on this clock; it says whether it took any, and `event()` describes the latest.
  template <class Handle, class Describe, class Pause, class Beside = NothingBeside>
  bool run(Ticks until, std::uint32_t replication, Handle&& handle, Describe&& describe, Pause&& pause,
           Beside&& beside = {}) {
    Event event{};
    bool aside = false;
    stopped_ = false;
    try {
      for (;;) {
        const EventKey* next = queue_.next();
        const bool is_due = next && next->tick < until;
        aside = true;
        if (!beside.take(clock_, is_due ? *next : EventKey{until, 0}, pause_every - clock_.events % pause_every)) {
          aside = false;
          if (!is_due) break;
          event = queue_.pop();
          clock_.take(event.key.tick, class_of(event.key.order));
          handle(event.payload);
        }
        if (stopped_) return true;
        if (clock_.events % pause_every == 0 && pause(clock_.events)) return false;
      }
    } catch (const LocatedFault&) {
      throw;
    } catch (const std::exception& cause) {
      throw LocatedFault(cause.what(), replication, clock_.now, describe(aside ? beside.event() : event.payload));
    }
    if (until != never && until > clock_.now) clock_.now = until;
    return true;
  }

  template <class Archive>
  void archive(Archive& a) {
    a(queue_, clock_, shuffles_, shuffle_seed_);
  }

 private:
  static constexpr std::uint64_t pause_every = 0x4000;
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

  Queue queue_;
  std::vector<Ticks> delays_;
  std::vector<std::uint32_t> lanes_;
  Clock clock_;
  std::uint64_t shuffles_ = 0, shuffle_seed_ = 0;
  bool stopped_ = false;  // means nothing between runs
};

}  // namespace sim

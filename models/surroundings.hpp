#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "models/measures/recorder.hpp"
#include "models/park/port.hpp"
#include "models/people/company.hpp"
#include "models/purposes.hpp"
#include "sim/fault.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/random/draw.hpp"
#include "sim/time.hpp"

namespace models {

/// The clock and the event queue as the models see them.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual sim::Ticks now() const = 0;
  /// An event `delay` from now. Throws sim::Fault when delay is negative.
  virtual sim::Handle arm(sim::Ticks delay, std::uint64_t order, const sim::EventPayload&) = 0;
  /// The same for one of the constant delays declared at the start, by its number.
  virtual sim::Handle arm_constant(std::size_t lane, std::uint64_t order, const sim::EventPayload&) = 0;
  /// Cancels what the handle names, if it is pending, and clears the handle.
  virtual void cancel(sim::Handle&) = 0;
};

/// One line of a call's life, for people to read.
struct TraceLine {
  sim::Ticks time;
  std::uint64_t call = 0;   ///< source << 32 | ordinal
  std::string_view what;    ///< a row of the state machine or a step
  std::string_view result;  ///< state, outcome or reason
  int code = -1;            ///< number of the code, or -1
  int person = -1;
};

/// Receives every line of every call; called in simulated order from the thread that simulates.
class Trace {
 public:
  virtual ~Trace() = default;
  virtual void line(const TraceLine&) = 0;
};

/// What is fixed for a whole study: derived once from the company, shared by all replications, never changed.
struct Plan {
  explicit Plan(const people::Company& company, std::span<const park::Row> table = park::call_machine());

  const people::Company& company;
  std::vector<park::CompiledMachine> machines;  ///< one a lot
  std::vector<sim::Ticks> lanes;                ///< constant delays: time-out and ring time of each lot
  std::vector<int> group_of_person;
  std::vector<int> first_person;                       ///< of each group
  std::vector<std::uint64_t> source_hashes;            ///< traffic, then lot traffic
  std::vector<std::vector<std::uint32_t>> step_salts;  ///< [group][step]: names a step's draws

  std::size_t timeout_lane(int lot) const { return 2 * static_cast<std::size_t>(lot); }
  std::size_t ring_lane(int lot) const { return 2 * static_cast<std::size_t>(lot) + 1; }
  const people::Group& group(int person) const {
    return company.groups[static_cast<std::size_t>(group_of_person[static_cast<std::size_t>(person)])];
  }
  /// The lot whose codes this person uses, or -1.
  int lot_of(const people::Group&) const;
  std::size_t sources() const { return source_hashes.size(); }
};

/// Everything a model may touch while it handles one event. Lives as long as the event.
struct Surroundings {
  const Plan& plan;
  Timers& timers;
  measures::Recorder& recorder;
  const std::vector<sim::DrawSource>& draws;  ///< one a source
  std::vector<park::Message>& messages;       ///< to people, delivered within the tick
  Trace* trace;                               ///< or null

  sim::Ticks now() const { return timers.now(); }
  sim::Draws draws_of(const park::Call& call) const { return draws[call.source].of(call.draw_ordinal); }
  /// Key of an event of a call.
  static std::uint64_t order(sim::EventClass cls, const park::Call& call, Timer timer) {
    return sim::make_order(cls, call.source, call.ordinal, static_cast<std::uint64_t>(timer));
  }
};

}  // namespace models

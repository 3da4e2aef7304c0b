#pragma once

#include <cstdint>
#include <vector>

#include "models/measures/recorder.hpp"
#include "models/park/call_machine.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/random/draw.hpp"
#include "sim/time.hpp"

namespace park {

using CallSlot = std::uint32_t;
inline constexpr CallSlot no_call = ~CallSlot{0};
inline constexpr int nobody = -1;

/// Names a call for as long as somebody may remember it: the slot is used again, the generation is not.
struct CallId {
  CallSlot slot = no_call;
  std::uint32_t generation = 0;
  friend constexpr bool operator==(CallId, CallId) = default;
};

/// A code as a person knows it: the digits heard, and what was meant by them. Only so can a wrong retrieval be seen.
struct Intent {
  std::int32_t digits = -1;           ///< the number as heard
  std::int8_t keyed = 0;              ///< digits keyed, 0 = as many as the code has
  bool token = false;                 ///< with the token of the call that was meant
  bool overheard = false;             ///< from an announcement for somebody else
  std::int16_t lot = -1;              ///< lot of the call that was meant
  std::int16_t traffic = -1;          ///< its traffic,
  std::int16_t hour = -1;             ///< the hour of its first press,
  bool measured = false;              ///< and whether it is measured, for when the call is gone
  std::int32_t code = -1;             ///< position of the code that was meant
  std::uint32_t code_generation = 0;  ///< generation that was meant
  CallId call;
  std::uint64_t call_key = 0;  ///< names the call that was meant in traces, also when it is gone
};

/// What the service answers to a request before any lot is looked at.
enum class Served : std::uint8_t { yes, node_down, overloaded };

/// One call from its arrival to its end.
struct Call {
  std::uint32_t generation = 0;
  bool live = false;
  bool measured = false;
  bool drawn = false;        ///< without people: whoever retrieves and answers is drawn
  bool self_parked = false;  ///< somebody who dialled an empty code
  State state = State::connected;
  Served served = Served::yes;
  std::uint16_t source = 0;   ///< traffic, then lot traffic
  std::uint32_t ordinal = 0;  ///< within the source
  std::int16_t lot = -1;
  std::int16_t group = -1;    ///< of the parker
  std::uint32_t rules = 0;    ///< under which it was parked, see Plan
  std::uint32_t episode = 0;  ///< parks so far
  std::uint32_t presses = 0;  ///< park requests so far
  std::int32_t wanted = -1;   ///< position of the code that the parker named
  std::int32_t code = -1;     ///< position in the lot's codes, while it has one
  std::uint32_t code_generation = 0;
  CallSlot next_on_code = no_call, before_on_code = no_call;
  std::int32_t node = -1;    ///< of the service that keeps its record
  std::int16_t site = -1;    ///< from which it was parked
  int parker = nobody;       ///< person
  int device = 0;            ///< of the parker, pressed on
  int rung = nobody;         ///< person whose phone rings for it
  int rings = 0;             ///< ring-backs tried since it was last parked
  int reminders = 0;         ///< since it was last parked
  std::uint32_t claims = 0;  ///< so far
  measures::Recorder::CellIndex cell = 0;
  sim::Ticks first_press{}, press{}, parked_at{}, wait_since{};
  sim::Ticks held_from{};  ///< its present code
  sim::Ticks drawn_at{};   ///< when its retrieval and its patience were drawn, of calls without people
  sim::Ticks deadline{};   ///< of the present period
  sim::Ticks life_due{};
  sim::Ticks ring_due{};  ///< the deadline that the present ring-back follows
  sim::Ticks ring_started{};
  sim::Ticks waited{};  ///< since the first park, talking to nobody
  bool waiting = false;
  bool ever_parked = false;
  bool reached = false;  ///< talked to the right person after a park
  Intent claimed_for{};  ///< what the retriever who claimed it meant
  int claimant = nobody;
  measures::Recorder::CellIndex claim_cell = 0;
  bool claim_measured = false;
  bool ringing = false;     ///< a ring-back alert is under way
  bool waits_idle = false;  ///< or waits for the parker to put the phone down
  bool was_rung = false;    ///< at least one ring-back alert so far
  bool code_locked = false;
  bool lapsed = false;   ///< its reservation has lapsed: the code may be another's
  bool takable = false;  ///< dialling its code takes it
  sim::Ticks sent_at{};  ///< of the retrieve request that claimed it
  sim::Handle timeout{}, ring_end{}, life{}, bridge{}, reminder{}, escape{}, again{}, commit{}, lapse{};
  sim::Handle drawn_retrieval{}, patience{}, answer{};  ///< of calls without people
  std::uint64_t draw_ordinal = 0;                       ///< names the call's draws
  std::int32_t member = -1;                             ///< of a finite population

  std::uint64_t key() const { return std::uint64_t{source} << 32 | ordinal; }
};

/// All live calls, in slots that are used again. Pointer-free; memory follows the largest number of live calls.
class Calls {
 public:
  CallSlot open() {
    if (free_.empty()) {
      free_.push_back(static_cast<CallSlot>(calls_.size()));
      calls_.emplace_back();
      free_.reserve(calls_.capacity());  // so that closing them all allocates nothing
    }
    const CallSlot slot = free_.back();
    free_.pop_back();
    const auto generation = calls_[slot].generation + 1;
    calls_[slot] = {.generation = generation, .live = true};
    ++live_;
    return slot;
  }
  /// Makes room for n live calls.
  void reserve(std::size_t n) {
    calls_.reserve(n);
    free_.reserve(n);
  }
  void close(CallSlot slot) {
    calls_[slot].live = false;
    free_.push_back(slot);
    --live_;
  }
  Call& operator[](CallSlot slot) { return calls_[slot]; }
  const Call& operator[](CallSlot slot) const { return calls_[slot]; }
  CallId id(CallSlot slot) const { return {slot, calls_[slot].generation}; }
  bool is_live(CallId id) const {
    return id.slot < calls_.size() && calls_[id.slot].live && calls_[id.slot].generation == id.generation;
  }
  std::size_t live() const { return live_; }
  std::size_t slots() const { return calls_.size(); }

  template <class Archive>
  void archive(Archive& a) {
    a(calls_, free_, live_);
  }

 private:
  std::vector<Call> calls_;
  std::vector<CallSlot> free_;
  std::size_t live_ = 0;
};

}  // namespace park

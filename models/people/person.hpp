#pragma once

#include <cstdint>
#include <vector>

#include "models/park/call.hpp"
#include "models/people/script.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/time.hpp"

namespace people {

/// What a person is waiting for; `free` people take new work.
enum class Doing : std::uint8_t {
  free,
  step,       ///< a step with a duration
  waiting,    ///< a `wait` step, which is no work
  pressing,   ///< the way to the park button
  parking,    ///< the answer to a park request
  speaking,   ///< the public address
  phone,      ///< one of the group's phones
  dialling,   ///< the outcome of a retrieve request
  answering,  ///< the ring-back to be connected
  calling,    ///< on the phone as the caller of a call
};

/// Names the draws of one role in one episode of a call; outlives the call.
struct DrawPlace {
  std::uint16_t source = 0;
  std::uint32_t episode = 0;
  std::uint32_t salt = 0;  ///< of the person, where several may play the role, and of the utterance
  std::uint64_t ordinal = 0;
};

/// A position in a script and a few words of state.
struct Person {
  Doing doing = Doing::free;
  bool connected = false;  ///< with the caller of `call`
  bool has_phone = false;
  bool dead_device = false;    ///< the device with the battery is flat
  bool until_warning = false;  ///< the present step ends with the warning
  std::int16_t group = 0;
  std::int16_t device = 0;         ///< in hand
  std::int32_t at = 0;             ///< step being done
  std::int32_t last = 0;           ///< end of the block
  std::int32_t tries = 0;          ///< presses or attempts of the present intent
  std::int32_t announcement = -1;  ///< being spoken, or waiting for a voice, while `speaking`
  std::int32_t post = -1;          ///< that set this person going
  std::uint64_t post_number = 0;
  std::uint32_t steps_done = 0;     ///< in this run of the script
  std::uint32_t rings_pending = 0;  ///< calls that ring this person
  DrawPlace place{};
  park::CallId call{};        ///< being served
  bool answers_ring = false;  ///< the present run answers a ring-back of `call`
  park::Intent intent{};      ///< the code this person knows
  park::Intent own{};         ///< the code under which this person parked, in this run of the script
  sim::Ticks began{}, walked{};
  sim::Handle timer{}, warning{}, death{};
};

/// The caller's side of a call.
struct Caller {
  std::int16_t topic = -1;   ///< channel
  std::int32_t meant = -1;   ///< person
  std::int32_t person = -1;  ///< the caller, when from inside
  std::int32_t server = -1;  ///< whose call it is while it is not parked: ringing, talking or on hold
  bool right = false;        ///< and whether this is whom the caller asked for
  bool ringing = false;      ///< a device of the parker rings
  bool has_trunk = false;
  bool queued = false;
  bool waiting = false;
  bool arrived_measured = false;
  bool wanted = false;  ///< an intent to park is open
  sim::Ticks patience_left{}, waits_since{}, arrived{};
  sim::Handle patience{};
};

/// Numbers in the order in which they came, with removal from anywhere: people free in a group, callers in a queue.
/// Every operation O(1). Pointer-free.
class Line {
 public:
  void push(std::uint32_t i) {
    grow(i);
    before_[i] = tail_;
    after_[i] = end;
    (tail_ == end ? head_ : after_[tail_]) = i;
    tail_ = i;
    ++size_;
  }
  void remove(std::uint32_t i) {
    (before_[i] == end ? head_ : after_[before_[i]]) = after_[i];
    (after_[i] == end ? tail_ : before_[after_[i]]) = before_[i];
    --size_;
  }
  std::uint32_t front() const { return head_; }
  /// Walks from first() by after() until `end`.
  std::uint32_t first() const { return empty() ? end : head_; }
  std::uint32_t after(std::uint32_t i) const { return after_[i]; }
  std::uint32_t pop() {
    const auto i = head_;
    remove(i);
    return i;
  }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  template <class Archive>
  void archive(Archive& a) {
    a(before_, after_, head_, tail_, size_);
  }

  static constexpr std::uint32_t end = ~std::uint32_t{0};

 private:
  void grow(std::uint32_t i) {
    if (i < before_.size()) return;
    before_.resize(i + 1, end);
    after_.resize(i + 1, end);
  }
  std::vector<std::uint32_t> before_, after_;
  std::uint32_t head_ = end, tail_ = end;
  std::size_t size_ = 0;
};

}  // namespace people

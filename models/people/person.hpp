#pragma once

#include <cstdint>
#include <vector>

#include "models/lines.hpp"
#include "models/park/call.hpp"
#include "models/people/script.hpp"
#include "sim/queues/event_queue.hpp"
#include "sim/time.hpp"

namespace people {

using models::Line;
using models::Slots;

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
  std::int32_t meant = -1;    ///< person whom the caller of the call parked last wants,
  std::int32_t topic = -1;    ///< and the channel of its topic
  bool believes = false;      ///< takes that call for parked, whatever has become of it
  park::Intent earlier{};     ///< the code this person was told before the present one
  sim::Ticks heard_at{}, remembers_for = sim::never;  ///< the present code
  sim::Ticks began{}, walked{};
  sim::Handle timer{}, warning{}, death{};
};

/// The caller's side of a call.
struct Caller {
  std::int16_t topic = -1;    ///< channel
  std::int32_t meant = -1;    ///< person
  std::int32_t person = -1;   ///< the caller, when from inside
  std::int32_t server = -1;   ///< whose call it is while it is not parked: ringing, talking or on hold
  bool right = false;         ///< and whether this is whom the caller asked for
  std::int32_t rung = -1;     ///< whose phone rings for it, or will when it is free
  std::int32_t console = -1;  ///< group at whose console it rings for whoever is free
  bool ringing = false;       ///< it rings there
  bool awaits_idle = false;   ///< it will, when that person has put the phone down
  bool has_trunk = false;
  bool queued = false;
  bool waiting = false;
  bool arrived_measured = false;
  bool wanted = false;  ///< an intent to park is open
  sim::Ticks patience_left{}, waits_since{}, arrived{};
  sim::Handle patience{};
};

}  // namespace people

#pragma once

#include <cstdint>

#include "sim/event_key.hpp"
#include "sim/random/draw.hpp"

/// The numbers under which the models draw and set timers. A number, once used, keeps its meaning: a new purpose goes
/// to the end, so that the draws of earlier versions stay what they were.
namespace models {

enum class Draw : sim::Purpose {
  patience,
  retrieved_after,
  ring_answered_after,
  code_choice,
  mistyped,
  mistyped_digit,
  meant_person,
  topic,
  step_time,
  step_chance,
  misheard,
  misheard_digit,
  other_work,
  dies_after,
  idle,
  message,
  keyed,
  request_jitter,
  answer_jitter,
  service_time,
  node,
  media,
  forwarded,
  recalled,
  garbled,
  wanted_code,
  pressed_twice,
  overhears,
  granted,
  escapes,
};

/// The kind of an event in the queue. Its number is the last part of the event's key.
enum class Timer : std::uint32_t {
  arrival,           ///< subject: source
  source_idle,       ///< a member of a finite population calls; subject: source, argument: member
  patience,          ///< the caller hangs up; subject: call
  retrieve,          ///< the drawn retrieval of a call without people; subject: call
  park_timeout,      ///< subject: call
  ring_answer,       ///< the drawn answer of a call without people; subject: call
  ring_end,          ///< subject: call
  bridge_done,       ///< subject: call
  life_max,          ///< subject: call
  step,              ///< a person's step is over; subject: person
  battery_warning,   ///< subject: person
  battery_dead,      ///< subject: person
  utterance,         ///< an announcement has been spoken once; subject: announcement
  post_visible,      ///< subject: post
  bridge_failed,     ///< subject: call
  commit,            ///< subject: call
  reservation_over,  ///< subject: call
  reminder,          ///< subject: call
  escape,            ///< subject: call
  fallback_end,      ///< subject: call
  press_again,       ///< subject: call
  request,           ///< a request comes to its next stage; subject: request
  sweep,             ///< subject: lot
  rested,            ///< subject: code, argument: lot
  ghost,             ///< subject: code, argument: lot
  replicated,        ///< subject: code, argument: lot, node and whether taken
  change,            ///< subject: entry of the timeline
  granted,           ///< subject: person, argument: entry of the timeline
};

inline constexpr const char* timer_names[] = {"arrival",
                                              "idle source",
                                              "patience",
                                              "retrieval",
                                              "park timeout",
                                              "ring answer",
                                              "ring end",
                                              "bridge done",
                                              "life limit",
                                              "step",
                                              "battery warning",
                                              "battery dead",
                                              "utterance",
                                              "post visible",
                                              "bridge failure",
                                              "commit",
                                              "end of a reservation",
                                              "reminder",
                                              "escape key",
                                              "fallback end",
                                              "second press",
                                              "request",
                                              "sweep",
                                              "end of a rest",
                                              "ghost",
                                              "replication",
                                              "change",
                                              "grant"};

/// The uniform number of this purpose.
inline double uniform(const sim::Draws& draws, Draw purpose, std::uint32_t episode, std::uint32_t index) {
  return draws.uniform(static_cast<sim::Purpose>(purpose), episode, index);
}

/// What happens first at one instant, by the kind of a call's event.
constexpr sim::EventClass class_of(Timer timer) {
  switch (timer) {
    case Timer::patience: return sim::EventClass::caller_hangs_up;
    case Timer::retrieve: return sim::EventClass::retrieve;
    case Timer::park_timeout:
    case Timer::life_max:
    case Timer::escape: return sim::EventClass::park_timeout;
    case Timer::ring_answer:
    case Timer::ring_end:
    case Timer::fallback_end: return sim::EventClass::ring_result;
    case Timer::reservation_over: return sim::EventClass::sweep;
    case Timer::commit:
    case Timer::press_again: return sim::EventClass::park_request;
    default: return sim::EventClass::rest;
  }
}

/// Whether the subject of such an event is a call.
constexpr bool is_of_a_call(Timer timer) {
  return (timer >= Timer::patience && timer <= Timer::life_max) ||
         (timer >= Timer::bridge_failed && timer <= Timer::press_again);
}

}  // namespace models

#include <string>
#include <utility>

#include "models/park/exchange.hpp"

/// What happens to calls and codes when rows fire.
namespace park {

using measures::Count;
using measures::Latency;
using models::Timer;
using sim::EventClass;

namespace {
sim::EventPayload payload(Timer timer, CallSlot slot) { return {static_cast<std::uint32_t>(timer), slot, 0, 0}; }
}  // namespace

void Exchange::refuse(S& s, CallSlot slot, Refusal reason, bool cut) {
  Call& call = calls_[slot];
  ++refused_;
  if (call.measured) s.recorder.count(call.cell, Count::refused + index(reason));
  if (call.parker != nobody) {
    s.messages.push_back({.kind = cut ? Message::Kind::cut : Message::Kind::refused,
                          .person = call.parker,
                          .call = calls_.id(slot),
                          .refusal = reason});
    return;
  }
  if (call.measured) s.recorder.count(call.cell, Count::park_failed);
  close(s, slot);
}

void Exchange::commit(S& s, CallSlot slot, const Choice& choice) {
  Call& call = calls_[slot];
  ++committed_;
  ++call.episode;
  call.rings = 0;
  call.parked_at = s.now();
  take_code(s, slot, choice);
  if (call.measured) {
    s.recorder.count(call.cell, Count::park_committed);
    if (!call.ever_parked) s.recorder.count(call.cell, Count::calls_parked);
  }
  call.ever_parked = true;
  caller_waits(s, slot);
  if (const auto life = rules(s, call.lot).park.life_max; life.us > 0)
    call.life =
        s.timers.arm(life, S::order(EventClass::park_timeout, call, Timer::life_max), payload(Timer::life_max, slot));
  start_period(s, slot);
  if (call.parker == nobody) return;
  const int code = choice.code;
  const auto announced = rules(s, call.lot).park.announce_per_digit * lot(call.lot).digits(code);
  if (call.measured) s.recorder.time(call.cell, Latency::park_latency, s.now() - call.press + announced);
  s.messages.push_back({.kind = Message::Kind::parked,
                        .person = call.parker,
                        .call = calls_.id(slot),
                        .intent = {.digits = lot(call.lot).number(code),
                                   .lot = call.lot,
                                   .traffic = static_cast<std::int16_t>(call.source),
                                   .hour = hour_of(s, call),
                                   .measured = call.measured,
                                   .code = code,
                                   .code_generation = call.code_generation,
                                   .call = calls_.id(slot),
                                   .call_key = call.key()},
                        .takes = announced});
}

Choice Exchange::choose(S& s, const Call& call) {
  const auto u = s.draws_of(call).uniform(static_cast<sim::Purpose>(models::Draw::code_choice), call.episode,
                                          static_cast<std::uint32_t>(call.rings));
  return lot(call.lot).choose(u);
}

void Exchange::choose_again(S& s, CallSlot slot) {
  const Call& call = calls_[slot];
  take_code(s, slot, lot(call.lot).has_room() ? choose(s, call) : choose_beyond_range(s, call));
}

Choice Exchange::choose_beyond_range(S& s, const Call& call) {
  return {lot(call.lot).choose_beyond_range(), rules(s, call.lot).codes() + 1};
}

void Exchange::lock_code(S& s, CallSlot slot, bool locked) {
  Call& call = calls_[slot];
  fire_code(s, call, locked ? Event::lock : Event::unlock);
  call.code_locked = locked;
  change_takable(s, call.lot, locked ? -1 : 1);
}

void Exchange::take_code(S& s, CallSlot slot, const Choice& choice) {
  Call& call = calls_[slot];
  call.code = choice.code;
  s.recorder.saw_code_of(lot(call.lot).digits(choice.code));
  fire_code(s, call, Event::allocate);
  Code& code = lot(call.lot).code(call.code);
  call.code_generation = ++code.generation;
  code.call = slot;
  code.chosen_at = s.now();
  change_in_use(s, call.lot, 1);
  change_takable(s, call.lot, 1);
  if (!call.measured) return;
  const auto probes = static_cast<std::uint64_t>(choice.probes);
  s.recorder.count(call.cell, Count::allocations);
  s.recorder.count(call.cell, Count::probes, probes);
  s.recorder.count(call.cell, Count::collision + index(Collision::allocation), probes - 1);
  if (code.released_at.us >= 0) s.recorder.time(call.cell, Latency::code_reuse_gap, s.now() - code.released_at);
}

void Exchange::start_period(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& rule = rules(s, call.lot);
  const bool again = call.rings > 0 && rule.ring.between.us > 0 && holds(s, Guard::attempts_left, call);
  const auto order = S::order(EventClass::park_timeout, call, Timer::park_timeout);
  if (again) {
    call.timeout = s.timers.arm(rule.ring.between, order, payload(Timer::park_timeout, slot));
  } else if (rule.park.timeout.us > 0) {
    call.timeout = s.timers.arm_constant(s.plan.timeout_lane(call.lot), order, payload(Timer::park_timeout, slot));
  }
  if (call.parker == nobody) drawn_parked(s, slot);
}

void Exchange::ring(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  ++call.rings;
  call.ring_due = s.now();
  if (call.parker == nobody) {
    start_alert(s, slot);
    return drawn_rung(s, slot);
  }
  s.messages.push_back({.kind = Message::Kind::ring_back_offered, .person = call.parker, .call = calls_.id(slot)});
}

void Exchange::alert(S& s, CallId id, bool reachable) {
  if (!calls_.is_live(id) || calls_[id.slot].state != State::ring_back) return;
  if (!reachable) return fire(s, id.slot, Event::unreachable);
  start_alert(s, id.slot);
}

void Exchange::start_alert(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  call.ringing = call.was_rung = true;
  call.ring_started = s.now();
  call.ring_end =
      s.timers.arm_constant(s.plan.ring_lane(call.lot), S::order(EventClass::ring_result, call, Timer::ring_end),
                            payload(Timer::ring_end, slot));
  if (!call.measured) return;
  s.recorder.count(call.cell, Count::ring_backs);
  s.recorder.time(call.cell, Latency::ring_back_lag, s.now() - call.ring_due);
}

void Exchange::cancel_ring(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  s.timers.cancel(call.ring_end);
  const bool rang = std::exchange(call.ringing, false);
  if (call.parker == nobody) return drawn_gone(s, slot);
  if (!rang) return;
  s.messages.push_back({.kind = Message::Kind::ring_back_cancelled, .person = call.parker, .call = calls_.id(slot)});
}

void Exchange::claim(S& s, CallSlot slot, Attempt& attempt) {
  Call& call = calls_[slot];
  s.timers.cancel(call.timeout);
  s.timers.cancel(call.life);
  call.claimed_for = attempt.intent;
  call.claimant = attempt.person;
  call.sent_at = s.now();
  call.claim_cell = attempt.cell;
  call.claim_measured = attempt.measured;
  const auto bridge_time = rules(s, call.lot).take.bridge_time;
  if (bridge_time.us == 0) return fire(s, slot, Event::bridge_done);
  call.bridge = s.timers.arm(bridge_time, S::order(EventClass::rest, call, Timer::bridge_done),
                             payload(Timer::bridge_done, slot));
}

Exchange::Attempt Exchange::claimed_attempt(const Call& call, CallSlot slot, RetrieveOutcome outcome) const {
  return {.person = call.claimant,
          .lot = call.lot,
          .intent = call.claimed_for,
          .dialled_from = call.sent_at,
          .sent_at = call.sent_at,
          .met = slot,
          .forbidden = std::nullopt,
          .outcome = outcome,
          .cell = call.claim_cell,
          .measured = call.claim_measured};
}

void Exchange::bridge(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const bool meant = call.state == State::retrieved;
  const Attempt attempt = claimed_attempt(call, slot, meant ? RetrieveOutcome::ok : RetrieveOutcome::wrong_call);
  if (!meant) count_wrong(s, call, attempt.intent, call.lot);
  if (meant && call.measured) s.recorder.time(call.cell, Latency::park_to_retrieve, s.now() - call.first_press);
  if (call.parker == nobody) caller_talks(s, slot, meant);
  finish_attempt(s, attempt);
  end(s, slot, meant ? CallEnd::retrieved : CallEnd::retrieved_wrong);
}

void Exchange::count_wrong(S& s, const Call& call, const Intent& intent, int lot_index) {
  const bool misdialled = intent.code < 0 || lot(intent.lot).number(intent.code) != intent.digits;
  const auto cause = misdialled                ? WrongCause::misdial
                     : intent.lot == lot_index ? WrongCause::stale
                                               : WrongCause::cross_lot;
  if (call.claim_measured) s.recorder.count(call.claim_cell, Count::wrong_call + index(cause));
}

void Exchange::note_near_miss(S& s, const Attempt& attempt) {
  if (attempt.lot >= 0 && attempt.intent.code >= 0 && attempt.met != no_call && attempt.measured &&
      calls_.id(attempt.met) != attempt.intent.call) {
    const bool misdialled = lot(attempt.intent.lot).number(attempt.intent.code) != attempt.intent.digits;
    if (misdialled || attempt.intent.lot == attempt.lot)
      s.recorder.count(attempt.cell, Count::collision + index(misdialled ? Collision::misdial : Collision::stale));
  }
}

RetrieveOutcome Exchange::said(const Rules& rule, RetrieveOutcome truth) const {
  switch (truth) {
    case RetrieveOutcome::lost_race:
      return rule.take.empty == EmptyCode::error ? RetrieveOutcome::already_retrieved : RetrieveOutcome::empty;
    case RetrieveOutcome::already_retrieved:
    case RetrieveOutcome::call_ended: return rule.take.empty == EmptyCode::error ? truth : RetrieveOutcome::empty;
    case RetrieveOutcome::wrong_call: return RetrieveOutcome::ok;
    default: return truth;
  }
}

void Exchange::finish_attempt(S& s, const Attempt& attempt) {
  ++attempt_outcomes_;
  const auto heard = attempt.lot >= 0 ? said(rules(s, attempt.lot), attempt.outcome) : attempt.outcome;
  if (attempt.measured) {
    s.recorder.count(attempt.cell, Count::outcome + index(attempt.outcome));
    s.recorder.said(attempt.cell, heard);
    if (attempt.outcome == RetrieveOutcome::lost_race)
      s.recorder.count(attempt.cell, Count::collision + index(Collision::race));
    s.recorder.time(attempt.cell, Latency::retrieve_latency + index(attempt.outcome), s.now() - attempt.sent_at);
  }
  if (attempt.person == nobody) return;
  s.messages.push_back({.kind = Message::Kind::retrieve_outcome,
                        .person = attempt.person,
                        .call = attempt.outcome <= RetrieveOutcome::wrong_call ? calls_.id(attempt.met) : CallId{},
                        .intent = attempt.intent,
                        .outcome = attempt.outcome,
                        .said = heard});
}

void Exchange::free_code(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  if (call.code < 0) return;
  Code& code = lot(call.lot).code(call.code);
  if (!call.code_locked) change_takable(s, call.lot, -1);
  call.code_locked = false;
  fire_code(s, call, Event::release);
  code.call = no_call;
  code.released_at = s.now();
  code.last_call_ended = is_terminal(call.state);
  if (call.measured) s.recorder.time(call.cell, Latency::code_held, s.now() - code.chosen_at);
  lot(call.lot).release(call.code);
  call.code = -1;
  change_in_use(s, call.lot, -1);
}

void Exchange::end(S& s, CallSlot slot, CallEnd how) {
  Call& call = calls_[slot];
  if (!is_terminal(call.state))
    throw sim::Fault("conservation broken: a call ends in state " + std::string(state_names[index(call.state)]));
  ++ended_;
  s.timers.cancel(call.timeout);
  s.timers.cancel(call.life);
  s.timers.cancel(call.bridge);
  s.timers.cancel(call.ring_end);
  if (call.code >= 0) lot(call.lot).code(call.code).last_end = how;
  free_code(s, slot);
  if (call.measured) {
    s.recorder.count(call.cell, Count::call_end + index(how));
    s.recorder.time(call.cell, Latency::park_stay, s.now() - call.parked_at);
    if (how == CallEnd::returned) s.recorder.time(call.cell, Latency::ring_back_latency, s.now() - call.ring_started);
  }
  if (call.parker == nobody) {
    drawn_gone(s, slot);
    return close(s, slot);
  }
  const bool returned = how == CallEnd::returned;
  if (std::exchange(call.ringing, false) && !returned)
    s.messages.push_back({.kind = Message::Kind::ring_back_cancelled, .person = call.parker, .call = calls_.id(slot)});
  if (returned) {
    s.messages.push_back({.kind = Message::Kind::ring_back_connected, .person = call.parker, .call = calls_.id(slot)});
  } else {
    s.messages.push_back(
        {.kind = Message::Kind::call_left, .person = call.parker, .call = calls_.id(slot), .end = how});
  }
  if (returned || how == CallEnd::retrieved || how == CallEnd::retrieved_wrong) call.state = State::connected;
}

}  // namespace park

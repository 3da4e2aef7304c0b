#include <algorithm>
#include <string>
#include <utility>

#include "models/park/exchange.hpp"

/// A call's stay in the lot: its beginning, its periods, its ring-backs and its end.
namespace park {

using measures::Count;
using measures::Latency;
using models::Draw;
using models::Timer;

Intent Exchange::intent_of(const S& s, CallSlot slot, int code) const {
  const Call& call = calls_[slot];
  Intent intent{.lot = call.lot,
                .traffic = static_cast<std::int16_t>(call.source),
                .hour = hour_of(s, call),
                .measured = call.measured,
                .code = code,
                .code_generation = call.code_generation,
                .call = calls_.id(slot),
                .call_key = call.key()};
  if (code >= 0) intent.digits = lots_[at(call.lot)].number(code);
  intent.token = rules_of(s, call).take.token == Token::safe;
  return intent;
}

void Exchange::refuse(S& s, CallSlot slot, Refusal reason, Refused how) {
  Call& call = calls_[slot];
  ++books_.refused;
  if (reason == Refusal::lot_full) ++lot_books_[at(call.lot)].full;
  if (call.measured) s.recorder.count(call.cell, Count::refused + index(reason));
  if (call.drawn) {
    if (call.measured) s.recorder.count(call.cell, Count::park_failed);
    return close(s, slot);
  }
  if (how == Refused::cut_silently) {
    const auto code = preferred(s, call);
    s.messages.push_back({.kind = Message::Kind::believed_parked,
                          .person = call.parker,
                          .call = calls_.id(slot),
                          .intent = intent_of(s, slot, code)});
    return;
  }
  if (how == Refused::cut) {
    s.messages.push_back(
        {.kind = Message::Kind::cut, .person = call.parker, .call = calls_.id(slot), .refusal = reason});
    return;
  }
  if (const auto takes = answer_time(s, call); takes.us > 0) {
    const auto i = pending_.add({.what = Pending::What::park,
                                 .stage = Pending::Stage::to_refuse,
                                 .open = true,
                                 .node = -1,
                                 .call = calls_.id(slot),
                                 .refusal = reason});
    return wait_for_stage(s, i, Pending::Stage::to_refuse, takes);
  }
  tell_refused(s, slot, reason);
}

void Exchange::tell_refused(S& s, CallSlot slot, Refusal reason) {
  s.messages.push_back(
      {.kind = Message::Kind::refused, .person = calls_[slot].parker, .call = calls_.id(slot), .refusal = reason});
}

/// The call is in the service's hands from now on.
void Exchange::begin_stay(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  ++books_.committed;
  ++call.episode;
  call.rings = call.reminders = 0;
  call.parked_at = s.now();
  if (call.measured) s.recorder.count(call.cell, Count::park_committed);
  if (call.self_parked) return;
  if (call.measured && !call.ever_parked) s.recorder.count(call.cell, Count::calls_parked);
  call.ever_parked = true;
  caller_waits(s, slot);
}

/// The call is behind its code: its time begins to run, and the parker knows the code after the announcement.
void Exchange::commit(S& s, CallSlot slot, sim::Ticks announced) {
  Call& call = calls_[slot];
  const auto& rule = rules_of(s, call);
  if (const auto life = rule.park.life_max; life.us > 0) {
    call.life_due = s.now() + life;
    call.life = arm(s, slot, Timer::life_max, life);
  }
  if (rule.park.escape_key && rule.ring.attempts != 0 && !call.self_parked) {
    if (const auto& escape = escape_of(s, call))
      call.escape =
          arm(s, slot, Timer::escape, escape->sample(uniform(s.draws_of(call), Draw::escapes, call.episode, 0)));
  }
  if (call.drawn && !call.self_parked && lot_traffic(s, call).pressed_twice > 0) press_twice(s, slot);
  start_period(s, slot, Period::new_code);
  tell_parked(s, slot, announced);
}

void Exchange::tell_parked(S& s, CallSlot slot, sim::Ticks announced) {
  const Call& call = calls_[slot];
  if (call.drawn || call.parker == nobody) return;
  const bool behind_code = call.state == State::parked;
  const auto takes = announced + answer_time(s, call);
  if (call.measured && behind_code) s.recorder.time(call.cell, Latency::park_latency, s.now() - call.press + takes);
  s.messages.push_back({.kind = behind_code ? Message::Kind::parked : Message::Kind::believed_parked,
                        .person = call.parker,
                        .call = calls_.id(slot),
                        .intent = intent_of(s, slot, call.code),
                        .takes = takes});
}

void Exchange::die_in_gap(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  ++books_.died;
  drop_reservation(s, slot);
  if (call.measured) s.recorder.count(call.cell, Count::park_died_in_gap);
  if (call.drawn) {
    if (call.measured) s.recorder.count(call.cell, Count::park_failed);
    return close(s, slot);
  }
  s.messages.push_back({.kind = Message::Kind::cut, .person = call.parker, .call = calls_.id(slot)});
}

/// The caller is joined to the one already behind the code.
void Exchange::merge(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  begin_stay(s, slot);
  const CallSlot other = lot(call.lot).code(call.code).first;
  tell_parked(s, slot, {});
  if (call.measured) s.recorder.count(call.cell, Count::collision + index(Collision::merged));
  call.code = -1;
  call.lapsed = false;
  if (other != no_call && can_be_joined(s, calls_[other])) fire(s, other, Event::joined);
  end(s, slot, CallEnd::merged);
}

bool Exchange::is_between_rings(S& s, const Call& call) {
  return call.rings > 0 && rules_of(s, call).ring.between.us > 0 && holds(s, Guard::attempts_left, call);
}

void Exchange::start_period(S& s, CallSlot slot, Period why) {
  Call& call = calls_[slot];
  const auto& rule = rules_of(s, call);
  const bool again = is_between_rings(s, call);
  const auto length = again ? rule.ring.between : rule.park.timeout;
  if (length.us > 0) {
    call.deadline = s.now() + length;
    call.timeout = again ? arm(s, slot, Timer::park_timeout, length)
                         : s.timers.arm_constant(s.plan.timeout_lane(call.rules), S::order(call, Timer::park_timeout),
                                                 S::payload(Timer::park_timeout, slot));
  }
  if (why != Period::pressed_again) {
    call.reminders = 0;
    remind_later(s, slot);
  }
  if (call.drawn && why != Period::pressed_again) drawn_parked(s, slot, why == Period::new_code);
}

/// The next reminder, if any is left.
void Exchange::remind_later(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& park = rules_of(s, call).park;
  const bool is_first = call.reminders == 0 && park.remind_first.us > 0;
  const auto delay = is_first ? park.remind_first : park.remind_every;
  const bool is_left = park.remind_limit == unlimited || call.reminders < park.remind_limit;
  if (is_left && delay.us > 0 && !call.self_parked) call.reminder = arm(s, slot, Timer::reminder, delay);
}

void Exchange::remind(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  ++call.reminders;
  if (call.measured) s.recorder.count(call.cell, Count::reminders);
  if (!call.drawn)
    s.messages.push_back({.kind = Message::Kind::reminded,
                          .person = call.parker,
                          .call = calls_.id(slot),
                          .intent = intent_of(s, slot, call.code)});
  remind_later(s, slot);
}

/// The group of people that is rung, or nobody = the parker.
int Exchange::target_group(const S& s, const Call& call) const {
  const auto& ring = rules_of(s, call).ring;
  if (call.state == State::fallback) return s.plan.ring_groups[call.rules];
  switch (ring.target) {
    case RingTarget::parker: return nobody;
    case RingTarget::parker_then_group: return call.rings > 1 ? s.plan.ring_groups[call.rules] : nobody;
    case RingTarget::origin_path: return call.drawn ? nobody : s.plan.company.traffic[call.source].to;
    default: return s.plan.ring_groups[call.rules];
  }
}

bool Exchange::is_nobody_to_ring(const S& s, const Call& call) const {
  if (call.self_parked && call.parker == nobody) return true;
  const auto target = rules_of(s, call).ring.target;
  const bool group = target == RingTarget::fixed || target == RingTarget::hunt_group || target == RingTarget::attendant;
  return group && s.plan.ring_groups[call.rules] == people::none;
}

void Exchange::ring(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  ++call.rings;
  call.ring_due = s.now();
  s.timers.cancel(call.timeout);
  s.timers.cancel(call.reminder);
  s.timers.cancel(call.escape);
  s.timers.cancel(call.again);
  if (is_nobody_to_ring(s, call)) return fire(s, slot, Event::unreachable);
  if (call.drawn) {
    start_alert(s, slot);
    return drawn_rung(s, slot);
  }
  const int group = target_group(s, call);
  s.messages.push_back({.kind = Message::Kind::ring_back_offered,
                        .person = group == nobody ? call.parker : nobody,
                        .group = group,
                        .call = calls_.id(slot)});
}

void Exchange::go_to_fallback(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& ring = rules_of(s, call).ring;
  cancel_ring(s, slot);
  stop_timers(s, call);
  free_code(s, slot);
  const bool by_people =
      ring.fallback == Fallback::group && !call.drawn && s.plan.ring_groups[call.rules] != people::none;
  if (!by_people && ring.fallback != Fallback::nobody) return fire(s, slot, Event::answer);
  call.ring_due = s.now();
  if (!by_people) {
    call.ring_end = arm(s, slot, Timer::fallback_end, ring.fallback_ring);
    return;
  }
  s.messages.push_back(
      {.kind = Message::Kind::ring_back_offered, .group = s.plan.ring_groups[call.rules], .call = calls_.id(slot)});
}

void Exchange::alert(S& s, CallId id, Reach reach, int person) {
  if (!calls_.is_live(id)) return;
  Call& call = calls_[id.slot];
  const bool fallback = call.state == State::fallback;
  if (call.state != State::ring_back && !fallback) return;
  const auto& ring = rules_of(s, call).ring;
  const bool busy_fails = fallback || ring.busy != ParkerBusy::force;
  call.waits_idle = false;
  call.rung = person;
  if (reach == Reach::forwarded && !ring.ignore_forwarding && !fallback) return fire(s, id.slot, Event::forwarded);
  if (reach == Reach::unreachable) return fire(s, id.slot, Event::unreachable);
  if (reach == Reach::busy && busy_fails) return fire(s, id.slot, Event::busy);
  start_alert(s, id.slot);
}

void Exchange::start_alert(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  call.ringing = true;
  const bool fallback = call.state == State::fallback;
  call.ring_started = s.now();
  if (fallback) {
    call.ring_end = arm(s, slot, Timer::fallback_end, rules_of(s, call).ring.fallback_ring);
    return;
  }
  call.was_rung = true;
  call.ring_end = s.timers.arm_constant(s.plan.ring_lane(call.rules), S::order(call, Timer::ring_end),
                                        S::payload(Timer::ring_end, slot));
  if (!call.measured) return;
  s.recorder.count(call.cell, Count::ring_backs);
  s.recorder.time(call.cell, Latency::ring_back_lag, s.now() - call.ring_due);
}

void Exchange::cancel_ring(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  s.timers.cancel(call.ring_end);
  const bool rang = std::exchange(call.ringing, false);
  const bool waited = std::exchange(call.waits_idle, false);
  if (call.drawn) return drawn_gone(s, slot);
  if (rang || waited)
    s.messages.push_back({.kind = Message::Kind::ring_back_cancelled, .person = call.rung, .call = calls_.id(slot)});
}

void Exchange::claim(S& s, CallSlot slot, Attempt& attempt) {
  Call& call = calls_[slot];
  const auto& rule = rules_of(s, call);
  stop_timers(s, call);
  if (call.self_parked) s.timers.cancel(call.patience);
  call.claimed_for = attempt.intent;
  call.claimant = attempt.person;
  call.sent_at = attempt.sent_at;
  call.claim_cell = attempt.cell;
  call.claim_measured = attempt.measured;
  ++call.claims;
  const bool fails = rule.take.bridge_fails > 0 &&
                     uniform(s.draws_of(call), Draw::media, call.episode, call.claims) < rule.take.bridge_fails;
  const auto media = rule.take.bridge_time + answer_time(s, attempt);
  if (!fails && media.us == 0) return fire(s, slot, Event::bridge_done);
  const auto deadman = rule.take.claim_deadman.us > 0 ? rule.take.claim_deadman : rule.take.bridge_time;
  const bool too_late = rule.take.claim_deadman.us > 0 && rule.take.claim_deadman < rule.take.bridge_time;
  const bool never_comes = fails || too_late;
  if (rule.alloc.release != Release::after_lock) {
    if (call.code >= 0) lot(call.lot).code(call.code).last_end = CallEnd::retrieved;
    free_code(s, slot);
  } else {
    set_takable(s, call, false);
  }
  call.bridge = never_comes ? arm(s, slot, Timer::bridge_failed, deadman) : arm(s, slot, Timer::bridge_done, media);
}

Attempt Exchange::claimed_attempt(const Call& call, CallSlot slot, RetrieveOutcome outcome) const {
  Attempt attempt;
  attempt.person = call.claimant;
  attempt.lot = call.lot;
  attempt.intent = call.claimed_for;
  attempt.dialled_from = attempt.sent_at = call.sent_at;
  attempt.met = slot;
  attempt.outcome = outcome;
  attempt.cell = call.claim_cell;
  attempt.measured = call.claim_measured;
  return attempt;
}

void Exchange::bridge(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const bool meant = call.state == State::retrieved;
  const Attempt attempt = claimed_attempt(call, slot, meant ? RetrieveOutcome::ok : RetrieveOutcome::wrong_call);
  if (!meant) count_wrong(s, call, attempt.intent, call.lot);
  if (meant && call.measured) s.recorder.time(call.cell, Latency::park_to_retrieve, s.now() - call.first_press);
  if (call.drawn) caller_talks(s, slot, meant);
  finish_attempt(s, attempt);
  end(s, slot, meant ? CallEnd::retrieved : CallEnd::retrieved_wrong);
}

/// The claim came to nothing: the call is parked as before, with what is left of its time.
void Exchange::unlock_claim(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& rule = rules_of(s, call);
  finish_attempt(s, claimed_attempt(call, slot, RetrieveOutcome::bridge_failed));
  call.bridge = {};
  if (call.code_locked) lock_code(s, slot, false);
  set_takable(s, call, true);
  const auto left = [&](sim::Ticks due) { return std::max(sim::Ticks{0}, due - s.now()); };
  if (rule.park.life_max.us > 0) call.life = arm(s, slot, Timer::life_max, left(call.life_due));
  if (rule.park.timeout.us > 0 || is_between_rings(s, call))
    call.timeout = arm(s, slot, Timer::park_timeout, left(call.deadline));
  remind_later(s, slot);
  if (call.drawn) drawn_unlocked(s, slot);
}

void Exchange::stop_timers(S& s, Call& call) {
  for (auto* timer : {&call.timeout, &call.life, &call.reminder, &call.escape, &call.again}) s.timers.cancel(*timer);
}

void Exchange::end(S& s, CallSlot slot, CallEnd how, Leaves leaves) {
  Call& call = calls_[slot];
  if (!is_terminal(call.state))
    throw sim::Fault("conservation broken: a call ends in state " + std::string(state_names[index(call.state)]));
  ++books_.ended;
  stop_timers(s, call);
  s.timers.cancel(call.bridge);
  s.timers.cancel(call.ring_end);
  if (call.code >= 0) lot(call.lot).code(call.code).last_end = how;
  free_code(s, slot, leaves == Leaves::ghost);
  if (call.measured) {
    s.recorder.count(call.cell, Count::call_end + index(how));
    s.recorder.time(call.cell, Latency::park_stay, s.now() - call.parked_at);
    if (how == CallEnd::returned) s.recorder.time(call.cell, Latency::ring_back_latency, s.now() - call.ring_started);
  }
  if (call.drawn) {
    drawn_gone(s, slot);
    return close(s, slot);
  }
  if (call.self_parked) s.timers.cancel(call.patience);
  const bool answered = leaves == Leaves::answered;
  const bool rang = std::exchange(call.ringing, false);
  const bool waited = std::exchange(call.waits_idle, false);
  if ((rang || waited) && !answered)
    s.messages.push_back({.kind = Message::Kind::ring_back_cancelled, .person = call.rung, .call = calls_.id(slot)});
  if (answered) {
    s.messages.push_back({.kind = Message::Kind::ring_back_connected, .person = call.rung, .call = calls_.id(slot)});
  } else {
    s.messages.push_back(
        {.kind = Message::Kind::call_left, .person = call.parker, .call = calls_.id(slot), .end = how});
  }
  if (answered || how == CallEnd::retrieved || how == CallEnd::retrieved_wrong) call.state = State::connected;
}

}  // namespace park

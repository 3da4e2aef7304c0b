#include <algorithm>
#include <array>
#include <string>

#include "models/park/exchange.hpp"

/// Retrieve attempts: what is behind a dialled code, and what comes of it.
namespace park {

using measures::Count;
using measures::Latency;
using models::Timer;

namespace {
/// The last call under this code was taken.
bool was_retrieved(const Code& code) {
  return code.last_call_ended && (code.last_end == CallEnd::retrieved || code.last_end == CallEnd::retrieved_wrong);
}
}  // namespace

/// Some systems answer first and look for a call later.
void Exchange::begin_look(S& s, Attempt& attempt) {
  if (attempt.lot >= 0 && attempt.served == Served::yes) {
    const auto& take = present_rules(s, attempt.lot).take;
    if (take.claim == Claim::atomic && take.claim_gap.us > 0) {
      look(s, attempt);  // a number that is no code is known at once
      if (code_dialled(attempt)) return wait_for_stage(s, attempt, Pending::Stage::to_look, take.claim_gap);
    }
  }
  dial(s, attempt);
}

void Exchange::dial(S& s, Attempt& attempt) {
  if (attempt.lot >= 0) {
    sweep_if_due(s, attempt.lot);
    look(s, attempt);
    if (attempt.looks == 0) {
      note_near_miss(s, attempt);
      expect_misdials(s, attempt);
    }
  }
  fire_attempt(s, attempt, State::dialled, Event::dial);
}

void Exchange::fire_attempt(S& s, Attempt& attempt, State state, Event event) {
  const int own = std::max(0, attempt.lot >= 0 ? attempt.lot : attempt.intent.lot);
  if (state != State::checked) attempt.rules = present_[at(own)];
  const auto& machine = s.plan.machines[attempt.rules];
  for (const auto i : machine.rows(state, event)) {
    const Row& row = machine.row(i);
    if (!holds(s, row.guard, attempt)) continue;
    if (row.action == Action::turn_away || row.action == Action::find_ghost)
      attempt.outcome = state != State::checked ? outcome_of(row.guard, attempt)
                        : was_beaten(attempt)   ? RetrieveOutcome::lost_race
                                                : RetrieveOutcome::call_died;
    const bool decided = row.to == State::turned_away;
    s.recorder.transition(s.now(), attempt.intent.call_key, i, index(attempt.outcome));
    if (s.trace)
      s.trace->line(
          {s.now(), attempt.intent.call_key, row.says,
           decided && row.action != Action::self_park ? retrieve_outcome_names[index(attempt.outcome)] : "dialled",
           attempt.intent.digits, attempt.person});
    return act(s, attempt, row);
  }
  throw sim::Fault("no row takes a retrieve attempt");
}

RetrieveOutcome Exchange::outcome_of(Guard guard, const Attempt& attempt) {
  switch (guard) {
    case Guard::not_served:
      return attempt.served == Served::overloaded ? RetrieveOutcome::overloaded : RetrieveOutcome::node_down;
    case Guard::not_allowed: return attempt.is_forbidden ? attempt.forbidden : RetrieveOutcome::no_policy;
    case Guard::wrong_token: return RetrieveOutcome::token_mismatch;
    case Guard::reserved_code: return RetrieveOutcome::got_parker;
    case Guard::ghost: return RetrieveOutcome::call_died;
    case Guard::of_another_group: return RetrieveOutcome::not_in_group;
    case Guard::not_a_code: return RetrieveOutcome::no_such_code;
    case Guard::taken_while_dialling: return RetrieveOutcome::lost_race;
    case Guard::taken_before: return RetrieveOutcome::already_retrieved;
    case Guard::ended_before: return RetrieveOutcome::call_ended;
    default: return RetrieveOutcome::empty;
  }
}

void Exchange::act(S& s, Attempt& attempt, const Row& row) {
  switch (row.action) {
    case Action::meet_call: return fire(s, attempt.met, Event::retrieve, &attempt);
    case Action::turn_away: return turn_away(s, attempt);
    case Action::self_park: return self_park(s, attempt);
    case Action::find_ghost:
      make_free(s, attempt.lot, lot(attempt.lot).position(attempt.intent.digits, attempt.intent.keyed), Event::access);
      return turn_away(s, attempt);
    case Action::look_again:
      ++attempt.looks;
      return wait_for_stage(s, attempt, Pending::Stage::to_look, present_rules(s, attempt.lot).take.wait_each);
    case Action::check: {
      attempt.checked = calls_.id(attempt.met);
      const auto gap = present_rules(s, attempt.lot).take.claim_gap;
      if (gap.us == 0) return fire_attempt(s, attempt, State::checked, Event::act);
      return wait_for_stage(s, attempt, Pending::Stage::to_act, gap);
    }
    default: throw sim::Fault("an action of a call on a row of an attempt");
  }
}

/// Finds the lot in which the digits are a code, the retriever's own before others, and the call they lead to there.
void Exchange::look(S& s, Attempt& attempt) {
  const auto is_code = [&](int l) { return lots_[at(l)].position(attempt.intent.digits, attempt.intent.keyed) >= 0; };
  const std::vector<int>* order = attempt.person == nobody ? nullptr : &s.plan.group(attempt.person).reaches;
  if (order && !order->empty()) {
    const auto found = std::ranges::find_if(*order, is_code);
    if (found != order->end()) attempt.lot = *found;
  } else if (lots_.size() > 1 && !is_code(attempt.lot) && reaches_others(present_rules(s, attempt.lot).take.auth)) {
    for (int l = 0; l < static_cast<int>(lots_.size()); ++l) {
      if (!is_code(l) || !reaches_others(present_rules(s, l).take.auth)) continue;
      attempt.lot = l;
      break;
    }
  }
  const int code = lots_[at(attempt.lot)].position(attempt.intent.digits, attempt.intent.keyed);
  if (code >= 0 && lot(attempt.lot).code(code).is_express()) lay_out(s, attempt.lot, code);
  attempt.met = code < 0 ? no_call : call_behind(s, attempt.lot, code, attempt);
}

/// With several nodes a call is known where it was parked at once, elsewhere after a while.
bool Exchange::sees(const S& s, const Attempt& attempt, const Call& call) const {
  if (!lots_[at(call.lot)].has_views() || call.node == attempt.node) return true;
  return call.parked_at + s.plan.company.service.replication_lag <= s.now();
}

CallSlot Exchange::call_behind(const S& s, int lot_index, int position, const Attempt& attempt) const {
  const Code& code = lots_[at(lot_index)].code(position);
  if (code.calls == 0) return no_call;
  if (code.calls == 1) return sees(s, attempt, calls_[code.first]) ? code.first : no_call;
  const auto order = present_rules(s, lot_index).space.code_order;
  CallSlot best = no_call;
  const auto is_better = [&](CallSlot one, CallSlot other) {
    const Call &a = calls_[one], &b = calls_[other];
    if (attempt.intent.token && (calls_.id(one) == attempt.intent.call) != (calls_.id(other) == attempt.intent.call))
      return calls_.id(one) == attempt.intent.call;
    if (a.takable != b.takable) return a.takable;
    if (lots_[at(lot_index)].has_views() && (a.node == attempt.node) != (b.node == attempt.node))
      return a.node == attempt.node;
    if (order == CodeOrder::longest) return a.first_press < b.first_press;
    return order == CodeOrder::lifo;  // they come in the order in which they were parked there
  };
  for (CallSlot slot = code.first; slot != no_call; slot = calls_[slot].next_on_code)
    if (sees(s, attempt, calls_[slot]) && (best == no_call || is_better(slot, best))) best = slot;
  return best;
}

const Code* Exchange::code_dialled(const Attempt& attempt) const {
  const Lot& dialled = lots_[at(attempt.lot)];
  const int position = dialled.position(attempt.intent.digits, attempt.intent.keyed);
  return position < 0 ? nullptr : &dialled.code(position);
}

bool Exchange::holds(const S& s, Guard guard, const Attempt& attempt) const {
  // The code that was meant, when the call that was meant was its last and ended under it.
  const auto remembered = [&]() -> const Code* {
    const Code* code = code_dialled(attempt);
    if (!code || attempt.lot != attempt.intent.lot || attempt.intent.code < 0) return nullptr;
    if (code != &lots_[at(attempt.lot)].code(attempt.intent.code)) return nullptr;
    return code->last_call_ended && code->generation == attempt.intent.code_generation ? code : nullptr;
  };
  const auto status_is = [&](State status) {
    const Code* code = code_dialled(attempt);
    return code && code->status == status;
  };
  switch (guard) {
    case Guard::always: return true;
    case Guard::not_served: return attempt.served != Served::yes;
    case Guard::not_allowed: return attempt.is_forbidden || attempt.lot < 0;
    case Guard::wrong_token:
      return attempt.met != no_call && attempt.intent.token && calls_.id(attempt.met) != attempt.intent.call;
    case Guard::live_call: {
      if (attempt.checked.slot == no_call) return attempt.met != no_call;
      if (!calls_.is_live(attempt.checked)) return false;
      const Call& call = calls_[attempt.checked.slot];
      return call.state == State::parked || (call.state == State::ring_back && call.code >= 0);
    }
    case Guard::reserved_code: return status_is(State::code_reserved);
    case Guard::reserved_code_and_tries_left:
      return status_is(State::code_reserved) && attempt.looks < present_rules(s, attempt.lot).take.wait_tries;
    case Guard::ghost: return status_is(State::code_ghost);
    case Guard::of_another_group: {
      if (s.plan.company.scope != people::Scope::tenant || reaches_others(present_rules(s, attempt.lot).take.auth))
        return false;
      for (std::size_t i = 0; i < lots_.size(); ++i) {
        const int position = lots_[i].position(attempt.intent.digits, attempt.intent.keyed);
        if (static_cast<int>(i) != attempt.lot && position >= 0 && lots_[i].code(position).calls > 0) return true;
      }
      return false;
    }
    case Guard::not_a_code: return code_dialled(attempt) == nullptr;
    case Guard::taken_while_dialling: {
      const Code* code = remembered();
      return code && was_retrieved(*code) && code->released_at >= attempt.dialled_from;
    }
    case Guard::taken_before: {
      const Code* code = remembered();
      return code && was_retrieved(*code);
    }
    case Guard::ended_before: return remembered() != nullptr;
    default: throw sim::Fault("a guard of a call on a row of an attempt");
  }
}

/// A refusal is heard after its prompt, and after its way back.
void Exchange::turn_away(S& s, Attempt& attempt) {
  auto takes = answer_time(s, attempt);
  const bool prompts = attempt.outcome != RetrieveOutcome::no_such_code;
  if (prompts && attempt.lot >= 0 && attempt.served == Served::yes)
    takes += present_rules(s, attempt.lot).take.prompt_time;
  if (takes.us == 0) return finish_attempt(s, attempt);
  wait_for_stage(s, attempt, Pending::Stage::to_refuse, takes);
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
  ++books_.outcomes;
  const auto heard = attempt.lot >= 0 ? said(present_rules(s, attempt.lot), attempt.outcome) : attempt.outcome;
  if (attempt.measured) {
    s.recorder.count(attempt.cell, Count::outcome + index(attempt.outcome));
    s.recorder.said(attempt.cell, heard);
    if (attempt.outcome == RetrieveOutcome::lost_race)
      s.recorder.count(attempt.cell, Count::collision + index(Collision::race));
    s.recorder.time(attempt.cell, Latency::retrieve_latency + index(attempt.outcome), s.now() - attempt.sent_at);
  }
  if (attempt.person == nobody) return drawn_again(s, attempt);
  const bool has_call =
      attempt.outcome <= RetrieveOutcome::wrong_call || attempt.outcome == RetrieveOutcome::self_parked;
  s.messages.push_back({.kind = Message::Kind::retrieve_outcome,
                        .person = attempt.person,
                        .call = has_call ? calls_.id(attempt.met) : CallId{},
                        .intent = attempt.intent,
                        .outcome = attempt.outcome,
                        .said = heard});
}

/// Whoever dialled is now a parked caller, until he understands and hangs up. Where the code cannot be had, it is as
/// if he had been told that nobody is there.
void Exchange::self_park(S& s, Attempt& attempt) {
  const int lot_index = attempt.lot;
  const int position = lot(lot_index).position(attempt.intent.digits, attempt.intent.keyed);
  const auto source = static_cast<std::uint16_t>(std::max<int>(0, attempt.intent.traffic));
  constexpr std::uint32_t no_call_of_traffic = 0x80000000u;
  const CallSlot slot = open(s, source, no_call_of_traffic | self_parked_, no_call_of_traffic | self_parked_);
  ++self_parked_;
  if (position >= 0 && lot(lot_index).code(position).status == State::code_tombstone) cut_rest(s, lot_index, position);
  Call& call = calls_[slot];
  call.self_parked = true;
  call.measured = attempt.measured;
  call.lot = static_cast<std::int16_t>(lot_index);
  call.rules = present_[at(lot_index)];
  call.node = attempt.node;
  call.site = attempt.site;
  const int share = share_for(s, call);
  if (position < 0 || !lot(lot_index).can_take(share, position) || !lot(lot_index).below_cap()) {
    close(s, slot);
    attempt.outcome = RetrieveOutcome::empty;
    return turn_away(s, attempt);
  }
  call.cell = cell_for(s, call, -1);
  ++books_.requested;
  ++lot_books_[at(call.lot)].requested;
  ++call.presses;
  if (call.measured) s.recorder.count(call.cell, Count::park_requested);
  call.state = State::parked;
  begin_stay(s, slot);
  lot(lot_index).take(share, position);
  hold_code(s, slot, position);
  commit(s, slot, {});
  calls_[slot].patience = arm(s, slot, Timer::patience, present_rules(s, lot_index).take.self_park_patience);
  if (attempt.measured && was_beaten(attempt))
    s.recorder.count(attempt.cell, Count::collision + index(Collision::race));
  attempt.outcome = RetrieveOutcome::self_parked;
  attempt.met = slot;
  finish_attempt(s, attempt);
}

/// Somebody else got the call that this attempt had seen.
bool Exchange::was_beaten(const Attempt& attempt) const {
  if (attempt.checked.slot == no_call) return false;
  if (calls_.is_live(attempt.checked)) {
    const auto state = calls_[attempt.checked.slot].state;
    return state == State::claimed || state == State::connected;
  }
  const Code* code = code_dialled(attempt);
  return code && was_retrieved(*code);
}

bool Exchange::is_misdialled(const Attempt& attempt) const {
  const auto& intent = attempt.intent;
  if (intent.code < 0) return true;
  const Lot& meant = lots_[at(intent.lot)];
  return meant.number(intent.code) != intent.digits || (intent.keyed > 0 && intent.keyed != meant.digits(intent.code));
}

/// The call that was meant is there too, under the same code.
bool Exchange::is_behind_same_code(const Intent& intent, const Attempt& attempt) const {
  if (!calls_.is_live(intent.call) || is_misdialled(attempt)) return false;
  const Call& meant = calls_[intent.call.slot];
  return meant.code == intent.code && meant.code_generation == intent.code_generation && meant.lot == attempt.lot;
}

/// Why this call is not the one that was meant.
void Exchange::count_wrong(S& s, const Call& call, const Intent& intent, int lot_index) {
  if (!call.claim_measured) return;
  Attempt attempt;
  attempt.intent = intent;
  attempt.lot = lot_index;
  const bool as_announced = call.code_generation == intent.code_generation && intent.lot == lot_index;
  const auto cause = is_behind_same_code(intent, attempt) ? WrongCause::duplicate
                     : is_misdialled(attempt)             ? WrongCause::misdial
                     : intent.lot != lot_index            ? WrongCause::cross_lot
                     : intent.overheard && as_announced   ? WrongCause::overheard
                                                          : WrongCause::stale;
  s.recorder.count(call.claim_cell, Count::wrong_call + index(cause));
}

void Exchange::note_near_miss(S& s, const Attempt& attempt) {
  const auto& intent = attempt.intent;
  if (intent.code < 0 || attempt.met == no_call || !attempt.measured || calls_.id(attempt.met) == intent.call) return;
  if (is_behind_same_code(intent, attempt)) return;
  const bool misdialled = is_misdialled(attempt);
  if (!misdialled && (intent.lot != attempt.lot || calls_[attempt.met].code_generation == intent.code_generation))
    return;
  s.recorder.count(attempt.cell, Count::collision + index(misdialled ? Collision::misdial : Collision::stale));
}

template <class IsHit>
double Exchange::any_digit_misdials(const Attempt& attempt, people::Keyed had, IsHit is_hit) const {
  const Lot& own = lots_[at(attempt.lot)];
  double chance = 0;
  for (CallSlot slot = 0; slot < calls_.slots(); ++slot) {
    const Call& call = calls_[slot];
    if (!call.live || call.lot != attempt.lot || call.code < 0 || own.code(call.code).first != slot) continue;
    const people::Keyed code{own.number(call.code), own.digits(call.code)};
    if (is_hit(code)) chance += people::any_digit_chance(had, code, attempt.keying.error_per_digit);
  }
  return chance;
}

void Exchange::expect_misdials(S& s, int lot_index, int code, double error_per_digit,
                               measures::Recorder::CellIndex cell) const {
  const Lot& own = lots_[at(lot_index)];
  const auto near = own.digit_counts(code).at_distance(own.number(code));
  const int digits = own.digit_counts(code).digits();
  double chance = 0, slip = 1, right = 1;
  std::array<double, DigitCounts::most_digits + 1> rights{};
  for (int d = 0; d <= digits; ++d, right *= 1 - error_per_digit) rights[at(d)] = right;
  for (int d = 1; d <= digits; ++d) {
    slip *= error_per_digit / 9;
    chance += static_cast<double>(near[at(d)]) * (slip * rights[at(digits - d)]);
  }
  s.recorder.expect(cell, Collision::misdial, chance);
}

/// The chance, given who is parked now, that what this person had in mind is keyed as another live call's code.
void Exchange::expect_misdials(S& s, const Attempt& attempt) const {
  const auto& intent = attempt.intent;
  if (!attempt.measured || intent.code < 0 || intent.lot < 0) return;
  const Lot& meant = lots_[at(intent.lot)];
  const people::Keyed right{meant.number(intent.code), meant.digits(intent.code)};
  const people::Keyed had{attempt.meant_digits >= 0 ? attempt.meant_digits : intent.digits, right.digits};
  if (attempt.keying.error_per_digit <= 0 && had == right) return;
  const auto is_hit = [&](people::Keyed keyed) {
    const auto taken = people::collected(keyed, right.digits);
    const int position = taken == right ? -1 : lots_[at(attempt.lot)].position(taken.number, taken.digits);
    const CallSlot there = position < 0 ? no_call : call_behind(s, attempt.lot, position, attempt);
    return there != no_call && calls_.id(there) != intent.call;
  };
  if (attempt.keying.mix == people::SlipMix::any_digit && had == right && attempt.lot == intent.lot &&
      meant.keeps_digit_counts())
    return expect_misdials(s, attempt.lot, intent.code, attempt.keying.error_per_digit, attempt.cell);
  // Where digits err on their own, a sum over the codes that lead to calls is exact as well, and mostly shorter.
  constexpr std::size_t few_calls = 300;
  if (attempt.keying.mix == people::SlipMix::any_digit && calls_.slots() <= few_calls)
    return s.recorder.expect(attempt.cell, Collision::misdial, any_digit_misdials(attempt, had, is_hit));
  double chance = people::expected(had, attempt.keying, is_hit);
  if (had != right && is_hit(had)) chance += people::right_chance(had, attempt.keying);
  s.recorder.expect(attempt.cell, Collision::misdial, chance);
}

}  // namespace park

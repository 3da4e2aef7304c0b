#include <algorithm>
#include <string>

#include "models/park/exchange.hpp"

/// The guards and actions of the call machine.
namespace park {

using measures::Count;
using measures::Latency;
using models::Timer;

void Exchange::fire(S& s, CallSlot slot, Event event, Attempt* attempt) {
  Call& call = calls_[slot];
  const auto& machine = s.plan.machines[static_cast<std::size_t>(call.lot)];
  for (const auto i : machine.rows(call.state, event)) {
    const Row& row = machine.row(i);
    if (!holds(s, row.guard, call)) continue;
    s.recorder.transition(s.now(), call.key(), i, static_cast<std::uint64_t>(row.to));
    call.state = row.to;
    trace(s, call, row, attempt ? attempt->person : call.parker);
    act(s, slot, row, attempt);
    return;
  }
  throw sim::Fault("no row takes " + std::string(event_names[index(event)]) + " in state " +
                   std::string(state_names[index(call.state)]));
}

void Exchange::dial(S& s, Attempt& attempt) {
  ++attempts_;
  if (attempt.measured) s.recorder.count(attempt.cell, Count::retrieve_attempts);
  const int own = std::max(0, attempt.lot >= 0 ? attempt.lot : attempt.intent.lot);
  if (attempt.lot >= 0) {
    const Lot& lot = lots_[static_cast<std::size_t>(attempt.lot)];
    const int position = lot.position(attempt.intent.digits);
    if (position >= 0) attempt.met = lot.code(position).call;
    note_near_miss(s, attempt);
  }
  const auto& machine = s.plan.machines[static_cast<std::size_t>(own)];
  for (const auto i : machine.rows(State::dialled, Event::dial)) {
    const Row& row = machine.row(i);
    if (!holds(s, row.guard, attempt)) continue;
    switch (row.guard) {
      case Guard::not_allowed: attempt.outcome = *attempt.forbidden; break;
      case Guard::of_another_group: attempt.outcome = RetrieveOutcome::not_in_group; break;
      case Guard::not_a_code: attempt.outcome = RetrieveOutcome::no_such_code; break;
      case Guard::taken_while_dialling: attempt.outcome = RetrieveOutcome::lost_race; break;
      case Guard::taken_before: attempt.outcome = RetrieveOutcome::already_retrieved; break;
      case Guard::ended_before: attempt.outcome = RetrieveOutcome::call_ended; break;
      default: attempt.outcome = RetrieveOutcome::empty; break;
    }
    const bool meets = row.action == Action::meet_call;
    s.recorder.transition(s.now(), attempt.intent.call_key, i, index(attempt.outcome));
    if (s.trace)
      s.trace->line({s.now(), attempt.intent.call_key, row.says,
                     meets ? "dialled" : retrieve_outcome_names[index(attempt.outcome)], attempt.intent.digits,
                     attempt.person});
    if (meets) return fire(s, attempt.met, Event::retrieve, &attempt);
    return finish_attempt(s, attempt);
  }
  throw sim::Fault("no row takes a retrieve attempt");
}

bool Exchange::holds(const S& s, Guard guard, const Call& call) const {
  const auto& rule = rules(s, call.lot);
  const bool left = rule.ring.attempts == unlimited || call.rings < rule.ring.attempts;
  const auto no_room = [&] { return !lots_[static_cast<std::size_t>(call.lot)].has_room(); };
  switch (guard) {
    case Guard::always: return true;
    case Guard::no_code: return no_room();
    case Guard::attempts_left: return left;
    case Guard::attempts_used: return !left;
    case Guard::attempts_left_but_no_code: return left && no_room();
    case Guard::meant_this_call:
      return call.claimed_for.call.generation == call.generation && &calls_[call.claimed_for.call.slot] == &call;
    default: throw sim::Fault("a guard of an attempt on a row of a call");
  }
}

bool Exchange::holds(const S& s, Guard guard, const Attempt& attempt) const {
  // The code that was meant, when the call that was meant was its last and ended under it.
  const auto remembered = [&]() -> const Code* {
    const Lot& lot = lots_[static_cast<std::size_t>(attempt.lot)];
    const int position = lot.position(attempt.intent.digits);
    if (position < 0 || position != attempt.intent.code || attempt.lot != attempt.intent.lot) return nullptr;
    const Code& code = lot.code(position);
    return code.last_call_ended && code.generation == attempt.intent.code_generation ? &code : nullptr;
  };
  const auto was_retrieved = [](const Code& code) {
    return code.last_end == CallEnd::retrieved || code.last_end == CallEnd::retrieved_wrong;
  };
  switch (guard) {
    case Guard::always: return true;
    case Guard::not_allowed: return attempt.forbidden.has_value() || attempt.lot < 0;
    case Guard::live_call: return attempt.met != no_call;
    case Guard::of_another_group: {
      if (s.plan.company.scope != people::Scope::tenant) return false;
      for (std::size_t i = 0; i < lots_.size(); ++i) {
        const int position = lots_[i].position(attempt.intent.digits);
        if (static_cast<int>(i) != attempt.lot && position >= 0 && lots_[i].code(position).call != no_call) return true;
      }
      return false;
    }
    case Guard::not_a_code: return lots_[static_cast<std::size_t>(attempt.lot)].position(attempt.intent.digits) < 0;
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

void Exchange::act(S& s, CallSlot slot, const Row& row, Attempt* attempt) {
  Call& call = calls_[slot];
  switch (row.action) {
    case Action::nothing:
    case Action::wait_on: return;
    case Action::send_request: return fire(s, slot, Event::park_request);
    case Action::refuse: return refuse(s, slot, Refusal::lot_full, false);
    case Action::refuse_and_cut: return refuse(s, slot, Refusal::lot_full, true);
    case Action::take_code: return commit(s, slot, choose(s, call));
    case Action::take_overflow_code:
      if (call.measured) s.recorder.count(call.cell, Count::park_overflowed);
      return commit(s, slot, choose_beyond_range(s, call));
    case Action::give_up: return end(s, slot, CallEnd::abandoned);
    case Action::claim: return claim(s, slot, *attempt);
    case Action::cancel_ring_and_claim: cancel_ring(s, slot); return claim(s, slot, *attempt);
    case Action::bridge: return bridge(s, slot);
    case Action::claim_dies:
      finish_attempt(s, claimed_attempt(call, slot, RetrieveOutcome::call_died));
      return end(s, slot, CallEnd::abandoned);
    case Action::free_code_and_ring: free_code(s, slot); return ring(s, slot);
    case Action::ring_parker: return ring(s, slot);
    case Action::lock_code_and_ring: lock_code(s, slot, true); return ring(s, slot);
    case Action::return_call: return end(s, slot, CallEnd::returned);
    case Action::park_again:
      cancel_ring(s, slot);
      if (call.code_locked) lock_code(s, slot, false);
      return start_period(s, slot);
    case Action::park_again_on_new_code:
      cancel_ring(s, slot);
      choose_again(s, slot);
      return start_period(s, slot);
    case Action::drop: return end(s, slot, CallEnd::dropped);
    case Action::divert: return end(s, slot, CallEnd::diverted);
    case Action::cancel_ring_and_give_up: return end(s, slot, CallEnd::abandoned);
    case Action::refuse_in_ring_back:
      attempt->outcome = RetrieveOutcome::in_ring_back;
      return finish_attempt(s, *attempt);
    case Action::refuse_claimed: attempt->outcome = RetrieveOutcome::lost_race; return finish_attempt(s, *attempt);
    case Action::turn_away:
    case Action::meet_call: throw sim::Fault("an action of an attempt on a row of a call");
  }
}

void Exchange::fire_code(S& s, const Call& call, Event event) {
  Code& code = lot(call.lot).code(call.code);
  const auto& machine = s.plan.machines[static_cast<std::size_t>(call.lot)];
  const auto rows = machine.rows(code.status, event);
  if (rows.empty())
    throw sim::Fault("no row takes " + std::string(event_names[index(event)]) + " of a code in state " +
                     std::string(state_names[index(code.status)]));
  const Row& row = machine.row(rows.front());
  const int number = lot(call.lot).number(call.code);
  s.recorder.transition(s.now(), call.key(), rows.front(), static_cast<std::uint64_t>(number));
  code.status = row.to;
  if (s.trace) s.trace->line({s.now(), call.key(), row.says, state_names[index(row.to)], number, call.parker});
}

void Exchange::audit() const {
  const auto fault = [](const std::string& what, std::uint64_t left, std::uint64_t right) {
    throw sim::Fault("conservation broken: " + what + " (" + std::to_string(left) + " against " +
                     std::to_string(right) + ")");
  };
  std::uint64_t live = 0, claimed = 0, with_code = 0, codes_taken = 0, active = 0;
  for (CallSlot slot = 0; slot < calls_.slots(); ++slot) {
    const Call& call = calls_[slot];
    if (!call.live) continue;
    if (call.state >= State::reserved && call.state <= State::fallback) ++live;
    if (call.state == State::claimed) ++claimed;
    if (call.code < 0) continue;
    ++with_code;
    const Code& code = lots_[static_cast<std::size_t>(call.lot)].code(call.code);
    if (code.call != slot) fault("a call's code is not held by it: code of call", code.call, slot);
  }
  for (const auto& lot : lots_) {
    active += static_cast<std::uint64_t>(lot.active());
    for (int c = 0; c < lot.codes(); ++c) {
      const Code& code = lot.code(c);
      const bool taken = code.status != State::code_free && code.status != State::code_beyond_range;
      if (taken != (code.call != no_call))
        fault("a code in use without a call, or free with one: code", static_cast<std::uint64_t>(lot.number(c)), taken);
      if (taken) ++codes_taken;
    }
  }
  if (requested_ != committed_ + refused_) fault("park requests = parked + refused", requested_, committed_ + refused_);
  if (committed_ != ended_ + live) fault("parked = ended + still live", committed_, ended_ + live);
  if (codes_taken != with_code) fault("codes in use = calls that hold one", codes_taken, with_code);
  if (active != codes_taken) fault("codes counted by the lots = codes in use", active, codes_taken);
  if (attempts_ != attempt_outcomes_ + claimed)
    fault("retrieve attempts = outcomes + claims under way", attempts_, attempt_outcomes_ + claimed);
}

}  // namespace park

#include <algorithm>
#include <string>

#include "models/park/exchange.hpp"

/// The guards and actions of the call machine, as far as calls and codes go.
namespace park {

using measures::Count;
using models::Timer;

namespace {
Refusal refusal_of(Guard guard) {
  switch (guard) {
    case Guard::node_is_down: return Refusal::node_down;
    case Guard::overloaded: return Refusal::overloaded;
    case Guard::draining: return Refusal::draining;
    case Guard::wanted_taken: return Refusal::code_taken;
    default: return Refusal::lot_full;
  }
}
}  // namespace

void Exchange::fire(S& s, CallSlot slot, Event event, Attempt* attempt) {
  Call& call = calls_[slot];
  const auto& rows = machine(s, call);
  for (const auto i : rows.rows(call.state, event)) {
    const Row& row = rows.row(i);
    if (row.guard != Guard::always && !holds(s, row.guard, call)) continue;
    s.recorder.transition(s.now(), call.key(), i, static_cast<std::uint64_t>(row.to));
    call.state = row.to;
    trace(s, call, row, attempt ? attempt->person : call.parker);
    act(s, slot, row, attempt);
    return;
  }
  throw sim::Fault("no row takes " + std::string(event_names[index(event)]) + " in state " +
                   std::string(state_names[index(call.state)]));
}

bool Exchange::holds(S& s, Guard guard, const Call& call) {
  const auto& rule = rules_of(s, call);
  const auto left = [&] { return rule.ring.attempts == unlimited || call.rings < rule.ring.attempts; };
  switch (guard) {
    case Guard::always: return true;
    case Guard::draining: return draining_[at(call.lot)] != 0 || (call.node >= 0 && nodes_[at(call.node)].draining);
    case Guard::node_is_down: return call.served == Served::node_down;
    case Guard::overloaded: return call.served == Served::overloaded;
    case Guard::no_code: return !has_room(s, call);
    case Guard::wanted_taken: return is_taken(s, call);
    case Guard::wanted_has_room: {
      if (!is_taken(s, call)) return false;
      const Code& code = lot(call.lot).code(preferred(s, call));
      const int most = rule.space.calls_per_code;
      return code.calls > 0 && (most == unlimited || code.calls < most) && lot(call.lot).below_cap();
    }
    case Guard::code_still_mine:
      return !call.lapsed || (lot(call.lot).code(call.code).status == State::code_free &&
                              lot(call.lot).can_take(share_for(s, call), call.code) && lot(call.lot).below_cap());
    case Guard::code_holds_a_call: {
      const Code& code = lot(call.lot).code(call.code);
      return code.first != no_call && can_be_joined(s, calls_[code.first]);
    }
    case Guard::without_code: return call.code < 0;
    case Guard::nobody_to_ring: return is_nobody_to_ring(s, call);
    case Guard::attempts_left: return left();
    case Guard::attempts_used: return !left();
    case Guard::attempts_left_but_no_code: return left() && !has_room(s, call);
    case Guard::meant_this_call:
      return call.claimed_for.call.generation == call.generation && &calls_[call.claimed_for.call.slot] == &call;
    default: throw sim::Fault("a guard of an attempt on a row of a call");
  }
}

void Exchange::act(S& s, CallSlot slot, const Row& row, Attempt* attempt) {
  Call& call = calls_[slot];
  switch (row.action) {
    case Action::nothing:
    case Action::wait_on: return;
    case Action::send_request: return submit_park(s, slot);
    case Action::refuse: return refuse(s, slot, refusal_of(row.guard), Refused::kept);
    case Action::refuse_and_cut: return refuse(s, slot, refusal_of(row.guard), Refused::cut);
    case Action::refuse_silently: return refuse(s, slot, refusal_of(row.guard), Refused::cut_silently);
    case Action::refuse_again:
      ++books_.requested;
      ++books_.refused;
      ++lot_books_[at(call.lot)].requested;
      if (!call.measured) return;
      s.recorder.count(call.cell, Count::park_requested);
      return s.recorder.count(call.cell, Count::refused + index(Refusal::already_parked));
    case Action::restart_period: s.timers.cancel(call.timeout); return start_period(s, slot, Period::pressed_again);
    case Action::ring_without_code:
      begin_stay(s, slot);
      tell_parked(s, slot, {});
      return ring(s, slot);
    case Action::join_queue:
      begin_stay(s, slot);
      lot(call.lot).join(share_for(s, call), preferred(s, call));
      hold_code(s, slot, preferred(s, call));
      return commit(s, slot, {});
    case Action::merge_with_taken:
      call.code = preferred(s, call);
      call.lapsed = true;
      return merge(s, slot);
    case Action::take_code: {
      const Choice choice = choose(s, call);
      begin_stay(s, slot);
      take_code(s, slot, choice);
      return commit(s, slot, rules_of(s, call).park.announce_per_digit * lot(call.lot).digits(call.code));
    }
    case Action::take_overflow_code:
      if (call.measured) s.recorder.count(call.cell, Count::park_overflowed);
      begin_stay(s, slot);
      take_code(s, slot, choose_beyond_range(s, call));
      return commit(s, slot, rules_of(s, call).park.announce_per_digit * lot(call.lot).digits(call.code));
    case Action::reserve_code: return reserve_code(s, slot);
    case Action::die_in_gap: return die_in_gap(s, slot);
    case Action::commit_code:
      begin_stay(s, slot);
      if (call.lapsed) {
        lot(call.lot).take(share_for(s, call), call.code);
        hold_code(s, slot, call.code);
      } else {
        s.timers.cancel(call.lapse);
        fire_code(s, call.lot, call.code, Event::commit, &call);
        Code& code = lot(call.lot).code(call.code);
        code.promised_to = no_call;
        link(code, slot);
        set_takable(s, call, true);
        if (lot(call.lot).has_views()) tell_nodes(s, call.lot, call.node, call.code, true);
      }
      return commit(s, slot, {});
    case Action::merge_at_commit: return merge(s, slot);
    case Action::cut_at_commit:
      begin_stay(s, slot);
      tell_parked(s, slot, {});
      call.code = -1;
      return end(s, slot, CallEnd::dropped);
    default: return act_on_stay(s, slot, row, attempt);
  }
}

void Exchange::act_on_stay(S& s, CallSlot slot, const Row& row, Attempt* attempt) {
  Call& call = calls_[slot];
  switch (row.action) {
    case Action::join_strangers: return end(s, slot, CallEnd::merged);
    case Action::remind: return remind(s, slot);
    case Action::give_up: return end(s, slot, CallEnd::abandoned);
    case Action::claim: return claim(s, slot, *attempt);
    case Action::cancel_ring_and_claim: cancel_ring(s, slot); return claim(s, slot, *attempt);
    case Action::bridge: return bridge(s, slot);
    case Action::unlock_claim: return unlock_claim(s, slot);
    case Action::drop_claimed:
      finish_attempt(s, claimed_attempt(call, slot, RetrieveOutcome::bridge_failed));
      return end(s, slot, CallEnd::dropped);
    case Action::claim_dies:
      finish_attempt(s, claimed_attempt(call, slot, RetrieveOutcome::call_died));
      return end(s, slot, CallEnd::abandoned);
    case Action::free_code_and_ring: free_code(s, slot); return ring(s, slot);
    case Action::ring_parker: return ring(s, slot);
    case Action::lock_code_and_ring: lock_code(s, slot, true); return ring(s, slot);
    case Action::return_call: return end(s, slot, CallEnd::returned, call.drawn ? Leaves::nothing : Leaves::answered);
    case Action::wait_idle: call.waits_idle = true; return;
    case Action::park_again:
      cancel_ring(s, slot);
      if (call.code_locked) lock_code(s, slot, false);
      return start_period(s, slot, Period::same_code);
    case Action::park_again_on_new_code:
      cancel_ring(s, slot);
      take_code(s, slot, has_room(s, call) ? choose(s, call) : choose_beyond_range(s, call));
      return start_period(s, slot, Period::new_code);
    case Action::drop: return end(s, slot, CallEnd::dropped);
    case Action::divert: return end(s, slot, CallEnd::diverted);
    case Action::go_to_fallback: return go_to_fallback(s, slot);
    case Action::answer_fallback:
      return end(s, slot, CallEnd::diverted, call.ringing ? Leaves::answered : Leaves::nothing);
    case Action::lose:
      if (call.bridge != sim::Handle{}) {
        s.timers.cancel(call.bridge);
        finish_attempt(s, claimed_attempt(call, slot, RetrieveOutcome::node_down));
      }
      return end(s, slot, CallEnd::lost);
    case Action::leave_ghost: return end(s, slot, CallEnd::lost, Leaves::ghost);
    case Action::cancel_ring_and_give_up: return end(s, slot, CallEnd::abandoned);
    case Action::refuse_in_ring_back: attempt->outcome = RetrieveOutcome::in_ring_back; return turn_away(s, *attempt);
    case Action::refuse_claimed: attempt->outcome = RetrieveOutcome::lost_race; return turn_away(s, *attempt);
    default: throw sim::Fault("an action of an attempt on a row of a call");
  }
}

void Exchange::fire_code(S& s, int lot_index, int position, Event event, const Call* call) {
  Code& code = lot(lot_index).code(position);
  const auto& machine = s.plan.machines[code.rules];
  const auto rows = machine.rows(code.status, event);
  if (rows.empty())
    throw sim::Fault("no row takes " + std::string(event_names[index(event)]) + " of a code in state " +
                     std::string(state_names[index(code.status)]));
  const Row& row = machine.row(rows.front());
  const int number = lot(lot_index).number(position);
  const auto key = call ? call->key() : 0;
  s.recorder.transition(s.now(), key, rows.front(), static_cast<std::uint64_t>(number));
  code.status = row.to;
  if (s.trace)
    s.trace->line({s.now(), key, row.says, state_names[index(row.to)], number, call ? call->parker : nobody});
}

}  // namespace park

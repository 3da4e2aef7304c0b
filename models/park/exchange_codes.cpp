#include <algorithm>
#include <string>
#include <utility>

#include "models/park/exchange.hpp"

/// How codes are chosen, held and let go.
namespace park {

using measures::Count;
using measures::Latency;
using models::Draw;
using models::Timer;
using sim::EventClass;

namespace {
constexpr int codes_of_an_extension = 10;

/// What a park system knows the parker by: the person's number, or the call's where there are no people.
std::uint32_t extension(const Call& call) {
  return call.parker == nobody ? call.ordinal : static_cast<std::uint32_t>(call.parker);
}
}  // namespace

int Exchange::share_for(S& s, const Call& call) {
  Lot& own = lot(call.lot);
  if (own.shares() == 1) return 0;
  if (own.has_views()) return call.node;
  const auto& rule = rules_of(s, call);
  switch (shares_of(rule)) {
    case Shares::time: return own.slice(s.now(), rule.space.slice_length);
    case Shares::site: return std::max<int>(0, call.site);
    default: return std::max(0, call.node);
  }
}

bool Exchange::has_room(S& s, const Call& call) { return lot(call.lot).has_room(share_for(s, call)); }

/// The position of the code that the parker's extension or the parker himself asks for, or -1.
std::int32_t Exchange::preferred(S& s, const Call& call) {
  Lot& own = lot(call.lot);
  const auto& rule = rules_of(s, call);
  switch (rule.alloc.chosen_by) {
    case ChosenBy::system: return -1;
    case ChosenBy::parker: return call.wanted;
    case ChosenBy::extension: {
      const auto tens = static_cast<std::uint32_t>(usable_codes(rule.space) / codes_of_an_extension);
      const auto first = static_cast<std::int32_t>(extension(call) % tens) * codes_of_an_extension;
      for (std::int32_t n = first; n < first + codes_of_an_extension; ++n)
        if (const auto code = own.nth_present(n); code >= 0 && own.can_take(share_for(s, call), code)) return code;
      return own.nth_present(first);
    }
    case ChosenBy::suffix: {
      constexpr std::uint32_t hundred = 100;
      const auto suffix = static_cast<int>(extension(call) % hundred);
      for (std::int32_t code = 0; code < own.codes() && !own.is_beyond_range(code); ++code)
        if (own.is_present(code) && own.number(code) % static_cast<int>(hundred) == suffix)
          return rule.alloc.taken_choice != TakenChoice::probe || own.can_take(share_for(s, call), code) ? code : -1;
      return -1;
    }
  }
  return -1;
}

bool Exchange::is_taken(S& s, const Call& call) {
  const auto code = preferred(s, call);
  return code >= 0 && !lot(call.lot).can_take(share_for(s, call), code);
}

Choice Exchange::choose(S& s, const Call& call) {
  Lot& own = lot(call.lot);
  const int share = share_for(s, call);
  const auto wanted = preferred(s, call);
  if (wanted >= 0) {
    // The next free one above the code named, and round.
    for (int probes = 1, code = wanted; probes <= own.codes(); ++probes, code = (code + 1) % own.codes()) {
      if (!own.can_take(share, code)) continue;
      own.take(share, code);
      return {code, probes};
    }
  }
  if (own.has_views()) expect_duplicates(s, call, share);
  const auto u = uniform(s.draws_of(call), Draw::code_choice, call.episode, static_cast<std::uint32_t>(call.rings));
  return own.choose(share, u);
}

Choice Exchange::choose_beyond_range(S& s, const Call& call) {
  return {lot(call.lot).choose_beyond_range(), usable_codes(rules_of(s, call).space) + 1};
}

/// Given what this node knows, the chance that it now gives out a code that another node has given out.
void Exchange::expect_duplicates(S& s, const Call& call, int share) {
  if (!call.measured) return;
  const auto& fresh = fresh_[at(call.lot)];
  double chance = 0;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const bool counted = std::any_of(fresh.begin(), fresh.begin() + static_cast<std::ptrdiff_t>(i),
                                     [&](const Fresh& other) { return other.code == fresh[i].code; });
    if (!counted && lot(call.lot).code(fresh[i].code).calls > 0) chance += lot(call.lot).chance(share, fresh[i].code);
  }
  s.recorder.expect(call.cell, Collision::duplicate, chance);
}

void Exchange::count_choice(S& s, const Call& call, const Choice& choice) {
  s.recorder.saw_code_of(lot(call.lot).digits(choice.code));
  if (!call.measured) return;
  const Code& code = lot(call.lot).code(choice.code);
  const auto probes = static_cast<std::uint64_t>(choice.probes);
  s.recorder.count(call.cell, Count::allocations);
  s.recorder.count(call.cell, Count::probes, probes);
  s.recorder.count(call.cell, Count::collision + index(Collision::allocation), probes - 1);
  s.recorder.used_code(call.lot, choice.code);
  if (code.calls > 0) {
    s.recorder.count(call.cell, Count::collision + index(Collision::duplicate));
  } else if (code.released_at.us >= 0) {
    s.recorder.time(call.cell, Latency::code_reuse_gap, s.now() - code.released_at);
  }
}

void Exchange::take_code(S& s, CallSlot slot, const Choice& choice) {
  count_choice(s, calls_[slot], choice);
  hold_code(s, slot, choice.code);
}

void Exchange::hold_code(S& s, CallSlot slot, int position) {
  Call& call = calls_[slot];
  call.code = position;
  call.lapsed = false;
  Code& code = lot(call.lot).code(position);
  if (code.calls == 0) {
    cut_rest(s, call.lot, position);
    code.rules = call.rules;
    code.chosen_at = s.now();
    change_in_use(s, call.lot, 1);
  }
  code.node = call.node;
  call.held_from = s.now();
  fire_code(s, call.lot, position, Event::allocate, &call);
  call.code_generation = ++code.generation;
  link(code, slot);
  set_takable(s, call, true);
  if (lot(call.lot).has_views()) tell_nodes(s, call.lot, call.node, position, true);
}

void Exchange::reserve_code(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& rule = rules_of(s, call);
  const Choice choice = choose(s, call);
  count_choice(s, call, choice);
  call.code = choice.code;
  Code& code = lot(call.lot).code(call.code);
  code.rules = call.rules;
  code.node = call.node;
  code.chosen_at = s.now();
  fire_code(s, call.lot, call.code, Event::reserve, &call);
  code.promised_to = slot;
  call.code_generation = ++code.generation;
  change_in_use(s, call.lot, 1);
  const auto gap = rule.alloc.gap + rule.park.announce_per_digit * lot(call.lot).digits(call.code);
  call.commit = arm(s, slot, Timer::commit, gap);
  if (const auto life = rule.alloc.reservation_life; life.us > 0 && life < gap)
    call.lapse = arm(s, slot, Timer::reservation_over, life);
}

/// The code is no longer kept for the call that is on its way to it.
void Exchange::drop_promise(S& s, const Call& call, Event why) {
  fire_code(s, call.lot, call.code, why, &call);
  lot(call.lot).code(call.code).promised_to = no_call;
  lot(call.lot).leave();
  change_in_use(s, call.lot, -1);
  give_back(s, call.lot, call.code);
}

void Exchange::reservation_over(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  drop_promise(s, call, Event::reservation_over);
  call.lapsed = true;
}

void Exchange::drop_reservation(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  s.timers.cancel(call.commit);
  s.timers.cancel(call.lapse);
  if (call.code >= 0 && !call.lapsed) drop_promise(s, call, Event::release);
  call.code = -1;
  call.lapsed = false;
}

void Exchange::lock_code(S& s, CallSlot slot, bool locked) {
  Call& call = calls_[slot];
  const Code& code = lot(call.lot).code(call.code);
  const bool concerns_code = locked ? code.calls == 1 : code.status != State::code_occupied;
  if (concerns_code) fire_code(s, call.lot, call.code, locked ? Event::lock : Event::unlock, &call);
  call.code_locked = locked;
  set_takable(s, call, !locked);
}

void Exchange::free_code(S& s, CallSlot slot, bool as_ghost) {
  Call& call = calls_[slot];
  if (call.code < 0) return;
  const int position = std::exchange(call.code, -1);
  Code& code = lot(call.lot).code(position);
  if (!waiting_.empty()) expect_stale(s, call, position);
  set_takable(s, call, false);
  call.code_locked = false;
  unlink(code, slot);
  if (code.calls == 0) lot(call.lot).set_live(position, false);
  code.last_call_ended = is_terminal(call.state) || call.state == State::claimed;
  lot(call.lot).leave();
  code.node = call.node;
  if (code.calls > 0) {
    fire_code(s, call.lot, position, Event::leave, &call);
    if (lot(call.lot).has_views()) give_back(s, call.lot, position);
    return;
  }
  const bool leaves_record = as_ghost && !lot(call.lot).is_beyond_range(position);
  fire_code(s, call.lot, position, leaves_record ? Event::node_down : Event::release, &call);
  code.released_at = s.now();
  if (call.measured) s.recorder.time(call.cell, Latency::code_held, s.now() - code.chosen_at);
  change_in_use(s, call.lot, -1);
  if (leaves_record) return leave_ghost(s, call, position);
  let_go(s, call.lot, position);
}

/// What follows the release, by the state it led to.
void Exchange::let_go(S& s, int lot_index, int position) {
  const Code& code = lot(lot_index).code(position);
  const auto& rule = *s.plan.rules[code.rules];
  switch (code.status) {
    case State::code_free: return give_back(s, lot_index, position);
    case State::code_quarantine: {
      auto payload = code_payload(Timer::rested, lot_index, position);
      payload.generation = code.generation;
      s.timers.arm(rule.alloc.quarantine, code_order(s, EventClass::sweep, lot_index, position, Timer::rested),
                   payload);
      return;
    }
    case State::code_tombstone: {
      tombstones_[at(lot_index)].push_back(position);
      if (rule.alloc.lazy || sweep_[at(lot_index)] != sim::Handle{}) return;
      const auto every = rule.alloc.sweep_min;
      const auto order = sim::make_order(EventClass::sweep, s.plan.service_source(),
                                         static_cast<std::uint64_t>(lot_index), static_cast<unsigned>(Timer::sweep));
      sweep_[at(lot_index)] =
          s.timers.arm(sim::Ticks{every.us - s.now().us % every.us}, order,
                       {static_cast<std::uint32_t>(Timer::sweep), static_cast<std::uint32_t>(lot_index), 0, 0});
      return;
    }
    default: return;  // beyond the range: gone
  }
}

void Exchange::give_back(S& s, int lot_index, int position) {
  const int node = lot(lot_index).code(position).node;
  lot(lot_index).give_back(position, node);
  if (lot(lot_index).has_views()) tell_nodes(s, lot_index, node, position, false);
}

/// The code can be chosen again, some time after its call has gone.
void Exchange::make_free(S& s, int lot_index, int position, Event why) {
  fire_code(s, lot_index, position, why, nullptr);
  if (s.recorder.window_is_open())
    s.recorder.time(s.recorder.cell({.policy = static_cast<std::int16_t>(lot_index)}), Latency::code_resting,
                    s.now() - lot(lot_index).code(position).released_at);
  give_back(s, lot_index, position);
}

void Exchange::rested(S& s, const sim::EventPayload& event) {
  const auto lot_index = static_cast<int>(event.argument);
  const auto position = static_cast<int>(event.subject);
  const Code& code = lot(lot_index).code(position);
  if (code.status != State::code_quarantine || code.generation != event.generation) return;  // its rest was cut
  make_free(s, lot_index, position, Event::rested);
}

/// Somebody takes a code that rests, and the record of the call that was there is overwritten: a node that has not
/// heard of it, or a retriever who is parked on it.
void Exchange::cut_rest(S& s, int lot_index, int position) {
  switch (lot(lot_index).code(position).status) {
    case State::code_quarantine: return make_free(s, lot_index, position, Event::rested);
    case State::code_tombstone:
      std::erase(tombstones_[at(lot_index)], position);
      return make_free(s, lot_index, position, Event::sweep);
    case State::code_ghost: return make_free(s, lot_index, position, Event::allocate);
    default: return;
  }
}

void Exchange::sweep(S& s, int lot_index) {
  last_sweep_[at(lot_index)] = s.now();
  s.timers.cancel(sweep_[at(lot_index)]);
  for (const auto position : tombstones_[at(lot_index)]) make_free(s, lot_index, position, Event::sweep);
  tombstones_[at(lot_index)].clear();
}

void Exchange::sweep_if_due(S& s, int lot_index) {
  if (tombstones_[at(lot_index)].empty()) return;
  const auto& rule = present_rules(s, lot_index);
  const bool on_request = rule.alloc.lazy || rule.alloc.release != Release::on_sweep;
  if (on_request && s.now() >= last_sweep_[at(lot_index)] + rule.alloc.sweep_min) sweep(s, lot_index);
}

/// A ghost is found out when it is asked, or at the time-out of the call it was.
void Exchange::leave_ghost(S& s, const Call& call, int position) {
  const auto& rule = rules_of(s, call);
  const bool asked = rule.fail.liveness == Liveness::keepalive;
  const auto until_asked =
      asked ? sim::Ticks{rule.fail.keepalive.us - s.now().us % rule.fail.keepalive.us} : sim::never;
  const auto until_time_out = rule.park.timeout.us > 0 ? std::max(sim::Ticks{0}, call.deadline - s.now()) : sim::never;
  const auto until = std::min(until_asked, until_time_out);
  if (until == sim::never) return;
  auto payload = code_payload(Timer::ghost, call.lot, position);
  payload.argument = payload.argument << 1 | static_cast<std::uint32_t>(until == until_asked);
  payload.generation = lot(call.lot).code(position).generation;
  s.timers.arm(until, code_order(s, EventClass::sweep, call.lot, position, Timer::ghost), payload);
}

void Exchange::ghost_over(S& s, const sim::EventPayload& event) {
  const auto lot_index = static_cast<int>(event.argument >> 1);
  const auto position = static_cast<int>(event.subject);
  const Code& code = lot(lot_index).code(position);
  if (code.status != State::code_ghost || code.generation != event.generation) return;  // found out before
  make_free(s, lot_index, position, (event.argument & 1) != 0 ? Event::keepalive_dead : Event::park_timeout);
}

void Exchange::link(Code& code, CallSlot slot) {
  Call& call = calls_[slot];
  call.before_on_code = code.last;
  call.next_on_code = no_call;
  (code.last == no_call ? code.first : calls_[code.last].next_on_code) = slot;
  code.last = slot;
  if (code.calls++ == 0) lot(call.lot).set_live(call.code, true);
}

void Exchange::unlink(Code& code, CallSlot slot) {
  const Call& call = calls_[slot];
  (call.before_on_code == no_call ? code.first : calls_[call.before_on_code].next_on_code) = call.next_on_code;
  (call.next_on_code == no_call ? code.last : calls_[call.next_on_code].before_on_code) = call.before_on_code;
  --code.calls;
}

}  // namespace park

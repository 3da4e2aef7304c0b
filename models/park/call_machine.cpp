#include "models/park/call_machine.hpp"

namespace park {

namespace {
using enum Event;
using S = State;
using W = When;
using G = Guard;
using A = Action;

constexpr std::uint64_t failing = events(busy, no_answer, unreachable, reject);

constexpr Row table[] = {
    {"0", S::connected, events(press), W::always, G::always, A::send_request, S::requested, "the parker presses park"},
    {"1a", S::requested, events(park_request), W::always, G::node_is_down, A::refuse, S::connected,
     "no node serves the request: refused"},
    {"1b", S::requested, events(park_request), W::always, G::overloaded, A::refuse, S::connected,
     "the node has too much to do: refused"},
    {"1c", S::requested, events(park_request), W::always, G::draining, A::refuse, S::connected,
     "the lot takes no new calls: refused"},
    {"0a", S::requested, events(caller_hangup), W::always, G::always, A::die_in_gap, S::abandoned,
     "the caller gives up while the request is under way"},
    {"0b", S::requested, events(parker_gone), W::always, G::always, A::die_in_gap, S::abandoned,
     "the parker is gone while the request is under way"},
    {"2a", S::parked, events(press), W::repark_allowed, G::always, A::restart_period, S::parked,
     "parked once more: the same code, its time starts anew"},
    {"2b", S::parked, events(press), W::repark_refused, G::always, A::refuse_again, S::parked,
     "already parked: refused"},
    {"3b", S::requested, events(park_request), W::taken_keeps, G::wanted_taken, A::refuse, S::connected,
     "the code named is in use: refused, the caller stays with the parker"},
    {"3c", S::requested, events(park_request), W::taken_drops, G::wanted_taken, A::refuse_and_cut, S::refused_dropped,
     "the code named is in use: refused and the caller is cut"},
    {"3d", S::requested, events(park_request), W::taken_rings, G::wanted_taken, A::ring_without_code, S::ring_back,
     "the code named is in use: the parker is rung at once"},
    {"3e", S::requested, events(park_request), W::taken_joins, G::wanted_has_room, A::join_queue, S::parked,
     "the code named is in use: parked behind it in line"},
    {"3f", S::requested, events(park_request), W::taken_joins, G::wanted_taken, A::refuse, S::connected,
     "the line behind the code named is full: refused"},
    {"3g", S::requested, events(park_request), W::taken_merges, G::wanted_taken, A::merge_with_taken, S::merged,
     "the code named is in use: the two callers are joined"},
    {"4a", S::requested, events(park_request), W::full_keeps, G::no_code, A::refuse, S::connected,
     "no free code: refused, the caller stays with the parker"},
    {"4b", S::requested, events(park_request), W::full_drops, G::no_code, A::refuse_and_cut, S::refused_dropped,
     "no free code: refused and the caller is cut"},
    {"4c", S::requested, events(park_request), W::full_silent, G::no_code, A::refuse_silently, S::refused_dropped,
     "no free code: the caller hears busy and the parker nothing"},
    {"4d", S::requested, events(park_request), W::full_overflows, G::no_code, A::take_overflow_code, S::parked,
     "no free code: a code beyond the range"},
    {"5", S::requested, events(park_request), W::atomic, G::always, A::take_code, S::parked, "parked on a free code"},
    {"6", S::requested, events(park_request), W::reserves, G::always, A::reserve_code, S::reserved,
     "a free code is chosen, the call is on its way to it"},
    {"7a", S::reserved, events(caller_hangup), W::reserves, G::always, A::die_in_gap, S::abandoned,
     "the caller gives up on the way"},
    {"7b", S::reserved, events(parker_gone), W::reserves, G::always, A::die_in_gap, S::abandoned,
     "the parker is gone before the call is parked"},
    {"8", S::reserved, events(commit), W::reserves, G::code_still_mine, A::commit_code, S::parked,
     "parked on the code chosen before"},
    {"9a", S::reserved, events(commit), W::reservation_lapses, G::code_holds_a_call, A::merge_at_commit, S::merged,
     "the code chosen before holds another call by now: the two callers are joined"},
    {"9b", S::reserved, events(commit), W::reservation_lapses, G::always, A::cut_at_commit, S::dropped,
     "the code chosen before has been promised to another: cut"},
    {"9c", S::parked, events(joined), W::merges, G::always, A::join_strangers, S::merged,
     "a stranger is joined to this caller"},
    {"10", S::parked, events(reminder_due), W::reminds, G::always, A::remind, S::parked,
     "the parker is reminded; the call stays takable"},
    {"11", S::parked, events(caller_hangup), W::always, G::always, A::give_up, S::abandoned, "the caller gives up"},
    {"12a", S::parked, events(escape_key), W::escape_code_freed, G::always, A::free_code_and_ring, S::ring_back,
     "the caller has had enough: the code is freed and the parker rung"},
    {"12b", S::parked, events(escape_key), W::escape_code_held, G::always, A::ring_parker, S::ring_back,
     "the caller has had enough: the parker is rung, the code stays takable"},
    {"12c", S::parked, events(escape_key), W::escape_code_locked, G::always, A::lock_code_and_ring, S::ring_back,
     "the caller has had enough: the parker is rung, the code is locked"},
    {"13", S::parked, events(retrieve), W::always, G::always, A::claim, S::claimed, "claimed by a retriever"},
    {"13b", S::claimed, events(retrieve), W::claim_locks, G::always, A::refuse_claimed, S::claimed,
     "a second retriever comes between claim and media"},
    {"14a", S::claimed, events(bridge_done), W::always, G::meant_this_call, A::bridge, S::retrieved,
     "media with the retriever who meant this call"},
    {"14b", S::claimed, events(bridge_done), W::always, G::always, A::bridge, S::retrieved_wrong,
     "media with a retriever who meant another call"},
    {"15a", S::claimed, events(bridge_fail), W::claim_unlocks, G::always, A::unlock_claim, S::parked,
     "no media: the call can be taken again"},
    {"15b", S::claimed, events(bridge_fail), W::claim_drops, G::always, A::drop_claimed, S::dropped,
     "no media: the call is cut"},
    {"16", S::claimed, events(caller_hangup), W::claim_takes_time, G::always, A::claim_dies, S::abandoned,
     "the caller gives up between claim and media"},
    {"18", S::parked, events(park_timeout), W::waits_without_parker, G::nobody_to_ring, A::wait_on, S::parked,
     "time is up and there is nobody to ring: waits on"},
    {"17a", S::parked, events(park_timeout), W::code_freed, G::attempts_left, A::free_code_and_ring, S::ring_back,
     "the code is freed and the parker rung"},
    {"17b", S::parked, events(park_timeout), W::code_held, G::attempts_left, A::ring_parker, S::ring_back,
     "the parker is rung, the code stays takable"},
    {"17c", S::parked, events(park_timeout), W::code_locked, G::attempts_left, A::lock_code_and_ring, S::ring_back,
     "the parker is rung, the code is locked"},
    {"19a", S::parked, events(park_timeout), W::times_out_dropped, G::attempts_used, A::drop, S::dropped,
     "time is up and no attempt left: dropped"},
    {"19b", S::parked, events(park_timeout), W::times_out_diverted, G::attempts_used, A::divert, S::diverted,
     "time is up and no attempt left: diverted"},
    {"19c", S::parked, events(park_timeout), W::times_out_kept, G::attempts_used, A::wait_on, S::parked,
     "time is up and no attempt left: waits on"},
    {"19d", S::parked, events(park_timeout), W::times_out_to_fallback, G::attempts_used, A::go_to_fallback, S::fallback,
     "time is up and no attempt left: goes to the fallback"},
    {"20", S::ring_back, events(answer), W::rings, G::always, A::return_call, S::returned, "the parker answers"},
    {"20v", S::ring_back, events(forwarded), W::forwards, G::always, A::divert, S::diverted,
     "the parker's phone is forwarded, and the call with it"},
    {"24d", S::ring_back, failing, W::rings_without_code, G::without_code, A::drop, S::dropped,
     "unanswered and without a code: dropped"},
    {"21", S::ring_back, events(busy), W::busy_waits, G::always, A::wait_idle, S::ring_back,
     "the parker is on the phone: rung when that is over"},
    {"22c", S::ring_back, events(busy), W::busy_reparks_if_code_free, G::no_code, A::drop, S::dropped,
     "the parker is on the phone and no code free: dropped"},
    {"22b", S::ring_back, events(busy), W::busy_reparks_on_new_code, G::always, A::park_again_on_new_code, S::parked,
     "the parker is on the phone: parked once more on a new code"},
    {"22", S::ring_back, events(busy), W::busy_reparks, G::always, A::park_again, S::parked,
     "the parker is on the phone: parked once more, same code"},
    {"23", S::ring_back, events(busy), W::busy_alternates, G::always, A::go_to_fallback, S::fallback,
     "the parker is on the phone: goes to the fallback"},
    {"24c", S::ring_back, failing, W::rings_again_if_code_free, G::attempts_left_but_no_code, A::drop, S::dropped,
     "unanswered, attempts left, but no free code: dropped"},
    {"24a", S::ring_back, failing, W::rings_again_on_new_code, G::attempts_left, A::park_again_on_new_code, S::parked,
     "unanswered, attempts left: parked again on a new code"},
    {"24b", S::ring_back, failing, W::rings_again, G::attempts_left, A::park_again, S::parked,
     "unanswered, attempts left: parked again, same code"},
    {"25a", S::ring_back, failing, W::ends_dropped, G::always, A::drop, S::dropped, "unanswered for good: dropped"},
    {"25b", S::ring_back, failing, W::ends_diverted, G::always, A::divert, S::diverted,
     "unanswered for good: the parker's own rules take the call"},
    {"25g", S::ring_back, failing, W::ends_at_fallback, G::always, A::go_to_fallback, S::fallback,
     "unanswered for good: goes to the fallback"},
    {"25f", S::ring_back, failing, W::ends_reparked_if_code_free, G::no_code, A::drop, S::dropped,
     "unanswered for good and no free code: dropped"},
    {"25c", S::ring_back, failing, W::ends_reparked_on_new_code, G::always, A::park_again_on_new_code, S::parked,
     "unanswered for good: parked once more on a new code"},
    {"25d", S::ring_back, failing, W::ends_reparked, G::always, A::park_again, S::parked,
     "unanswered for good: parked once more, same code"},
    {"25e", S::ring_back, failing, W::ends_kept, G::always, A::park_again, S::parked,
     "unanswered for good: stays parked, same code"},
    {"26", S::ring_back, events(retrieve), W::held_in_ring_back, G::always, A::cancel_ring_and_claim, S::claimed,
     "taken while the parker is rung"},
    {"27", S::ring_back, events(retrieve), W::locked_in_ring_back, G::always, A::refuse_in_ring_back, S::ring_back,
     "cannot be taken while the parker is rung"},
    {"28", S::ring_back, events(caller_hangup), W::rings, G::always, A::cancel_ring_and_give_up, S::abandoned,
     "the caller gives up while the parker is rung"},
    {"29a", S::fallback, events(answer), W::has_fallback, G::always, A::answer_fallback, S::diverted,
     "the fallback answers"},
    {"29b", S::fallback, failing, W::has_fallback, G::always, A::drop, S::dropped, "nobody answers at the fallback"},
    {"29c", S::fallback, events(caller_hangup), W::has_fallback, G::always, A::cancel_ring_and_give_up, S::abandoned,
     "the caller gives up at the fallback"},
    {"30a", S::parked, events(life_max), W::life_limited, G::always, A::drop, S::dropped, "parked for too long: cut"},
    {"30b", S::ring_back, events(life_max), W::life_limited_in_ring_back, G::always, A::drop, S::dropped,
     "parked for too long: cut while the parker is rung"},
    {"31a", S::reserved, events(node_down), W::loses_reserved, G::always, A::die_in_gap, S::lost,
     "the node fails before the call is parked: lost"},
    {"31b", S::parked, events(node_down), W::loses_parked, G::always, A::lose, S::lost, "the node fails: lost"},
    {"31c", S::claimed, events(node_down), W::loses_claimed, G::always, A::lose, S::lost,
     "the node fails between claim and media: lost"},
    {"31d", S::ring_back, events(node_down), W::loses_ringing, G::always, A::lose, S::lost,
     "the node fails while the parker is rung: lost"},
    {"31e", S::fallback, events(node_down), W::loses_at_fallback, G::always, A::lose, S::lost,
     "the node fails while the fallback is rung: lost"},
    {"32a", S::parked, events(node_down), W::survives, G::always, A::nothing, S::parked,
     "the node fails, the call and its record go on"},
    {"32b", S::parked, events(node_down), W::leaves_ghost, G::always, A::leave_ghost, S::lost,
     "the node fails: the caller is lost, the record stays"},
    {"A0", S::dialled, events(dial), W::always, G::not_served, A::turn_away, S::turned_away,
     "no node serves the attempt"},
    {"A1", S::dialled, events(dial), W::always, G::not_allowed, A::turn_away, S::turned_away,
     "the retriever may not retrieve"},
    {"A2t", S::dialled, events(dial), W::token_safe, G::wrong_token, A::turn_away, S::turned_away,
     "the code leads to another call than the token"},
    {"A2c", S::dialled, events(dial), W::checks_first, G::live_call, A::check, S::checked,
     "the code leads to a live call, so far"},
    {"A2", S::dialled, events(dial), W::claims_at_once, G::live_call, A::meet_call, S::bridged,
     "the code leads to a live call"},
    {"A2p", S::dialled, events(dial), W::reserved_gives_parker, G::reserved_code, A::turn_away, S::turned_away,
     "the code leads to the parker, who is still giving it out"},
    {"A2w", S::dialled, events(dial), W::reserved_waits, G::reserved_code_and_tries_left, A::look_again, S::dialled,
     "the code is being given out: looks again in a while"},
    {"A2g", S::dialled, events(dial), W::ghosts_answer, G::ghost, A::turn_away, S::turned_away,
     "the code leads to a call that died with its node"},
    {"A2h", S::dialled, events(dial), W::ghosts_found, G::ghost, A::find_ghost, S::turned_away,
     "the code leads to a dead call, which is found out"},
    {"A3", S::dialled, events(dial), W::always, G::of_another_group, A::turn_away, S::turned_away,
     "the code is another group's"},
    {"A4", S::dialled, events(dial), W::always, G::not_a_code, A::turn_away, S::turned_away, "no such code"},
    {"A9", S::dialled, events(dial), W::self_parks, G::always, A::self_park, S::turned_away,
     "nobody behind the code: whoever dialled it is parked there"},
    {"A5", S::dialled, events(dial), W::tells, G::taken_while_dialling, A::turn_away, S::turned_away,
     "the call was taken while this person dialled"},
    {"A6", S::dialled, events(dial), W::tells, G::taken_before, A::turn_away, S::turned_away,
     "the call had been retrieved before"},
    {"A7", S::dialled, events(dial), W::tells, G::ended_before, A::turn_away, S::turned_away,
     "the call had ended otherwise"},
    {"A8", S::dialled, events(dial), W::tells, G::always, A::turn_away, S::turned_away, "nobody behind the code"},
    {"A10", S::checked, events(act), W::checks_first, G::live_call, A::meet_call, S::bridged,
     "the call seen before is still there"},
    {"A11", S::checked, events(act), W::checks_first_and_parks, G::always, A::self_park, S::turned_away,
     "the call seen before is gone: whoever dialled is parked"},
    {"A12", S::checked, events(act), W::checks_first, G::always, A::turn_away, S::turned_away,
     "the call seen before is gone"},
    {"C1", S::code_free, events(allocate), W::always, G::always, A::nothing, S::code_occupied, "chosen for a call"},
    {"C2", S::code_beyond_range, events(allocate), W::full_overflows, G::always, A::nothing, S::code_overflow,
     "made for a call, beyond the range"},
    {"C3", S::code_occupied, events(lock), W::locked_in_ring_back, G::always, A::nothing, S::code_locked,
     "locked in ring-back"},
    {"C4", S::code_locked, events(unlock), W::code_unlocked, G::always, A::nothing, S::code_occupied,
     "takable again after ring-back"},
    {"C5", S::code_occupied, events(release), W::frees_at_once, G::always, A::nothing, S::code_free, "free again"},
    {"C5t", S::code_occupied, events(release), W::sweeps, G::always, A::nothing, S::code_tombstone,
     "kept until the next sweep"},
    {"C5q", S::code_occupied, events(release), W::rests, G::always, A::nothing, S::code_quarantine, "rests"},
    {"C6", S::code_locked, events(release), W::locked_frees_at_once, G::always, A::nothing, S::code_free,
     "free again from ring-back"},
    {"C6t", S::code_locked, events(release), W::locked_sweeps, G::always, A::nothing, S::code_tombstone,
     "kept from ring-back until the next sweep"},
    {"C6q", S::code_locked, events(release), W::locked_rests, G::always, A::nothing, S::code_quarantine,
     "rests after ring-back"},
    {"C7", S::code_overflow, events(release), W::full_overflows, G::always, A::nothing, S::code_beyond_range,
     "gone again, being beyond the range"},
    {"C8", S::code_overflow, events(lock, unlock), W::overflow_code_locked, G::always, A::nothing, S::code_overflow,
     "a code beyond the range stays so in ring-back"},
    {"C9", S::code_occupied, events(allocate, leave), W::always, G::always, A::nothing, S::code_occupied,
     "one of several calls comes or goes"},
    {"C10", S::code_locked, events(allocate, leave), W::locked_in_ring_back, G::always, A::nothing, S::code_occupied,
     "a second call comes behind a locked code"},
    {"R1", S::code_free, events(reserve), W::reserves, G::always, A::nothing, S::code_reserved,
     "promised to a call on its way"},
    {"R2", S::code_reserved, events(commit), W::reserves, G::always, A::nothing, S::code_occupied,
     "the call that it was promised to is there"},
    {"R3", S::code_reserved, events(reservation_over), W::reservation_lapses, G::always, A::nothing, S::code_free,
     "the promise has lapsed"},
    {"R4", S::code_reserved, events(release), W::reserves, G::always, A::nothing, S::code_free,
     "the call that it was promised to is gone"},
    {"33a", S::code_ghost, events(access), W::ghosts_found, G::always, A::nothing, S::code_free,
     "dialled: the call behind it is found dead"},
    {"33b", S::code_ghost, events(keepalive_dead), W::ghosts_asked, G::always, A::nothing, S::code_free,
     "asked: the call behind it is found dead"},
    {"33c", S::code_ghost, events(park_timeout), W::ghosts_time_out, G::always, A::nothing, S::code_free,
     "the time of a dead call is up"},
    {"33d", S::code_ghost, events(allocate), W::leaves_ghost, G::always, A::nothing, S::code_free,
     "given out anew by a node that does not know of it"},
    {"32c", S::code_occupied, events(node_down), W::leaves_ghost, G::always, A::nothing, S::code_ghost,
     "the record of a call that died with its node"},
    {"34", S::code_tombstone, events(sweep), W::sweeps, G::always, A::nothing, S::code_free, "swept"},
    {"35", S::code_quarantine, events(rested), W::rests, G::always, A::nothing, S::code_free, "has rested"},
};
static_assert(std::size(table) < 256);
}  // namespace

std::span<const Row> call_machine() { return table; }

bool holds(When when, const Rules& r) {
  const bool named = r.alloc.chosen_by != ChosenBy::system;
  const bool overflows = r.alloc.full == Full::overflow;
  const bool attempts = r.ring.attempts != 0;
  const bool escapes = r.park.escape_key && attempts;
  const bool rings_at_once = named && r.alloc.taken_choice == TakenChoice::ring_parker;
  const bool several_attempts = r.ring.attempts == unlimited || r.ring.attempts > 1;
  const bool times_out =
      r.park.timeout.us > 0 || (r.ring.between.us > 0 && several_attempts && (escapes || rings_at_once));
  const bool timed_rings = times_out && attempts;
  const bool rings_a_group = r.ring.target == RingTarget::fixed || r.ring.target == RingTarget::hunt_group ||
                             r.ring.target == RingTarget::attendant;
  const bool rings_on_code = timed_rings || escapes;
  const bool rings = rings_on_code || rings_at_once;
  const bool can_be_used_up = r.ring.attempts != unlimited;
  const bool again = rings && several_attempts;
  const bool held = r.ring.code == CodeInRingBack::held;
  const bool locked = r.ring.code == CodeInRingBack::locked;
  const bool freed = r.ring.code == CodeInRingBack::freed;
  const bool dropped = r.ring.final == Final::drop;
  const bool diverted = r.ring.final == Final::parker_rules;
  const bool falls_back = r.ring.final == Final::fallback || r.ring.final == Final::attendant;
  const bool reparked = r.ring.final == Final::repark;
  const bool kept = r.ring.final == Final::keep;
  const bool busy_counts = rings && r.ring.busy == ParkerBusy::repark;
  const bool reserves = !r.alloc.atomic;
  const bool claim_takes_time = r.take.bridge_time.us > 0 || r.take.bridge_fails > 0;
  const bool bridge_can_fail =
      r.take.bridge_fails > 0 || (r.take.claim_deadman.us > 0 && r.take.claim_deadman < r.take.bridge_time);
  const bool media_lost = r.fail.node_fail == NodeFail::survive && r.fail.media == Media::lost;
  const bool callers_lost = r.fail.node_fail == NodeFail::lose || media_lost;
  const bool rests = r.alloc.quarantine.us > 0;
  const bool sweeps = r.alloc.release == Release::on_sweep;
  const bool check_first = r.take.claim == Claim::check_then_act;
  const bool self_parks = r.take.empty == EmptyCode::self_park;
  // A call is parked with no attempt left when there never was one, or when it was given back after the last.
  const bool parked_when_used_up = times_out && can_be_used_up &&
                                   (!attempts || reparked || kept || r.ring.busy == ParkerBusy::repark ||
                                    (bridge_can_fail && r.take.claim_fail == ClaimFail::unlock));
  const bool has_fallback = (rings && can_be_used_up && falls_back) || (parked_when_used_up && falls_back) ||
                            (rings && r.ring.busy == ParkerBusy::alternate);
  switch (when) {
    case When::always: return true;
    case When::repark_allowed: return r.take.repark_same_call == Repark::allowed;
    case When::repark_refused: return r.take.repark_same_call == Repark::refused;
    case When::taken_keeps: return named && r.alloc.taken_choice == TakenChoice::refuse_keep;
    case When::taken_drops: return named && r.alloc.taken_choice == TakenChoice::refuse_drop;
    case When::taken_rings: return rings_at_once;
    case When::taken_joins: return named && r.alloc.taken_choice == TakenChoice::join_queue;
    case When::taken_merges: return named && r.alloc.taken_choice == TakenChoice::merge;
    case When::merges:
      return (named && r.alloc.taken_choice == TakenChoice::merge) || (reserves && r.alloc.reservation_life.us > 0);
    case When::full_keeps: return r.alloc.full == Full::refuse_keep;
    case When::full_drops: return r.alloc.full == Full::refuse_drop;
    case When::full_silent: return r.alloc.full == Full::refuse_silent;
    case When::full_overflows: return overflows;
    case When::atomic: return r.alloc.atomic;
    case When::reserves: return reserves;
    case When::reservation_lapses: return reserves && r.alloc.reservation_life.us > 0;
    case When::reminds: return r.park.remind_limit != 0;
    case When::escape_code_held: return escapes && held;
    case When::escape_code_locked: return escapes && locked;
    case When::escape_code_freed: return escapes && freed;
    case When::rings: return rings;
    case When::code_held: return timed_rings && held;
    case When::code_locked: return timed_rings && locked;
    case When::code_freed: return timed_rings && freed;
    case When::held_in_ring_back: return rings_on_code && held;
    case When::locked_in_ring_back: return rings_on_code && locked;
    case When::code_unlocked:
      return rings_on_code && locked && (again || reparked || kept || r.ring.busy == ParkerBusy::repark);
    case When::overflow_code_locked: return rings_on_code && locked && overflows;
    case When::waits_without_parker: return timed_rings && r.park.needs_parker && (self_parks || rings_a_group);
    case When::forwards: return rings && !r.ring.ignore_forwarding;
    case When::rings_without_code: return rings_at_once && !freed;
    case When::busy_waits: return rings && r.ring.busy == ParkerBusy::wait_idle;
    case When::busy_alternates: return rings && r.ring.busy == ParkerBusy::alternate;
    case When::busy_reparks: return busy_counts && !freed;
    case When::busy_reparks_on_new_code: return busy_counts && freed;
    case When::busy_reparks_if_code_free: return busy_counts && freed && !overflows;
    case When::rings_again: return again && !freed;
    case When::rings_again_on_new_code: return again && freed;
    case When::rings_again_if_code_free: return again && freed && !overflows;
    case When::ends_dropped: return rings && can_be_used_up && dropped;
    case When::ends_diverted: return rings && can_be_used_up && diverted;
    case When::ends_at_fallback: return rings && can_be_used_up && falls_back;
    case When::ends_reparked: return rings && can_be_used_up && reparked && !freed;
    case When::ends_reparked_on_new_code: return rings && can_be_used_up && (reparked || kept) && freed;
    case When::ends_reparked_if_code_free: return rings && can_be_used_up && (reparked || kept) && freed && !overflows;
    case When::ends_kept: return rings && can_be_used_up && kept && !freed;
    // A call that is parked once more when nobody answers is dropped at its next time-out.
    case When::times_out_dropped: return parked_when_used_up && (dropped || reparked);
    case When::times_out_diverted: return parked_when_used_up && diverted;
    case When::times_out_to_fallback: return parked_when_used_up && falls_back;
    case When::times_out_kept: return parked_when_used_up && kept;
    case When::has_fallback: return has_fallback;
    case When::claim_takes_time: return claim_takes_time;
    case When::claim_locks: return claim_takes_time && r.alloc.release == Release::after_lock;
    case When::claim_unlocks: return bridge_can_fail && r.take.claim_fail == ClaimFail::unlock;
    case When::claim_drops: return bridge_can_fail && r.take.claim_fail == ClaimFail::drop_call;
    case When::life_limited: return r.park.life_max.us > 0;
    case When::life_limited_in_ring_back: return rings && r.park.life_max.us > 0;
    case When::loses_reserved: return callers_lost && reserves;
    case When::loses_parked: return r.fail.node_fail == NodeFail::lose;
    case When::loses_claimed: return callers_lost && claim_takes_time;
    case When::loses_ringing: return callers_lost && rings;
    case When::loses_at_fallback: return callers_lost && has_fallback;
    case When::survives: return !callers_lost;
    case When::leaves_ghost: return media_lost;
    case When::token_safe: return r.take.token == Token::safe;
    case When::claims_at_once: return !check_first;
    case When::checks_first: return check_first;
    case When::checks_first_and_parks: return check_first && self_parks;
    case When::reserved_gives_parker: return reserves && r.take.during_reserved == DuringReserved::get_parker;
    case When::reserved_waits: return reserves && r.take.during_reserved == DuringReserved::wait;
    case When::ghosts_found: return media_lost && r.fail.liveness == Liveness::on_access;
    case When::ghosts_answer: return media_lost && r.fail.liveness != Liveness::on_access;
    case When::ghosts_asked: return media_lost && r.fail.liveness == Liveness::keepalive;
    case When::ghosts_time_out: return media_lost && r.park.timeout.us > 0;
    case When::self_parks: return self_parks;
    case When::tells: return !self_parks;
    case When::frees_at_once: return !sweeps && !rests;
    case When::sweeps: return sweeps;
    case When::rests: return rests;
    case When::locked_frees_at_once: return rings_on_code && locked && !sweeps && !rests;
    case When::locked_sweeps: return rings_on_code && locked && sweeps;
    case When::locked_rests: return rings_on_code && locked && rests;
  }
  return false;
}

CompiledMachine::CompiledMachine(const Rules& rules, std::span<const Row> rows) : table_(rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (holds(rows[i].when, rules)) kept_.push_back(static_cast<std::uint8_t>(i));
  for (std::size_t state = 0; state < state_names.size(); ++state) {
    for (std::size_t event = 0; event < event_names.size(); ++event) {
      auto& cell = cells_[state * event_names.size() + event];
      cell.first = static_cast<std::uint16_t>(row_of_cell_.size());
      for (const auto i : kept_)
        if (static_cast<std::size_t>(rows[i].from) == state && (rows[i].on >> event & 1)) row_of_cell_.push_back(i);
      cell.count = static_cast<std::uint16_t>(row_of_cell_.size() - cell.first);
    }
  }
}

}  // namespace park

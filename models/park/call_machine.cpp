#include "models/park/call_machine.hpp"

namespace park {

namespace {
using enum Event;
using S = State;
using W = When;
using G = Guard;
using A = Action;

constexpr std::uint32_t failing = events(busy, no_answer, unreachable, reject);

constexpr Row table[] = {
    {"0", S::connected, events(press), W::always, G::always, A::send_request, S::requested, "the parker presses park"},
    {"4a", S::requested, events(park_request), W::full_keeps, G::no_code, A::refuse, S::connected,
     "no free code: refused, the caller stays with the parker"},
    {"4b", S::requested, events(park_request), W::full_drops, G::no_code, A::refuse_and_cut, S::refused_dropped,
     "no free code: refused and the caller is cut"},
    {"4d", S::requested, events(park_request), W::full_overflows, G::no_code, A::take_overflow_code, S::parked,
     "no free code: a code beyond the range"},
    {"5", S::requested, events(park_request), W::always, G::always, A::take_code, S::parked, "parked on a free code"},
    {"11", S::parked, events(caller_hangup), W::always, G::always, A::give_up, S::abandoned, "the caller gives up"},
    {"13", S::parked, events(retrieve), W::always, G::always, A::claim, S::claimed, "claimed by a retriever"},
    {"13b", S::claimed, events(retrieve), W::bridge_takes_time, G::always, A::refuse_claimed, S::claimed,
     "a second retriever comes between claim and media"},
    {"14a", S::claimed, events(bridge_done), W::always, G::meant_this_call, A::bridge, S::retrieved,
     "media with the retriever who meant this call"},
    {"14b", S::claimed, events(bridge_done), W::always, G::always, A::bridge, S::retrieved_wrong,
     "media with a retriever who meant another call"},
    {"16", S::claimed, events(caller_hangup), W::bridge_takes_time, G::always, A::claim_dies, S::abandoned,
     "the caller gives up between claim and media"},
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
    {"20", S::ring_back, events(answer), W::rings, G::always, A::return_call, S::returned, "the parker answers"},
    {"24c", S::ring_back, failing, W::rings_again_if_code_free, G::attempts_left_but_no_code, A::drop, S::dropped,
     "unanswered, attempts left, but no free code: dropped"},
    {"24a", S::ring_back, failing, W::rings_again_on_new_code, G::attempts_left, A::park_again_on_new_code, S::parked,
     "unanswered, attempts left: parked again on a new code"},
    {"24b", S::ring_back, failing, W::rings_again, G::attempts_left, A::park_again, S::parked,
     "unanswered, attempts left: parked again, same code"},
    {"25a", S::ring_back, failing, W::ends_dropped, G::always, A::drop, S::dropped, "unanswered for good: dropped"},
    {"25b", S::ring_back, failing, W::ends_diverted, G::always, A::divert, S::diverted,
     "unanswered for good: the parker's own rules or a fallback take the call"},
    {"25f", S::ring_back, failing, W::ends_reparked_if_code_free, G::no_code, A::drop, S::dropped,
     "unanswered for good and no free code: dropped"},
    {"25c", S::ring_back, failing, W::ends_reparked_on_new_code, G::always, A::park_again_on_new_code, S::parked,
     "unanswered for good: parked once more on a new code"},
    {"25d", S::ring_back, failing, W::ends_reparked, G::always, A::park_again, S::parked,
     "unanswered for good: parked once more, same code"},
    {"25e", S::ring_back, failing, W::ends_kept, G::always, A::park_again, S::parked,
     "unanswered for good: stays parked, same code"},
    {"26", S::ring_back, events(retrieve), W::code_held, G::always, A::cancel_ring_and_claim, S::claimed,
     "taken while the parker is rung"},
    {"27", S::ring_back, events(retrieve), W::code_locked, G::always, A::refuse_in_ring_back, S::ring_back,
     "cannot be taken while the parker is rung"},
    {"28", S::ring_back, events(caller_hangup), W::rings, G::always, A::cancel_ring_and_give_up, S::abandoned,
     "the caller gives up while the parker is rung"},
    {"30a", S::parked, events(life_max), W::life_limited, G::always, A::drop, S::dropped, "parked for too long: cut"},
    {"30b", S::ring_back, events(life_max), W::life_limited_in_ring_back, G::always, A::drop, S::dropped,
     "parked for too long: cut while the parker is rung"},
    {"A1", S::dialled, events(dial), W::always, G::not_allowed, A::turn_away, S::turned_away,
     "the retriever may not retrieve"},
    {"A2", S::dialled, events(dial), W::always, G::live_call, A::meet_call, S::bridged,
     "the code leads to a live call"},
    {"A3", S::dialled, events(dial), W::always, G::of_another_group, A::turn_away, S::turned_away,
     "the code is another group's"},
    {"A4", S::dialled, events(dial), W::always, G::not_a_code, A::turn_away, S::turned_away, "no such code"},
    {"A5", S::dialled, events(dial), W::always, G::taken_while_dialling, A::turn_away, S::turned_away,
     "the call was taken while this person dialled"},
    {"A6", S::dialled, events(dial), W::always, G::taken_before, A::turn_away, S::turned_away,
     "the call had been retrieved before"},
    {"A7", S::dialled, events(dial), W::always, G::ended_before, A::turn_away, S::turned_away,
     "the call had ended otherwise"},
    {"A8", S::dialled, events(dial), W::always, G::always, A::turn_away, S::turned_away, "nobody behind the code"},
    {"C1", S::code_free, events(allocate), W::always, G::always, A::nothing, S::code_occupied, "chosen for a call"},
    {"C2", S::code_beyond_range, events(allocate), W::full_overflows, G::always, A::nothing, S::code_overflow,
     "made for a call, beyond the range"},
    {"C3", S::code_occupied, events(lock), W::code_locked, G::always, A::nothing, S::code_locked,
     "locked in ring-back"},
    {"C4", S::code_locked, events(unlock), W::code_unlocked, G::always, A::nothing, S::code_occupied,
     "takable again after ring-back"},
    {"C5", S::code_occupied, events(release), W::always, G::always, A::nothing, S::code_free, "free again"},
    {"C6", S::code_locked, events(release), W::code_locked, G::always, A::nothing, S::code_free,
     "free again from ring-back"},
    {"C7", S::code_overflow, events(release), W::full_overflows, G::always, A::nothing, S::code_beyond_range,
     "gone again, being beyond the range"},
    {"C8", S::code_overflow, events(lock, unlock), W::overflow_code_locked, G::always, A::nothing, S::code_overflow,
     "a code beyond the range stays so in ring-back"},
};
static_assert(std::size(table) < 256);
}  // namespace

std::span<const Row> call_machine() { return table; }

bool holds(When when, const Rules& r) {
  const bool overflows = r.alloc.full == Full::overflow;
  const bool times_out = r.park.timeout.us > 0;
  const bool rings = times_out && r.ring.attempts != 0;
  const bool can_be_used_up = r.ring.attempts != unlimited;
  const bool again = rings && (r.ring.attempts == unlimited || r.ring.attempts > 1);
  const bool held = rings && r.ring.code == CodeInRingBack::held;
  const bool locked = rings && r.ring.code == CodeInRingBack::locked;
  const bool freed = rings && r.ring.code == CodeInRingBack::freed;
  const bool dropped = r.ring.final == Final::drop;
  const bool diverted = r.ring.final == Final::parker_rules || r.ring.final == Final::fallback;
  const bool reparked = r.ring.final == Final::repark;
  const bool kept = r.ring.final == Final::keep;
  switch (when) {
    case When::always: return true;
    case When::full_keeps: return r.alloc.full == Full::refuse_keep;
    case When::full_drops: return r.alloc.full == Full::refuse_drop;
    case When::full_overflows: return overflows;
    case When::rings: return rings;
    case When::code_held: return held;
    case When::code_locked: return locked;
    case When::code_freed: return freed;
    case When::code_unlocked: return locked && (again || reparked || kept);
    case When::overflow_code_locked: return locked && overflows;
    case When::rings_again: return again && !freed;
    case When::rings_again_on_new_code: return again && freed;
    case When::rings_again_if_code_free: return again && freed && !overflows;
    case When::ends_dropped: return rings && can_be_used_up && dropped;
    case When::ends_diverted: return rings && can_be_used_up && diverted;
    case When::ends_reparked: return rings && can_be_used_up && reparked && !freed;
    case When::ends_reparked_on_new_code: return can_be_used_up && (reparked || kept) && freed;
    case When::ends_reparked_if_code_free: return can_be_used_up && (reparked || kept) && freed && !overflows;
    case When::ends_kept: return rings && can_be_used_up && kept && !freed;
    // A call that is parked once more when nobody answers is dropped at its next time-out.
    case When::times_out_dropped: return times_out && ((dropped && !rings) || (reparked && can_be_used_up));
    case When::times_out_diverted: return times_out && diverted && !rings;
    case When::times_out_kept: return times_out && kept && can_be_used_up;
    case When::bridge_takes_time: return r.take.bridge_time.us > 0;
    case When::life_limited: return r.park.life_max.us > 0;
    case When::life_limited_in_ring_back: return rings && r.park.life_max.us > 0;
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

#include "models/park/rules.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "models/park/code_space.hpp"

namespace park {

std::optional<int> capacity(const Rules& r) {
  const int most = r.space.max_active, each = r.space.calls_per_code;
  if (each == unlimited) return most == unlimited ? std::nullopt : std::optional(most);
  constexpr std::int64_t largest = std::numeric_limits<int>::max();
  const auto calls = static_cast<int>(std::min(largest, std::int64_t{usable_codes(r.space)} * each));
  return most == unlimited ? calls : std::min(calls, most);
}

Shares shares_of(const Rules& r) { return r.fail.code_owner == CodeOwner::global ? r.space.shares : Shares::node; }

std::string contradiction(const Rules& r) {
  const auto& [space, alloc, park, ring, take, fail] = r;
  if (auto what = space_contradiction(space); !what.empty()) return what;
  const bool named = alloc.chosen_by != ChosenBy::system;
  const bool plain = is_plain(space) && shares_of(r) == Shares::one;
  if (space.calls_per_code != 1 && (!named || alloc.taken_choice != TakenChoice::join_queue))
    return "several calls behind one code (space.calls_per_code) need parkers who name the code (alloc.chosen_by) and "
           "alloc.taken_choice: join_queue";
  if (space.calls_per_code == 1 && named && alloc.taken_choice == TakenChoice::join_queue)
    return "alloc.taken_choice: join_queue needs room for several calls behind a code (space.calls_per_code)";
  if (!plain && alloc.full == Full::overflow)
    return "codes beyond the range (alloc.full: overflow) go with a plain range in one share";
  if (alloc.chosen_by == ChosenBy::extension && usable_codes(space) < 10)
    return "codes of an extension (alloc.chosen_by: extension) come in tens: the range is too small";
  if (!alloc.atomic && alloc.full == Full::overflow)
    return "a gap between choice and commit (alloc.atomic: no) does not go with alloc.full: overflow";
  if (!alloc.atomic && alloc.taken_choice == TakenChoice::join_queue && named)
    return "a gap between choice and commit (alloc.atomic: no) does not go with alloc.taken_choice: join_queue";
  if (alloc.atomic && (alloc.gap.us > 0 || alloc.reservation_life.us > 0))
    return "alloc.gap and alloc.reservation_life need alloc.atomic: no";
  if (alloc.release == Release::on_sweep && alloc.quarantine.us > 0)
    return "codes are swept (alloc.release: on_sweep) or rest (alloc.quarantine), not both";
  if (alloc.release == Release::on_sweep && !alloc.lazy && alloc.sweep_min.us == 0)
    return "sweeps need a time between them (alloc.sweep_min), or requests that bring them about (alloc.lazy: yes)";
  if (shares_of(r) == Shares::time && (alloc.release == Release::on_sweep || alloc.quarantine.us > 0))
    return "shares by time keep codes back by themselves: no alloc.quarantine and no alloc.release: on_sweep with them";
  if (park.remind_limit != 0 && park.remind_first.us == 0 && park.remind_every.us == 0)
    return "reminders (park.remind_limit) need a time (park.remind_first or park.remind_every)";
  if (park.remind_limit == unlimited && park.remind_every.us == 0)
    return "reminders without end (park.remind_limit: unlimited) need a time between them (park.remind_every)";
  if (ring.attempts == unlimited && ring.code == CodeInRingBack::freed && ring.ring_time.us == 0 &&
      ring.between.us == 0 && park.timeout.us == 0)
    return "ring-backs without end that take no time";
  if (take.claim_fail == ClaimFail::unlock && (take.bridge_time.us > 0 || take.bridge_fails > 0) &&
      alloc.release != Release::after_lock)
    return "take.claim_fail: unlock needs a code that is kept until then (alloc.release: after_lock)";
  if (take.during_reserved == DuringReserved::wait && (take.wait_tries < 1 || take.wait_each.us <= 0))
    return "take.during_reserved: wait needs take.wait_tries and take.wait_each";
  if (fail.liveness == Liveness::keepalive && fail.keepalive.us <= 0)
    return "fail.liveness: keepalive needs a time between two questions (fail.keepalive)";
  return {};
}

}  // namespace park

#include "models/park/rules.hpp"

namespace park {

std::optional<std::string> not_simulated(const Rules& r) {
  const auto& [space, alloc, park, ring, take, fail] = r;
  if (r.codes() > FreeSet::max_size)
    return "more than " + std::to_string(FreeSet::max_size) + " codes in a lot (space.hi)";
  if (space.calls_per_code != 1) return "several calls behind one code (space.calls_per_code)";
  if (space.code_order != CodeOrder::fifo) return "the order of several calls behind one code (space.code_order)";
  if (alloc.taken_choice != TakenChoice::probe) return "codes that users choose (alloc.taken_choice)";
  if (alloc.full == Full::refuse_silent) return "refusals that nobody tells the parker of (alloc.full: refuse_silent)";
  if (!alloc.atomic || alloc.gap.us || alloc.reservation_life.us)
    return "a gap between choice and commit (alloc.atomic)";
  if (alloc.release != Release::immediate || alloc.lazy || alloc.sweep_min.us)
    return "tombstones and sweeps (alloc.release)";
  if (alloc.quarantine.us) return "quarantine of released codes (alloc.quarantine)";
  if (park.remind_first.us || park.remind_every.us || park.remind_limit) return "reminders (park.remind_first)";
  if (park.escape_key) return "a key that ends the wait (park.escape_key)";
  if (ring.target != RingTarget::parker) return "ring-back to others than the parker (ring.target)";
  if (ring.busy != ParkerBusy::count_as_failed) return "rules for a busy parker (ring.busy)";
  if (ring.final == Final::fallback || ring.final == Final::attendant) return "a fallback destination (ring.final)";
  if (take.auth != Auth::any && take.auth != Auth::same_policy) return "this rule of who may retrieve (take.auth)";
  if (take.empty == EmptyCode::self_park) return "parking the retriever on an empty code (take.empty: self_park)";
  if (take.claim != Claim::atomic || take.claim_gap.us) return "a gap before the claim (take.claim_gap)";
  if (take.claim_deadman.us || take.claim_fail != ClaimFail::drop_call) return "failing claims (take.claim_fail)";
  if (take.during_reserved != DuringReserved::empty) return "dialling a reserved code (take.during_reserved)";
  if (take.token != Token::none) return "safe-retrieve tokens (take.token)";
  if (take.repark_same_call != Repark::refused) return "parking a parked call again (take.repark_same_call)";
  if (fail.code_owner != CodeOwner::global) return "codes owned by nodes (fail.code_owner)";
  if (fail.node_fail != NodeFail::lose || fail.liveness != Liveness::none) return "node failures (fail.node_fail)";
  return std::nullopt;
}

}  // namespace park

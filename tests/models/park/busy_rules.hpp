#pragma once

#include <functional>
#include <string>
#include <vector>

#include "systems.hpp"

/// Rules that between them leave every row of the call machine.
namespace busy_rules {

using namespace park;  // NOLINT: tests
using namespace sim;   // NOLINT: times

/// A small lot with short times, so that everything meets everything.
inline Rules small() {
  auto rules = systems::with_codes({}, 4);  // 10-13
  rules.park.timeout = 20_s;
  rules.ring.ring_time = 10_s;
  rules.ring.to = "staff";
  return rules;
}

struct Variant {
  std::string name;
  std::function<void(Rules&)> set;
};
inline void named(Rules& r, TakenChoice taken) {
  r.alloc.chosen_by = ChosenBy::parker;
  r.alloc.taken_choice = taken;
}
inline void with_gap(Rules& r, Ticks life, DuringReserved during) {
  r.alloc.atomic = false;
  r.alloc.gap = 4_s;
  r.alloc.reservation_life = life;
  r.take.during_reserved = during;
}
inline void ghostly(Rules& r, Liveness liveness) {
  r.fail.node_fail = NodeFail::survive;
  r.fail.media = Media::lost;
  r.fail.liveness = liveness;
  r.fail.keepalive = 7_s;
}
inline void ringing(Rules& r, CodeInRingBack code, int attempts, Final final) {
  r.ring.code = code;
  r.ring.attempts = attempts;
  r.ring.final = final;
  r.ring.busy = ParkerBusy::count_as_failed;
}
inline void claiming(Rules& r, ClaimFail fail) {
  r.take.bridge_time = 3_s;
  r.take.bridge_fails = 0.4;
  r.take.claim_fail = fail;
  r.alloc.release = Release::after_lock;
}

inline const std::vector<Variant> variants{
    {"plain", [](Rules& r) { r.take.auth = Auth::same_policy; }},
    {"named, kept", [](Rules& r) { named(r, TakenChoice::refuse_keep); }},
    {"named, dropped", [](Rules& r) { named(r, TakenChoice::refuse_drop); }},
    {"named, rung", [](Rules& r) { named(r, TakenChoice::ring_parker); }},
    {"named, joined",
     [](Rules& r) {
       named(r, TakenChoice::join_queue);
       r.space.calls_per_code = 2;
       r.ring.code = CodeInRingBack::locked;
       r.take.token = Token::safe;
     }},
    {"named, merged", [](Rules& r) { named(r, TakenChoice::merge); }},
    {"dropped when full", [](Rules& r) { r.alloc.full = Full::refuse_drop; }},
    {"silent when full", [](Rules& r) { r.alloc.full = Full::refuse_silent; }},
    {"overflow, locked",
     [](Rules& r) {
       r.alloc.full = Full::overflow;
       ringing(r, CodeInRingBack::locked, 2, Final::parker_rules);
     }},
    {"gap", [](Rules& r) { with_gap(r, 0_s, DuringReserved::get_parker); }},
    {"gap that lapses", [](Rules& r) { with_gap(r, 1_s, DuringReserved::wait); }},
    {"gap that lapses late", [](Rules& r) { with_gap(r, 3_s, DuringReserved::empty); }},
    {"reminders",
     [](Rules& r) {
       r.park.remind_limit = unlimited;
       r.park.remind_every = 4_s;
       r.take.repark_same_call = Repark::allowed;
     }},
    {"escape, held", [](Rules& r) { r.park.escape_key = true; }},
    {"escape, locked",
     [](Rules& r) {
       r.park.escape_key = true;
       ringing(r, CodeInRingBack::locked, 1, Final::keep);
       r.alloc.quarantine = 5_s;
     }},
    {"escape, freed",
     [](Rules& r) {
       r.park.escape_key = true;
       ringing(r, CodeInRingBack::freed, 2, Final::repark);
     }},
    {"claims that unlock", [](Rules& r) { claiming(r, ClaimFail::unlock); }},
    {"claims that drop", [](Rules& r) { claiming(r, ClaimFail::drop_call); }},
    {"nobody to ring",
     [](Rules& r) {
       r.ring.target = RingTarget::fixed;
       r.ring.to = "";
     }},
    {"freed", [](Rules& r) { ringing(r, CodeInRingBack::freed, 1, Final::drop); }},
    {"freed and rung for ever", [](Rules& r) { ringing(r, CodeInRingBack::freed, unlimited, Final::drop); }},
    {"no ring-back, diverted", [](Rules& r) { ringing(r, CodeInRingBack::held, 0, Final::parker_rules); }},
    {"no ring-back, fallback",
     [](Rules& r) {
       ringing(r, CodeInRingBack::held, 0, Final::fallback);
       r.ring.fallback = Fallback::nobody;
     }},
    {"busy waits", [](Rules& r) { r.ring.busy = ParkerBusy::wait_idle; }},
    {"busy reparks", [](Rules& r) { r.ring.busy = ParkerBusy::repark; }},
    {"busy reparks on a new code",
     [](Rules& r) {
       r.ring.busy = ParkerBusy::repark;
       r.ring.code = CodeInRingBack::freed;
       r.space.hi = r.space.lo;
     }},
    {"alternate and fallback",
     [](Rules& r) {
       r.ring.busy = ParkerBusy::alternate;
       r.ring.final = Final::fallback;
       r.ring.fallback = Fallback::group;
     }},
    {"kept", [](Rules& r) { ringing(r, CodeInRingBack::held, 2, Final::keep); }},
    {"reparked", [](Rules& r) { ringing(r, CodeInRingBack::held, 1, Final::repark); }},
    {"limited life",
     [](Rules& r) {
       r.park.life_max = 25_s;
       r.fail.node_fail = NodeFail::survive;
     }},
    {"ghosts", [](Rules& r) { ghostly(r, Liveness::none); }},
    {"ghosts found", [](Rules& r) { ghostly(r, Liveness::on_access); }},
    {"ghosts asked", [](Rules& r) { ghostly(r, Liveness::keepalive); }},
    {"checked first",
     [](Rules& r) {
       r.take.claim = Claim::check_then_act;
       r.take.claim_gap = 2_s;
       r.park.life_max = 15_s;
     }},
    {"checked first and parked",
     [](Rules& r) {
       r.take.claim = Claim::check_then_act;
       r.take.claim_gap = 2_s;
       r.take.empty = EmptyCode::self_park;
     }},
    {"swept",
     [](Rules& r) {
       r.alloc.release = Release::on_sweep;
       r.alloc.sweep_min = 5_s;
       r.ring.code = CodeInRingBack::locked;
       r.take.empty = EmptyCode::self_park;
     }},
};

}  // namespace busy_rules

#pragma once

#include <string>
#include <vector>

#include "models/park/rules.hpp"
#include "sim/time.hpp"

/// The rules of some systems, written out for the tests.
namespace systems {

using namespace sim;  // NOLINT: times

/// Microsoft Teams, codes beyond the range when all are in use.
inline park::Rules teams() {
  park::Rules r;
  r.space.lo = 10;
  r.space.hi = 99;
  r.alloc.policy = park::allocation("next");
  r.alloc.full = park::Full::overflow;
  r.park.timeout = 300_s;
  r.ring.ring_time = 30_s;
  r.ring.attempts = 1;
  r.ring.code = park::CodeInRingBack::held;
  r.ring.final = park::Final::parker_rules;
  r.ring.rings = park::Rings::all_devices;
  r.take.auth = park::Auth::same_policy;
  r.take.empty = park::EmptyCode::error;
  return r;
}

inline park::Rules teams_reject() {
  auto r = teams();
  r.alloc.full = park::Full::refuse_keep;
  return r;
}

inline park::Rules asterisk() {
  park::Rules r;
  r.space.lo = 701;
  r.space.hi = 750;
  r.alloc.policy = park::allocation("lowest");
  r.alloc.full = park::Full::refuse_keep;
  r.park.timeout = 45_s;
  r.park.announce_per_digit = 240'000_us;
  r.ring.ring_time = 30_s;
  r.ring.attempts = 1;
  r.ring.code = park::CodeInRingBack::freed;
  r.ring.final = park::Final::drop;
  r.take.empty = park::EmptyCode::prompt_drop;
  return r;
}

inline park::Rules reference_lot() {
  park::Rules r;
  r.space.lo = 1;
  r.space.hi = 90;
  r.park.timeout = 300_s;
  r.ring.ring_time = 20_s;
  r.ring.attempts = 1;
  r.ring.code = park::CodeInRingBack::freed;
  r.ring.final = park::Final::repark;
  return r;
}

/// These rules with so many codes.
inline park::Rules with_codes(park::Rules r, int codes) {
  r.space.hi = r.space.lo + codes - 1;
  return r;
}

}  // namespace systems

#pragma once

#include <cstdint>

#include "models/people/company.hpp"

/// The reference lot: parks at a Poisson rate, retrieved after 60 s, patience 240 s (both exponential), time-out 300 s,
/// then rung for 20 s at most and parked once more on a new code. Without people.
namespace reference_lot {

struct Size {
  int codes;
  double parks_per_s;
  std::uint64_t calls;  ///< of one iteration: quick, and long after the filling of the lot
};
inline constexpr Size full{60, 1.2, 100'000}, ample{90, 1.2, 100'000}, large{50'000, 700, 1'000'000};

inline people::Company company(const Size& size) {
  using namespace sim;  // NOLINT: times
  people::Company company;
  park::LotPlan lot;
  lot.name = "lot";
  lot.rules.space.lo = 1;
  lot.rules.space.hi = size.codes;
  lot.rules.ring.code = park::CodeInRingBack::freed;
  lot.rules.ring.ring_time = 20_s;
  lot.rules.ring.final = park::Final::repark;
  company.lots.push_back(lot);
  company.lot_traffic.push_back({.name = "parks",
                                 .arrivals = Arrivals::poisson(size.parks_per_s),
                                 .retrieved_after = Distribution::exponential(60),
                                 .patience = Distribution::exponential(240),
                                 .leaves_while_ringing = false,
                                 .ring_answered_after = Distribution::exponential(8)});
  company.horizon.calls = size.calls;
  return company;
}

}  // namespace reference_lot

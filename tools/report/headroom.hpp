#pragma once

#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/expectation.hpp"
#include "models/people/company.hpp"

namespace report {

/// How far something is from its limit.
struct Headroom {
  std::string what;   ///< "caller.wait.within(2min) >= 70%", "codes of Sales"
  std::string found;  ///< "71.2%", "93 of 100"
  double times = 0;   ///< limit over value, of a least share that of the misses: below 1 the limit is broken
};

/// Of an expectation. Infinite where nothing was observed that counts against it.
Headroom headroom(const measures::Expectation& expectation, const measures::Estimate& estimate);

/// Something that there is only so much of.
struct Scarce {
  measures::Query query;
  double limit = 0;
  std::string what;
};

/// The codes of each lot that can refuse, the trunks (both at the level that is not passed for 99 % of the time), and
/// the people of each group with a script, by their time.
std::vector<Scarce> scarce_things(const people::Company& company);
Headroom headroom(const Scarce& thing, const measures::Estimate& estimate);

/// "2.1 times", "more than 100 times".
std::string times_text(double times);

}  // namespace report

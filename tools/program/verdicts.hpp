#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/measures/expectation.hpp"
#include "tools/program/cell.hpp"

namespace program {

/// How sure verdicts must be, and what they may cost.
struct Certainty {
  double confidence = 0.95;     ///< that all verdicts of a command hold together
  std::size_t most_judged = 1;  ///< scenarios that the command will judge
  std::uint32_t most_replications = 10'000;

  /// Of one interval at one look at one of `claims` claims (Bonferroni's bound).
  double level(std::size_t claims) const;
};

/// Looks are taken after so many replications, and after twice as many each time.
inline constexpr std::uint32_t first_look = 20;

/// Whether verdicts, in the order of the claims, are enough to go by.
using Enough = std::function<bool(const std::vector<measures::Verdict>&)>;

/// Goes on with a trial, whose first queries are those of the claims, until its verdicts are enough or the most
/// replications are done; says them. The same for any number of threads. Throws Interruption.
std::vector<measures::Verdict> judge(Trial& trial, const std::vector<measures::Expectation>& claims,
                                     const Certainty& certainty, const Enough& enough, const RunOptions& run,
                                     std::ostream& err);

/// Fails when one fails, passes when all do.
measures::Verdict together(const std::vector<measures::Verdict>& verdicts);

}  // namespace program

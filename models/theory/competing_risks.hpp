#pragma once

#include <functional>

namespace theory {

/// How a parked call ends when its retrieval, its caller's patience and the park timeout race (competing risks; Cox and
/// Oakes, 1984, chapter 9). The shares add up to 1.
struct StayOutcome {
  double retrieved = 0;
  double abandoned = 0;
  double timed_out = 0;
  double mean_stay_s = 0;  ///< mean time in the code, whatever the end
};

/// Exponential retrieval and patience of the given means, in seconds, independent of each other. Any of the three may
/// be infinite ("never"), but not all. Closed form. Throws std::invalid_argument for anything not positive, or all
/// three infinite.
StayOutcome exponential_stay(double retrieval_mean_s, double patience_mean_s, double timeout_s);

/// P(X > t) for t in seconds: between 0 and 1, never rising.
using Survival = std::function<double(double)>;

/// The same for independent retrieval and patience of any law, by adaptive integration. For laws that are smooth but
/// for a few jumps (atoms, which are found and kept) the absolute error of the shares is below 1e-8 and that of the
/// mean below 1e-8 x timeout. A retrieval or hang-up just at the timeout comes before it; where both laws have an atom
/// at one instant, the calls that would do both are split evenly. Some 2,000 to 40,000 evaluations of each law. Throws
/// std::invalid_argument unless 0 < timeout_s < infinity, and when a law leaves [0, 1] or rises.
StayOutcome general_stay(const Survival& retrieval, const Survival& patience, double timeout_s);

/// Load, in erlangs, that a lot is offered: park requests per second x mean stay (Little, 1961). Into blocking() it
/// goes as is, the stay being that of an accepted call. Throws std::invalid_argument when either is negative or not
/// finite.
double offered_load_erlangs(double parks_per_s, const StayOutcome& stay);

}  // namespace theory

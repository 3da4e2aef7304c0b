#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/express/routes.hpp"
#include "models/people/company.hpp"
#include "sim/random/draw.hpp"
#include "sim/time.hpp"

namespace models {

/// How a run can begin with its lots as busy as they are in the long run, exactly and not after a while.
///
/// In a loss system the calls that are parked at an instant are those of a Poisson past that have stayed until then,
/// given that there are no more of them than codes (Erlang 1917; for any law of stay Sevastyanov 1957). So the past is
/// drawn as the future is; calls that would be gone when the window opens are left out, and a past of which more calls
/// stay than there are codes is drawn again, with later calls. What is parked when the window opens, and for how much
/// longer, then has the law of the steady state. Which codes they hold, and when the free ones were last used, has not:
/// that depends on all that was left out.
struct Equilibrium {
  sim::Ticks past;  ///< how long before the window the first call comes that may still be there
};

/// How long the past has to be: no more than one stay in a thousand million is longer. Or why the company has no exact
/// start, as the rest of a sentence ("... because calls queue"): it has one where Erlang's loss formula describes every
/// lot that anybody parks in, every stay is known when a call parks (so there are `routes`), and drawing the past
/// takes no more than some ten million calls. O(1e5) evaluations of the laws of stay.
struct EquilibriumOrWhyNot {
  std::optional<Equilibrium> equilibrium;
  std::string why_not;
};
EquilibriumOrWhyNot find_equilibrium(const people::Company&, const std::vector<express::Routes>& routes);

/// With which call of each lot traffic the past begins. `draws` are those of its source. O(calls drawn).
std::vector<std::uint32_t> first_calls(const people::Company&, const people::Horizon&, const Equilibrium&,
                                       const std::vector<sim::DrawSource>& draws);

}  // namespace models

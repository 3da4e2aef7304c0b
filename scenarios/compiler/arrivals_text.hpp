#pragma once

#include <string_view>

#include "scenarios/compiler/files.hpp"
#include "scenarios/compiler/phrase.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/time.hpp"

namespace scenarios {

/// Arrivals as users write them: `poisson(90/h)`, `profile(08:00 40/h 10:00 120/h)`. Instants are times of day: clock
/// times as they are, durations after `start` (the time of day at which the run begins). Throws InputError.
sim::Arrivals arrivals(const Node& node, std::string_view what, sim::Ticks start, Files& files);

/// The same arrivals at `scale` times their rate: a factor (1.5) or a share (150%).
sim::Arrivals scaled(const sim::Arrivals& arrivals, const Node& scale);

}  // namespace scenarios

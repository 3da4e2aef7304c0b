#pragma once

#include "scenarios/compiler/draft.hpp"

namespace scenarios {

/// `scripts`: compiles each script once for every list of device names among the groups that run it, and points the
/// groups to it. A handler for what cannot happen in the script or the system is an error (or ignored, when the system
/// was swapped and is the reason).
void read_scripts(Draft& draft);

}  // namespace scenarios

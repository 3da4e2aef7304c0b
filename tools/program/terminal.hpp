#pragma once

#include <ostream>

namespace program {

/// Whether a progress bar may be drawn on this stream: it is the program's own standard output or error, leads to a
/// terminal that is not dumb, and NO_COLOR is unset or empty.
bool may_draw_on(const std::ostream& stream);

}  // namespace program

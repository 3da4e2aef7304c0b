#pragma once

#include <cstdint>

namespace theory {

/// Checks of arguments. Each throws std::invalid_argument with a sentence that begins with `name` and gives the value.
void require_not_negative(const char* name, std::int64_t value);
void require_not_negative(const char* name, double value);  ///< finite as well
void require_positive(const char* name, std::int64_t value);
void require_positive(const char* name, double value);              ///< finite as well
void require_positive_or_infinite(const char* name, double value);  ///< infinity is "never"
void require_inside_0_1(const char* name, double value);            ///< 0 < value < 1

}  // namespace theory

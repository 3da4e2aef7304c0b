#pragma once

#include <string>

#include "scenarios/compiler/draft.hpp"

namespace scenarios {

/// Scenario::effective. Two scenarios with the same text simulate the same.
std::string effective_text(const Draft& draft);

}  // namespace scenarios

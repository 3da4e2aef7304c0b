#pragma once

#include <cstdint>

#include "models/purposes.hpp"
#include "sim/random/draw.hpp"

namespace park {

/// The purposes under which an error and the wrong digit are drawn.
struct ErrorDraws {
  models::Draw happens, digit;
};

/// `number`, written with `digits` digits, after each digit was replaced with probability `error_per_digit` by one of
/// the nine others, all equally likely. Uses the indices [first_index, first_index + digits).
int mistype(int number, int digits, double error_per_digit, ErrorDraws purposes, const sim::Draws& draws,
            std::uint32_t episode, std::uint32_t first_index);

}  // namespace park

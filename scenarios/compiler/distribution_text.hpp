#pragma once

#include <string_view>

#include "scenarios/compiler/files.hpp"
#include "scenarios/compiler/phrase.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// The laws of durations as users write them: `lognormal(mean 40s cv 0.7)`, `5s`, `mixture(70% ... 30% ...)`.
namespace scenarios {

/// The law that comes next. Throws InputError at what is wrong, with a hint of its own for a comma.
sim::Distribution take_distribution(Phrase& phrase, Files& files);
sim::Distribution distribution(const Node& node, std::string_view what, Files& files);

/// `3s + 0.6s/digit`: a law and a time for each digit, either of which may be left out.
struct TimeAndPerDigit {
  sim::Distribution time;
  sim::Ticks per_digit;
};
TimeAndPerDigit time_and_per_digit(const Node& node, std::string_view what, Files& files);

}  // namespace scenarios

#pragma once

#include <string>

namespace sim {

/// Numbers as the scenario language writes them, to 12 significant digits.
std::string number_words(double value);
/// A duration in the largest of h, min, s of which it is a whole number, else in seconds: "4min", "0.25s".
std::string duration_words(double seconds);
/// A time of day: "08:00", "08:00:30".
std::string clock_words(double seconds_since_midnight);
/// "70%"
std::string percent_words(double share);
/// A rate given per second, as a rate per hour: "90/h".
std::string rate_words(double per_second);

}  // namespace sim

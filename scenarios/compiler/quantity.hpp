#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scenarios/compiler/phrase.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// Values with their units. `what` names the value in errors. All throw InputError at the character that is wrong; a
/// bare number where a unit is needed is an error that says which units fit.
namespace scenarios {

/// us, ms, s, min, h or d; 0 to 100 years.
double take_duration_s(Phrase& phrase);
sim::Ticks duration(const Node& node, std::string_view what);
/// As duration(), where `never` is 0.
sim::Ticks duration_or_never(const Node& node, std::string_view what);

/// 08:00 or 08:00:30, up to 24:00: time since midnight.
sim::Ticks take_clock_time(Phrase& phrase);
sim::Ticks clock_time(const Node& node, std::string_view what);
bool is_clock_time(std::string_view text);

/// 90/h, 8/min, 1.2/s: per second. Never negative.
double take_rate_per_s(Phrase& phrase);

/// 0.4%: 0 to 1.
double take_share(Phrase& phrase);
double share(const Node& node, std::string_view what);
/// 0.4%/digit: 0 to 1.
double share_per_digit(const Node& node, std::string_view what);
/// 0.5s/digit.
sim::Ticks duration_per_digit(const Node& node, std::string_view what);

/// 12, 10k, 1M: a whole number from `least` to `most`.
std::int64_t count(const Node& node, std::string_view what, std::int64_t least, std::int64_t most);
/// 0 to 2^64 - 1, exactly; also 10k and 1M.
std::uint64_t whole_number(const Node& node, std::string_view what);
/// A plain number.
double number(const Node& node, std::string_view what);
/// yes, no, true or false.
bool yes_or_no(const Node& node, std::string_view what);
/// The text as it is; not empty.
const std::string& text_of(const Node& node, std::string_view what);

/// 10-99, ends included: the two ends, in order, the first smaller than the second.
struct Range {
  std::int64_t lo = 0, hi = 0;
};
Range range(const Node& node, std::string_view what);
bool is_range(std::string_view text);

/// The index of the word among `names`; throws with the nearest one.
std::size_t one_of(const Node& node, std::string_view what, std::span<const std::string_view> names);

}  // namespace scenarios

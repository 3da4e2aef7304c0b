#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.hpp"

/// Quantities as people read them. Every text carries its unit; NaN reads "-".
namespace report {

/// "450 us", "120 ms", "4.28 s", "42.3 s", "3 min 20 s", "1 h 05 min", "2 d 03 h"; "0 s"; "never" for sim::never.
std::string duration(double seconds);
std::string duration(sim::Ticks time);

/// A share of one in percent with three significant digits ("12.3%", "0.421%"), more where it would otherwise read
/// 100% without being all; "< 1e-9%" for what is smaller but not nothing.
std::string share(double of_one);

/// "1,234,567".
std::string count(std::uint64_t n);

/// Three significant digits without an exponent where that reads well: "8.03", "412", "0.0125", "1,530", "3.1e-07".
std::string number(double value);

/// "08:00", or "08:00:30" where the seconds matter; past midnight the hours go on ("25:00").
std::string clock(sim::Ticks time_of_day);

/// "1 call", "2 calls".
std::string plural(std::uint64_t n, std::string_view one, std::string_view many);

/// Columns that `text` takes on a terminal: its code points, wide and combining ones not regarded.
std::size_t width(std::string_view text);

/// `text` broken at blanks into lines of at most `columns`; a longer word stays whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Ascending numbers as people list them: "0-3, 7, 9"; after ten entries "and 12 more".
std::string ranges(const std::vector<std::uint32_t>& numbers);

}  // namespace report

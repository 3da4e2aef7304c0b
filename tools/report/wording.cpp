#include "tools/report/wording.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace report {

namespace {

std::string fixed(double value, int decimals) {
  std::array<char, 400> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, decimals).ptr;
  return {digits.data(), end};
}

std::string scientific(double value) {
  std::array<char, 32> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::scientific, 1).ptr;
  return {digits.data(), end};
}

/// Decimals that leave three significant digits of a positive value.
int decimals_for(double value) { return std::max(0, 2 - static_cast<int>(std::floor(std::log10(value)))); }

std::string two_digits(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string two_units(std::int64_t total, std::int64_t per_big, const char* big, const char* small) {
  return std::to_string(total / per_big) + " " + big + " " + two_digits(total % per_big) + " " + small;
}

std::string positive_duration(double s) {
  if (s < 0.9995e-3) return fixed(s * 1e6, 0) + " us";
  if (s < 0.9995) return fixed(s * 1e3, s < 9.995e-3 ? 2 : s < 99.95e-3 ? 1 : 0) + " ms";
  if (s < 9.995) return fixed(s, 2) + " s";
  if (s < 59.95) return fixed(s, 1) + " s";
  if (s < 3599.5) return two_units(std::llround(s), 60, "min", "s");
  if (s < 86370) return two_units(std::llround(s / 60), 60, "h", "min");
  return two_units(std::llround(s / 3600), 24, "d", "h");
}

}  // namespace

std::string duration(double seconds) {
  if (std::isnan(seconds)) return "-";
  if (seconds < 0) return "-" + duration(-seconds);
  if (seconds < 0.5e-6) return "0 s";
  if (seconds > 9e11) return "never";
  return positive_duration(seconds);
}

std::string duration(sim::Ticks time) { return duration(time.seconds()); }

std::string share(double of_one) {
  if (std::isnan(of_one)) return "-";
  const double percent = of_one * 100;
  if (percent == 0 || percent == 100) return fixed(percent, 0) + "%";
  if (percent > 0 && percent < 1e-9) return "< 1e-9%";
  if (percent < 1e-5) return scientific(percent) + "%";
  const int decimals =
      percent > 99.95 && percent < 100 ? std::min(12, decimals_for(100 - percent) - 1) : decimals_for(percent);
  return fixed(percent, std::max(decimals, 1)) + "%";
}

std::string count(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string number(double value) {
  if (std::isnan(value)) return "-";
  if (value < 0) return "-" + number(-value);
  if (value == 0) return "0";
  if (value >= 1e15 || value < 1e-4) return scientific(value);
  if (value >= 99.95) return count(static_cast<std::uint64_t>(std::llround(value)));
  return fixed(value, decimals_for(value));
}

std::string clock(sim::Ticks time_of_day) {
  const std::int64_t s = time_of_day.us / sim::ticks_per_second;
  const std::string minutes = two_digits(s / 3600) + ":" + two_digits(s / 60 % 60);
  return s % 60 == 0 ? minutes : minutes + ":" + two_digits(s % 60);
}

std::string plural(std::uint64_t n, std::string_view one, std::string_view many) {
  return count(n) + " " + std::string(n == 1 ? one : many);
}

std::size_t width(std::string_view text) {
  std::size_t points = 0;
  for (const char c : text) points += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return points;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!lines.back().empty() && width(lines.back()) + 1 + width(word) > columns) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

std::string ranges(const std::vector<std::uint32_t>& numbers) {
  constexpr int most = 10;
  std::string text;
  int entries = 0;
  for (std::size_t i = 0, last = 0; i < numbers.size(); i = last + 1) {
    if (entries++ == most) return text + " and " + count(numbers.size() - i) + " more";
    for (last = i; last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1;) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i) text += (last == i + 1 ? ", " : "-") + std::to_string(numbers[last]);
  }
  return text;
}

}  // namespace report

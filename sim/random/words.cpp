#include "sim/random/words.hpp"

#include <charconv>

namespace sim {
namespace {

bool is_positive_multiple(double value, double unit) {
  if (!(value >= unit && value <= 1e9)) return false;
  return value == unit * static_cast<double>(static_cast<long long>(value / unit));
}

std::string two_digits(long long n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

std::string number_words(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 12).ptr;
  return {text, end};
}

std::string duration_words(double seconds) {
  if (is_positive_multiple(seconds, 3600)) return number_words(seconds / 3600) + "h";
  if (is_positive_multiple(seconds, 60)) return number_words(seconds / 60) + "min";
  return number_words(seconds) + "s";
}

std::string clock_words(double seconds_since_midnight) {
  if (seconds_since_midnight < 0) return "-" + clock_words(-seconds_since_midnight);
  const auto minutes = static_cast<long long>(seconds_since_midnight / 60);
  const double seconds = seconds_since_midnight - 60 * static_cast<double>(minutes);
  const std::string words = two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
  return seconds > 0 ? words + (seconds < 10 ? ":0" : ":") + number_words(seconds) : words;
}

std::string percent_words(double share) { return number_words(share * 100) + "%"; }

std::string rate_words(double per_second) { return number_words(per_second * 3600) + "/h"; }

}  // namespace sim

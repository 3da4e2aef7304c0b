#include "models/measures/cursor.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "models/measures/nearest_word.hpp"

namespace measures {
namespace {

std::optional<double> seconds_in(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 6> units{
      {{"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}};
  for (const auto& [name, seconds] : units) {
    if (unit == name) return seconds;
  }
  return std::nullopt;
}

}  // namespace

bool Cursor::take(char c) {
  if (done() || peek() != c) return false;
  ++at_;
  return true;
}

void Cursor::expect(char c, std::string_view why) {
  if (!take(c)) fail(std::string("expected '") + c + "' " + std::string(why));
}

void Cursor::skip_spaces() {
  take_while([](unsigned char c) { return std::isspace(c) != 0; });
}

std::optional<double> Cursor::take_number() {
  const std::size_t start = at_;
  const auto digits = take_while([](unsigned char c) { return std::isdigit(c) != 0 || c == '.'; });
  double number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, std::chars_format::fixed);
  if (error == std::errc() && stop == end && digits.back() != '.') return number;
  back_to(start);
  return std::nullopt;
}

sim::Ticks Cursor::take_duration(std::string_view example) {
  const auto number = take_number();
  if (!number) fail("expected a duration, " + std::string(example));
  const std::size_t unit_at = offset();
  const auto seconds = seconds_in(take_letters());
  if (!seconds) fail_at(unit_at, "a duration needs a unit: us, ms, s, min, h or d, " + std::string(example));
  return sim::from_seconds(*number * *seconds);
}

void Cursor::unknown(std::size_t offset, std::string_view what, std::string_view word,
                     std::span<const std::string_view> known) const {
  const std::string message = "unknown " + std::string(what) + " '" + std::string(word) + "'";
  throw QueryError(message + suggestion(word, known), offset, std::string(nearest_word(word, known).value_or("")));
}

}  // namespace measures

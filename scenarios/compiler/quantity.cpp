#include "scenarios/compiler/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr std::array<Unit, 6> units{{{"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}};
constexpr std::array<std::string_view, 6> unit_names{"us", "ms", "s", "min", "h", "d"};
constexpr std::string_view unit_list = "us, ms, s, min, h or d";
constexpr double longest_s = 100.0 * 366 * 86400;
constexpr std::string_view digits = "0123456789";

double unit_s(Phrase& phrase, std::string_view example) {
  const std::size_t start = phrase.position();
  const std::string_view name = phrase.letters();
  const auto found = std::ranges::find(units, name, &Unit::name);
  if (found != units.end()) return found->seconds;
  if (!name.empty()) phrase.fail(start, "unknown unit `" + std::string(name) + "`", hint_for(name, unit_names));
  phrase.fail(start, std::string(phrase.what()) + " needs a unit: " + std::string(unit_list),
              "for example " + std::string(example));
}

[[noreturn]] void fail_negative(const Phrase& phrase, std::size_t start) {
  phrase.fail(start, std::string(phrase.what()) + " must not be negative");
}

template <class Take>
auto whole(const Node& node, std::string_view what, Take take) {
  Phrase phrase(node, what);
  const auto value = take(phrase);
  phrase.finish();
  return value;
}

void take_per_digit(Phrase& phrase) {
  if (phrase.touches('/') && phrase.take('/') && phrase.take("digit")) return;
  phrase.fail(std::string(phrase.what()) + " is given for each digit", "for example 0.4%/digit or 0.5s/digit");
}

int two_digits(Phrase& phrase) {
  const std::string_view rest = phrase.rest().substr(0, 2);
  if (rest.size() < 2 || rest.find_first_not_of(digits) != std::string_view::npos) {
    phrase.fail("expected a clock time such as 08:00");
  }
  phrase.take(rest[0]);
  phrase.take(rest[1]);
  return (rest[0] - '0') * 10 + (rest[1] - '0');
}

}  // namespace

double take_duration_s(Phrase& phrase) {
  phrase.peek();
  const std::size_t start = phrase.position();
  const double value = phrase.number();
  const double seconds = value * unit_s(phrase, "40s");
  if (seconds < 0 || std::signbit(seconds)) fail_negative(phrase, start);
  if (seconds > longest_s) phrase.fail(start, std::string(phrase.what()) + " is longer than 100 years");
  return seconds;
}

sim::Ticks duration(const Node& node, std::string_view what) {
  return sim::from_seconds(whole(node, what, take_duration_s));
}

sim::Ticks duration_or_never(const Node& node, std::string_view what) {
  return node.is_scalar() && node.text == "never" ? sim::Ticks{} : duration(node, what);
}

sim::Ticks take_clock_time(Phrase& phrase) {
  phrase.peek();
  const std::size_t start = phrase.position();
  const int hours = two_digits(phrase);
  phrase.expect(':');
  const int minutes = two_digits(phrase);
  const int seconds = phrase.touches(':') && phrase.take(':') ? two_digits(phrase) : 0;
  const int total = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || total > 86400) phrase.fail(start, "there is no such clock time");
  return sim::Ticks{total * sim::ticks_per_second};
}

sim::Ticks clock_time(const Node& node, std::string_view what) { return whole(node, what, take_clock_time); }

bool is_clock_time(std::string_view text) {
  return text.size() >= 3 && text.substr(0, 2).find_first_not_of(digits) == std::string_view::npos && text[2] == ':';
}

double take_rate_per_s(Phrase& phrase) {
  phrase.peek();
  const std::size_t start = phrase.position();
  const double value = phrase.number();
  if (!phrase.touches('/')) {
    phrase.fail(std::string(phrase.what()) + " needs a rate: a number per s, min, h or d", "for example 90/h");
  }
  phrase.take('/');
  const double rate = value / unit_s(phrase, "90/h");
  if (rate < 0 || std::signbit(rate)) fail_negative(phrase, start);
  if (rate > 1e9) phrase.fail(start, std::string(phrase.what()) + " is above one a nanosecond");
  return rate;
}

double take_share(Phrase& phrase) {
  phrase.peek();
  const std::size_t start = phrase.position();
  const double value = phrase.number();
  if (!phrase.touches('%')) {
    phrase.fail(std::string(phrase.what()) + " needs a unit: %", "for example 0.4%");
  }
  phrase.take('%');
  if (value < 0 || std::signbit(value)) fail_negative(phrase, start);
  if (value > 100) phrase.fail(start, std::string(phrase.what()) + " cannot be more than 100%");
  return value / 100;
}

double share(const Node& node, std::string_view what) { return whole(node, what, take_share); }

double share_per_digit(const Node& node, std::string_view what) {
  return whole(node, what, [](Phrase& phrase) {
    const double value = take_share(phrase);
    take_per_digit(phrase);
    return value;
  });
}

sim::Ticks duration_per_digit(const Node& node, std::string_view what) {
  return whole(node, what, [](Phrase& phrase) {
    const double seconds = take_duration_s(phrase);
    take_per_digit(phrase);
    return sim::from_seconds(seconds);
  });
}

std::int64_t count(const Node& node, std::string_view what, std::int64_t least, std::int64_t most) {
  Phrase phrase(node, what);
  double value = phrase.number();
  if (phrase.touches('k') && phrase.take("k")) value *= 1e3;
  if (phrase.touches('M') && phrase.take("M")) value *= 1e6;
  phrase.finish();
  if (value != std::floor(value) || std::abs(value) > 9e15) {
    phrase.fail(0, phrase.node().text + " is not a whole number");
  }
  if (value < static_cast<double>(least) || value > static_cast<double>(most)) {
    const std::string upper = most == std::numeric_limits<std::int64_t>::max() ? "" : " to " + std::to_string(most);
    phrase.fail(0,
                std::string(what) + " must be " + (upper.empty() ? "at least " : "") + std::to_string(least) + upper);
  }
  return static_cast<std::int64_t>(value);
}

std::uint64_t whole_number(const Node& node, std::string_view what) {
  const std::string& text = text_of(node, what);
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error == std::errc() && end == last) return value;
  if (error != std::errc::result_out_of_range && text.front() != '-') {
    return static_cast<std::uint64_t>(count(node, what, 0, 9'000'000'000'000'000));
  }
  throw InputError(node.at,
                   std::string(what) + " must be 0 to " + std::to_string(std::numeric_limits<std::uint64_t>::max()));
}

double number(const Node& node, std::string_view what) {
  return whole(node, what, [](Phrase& phrase) { return phrase.number(); });
}

bool yes_or_no(const Node& node, std::string_view what) {
  constexpr std::array<std::string_view, 4> words{"no", "yes", "false", "true"};
  const auto found = std::ranges::find(words, text_of(node, what));
  if (found != words.end()) return (found - words.begin()) % 2 == 1;
  throw InputError(node.at, "`" + node.text + "` is not known for " + std::string(what), "say yes or no");
}

const std::string& text_of(const Node& node, std::string_view what) { return Phrase(node, what).node().text; }

Range range(const Node& node, std::string_view what) {
  Phrase phrase(node, what);
  if (!is_range(node.text)) phrase.fail(0, std::string(what) + " is a range", "for example 10-99");
  const double lo = phrase.number();
  phrase.take('-');
  const double hi = phrase.number();
  phrase.finish();
  if (hi > 1e9) phrase.fail(0, std::string(what) + " ends above 1,000,000,000");
  if (lo >= hi) phrase.fail(0, std::string(what) + " must begin below its end, not " + node.text);
  return {static_cast<std::int64_t>(lo), static_cast<std::int64_t>(hi)};
}

bool is_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto is_number = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of(digits) == std::string_view::npos;
  };
  return dash != std::string_view::npos && is_number(text.substr(0, dash)) && is_number(text.substr(dash + 1));
}

std::size_t one_of(const Node& node, std::string_view what, std::span<const std::string_view> names) {
  const std::string& word = text_of(node, what);
  const auto found = std::ranges::find(names, word);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  throw InputError(node.at, "`" + word + "` is not known for " + std::string(what), hint_for(word, names));
}

}  // namespace scenarios

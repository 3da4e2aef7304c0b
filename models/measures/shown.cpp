#include <array>
#include <charconv>
#include <cmath>

#include "models/measures/expectation.hpp"

namespace measures {
namespace {

constexpr int digits = 4;

std::string general(double x) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::general, digits).ptr;
  return {text.data(), end};
}

std::string grouped(double x) {
  std::string text = std::to_string(std::llround(std::abs(x)));
  for (std::ptrdiff_t at = std::ssize(text) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return x < 0 ? "-" + text : text;
}

std::string number(double x) {
  const bool whole_enough = std::abs(x) < 1e15 && (std::abs(x) >= 1000 || x == std::floor(x));
  return whole_enough ? grouped(x) : general(x);
}

std::string time(double seconds) {
  const double size = std::abs(seconds);
  if (size == 0) return "0 s";
  if (size < 1e-3) return general(seconds * 1e6) + " us";
  if (size < 1) return general(seconds * 1e3) + " ms";
  if (size < 120) return general(seconds) + " s";
  if (size < 7200) return general(seconds / 60) + " min";
  return general(seconds / 3600) + " h";
}

std::string range(Quantity quantity, const sim::Interval& interval) {
  return shown(quantity, interval.low) + " to " + shown(quantity, interval.high);
}

std::string counts(const Query& query, const Estimate& estimate) {
  const bool is_ratio = query.statistic == Statistic::share || query.statistic == Statistic::within ||
                        query.statistic == Statistic::per_1000;
  if (!is_ratio) return "";
  const std::string unit = query.metric->source == Source::level ? " s" : "";
  return ", " + number(estimate.numerator) + " of " + number(estimate.denominator) + unit;
}

std::string bound_of(const Expectation& expectation, const Estimate& estimate) {
  if (expectation.bound == Bound::none || !estimate.bounds) return "";
  const bool upper = expectation.bound == Bound::upper95;
  const double bound = upper ? estimate.bounds->high : estimate.bounds->low;
  return (upper ? ", upper 95% bound " : ", lower 95% bound ") + shown(quantity(expectation.query), bound);
}

}  // namespace

std::string shown(Quantity quantity, double value) {
  switch (quantity) {
    case Quantity::share: return general(value * 100) + "%";
    case Quantity::time: return time(value);
    case Quantity::number: break;
  }
  return number(value);
}

std::string shown(const Query& query, const Estimate& estimate) {
  const Quantity unit = quantity(query);
  if (!estimate.value) return "undefined (nothing observed)" + counts(query, estimate);
  const std::string interval =
      estimate.interval ? ", 95% interval " + range(unit, *estimate.interval) : ", no interval";
  return shown(unit, *estimate.value) + interval + counts(query, estimate);
}

std::string shown(const Expectation& expectation, const Estimate& estimate) {
  const std::string verdict(verdict_names[static_cast<std::size_t>(judge(expectation, estimate))]);
  return verdict + ": " + expectation.text + " (limit " + shown(quantity(expectation.query), expectation.limit) +
         "); " + shown(expectation.query, estimate) + bound_of(expectation, estimate);
}

}  // namespace measures

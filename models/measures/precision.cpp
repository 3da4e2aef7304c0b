#include "models/measures/precision.hpp"

#include <algorithm>
#include <cmath>

#include "models/measures/cursor.hpp"

namespace measures {

namespace {

struct Width {
  double value = 0;
  bool is_relative = false;
};

Width take_width(Cursor& cursor, const Query& query) {
  const std::size_t at = cursor.offset();
  const auto number = cursor.take_number();
  if (!number) cursor.fail("expected how precise it has to be, such as 5%");
  if (cursor.take('%')) return {*number / 100, true};
  switch (quantity(query)) {
    case Quantity::time: cursor.back_to(at); return {cursor.take_duration("such as 2s, or 5% of the value").seconds()};
    case Quantity::share:
      if (cursor.take('p') && cursor.take('p')) return {*number / 100};
      cursor.fail(query.text + " is a share: its precision is a percentage of the value (5%), or in points (0.2pp)");
    case Quantity::number: break;
  }
  return {*number};
}

}  // namespace

Precision parse_precision(std::string_view text, const Names& names) {
  Cursor cursor(text);
  cursor.skip_spaces();
  const std::size_t start = cursor.offset();
  Precision precision;
  precision.query = parse(cursor, names);
  cursor.skip_spaces();
  const std::size_t at = cursor.offset();
  const Width width = take_width(cursor, precision.query);
  if (width.value <= 0) cursor.fail_at(at, "a precision of nothing is never reached");
  precision.half_width = width.value;
  precision.is_relative = width.is_relative;
  precision.text = cursor.since(start);
  cursor.skip_spaces();
  if (!cursor.done()) cursor.fail("nothing can follow the precision");
  return precision;
}

Attained attained(const Precision& precision, const Estimate& estimate) {
  Attained found;
  if (!estimate.value || !estimate.interval) return found;
  found.half_width = std::max(estimate.interval->high - *estimate.value, *estimate.value - estimate.interval->low);
  found.wanted = precision.half_width * (precision.is_relative ? std::abs(*estimate.value) : 1);
  found.is_reached = *found.half_width <= found.wanted;
  return found;
}

std::uint32_t StoppingRule::next_look(std::uint32_t replications) {
  return std::max(least_replications, replications + (replications + 3) / 4);
}

std::vector<Attained> StoppingRule::attained(const Estimator& estimator, std::size_t first_query) const {
  std::vector<Attained> found;
  for (std::size_t i = 0; i < wanted_.size(); ++i)
    found.push_back(measures::attained(wanted_[i], estimator.estimate(first_query + i, level())));
  return found;
}

}  // namespace measures

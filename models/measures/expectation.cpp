#include "models/measures/expectation.hpp"

#include <algorithm>

#include "models/park/outcomes.hpp"

namespace measures {
namespace {

bool is_upper_limit(Comparison c) { return c == Comparison::less || c == Comparison::at_most; }

Bound take_bound(Cursor& cursor) {
  const std::size_t start = cursor.offset();
  const std::string_view word = cursor.take_while([](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  const std::size_t end = cursor.offset();
  cursor.skip_spaces();
  const bool is_prefix = cursor.offset() > end && std::isalpha(static_cast<unsigned char>(cursor.peek())) != 0;
  if (is_prefix && word == "upper95") return Bound::upper95;
  if (is_prefix && word == "lower95") return Bound::lower95;
  constexpr std::array<std::string_view, 2> known{"upper95", "lower95"};
  if (is_prefix) cursor.unknown(start, "bound", word, known);
  cursor.back_to(start);
  return Bound::none;
}

Comparison take_comparison(Cursor& cursor) {
  const bool less = cursor.take('<');
  if (!less && !cursor.take('>')) cursor.fail("expected <, <=, > or >= and a limit");
  const bool equal = cursor.take('=');
  if (less) return equal ? Comparison::at_most : Comparison::less;
  return equal ? Comparison::at_least : Comparison::greater;
}

double take_share(Cursor& cursor, const Query& query) {
  const std::size_t at = cursor.offset();
  const auto number = cursor.take_number();
  if (!number) cursor.fail("expected a limit in %, such as 0.1%");
  if (!cursor.take('%')) cursor.fail(query.text + " is a share: write its limit in %");
  if (*number > 100) cursor.fail_at(at, "a share lies between 0% and 100%");
  return *number / 100;
}

double take_bare(Cursor& cursor, const Query& query) {
  const auto number = cursor.take_number();
  if (!number) cursor.fail("expected a number as limit");
  const bool has_unit = cursor.peek() == '%' || std::isalpha(static_cast<unsigned char>(cursor.peek())) != 0;
  if (has_unit) cursor.fail(query.text + " is a number: write its limit without a unit");
  return *number;
}

double take_limit(Cursor& cursor, const Query& query) {
  switch (quantity(query)) {
    case Quantity::share: return take_share(cursor, query);
    case Quantity::time: return cursor.take_duration("such as 500ms or 2min").seconds();
    case Quantity::number: break;
  }
  return take_bare(cursor, query);
}

bool copies_overflow(const Query& query, const Names& names) {
  return std::all_of(query.lots.begin(), query.lots.end(), [&](std::int16_t copies) {
    const auto lot = std::find_if(names.policies.begin(), names.policies.end(), [&](const Names::Policy& policy) {
      return policy.name == names.copies[static_cast<std::size_t>(copies)].lot;
    });
    return names.lot_overflows[static_cast<std::size_t>(lot->lot)];
  });
}

bool all_overflow(const Query& query, const Names& names) {
  if (query.labels.policy != Query::any) return names.lot_overflows[query.labels.policy];
  if (!query.lots.empty()) return copies_overflow(query, names);
  const auto& lots = names.lot_overflows;
  return !lots.empty() && std::find(lots.begin(), lots.end(), false) == lots.end();
}

void refuse_idle_goal(const Cursor& cursor, std::size_t at, const Query& query, const Names& names) {
  const bool about_full_lots = query.metric == find_metric("park.refused") &&
                               (query.value == Query::any || query.value == int(park::Refusal::lot_full));
  if (!about_full_lots || !all_overflow(query, names)) return;
  cursor.fail_at(at, "a full lot of this system overflows and refuses nobody: set a goal on park.overflowed instead");
}

void check_bound(const Cursor& cursor, std::size_t at, Bound bound, Comparison comparison) {
  if (bound == Bound::upper95 && !is_upper_limit(comparison)) cursor.fail_at(at, "upper95 goes with < or <=");
  if (bound == Bound::lower95 && is_upper_limit(comparison)) cursor.fail_at(at, "lower95 goes with > or >=");
}

bool compares(double value, Comparison comparison, double limit) {
  switch (comparison) {
    case Comparison::less: return value < limit;
    case Comparison::at_most: return value <= limit;
    case Comparison::greater: return value > limit;
    case Comparison::at_least: break;
  }
  return value >= limit;
}

Verdict judge_bound(const Expectation& expectation, const sim::Interval& bounds) {
  const bool upper = expectation.bound == Bound::upper95;
  const double far = upper ? bounds.high : bounds.low;
  const double near = upper ? bounds.low : bounds.high;
  if (compares(far, expectation.comparison, expectation.limit)) return Verdict::pass;
  return compares(near, expectation.comparison, expectation.limit) ? Verdict::unsure : Verdict::fail;
}

/// Several collisions of one attempt make their share exceed 1.
bool is_a_rate(const Query& query) {
  return query.metric == find_metric("code.collisions") || query.metric == find_metric("code.collisions.expected");
}

/// No value that the query can have meets the claim.
bool is_impossible(const Expectation& expectation) {
  if (expectation.comparison == Comparison::less) return expectation.limit <= 0;
  const bool at_most_one = quantity(expectation.query) == Quantity::share && !is_a_rate(expectation.query);
  return at_most_one && expectation.comparison == Comparison::greater && expectation.limit >= 1;
}

}  // namespace

Expectation parse_expectation(std::string_view text, const Names& names) {
  Cursor cursor(text);
  cursor.skip_spaces();
  const std::size_t start = cursor.offset();
  Expectation expectation;
  expectation.bound = take_bound(cursor);
  const std::size_t query_at = cursor.offset();
  expectation.query = parse(cursor, names);
  cursor.skip_spaces();
  const std::size_t comparison_at = cursor.offset();
  expectation.comparison = take_comparison(cursor);
  check_bound(cursor, comparison_at, expectation.bound, expectation.comparison);
  cursor.skip_spaces();
  expectation.limit = take_limit(cursor, expectation.query);
  expectation.text = cursor.since(start);
  cursor.skip_spaces();
  if (!cursor.done()) cursor.fail("nothing can follow the limit");
  refuse_idle_goal(cursor, query_at, expectation.query, names);
  return expectation;
}

Verdict judge(const Expectation& expectation, const Estimate& estimate) {
  if (is_impossible(expectation)) return Verdict::fail;
  if (!estimate.value || !estimate.interval || !estimate.bounds) return Verdict::unsure;
  if (expectation.bound != Bound::none) return judge_bound(expectation, *estimate.bounds);
  const sim::Interval& interval = *estimate.interval;
  if (interval.low < interval.high && interval.holds(expectation.limit)) return Verdict::unsure;
  return compares(*estimate.value, expectation.comparison, expectation.limit) ? Verdict::pass : Verdict::fail;
}

}  // namespace measures

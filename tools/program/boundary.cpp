#include "tools/program/boundary.hpp"

#include <algorithm>
#include <bit>

namespace program {

namespace {

using measures::Verdict;
using Form = Boundary::Form;

constexpr std::size_t inner_points = 3;  // looked at when the ends agree
constexpr std::size_t beside = 2;        // values on each side of the answer

class Search {
 public:
  Search(std::size_t values, const Judge& judge) : values_(values), judge_(judge) {}

  Boundary find() {
    const bool first = passes(0), last = passes(values_ - 1);
    if (first && last) {
      inspect_inside();
      answer(Form::everywhere, 0);
    } else if (last) {
      answer(Form::from, border(0, values_ - 1));
    } else if (first) {
      answer(Form::until, border(values_ - 1, 0));
    } else if (const auto inside = inspect_inside()) {
      answer(Form::inside, border(0, *inside));
    }
    judge_neighbours();
    return std::move(found_);
  }

 private:
  bool passes(std::size_t value) {
    const auto known = found_.verdicts.find(value);
    if (known != found_.verdicts.end()) return known->second == Verdict::pass;
    const Verdict verdict = judge_(value);
    found_.verdicts.emplace(value, verdict);
    return verdict == Verdict::pass;
  }

  /// The passing value next to one that does not pass, between such two.
  std::size_t border(std::size_t misses, std::size_t meets) {
    while (std::max(misses, meets) - std::min(misses, meets) > 1) {
      const std::size_t middle = (misses + meets) / 2;
      (passes(middle) ? meets : misses) = middle;
    }
    return meets;
  }

  /// The first value that passes of some spread over the list.
  std::optional<std::size_t> inspect_inside() {
    std::optional<std::size_t> found;
    for (std::size_t i = 1; i <= inner_points; ++i) {
      const std::size_t value = values_ * i / (inner_points + 1);
      if (passes(value) && !found) found = value;
    }
    return found;
  }

  void answer(Form form, std::size_t value) {
    found_.form = form;
    found_.answer = value;
  }

  void judge_neighbours() {
    if (!found_.answer) return;
    const std::size_t from = *found_.answer - std::min(*found_.answer, beside);
    const std::size_t to = std::min(*found_.answer + beside, values_ - 1);
    for (std::size_t value = from; value <= to; ++value) passes(value);
  }

  std::size_t values_;
  const Judge& judge_;
  Boundary found_;
};

/// The last value that is `such` before one that is not, between such two; `such` holds at `yes` only.
template <class Such>
std::size_t last(std::size_t yes, std::size_t no, const Such& such) {
  while (no - yes > 1) {
    const std::size_t middle = (yes + no) / 2;
    (such(middle) ? yes : no) = middle;
  }
  return yes;
}

/// The last value from which on, in steps that double, `such` is not left; and the first that was seen to leave it.
struct Bracket {
  std::optional<std::size_t> yes, no;
};

template <class Such>
Bracket bracket(std::size_t values, std::size_t start, const Such& such) {
  if (such(start)) {
    std::size_t yes = start;
    for (std::size_t step = 1;; step *= 2) {
      if (yes == values - 1) return {yes, std::nullopt};
      const std::size_t next = std::min(values - 1, yes + step);
      if (!such(next)) return {yes, next};
      yes = next;
    }
  }
  std::size_t no = start;
  for (std::size_t step = 1;; step *= 2) {
    if (no == 0) return {std::nullopt, no};
    const std::size_t next = no - std::min(no, step);
    if (such(next)) return {next, no};
    no = next;
  }
}

}  // namespace

bool Boundary::is_monotone() const {
  if (form == Form::inside) return false;
  bool has_passed = false, has_failed = false;
  for (const auto& [value, verdict] : verdicts) {
    if (verdict == Verdict::unsure) continue;
    const bool passes = verdict == Verdict::pass;
    if (passes ? form == Form::until && has_failed : form != Form::until && has_passed) return false;
    (passes ? has_passed : has_failed) = true;
  }
  return true;
}

Boundary find_boundary(std::size_t values, const Judge& judge) { return Search(values, judge).find(); }

Limits find_limits(std::size_t values, std::size_t start, const Judge& judge) {
  const auto passes = [&](std::size_t value) { return judge(value) == Verdict::pass; };
  const auto does_not_fail = [&](std::size_t value) { return judge(value) != Verdict::fail; };
  Limits limits;
  const Bracket passing = bracket(values, start, passes);
  limits.last_pass = passing.yes;
  if (passing.yes && passing.no) limits.last_pass = last(*passing.yes, *passing.no, passes);
  const Bracket open = bracket(values, limits.last_pass.value_or(0), does_not_fail);
  limits.first_fail = open.no;
  if (open.yes && open.no) limits.first_fail = last(*open.yes, *open.no, does_not_fail) + 1;
  return limits;
}

std::size_t most_judged(std::size_t values) {
  const auto bisections = static_cast<std::size_t>(std::bit_width(values));
  return std::min(values, 2 + inner_points + bisections + 2 * beside);
}

}  // namespace program

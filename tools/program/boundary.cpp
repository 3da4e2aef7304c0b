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

std::size_t most_judged(std::size_t values) {
  const auto bisections = static_cast<std::size_t>(std::bit_width(values));
  return std::min(values, 2 + inner_points + bisections + 2 * beside);
}

}  // namespace program

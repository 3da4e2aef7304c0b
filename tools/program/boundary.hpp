#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "models/measures/expectation.hpp"

namespace program {

/// Where a list of values, in the order in which it was given, begins or ceases to meet a goal.
struct Boundary {
  enum class Form : std::uint8_t {
    everywhere,  ///< both ends pass; `answer` is the first value
    from,        ///< the last passes, the first does not: `answer` is the first known to pass
    until,       ///< the first passes, the last does not: `answer` is the last known to pass
    inside,      ///< neither end passes, some value inside does: `answer` is the first known to pass
    nowhere      ///< no value that was judged passes: no answer
  };

  Form form = Form::nowhere;
  std::optional<std::size_t> answer;
  std::map<std::size_t, measures::Verdict> verdicts;  ///< of all values that were judged

  /// Whether the sure verdicts agree with one boundary: none fails beyond a value that passes. Always false for
  /// `inside`, where there are two.
  bool is_monotone() const;
};

/// Judges one value, given by its place; find_boundary asks once for each.
using Judge = std::function<measures::Verdict(std::size_t value)>;

/// Bisects `values` (at least 1) for the boundary, and judges up to two values on each side of it too, for the curve
/// round the answer and as a check. Values that are unsure count as not passing. At most most_judged(values) calls.
Boundary find_boundary(std::size_t values, const Judge& judge);

/// How far from a value one can go before it ceases to pass.
struct Limits {
  std::optional<std::size_t> last_pass;   ///< none: the first value that was asked did not pass, nor any before it
  std::optional<std::size_t> first_fail;  ///< none: none failed
};

/// For goals that values meet the less the later they come: looks from `start` on in steps that double, up or, when
/// `start` does not pass, down, and bisects for both limits; between them verdicts are unsure. Asks for a value again.
Limits find_limits(std::size_t values, std::size_t start, const Judge& judge);

/// log2(values) + 10 or so: what the confidence of all verdicts together is shared among.
std::size_t most_judged(std::size_t values);

}  // namespace program

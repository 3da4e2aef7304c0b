#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace program {

/// The items of a list that a user typed: "20,40,uniform(1s 5s)". Commas within brackets, braces and parentheses do not
/// part. Items are trimmed; an empty one stays.
std::vector<std::string> list_items(std::string_view text);

/// One key of a scenario and the values that it takes in turn.
struct Axis {
  std::string path;
  std::vector<std::string> values;
};

/// "lots.L.codes=20,40,90", "lots.L.codes=20..40", "lots.L.codes=20..40/5" or "lots.L.timeout=60s..300s/30s" (whole
/// numbers of one unit: from, to and step). `option` is named in errors. Throws UsageError with what is wrong: no path,
/// no or an empty value, one twice, a range that runs backwards or has more than 10,000 numbers.
Axis parse_axis(const std::string& option, const std::string& text);

/// All cells of a sweep: every combination of the values, the last axis fastest, or, side by side, the first of each,
/// the second of each and so on.
class Variation {
 public:
  static constexpr std::size_t most_cells = 10'000;

  /// Throws UsageError: no axis, a path twice, too many cells, or lists of different length side by side.
  Variation(std::vector<Axis> axes, bool side_by_side);

  const std::vector<Axis>& axes() const { return axes_; }
  std::size_t cells() const { return cells_; }
  const std::string& value(std::size_t cell, std::size_t axis) const;
  /// As little of the end of an axis's path as tells it from the others: "digits".
  std::string short_name(std::size_t axis) const;
  /// "lots.L.digits=2 lots.L.check=damm"
  std::string label(std::size_t cell) const;
  /// Two cells that are one step apart: along one axis, or of the list side by side.
  struct Step {
    std::size_t axis = 0;
    std::size_t first = 0, second = 0;
  };
  std::vector<Step> steps() const;

 private:
  std::size_t index(std::size_t cell, std::size_t axis) const;

  std::vector<Axis> axes_;
  bool side_by_side_;
  std::size_t cells_ = 1;
};

}  // namespace program

#include "tools/program/variation.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>

#include "tools/program/commands.hpp"

namespace program {

namespace {

constexpr std::int64_t longest_range = 10'000;

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == text.npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(' ') + 1 - from));
}

/// A whole number and what stands behind it: 30s.
struct Measured {
  std::int64_t number = 0;
  std::string_view unit;
};

std::optional<Measured> measured(std::string_view text) {
  Measured found;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found.number);
  if (error != std::errc()) return std::nullopt;
  found.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool is_unit =
      std::ranges::all_of(found.unit, [](unsigned char c) { return std::isalpha(c) != 0 || c == '%'; });
  return is_unit ? std::optional(found) : std::nullopt;
}

/// The numbers of "20..40/5" or "60s..300s/30s"; nothing when the text is no range.
std::optional<std::vector<std::string>> range(const std::string& item) {
  const auto dots = item.find("..");
  if (dots == item.npos) return std::nullopt;
  const auto slash = std::min(item.find('/', dots), item.size());
  const std::string_view text = item;
  const auto from = measured(text.substr(0, dots)), to = measured(text.substr(dots + 2, slash - dots - 2));
  if (!from || !to) return std::nullopt;
  const auto step = slash < item.size() ? measured(text.substr(slash + 1)) : Measured{1, from->unit};
  if (!step || step->number < 1) throw UsageError("the range " + item + " wants a step of at least 1, as in 20..40/5");
  if (to->unit != from->unit || step->unit != from->unit)
    throw UsageError("the range " + item + " wants one unit, as in 60s..300s/30s");
  if (to->number < from->number) throw UsageError("the range " + item + " runs backwards");
  if ((to->number - from->number) / step->number >= longest_range)
    throw UsageError("the range " + item + " has more than 10,000 numbers");
  std::vector<std::string> numbers;
  for (std::int64_t n = from->number; n <= to->number; n += step->number)
    numbers.push_back(std::to_string(n) + std::string(from->unit));
  return numbers;
}

}  // namespace

std::vector<std::string> list_items(std::string_view text) {
  std::vector<std::string> items;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c != ',' || depth > 0) continue;
    items.push_back(trimmed(text.substr(from, i - from)));
    from = i + 1;
  }
  items.push_back(trimmed(text.substr(from)));
  return items;
}

Axis parse_axis(const std::string& option, const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == 0 || sign == text.npos)
    throw UsageError(option + " wants PATH=VALUES, as in lots.L.codes=20,40,90, not '" + text + "'");
  Axis axis{text.substr(0, sign), {}};
  for (const std::string& item : list_items(std::string_view(text).substr(sign + 1))) {
    if (item.empty()) throw UsageError(option + " " + text + ": a value is empty");
    const auto numbers = range(item);
    const auto values = numbers ? *numbers : std::vector<std::string>{item};
    for (const std::string& value : values) {
      if (std::ranges::find(axis.values, value) != axis.values.end())
        throw UsageError(option + " " + axis.path + " has the value " + value + " twice");
      axis.values.push_back(value);
    }
  }
  return axis;
}

Variation::Variation(std::vector<Axis> axes, bool side_by_side) : axes_(std::move(axes)), side_by_side_(side_by_side) {
  if (axes_.empty()) throw UsageError("nothing is varied: --vary PATH=VALUES, or `study` in the scenario");
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k)
      if (axes_[k].path == axes_[i].path) throw UsageError("--vary names " + axes_[i].path + " twice");
    if (side_by_side_ && axes_[i].values.size() != axes_[0].values.size())
      throw UsageError("side by side, lists are of one length: " + axes_[0].path + " has " +
                       std::to_string(axes_[0].values.size()) + " values and " + axes_[i].path + " " +
                       std::to_string(axes_[i].values.size()));
    if (!side_by_side_ || i == 0) cells_ *= axes_[i].values.size();
    if (cells_ > most_cells) throw UsageError("a sweep has at most 10,000 cells");
  }
}

std::size_t Variation::index(std::size_t cell, std::size_t axis) const {
  if (side_by_side_) return cell;
  for (std::size_t i = axes_.size(); --i > axis;) cell /= axes_[i].values.size();
  return cell % axes_[axis].values.size();
}

const std::string& Variation::value(std::size_t cell, std::size_t axis) const {
  return axes_[axis].values[index(cell, axis)];
}

std::string Variation::short_name(std::size_t axis) const {
  const std::string& path = axes_[axis].path;
  for (std::size_t dot = path.rfind('.'); dot != path.npos && dot > 0; dot = path.rfind('.', dot - 1)) {
    const std::string end = path.substr(dot);
    const auto others = std::ranges::count_if(axes_, [&](const Axis& other) { return other.path.ends_with(end); });
    if (others == 1) return end.substr(1);
  }
  return path;
}

std::string Variation::label(std::size_t cell) const {
  std::string text;
  for (std::size_t axis = 0; axis < axes_.size(); ++axis)
    text += (axis == 0 ? "" : " ") + axes_[axis].path + "=" + value(cell, axis);
  return text;
}

std::vector<Variation::Step> Variation::steps() const {
  std::vector<Step> found;
  std::size_t stride = cells_;
  for (std::size_t axis = 0; axis < (side_by_side_ ? 1 : axes_.size()); ++axis) {
    stride /= axes_[axis].values.size();
    for (std::size_t cell = 0; cell + stride < cells_; ++cell)
      if (index(cell, axis) + 1 < axes_[axis].values.size()) found.push_back({axis, cell, cell + stride});
  }
  return found;
}

}  // namespace program

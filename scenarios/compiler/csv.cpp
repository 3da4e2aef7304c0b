#include "scenarios/compiler/csv.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

Node cell(const SourcePtr& csv, std::size_t first, std::string text, std::size_t end) {
  Node node;
  node.text = std::move(text);
  node.at = {csv, first};
  node.end = end;
  node.quoted = csv->text[std::min(first, csv->text.size() - 1)] == '"';
  return node;
}

// A quoted cell from its opening quote; `offset` is left behind the closing one.
std::string quoted_text(const SourcePtr& csv, std::size_t& offset, std::size_t line_end) {
  const std::size_t first = offset;
  std::string text;
  for (++offset; offset < line_end; ++offset) {
    if (csv->text[offset] != '"') {
      text += csv->text[offset];
    } else if (offset + 1 < line_end && csv->text[offset + 1] == '"') {
      text += csv->text[++offset];
    } else {
      ++offset;
      return text;
    }
  }
  throw InputError({csv, first}, "the quote does not end on this line");
}

std::string_view trimmed(std::string_view text, std::size_t& first) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
    ++first;
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::vector<Node> cells(const SourcePtr& csv, std::size_t offset, std::size_t line_end) {
  std::vector<Node> row;
  while (true) {
    std::size_t first = offset;
    if (offset < line_end && csv->text[offset] == '"') {
      std::string text = quoted_text(csv, offset, line_end);
      row.push_back(cell(csv, first, std::move(text), offset));
      offset = std::min(csv->text.find(',', offset), line_end);
    } else {
      offset = std::min(csv->text.find(',', offset), line_end);
      const std::string_view raw = std::string_view(csv->text).substr(first, offset - first);
      const std::string_view text = trimmed(raw, first);
      row.push_back(cell(csv, first, std::string(text), first + text.size()));
    }
    if (offset >= line_end) return row;
    ++offset;
  }
}

bool is_blank(const std::vector<Node>& row) { return row.size() == 1 && row[0].text.empty(); }

std::size_t column_index(const std::vector<Node>& header, const std::string& column, const Mark& at) {
  const auto found = std::ranges::find(header, column, &Node::text);
  if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  std::vector<std::string> names;
  for (const Node& node : header) names.push_back(node.text);
  throw InputError(at, "there is no column `" + column + "`", hint_for(column, names));
}

// Seconds in the unit that the name of the column ends in.
std::optional<double> unit_of(std::string_view column) {
  constexpr std::array<std::pair<std::string_view, double>, 6> endings{
      {{"_us", 1e-6}, {"_ms", 1e-3}, {"_s", 1}, {"_min", 60}, {"_h", 3600}, {"_d", 86400}}};
  for (const auto& [ending, seconds] : endings) {
    if (column.ends_with(ending)) return seconds;
  }
  return std::nullopt;
}

bool is_plain_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.+-") == std::string_view::npos;
}

double plain_s(const Node& node, double unit) {
  const double value = number(node, "the cell");
  if (value < 0) throw InputError(node.at, "the cell must not be negative");
  return value * unit;
}

}  // namespace

void for_each_cell(const SourcePtr& csv, const std::string& column, const Mark& at,
                   const std::function<void(const Node&)>& use) {
  std::optional<std::size_t> index;
  for (std::size_t offset = 0; offset < csv->text.size();) {
    const std::size_t line_end = std::min(csv->text.find('\n', offset), csv->text.size());
    const std::vector<Node> row = cells(csv, offset, line_end);
    if (!index) {
      index = column_index(row, column, at);
    } else if (!is_blank(row)) {
      if (row.size() <= *index) throw InputError({csv, offset}, "the row has no column `" + column + "`");
      use(row[*index]);
    }
    offset = line_end + 1;
  }
  if (!index) throw InputError(at, "`" + csv->name + "` is empty", "its first row names the columns");
}

std::vector<double> column_s(Files& files, const std::string& file, const std::string& column, const Mark& at,
                             bool clock_times, double start_s) {
  const std::optional<double> unit = unit_of(column);
  std::vector<double> values;
  for_each_cell(files.read(file, at), column, at, [&](const Node& node) {
    if (clock_times && is_clock_time(node.text)) {
      values.push_back(clock_time(node, "the cell").seconds());
    } else if (unit && is_plain_number(node.text)) {
      values.push_back(start_s + plain_s(node, *unit));
    } else {
      Phrase phrase(node, "the cell");
      values.push_back(start_s + take_duration_s(phrase));
      phrase.finish();
    }
  });
  if (values.empty()) throw InputError(at, "the column `" + column + "` holds no values");
  return values;
}

}  // namespace scenarios

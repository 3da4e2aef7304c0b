#include "tools/report/table.hpp"

#include <algorithm>

#include "tools/report/wording.hpp"

namespace report {

namespace {

std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    if (row.size() == 1) continue;
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  return widths;
}

}  // namespace

Table& Table::row(std::vector<std::string> cells) {
  rows_.push_back(std::move(cells));
  return *this;
}

Table& Table::left(std::size_t column) {
  left_.push_back(column);
  return *this;
}

void Table::print(std::ostream& out, std::size_t indent) const {
  const std::vector<std::size_t> widths = column_widths(rows_);
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t used = width(row[i]);
      if (std::max(widths[i], used) == 0) continue;
      const std::string padding(widths[i] - std::min(used, widths[i]), ' ');
      const bool to_left = std::ranges::find(left_, i) != left_.end();
      line += (i == 0 ? "" : "  ") + (to_left ? row[i] + padding : padding + row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

}  // namespace report

#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace report {

/// Rows of cells in aligned columns, two blanks apart: the first column to the left, the others to the right. Empty
/// cells at the end of a row are left away, and so are columns in which no row has anything. A
/// row of one cell spans all columns and makes none wider.
class Table {
 public:
  Table& row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  /// Aligns column `column` (from 0) to the left.
  Table& left(std::size_t column);

  /// Writes the rows, each behind `indent` blanks, with no blanks at the ends of lines.
  void print(std::ostream& out, std::size_t indent = 2) const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> left_{0};
};

}  // namespace report

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/compiler/document.hpp"
#include "scenarios/compiler/files.hpp"

/// Columns of CSV files (RFC 4180 without line breaks inside a cell): a header row, then one row a line.
namespace scenarios {

/// Calls `use` with each cell of the named column, in order; empty lines are left out. Throws InputError at `at` when
/// the file or column does not exist, and in the CSV for a row that is too short or a quote that does not end.
void for_each_cell(const SourcePtr& csv, const std::string& column, const Mark& at,
                   const std::function<void(const Node&)>& use);

/// The column as seconds. A cell is a duration with its unit, or a plain number when the name of the column ends in its
/// unit: `wait_s`, `wait_ms`, `wait_us`, `wait_min`, `wait_h`. Clock times count from midnight, durations from
/// `start_s`. Throws InputError; an empty column is an error too.
std::vector<double> column_s(Files& files, const std::string& file, const std::string& column, const Mark& at,
                             bool clock_times = false, double start_s = 0);

}  // namespace scenarios

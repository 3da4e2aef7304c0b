#pragma once

#include <fstream>
#include <string>

#include "models/people/company.hpp"
#include "models/surroundings.hpp"

namespace program {

/// Writes every line of a trace to a file: CSV (RFC 4180, with a heading) when its name ends in .csv, else one JSON
/// object a line. Columns: time_s, traffic, call (counted from 0 in its traffic), what, result, code, person
/// ("reception 2", counted from 1); code and person are empty, or null, where there is none.
class TraceFile : public models::Trace {
 public:
  /// Throws FileError when the file cannot be written. The company must outlive the trace.
  TraceFile(const std::string& name, const people::Company& company);

  void line(const models::TraceLine& line) override;

  /// Ends the file; throws FileError when not all of it could be written.
  void close();

 private:
  void csv_line(const models::TraceLine& line);
  void json_line(const models::TraceLine& line);
  std::string traffic(std::uint64_t call) const;
  std::string person(int person) const;

  std::string name_;
  const people::Company& company_;
  std::ofstream file_;
  bool csv_;
};

}  // namespace program

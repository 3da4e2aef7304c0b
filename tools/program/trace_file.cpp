#include "tools/program/trace_file.hpp"

#include "tools/program/commands.hpp"
#include "tools/report/csv.hpp"
#include "tools/report/json.hpp"

namespace program {

namespace {

std::string seconds(sim::Ticks time) {
  const std::string decimals = std::to_string(time.us % sim::ticks_per_second);
  return std::to_string(time.us / sim::ticks_per_second) + "." + std::string(6 - decimals.size(), '0') + decimals;
}

std::uint32_t ordinal(std::uint64_t call) { return static_cast<std::uint32_t>(call); }

}  // namespace

TraceFile::TraceFile(const std::string& name, const people::Company& company)
    : name_(name), company_(company), file_(name, std::ios::trunc), csv_(name.ends_with(".csv")) {
  if (!file_) throw FileError("cannot write " + name);
  if (csv_) file_ << "time_s,traffic,call,what,result,code,person\r\n";
}

void TraceFile::line(const models::TraceLine& line) { csv_ ? csv_line(line) : json_line(line); }

void TraceFile::close() {
  file_.close();
  if (!file_) throw FileError("cannot write all of " + name_);
}

void TraceFile::csv_line(const models::TraceLine& line) {
  file_ << seconds(line.time) << ',' << report::csv_field(traffic(line.call)) << ',' << ordinal(line.call) << ','
        << report::csv_field(line.what) << ',' << report::csv_field(line.result) << ','
        << (line.code < 0 ? "" : std::to_string(line.code)) << ',' << report::csv_field(person(line.person)) << "\r\n";
}

void TraceFile::json_line(const models::TraceLine& line) {
  using report::json_string;
  file_ << "{\"time_s\": " << seconds(line.time) << ", \"traffic\": " << json_string(traffic(line.call))
        << ", \"call\": " << ordinal(line.call) << ", \"what\": " << json_string(line.what)
        << ", \"result\": " << json_string(line.result)
        << ", \"code\": " << (line.code < 0 ? "null" : std::to_string(line.code))
        << ", \"person\": " << (line.person < 0 ? "null" : json_string(person(line.person))) << "}\n";
}

std::string TraceFile::traffic(std::uint64_t call) const {
  const std::size_t source = call >> 32;
  const std::size_t with_people = company_.traffic.size();
  if (source < with_people) return company_.traffic[source].name;
  return source - with_people < company_.lot_traffic.size() ? company_.lot_traffic[source - with_people].name : "";
}

std::string TraceFile::person(int person) const {
  if (person < 0) return "";
  for (const people::Group& group : company_.groups) {
    if (person < group.count) return group.name + " " + std::to_string(person + 1);
    person -= group.count;
  }
  return "";
}

}  // namespace program

#include "models/park/call_machine.hpp"
#include "models/park/machine_graph.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"
#include "tools/program/presets.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

const HelpText help{
    "parksim states SYSTEM [--dot | --json]",
    "Shows the life of a parked call, of an attempt to retrieve (rows A) and of a code (rows C) as this "
    "system has it. Where several rows start from one state on one event, the first whose condition "
    "holds is taken.",
    "parksim states teams --dot | dot -Tsvg > teams.svg"};

std::vector<std::string> event_names(const park::Row& row) {
  std::vector<std::string> names;
  for (std::size_t event = 0; event < park::event_names.size(); ++event) {
    if ((row.on >> event & 1) != 0) names.emplace_back(park::event_names[event]);
  }
  return names;
}

std::string state_name(park::State state) { return std::string(park::state_names[static_cast<std::size_t>(state)]); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

void print(const park::CompiledMachine& machine, std::ostream& out) {
  for (const std::uint8_t i : machine.kept()) {
    const park::Row& row = machine.row(i);
    std::string number(row.number);
    number.resize(5, ' ');
    out << number << state_name(row.from) << " -- " << joined(event_names(row)) << " -> " << state_name(row.to)
        << "\n       " << row.says << '\n';
  }
}

void write(const park::CompiledMachine& machine, const std::string& system, std::ostream& out) {
  report::JsonWriter json(out);
  json.begin_object().member("schema_version", report::json_schema_version).member("kind", "states");
  json.member("system", system).key("rows").begin_array();
  for (const std::uint8_t i : machine.kept()) {
    const park::Row& row = machine.row(i);
    json.begin_object().member("row", row.number).member("from", state_name(row.from));
    json.strings("on", event_names(row)).member("to", state_name(row.to)).member("says", row.says).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

int states_command(const Arguments& arguments, std::ostream& out, std::ostream&) {
  po::options_description options = options_with_help();
  options.add_options()("dot", "as a graph for Graphviz")("json", "as JSON");
  const po::variables_map values = read_options(arguments, options, {"system"});
  if (help_wanted(values, help, options, out)) return exit_pass;
  if (values.count("dot") > 0 && values.count("json") > 0) throw UsageError("--dot and --json exclude each other");
  const scenarios::SystemPreset system = named_system(required(values, "system", "system"));
  const park::CompiledMachine machine(system.rules);
  if (values.count("dot") > 0) {
    out << park::machine_dot(machine, system.name);
  } else if (values.count("json") > 0) {
    write(machine, system.name, out);
  } else {
    print(machine, out);
  }
  return exit_pass;
}

}  // namespace program

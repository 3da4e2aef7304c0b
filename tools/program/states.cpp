#include "models/park/call_machine.hpp"
#include "models/park/machine_graph.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"
#include "tools/program/presets.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/table.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

const HelpText help{
    "parksim states SYSTEM [--dot | --json]",
    "Shows the life of a parked call, of an attempt to retrieve (rows A) and of a code (rows C) as this "
    "system has it. Where several rows start from one state on one event, the first whose condition "
    "holds at that moment is taken. In brackets: what in the rules of the system the row stems from.",
    "parksim states teams --dot | dot -Tsvg > teams.svg"};

std::vector<std::string> event_names(const park::Row& row) {
  std::vector<std::string> names;
  for (std::size_t event = 0; event < park::event_names.size(); ++event) {
    if ((row.on >> event & 1) != 0) names.emplace_back(park::event_names[event]);
  }
  return names;
}

std::string state_name(park::State state) { return std::string(park::state_names[static_cast<std::size_t>(state)]); }

template <std::size_t size>
std::string name_in(const std::array<std::string_view, size>& names, auto value) {
  return std::string(names[static_cast<std::size_t>(value)]);
}

/// "no_code (full_keeps)": what must hold then, and in brackets what in the system's rules the row stems from.
std::string condition(const park::Row& row) {
  const std::string guard = row.guard == park::Guard::always ? "" : name_in(park::guard_names, row.guard);
  if (row.when == park::When::always) return guard;
  return guard + (guard.empty() ? "(" : " (") + name_in(park::when_names, row.when) + ")";
}

void print(const park::CompiledMachine& machine, std::ostream& out) {
  report::Table table;
  for (std::size_t column = 1; column < 5; ++column) table.left(column);
  table.row({"row", "from", "on", "condition", "to"});
  for (const std::uint8_t i : machine.kept()) {
    const park::Row& row = machine.row(i);
    const std::vector<std::string> events = event_names(row);
    table.row({std::string(row.number), state_name(row.from), events.front(), condition(row), state_name(row.to)});
    for (std::size_t e = 1; e < events.size(); ++e) table.row({"", "", "or " + events[e], "", ""});
  }
  table.print(out, 0);
  out << '\n';
  report::Table words;
  words.left(1).row({"row", "what happens"});
  for (const std::uint8_t i : machine.kept()) {
    words.row({std::string(machine.row(i).number), std::string(machine.row(i).says)});
  }
  words.print(out, 0);
}

void write(const park::CompiledMachine& machine, const std::string& system, std::ostream& out) {
  report::JsonWriter json(out);
  json.begin_object().member("schema_version", report::json_schema_version).member("kind", "states");
  json.member("system", system).key("rows").begin_array();
  for (const std::uint8_t i : machine.kept()) {
    const park::Row& row = machine.row(i);
    json.begin_object().member("row", row.number).member("from", state_name(row.from));
    json.strings("on", event_names(row)).member("guard", name_in(park::guard_names, row.guard));
    json.member("when", name_in(park::when_names, row.when)).member("action", name_in(park::action_names, row.action));
    json.member("to", state_name(row.to)).member("says", row.says).end_object();
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

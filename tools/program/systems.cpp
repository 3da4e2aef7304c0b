#include <algorithm>

#include "scenarios/compiler/rules_text.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"
#include "tools/program/presets.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/table.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

using scenarios::SystemPreset;

const HelpText help{
    "parksim systems [SYSTEM] [--json]",
    "Lists the telephone systems that can be simulated, with the parameters in which they differ most; or "
    "all parameters of one, with an asterisk where a value is assumed because no source gives it. "
    "$PARKSIM_SYSTEMS names another folder of systems.",
    "parksim systems teams"};

constexpr std::array<const char*, 6> telling{"park.timeout", "ring.ring_time", "ring.attempts",
                                             "ring.final",   "ring.code",      "alloc.full"};

std::string shown(const park::Rules& rules, std::string_view path) {
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    if (field.path() == path) return field.show(rules);
  }
  return "-";
}

bool is_assumed(const SystemPreset& system, const std::string& path) {
  return std::ranges::find(system.assumed, path) != system.assumed.end();
}

std::string marked(const SystemPreset& system, const std::string& path) {
  return shown(system.rules, path) + (is_assumed(system, path) ? "*" : "");
}

void print_all(const std::vector<SystemPreset>& systems, std::ostream& out) {
  report::Table table;
  std::vector<std::string> names{"system", "codes"};
  names.insert(names.end(), telling.begin(), telling.end());
  for (std::size_t i = 1; i < names.size(); ++i) table.left(i);
  table.row(names);
  for (const SystemPreset& system : systems) {
    std::vector<std::string> row{system.name, shown(system.rules, "space.lo") + "-" + shown(system.rules, "space.hi")};
    for (const char* path : telling) row.push_back(marked(system, path));
    table.row(std::move(row));
  }
  table.print(out, 0);
  out << "\n* assumed: no source gives it. 'parksim systems SYSTEM' shows all parameters of one.\n";
}

void print_one(const SystemPreset& system, std::ostream& out) {
  out << system.name << ": " << system.title << "\n\n";
  report::Table table;
  table.left(1);
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    table.row({field.path(), marked(system, field.path())});
  }
  table.row({"licences decide", system.licences ? "yes" : "no"});
  table.print(out);
  out << '\n';
  report::print_named(out, "sources", system.sources);
  if (!system.assumed.empty()) out << "\n* assumed: no source gives it.\n";
}

void write(const SystemPreset& system, report::JsonWriter& json) {
  json.begin_object().member("name", system.name).member("title", system.title);
  json.member("licences", system.licences).key("rules").begin_object();
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    json.member(field.path(), field.show(system.rules));
  }
  json.end_object().strings("assumed", system.assumed).strings("sources", system.sources).end_object();
}

void write_all(const std::vector<SystemPreset>& systems, std::ostream& out) {
  report::JsonWriter json(out);
  json.begin_object().member("schema_version", report::json_schema_version).member("kind", "systems");
  json.key("systems").begin_array();
  for (const SystemPreset& system : systems) write(system, json);
  json.end_array().end_object();
}

}  // namespace

int systems_command(const Arguments& arguments, std::ostream& out, std::ostream&) {
  po::options_description options = options_with_help();
  options.add_options()("json", "as JSON, with all parameters");
  const po::variables_map values = read_options(arguments, options, {"system"});
  if (help_wanted(values, help, options, out)) return exit_pass;
  const bool one = values.count("system") > 0;
  const auto systems = one ? std::vector{named_system(values["system"].as<std::string>())} : all_systems();
  if (values.count("json") > 0) {
    write_all(systems, out);
  } else {
    one ? print_one(systems.front(), out) : print_all(systems, out);
  }
  return exit_pass;
}

}  // namespace program

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
    "Lists the telephone systems that can be simulated, with the parameters in which they differ most; or of one "
    "all that it says of itself, what is assumed because no source gives it, and its sources. "
    "$PARKSIM_SYSTEMS names another folder of systems.",
    "parksim systems teams"};

constexpr std::string_view scope_words(people::Scope scope) {
  return scope == people::Scope::tenant ? "tenant" : "policy";
}
constexpr std::string_view clients_words(park::ClientTable clients) {
  return park::client_table_names[static_cast<std::size_t>(clients)];
}

std::string shown(const park::Rules& rules, std::string_view path) {
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    if (field.path() == path) return field.show(rules);
  }
  return "-";
}

bool is_assumed(const SystemPreset& system, std::string_view path) {
  return std::ranges::find(system.assumed, path) != system.assumed.end();
}

std::string mark(const SystemPreset& system, std::initializer_list<std::string_view> paths) {
  return std::ranges::any_of(paths, [&](std::string_view path) { return is_assumed(system, path); }) ? "*" : "";
}

std::string marked(const SystemPreset& system, std::string_view path) {
  return shown(system.rules, path) + mark(system, {path});
}

std::string codes(const SystemPreset& system) {
  return shown(system.rules, "space.lo") + "-" + shown(system.rules, "space.hi") +
         mark(system, {"space.lo", "space.hi"});
}

std::string allocation(const SystemPreset& system) {
  if (system.rules.alloc.chosen_by == park::ChosenBy::system) return marked(system, "alloc.policy");
  return "by " + marked(system, "alloc.chosen_by");
}

// "3 x 25s".
std::string ring_back(const SystemPreset& system) {
  const park::Rules::Ring& ring = system.rules.ring;
  if (ring.attempts == 0) return "none" + mark(system, {"ring.attempts"});
  const std::string times = ring.attempts == park::unlimited ? "for ever" : std::to_string(ring.attempts);
  return times + " x " + shown(system.rules, "ring.ring_time") + mark(system, {"ring.attempts", "ring.ring_time"});
}

std::string code_in_ring_back(const SystemPreset& system) {
  return system.rules.ring.attempts == 0 ? "-" : marked(system, "ring.code");
}

void print_all(const std::vector<SystemPreset>& systems, std::ostream& out) {
  report::Table table;
  for (std::size_t i = 1; i < 8; ++i) table.left(i);
  table.row({"system", "codes", "allocation", "timeout", "ring-back", "code then", "full", "empty code"});
  for (const SystemPreset& system : systems) {
    table.row({system.name, codes(system), allocation(system), marked(system, "park.timeout"), ring_back(system),
               code_in_ring_back(system), marked(system, "alloc.full"), marked(system, "take.empty")});
  }
  table.print(out, 0);
  out << "\n* assumed: no source gives it. 'parksim systems SYSTEM' shows everything of one.\n";
}

/// The parameters with values of their own, or assumed ones, beside what is meant when nothing is said.
void print_own(const SystemPreset& system, std::ostream& out) {
  const park::Rules usual;
  report::Table table;
  table.left(1).left(2);
  table.row({"parameter", "value", "otherwise"});
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    const std::string value = field.show(system.rules), otherwise = field.show(usual);
    if (value == otherwise && !is_assumed(system, field.path())) continue;
    table.row({field.path(), marked(system, field.path()), value == otherwise ? "the same" : otherwise});
  }
  table.row({"scope", std::string(scope_words(system.scope)) + mark(system, {"scope"})});
  table.row({"clients", std::string(clients_words(system.clients)) + mark(system, {"clients"})});
  table.row({"licences", (system.licences ? "yes" : "no") + mark(system, {"licences"})});
  table.print(out);
}

std::vector<std::string> others(const SystemPreset& system) {
  const park::Rules usual;
  std::string list;
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    const std::string value = field.show(system.rules);
    if (value != field.show(usual) || is_assumed(system, field.path())) continue;
    list += (list.empty() ? "" : ", ") + field.path() + " " + value;
  }
  return {list};
}

void print_one(const SystemPreset& system, std::ostream& out) {
  out << system.name << ": " << system.title << "\n\n";
  print_own(system, out);
  out << '\n';
  report::print_named(out, "as usual", others(system));
  if (!system.sources.empty()) out << '\n';
  report::print_named(out, "sources", system.sources);
  if (!system.assumed.empty()) out << "\n* assumed: no source gives it.\n";
}

void write_limits(const SystemPreset& system, report::JsonWriter& json) {
  json.key("limits").begin_object();
  if (const auto& limits = system.pickup_range_limits) {
    json.key("pickup_range").begin_object().member("lo", limits->lo).member("hi", limits->hi).end_object();
  }
  if (const auto& limits = system.park_timeout_limits) {
    json.key("park_timeout_s").begin_object().member("least", limits->first.seconds());
    json.member("most", limits->second.seconds()).end_object();
  }
  json.end_object();
}

void write(const SystemPreset& system, report::JsonWriter& json) {
  json.begin_object().member("name", system.name).member("title", system.title);
  json.member("licences", system.licences).member("clients", clients_words(system.clients));
  json.member("scope", scope_words(system.scope));
  write_limits(system, json);
  json.key("rules").begin_object();
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
  options.add_options()("json", "as JSON, with everything of each");
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

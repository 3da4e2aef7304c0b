#include "models/people/allocation_effect.hpp"
#include "models/service/paths.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/options.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/study_load.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

const HelpText help{
    "parksim check SCENARIO [options]",
    "Reads a scenario and says what will be simulated, which values are assumed because no source gives "
    "them, and what is legal but looks wrong. With --topology it prints the sites, their links and the nodes "
    "of the park service as a graph for Graphviz, and nothing else. Simulates nothing.",
    "parksim check scenarios/factory-reception.yaml --system asterisk\n"
    "  parksim check hospital.yaml --topology | dot -Tsvg > hospital.svg"};

std::vector<std::string> texts(const std::vector<scenarios::Expected>& expectations) {
  std::vector<std::string> all;
  for (const scenarios::Expected& expected : expectations) all.push_back(expected.claim.text);
  return all;
}

void print(const scenarios::Scenario& scenario, std::ostream& out) {
  report::print_subject(scenario.company, out);
  report::print_named(
      out, "will run",
      {report::plural(static_cast<std::uint64_t>(scenario.replications), "replication", "replications") + ", seed " +
       std::to_string(scenario.seed)});
  report::print_named(out, "expected", texts(scenario.expectations));
  report::Notes notes = notes_of(scenario);
  notes.warnings.clear();
  for (std::size_t lot = 0; lot < scenario.company.lots.size(); ++lot) {
    report::print_allocation_effect(scenario.company, static_cast<int>(lot), out);
  }
  report::print_notes(notes, out);
  for (const scenarios::Problem& warning : scenario.warnings) out << "\nwarning: " << warning.render() << '\n';
  const std::size_t odd = scenario.warnings.size();
  out << '\n'
      << (odd == 0 ? "Nothing looks wrong." : report::plural(odd, "warning.", "warnings."))
      << " Nothing was simulated.\n";
}

void write_lots(report::JsonWriter& json, const people::Company& company) {
  json.key("lots").begin_array();
  for (std::size_t i = 0; i < company.lots.size(); ++i) {
    const park::LotPlan& lot = company.lots[i];
    json.begin_object().member("name", lot.name).member("first_code", lot.rules.space.lo);
    json.member("last_code", lot.rules.space.hi).member("capacity", park::capacity(lot.rules));
    json.member("timeout_s", lot.rules.park.timeout.seconds());
    json.member("allocation_may_matter_because", people::why_allocation_may_matter(company, static_cast<int>(i)));
    json.end_object();
  }
  json.end_array();
}

/// Objects with a name and a sentence, as the text has it.
void write_named(report::JsonWriter& json, std::string_view key, const std::vector<std::string>& names,
                 const std::vector<std::string>& sentences) {
  json.key(key).begin_array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    json.begin_object().member("name", names[i]).member("text", sentences[i]).end_object();
  }
  json.end_array();
}

std::vector<std::string> names_of(const auto& things) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.name);
  return names;
}

void write_who_and_what(report::JsonWriter& json, const people::Company& company) {
  std::vector<std::string> traffic = names_of(company.traffic);
  for (const people::LotTraffic& straight : company.lot_traffic) traffic.push_back(straight.name);
  write_named(json, "people", names_of(company.groups), report::people_texts(company));
  write_named(json, "traffic", traffic, report::traffic_texts(company));
  write_named(json, "channels", names_of(company.channels), report::channel_texts(company));
}

void write(const scenarios::Scenario& scenario, std::ostream& out) {
  report::JsonWriter json(out);
  json.begin_object().member("schema_version", report::json_schema_version).member("kind", "check");
  json.member("title", scenario.company.title).member("system", scenario.company.system);
  json.member("seed", scenario.seed).member("replications", scenario.replications);
  write_lots(json, scenario.company);
  write_who_and_what(json, scenario.company);
  report::write_notes(json, notes_of(scenario));
  json.strings("expectations", texts(scenario.expectations)).member("effective", scenario.effective).end_object();
}

int print_topology(const service::Network& network, std::ostream& out, std::ostream& err) {
  if (network.sites.empty()) {
    err << "parksim check: the scenario has no `sites`, so there is no topology to draw\n";
    return exit_usage;
  }
  out << service::topology_dot(network);
  return exit_pass;
}

}  // namespace

int check_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  po::options_description options = options_with_help();
  add_scenario_options(options);
  options.add_options()("topology", "the sites and links alone, as a graph for Graphviz")("json", "as JSON");
  const po::variables_map values = read_options(arguments, options, {"scenario"});
  if (help_wanted(values, help, options, out)) return exit_pass;
  const bool topology = values.count("topology") > 0;
  if (topology && values.count("json") > 0) throw UsageError("--topology and --json exclude each other");
  const scenarios::Scenario scenario = load_scenario(scenario_options(values));
  if (topology) return print_topology(scenario.company.service, out, err);
  values.count("json") > 0 ? write(scenario, out) : print(scenario, out);
  return exit_pass;
}

}  // namespace program

#include <algorithm>
#include <array>
#include <exception>
#include <vector>

#include "models/measures/nearest_word.hpp"
#include "scenarios/compiler/error.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/report/table.hpp"
#include "tools/results/build_identity.hpp"
#include "tools/results/store_error.hpp"

namespace program {

namespace {

constexpr std::array<Command, 13> all_commands{{
    {"run", "SCENARIO", "simulate; summary on the screen, results into a database", run_command},
    {"sweep", "SCENARIO", "simulate for several values of some keys, and compare them", sweep_command},
    {"plan", "SCENARIO", "find the smallest value that meets a goal, with its certainty", plan_command},
    {"stress", "SCENARIO", "find what breaks first as traffic grows", stress_command},
    {"sensitivity", "SCENARIO", "find which assumption matters most", sensitivity_command},
    {"compare", "BEFORE.db AFTER.db", "say what changed from one run to another, with intervals", compare_command},
    {"baseline", "write|check ...", "keep the answers of today, and see later what has changed", baseline_command},
    {"export", "FILE.db --as FORM", "write results as CSV, JUnit XML, Prometheus text or .hgrm", export_command},
    {"merge", "SCENARIO FILE.db...", "put the shards of a run together", merge_command},
    {"check", "SCENARIO", "say what will be simulated and what looks wrong; simulate nothing", check_command},
    {"states", "SYSTEM", "the life of a parked call in this system, as a table or a graph", states_command},
    {"systems", "", "the telephone systems there are and how they differ", systems_command},
    {"metrics", "", "what is measured, in which unit", metrics_command},
}};

const Command* find(std::string_view name) {
  const auto found = std::ranges::find(all_commands, name, &Command::name);
  return found == all_commands.end() ? nullptr : &*found;
}

void print_help(std::ostream& out) {
  out << "parksim simulates call park: how many codes, how long a timeout, what breaks first?\n\n"
         "usage: parksim COMMAND [arguments]\n\n";
  report::Table table;
  table.left(1);
  for (const Command& command : all_commands) {
    table.row({std::string(command.name) + " " + std::string(command.arguments), std::string(command.what)});
  }
  table.row({"help [COMMAND]", "this text, or the help of a command"});
  table.print(out);
  out << "\nEvery command has --help with an example, and --json for machines. --version names the build.\n"
         "\nexit codes: 0 pass, 1 compare or baseline found a change, 2 usage or bad input,\n"
         "3 an expectation failed, 7 internal fault, 8 an expectation is unsure (--unsure pass|fail\n"
         "decides otherwise), 130 interrupted\n";
}

void print_version(std::ostream& out) {
  out << "parksim " PARKSIM_VERSION ", build " << results::build_identity() << '\n';
}

int unknown_command(const std::string& word, std::ostream& err) {
  std::vector<std::string_view> names{"help"};
  for (const Command& command : all_commands) names.push_back(command.name);
  err << "parksim: there is no command '" << word << "'" << measures::suggestion(word, names) << '\n';
  return exit_usage;
}

int run_found(const Command& command, const Arguments& arguments, std::ostream& out, std::ostream& err) {
  try {
    return command.run(arguments, out, err);
  } catch (const UsageError& error) {
    err << "parksim " << command.name << ": " << error.what() << "\ntry 'parksim " << command.name << " --help'\n";
    return exit_usage;
  } catch (const FileError& error) {
    err << "parksim " << command.name << ": " << error.what() << '\n';
    return exit_usage;
  } catch (const results::StoreError& error) {
    err << "parksim " << command.name << ": " << error.what() << '\n';
    return exit_usage;
  } catch (const scenarios::InputError& error) {
    err << error.what() << '\n';
    return exit_usage;
  } catch (const std::exception& fault) {
    err << "parksim " << command.name << ": internal fault: " << fault.what()
        << "\nThis is an error in parksim, not in the scenario. Build " << results::build_identity() << ".\n";
    return exit_fault;
  }
}

int dispatch(const std::string& word, Arguments rest, std::ostream& out, std::ostream& err) {
  const Command* command = find(word);
  return command == nullptr ? unknown_command(word, err) : run_found(*command, rest, out, err);
}

}  // namespace

std::span<const Command> commands() { return all_commands; }

int program(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  if (arguments.empty()) {
    print_help(err);
    return exit_usage;
  }
  const std::string& word = arguments.front();
  const bool help = word == "help" || word == "--help" || word == "-h";
  if (word == "--version") {
    print_version(out);
  } else if (help && arguments.size() == 1) {
    print_help(out);
  } else if (help) {
    return dispatch(arguments[1], {"--help"}, out, err);
  } else {
    return dispatch(word, {arguments.begin() + 1, arguments.end()}, out, err);
  }
  return exit_pass;
}

}  // namespace program

#pragma once

#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace program {

using Arguments = std::vector<std::string>;

/// The arguments make no sense; the text says which and what would. Ends in exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file that the user named cannot be read or written. Ends in exit code 2.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A command of the program. `run` gets what stands behind the command's name, writes results to `out`, everything else
/// to `err`, and returns an exit code. It may throw UsageError, FileError,
/// scenarios::InputError and results::StoreError; anything else thrown is a fault.
struct Command {
  std::string_view name;
  std::string_view arguments;  ///< as the help shows them: "SCENARIO"
  std::string_view what;       ///< one line for the list of commands
  int (*run)(const Arguments&, std::ostream& out, std::ostream& err);
};

int run_command(const Arguments&, std::ostream& out, std::ostream& err);
int sweep_command(const Arguments&, std::ostream& out, std::ostream& err);
int plan_command(const Arguments&, std::ostream& out, std::ostream& err);
int stress_command(const Arguments&, std::ostream& out, std::ostream& err);
int sensitivity_command(const Arguments&, std::ostream& out, std::ostream& err);
int compare_command(const Arguments&, std::ostream& out, std::ostream& err);
int baseline_command(const Arguments&, std::ostream& out, std::ostream& err);
int export_command(const Arguments&, std::ostream& out, std::ostream& err);
int merge_command(const Arguments&, std::ostream& out, std::ostream& err);
int check_command(const Arguments&, std::ostream& out, std::ostream& err);
int states_command(const Arguments&, std::ostream& out, std::ostream& err);
int systems_command(const Arguments&, std::ostream& out, std::ostream& err);
int metrics_command(const Arguments&, std::ostream& out, std::ostream& err);

/// All commands, in the order in which the help lists them.
std::span<const Command> commands();

/// The whole program: `arguments` without the program's own name. Never throws; returns an exit code.
int program(const Arguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace program

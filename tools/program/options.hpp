#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "tools/program/commands.hpp"

namespace program {

/// What `COMMAND --help` says around the list of options.
struct HelpText {
  std::string usage;    ///< "parksim run SCENARIO [options]"
  std::string what;     ///< a sentence or two
  std::string example;  ///< one line that works
};

/// An empty list of options but for --help.
boost::program_options::options_description options_with_help();

/// Reads `arguments` by Boost.Program_options. Options are never guessed from their first
/// letters. Throws UsageError for an unknown option (naming the nearest known one), a missing value, or more positional
/// arguments than `positional` names; where `rest` is named, it takes all others, as a vector of strings.
boost::program_options::variables_map read_options(const Arguments& arguments,
                                                   const boost::program_options::options_description& options,
                                                   const std::vector<std::string>& positional,
                                                   const std::string& rest = {});

/// Prints the help when --help was given, and tells so.
bool help_wanted(const boost::program_options::variables_map& values, const HelpText& text,
                 const boost::program_options::options_description& options, std::ostream& out);

/// The whole number that `text` is, between `low` and `high`; else UsageError with `name` in it.
std::uint64_t whole_number(std::string_view name, std::string_view text, std::uint64_t low, std::uint64_t high);

/// The value of a positional argument or option that must be there; else UsageError with `what` in it.
std::string required(const boost::program_options::variables_map& values, const std::string& name,
                     std::string_view what);

}  // namespace program

#include "tools/program/options.hpp"

#include <charconv>

#include "models/measures/nearest_word.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace po = boost::program_options;

namespace {

constexpr std::size_t columns = 100;

std::string no_such_option(const std::string& option, const po::options_description& options) {
  std::vector<std::string> known;
  for (const auto& described : options.options()) known.push_back("--" + described->long_name());
  const std::vector<std::string_view> words(known.begin(), known.end());
  const auto near = measures::nearest_word(option, words);
  return "unknown option " + option + (near ? "; did you mean '" + std::string(*near) + "'?" : "");
}

po::options_description hidden(const std::vector<std::string>& positional, const std::string& rest) {
  po::options_description described;
  if (!rest.empty()) described.add_options()(rest.c_str(), po::value<std::vector<std::string>>());
  for (const std::string& name : positional) described.add_options()(name.c_str(), po::value<std::string>());
  return described;
}

}  // namespace

po::options_description options_with_help() {
  po::options_description options("options", columns, columns / 2);
  options.add_options()("help,h", "this text");
  return options;
}

po::variables_map read_options(const Arguments& arguments, const po::options_description& visible,
                               const std::vector<std::string>& positional, const std::string& rest) {
  po::positional_options_description places;
  for (const std::string& name : positional) places.add(name.c_str(), 1);
  if (!rest.empty()) places.add(rest.c_str(), -1);
  po::options_description options;
  options.add(visible).add(hidden(positional, rest));
  po::variables_map values;
  try {
    using namespace po::command_line_style;
    const int style = unix_style & ~allow_guessing;
    po::store(po::command_line_parser(arguments).options(options).positional(places).style(style).run(), values);
  } catch (const po::unknown_option& unknown) {
    throw UsageError(no_such_option(unknown.get_option_name(), visible));
  } catch (const po::too_many_positional_options_error&) {
    throw UsageError("too many arguments");
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  return values;
}

bool help_wanted(const po::variables_map& values, const HelpText& text, const po::options_description& options,
                 std::ostream& out) {
  if (values.count("help") == 0) return false;
  out << "usage: " << text.usage << "\n\n";
  for (const std::string& line : report::wrapped(text.what, columns)) out << line << '\n';
  out << '\n' << options << "\nexample:\n  " << text.example << '\n';
  return true;
}

std::uint64_t whole_number(std::string_view name, std::string_view text, std::uint64_t low, std::uint64_t high) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec == std::errc() && read.ptr == end && low <= value && value <= high) return value;
  throw UsageError(std::string(name) + " wants a whole number from " + std::to_string(low) + " to " +
                   std::to_string(high) + ", not '" + std::string(text) + "'");
}

std::string required(const po::variables_map& values, const std::string& name, std::string_view what) {
  if (values.count(name) == 0) throw UsageError("no " + std::string(what) + " given");
  return values[name].as<std::string>();
}

}  // namespace program

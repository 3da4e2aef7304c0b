#include "tools/program/json_file.hpp"

#include <boost/property_tree/json_parser.hpp>

#include "tools/program/commands.hpp"

namespace program {

boost::property_tree::ptree read_json_file(const std::string& file) {
  try {
    boost::property_tree::ptree tree;
    boost::property_tree::read_json(file, tree);
    return tree;
  } catch (const boost::property_tree::json_parser_error& error) {
    throw FileError(file + (error.line() > 0 ? ":" + std::to_string(error.line()) : "") + ": " + error.message());
  }
}

std::optional<double> number_in(const boost::property_tree::ptree& object, const char* key) {
  if (object.get<std::string>(key) == "null") return std::nullopt;
  return object.get<double>(key);
}

}  // namespace program

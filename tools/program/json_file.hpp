#pragma once

#include <boost/property_tree/ptree.hpp>
#include <optional>
#include <string>

namespace program {

/// Reads a file of JSON. Throws FileError with the line where it is none.
boost::property_tree::ptree read_json_file(const std::string& file);

/// The number that is a member of an object; none for null. Throws boost::property_tree::ptree_error when there is no
/// such member or it is something else.
std::optional<double> number_in(const boost::property_tree::ptree& object, const char* key);

}  // namespace program

#pragma once

#define BOOST_BIND_GLOBAL_PLACEHOLDERS  // what the parser's own headers ask for
#include <boost/property_tree/json_parser.hpp>
#include <sstream>
#include <string>

/// The document as a tree; throws when `text` is no JSON.
inline boost::property_tree::ptree read_json(const std::string& text) {
  std::istringstream in(text);
  boost::property_tree::ptree tree;
  boost::property_tree::read_json(in, tree);
  return tree;
}

#pragma once

#include <sstream>
#include <string>

#include "tools/program/commands.hpp"

/// What the program did with its arguments.
struct Ran {
  int code;
  std::string out, err;
};

inline Ran ran(program::Arguments arguments, const program::Arguments& more = {}) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::ostringstream out, err;
  const int code = program::program(arguments, out, err);
  return {code, out.str(), err.str()};
}

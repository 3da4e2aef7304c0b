#pragma once

#include <string>
#include <vector>

#include "models/measures/query.hpp"
#include "scenarios/compiler/document.hpp"

namespace scenarios {

/// `study`: which keys take which values, and what is compared.
struct StudySection {
  struct Varied {
    std::string path;
    std::vector<std::string> values;  ///< YAML, each on one line
  };
  std::vector<Varied> vary;
  bool side_by_side = false;
  std::vector<std::string> measure;
};

/// Reads the section (an empty one when there is none). Whether paths and values make sense turns out when a cell is
/// compiled. Throws InputError: unknown keys, lists without items, a query that cannot be read.
StudySection read_study(const Node& root, const measures::Names& names);

}  // namespace scenarios

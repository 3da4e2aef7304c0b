#pragma once

#include <string>
#include <vector>

#include "tools/program/run_options.hpp"
#include "tools/program/study_run.hpp"
#include "tools/program/variation.hpp"

namespace program {

/// The scenarios of a variation, those apart that make none.
struct Grid {
  std::vector<std::size_t> numbers;  ///< of the cells, in the variation
  std::vector<Study> studies;
  std::vector<std::string> illegal;  ///< the others, and what is wrong with them
};

Grid read_cells(const ScenarioOptions& base, const Variation& variation);

}  // namespace program

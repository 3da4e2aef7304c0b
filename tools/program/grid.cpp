#include "tools/program/grid.hpp"

#include "tools/program/cell.hpp"
#include "tools/program/study_load.hpp"

namespace program {

namespace {

ScenarioOptions scenario_of(const ScenarioOptions& base, const Variation& variation, std::size_t cell) {
  ScenarioOptions options = base;
  for (std::size_t axis = 0; axis < variation.axes().size(); ++axis)
    set_value(options, variation.axes()[axis].path, variation.value(cell, axis));
  return options;
}

}  // namespace

Grid read_cells(const ScenarioOptions& base, const Variation& variation) {
  Grid grid;
  for (std::size_t cell = 0; cell < variation.cells(); ++cell) {
    try {
      grid.studies.push_back(study_of(load_scenario(scenario_of(base, variation, cell))));
      grid.numbers.push_back(cell);
    } catch (const scenarios::InputError& error) {
      const auto& problem = error.problems().front();
      grid.illegal.push_back(variation.label(cell) + ": " + problem.message +
                             (problem.hint.empty() ? "" : "; " + problem.hint));
    }
  }
  return grid;
}

}  // namespace program

#include "tools/program/study_load.hpp"

#include "models/world.hpp"
#include "tools/program/presets.hpp"

namespace program {

namespace {

std::string sentence(const scenarios::Problem& problem) {
  std::string text = problem.message;
  if (!problem.hint.empty()) text += "; " + problem.hint;
  if (problem.at.line() > 0) text += " (line " + std::to_string(problem.at.line()) + ")";
  return text;
}

}  // namespace

scenarios::Scenario load_scenario(const ScenarioOptions& options) {
  return scenarios::load(options.file, {.system_dir = systems_dir(),
                                        .sets = options.sets,
                                        .system = options.system.value_or(""),
                                        .defaults = options.defaults});
}

report::Notes notes_of(const scenarios::Scenario& scenario) {
  report::Notes notes{scenario.company.assumed, scenario.ignored, {}};
  for (const scenarios::Problem& warning : scenario.warnings) notes.warnings.push_back(sentence(warning));
  return notes;
}

Study study_of(scenarios::Scenario scenario) {
  Study study;
  study.notes = notes_of(scenario);
  study.company = std::move(scenario.company);
  study.seed = scenario.seed;
  study.blocks = models::blocks_of(study.company);
  study.replications = static_cast<std::uint32_t>(scenario.replications) * study.blocks;
  for (scenarios::Expected& expected : scenario.expectations) study.expectations.push_back(std::move(expected.claim));
  study.effective = std::move(scenario.effective);
  return study;
}

}  // namespace program

#pragma once

#include <vector>

#include "scenarios/compiler/compile.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/study_run.hpp"

namespace program {

/// The scenario that a user named, with its changes. Throws scenarios::InputError.
scenarios::Scenario load_scenario(const ScenarioOptions& options);

/// What users should know about it, each in a sentence.
report::Notes notes_of(const scenarios::Scenario& scenario);

Study study_of(scenarios::Scenario scenario);

}  // namespace program

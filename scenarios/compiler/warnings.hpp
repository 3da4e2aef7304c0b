#pragma once

#include "scenarios/compiler/draft.hpp"

namespace scenarios {

/// Adds to draft.warnings what is legal but odd in a scenario without errors: an outcome that no handler takes, nobody
/// able to retrieve, a channel nobody hears, more work than people have time for, a timeout longer than the run, codes
/// that begin like others or equal an emergency number, a script that can park for ever, a policy nobody has, people
/// who can never park though their script does.
void find_oddities(Draft& draft);

}  // namespace scenarios

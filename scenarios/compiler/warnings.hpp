#pragma once

#include <string_view>

#include "scenarios/compiler/draft.hpp"

namespace scenarios {

/// Adds to draft.warnings what is legal but odd in a scenario without errors: an outcome that no handler takes, nobody
/// able to retrieve, a channel nobody hears, a timeout longer than the run, a script that can park for ever, a policy
/// nobody has, people who can never park though their script does; and all of the following.
void find_oddities(Draft& draft);

/// In the busiest planned hour, more work than people have time for, or more to say than a public address has voices;
/// and traffic that never comes.
void find_odd_loads(Draft& draft);

/// Codes that begin like others or equal an emergency number, and lots that share codes where the real system would
/// have one lot.
void find_odd_codes(Draft& draft);

/// The place of `name` in a section, or of the section, or of the scenario.
Mark place(const Draft& draft, std::string_view section, std::string_view name);
/// The script of a group, or nothing.
const people::Script* script_of(const Draft& draft, const people::Group& group);

}  // namespace scenarios

#pragma once

#include <string>
#include <vector>

#include "models/people/script.hpp"
#include "scenarios/compiler/draft.hpp"

/// What starts the blocks of a script, by the names users write, and what of it can happen.
namespace scenarios {

/// `do`, `when announced`, `when posted`, `on ring_back`, `on wrong_call`, ...: an index of people::Trigger. Throws
/// InputError at `at` with the nearest known name.
std::size_t trigger_named(const std::string& key, const Mark& at);
/// A reason under `on refused`; `otherwise` is Trigger::refused.
std::size_t refusal_named(const std::string& key, const Mark& at);
/// "on ring_back"
std::string trigger_name(std::size_t trigger);

/// Why a block never runs: because of the script and the people who run it, or because of the system; both empty when
/// it can.
struct Impossible {
  std::string script;
  std::string system;
};
Impossible impossible(const people::Script& script, const std::vector<const people::Group*>& runners,
                      const Draft& draft, std::size_t trigger);

/// Whether the script has a step of this kind anywhere.
bool has_step(const people::Script& script, people::StepKind kind);

}  // namespace scenarios

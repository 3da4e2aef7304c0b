#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/compiler/error.hpp"

/// Literal New-, Set- and Grant-CsTeamsCallParkPolicy lines of a PowerShell file. Nothing is executed.
namespace scenarios {

/// A value and where it is written.
template <class Value>
struct Placed {
  Value value{};
  Mark at;
};

struct PolicyCommand {
  enum class Verb { make, set, grant };

  Verb verb = Verb::make;
  Mark at;
  Placed<std::string> identity;               ///< the policy; of a grant, the person or group; may be empty there
  std::optional<Placed<std::string>> policy;  ///< that is granted
  bool to_everybody = false;                  ///< Grant -Global
  std::optional<bool> allow_call_park;
  std::optional<Placed<std::int64_t>> range_start, range_end, park_timeout_s;
};

/// Comments (# and <# #>), quoted words, `-Name:value` and lines continued with a backtick are understood. Throws
/// InputError at any other command, unknown or repeated parameter, missing value, variable or expression.
std::vector<PolicyCommand> read_policy_commands(const SourcePtr& source);

}  // namespace scenarios

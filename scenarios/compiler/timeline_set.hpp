#pragma once

#include <string>
#include <vector>

#include "scenarios/compiler/draft.hpp"

/// `set` in the timeline: other rules of lots, and park turned on or off.
namespace scenarios {

/// Whether the timeline turns park on for this policy, which then has a lot from the start.
bool turns_park_on(const Node& root, const std::string& policy);

/// The scenario as it has become, change by change in the order of their times. Each compiles the policies and lots
/// again with the new values. O(scenario + codes) a change.
class RunningScenario {
 public:
  explicit RunningScenario(Draft& draft);

  /// Adds rules to the lots whose rules differ from now on, and changes to the company's timeline. Throws InputError,
  /// or notes problems, in the places of `set`. `path` is that of `set`.
  void change(const Node& set, sim::Ticks at, const std::string& path);

 private:
  bool counts(const Node& entry, const std::string& path);
  bool refused(const Node& set, const std::vector<Problem>& problems);
  void take_rules(const Node& set, sim::Ticks at, const Draft& changed);
  void take_rights(sim::Ticks at, const Draft& changed);

  Draft& draft_;
  Node root_;
  std::vector<bool> allowed_;  ///< of each policy
};

}  // namespace scenarios

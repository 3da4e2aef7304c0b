#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/people/company.hpp"
#include "scenarios/compiler/document.hpp"
#include "scenarios/compiler/files.hpp"
#include "scenarios/compiler/inputs.hpp"
#include "scenarios/compiler/system_preset.hpp"

/// What the sections of one scenario share while it is compiled.
namespace scenarios {

/// The name under which sources that come from --set are known.
inline constexpr std::string_view set_option = "--set";

/// A policy given to a group by a policy file.
struct Grant {
  std::string group;
  std::string policy;
  Mark at;
};

struct Draft {
  const Node& root;
  Files& files;
  SystemPreset system;
  bool swapped = false;  ///< --system: the preset's values stand against those of the scenario
  people::Company company;
  std::vector<Grant> grants{};
  std::optional<std::string> default_policy{};  ///< of those without a grant, when it is not Global
  std::vector<Problem> problems{};
  std::vector<Problem> warnings{};
  std::vector<std::string> ignored{};
  std::map<std::string, std::string> defaults{};  ///< other values for what steps leave out, by path
  std::vector<Input> inputs{};                    ///< besides those that are written
  const people::Company* before = nullptr;        ///< of a change in the course of the run: what it changes

  /// Runs one part; what is wrong there is noted, and the rest goes on.
  void attempt(const std::function<void()>& part);
  void warn(const Mark& at, std::string message, std::string hint = {});
  /// Notes a value without a source, once.
  void assume(const std::string& sentence);
  /// The value of what a step leaves out: `usual`, or another that was asked for. Notes it.
  std::string default_value(const std::string& path, std::string_view usual, bool is_derived);
  /// Whether this key of the scenario counts. When the system was swapped it does not, and is noted under `path`,
  /// unless it comes from --set.
  bool counts(const Node& entry, const std::string& path);
  /// As counts(), without noting anything.
  bool stands(const Node& entry) const;
  /// The same for something that cannot happen in the system: an error, or ignored when the system was swapped.
  void impossible(const Node& entry, const std::string& path, const std::string& why);
};

/// The place of `name` among the keys of a section of the scenario, or an error at `use` with the nearest one.
int index_of(const Draft& draft, std::string_view section, const Node& use, std::string_view what);
/// The entries of a section, in order; none when it is not there.
const std::vector<Node>& entries(const Node* section);
std::optional<int> index_by_name(const std::vector<std::string>& names, std::string_view name);

/// Whether the rules of some lot, at some time of the run, are such; those of the system while there is no lot.
template <class Such>
bool some_lot(const Draft& draft, Such such) {
  if (draft.company.lots.empty()) return such(draft.system.rules);
  return std::ranges::any_of(draft.company.lots, [&](const park::LotPlan& lot) {
    return such(lot.rules) || std::ranges::any_of(lot.later, such);
  });
}

/// The names of all lots, and of the policies that have one.
std::vector<std::string> lot_and_policy_names(const people::Company& company);
/// The lot of that name, or else that of the policy of that name; none when there is no such lot.
int lot_named(const people::Company& company, std::string_view name);

}  // namespace scenarios

#include "scenarios/compiler/draft.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

void Draft::attempt(const std::function<void()>& part) {
  try {
    part();
  } catch (const InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  }
}

void Draft::warn(const Mark& at, std::string message, std::string hint) {
  warnings.push_back({at, std::move(message), std::move(hint)});
}

void Draft::assume(const std::string& sentence) {
  if (std::ranges::find(company.assumed, sentence) == company.assumed.end()) company.assumed.push_back(sentence);
}

std::string Draft::default_value(const std::string& path, std::string_view usual, bool is_derived) {
  const auto other = defaults.find(path);
  std::string value = other != defaults.end() ? other->second : std::string(usual);
  const auto known = std::ranges::find(inputs, path, &Input::path);
  const auto standing = is_derived ? Input::Standing::derived : Input::Standing::assumed;
  if (known == inputs.end()) inputs.push_back({path, value, standing});
  assume(path + " " + value + (is_derived ? " (derived)" : " (assumed)"));
  return value;
}

bool Draft::counts(const Node& entry, const std::string& path) {
  if (stands(entry)) return true;
  ignored.push_back(path);
  return false;
}

bool Draft::stands(const Node& entry) const { return !swapped || entry.at.file().starts_with(set_option); }

void Draft::impossible(const Node& entry, const std::string& path, const std::string& why) {
  if (!swapped) throw InputError(entry.key_at, "`" + entry.key + "` cannot happen: " + why);
  ignored.push_back(path);
}

int index_of(const Draft& draft, std::string_view section, const Node& use, std::string_view what) {
  const std::vector<std::string> names = key_names(draft.root.find(section));
  const std::string& name = text_of(use, what);
  if (const auto index = index_by_name(names, name)) return *index;
  throw InputError(use.at, "there is no " + std::string(what) + " `" + name + "` in `" + std::string(section) + "`",
                   hint_for(name, names));
}

const std::vector<Node>& entries(const Node* section) {
  static const std::vector<Node> nothing;
  if (section == nullptr || section->is_empty()) return nothing;
  require_mapping(*section, "`" + section->key + "`");
  return section->children;
}

std::optional<int> index_by_name(const std::vector<std::string>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<int>(found - names.begin());
}

std::vector<std::string> lot_and_policy_names(const people::Company& company) {
  std::vector<std::string> names;
  for (const park::LotPlan& lot : company.lots) names.push_back(lot.name);
  for (const people::Policy& policy : company.policies) {
    if (policy.lot != people::none && !index_by_name(names, policy.name)) names.push_back(policy.name);
  }
  return names;
}

int lot_named(const people::Company& company, std::string_view name) {
  const auto lot = std::ranges::find(company.lots, name, &park::LotPlan::name);
  if (lot != company.lots.end()) return static_cast<int>(lot - company.lots.begin());
  const auto policy = std::ranges::find(company.policies, name, &people::Policy::name);
  return policy == company.policies.end() ? people::none : policy->lot;
}

}  // namespace scenarios

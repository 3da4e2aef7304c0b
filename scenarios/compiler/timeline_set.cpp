#include "scenarios/compiler/timeline_set.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/lots_fit.hpp"
#include "scenarios/compiler/overrides.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/sections.hpp"

namespace scenarios {

namespace {

using people::Change;

constexpr std::string_view allow_key = ".allow_call_park";

bool is_about_rights(const Node& entry) { return entry.key.starts_with("policies.") && entry.key.ends_with(allow_key); }

bool lies_in(const Mark& at, const Node& set) {
  return at.source == set.at.source && at.offset >= set.at.offset && at.offset < set.end;
}

// The entry that changes a parameter, or the first one.
const Node& entry_of(const Node& set, std::string_view group, std::string_view name) {
  for (const Node& entry : set.children) {
    const bool below_it = entry.is_mapping() && entry.key.ends_with(group) && entry.find(name) != nullptr;
    if (below_it || entry.key.ends_with("." + std::string(name))) return entry;
  }
  return set.children.front();
}

// What a lot is built for cannot change under its calls.
void require_the_same_shares(const Node& set, const park::Rules& now, const park::Rules& next) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> fixed{
      {{"space", "shares"}, {"space", "slices"}, {"fail", "code_owner"}}};
  for (const RuleField& field : rule_fields()) {
    const bool is_fixed = std::ranges::find(fixed, std::pair(field.group, field.name)) != fixed.end();
    if (!is_fixed || field.show(now) == field.show(next)) continue;
    throw InputError(entry_of(set, field.group, field.name).key_at,
                     "`" + field.path() + "` cannot change while calls are live");
  }
}

bool is_yes(const Node& value) { return value.is_scalar() && (value.text == "yes" || value.text == "true"); }

}  // namespace

bool turns_park_on(const Node& root, const std::string& policy) {
  const Node* timeline = root.find("timeline");
  if (timeline == nullptr) return false;
  return std::ranges::any_of(timeline->children, [&](const Node& entry) {
    const Node* set = entry.find("set");
    const Node* allow = set == nullptr ? nullptr : set->find("policies." + policy + std::string(allow_key));
    return allow != nullptr && is_yes(*allow);
  });
}

RunningScenario::RunningScenario(Draft& draft) : draft_(draft), root_(draft.root) {
  for (const people::Policy& policy : draft.company.policies) allowed_.push_back(policy.allow_call_park);
}

void RunningScenario::change(const Node& set, sim::Ticks at, const std::string& path) {
  require_mapping(set, "`set`");
  if (set.children.empty()) {
    throw InputError(set.at, "`set` changes nothing", "for example set: {policies.North.pickup_range: 10-49}");
  }
  Node next = root_;
  bool any = false;
  for (const Node& entry : set.children) {
    if (!counts(entry, path + "." + entry.key)) continue;
    apply_change(next, entry);
    any = true;
  }
  if (!any) return;
  Draft changed{.root = next,
                .files = draft_.files,
                .system = draft_.system,
                .swapped = draft_.swapped,
                .company = {},
                .before = &draft_.company};
  changed.attempt([&] { read_policies(changed); });
  changed.attempt([&] { read_lots(changed); });
  if (refused(set, changed.problems)) return;
  const std::size_t before = draft_.company.timeline.size();
  take_rules(set, at, changed);
  take_rights(at, changed);
  if (draft_.company.timeline.size() == before) draft_.warn(set.key_at, "this `set` changes nothing");
  root_ = std::move(next);
}

bool RunningScenario::counts(const Node& entry, const std::string& path) {
  if (!is_about_rights(entry)) return draft_.counts(entry, path);
  if (draft_.system.licences) return true;
  if (draft_.swapped) {
    draft_.ignored.push_back(path);
  } else {
    draft_.warn(entry.key_at, "park cannot be turned on or off in the system `" + draft_.system.name + "`");
  }
  return false;
}

// What is wrong outside of `set` is so because of it.
bool RunningScenario::refused(const Node& set, const std::vector<Problem>& problems) {
  for (Problem problem : problems) {
    if (!lies_in(problem.at, set)) {
      problem.at = set.children.front().key_at;
      problem.message = "after this change: " + problem.message;
    }
    draft_.problems.push_back(std::move(problem));
  }
  return !problems.empty();
}

void RunningScenario::take_rules(const Node& set, sim::Ticks at, const Draft& changed) {
  auto& lots = draft_.company.lots;
  if (!std::ranges::equal(lots, changed.company.lots, {}, &park::LotPlan::name, &park::LotPlan::name)) {
    throw InputError(set.children.front().key_at, "lots cannot come or go while calls are live");
  }
  if (!std::ranges::equal(draft_.company.copies, changed.company.copies, {}, &people::Copies::count,
                          &people::Copies::count)) {
    throw InputError(set.children.front().key_at, "lots cannot come or go while calls are live");
  }
  for (std::size_t i = 0; i < lots.size(); ++i) {
    const park::Rules& now = lots[i].later.empty() ? lots[i].rules : lots[i].later.back();
    const park::Rules& next = changed.company.lots[i].rules;
    if (differences(now, next).empty()) continue;
    require_the_same_shares(set, now, next);
    require_fitting(draft_, changed.root, lots[i].name, next);
    lots[i].later.push_back(next);
    draft_.company.timeline.push_back({.at = at,
                                       .kind = Change::Kind::rules,
                                       .lot = static_cast<int>(i),
                                       .rules = static_cast<int>(lots[i].later.size())});
  }
}

void RunningScenario::take_rights(sim::Ticks at, const Draft& changed) {
  for (std::size_t i = 0; i < allowed_.size(); ++i) {
    const bool allowed = changed.company.policies[i].allow_call_park;
    if (allowed == allowed_[i]) continue;
    allowed_[i] = allowed;
    draft_.company.timeline.push_back(
        {.at = at, .kind = Change::Kind::allow, .policy = static_cast<int>(i), .allowed = allowed});
  }
}

}  // namespace scenarios

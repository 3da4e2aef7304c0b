#include "scenarios/compiler/warnings.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "models/park/rights.hpp"
#include "scenarios/compiler/handlers.hpp"
#include "scenarios/compiler/keys.hpp"
#include "sim/random/words.hpp"

namespace scenarios {

namespace {

using people::Group;
using people::Script;
using people::StepKind;
using people::Trigger;

std::vector<const Group*> runners_of(const Draft& draft, int script) {
  std::vector<const Group*> runners;
  for (const Group& group : draft.company.groups) {
    if (group.script == script) runners.push_back(&group);
  }
  return runners;
}

bool is_grant(const people::Change& change) { return change.kind == people::Change::Kind::grant; }

// At some time of the run.
bool is_allowed(const Draft& draft, int policy) {
  if (policy < 0) return false;
  const auto turned_on = [policy](const people::Change& change) {
    return change.kind == people::Change::Kind::allow && change.policy == policy && change.allowed;
  };
  return draft.company.policies[static_cast<std::size_t>(policy)].allow_call_park ||
         std::ranges::any_of(draft.company.timeline, turned_on);
}

// Those that they have at some time of the run.
park::Rights rights_of(const Draft& draft, const Group& group) {
  bool allowed = is_allowed(draft, group.policy);
  for (const people::Change& change : draft.company.timeline) {
    if (!is_grant(change)) continue;
    if (&draft.company.groups[static_cast<std::size_t>(change.group)] == &group) {
      allowed = allowed || is_allowed(draft, change.policy);
    }
  }
  return {allowed, group.enterprise_voice, group.mode};
}

template <class Can>
bool on_some_device(const Draft& draft, const Group& group, Can can) {
  return std::ranges::any_of(group.devices, [&](const people::Device& device) {
    return can(park::capability(draft.company.clients, device.client));
  });
}

bool can_retrieve(const Draft& draft, const Group& group) {
  const Script* script = script_of(draft, group);
  if (script == nullptr || !has_step(*script, StepKind::retrieve)) return false;
  if (!draft.company.licences_matter) return true;
  const park::Rights rights = rights_of(draft, group);
  return on_some_device(draft, group, [&](park::Capability c) { return !park::why_not_allowed(rights, c); });
}

bool can_park(const Draft& draft, const Group& group) {
  if (!draft.company.licences_matter) return true;
  const park::Rights rights = rights_of(draft, group);
  return on_some_device(draft, group, [&](park::Capability c) { return !park::why_not_offered(rights, c); });
}

bool is_possible(const Draft& draft, std::size_t script, std::size_t trigger) {
  const Script& found = draft.company.scripts[script];
  const Impossible why = impossible(found, runners_of(draft, static_cast<int>(script)), draft, trigger);
  return why.script.empty() && why.system.empty();
}

// Names of the triggers in [from, to) that can happen and have no block.
std::string without_block(const Draft& draft, std::size_t script, std::size_t from, std::size_t to) {
  std::string names;
  for (std::size_t trigger = from; trigger < to; ++trigger) {
    if (draft.company.scripts[script].blocks[trigger].present || !is_possible(draft, script, trigger)) continue;
    std::string name = trigger_name(trigger);
    if (name.starts_with("on ")) name.erase(0, 3);
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

void warn_of_untaken(Draft& draft, std::size_t script, std::string_view what, const std::string& names,
                     std::string_view catch_all) {
  if (names.empty()) return;
  const std::string& name = draft.company.scripts[script].name;
  draft.warn(place(draft, "scripts", name), "the script `" + name + "` has no handler for " + std::string(what) + names,
             "`" + std::string(catch_all) + "` takes all that have no handler of their own");
}

void untaken_outcomes(Draft& draft) {
  for (std::size_t i = 0; i < draft.company.scripts.size(); ++i) {
    const Script& script = draft.company.scripts[i];
    const auto present = [&](std::size_t trigger) { return script.blocks[trigger].present; };
    if (has_step(script, StepKind::park)) {
      if (!present(Trigger::ring_back) && is_possible(draft, i, Trigger::ring_back)) {
        draft.warn(place(draft, "scripts", script.name), "the script `" + script.name + "` never answers a ring-back",
                   "`on ring_back:` says what happens then");
      }
      if (!present(Trigger::refused)) {
        const std::size_t full = Trigger::of(park::Refusal::lot_full);
        warn_of_untaken(draft, i, "a refused park: ", without_block(draft, i, full, full + 1), "on refused");
      }
    }
    if (has_step(script, StepKind::retrieve) && !present(Trigger::not_retrieved)) {
      warn_of_untaken(draft, i, "", without_block(draft, i, Trigger::first_outcome, Trigger::count),
                      "on not_retrieved");
    }
  }
}

bool parks(const Draft& draft, const Group& group) {
  const Script* script = script_of(draft, group);
  return script != nullptr && has_step(*script, StepKind::park);
}

void rights_that_lack(Draft& draft) {
  const auto& groups = draft.company.groups;
  const bool somebody_parks = std::ranges::any_of(groups, [&](const Group& group) { return parks(draft, group); });
  const bool retrieved = std::ranges::any_of(groups, [&](const Group& group) { return can_retrieve(draft, group); });
  if (somebody_parks && !retrieved)
    draft.warn(place(draft, "people", ""), "calls are parked, but nobody is able to retrieve them");
  for (const Group& group : groups) {
    if (!parks(draft, group) || can_park(draft, group)) continue;
    draft.warn(place(draft, "people", group.name),
               "the group `" + group.name + "` can never park: no policy, licence, mode or device of theirs allows it");
  }
}

void unused_names(Draft& draft) {
  const people::Company& company = draft.company;
  for (std::size_t i = 0; i < company.policies.size(); ++i) {
    const people::Policy& policy = company.policies[i];
    const auto granted = [i](const people::Change& change) {
      return is_grant(change) && change.policy == static_cast<int>(i);
    };
    const bool held = std::ranges::find(company.groups, static_cast<int>(i), &Group::policy) != company.groups.end() ||
                      std::ranges::any_of(company.timeline, granted);
    const bool loaded =
        std::ranges::find(company.lot_traffic, policy.lot, &people::LotTraffic::lot) != company.lot_traffic.end();
    const Node* section = draft.root.find("policies");
    if (held || loaded || policy.name == "Global" || section == nullptr) continue;
    draft.warn(place(draft, "policies", policy.name), "nobody has the policy `" + policy.name + "`");
  }
  for (std::size_t i = 0; i < company.channels.size(); ++i) {
    const auto listens = [&](const Group& group) {
      const int channel = static_cast<int>(i);
      return std::ranges::find(group.hears, channel) != group.hears.end() ||
             std::ranges::find(group.reads, channel, &people::Reader::channel) != group.reads.end();
    };
    if (std::ranges::any_of(company.groups, listens)) continue;
    const std::string& name = company.channels[i].name;
    draft.warn(place(draft, "channels", name), "nobody hears or reads the channel `" + name + "`");
  }
}

// What is said of people and makes no difference in any lot.
void idle_permissions(Draft& draft) {
  const auto by_permission = [](const park::Rules& rules) { return rules.take.auth == park::Auth::permission; };
  if (draft.swapped || some_lot(draft, by_permission)) return;
  for (const Group& group : draft.company.groups) {
    if (group.may_retrieve) continue;
    draft.warn(place(draft, "people", group.name),
               "`may_retrieve: no` of `" + group.name + "` changes nothing: retrieving takes no permission",
               "take: {auth: permission} asks for one");
  }
}

void long_timeouts(Draft& draft) {
  const auto& length = draft.company.horizon.length;
  for (const park::LotPlan& lot : draft.company.lots) {
    if (!length || lot.rules.park.timeout <= *length) continue;
    draft.warn(place(draft, draft.root.find("lots") != nullptr ? "lots" : "policies", lot.name),
               "the timeout of the lot `" + lot.name + "` is longer than the run");
  }
}

bool block_parks(const Script& script, std::size_t trigger) {
  const people::Block& block = script.blocks[trigger];
  const auto first = script.steps.begin();
  return std::any_of(first + block.first, first + block.last,
                     [](const people::Step& s) { return s.kind == StepKind::park; });
}

void endless_parking(Draft& draft) {
  std::set<std::string> told;
  for (const people::Traffic& traffic : draft.company.traffic) {
    const Script* script = script_of(draft, draft.company.groups[static_cast<std::size_t>(traffic.to)]);
    if (script == nullptr || traffic.patience || !block_parks(*script, Trigger::ring_back)) continue;
    if (!told.insert(script->name).second) continue;
    draft.warn(place(draft, "scripts", script->name),
               "the script `" + script->name + "` can park for ever: every ring-back parks again and the callers of `" +
                   traffic.name + "` never give up",
               "patience: in the traffic lets them");
  }
}

}  // namespace

Mark place(const Draft& draft, std::string_view section, std::string_view name) {
  const Node* found = draft.root.find(section);
  if (found == nullptr) return draft.root.at;
  const Node* entry = found->find(name);
  return entry != nullptr ? entry->key_at : found->key_at;
}

const Script* script_of(const Draft& draft, const Group& group) {
  return group.script < 0 ? nullptr : &draft.company.scripts[static_cast<std::size_t>(group.script)];
}

void find_oddities(Draft& draft) {
  untaken_outcomes(draft);
  rights_that_lack(draft);
  unused_names(draft);
  idle_permissions(draft);
  find_odd_loads(draft);
  long_timeouts(draft);
  find_odd_codes(draft);
  endless_parking(draft);
}

}  // namespace scenarios

#include <algorithm>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/sections.hpp"

namespace scenarios {

namespace {

constexpr std::string_view ring_back = "ring_back";  // the users' name of the group `ring`

std::vector<std::string_view> system_keys() {
  std::vector<std::string_view> keys{"use", "clients", "scope", "licences", ring_back};
  const auto groups = rule_groups();
  keys.insert(keys.end(), groups.begin(), groups.end());
  return keys;
}

void override_value(SystemPreset& system, const Node& entry) {
  if (entry.key == "clients") {
    system.clients = client_table(entry);
  } else if (entry.key == "scope") {
    system.scope = scope(entry);
  } else if (entry.key == "licences") {
    system.licences = yes_or_no(entry, "licences");
  } else {
    read_rule_group(system.rules, entry.key == ring_back ? "ring" : entry.key, entry);
  }
}

// A value that the scenario states is no longer assumed.
void no_longer_assumed(SystemPreset& system, const Node& entry) {
  const std::string group = entry.key == ring_back ? "ring" : entry.key;
  std::erase_if(system.assumed, [&](const std::string& path) {
    if (path == group) return true;
    return entry.is_mapping() && path.starts_with(group + ".") && entry.find(path.substr(group.size() + 1)) != nullptr;
  });
}

// Each key of a group counts or not on its own.
void override_group(Draft& draft, const Node& group) {
  Node standing = group;
  std::erase_if(standing.children,
                [&](const Node& entry) { return !draft.counts(entry, "system." + group.key + "." + entry.key); });
  override_value(draft.system, standing);
  no_longer_assumed(draft.system, standing);
}

void override_entry(Draft& draft, const Node& entry) {
  if (entry.key == "use") return;
  if (entry.is_mapping()) {
    override_group(draft, entry);
  } else if (draft.counts(entry, "system." + entry.key)) {
    override_value(draft.system, entry);
    no_longer_assumed(draft.system, entry);
  }
}

std::string assumed_value(const SystemPreset& system, const std::string& path) {
  const auto found = std::ranges::find(rule_fields(), path, &RuleField::path);
  if (found != rule_fields().end()) return " " + found->show(system.rules);
  if (path == "clients") return " " + std::string(park::client_table_names[static_cast<std::size_t>(system.clients)]);
  if (path == "scope") return system.scope == people::Scope::tenant ? " tenant" : " policy";
  return system.licences ? " yes" : " no";
}

std::string set_path(const std::string& path) {
  constexpr std::string_view ring = "ring.";
  if (!path.starts_with(ring)) return "system." + path;
  return "system." + std::string(ring_back) + "." + path.substr(ring.size());
}

}  // namespace

void read_system_section(Draft& draft, const std::filesystem::path& system_dir, const std::string& swap_to) {
  const Node* node = draft.root.find("system");
  if (node == nullptr && swap_to.empty()) {
    throw InputError(draft.root.at, "`system` is missing: which telephone system parks the calls?",
                     "for example system: teams");
  }
  const Node* use = node == nullptr || node->is_scalar() ? node : node->find("use");
  if (swap_to.empty()) {
    if (node->is_mapping()) use = &need(*node, "use", "`system`");
    draft.system = read_system(system_dir, text_of(*use, "system"), use->at);
  } else {
    draft.system = read_system(system_dir, swap_to, {});
  }
  if (node != nullptr && !node->is_scalar()) {
    require_keys(*node, "`system`", system_keys());
    for (const Node& entry : node->children) override_entry(draft, entry);
  }
  require_sound(draft.system.rules, node == nullptr ? draft.root.at : node->at);
  for (const std::string& path : draft.system.assumed) {
    const std::string value = assumed_value(draft.system, path);
    draft.assume("system " + draft.system.name + ": " + path + value + " (assumed)");
    draft.inputs.push_back({set_path(path), value.substr(1), Input::Standing::assumed});
  }
  draft.company.system = draft.system.name;
  draft.company.clients = draft.system.clients;
  draft.company.scope = draft.system.scope;
  draft.company.licences_matter = draft.system.licences;
}

}  // namespace scenarios

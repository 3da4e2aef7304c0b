#include "scenarios/compiler/system_preset.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

// 120s-1800s
std::pair<sim::Ticks, sim::Ticks> duration_range(const Node& node) {
  Phrase phrase(node, "the limits of park_timeout");
  const double from = take_duration_s(phrase);
  phrase.expect('-');
  const double to = take_duration_s(phrase);
  phrase.finish();
  return {sim::from_seconds(from), sim::from_seconds(to)};
}

void read_limits(SystemPreset& system, const Node& node) {
  require_keys(node, "`limits`", {"pickup_range", "park_timeout"});
  if (const Node* limits = node.find("pickup_range")) system.pickup_range_limits = range(*limits, "pickup_range");
  if (const Node* limits = node.find("park_timeout")) system.park_timeout_limits = duration_range(*limits);
}

std::vector<std::string> texts(const Node& node, std::string_view what) {
  std::vector<std::string> found;
  for (const Node* item : items(node)) found.push_back(text_of(*item, what));
  return found;
}

void read_assumed(SystemPreset& system, const Node& node) {
  std::vector<std::string> known{"scope", "clients", "licences"};
  for (const RuleField& field : rule_fields()) known.push_back(field.path());
  for (const Node* item : items(node)) {
    const std::string& path = text_of(*item, "assumed");
    if (std::ranges::find(known, path) == known.end()) {
      throw InputError(item->at, "there is no parameter `" + path + "`", hint_for(path, known));
    }
    system.assumed.push_back(path);
  }
}

}  // namespace

park::ClientTable client_table(const Node& node) {
  return static_cast<park::ClientTable>(one_of(node, "clients", park::client_table_names));
}

people::Scope scope(const Node& node) {
  constexpr std::array<std::string_view, 2> names{"tenant", "policy"};
  return static_cast<people::Scope>(one_of(node, "scope", names));
}

std::vector<std::string> system_names(const std::filesystem::path& dir) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(dir, error)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

SystemPreset read_system(const std::filesystem::path& dir, const std::string& name, const Mark& at) {
  const std::vector<std::string> known = system_names(dir);
  if (std::ranges::find(known, name) == known.end()) {
    throw InputError(at, "there is no system `" + name + "`", hint_for(name, known));
  }
  const Node root = parse_document(read_text(dir / (name + ".yaml")));
  require_keys(root, "a system",
               {"title", "sources", "assumed", "licences", "clients", "scope", "limits", "space", "alloc", "park",
                "ring", "take", "fail"});
  SystemPreset system;
  system.name = name;
  system.title = text_of(need(root, "title", "a system"), "title");
  if (const Node* node = root.find("sources")) system.sources = texts(*node, "sources");
  if (const Node* node = root.find("assumed")) read_assumed(system, *node);
  if (const Node* node = root.find("licences")) system.licences = yes_or_no(*node, "licences");
  if (const Node* node = root.find("clients")) system.clients = client_table(*node);
  if (const Node* node = root.find("scope")) system.scope = scope(*node);
  if (const Node* node = root.find("limits")) read_limits(system, *node);
  read_rule_groups(system.rules, root);
  require_sound(system.rules, root.at);
  return system;
}

}  // namespace scenarios

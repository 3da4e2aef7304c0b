#include "scenarios/compiler/keys.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/compiler/words.hpp"

namespace scenarios {

void require_mapping(const Node& node, std::string_view where) {
  if (!node.is_mapping()) throw InputError(node.at, std::string(where) + " must be a mapping: keys with values");
}

void require_sequence(const Node& node, std::string_view where) {
  if (!node.is_sequence()) throw InputError(node.at, std::string(where) + " must be a list");
}

void require_keys(const Node& node, std::string_view where, const std::vector<std::string_view>& known) {
  require_mapping(node, where);
  std::vector<Problem> unknown;
  for (const Node& entry : node.children) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    unknown.push_back({entry.key_at, "unknown key `" + entry.key + "` in " + std::string(where),
                       hint_for(entry.key, std::span(known))});
  }
  if (!unknown.empty()) throw InputError(std::move(unknown));
}

const Node& need(const Node& node, std::string_view key, std::string_view where) {
  require_mapping(node, where);
  if (const Node* found = node.find(key)) return *found;
  throw InputError(node.at, "`" + std::string(key) + "` is missing in " + std::string(where));
}

std::string quoted(std::string_view what, std::string_view name) {
  return std::string(what) + " `" + std::string(name) + "`";
}

std::vector<std::string> key_names(const Node* mapping) {
  std::vector<std::string> names;
  if (mapping == nullptr || !mapping->is_mapping()) return names;
  for (const Node& entry : mapping->children) names.push_back(entry.key);
  return names;
}

std::vector<const Node*> items(const Node& node) {
  if (!node.is_sequence()) return {&node};
  std::vector<const Node*> found;
  for (const Node& child : node.children) found.push_back(&child);
  return found;
}

}  // namespace scenarios

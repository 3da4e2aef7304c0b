#include "scenarios/compiler/effective.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <vector>

#include "scenarios/compiler/rules_text.hpp"

namespace scenarios {

namespace {

using Members = std::map<std::string, std::string>;  // values are JSON

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
      continue;
    }
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
    out += code.data();
  }
  return out + '"';
}

std::string json_object(const Members& members) {
  std::string out;
  for (const auto& [key, value] : members) out += (out.empty() ? "" : ",") + json_string(key) + ":" + value;
  return "{" + out + "}";
}

std::string json_array(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ",") + value;
  return "[" + out + "]";
}

std::string json(const Node& node) {
  if (node.is_scalar()) return json_string(node.text);
  if (node.is_sequence()) {
    std::vector<std::string> values;
    for (const Node& child : node.children) values.push_back(json(child));
    return json_array(values);
  }
  Members members;
  for (const Node& child : node.children) members[child.key] = json(child);
  return json_object(members);
}

// What does not change a replication is left out.
std::string scenario_json(const Node& root) {
  Node kept = root;
  std::erase_if(kept.children, [](const Node& entry) {
    return entry.key == "title" || entry.key == "expect" || entry.key == "system" || entry.key == "study";
  });
  if (Node* run = kept.find("run"))
    std::erase_if(run->children, [](const Node& entry) { return entry.key == "replications"; });
  return json(kept);
}

std::string rules_json(const park::Rules& rules) {
  Members members;
  for (const RuleField& field : rule_fields()) members[field.path()] = json_string(field.show(rules));
  return json_object(members);
}

std::string system_json(const SystemPreset& system) {
  Members members;
  members["clients"] = json_string(park::client_table_names[static_cast<std::size_t>(system.clients)]);
  members["licences"] = system.licences ? "true" : "false";
  members["scope"] = system.scope == people::Scope::tenant ? "\"tenant\"" : "\"policy\"";
  members["rules"] = rules_json(system.rules);
  return json_object(members);
}

// Of each lot: the rules that it begins with, and those that the timeline brings.
std::string lots_json(const people::Company& company) {
  Members lots;
  for (const park::LotPlan& lot : company.lots) {
    lots[lot.name] = rules_json(lot.rules);
    if (lot.later.empty()) continue;
    std::vector<std::string> all{rules_json(lot.rules)};
    for (const park::Rules& later : lot.later) all.push_back(rules_json(later));
    lots[lot.name] = json_array(all);
  }
  return json_object(lots);
}

template <class Named>
std::string names_json(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const Named& each : all) names.push_back(json_string(each.name));
  return json_array(names);
}

// Ties go by the order in which these are written.
std::string order_json(const people::Company& company) {
  std::vector<std::string> sites;
  for (const std::string& site : company.service.sites) sites.push_back(json_string(site));
  return json_object({{"lots", names_json(company.lots)},
                      {"lot_traffic", names_json(company.lot_traffic)},
                      {"nodes", names_json(company.service.nodes)},
                      {"people", names_json(company.groups)},
                      {"sites", json_array(sites)},
                      {"traffic", names_json(company.traffic)}});
}

// FNV-1a, 64 bits (Fowler, Noll, Vo).
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
  return json_string(digits.data());
}

}  // namespace

std::string effective_text(const Draft& draft) {
  Members files;
  for (const auto& [name, source] : draft.files.all()) files[name] = fingerprint(source->text);
  Members all{{"files", json_object(files)},
              {"lots", lots_json(draft.company)},
              {"order", order_json(draft.company)},
              {"scenario", scenario_json(draft.root)},
              {"system", system_json(draft.system)}};
  Members defaults;
  for (const auto& [path, value] : draft.defaults) defaults[path] = json_string(value);
  if (!defaults.empty()) all["defaults"] = json_object(defaults);
  return json_object(all);
}

}  // namespace scenarios

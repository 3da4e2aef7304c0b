#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/park/rules.hpp"
#include "scenarios/compiler/document.hpp"

/// The parameters of park::Rules under the names users write: group and field, as in `ring: {ring_time: 20s}`.
namespace scenarios {

/// What `show` writes `read` takes back as the same value.
struct RuleField {
  std::string_view group, name;
  void (*read)(park::Rules&, const Node&, std::string_view what);
  std::string (*show)(const park::Rules&);
  std::string path() const { return std::string(group) + "." + std::string(name); }
};

std::span<const RuleField> rule_fields();

/// space, alloc, park, ring, take, fail.
std::span<const std::string_view> rule_groups();

/// A code as it is dialled: padded with zeros to the width of its space.
std::string code_words(const park::Rules::Space& space, int code);

/// Reads one group, `ring: {...}`, into the rules. Throws InputError for unknown keys and values.
void read_rule_group(park::Rules& rules, std::string_view group, const Node& node);
/// Reads every group that the mapping has; other keys are left alone.
void read_rule_groups(park::Rules& rules, const Node& mapping);

/// Throws, at `at`, when the rules contradict themselves (park::contradiction) or leave no code.
void require_sound(const park::Rules& rules, const Mark& at);

/// "ring.ring_time 30s" for every parameter in which `rules` differ from `other`.
std::vector<std::string> differences(const park::Rules& rules, const park::Rules& other);

}  // namespace scenarios

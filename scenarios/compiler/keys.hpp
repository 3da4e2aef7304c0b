#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compiler/document.hpp"

/// The keys of a mapping. `where` names the mapping in errors: "`run`", "the policy `Sales`".
namespace scenarios {

/// Throws unless the node is a mapping all of whose keys are known; names all unknown keys at once.
void require_keys(const Node& node, std::string_view where, const std::vector<std::string_view>& known);
/// Throws unless the node is a mapping.
void require_mapping(const Node& node, std::string_view where);
/// Throws unless the node is a list.
void require_sequence(const Node& node, std::string_view where);
/// The entry; throws when it is missing.
const Node& need(const Node& node, std::string_view key, std::string_view where);
/// "the policy `Sales`"
std::string quoted(std::string_view what, std::string_view name);
/// The keys in the order written.
std::vector<std::string> key_names(const Node* mapping);

/// The items of a list, or the one value that stands for a list of one.
std::vector<const Node*> items(const Node& node);

}  // namespace scenarios

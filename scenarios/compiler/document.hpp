#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compiler/error.hpp"

/// YAML 1.2 (and so JSON) as a tree in which everything knows its place.
namespace scenarios {

struct Node {
  enum class Kind { scalar, sequence, mapping };

  Kind kind = Kind::scalar;
  std::string text;  ///< of a scalar
  bool quoted = false;
  Mark at;              ///< of the value; of the key's end when nothing was written
  std::size_t end = 0;  ///< offset behind the value, in the source of `at`
  std::string key;      ///< of an entry of a mapping
  Mark key_at;
  std::vector<Node> children;  ///< items, or entries in the order written

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }
  /// A key without a value.
  bool is_empty() const { return is_scalar() && text.empty() && !quoted; }
  /// The entry of a mapping, or nothing. O(entries).
  const Node* find(std::string_view name) const;
  Node* find(std::string_view name);
  /// The place of the character `index` of a scalar; of its start when it was written with escapes or over lines.
  Mark inside(std::size_t index) const;
};

/// The text of one file. Throws InputError when it is missing, a directory, unreadable, larger than `most` bytes
/// (refused before anything is read) or not UTF-8. A byte order mark is left out.
SourcePtr read_text(const std::filesystem::path& file, std::uintmax_t most = 16u << 20);

/// Throws InputError, at its place, for text that is not UTF-8.
void require_utf8(const SourcePtr& source);

/// The tree of source->text from `offset`. Aliases are expanded. Throws InputError when it is not YAML, is empty, holds
/// several documents or duplicate keys, nests deeper than 64, has more than 100,000 nodes after expansion, or where a
/// comma splits something in parentheses.
Node parse_document(const SourcePtr& source, std::size_t offset = 0);

}  // namespace scenarios

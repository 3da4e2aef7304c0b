#include "scenarios/compiler/overrides.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "scenarios/compiler/draft.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

// Sections whose keys are names that the writer chose.
constexpr std::array<std::string_view, 8> named_sections{"policies", "people",  "channels", "resources",
                                                         "traffic",  "scripts", "lots",     "lot_traffic"};

struct Part {
  std::string name;
  Mark at;
};

// The parts between the dots of a path that begins at `at`.
std::vector<Part> parts_of(const std::string& path, const Mark& at) {
  std::vector<Part> parts;
  for (std::size_t first = 0; first <= path.size();) {
    const std::size_t end = std::min(path.find('.', first), path.size());
    const Mark place{at.source, at.offset + first};
    if (end == first) throw InputError(place, "a part of the path is empty");
    parts.push_back({path.substr(first, end - first), place});
    first = end + 1;
  }
  return parts;
}

// Behind the quote of a key that has one.
Mark inside_of_key(const Node& entry) {
  const std::string& text = entry.key_at.source->text;
  const std::size_t at = entry.key_at.offset;
  const bool quoted = at < text.size() && (text[at] == '"' || text[at] == '\'');
  return {entry.key_at.source, at + (quoted ? 1 : 0)};
}

void require_rule_of_a_lot(const std::vector<Part>& path) {
  constexpr std::array<std::string_view, 2> known{"policies", "lots"};
  const std::string& section = path.front().name;
  if (std::ranges::find(known, section) == known.end()) {
    const auto near = nearest(section, known);
    throw InputError(path.front().at, "`" + section + "` cannot change while calls are live",
                     near ? "did you mean `" + *near + "`?"
                          : "`set` takes keys of policies and lots: policies.NAME.pickup_range, lots.NAME.timeout");
  }
  if (path.size() > 2) return;
  throw InputError(path.back().at, "`" + section + "` cannot change as a whole while calls are live",
                   "name one key, such as " + section + "." + (path.size() > 1 ? path[1].name : "NAME") +
                       (section == "lots" ? ".timeout" : ".park_timeout"));
}

class Setter {
 public:
  Setter(Node& root, std::vector<Part> path) : root_(root), path_(std::move(path)) {}

  void set(Node value) {
    Node* node = &root_;
    for (depth_ = 0; depth_ < path_.size(); ++depth_) node = &step(*node);
    value.key = node->key;
    value.key_at = path_.back().at;
    *node = std::move(value);
  }

 private:
  const Part& part() const { return path_[depth_]; }

  Node& step(Node& node) {
    if (node.is_sequence()) return item(node);
    if (node.is_scalar()) open(node);
    if (Node* found = node.find(part().name)) return *found;
    require_may_make(node);
    Node made;
    made.key = part().name;
    made.key_at = made.at = part().at;
    node.children.push_back(std::move(made));
    return node.children.back();
  }

  // `system: teams` is short for `system: {use: teams}`; an empty value becomes a mapping.
  void open(Node& node) {
    Node inner = node;
    node.kind = Node::Kind::mapping;
    node.text.clear();
    if (inner.is_empty()) return;
    if (depth_ != 1 || node.key != "system") {
      throw InputError(part().at, "`" + node.key + "` is one value; nothing lies below it");
    }
    inner.key = "use";
    node.children = {std::move(inner)};
  }

  Node& item(Node& list) {
    const std::string& name = part().name;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error == std::errc() && end == name.data() + name.size()) {
      if (index < list.children.size()) return list.children[index];
      throw InputError(part().at,
                       "the list has only " + std::to_string(list.children.size()) + " items, counted from 0");
    }
    std::vector<std::string> names;
    for (Node& child : list.children) {
      if (Node* found = child.find(name)) return *found;
      names.push_back(child.is_scalar() || child.children.empty() ? child.text : child.children.front().key);
    }
    throw InputError(part().at, "there is no `" + name + "` with options in this list", hint_for(name, names));
  }

  void require_may_make(const Node& node) const {
    const std::string& name = part().name;
    if (depth_ == 0) {
      const auto& keys = scenario_keys();
      if (std::ranges::find(keys, name) != keys.end()) return;
      throw InputError(part().at, "unknown key `" + name + "`", hint_for(name, std::span(keys)));
    }
    const std::string& section = path_[0].name;
    if (depth_ != 1 || std::ranges::find(named_sections, section) == named_sections.end()) return;
    if (section == "resources" && name == "trunks") return;
    std::vector<std::string> known = key_names(&node);
    if (section == "lots") {
      const std::vector<std::string> policies = key_names(root_.find("policies"));
      if (index_by_name(policies, name)) return;
      known.insert(known.end(), policies.begin(), policies.end());
    }
    throw InputError(part().at, "there is no `" + name + "` in `" + section + "`", hint_for(name, known));
  }

  Node& root_;
  std::vector<Part> path_;
  std::size_t depth_ = 0;
};

}  // namespace

const std::vector<std::string_view>& scenario_keys() {
  static const std::vector<std::string_view> keys{
      "title",       "system",  "run",    "policies", "lots",  "people",       "channels", "resources", "traffic",
      "lot_traffic", "scripts", "expect", "sites",    "links", "park_service", "timeline", "study"};
  return keys;
}

void apply_set(Node& root, const std::string& assignment) {
  const auto source = std::make_shared<const Source>(Source{std::string(set_option), assignment});
  require_utf8(source);
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos)
    throw InputError({source, assignment.size()}, "`=` and a value are missing",
                     "for example --set run.replications=4");
  if (assignment.find_first_not_of(" \t\r\n", equals + 1) == std::string::npos) {
    throw InputError({source, assignment.size()}, "the value is missing behind `=`");
  }
  Setter(root, parts_of(assignment.substr(0, equals), {source, 0})).set(parse_document(source, equals + 1));
}

void apply_change(Node& root, const Node& entry) {
  std::vector<Part> path = parts_of(entry.key, inside_of_key(entry));
  require_rule_of_a_lot(path);
  Setter(root, std::move(path)).set(entry);
}

}  // namespace scenarios

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/timeline_set.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

using people::Change;
using people::none;

constexpr std::array<std::string_view, 5> actions{"grant", "set", "crash", "drain", "open"};
constexpr std::size_t most_entries = 1'000;

// The one action of an entry.
const Node& action_of(const Node& entry) {
  const Node* found = nullptr;
  for (const Node& part : entry.children) {
    if (std::ranges::find(actions, part.key) == actions.end()) continue;
    if (found != nullptr) {
      throw InputError(part.key_at, "`" + found->key + "` and `" + part.key + "` in one entry",
                       "each entry of `timeline` has one action; two entries may have the same time");
    }
    found = &part;
  }
  if (found != nullptr) return *found;
  throw InputError(entry.at, "an entry of `timeline` says what happens: grant, set, crash, drain or open");
}

void require_companions(const Node& entry, const Node& action) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> companions{
      {{"to", "grant"}, {"takes", "grant"}, {"for", "crash"}}};
  for (const auto& [key, goes_with] : companions) {
    const Node* found = entry.find(key);
    if (found == nullptr || action.key == goes_with) continue;
    throw InputError(found->key_at,
                     "`" + found->key + "` goes with `" + std::string(goes_with) + "`, not with `" + action.key + "`");
  }
}

class Timeline {
 public:
  explicit Timeline(Draft& draft) : draft_(draft), sound_(draft.problems.empty()), running_(draft) {}

  void read(const Node& section) {
    require_sequence(section, "`timeline`");
    if (section.children.size() > most_entries) {
      throw InputError(section.children[most_entries].at, "more than 1000 entries in `timeline`");
    }
    for (std::size_t i = 0; i < section.children.size(); ++i) {
      draft_.attempt([&] { add(section.children[i], "timeline." + std::to_string(i)); });
    }
    std::ranges::stable_sort(entries_, {}, &Entry::at);
    for (const Entry& entry : entries_) draft_.attempt([&] { happen(entry); });
    std::ranges::stable_sort(draft_.company.timeline, {}, &Change::at);
  }

 private:
  struct Entry {
    sim::Ticks at;
    const Node* node;
    const Node* action;
    std::string path;
  };

  void add(const Node& node, std::string path) {
    require_keys(node, "an entry of `timeline`",
                 {"at", "grant", "to", "takes", "set", "crash", "for", "drain", "open"});
    const Node& action = action_of(node);
    require_companions(node, action);
    entries_.push_back({time_of(need(node, "at", "an entry of `timeline`")), &node, &action, std::move(path)});
  }

  sim::Ticks time_of(const Node& node) const {
    const people::Horizon& horizon = draft_.company.horizon;
    const bool by_clock = is_clock_time(text_of(node, "at"));
    if (horizon.is_day && !by_clock) {
      throw InputError(node.at, "in a day `at` is a clock time", "for example at: \"10:00\"");
    }
    if (!horizon.is_day && by_clock) {
      if (!sound_) return {};
      throw InputError(node.at, "in a steady state `at` counts from the start of the warm-up", "for example at: 20min");
    }
    const sim::Ticks at = by_clock ? clock_time(node, "at") - horizon.time_of_day : duration(node, "at");
    if (sound_ && (at.us < 0 || at > horizon.window_end())) {
      throw InputError(node.at, "`at: " + node.text + "` is not within the run");
    }
    return at;
  }

  void happen(const Entry& entry) {
    const std::string& kind = entry.action->key;
    if (kind == "grant") return grant(entry);
    if (kind == "crash") return crash(entry);
    if (kind == "drain") return drain(entry, Change::Kind::drain, Change::Kind::drain_node);
    if (kind == "open") return drain(entry, Change::Kind::open, Change::Kind::open_node);
    if (sound_) running_.change(*entry.action, entry.at, entry.path + ".set");
  }

  void push(Change change) { draft_.company.timeline.push_back(std::move(change)); }

  void grant(const Entry& entry) {
    Change change{.at = entry.at, .kind = Change::Kind::grant};
    change.group = index_of(draft_, "people", need(*entry.node, "to", "a grant"), "group");
    if (const Node* takes = entry.node->find("takes")) change.takes = distribution(*takes, "takes", draft_.files);
    std::vector<std::string> names;
    for (const people::Policy& policy : draft_.company.policies) names.push_back(policy.name);
    const std::string& name = text_of(*entry.action, "policy");
    if (const auto policy = index_by_name(names, name)) {
      change.policy = *policy;
      push(std::move(change));
    } else if (!is_wrong_elsewhere(name)) {
      throw InputError(entry.action->at, "there is no policy `" + name + "`", hint_for(name, names));
    }
  }

  // A name whose own section has the error.
  bool is_wrong_elsewhere(const std::string& name) const {
    const auto has = [&](std::string_view section) {
      const Node* found = draft_.root.find(section);
      return found != nullptr && found->find(name) != nullptr;
    };
    return !sound_ && (has("policies") || has("lots") || draft_.root.find("park_service") != nullptr);
  }

  std::vector<std::string> node_names() const {
    std::vector<std::string> names;
    for (const service::Node& node : draft_.company.service.nodes) names.push_back(node.name);
    return names;
  }

  void crash(const Entry& entry) {
    const std::vector<std::string> names = node_names();
    const std::string& name = text_of(*entry.action, "crash");
    const auto node = index_by_name(names, name);
    if (!node && is_wrong_elsewhere(name)) return;
    if (names.empty()) throw InputError(entry.action->at, "nothing can crash: the park service has no nodes");
    if (!node) throw InputError(entry.action->at, "there is no node `" + name + "`", hint_for(name, names));
    push({.at = entry.at, .kind = Change::Kind::crash, .node = *node});
    const Node* down = entry.node->find("for");
    if (down == nullptr) return;
    const sim::Ticks length = duration(*down, "for");
    if (length.us == 0) throw InputError(down->at, "a crash lasts more than nothing");
    push({.at = entry.at + length, .kind = Change::Kind::restart, .node = *node});
  }

  void drain(const Entry& entry, Change::Kind of_lot, Change::Kind of_node) {
    const std::string& name = text_of(*entry.action, entry.action->key);
    const int lot = lot_named(draft_.company, name);
    const std::optional<int> node = index_by_name(node_names(), name);
    if (lot != none && node) throw InputError(entry.action->at, "`" + name + "` is a lot and a node");
    if (lot != none) return push({.at = entry.at, .kind = of_lot, .lot = lot});
    if (node) return push({.at = entry.at, .kind = of_node, .node = *node});
    if (!is_wrong_elsewhere(name)) refuse_place(*entry.action, name);
  }

  [[noreturn]] void refuse_place(const Node& use, const std::string& name) const {
    const auto& policies = draft_.company.policies;
    if (std::ranges::find(policies, name, &people::Policy::name) != policies.end()) {
      throw InputError(use.at, "the policy `" + name + "` has no lot: park is off");
    }
    std::vector<std::string> known = lot_and_policy_names(draft_.company);
    for (std::string& node : node_names()) known.push_back(std::move(node));
    throw InputError(use.at, "there is no policy, lot or node `" + name + "`", hint_for(name, known));
  }

  Draft& draft_;
  bool sound_;
  RunningScenario running_;
  std::vector<Entry> entries_;
};

}  // namespace

void read_timeline(Draft& draft) {
  const Node* section = draft.root.find("timeline");
  if (section != nullptr && !section->is_empty()) Timeline(draft).read(*section);
}

}  // namespace scenarios

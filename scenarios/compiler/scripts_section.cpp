#include "scenarios/compiler/scripts_section.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "scenarios/compiler/handlers.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/script_steps.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

using people::Block;
using people::Script;
using people::Trigger;
using Runners = std::vector<const people::Group*>;

class ScriptReader {
 public:
  // Without `sound` people, what cannot happen may follow from an error that was told already.
  ScriptReader(Draft& draft, const Node& node, const Runners& runners, bool sound)
      : draft_(draft), node_(node), runners_(runners), sound_(sound), steps_(draft, node.key, runners) {
    script_.name = node.key;
  }

  Script read() {
    require_mapping(node_, quoted("the script", node_.key));
    const std::size_t before = draft_.problems.size();
    for (const Node& entry : node_.children) draft_.attempt([&] { read_block(entry); });
    sound_ = sound_ && draft_.problems.size() == before;
    for (const Written& written : written_) draft_.attempt([&] { require_possible(written); });
    const bool any = std::ranges::any_of(script_.blocks, &Block::present);
    if (!any && draft_.problems.empty()) throw InputError(node_.at, quoted("the script", node_.key) + " does nothing");
    return script_;
  }

 private:
  struct Written {
    const Node* entry;
    std::size_t trigger;
    std::string path;
  };

  void read_block(const Node& entry) {
    const std::size_t trigger = trigger_named(entry.key, entry.key_at);
    const std::string path = "scripts." + node_.key + "." + entry.key;
    if (trigger == Trigger::refused && entry.is_mapping()) {
      for (const Node& reason : entry.children)
        read_steps(reason, refusal_named(reason.key, reason.key_at), path + "." + reason.key);
    } else {
      read_steps(entry, trigger, path);
    }
  }

  void read_steps(const Node& entry, std::size_t trigger, std::string path) {
    if (entry.is_empty()) throw InputError(entry.at, "`" + entry.key + "` has no steps", "`[]` does nothing");
    Block& block = script_.blocks[trigger];
    block.present = true;
    block.first = static_cast<int>(script_.steps.size());
    written_.push_back({&entry, trigger, std::move(path)});
    for (const Node* item : items(entry)) {
      draft_.attempt([&] { script_.steps.push_back(steps_.read(*item)); });
    }
    block.last = static_cast<int>(script_.steps.size());
  }

  void require_possible(const Written& written) {
    const Impossible why = impossible(script_, runners_, draft_, written.trigger);
    if (why.script.empty() && why.system.empty()) return;
    if (!why.script.empty() && !sound_) return;
    if (!why.script.empty()) {
      throw InputError(written.entry->key_at, "`" + written.entry->key + "` cannot happen: " + why.script);
    }
    draft_.impossible(*written.entry, written.path, why.system);
    script_.blocks[written.trigger] = {};
  }

  Draft& draft_;
  const Node& node_;
  Runners runners_;
  bool sound_;
  StepReader steps_;
  Script script_;
  std::vector<Written> written_;
};

std::vector<std::string> device_names(const people::Group& group) {
  std::vector<std::string> names;
  for (const people::Device& device : group.devices) names.push_back(device.name);
  return names;
}

}  // namespace

void read_scripts(Draft& draft) {
  int place = 0;
  const bool sound = draft.problems.empty();
  std::vector<int> compiled(draft.company.groups.size(), people::none);
  for (const Node& node : entries(draft.root.find("scripts"))) {
    std::map<std::vector<std::string>, std::vector<std::size_t>> runs;
    for (std::size_t i = 0; i < draft.company.groups.size(); ++i) {
      const people::Group& group = draft.company.groups[i];
      if (group.script == place) runs[device_names(group)].push_back(i);
    }
    if (runs.empty()) {
      draft.attempt([&] { ScriptReader(draft, node, {}, sound).read(); });
      draft.warn(node.key_at, "nobody runs the script `" + node.key + "`");
    }
    for (const auto& [devices, groups] : runs) {
      Runners runners;
      for (const std::size_t group : groups) runners.push_back(&draft.company.groups[group]);
      for (const std::size_t group : groups) compiled[group] = static_cast<int>(draft.company.scripts.size());
      draft.company.scripts.emplace_back().name = node.key;
      draft.attempt([&] { draft.company.scripts.back() = ScriptReader(draft, node, runners, sound).read(); });
    }
    ++place;
  }
  for (std::size_t i = 0; i < compiled.size(); ++i) draft.company.groups[i].script = compiled[i];
}

}  // namespace scenarios

#include <algorithm>
#include <array>

#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

constexpr std::int64_t most_people = 1'000'000;

// One group of people.
class GroupReader {
 public:
  GroupReader(Draft& draft, const Node& node, people::Group& group) : draft_(draft), node_(node), group_(group) {}

  void read() {
    require_keys(node_, quoted("the group", node_.key),
                 {"count", "policy", "devices", "hears", "reads", "queue", "when_full", "script", "battery",
                  "other_work", "licence", "mode", "site", "forwarding", "may_retrieve", "reaches"});
    for (void (GroupReader::*part)() : {&GroupReader::numbers, &GroupReader::rights, &GroupReader::devices,
                                        &GroupReader::battery, &GroupReader::channels, &GroupReader::queue,
                                        &GroupReader::script, &GroupReader::phones, &GroupReader::reaches}) {
      draft_.attempt([&] { (this->*part)(); });
    }
  }

 private:
  const Node* find(std::string_view key) const { return node_.find(key); }

  void numbers() {
    if (const Node* node = find("count")) group_.count = static_cast<int>(count(*node, "count", 1, most_people));
    if (const Node* node = find("other_work")) group_.other_work = share(*node, "other_work");
    if (const Node* node = find("forwarding")) group_.forwarding = share(*node, "forwarding");
    if (const Node* node = find("site")) group_.site = text_of(*node, "site");
  }

  void rights() {
    constexpr std::array<std::string_view, 3> modes{"TeamsOnly", "Islands", "SfBOnly"};
    if (const Node* node = find("licence")) group_.enterprise_voice = yes_or_no(*node, "licence");
    if (const Node* node = find("mode")) group_.mode = static_cast<park::Mode>(one_of(*node, "mode", modes));
    if (const Node* node = find("may_retrieve")) group_.may_retrieve = yes_or_no(*node, "may_retrieve");
    group_.policy = policy();
  }

  // The lots in which their phones look for a code.
  void reaches() {
    const Node* node = find("reaches");
    if (node == nullptr) return;
    for (const Node* item : items(*node)) {
      const int lot = lot_named(draft_.company, text_of(*item, "a lot"));
      if (lot == people::none) refuse_lot(*item);
      if (std::ranges::find(group_.reaches, lot) != group_.reaches.end()) {
        throw InputError(item->at, "the lot `" + item->text + "` is here twice");
      }
      group_.reaches.push_back(lot);
    }
  }

  [[noreturn]] void refuse_lot(const Node& item) const {
    if (index_by_name(policy_names(), item.text)) {
      throw InputError(item.at, "the policy `" + item.text + "` has no lot: park is off");
    }
    throw InputError(item.at, "there is no policy or lot `" + item.text + "`",
                     hint_for(item.text, lot_and_policy_names(draft_.company)));
  }

  int policy() {
    std::optional<std::string> granted;
    for (const Grant& grant : draft_.grants) {
      if (grant.group != node_.key) continue;
      if (granted) warn_of_two_grants(grant.at, *granted, grant.policy);
      granted = grant.policy;
    }
    if (const Node* node = find("policy")) {
      const std::string& name = text_of(*node, "policy");
      const int found = policy_of(name, *node);
      if (granted) warn_of_two_grants(node->at, name, *granted);
      if (!granted) return found;
    }
    if (granted) return *index_by_name(policy_names(), *granted);
    return default_policy();
  }

  void warn_of_two_grants(const Mark& at, const std::string& first, const std::string& last) {
    draft_.warn(at, "two grants to `" + node_.key + "`: `" + first + "` and `" + last + "`; `" + last + "` counts");
  }

  int default_policy() const {
    const std::vector<std::string> names = policy_names();
    if (draft_.default_policy) return index_by_name(names, *draft_.default_policy).value_or(people::none);
    if (draft_.system.licences) return index_by_name(names, "Global").value_or(people::none);
    const auto first = std::ranges::find(draft_.company.policies, 0, &people::Policy::lot);
    return static_cast<int>(first - draft_.company.policies.begin());
  }

  std::vector<std::string> policy_names() const {
    std::vector<std::string> names;
    for (const people::Policy& policy : draft_.company.policies) names.push_back(policy.name);
    return names;
  }

  int policy_of(const std::string& name, const Node& node) const {
    const std::vector<std::string> names = policy_names();
    if (const auto index = index_by_name(names, name)) return *index;
    const Node* section = draft_.root.find("policies");
    if (section != nullptr && section->find(name) != nullptr) return people::none;  // its own error is told there
    throw InputError(node.at, "there is no policy `" + name + "`", hint_for(name, names));
  }

  void add_device(const Node& place, std::string name, park::Client client, std::string site) {
    if (std::ranges::find(group_.devices, name, &people::Device::name) != group_.devices.end()) {
      throw InputError(place.at, "the device `" + name + "` is here twice");
    }
    group_.devices.push_back({std::move(name), client, std::move(site)});
  }

  static park::Client client(const Node& node) {
    return static_cast<park::Client>(one_of(node, "a device", park::client_names));
  }

  void named_device(const Node& entry) {
    if (entry.is_scalar()) return add_device(entry, entry.key, client(entry), group_.site);
    const std::string where = quoted("the device", entry.key);
    require_keys(entry, where, {"device", "site"});
    const Node* site = entry.find("site");
    add_device(entry, entry.key, client(need(entry, "device", where)),
               site == nullptr ? group_.site : text_of(*site, "site"));
  }

  void devices() {
    const Node* node = find("devices");
    if (node == nullptr) {
      group_.devices.push_back({"desktop", park::Client::desktop, group_.site});
      draft_.assume("people." + node_.key + ": devices desktop (assumed)");
      return;
    }
    for (const Node* item : items(*node)) {
      if (item->is_scalar()) {
        add_device(*item, text_of(*item, "a device"), client(*item), group_.site);
      } else {
        require_mapping(*item, "a device");
        for (const Node& entry : item->children) named_device(entry);
      }
    }
    if (group_.devices.empty()) throw InputError(node->at, quoted("the group", node_.key) + " has no device");
  }

  int device(const Node& node) const {
    std::vector<std::string> names;
    for (const people::Device& device : group_.devices) names.push_back(device.name);
    const std::string& name = text_of(node, "of");
    if (const auto index = index_by_name(names, name)) return *index;
    throw InputError(node.at, quoted("the group", node_.key) + " has no device `" + name + "`", hint_for(name, names));
  }

  void battery() {
    const Node* node = find("battery");
    if (node == nullptr) return;
    require_keys(*node, "`battery`", {"of", "dies_after", "warns_before"});
    people::Battery battery;
    battery.device = device(need(*node, "of", "`battery`"));
    battery.dies_after = distribution(need(*node, "dies_after", "`battery`"), "dies_after", draft_.files);
    if (const Node* warns = node->find("warns_before")) battery.warns_before = duration(*warns, "warns_before");
    group_.battery = std::move(battery);
  }

  int channel(const Node& use, people::Channel::Kind kind, std::string_view verb) const {
    const int index = index_of(draft_, "channels", use, "channel");
    if (draft_.company.channels[static_cast<std::size_t>(index)].kind != kind) {
      throw InputError(use.at, "`" + use.text + "` is not a channel that people " + std::string(verb));
    }
    return index;
  }

  void channels() {
    if (const Node* node = find("hears")) {
      for (const Node* item : items(*node)) {
        group_.hears.push_back(channel(*item, people::Channel::Kind::public_address, "hear"));
      }
    }
    const Node* node = find("reads");
    if (node == nullptr) return;
    if (!node->is_mapping()) {
      for (const Node* item : items(*node)) {
        group_.reads.push_back({channel(*item, people::Channel::Kind::chat, "read"), group_.count});
      }
      return;
    }
    for (const Node& entry : node->children) {
      Node use = entry;
      use.text = entry.key;
      use.at = entry.key_at;
      const int readers = static_cast<int>(count(entry, "readers", 1, group_.count));
      group_.reads.push_back({channel(use, people::Channel::Kind::chat, "read"), readers});
    }
  }

  void queue() {
    const Node* node = find("queue");
    if (node != nullptr && !(node->is_scalar() && node->text == "unlimited")) {
      group_.queue = static_cast<int>(count(*node, "queue", 0, most_people));
    }
    if (const Node* full = find("when_full")) {
      constexpr std::array<std::string_view, 2> names{"voicemail", "busy"};
      group_.when_full = static_cast<people::WhenFull>(one_of(*full, "when_full", names));
    }
  }

  // For now the place in `scripts`; the scripts section turns it into a compiled script.
  void script() {
    if (const Node* node = find("script")) group_.script = index_of(draft_, "scripts", *node, "script");
  }

  void phones() {
    int resource = 0;
    for (const Node& node : entries(draft_.root.find("resources"))) {
      const Node* users = node.find("used_by");
      if (users != nullptr) {
        for (const Node* user : items(*users)) {
          if (user->is_scalar() && user->text == node_.key) take_phones(*user, resource);
        }
      }
      ++resource;
    }
  }

  void take_phones(const Node& user, int resource) {
    if (group_.phones != people::none) throw InputError(user.at, "`" + node_.key + "` shares two kinds of phones");
    group_.phones = resource;
  }

  Draft& draft_;
  const Node& node_;
  people::Group& group_;
};

}  // namespace

void read_people(Draft& draft) {
  for (const Node& node : entries(draft.root.find("people"))) {
    draft.company.groups.emplace_back().name = node.key;
    draft.attempt([&] { GroupReader(draft, node, draft.company.groups.back()).read(); });
  }
}

}  // namespace scenarios

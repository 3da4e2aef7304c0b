#include <algorithm>
#include <map>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/powershell_policy.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/timeline_set.hpp"
#include "scenarios/compiler/words.hpp"
#include "sim/random/words.hpp"

namespace scenarios {

namespace {

// What users say of one policy.
struct Wish {
  std::string name;
  Mark at;
  bool allow_call_park = false;
  Placed<std::int64_t> lo, hi;
  Placed<sim::Ticks> timeout;
};

class Policies {
 public:
  explicit Policies(Draft& draft) : draft_(draft) {}

  void read(const Node& section) {
    for (const Node& entry : entries(&section)) {
      if (entry.key == "from" && entry.is_scalar()) {
        draft_.attempt([&] { read_file(entry); });
      } else {
        draft_.attempt([&] { read_entry(entry); });
      }
    }
    for (const PolicyCommand& command : grants_) draft_.attempt([&] { grant(command); });
    for (const Wish& wish : wishes_) draft_.attempt([&] { add(wish); });
  }

 private:
  Wish& make(const std::string& name, const Mark& at) {
    if (name == "from") throw InputError(at, "a policy cannot be called `from`");
    if (find(name) != nullptr) throw InputError(at, "the policy `" + name + "` is here twice");
    const park::Rules& rules = draft_.system.rules;
    wishes_.push_back({name, at, false, {rules.space.lo, at}, {rules.space.hi, at}, {rules.park.timeout, at}});
    return wishes_.back();
  }

  Wish* find(const std::string& name) {
    const auto found = std::ranges::find(wishes_, name, &Wish::name);
    return found == wishes_.end() ? nullptr : &*found;
  }

  void read_entry(const Node& entry) {
    const std::string path = "policies." + entry.key;
    Wish& wish = make(entry.key, entry.key_at);
    if (entry.is_empty()) return;
    require_keys(entry, quoted("the policy", entry.key), {"allow_call_park", "pickup_range", "park_timeout"});
    if (const Node* node = entry.find("allow_call_park")) wish.allow_call_park = yes_or_no(*node, "allow_call_park");
    const Node* codes = entry.find("pickup_range");
    if (codes != nullptr && draft_.counts(*codes, path + ".pickup_range")) {
      const Range found = range(*codes, "pickup_range");
      wish.lo = {found.lo, codes->at};
      wish.hi = {found.hi, codes->at};
    }
    const Node* timeout = entry.find("park_timeout");
    if (timeout != nullptr && draft_.counts(*timeout, path + ".park_timeout")) {
      wish.timeout = {duration(*timeout, "park_timeout"), timeout->at};
    }
  }

  void read_file(const Node& entry) {
    for (const PolicyCommand& command : read_policy_commands(draft_.files.read(entry.text, entry.at))) {
      if (command.verb == PolicyCommand::Verb::grant) {
        grants_.push_back(command);
      } else {
        apply(command, entry.text);
      }
    }
  }

  Wish& meant(const PolicyCommand& command) {
    const std::string& name = command.identity.value;
    if (command.verb == PolicyCommand::Verb::make) return make(name, command.identity.at);
    if (Wish* wish = find(name)) return *wish;
    if (name == "Global") return make(name, command.identity.at);
    throw InputError(command.identity.at, "there is no policy `" + name + "` to set", hint_for(name, names()));
  }

  void apply(const PolicyCommand& command, const std::string& file) {
    Wish& wish = meant(command);
    const bool stands = !draft_.swapped;
    if (command.allow_call_park) wish.allow_call_park = *command.allow_call_park;
    if (command.range_start && stands) wish.lo = *command.range_start;
    if (command.range_end && stands) wish.hi = *command.range_end;
    if (command.park_timeout_s && stands) {
      const std::int64_t seconds = command.park_timeout_s->value;
      constexpr std::int64_t most = 100'000'000;
      if (seconds < 0 || seconds > most) throw InputError(command.park_timeout_s->at, "no such timeout");
      wish.timeout = {sim::Ticks{seconds * sim::ticks_per_second}, command.park_timeout_s->at};
    }
    if (!stands && (command.range_start || command.range_end || command.park_timeout_s)) {
      draft_.ignored.push_back(file + ": codes and timeout of " + wish.name);
    }
  }

  void grant(const PolicyCommand& command) {
    if (find(command.policy->value) == nullptr) {
      throw InputError(command.policy->at, "there is no policy `" + command.policy->value + "`",
                       hint_for(command.policy->value, names()));
    }
    if (command.to_everybody) {
      draft_.default_policy = command.policy->value;
      return;
    }
    draft_.grants.push_back({group_of(command.identity), command.policy->value, command.identity.at});
  }

  // A group, or "GROUP N": person number N of it, who must be alone in it, as a group holds one policy.
  std::string group_of(const Placed<std::string>& identity) const {
    const std::string& name = identity.value;
    const std::vector<std::string> groups = key_names(draft_.root.find("people"));
    if (index_by_name(groups, name)) return name;
    const std::size_t blank = name.rfind(' ');
    const std::string group = name.substr(0, blank);
    if (blank == std::string::npos || !index_by_name(groups, group)) refuse_person(identity, groups);
    require_alone(identity, group, name.substr(blank + 1));
    return group;
  }

  [[noreturn]] void refuse_person(const Placed<std::string>& identity, const std::vector<std::string>& groups) const {
    const std::string hint = hint_for(identity.value, groups);
    const std::string example = groups.empty() ? "reception" : groups.front();
    throw InputError(identity.at,
                     "there is no group `" + identity.value + "`; people are named by their group in a scenario",
                     hint.starts_with("did you mean")
                         ? hint
                         : "write the name of a group, or \"" + example + " 1\" for the one person of a group of one");
  }

  void require_alone(const Placed<std::string>& identity, const std::string& group, std::string_view number) const {
    const Node* written = draft_.root.find("people")->find(group)->find("count");
    const std::int64_t people = written == nullptr ? 1 : count(*written, "count", 1, 1'000'000);
    const bool whole = !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!whole || number.size() > 7 || std::stoll(std::string(number)) < 1 ||
        std::stoll(std::string(number)) > people) {
      throw InputError(identity.at, "there is no person `" + identity.value + "`: the group `" + group + "` has " +
                                        std::to_string(people) + (people == 1 ? " person" : " people") +
                                        ", counted from 1");
    }
    if (people == 1) return;
    throw InputError(
        identity.at,
        "`" + identity.value + "` cannot have a policy of their own: all of `" + group + "` hold the same one",
        "make a group of one for that person, and grant to that group");
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const Wish& wish : wishes_) found.push_back(wish.name);
    return found;
  }

  void add(const Wish& wish) {
    people::Company& company = draft_.company;
    company.policies.push_back({wish.name, wish.allow_call_park, people::none});
    require_limits(wish);
    if (!wish.allow_call_park) note_without_effect(wish);
    if (!wish.allow_call_park && !has_a_lot_all_the_same(wish.name)) return;
    park::LotPlan lot{wish.name, draft_.system.rules};
    lot.rules.space.lo = static_cast<int>(wish.lo.value);
    lot.rules.space.hi = static_cast<int>(wish.hi.value);
    lot.rules.park.timeout = wish.timeout.value;
    company.policies.back().lot = static_cast<int>(company.lots.size());
    company.lots.push_back(std::move(lot));
  }

  // A policy whose park is turned on or off in the course of the run has its lot all the time.
  bool has_a_lot_all_the_same(const std::string& name) const {
    if (!draft_.system.licences) return false;
    if (turns_park_on(draft_.root, name)) return true;
    if (draft_.before == nullptr) return false;
    const auto& policies = draft_.before->policies;
    const auto found = std::ranges::find(policies, name, &people::Policy::name);
    return found != policies.end() && found->lot != people::none;
  }

  void note_without_effect(const Wish& wish) {
    if (draft_.system.licences) return;
    if (draft_.swapped) {
      draft_.ignored.push_back("policies." + wish.name + ".allow_call_park");
    } else {
      draft_.warn(wish.at, "park cannot be turned off in the system `" + draft_.system.name + "`");
    }
  }

  void require_limits(const Wish& wish) const {
    const park::Rules::Space& usual = draft_.system.rules.space;
    const bool stated = wish.lo.value != usual.lo || wish.hi.value != usual.hi;
    if (stated && wish.lo.value >= wish.hi.value) {
      const Mark& at = wish.hi.at.offset == wish.at.offset ? wish.lo.at : wish.hi.at;
      throw InputError(at, "pickup_range must begin below its end, not " + std::to_string(wish.lo.value) + "-" +
                               std::to_string(wish.hi.value));
    }
    if (const auto& limits = draft_.system.pickup_range_limits) {
      for (const auto& end : {wish.lo, wish.hi}) {
        if (end.value >= limits->lo && end.value <= limits->hi) continue;
        throw InputError(end.at, "pickup_range must lie in " + std::to_string(limits->lo) + "-" +
                                     std::to_string(limits->hi) + " in the system `" + draft_.system.name + "`");
      }
    }
    const auto& limits = draft_.system.park_timeout_limits;
    if (limits && (wish.timeout.value < limits->first || wish.timeout.value > limits->second)) {
      throw InputError(wish.timeout.at, "park_timeout must be " + sim::duration_words(limits->first.seconds()) +
                                            " to " + sim::duration_words(limits->second.seconds()) +
                                            " in the system `" + draft_.system.name + "`");
    }
  }

  Draft& draft_;
  std::vector<Wish> wishes_;
  std::vector<PolicyCommand> grants_;
};

}  // namespace

void read_policies(Draft& draft) {
  if (const Node* section = draft.root.find("policies")) Policies(draft).read(*section);
}

}  // namespace scenarios

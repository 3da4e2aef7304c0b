#include <algorithm>
#include <map>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/powershell_policy.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"
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
    for (const PolicyCommand& command : grants_) draft_.attempt([&] { grant(command); });
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
    const std::vector<std::string> groups = key_names(draft_.root.find("people"));
    if (!index_by_name(groups, command.identity.value)) {
      throw InputError(command.identity.at, "there is no group `" + command.identity.value + "` in `people`",
                       hint_for(command.identity.value, groups));
    }
    draft_.grants.push_back({command.identity.value, command.policy->value, command.identity.at});
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const Wish& wish : wishes_) found.push_back(wish.name);
    return found;
  }

  void add(const Wish& wish) {
    people::Company& company = draft_.company;
    company.policies.push_back({wish.name, wish.allow_call_park, people::none});
    if (!wish.allow_call_park) return note_without_effect(wish);
    require_limits(wish);
    park::LotPlan lot{wish.name, draft_.system.rules};
    lot.rules.space.lo = static_cast<int>(wish.lo.value);
    lot.rules.space.hi = static_cast<int>(wish.hi.value);
    lot.rules.park.timeout = wish.timeout.value;
    company.policies.back().lot = static_cast<int>(company.lots.size());
    company.lots.push_back(std::move(lot));
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
    if (wish.lo.value >= wish.hi.value) {
      throw InputError(wish.hi.at, "pickup_range must begin below its end, not " + std::to_string(wish.lo.value) + "-" +
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

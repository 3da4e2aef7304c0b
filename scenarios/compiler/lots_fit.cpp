#include "scenarios/compiler/lots_fit.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

using park::RingTarget;
using park::Rules;
using park::Shares;

// A parameter, and the key that stands for it in a lot.
struct Parameter {
  std::string_view group, name, short_key;
};
constexpr Parameter shares{"space", "shares", "shares"}, owner{"fail", "code_owner", {}}, full{"alloc", "full", "full"},
    atomic{"alloc", "atomic", {}}, rung_group{"ring", "to", {}};

const Node* below(const Node* node, std::string_view key) {
  return node != nullptr && node->is_mapping() ? node->find(key) : nullptr;
}

class Fit {
 public:
  Fit(Draft& draft, const Node& root, const std::string& lot, const Rules& rules)
      : draft_(draft), root_(root), lot_(lot), rules_(rules) {}

  void check() {
    shares_of_nodes();
    shares_of_sites();
    several_nodes();
    rung_people();
  }

 private:
  // Where the scenario says what this lot's parameter is, and means it; nothing where the system's file does.
  const Node* written(const Parameter& parameter) const {
    const Node* lots = below(root_.find("lots"), lot_);
    for (const Node* place : {lots, root_.find("system")}) {
      const Node* group = below(place, parameter.group);
      if (group == nullptr && parameter.group == "ring") group = below(place, "ring_back");
      const Node* found = below(group, parameter.name);
      if (found == nullptr && place == lots && !parameter.short_key.empty()) found = below(place, parameter.short_key);
      if (found != nullptr && draft_.stands(*found)) return found;
    }
    return nullptr;
  }

  Mark place(const Node* found, std::string_view section) const {
    if (found != nullptr) return found->at;
    const Node* node = root_.find(section);
    return node == nullptr ? root_.at : node->key_at;
  }

  void refuse(const Mark& at, std::string message, std::string hint) {
    draft_.problems.push_back({at, std::move(message), std::move(hint)});
  }

  std::string whose() const { return quoted("the lot", lot_); }

  void shares_of_nodes() {
    if (!draft_.company.service.nodes.empty()) return;
    const bool by_owner = rules_.fail.code_owner != park::CodeOwner::global;
    const Node* found = by_owner ? written(owner) : rules_.space.shares == Shares::node ? written(shares) : nullptr;
    if (found == nullptr) return;
    refuse(found->at, "codes of each node, but the park service has no nodes", "`park_service` has nodes");
  }

  void shares_of_sites() {
    if (!draft_.company.service.sites.empty() || park::shares_of(rules_) != Shares::site) return;
    const Node* found = written(shares);
    if (found == nullptr) return;
    refuse(found->at, "codes of each site, but the scenario has no sites", "for example sites: {north: {}, south: {}}");
  }

  // Where nodes learn late of each other's codes, each has its own view of what is free.
  void several_nodes() {
    const service::Network& network = draft_.company.service;
    if (network.nodes.size() < 2 || network.replication_lag.us == 0 || park::shares_of(rules_) != Shares::one) return;
    const std::string several = " does not go with several nodes that learn of each other late (replication_lag)";
    if (!rules_.alloc.atomic) {
      refuse(place(written(atomic), "park_service"), "alloc.atomic: no of " + whose() + several,
             "either may part the choice of a code from its commit, not both");
    }
    if (rules_.alloc.full == park::Full::overflow) {
      refuse(place(written(full), "park_service"), "alloc.full: overflow of " + whose() + several,
             "replication_lag: 0s, or another `full`");
    }
  }

  bool is_group(const std::string& name) const {
    const auto& groups = draft_.company.groups;
    return std::ranges::find(groups, name, &people::Group::name) != groups.end();
  }

  void rung_people() {
    const std::string& to = rules_.ring.to;
    if (!to.empty() && is_group(to)) return;
    const Node* found = written(rung_group);
    if (!to.empty() && found != nullptr) {
      refuse(found->at, "there is no group `" + to + "` in `people`", hint_for(to, key_names(root_.find("people"))));
    } else {
      warn_of_nobody(to.empty() ? "names no group" : "names `" + to + "`, which is no group of `people`");
    }
  }

  // What happens without the group that these rules need.
  std::string without_group() const {
    constexpr std::array groups{RingTarget::fixed, RingTarget::hunt_group, RingTarget::attendant};
    if (std::ranges::find(groups, rules_.ring.target) != groups.end()) {
      return rules_.park.needs_parker ? "nobody is rung, and calls wait on"
                                      : "nobody is rung, and calls end as ring.final says";
    }
    if (rules_.ring.target == RingTarget::parker_then_group) return "the parker alone is rung";
    return has_people_at_the_fallback(rules_) ? "voicemail answers at the fallback" : "";
  }

  void warn_of_nobody(const std::string& why) {
    const std::string what = without_group();
    if (what.empty()) return;
    const std::string message = "in " + whose() + " " + what + ": ring.to " + why;
    if (std::ranges::find(draft_.warnings, message, &Problem::message) != draft_.warnings.end()) return;
    draft_.warn(place(below(root_.find("lots"), lot_), "system"), message, "ring_back: {to: GROUP} names one");
  }

  Draft& draft_;
  const Node& root_;
  const std::string& lot_;
  const Rules& rules_;
};

}  // namespace

bool has_people_at_the_fallback(const Rules& rules) {
  const auto& ring = rules.ring;
  const bool falls_back = ring.final == park::Final::fallback || ring.final == park::Final::attendant ||
                          ring.busy == park::ParkerBusy::alternate;
  return falls_back && ring.fallback == park::Fallback::group;
}

void require_fitting(Draft& draft, const Node& root, const std::string& lot, const Rules& rules) {
  Fit(draft, root, lot, rules).check();
}

void require_fitting_lots(Draft& draft) {
  for (const park::LotPlan& lot : draft.company.lots) require_fitting(draft, draft.root, lot.name, lot.rules);
}

}  // namespace scenarios

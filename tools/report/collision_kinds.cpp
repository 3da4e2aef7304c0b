#include "tools/report/collision_kinds.hpp"

#include <algorithm>

#include "models/park/call_machine.hpp"

namespace report {

namespace {

bool any_people(const people::Company& company) {
  return std::ranges::any_of(company.groups, [](const people::Group& group) { return group.script != people::none; });
}

bool can_merge(const park::LotPlan& lot) {
  const auto merges = [](const park::Rules& rules) { return park::holds(park::When::merges, rules); };
  return merges(lot.rules) || std::ranges::any_of(lot.later, merges);
}

bool errs(const people::Step& step) { return step.error_per_digit > 0 || step.forgets.mean_life != sim::never; }

bool can_misdial(const people::Company& company) {
  return std::ranges::any_of(company.lot_traffic,
                             [](const people::LotTraffic& traffic) { return traffic.mistype_per_digit > 0; }) ||
         std::ranges::any_of(company.scripts,
                             [](const people::Script& script) { return std::ranges::any_of(script.steps, errs); });
}

bool may_not_have_heard(const service::Network& network) {
  return network.nodes.size() > 1 && network.replication_lag.us > 0;
}

}  // namespace

bool can_happen(park::Collision kind, const people::Company& company) {
  switch (kind) {
    case park::Collision::allocation: return true;
    case park::Collision::duplicate: return may_not_have_heard(company.service);
    case park::Collision::merged: return std::ranges::any_of(company.lots, can_merge);
    case park::Collision::misdial: return can_misdial(company);
    case park::Collision::stale:
      return any_people(company) || std::ranges::any_of(company.lot_traffic, &people::LotTraffic::persistent);
    case park::Collision::race: break;
  }
  return any_people(company);
}

}  // namespace report

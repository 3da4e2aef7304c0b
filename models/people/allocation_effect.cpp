#include "models/people/allocation_effect.hpp"

#include <algorithm>

namespace people {

namespace {
bool used_by_people(const Company& company, int lot) {
  const bool open_to_all = !company.licences_matter && lot == 0;
  return std::any_of(company.groups.begin(), company.groups.end(), [&](const Group& group) {
    if (group.script == none) return false;
    return group.policy == none ? open_to_all : company.policies[static_cast<std::size_t>(group.policy)].lot == lot;
  });
}

bool mistyped(const Company& company, int lot) {
  return std::any_of(company.lot_traffic.begin(), company.lot_traffic.end(),
                     [&](const LotTraffic& traffic) { return traffic.lot == lot && traffic.mistype_per_digit > 0; });
}

bool dialled_late(const Company& company, int lot) {
  return std::any_of(company.lot_traffic.begin(), company.lot_traffic.end(),
                     [&](const LotTraffic& traffic) { return traffic.lot == lot && traffic.persistent; });
}
}  // namespace

std::optional<std::string> why_allocation_may_matter(const Company& company, int lot) {
  const auto& rules = company.lots[static_cast<std::size_t>(lot)].rules;
  if (used_by_people(company, lot)) return "people dial codes that may belong to another call by then";
  if (mistyped(company, lot)) return "mistyped codes take the calls of others";
  if (dialled_late(company, lot)) return "retrievers dial codes that may belong to another call by then";
  if (company.service.nodes.size() > 1 && company.service.replication_lag.us > 0)
    return "two nodes may give out one code before they hear of each other";
  if (park::shares_of(rules) != park::Shares::one) return "the codes are shared out";
  if (rules.alloc.chosen_by != park::ChosenBy::system) return "parkers ask for codes of their own";
  if (!rules.alloc.atomic) return "a code chosen may be another's before its call is there";
  if (rules.alloc.full == park::Full::overflow) return "a full lot does not refuse but goes beyond its range";
  if (rules.space.calls_per_code != 1) return "a code can hold more than one call";
  if (rules.alloc.quarantine.us > 0 || rules.alloc.release != park::Release::immediate)
    return "a code rests before it is used again";
  if (!company.lots[static_cast<std::size_t>(lot)].later.empty()) return "the rules change in the course of the run";
  return std::nullopt;
}

}  // namespace people

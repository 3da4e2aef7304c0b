#include <array>
#include <string>

#include "models/surroundings.hpp"

namespace models {

namespace {
/// Names the draws of a step by what it is and not by where it stands: its kind, and which of its kind in the script.
std::vector<std::uint32_t> salts_of(const people::Group& group, const people::Script& script) {
  std::vector<std::uint32_t> salts;
  std::array<int, people::step_names.size()> seen{};
  for (const auto& step : script.steps) {
    const auto kind = static_cast<std::size_t>(step.kind);
    salts.push_back(static_cast<std::uint32_t>(
        sim::hash_name(group.name + "/" + std::string(people::step_names[kind]) + "/" + std::to_string(seen[kind]++))));
  }
  return salts;
}
}  // namespace

Plan::Plan(const people::Company& planned, std::span<const park::Row> table) : company(planned) {
  for (const auto& lot : company.lots) {
    machines.emplace_back(lot.rules, table);
    lanes.push_back(lot.rules.park.timeout);
    lanes.push_back(lot.rules.ring.ring_time);
  }
  for (std::size_t g = 0; g < company.groups.size(); ++g) {
    const auto& group = company.groups[g];
    first_person.push_back(static_cast<int>(group_of_person.size()));
    group_of_person.insert(group_of_person.end(), static_cast<std::size_t>(group.count), static_cast<int>(g));
    step_salts.push_back(group.script == people::none
                             ? std::vector<std::uint32_t>{}
                             : salts_of(group, company.scripts[static_cast<std::size_t>(group.script)]));
  }
  for (const auto& traffic : company.traffic) source_hashes.push_back(sim::hash_name(traffic.name));
  for (const auto& traffic : company.lot_traffic) source_hashes.push_back(sim::hash_name(traffic.name));
}

int Plan::lot_of(const people::Group& group) const {
  if (group.policy != people::none) return company.policies[static_cast<std::size_t>(group.policy)].lot;
  return company.licences_matter || company.lots.empty() ? people::none : 0;
}

}  // namespace models

#include <algorithm>
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

int find_group(const people::Company& company, const std::string& name) {
  const auto found = std::ranges::find(company.groups, name, &people::Group::name);
  return name.empty() || found == company.groups.end() ? people::none
                                                       : static_cast<int>(found - company.groups.begin());
}

int find_site(const service::Network& network, const std::string& name) {
  const auto found = std::ranges::find(network.sites, name);
  return found == network.sites.end() ? people::none : static_cast<int>(found - network.sites.begin());
}

bool any_digit_slips(const people::Company& company) {
  const auto slips = [](people::SlipMix mix, double error_per_digit) {
    return mix == people::SlipMix::any_digit && error_per_digit > 0;
  };
  return std::ranges::any_of(company.lot_traffic,
                             [&](const auto& traffic) { return slips(traffic.slips, traffic.mistype_per_digit); }) ||
         std::ranges::any_of(company.scripts, [&](const auto& script) {
           return std::ranges::any_of(script.steps, [&](const people::Step& step) {
             return step.kind == people::StepKind::retrieve && slips(step.slips, step.error_per_digit);
           });
         });
}
}  // namespace

Plan::Plan(const people::Company& planned, std::span<const park::Row> table, Learn learn)
    : company(planned), paths(planned.service) {
  std::uint32_t codes = 0;
  for (const auto& lot : company.lots) {
    first_rules.push_back(static_cast<std::uint32_t>(rules.size()));
    first_code.push_back(codes);
    rules.push_back(&lot.rules);
    codes += static_cast<std::uint32_t>(lot.rules.space.hi - lot.rules.space.lo + 1);
    for (const auto& later : lot.later) {
      rules.push_back(&later);
      codes += static_cast<std::uint32_t>(later.space.hi - later.space.lo + 1);
    }
  }
  for (const auto* one : rules) {
    auto seen = *one;  // answers of nodes take time between claim and media
    if (has_nodes()) seen.take.bridge_time = std::max(seen.take.bridge_time, sim::Ticks{1});
    machines.emplace_back(seen, table);
    lanes.push_back(one->park.timeout);
    lanes.push_back(one->ring.ring_time);
    ring_groups.push_back(find_group(company, one->ring.to));
  }
  for (std::size_t g = 0; g < company.groups.size(); ++g) {
    const auto& group = company.groups[g];
    first_person.push_back(static_cast<int>(group_of_person.size()));
    group_of_person.insert(group_of_person.end(), static_cast<std::size_t>(group.count), static_cast<int>(g));
    step_salts.push_back(group.script == people::none
                             ? std::vector<std::uint32_t>{}
                             : salts_of(group, company.scripts[static_cast<std::size_t>(group.script)]));
    auto& sites = device_sites.emplace_back();
    for (const auto& device : group.devices) sites.push_back(find_site(company.service, device.site));
  }
  for (const auto& traffic : company.traffic) source_hashes.push_back(sim::hash_name(traffic.name));
  for (const auto& traffic : company.lot_traffic) source_hashes.push_back(sim::hash_name(traffic.name));
  has_slips_of_digits = any_digit_slips(company);
  if (learn == Learn::routes) routes = express::learn_all(company, table);
  if (company.horizon.finds_warm_up) equilibrium = find_equilibrium(company, routes).equilibrium;
}

int Plan::lot_of(int policy) const {
  if (policy != people::none) return company.policies[static_cast<std::size_t>(policy)].lot;
  return company.licences_matter || company.lots.empty() ? people::none : 0;
}

park::Sharing Plan::sharing(int lot) const {
  const auto& planned = company.lots[static_cast<std::size_t>(lot)];
  const auto nodes = static_cast<int>(company.service.nodes.size());
  switch (park::shares_of(planned.rules)) {
    case park::Shares::time: return {planned.rules.space.slices, false};
    case park::Shares::node: return {std::max(1, nodes), false};
    case park::Shares::site: return {std::max(1, static_cast<int>(company.service.sites.size())), false};
    case park::Shares::one: break;
  }
  return nodes > 1 && company.service.replication_lag.us > 0 ? park::Sharing{nodes, true} : park::Sharing{};
}

}  // namespace models

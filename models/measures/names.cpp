#include <algorithm>
#include <array>

#include "models/measures/query.hpp"
#include "models/people/company.hpp"
#include "models/people/copies.hpp"

namespace measures {
namespace {

constexpr sim::Ticks hour = sim::operator""_min(60);
constexpr std::int64_t hours_a_day = 24;

/// Arrivals by clock hour.
struct Planned {
  std::array<double, hours_a_day> arrivals{};
  std::array<bool, hours_a_day> simulated{};

  template <class PerSecond>
  void add(sim::Ticks start, sim::Ticks length, PerSecond per_s) {
    const sim::Ticks end = start + length;
    for (sim::Ticks from = start; from < end;) {
      const std::int64_t hours = from.us / hour.us;
      const sim::Ticks to = std::min(end, hour * (hours + 1));
      arrivals[hours % hours_a_day] += per_s(from, to) * (to - from).seconds();
      simulated[hours % hours_a_day] = true;
      from = to;
    }
  }

  std::int16_t busiest() const {
    std::ptrdiff_t busiest = std::find(simulated.begin(), simulated.end(), true) - simulated.begin();
    for (std::ptrdiff_t i = busiest; i < hours_a_day; ++i) {
      if (arrivals[i] > arrivals[busiest]) busiest = i;
    }
    return busiest == hours_a_day ? std::int16_t{-1} : static_cast<std::int16_t>(busiest);
  }
};

double planned_per_s(const people::Company& company, sim::Ticks from, sim::Ticks to) {
  double rate = 0;
  for (const auto& traffic : company.traffic) rate += traffic.arrivals.rate_per_s(from, to);
  for (const auto& traffic : company.lot_traffic) rate += traffic.arrivals.rate_per_s(from, to);
  return rate;
}

std::int16_t busiest_hour(const people::Company& company) {
  const people::Horizon& horizon = company.horizon;
  if (!horizon.is_day) return -1;
  const sim::Ticks length = horizon.length.value_or(hour * hours_a_day);
  Planned planned;
  for (const people::Copies& copies : company.copies) {
    const sim::Arrivals arrivals = people::arrivals_of(company, copies);
    planned.add(people::local_start(company, copies.site), length, [&](sim::Ticks from, sim::Ticks to) {
      return arrivals.rate_per_s(from, to) * static_cast<double>(copies.count);
    });
  }
  if (company.copies.empty()) {
    planned.add(horizon.time_of_day, length,
                [&](sim::Ticks from, sim::Ticks to) { return planned_per_s(company, from, to); });
  }
  return planned.busiest();
}

std::string region_of(const people::Company& company, int site) {
  const auto known = static_cast<std::size_t>(site) < company.places.size();
  return site != people::none && known ? company.places[static_cast<std::size_t>(site)].region : "";
}

std::string region_of(const people::Company& company, const std::string& site) {
  const auto& sites = company.service.sites;
  const auto found = std::find(sites.begin(), sites.end(), site);
  return found == sites.end() ? "" : region_of(company, static_cast<int>(found - sites.begin()));
}

void add_copies(Names& names, const people::Company& company) {
  for (const people::Copies& copies : company.copies) {
    const std::string site =
        copies.site == people::none ? "" : company.service.sites[static_cast<std::size_t>(copies.site)];
    names.copies.push_back({people::name_of(company, copies), company.lots[static_cast<std::size_t>(copies.lot)].name,
                            site, region_of(company, copies.site)});
  }
}

void add_policies(Names& names, const people::Company& company) {
  for (const park::LotPlan& lot : company.lots) {
    names.policies.push_back({lot.name, static_cast<std::int16_t>(names.lot_overflows.size())});
    names.lot_overflows.push_back(lot.rules.alloc.full == park::Full::overflow);
  }
  for (const people::Policy& policy : company.policies) {
    const bool known = std::any_of(names.policies.begin(), names.policies.end(),
                                   [&](const Names::Policy& other) { return other.name == policy.name; });
    if (policy.lot != people::none && !known) {
      names.policies.push_back({policy.name, static_cast<std::int16_t>(policy.lot)});
    }
  }
}

}  // namespace

Names names_of(const people::Company& company) {
  Names names;
  add_policies(names, company);
  for (const auto& traffic : company.traffic) names.traffic.push_back(traffic.name);
  for (const auto& traffic : company.lot_traffic) names.traffic.push_back(traffic.name);
  for (const people::Group& group : company.groups) {
    names.groups.push_back(group.name);
    names.group_sizes.push_back(group.count);
    names.group_sites.push_back(group.site);
    names.group_regions.push_back(region_of(company, group.site));
  }
  for (const people::Channel& channel : company.channels) names.channels.push_back(channel.name);
  names.trunks = static_cast<std::int16_t>(company.trunks);
  add_copies(names, company);
  names.busiest_hour = busiest_hour(company);
  return names;
}

}  // namespace measures

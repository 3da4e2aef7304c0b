#include <algorithm>
#include <array>

#include "models/measures/query.hpp"
#include "models/people/company.hpp"

namespace measures {
namespace {

constexpr sim::Ticks hour = sim::operator""_min(60);
constexpr std::int64_t hours_a_day = 24;

double planned_per_s(const people::Company& company, sim::Ticks from, sim::Ticks to) {
  double rate = 0;
  for (const auto& traffic : company.traffic) rate += traffic.arrivals.rate_per_s(from, to);
  for (const auto& traffic : company.lot_traffic) rate += traffic.arrivals.rate_per_s(from, to);
  return rate;
}

std::int16_t busiest_hour(const people::Company& company) {
  const people::Horizon& horizon = company.horizon;
  if (!horizon.is_day) return -1;
  std::array<double, hours_a_day> planned{};
  std::array<bool, hours_a_day> simulated{};
  const sim::Ticks end = horizon.time_of_day + horizon.length.value_or(hour * hours_a_day);
  for (sim::Ticks from = horizon.time_of_day; from < end;) {
    const std::int64_t hours = from.us / hour.us;
    const sim::Ticks to = std::min(end, hour * (hours + 1));
    planned[hours % hours_a_day] += planned_per_s(company, from, to) * (to - from).seconds();
    simulated[hours % hours_a_day] = true;
    from = to;
  }
  std::ptrdiff_t busiest = std::find(simulated.begin(), simulated.end(), true) - simulated.begin();
  for (std::ptrdiff_t i = busiest; i < hours_a_day; ++i) {
    if (planned[i] > planned[busiest]) busiest = i;
  }
  return busiest == hours_a_day ? std::int16_t{-1} : static_cast<std::int16_t>(busiest);
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
  }
  for (const people::Channel& channel : company.channels) names.channels.push_back(channel.name);
  names.trunks = static_cast<std::int16_t>(company.trunks);
  names.busiest_hour = busiest_hour(company);
  return names;
}

}  // namespace measures

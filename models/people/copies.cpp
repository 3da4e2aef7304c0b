#include "models/people/copies.hpp"

#include <numeric>

namespace people {

namespace {

constexpr sim::Ticks day = sim::operator""_min(60) * 24;

bool is_about(const Change& change, int lot) {
  switch (change.kind) {
    case Change::Kind::rules:
    case Change::Kind::drain:
    case Change::Kind::open: return change.lot == lot;
    case Change::Kind::grant:
    case Change::Kind::allow: return false;
    default: return true;
  }
}

}  // namespace

std::string name_of(const Company& company, const Copies& copies) {
  const std::string& lot = company.lots[static_cast<std::size_t>(copies.lot)].name;
  return copies.site == none ? lot : lot + "@" + company.service.sites[static_cast<std::size_t>(copies.site)];
}

std::vector<std::string> names_of_copies(const Company& company) {
  std::vector<std::string> names;
  for (const Copies& copies : company.copies) names.push_back(name_of(company, copies));
  return names;
}

std::int64_t lots_in_all(const Company& company) {
  return std::accumulate(company.copies.begin(), company.copies.end(), std::int64_t{0},
                         [](std::int64_t sum, const Copies& copies) { return sum + copies.count; });
}

std::int64_t users_in_all(const Company& company) {
  return std::accumulate(company.copies.begin(), company.copies.end(), std::int64_t{0},
                         [](std::int64_t sum, const Copies& copies) { return sum + copies.count * copies.users; });
}

sim::Ticks local_start(const Company& company, int site) {
  if (site == none || company.places.empty()) return company.horizon.time_of_day;
  const auto local = company.horizon.time_of_day + company.places[static_cast<std::size_t>(site)].zone;
  return {(local.us % day.us + day.us) % day.us};
}

sim::Arrivals arrivals_of(const Company& company, const Copies& copies) {
  constexpr int days = 2;  // a run of a day begins at any hour of the first
  const sim::Arrivals& planned = company.lot_traffic[static_cast<std::size_t>(copies.traffic)].arrivals;
  return company.horizon.is_day ? planned.daily(days) : planned;
}

Company one_of(const Company& company, const Copies& copies) {
  Company one = company;
  one.copies.clear();
  one.horizon.time_of_day = local_start(company, copies.site);
  one.lots = {company.lots[static_cast<std::size_t>(copies.lot)]};
  one.lots.front().name = name_of(company, copies);
  one.policies = {{one.lots.front().name, true, 0}};
  one.lot_traffic = {company.lot_traffic[static_cast<std::size_t>(copies.traffic)]};
  one.lot_traffic.front().name = one.lots.front().name;
  one.lot_traffic.front().lot = 0;
  one.lot_traffic.front().site = copies.site;
  one.lot_traffic.front().arrivals = arrivals_of(company, copies);
  std::erase_if(one.timeline, [&](const Change& change) { return !is_about(change, copies.lot); });
  for (Change& change : one.timeline)
    if (change.lot != none) change.lot = 0;
  return one;
}

}  // namespace people

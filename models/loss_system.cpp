#include "models/loss_system.hpp"

#include <algorithm>

#include "models/theory/competing_risks.hpp"

namespace models {

namespace {

bool is_used_by_people(const people::Company& company, int lot) {
  return std::ranges::any_of(company.groups, [&](const people::Group& group) {
    return group.policy != people::none && company.policies[group.policy].lot == lot && group.script != people::none;
  });
}

std::optional<std::string> why_traffic_forbids(const people::Company& company, int lot) {
  if (is_used_by_people(company, lot)) return "people park here, so arrivals depend on what they are doing";
  bool any = false;
  for (const people::LotTraffic& traffic : company.lot_traffic) {
    if (traffic.lot != lot) continue;
    any = true;
    if (!traffic.arrivals.is_memoryless()) return "arrivals are not Poisson at a constant rate";
  }
  if (!any) return "nothing parks here";
  if (company.horizon.is_day) return "the day starts with an empty lot, and the formula describes a steady state";
  return std::nullopt;
}

std::optional<std::string> why_rules_forbid(const park::Rules& rules) {
  if (rules.alloc.full == park::Full::overflow) return "a full lot does not refuse but goes beyond its range";
  if (rules.space.calls_per_code != 1) return "a code can hold more than one call";
  if (!rules.alloc.atomic) return "choosing and occupying a code are two steps";
  if (rules.alloc.chosen_by != park::ChosenBy::system) return "parkers ask for codes of their own";
  if (park::shares_of(rules) != park::Shares::one) return "the codes are shared out";
  if (rules.take.empty == park::EmptyCode::self_park) return "who dials an empty code is parked on it";
  const bool rests = rules.alloc.quarantine.us > 0 || rules.alloc.release != park::Release::immediate;
  if (rests) return "a code rests before it is used again";
  const bool rings = rules.ring.attempts != 0;
  const bool parks_again = rings && (rules.ring.attempts != 1 || rules.ring.final == park::Final::repark);
  if (parks_again) return "calls nobody takes are parked again";
  return std::nullopt;
}

theory::StayOutcome planned_stay(const people::LotTraffic& traffic, sim::Ticks timeout) {
  constexpr double all_but = 1 - 1e-12;
  const double until_s = timeout.us > 0 ? timeout.seconds() : traffic.retrieved_after.quantile_s(all_but) * 1.01 + 1;
  return theory::general_stay([&](double t) { return traffic.retrieved_after.survival(t); },
                              [&](double t) { return traffic.patience ? traffic.patience->survival(t) : 1; }, until_s);
}

}  // namespace

std::optional<std::string> why_no_loss_formula(const people::Company& company, int lot) {
  if (auto why = why_traffic_forbids(company, lot)) return why;
  if (!company.service.nodes.empty()) return "requests take time, and nodes give out codes apart from each other";
  if (!company.timeline.empty()) return "rules and people change in the course of the run";
  return why_rules_forbid(company.lots[lot].rules);
}

double planned_parks_per_s(const people::Company& company, int lot) {
  double sum = 0;
  for (const people::LotTraffic& traffic : company.lot_traffic)
    if (traffic.lot == lot) sum += traffic.arrivals.rate_per_s({0}, sim::operator""_s(1));
  return sum;
}

std::optional<double> planned_load_erlangs(const people::Company& company, int lot) {
  const park::Rules& rules = company.lots[static_cast<std::size_t>(lot)].rules;
  const bool is_rung = rules.ring.attempts != 0 && rules.ring.code == park::CodeInRingBack::held;
  if (rules.park.timeout.us > 0 && is_rung) return std::nullopt;
  double erlangs = 0;
  for (const people::LotTraffic& traffic : company.lot_traffic) {
    if (traffic.lot != lot) continue;
    if (traffic.mistype_per_digit > 0) return std::nullopt;
    erlangs += theory::offered_load_erlangs(traffic.arrivals.rate_per_s({0}, sim::operator""_s(1)),
                                            planned_stay(traffic, rules.park.timeout));
  }
  return erlangs;
}

}  // namespace models

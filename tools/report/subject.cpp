#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

std::string full_words(park::Full full) {
  switch (full) {
    case park::Full::refuse_keep: return "refuses when full";
    case park::Full::refuse_drop: return "refuses when full and cuts the caller";
    case park::Full::refuse_silent: return "refuses silently when full";
    case park::Full::overflow: break;
  }
  return "goes beyond the range when full";
}

std::string ring_words(const park::Rules::Ring& ring) {
  if (ring.attempts == 0) return "no ring-back";
  const std::string times = ring.attempts == park::unlimited ? "without end" : std::to_string(ring.attempts) + "x";
  return "rings back " + times + " for " + duration(ring.ring_time);
}

std::string lot_words(const park::LotPlan& lot) {
  const park::Rules& rules = lot.rules;
  std::string text = lot.name + ": codes " + std::to_string(rules.space.lo) + "-" + std::to_string(rules.space.hi) +
                     " (" + count(static_cast<std::uint64_t>(rules.codes()));
  if (rules.capacity() < rules.codes()) text += ", at most " + std::to_string(rules.capacity()) + " in use";
  text += "), ";
  text += rules.park.timeout.us == 0 ? "no timeout" : "timeout " + duration(rules.park.timeout);
  return text + ", " + ring_words(rules.ring) + ", " + full_words(rules.alloc.full);
}

std::string group_words(const people::Company& company, const people::Group& group) {
  std::string text = count(static_cast<std::uint64_t>(group.count)) + " " + group.name;
  const bool has_policy = group.policy != people::none;
  if (has_policy) text += ", policy " + company.policies[static_cast<std::size_t>(group.policy)].name;
  if (company.licences_matter) {
    const bool allowed = has_policy && company.policies[static_cast<std::size_t>(group.policy)].allow_call_park;
    if (!allowed) text += " (may not park)";
  }
  return text;
}

std::string traffic_words(const people::Company& company, const people::Traffic& traffic) {
  const auto name_of = [&](int group) { return company.groups[static_cast<std::size_t>(group)].name; };
  std::string text = traffic.name + ": " + traffic.arrivals.describe() + " from " +
                     (traffic.from == people::none ? "outside" : name_of(traffic.from)) + " to " + name_of(traffic.to);
  if (traffic.whom != people::Whom::nobody) {
    text +=
        std::string(traffic.whom == people::Whom::one_of ? ", for one of " : ", for any of ") + name_of(traffic.meant);
  }
  if (traffic.patience) text += ", patience " + traffic.patience->describe();
  return text;
}

std::string lot_traffic_words(const people::Company& company, const people::LotTraffic& traffic) {
  std::string text = traffic.name + ": " + traffic.arrivals.describe() + " into " +
                     company.lots[static_cast<std::size_t>(traffic.lot)].name + ", retrieved after " +
                     traffic.retrieved_after.describe();
  if (traffic.patience) text += ", patience " + traffic.patience->describe();
  return text;
}

std::string window_words(const people::Horizon& horizon) {
  std::string text;
  if (horizon.is_day && horizon.length) {
    text = clock(horizon.time_of_day) + " to " + clock(horizon.time_of_day + *horizon.length) + " (" +
           duration(*horizon.length) + ", starting with nothing parked)";
  } else {
    text = horizon.calls    ? plural(*horizon.calls, "call", "calls") + " a replication"
           : horizon.length ? duration(*horizon.length)
                            : "no end";
    text += horizon.warm_up.us > 0 ? ", after a warm-up of " + duration(horizon.warm_up) : ", no warm-up";
  }
  return text +
         (horizon.after == people::After::drain ? "; calls are followed to their end" : "; calls are cut at the end");
}

template <class Things, class Words>
std::vector<std::string> texts(const Things& things, Words words) {
  std::vector<std::string> all;
  for (const auto& thing : things) all.push_back(words(thing));
  return all;
}

}  // namespace

void print_subject(const people::Company& company, std::ostream& out) {
  out << (company.title.empty() ? "(no title)" : company.title) << "\n\n";
  print_named(out, "system", {company.system});
  print_named(out, "measured", {window_words(company.horizon)});
  print_named(out, "lots", texts(company.lots, lot_words));
  print_named(out, "people", texts(company.groups, [&](const auto& g) { return group_words(company, g); }));
  std::vector<std::string> traffic = texts(company.traffic, [&](const auto& t) { return traffic_words(company, t); });
  for (const auto& t : company.lot_traffic) traffic.push_back(lot_traffic_words(company, t));
  print_named(out, "traffic", traffic);
  if (company.trunks != people::none) {
    print_named(out, "trunks", {std::to_string(company.resources[static_cast<std::size_t>(company.trunks)].count)});
  }
}

void print_notes(const Notes& notes, std::ostream& out) {
  print_named(out, "assumed", notes.assumed);
  print_named(out, "ignored", notes.ignored);
  print_named(out, "warning", notes.warnings);
}

}  // namespace report

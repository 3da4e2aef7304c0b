#include <algorithm>

#include "models/equilibrium.hpp"
#include "models/park/call_machine.hpp"
#include "models/park/code_space.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr std::size_t most_links = 20;  // to be told one by one

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
  std::string text = lot.name + ": codes " + scenarios::code_words(rules.space, rules.space.lo) + "-" +
                     scenarios::code_words(rules.space, rules.space.hi) + " (" +
                     count(static_cast<std::uint64_t>(park::usable_codes(rules.space)));
  if (rules.space.calls_per_code != 1) text += ", several calls behind each";
  if (rules.space.max_active != park::unlimited)
    text += ", at most " + plural(static_cast<std::uint64_t>(rules.space.max_active), "call", "calls");
  text += "), ";
  if (!park::is_plain(rules.space) || rules.space.shares == park::Shares::time)
    text += park::guarantee_words(rules.space) + ", ";
  text += rules.park.timeout.us == 0 ? "no timeout" : "timeout " + duration(rules.park.timeout);
  return text + ", " + ring_words(rules.ring) + ", " + full_words(rules.alloc.full);
}

/// "200,000 lots of Office at 20 sites, 250 users each: 50,000,000 users".
std::vector<std::string> copies_texts(const people::Company& company) {
  std::vector<std::string> texts;
  for (std::size_t lot = 0; lot < company.lots.size(); ++lot) {
    std::uint64_t lots = 0, users = 0, sites = 0;
    for (const people::Copies& copies : company.copies) {
      if (copies.lot != static_cast<int>(lot)) continue;
      lots += static_cast<std::uint64_t>(copies.count);
      users += static_cast<std::uint64_t>(copies.count * copies.users);
      sites += copies.site != people::none && copies.count > 0 ? 1 : 0;
    }
    if (lots == 0) continue;
    std::string text = plural(lots, "lot", "lots") + " of " + company.lots[lot].name;
    if (sites > 0) text += " at " + plural(sites, "site", "sites");
    if (users > 0) text += ", " + count(users / lots) + " users each: " + count(users) + " users";
    texts.push_back(std::move(text));
  }
  return texts;
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

std::string channel_words(const people::Channel& channel) {
  if (channel.kind == people::Channel::Kind::chat) {
    return channel.name + ": chat, posts seen after " + duration(channel.delay) + ", remembered for " +
           duration(channel.remembered);
  }
  return channel.name + ": public address, " + plural(static_cast<std::uint64_t>(channel.voices), "voice", "voices") +
         " at once";
}

std::string warm_up_words(const people::Company& company) {
  if (!company.horizon.finds_warm_up) {
    const sim::Ticks warm_up = company.horizon.warm_up;
    return warm_up.us > 0 ? "after a warm-up of " + duration(warm_up) : "no warm-up";
  }
  const auto found = models::find_equilibrium(company, express::learn_all(company, park::call_machine()));
  if (found.equilibrium) return "starting with as many calls parked as in the long run";
  return "after a warm-up that each replication finds (there is no exact start, because " + found.why_not + ")";
}

std::string window_words(const people::Company& company) {
  const people::Horizon& horizon = company.horizon;
  std::string text;
  if (horizon.is_day && horizon.length) {
    text = clock(horizon.time_of_day) + " to " + clock(horizon.time_of_day + *horizon.length) + " (" +
           duration(*horizon.length) + ", starting with nothing parked)";
  } else {
    text = horizon.calls    ? plural(*horizon.calls, "call", "calls") + " a replication"
           : horizon.length ? duration(*horizon.length)
                            : "no end";
    text += ", " + warm_up_words(company);
  }
  return text +
         (horizon.after == people::After::drain ? "; calls are followed to their end" : "; calls are cut at the end");
}

std::string node_words(const people::Company& company, const service::Node& node) {
  std::string text = node.name + " at " + company.service.sites[static_cast<std::size_t>(node.site)];
  if (node.servers != service::unlimited)
    text += ", " + plural(static_cast<std::uint64_t>(node.servers), "server", "servers");
  text += ", works " + node.time.describe() + " on a request";
  if (node.queue != service::unlimited) text += ", queue " + std::to_string(node.queue);
  return text;
}

std::string link_words(const people::Company& company, const service::Link& link) {
  const auto site = [&](int i) { return company.service.sites[static_cast<std::size_t>(i)]; };
  std::string text = site(link.from) + " - " + site(link.to) + ": " + duration(link.latency);
  return link.jitter.us > 0 ? text + " + up to " + duration(link.jitter) : text;
}

std::string change_words(const people::Company& company, const people::Change& change) {
  using Kind = people::Change::Kind;
  const auto& horizon = company.horizon;
  const auto node = [&] { return company.service.nodes[static_cast<std::size_t>(change.node)].name; };
  const auto lot = [&] { return company.lots[static_cast<std::size_t>(change.lot)].name; };
  const auto policy = [&] { return company.policies[static_cast<std::size_t>(change.policy)].name; };
  const std::string at = horizon.is_day ? clock(horizon.time_of_day + change.at) : "after " + duration(change.at);
  switch (change.kind) {
    case Kind::grant:
      return at + ": " + policy() + " for " + company.groups[static_cast<std::size_t>(change.group)].name + ", takes " +
             change.takes.describe();
    case Kind::rules: return at + ": other rules for " + lot();
    case Kind::allow: return at + ": call park " + (change.allowed ? "on" : "off") + " for " + policy();
    case Kind::drain: return at + ": " + lot() + " takes no new calls";
    case Kind::open: return at + ": " + lot() + " takes calls again";
    case Kind::drain_node: return at + ": " + node() + " takes no new calls";
    case Kind::open_node: return at + ": " + node() + " takes calls again";
    case Kind::crash: return at + ": " + node() + " fails";
    case Kind::restart: return at + ": " + node() + " is back";
  }
  return at;
}

template <class Things, class Words>
std::vector<std::string> texts(const Things& things, Words words) {
  std::vector<std::string> all;
  for (const auto& thing : things) all.push_back(words(thing));
  return all;
}

/// "system NAME: a (assumed)", "system NAME: b (derived)" become "system NAME: a; b (derived)".
std::vector<std::string> by_place(const std::vector<std::string>& assumed) {
  constexpr std::string_view mark = " (assumed)", sign = ": ";
  std::vector<std::pair<std::string, std::string>> places;
  for (const std::string& sentence : assumed) {
    const std::size_t at = sentence.find(sign);
    const std::string place = at == std::string::npos ? "" : sentence.substr(0, at + sign.size());
    std::string value = sentence.substr(place.size());
    if (value.ends_with(mark)) value.resize(value.size() - mark.size());
    const auto known = std::ranges::find(places, place, &std::pair<std::string, std::string>::first);
    if (known == places.end()) {
      places.emplace_back(place, value);
    } else {
      known->second.append("; ").append(value);
    }
  }
  return texts(places, [](const auto& place) { return place.first + place.second; });
}

}  // namespace

std::vector<std::string> people_texts(const people::Company& company) {
  return texts(company.groups, [&](const people::Group& group) { return group_words(company, group); });
}

std::vector<std::string> traffic_texts(const people::Company& company) {
  std::vector<std::string> all =
      texts(company.traffic, [&](const people::Traffic& traffic) { return traffic_words(company, traffic); });
  for (const people::LotTraffic& traffic : company.lot_traffic) all.push_back(lot_traffic_words(company, traffic));
  return all;
}

std::vector<std::string> channel_texts(const people::Company& company) {
  return texts(company.channels, channel_words);
}

void print_subject(const people::Company& company, std::ostream& out) {
  out << (company.title.empty() ? "(no title)" : company.title) << "\n\n";
  print_named(out, "system", {company.system});
  print_named(out, "measured", {window_words(company)});
  print_named(out, "lots", texts(company.lots, lot_words));
  print_named(out, "copies", copies_texts(company));
  print_named(out, "nodes",
              texts(company.service.nodes, [&](const service::Node& node) { return node_words(company, node); }));
  if (company.service.links.size() > most_links) {
    print_named(out, "links", {count(company.service.links.size()) + " (parksim check FILE --topology draws them)"});
  } else {
    print_named(out, "links",
                texts(company.service.links, [&](const service::Link& link) { return link_words(company, link); }));
  }
  if (company.service.replication_lag.us > 0)
    print_named(out, "replication", {duration(company.service.replication_lag) + " until other nodes know"});
  print_named(out, "changes",
              texts(company.timeline, [&](const people::Change& change) { return change_words(company, change); }));
  print_named(out, "people", people_texts(company));
  print_named(out, "traffic", traffic_texts(company));
  print_named(out, "channels", channel_texts(company));
  if (company.trunks != people::none) {
    print_named(out, "trunks", {std::to_string(company.resources[static_cast<std::size_t>(company.trunks)].count)});
  }
}

void print_notes(const Notes& notes, std::ostream& out) {
  print_named(out, "assumed", by_place(notes.assumed));
  print_named(out, "ignored", notes.ignored);
  print_named(out, "warning", notes.warnings);
}

}  // namespace report

#include "scenarios/compiler/copies_section.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/traffic_keys.hpp"

namespace scenarios {

namespace {

constexpr std::int64_t most_copies = 10'000'000, most_users = 1'000'000;
constexpr std::size_t most_kinds = 4'000;  // lots times sites: labels of what is measured
constexpr double hair = 1e-9;

using people::Copies;

Copies* copies_of(people::Company& company, int lot) {
  const auto found = std::ranges::find(company.copies, lot, &Copies::lot);
  return found == company.copies.end() ? nullptr : &*found;
}

// Listed times are those of one day and of one caller.
std::int64_t users_of(const Node& users, const people::LotTraffic& traffic) {
  const std::string parks = traffic.arrivals.describe();
  for (const std::string_view kind : {"sources(", "times("}) {
    if (parks.starts_with(kind))
      throw InputError(users.key_at,
                       "`users` does not go with " + std::string(kind) + "...), which says itself who calls");
  }
  return count(users, "users", 1, most_users);
}

struct Shares {
  std::vector<int> sites;
  std::vector<double> shares;
};

Shares shares_by_site(const Draft& draft, const Node& node) {
  Shares found;
  for (const Node& entry : node.children) {
    Node use = entry;
    use.kind = Node::Kind::scalar;
    use.text = entry.key;
    use.at = entry.key_at;
    found.sites.push_back(index_of(draft, "sites", use, "site"));
    found.shares.push_back(share(entry, "the share of a site"));
  }
  const double sum = std::accumulate(found.shares.begin(), found.shares.end(), 0.0);
  if (std::abs(sum - 1) <= hair) return found;
  throw InputError(node.at,
                   std::string("the shares of the sites add up to ") + (sum > 1 ? "more" : "less") + " than 100%");
}

bool has_zones(const people::Company& company) {
  return std::ranges::any_of(company.places, [](const people::Place& place) { return place.zone.us != 0; });
}

void note(Draft& draft, const Mark& at, std::string message, std::string hint = {}) {
  draft.problems.push_back({at, std::move(message), std::move(hint)});
}

const Node* entry_of(const Draft& draft, std::string_view section, const std::string& name) {
  const Node* found = draft.root.find(section);
  return found == nullptr ? nullptr : found->find(name);
}

Mark place_of(const Draft& draft, std::string_view section, const std::string& name) {
  const Node* entry = entry_of(draft, section, name);
  return entry == nullptr ? draft.root.at : entry->key_at;
}

void refuse_sections(Draft& draft) {
  for (const std::string_view name : {"people", "traffic", "channels", "resources"}) {
    const Node* section = draft.root.find(name);
    if (section == nullptr || section->is_empty()) continue;
    note(draft, section->key_at,
         "`" + std::string(name) +
             "` does not go with `copies`: people carry calls from lot to lot, and lots with "
             "copies are simulated one by one",
         "what parks in them is `lot_traffic`");
  }
}

void require_copies_and_traffic(Draft& draft) {
  people::Company& company = draft.company;
  for (int lot = 0; lot < static_cast<int>(company.lots.size()); ++lot) {
    const std::string& name = company.lots[static_cast<std::size_t>(lot)].name;
    const bool is_parked_in =
        std::ranges::find(company.lot_traffic, lot, &people::LotTraffic::lot) != company.lot_traffic.end();
    if (copies_of(company, lot) == nullptr) {
      note(draft, place_of(draft, "lots", name), "the lot `" + name + "` has no `copies`, but another lot has",
           "copies: 1 is a lot that is there once");
    } else if (!is_parked_in) {
      note(draft, place_of(draft, "lots", name), "nothing parks in the copies of the lot `" + name + "`",
           "give it an entry in `lot_traffic`");
    }
  }
}

void refuse_limited_nodes(Draft& draft) {
  const Node* service = draft.root.find("park_service");
  if (service == nullptr) return;
  for (const Node& node : entries(service->find("nodes"))) {
    const Node* servers = node.find("servers");
    if (servers == nullptr || !servers->is_scalar() || servers->text == "unlimited") continue;
    note(draft, servers->key_at,
         "`servers` would let lots wait for each other, and lots with `copies` are simulated one by one",
         "leave it out: as many requests as there are are worked on at once");
  }
}

void refuse_number_of_calls(Draft& draft) {
  const Node* run = draft.root.find("run");
  const Node* calls = run == nullptr ? nullptr : run->find("calls");
  if (calls != nullptr)
    note(draft, calls->key_at, "`calls` are those of all lots, and lots with `copies` are simulated one by one",
         "give from and to, or duration");
}

void refuse_zones(Draft& draft) {
  for (const Node& site : entries(draft.root.find("sites")))
    if (const Node* zone = site.find("zone"))
      note(draft, zone->key_at,
           "`zone` is for lots with `copies`, and there are none: all else goes by the run's clock");
}

}  // namespace

void read_copies(Draft& draft, int lot, const Node& node) {
  const Node* copies = node.find("copies");
  if (copies == nullptr) return;
  draft.company.copies.push_back({.lot = lot, .count = count(*copies, "copies", 1, most_copies)});
}

void spread_copies(Draft& draft, people::LotTraffic& traffic, const Node& node) {
  people::Company& company = draft.company;
  const Node* users = node.find("users");
  const Node* site = node.find("site");
  const bool by_share = site != nullptr && site->is_mapping();
  const Copies* unspread = copies_of(company, traffic.lot);
  if (unspread == nullptr) {
    if (!draft.problems.empty()) return;  // its copies may be what is wrong
    const std::string hint = "for example lots: {" + node.key + ": {copies: 100}}";
    if (users != nullptr) throw InputError(users->key_at, "`users` are those of each of many lots: `copies`", hint);
    if (by_share) throw InputError(site->key_at, "only a lot with `copies` can be shared out over sites", hint);
    return;
  }
  Copies each = *unspread;
  each.traffic = static_cast<int>(company.lot_traffic.size());
  each.site = traffic.site;
  if (users != nullptr) each.users = users_of(*users, traffic);
  try {
    if (each.users > 0) traffic.arrivals = traffic.arrivals.scaled(static_cast<double>(each.users));
  } catch (const std::invalid_argument& error) {
    throw InputError(users != nullptr ? users->at : node.at, error.what());
  }
  const Shares found = by_share ? shares_by_site(draft, *site) : Shares{{each.site}, {1}};
  const std::vector<std::int64_t> counts = apportioned(each.count, found.shares);
  std::erase_if(company.copies, [&](const Copies& copies) { return copies.lot == traffic.lot; });
  for (std::size_t i = 0; i < counts.size(); ++i) {
    each.site = found.sites[i];
    each.count = counts[i];
    company.copies.push_back(each);
  }
}

void require_lots_apart(Draft& draft) {
  const people::Company& company = draft.company;
  if (!draft.problems.empty()) return;
  if (company.copies.empty()) return refuse_zones(draft);
  refuse_sections(draft);
  require_copies_and_traffic(draft);
  refuse_limited_nodes(draft);
  refuse_number_of_calls(draft);
  if (!company.horizon.is_day && has_zones(company))
    note(draft, draft.root.find("sites")->key_at, "a `zone` needs a run by the clock", "give run from and to");
  if (company.copies.size() > most_kinds)
    note(draft, draft.root.find("lots")->key_at, "more than 4,000 kinds of lots and sites: put some together");
}

sim::Ticks time_zone(const Node& node) {
  constexpr sim::Ticks earliest{-12 * 3600 * sim::ticks_per_second}, latest{14 * 3600 * sim::ticks_per_second};
  const std::string& text = text_of(node, "zone");
  const bool is_signed = text.front() == '+' || text.front() == '-';
  Node unsigned_zone = node;
  if (is_signed) {
    unsigned_zone.text = text.substr(1);
    unsigned_zone.at = node.inside(1);
  }
  const sim::Ticks size = duration(unsigned_zone, "zone");
  const sim::Ticks zone = text.front() == '-' ? sim::Ticks{-size.us} : size;
  if (zone < earliest || zone > latest) {
    throw InputError(node.at, "a time zone lies between -12h and +14h", "local time less the run's clock, as in +5.5h");
  }
  return zone;
}

std::vector<std::int64_t> apportioned(std::int64_t total, const std::vector<double>& shares) {
  std::vector<std::int64_t> parts;
  std::vector<std::pair<double, std::size_t>> rest;
  for (const double share : shares) {
    const double quota = share * static_cast<double>(total);
    parts.push_back(static_cast<std::int64_t>(std::floor(quota + hair)));
    rest.emplace_back(static_cast<double>(parts.back()) - quota, rest.size());
  }
  const auto by_fraction = [](const auto& a, const auto& b) { return a.first < b.first - hair; };
  std::stable_sort(rest.begin(), rest.end(), by_fraction);
  std::int64_t left = total - std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
  for (const auto& [fraction, i] : rest) {
    if (left <= 0) break;
    ++parts[i];
    --left;
  }
  return parts;
}

}  // namespace scenarios

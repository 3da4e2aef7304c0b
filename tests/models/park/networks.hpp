#pragma once

#include <utility>
#include <vector>

#include "models/people/company.hpp"
#include "sim/time.hpp"

/// Two sites, 10 ms apart one way, and what stands there.
namespace networks {

inline constexpr int here = 0, there = 1;
inline constexpr sim::Ticks way{10'000};

/// The company's people, whose first device is here and whose second one is there, served by nodes at these sites.
inline people::Company served(people::Company company, const std::vector<int>& nodes) {
  company.service.sites = {"here", "there"};
  company.service.links.push_back({.from = here, .to = there, .latency = way, .jitter = {}});
  for (const int site : nodes) company.service.nodes.push_back({.name = "node", .site = site});
  for (auto& group : company.groups) {
    group.devices.front().site = "here";
    group.devices.push_back(group.devices.front());
    group.devices.back().site = "there";
  }
  return company;
}

/// The same with something happening to the first node at these times.
using Kind = people::Change::Kind;
inline people::Company with_changes(people::Company company, const std::vector<std::pair<sim::Ticks, Kind>>& changes) {
  for (const auto& [at, kind] : changes) {
    people::Change change;
    change.at = at;
    change.kind = kind;
    change.node = change.lot = 0;
    company.timeline.push_back(change);
  }
  return company;
}

}  // namespace networks

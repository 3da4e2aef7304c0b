#include <algorithm>
#include <utility>

#include "models/service/paths.hpp"
#include "scenarios/compiler/copies_section.hpp"
#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/sections.hpp"

namespace scenarios {

namespace {

constexpr std::int64_t most = 1'000'000;
constexpr std::size_t most_places = 1'000;  // for a table of all pairs of sites, and of all sites and nodes

void require_not_too_many(const std::vector<Node>& found, std::string_view what) {
  if (found.size() <= most_places) return;
  throw InputError(found[most_places].key_at, "more than 1000 " + std::string(what));
}

void require_sites(const Draft& draft, const Node& section) {
  if (!draft.company.service.sites.empty()) return;
  throw InputError(section.key_at, "`" + section.key + "` needs `sites`: the scenario has none",
                   "for example sites: {north: {}, south: {}}");
}

int site_named(const Draft& draft, const Node& use) { return index_of(draft, "sites", use, "site"); }

void read_place(people::Place& place, const Node& node) {
  require_keys(node, quoted("the site", node.key), {"zone", "region"});
  if (const Node* zone = node.find("zone")) place.zone = time_zone(*zone);
  if (const Node* region = node.find("region")) place.region = text_of(*region, "region");
}

void read_sites(Draft& draft) {
  const std::vector<Node>& found = entries(draft.root.find("sites"));
  require_not_too_many(found, "sites");
  for (const Node& node : found) {
    draft.company.service.sites.push_back(node.key);
    people::Place& place = draft.company.places.emplace_back();
    if (!node.is_empty()) draft.attempt([&] { read_place(place, node); });
  }
}

void read_ends(const Draft& draft, const Node& node, service::Link& link) {
  require_sequence(node, "`between`");
  if (node.children.size() != 2) throw InputError(node.at, "a link is between two sites", "for example [north, south]");
  link.from = site_named(draft, node.children[0]);
  link.to = site_named(draft, node.children[1]);
  if (link.from != link.to) return;
  throw InputError(node.children[1].at, "a link from the site `" + node.children[1].text + "` to itself");
}

bool joins_the_same(const service::Link& a, const service::Link& b) {
  return std::minmax(a.from, a.to) == std::minmax(b.from, b.to);
}

service::Link read_link(const Draft& draft, const Node& node) {
  require_keys(node, "a link", {"between", "latency", "jitter"});
  service::Link link;
  const Node& ends = need(node, "between", "a link");
  read_ends(draft, ends, link);
  const auto same = [&](const service::Link& other) { return joins_the_same(link, other); };
  if (std::ranges::any_of(draft.company.service.links, same)) {
    throw InputError(
        ends.at, "the link between `" + ends.children[0].text + "` and `" + ends.children[1].text + "` is here twice");
  }
  link.latency = duration(need(node, "latency", "a link"), "latency");
  if (const Node* jitter = node.find("jitter")) link.jitter = duration(*jitter, "jitter");
  return link;
}

void read_links(Draft& draft) {
  const Node* section = draft.root.find("links");
  if (section == nullptr || section->is_empty()) return;
  require_sequence(*section, "`links`");
  if (!section->children.empty()) require_sites(draft, *section);
  for (const Node& node : section->children) {
    draft.attempt([&] { draft.company.service.links.push_back(read_link(draft, node)); });
  }
}

int count_or_unlimited(const Node& node, std::string_view what, std::int64_t least) {
  if (node.is_scalar() && node.text == "unlimited") return service::unlimited;
  return static_cast<int>(count(node, what, least, most));
}

service::Node read_node(Draft& draft, const Node& node) {
  const std::string where = quoted("the node", node.key);
  require_keys(node, where, {"site", "servers", "time", "queue"});
  service::Node found;
  found.name = node.key;
  found.site = site_named(draft, need(node, "site", where));
  if (const Node* servers = node.find("servers")) found.servers = count_or_unlimited(*servers, "servers", 1);
  if (const Node* time = node.find("time")) found.time = distribution(*time, "time", draft.files);
  if (const Node* queue = node.find("queue")) found.queue = count_or_unlimited(*queue, "queue", 0);
  return found;
}

void read_nodes(Draft& draft, const Node& section) {
  const Node& nodes = need(section, "nodes", "`park_service`");
  const std::vector<Node>& found = entries(&nodes);
  if (found.empty()) {
    throw InputError(nodes.at, "`park_service` has no node", "for example nodes: {n1: {site: north, time: 20ms}}");
  }
  require_not_too_many(found, "nodes");
  for (const Node& node : found) {
    draft.attempt([&] { draft.company.service.nodes.push_back(read_node(draft, node)); });
  }
}

void read_park_service(Draft& draft) {
  const Node* section = draft.root.find("park_service");
  if (section == nullptr || section->is_empty()) return;
  require_keys(*section, "`park_service`", {"nodes", "replication_lag"});
  require_sites(draft, *section);
  if (const Node* lag = section->find("replication_lag")) {
    draft.attempt([&] { draft.company.service.replication_lag = duration(*lag, "replication_lag"); });
  }
  draft.attempt([&] { read_nodes(draft, *section); });
}

void require_a_node_in_reach(Draft& draft) {
  const service::Network& network = draft.company.service;
  if (network.nodes.empty()) return;
  const service::Paths paths(network);
  for (int site = 0; site < static_cast<int>(network.sites.size()); ++site) {
    if (!paths.nodes_from(site).empty()) continue;
    const Node& node = draft.root.find("sites")->children[static_cast<std::size_t>(site)];
    draft.problems.push_back({node.key_at, quoted("site", node.key) + " cannot reach any node",
                              "give it a link in `links`, or a node of its own in `park_service`"});
  }
}

void require_known(Draft& draft, const Node* site) {
  if (site == nullptr || !site->is_scalar() || site->text.empty()) return;
  draft.attempt([&] { site_named(draft, *site); });
}

}  // namespace

void read_service(Draft& draft) {
  const std::size_t before = draft.problems.size();
  read_sites(draft);
  draft.attempt([&] { read_links(draft); });
  draft.attempt([&] { read_park_service(draft); });
  if (draft.problems.size() == before) require_a_node_in_reach(draft);
}

void require_known_sites(Draft& draft, const Node& root) {
  if (draft.company.service.sites.empty()) return;
  for (const Node& group : entries(root.find("people"))) {
    require_known(draft, group.find("site"));
    const Node* devices = group.find("devices");
    if (devices == nullptr) continue;
    for (const Node* item : items(*devices)) {
      for (const Node& device : item->children) require_known(draft, device.find("site"));
    }
  }
}

}  // namespace scenarios

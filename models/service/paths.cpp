#include "models/service/paths.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graphviz.hpp>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "sim/random/words.hpp"

namespace service {

namespace {

using sim::operator""_s;

template <class OfVertex, class OfEdge>
using Sites = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, OfVertex, OfEdge>;

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

void check(const Network& network) {
  const auto is_site = [n = static_cast<int>(network.sites.size())](int site) { return site >= 0 && site < n; };
  for (const Link& link : network.links) {
    require(is_site(link.from) && is_site(link.to), "a link ends at no site");
    require(link.latency.us >= 0 && link.jitter.us >= 0, "a latency or a jitter is negative");
  }
  for (const Node& node : network.nodes) require(is_site(node.site), "a node stands at no site");
}

std::string shown(sim::Ticks duration) {
  if (duration >= 1_s || duration == sim::Ticks{}) return sim::duration_words(duration.seconds());
  return sim::number_words(static_cast<double>(duration.us) / 1000) + "ms";
}

std::string shown(const sim::Distribution& law) { return law.is_constant() ? shown(law.sample(0.5)) : law.describe(); }

std::string shown(const Link& link) {
  return shown(link.latency) + (link.jitter.us > 0 ? " + up to " + shown(link.jitter) : "");
}

std::string shown(const Node& node) {
  std::string text = node.name + ": ";
  if (node.servers == unlimited) return text + "unlimited servers, " + shown(node.time);
  text += std::to_string(node.servers) + (node.servers == 1 ? " server, " : " servers, ") + shown(node.time);
  return node.queue == unlimited ? text : text + ", queue " + std::to_string(node.queue);
}

// A string of Graphviz, where a line break is written \n.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '\n' ? "\\n" : std::string(1, c);
  }
  return result + '"';
}

using Drawing = Sites<std::string, std::string>;

Drawing drawing_of(const Network& network) {
  Drawing graph(network.sites.size());
  for (std::size_t site = 0; site < network.sites.size(); ++site) graph[site] = network.sites[site];
  for (const Node& node : network.nodes) graph[static_cast<std::size_t>(node.site)] += "\n" + shown(node);
  for (const Link& link : network.links) {
    boost::add_edge(static_cast<std::size_t>(link.from), static_cast<std::size_t>(link.to), shown(link), graph);
  }
  return graph;
}

}  // namespace

Paths::Paths(const Network& network)
    : sites_(network.sites.size()),
      links_(network.links),
      lengths_(sites_ * sites_, no_way),
      last_links_(sites_ * sites_, none) {
  check(network);
  measure();
  const int sites = static_cast<int>(sites_);
  for (int root = 0; root < sites; ++root) find_last_links(root);
  for (int site = 0; site < sites; ++site) nodes_.push_back(reachable_nodes(network.nodes, site));
}

// The number of links is part of a length, so that links without latency have one too.
void Paths::measure() {
  Sites<boost::no_property, Length> graph(sites_);
  for (const Link& link : links_) {
    boost::add_edge(static_cast<std::size_t>(link.from), static_cast<std::size_t>(link.to), Length{link.latency, 1},
                    graph);
  }
  const auto farther = [](const Length& a, const Length& b) { return a == no_way ? a : a + b; };
  for (std::size_t root = 0; root < sites_; ++root) {
    boost::dijkstra_shortest_paths(graph, root,
                                   boost::weight_map(boost::get(boost::edge_bundle, graph))
                                       .distance_map(&lengths_[root * sites_])
                                       .distance_compare(std::less<>())
                                       .distance_combine(farther)
                                       .distance_inf(no_way)
                                       .distance_zero(Length{}));
  }
}

void Paths::find_last_links(int root) {
  for (int link = 0; link < static_cast<int>(links_.size()); ++link) {
    offer_last_link(root, link, links_[static_cast<std::size_t>(link)].from);
    offer_last_link(root, link, links_[static_cast<std::size_t>(link)].to);
  }
}

void Paths::offer_last_link(int root, int link, int site) {
  const int before = across(link, site);
  if (length(root, before) == no_way) return;
  const Length last{links_[static_cast<std::size_t>(link)].latency, 1};
  if (length(root, before) + last != length(root, site)) return;
  int& chosen = last_links_[cell(root, site)];
  if (chosen == none || before < across(chosen, site)) chosen = link;
}

std::vector<int> Paths::reachable_nodes(const std::vector<Node>& nodes, int site) const {
  const auto distance = [&](int node) { return latency(site, nodes[static_cast<std::size_t>(node)].site); };
  std::vector<int> found;
  for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
    if (distance(node) != sim::never) found.push_back(node);
  }
  std::ranges::sort(found, {}, [&](int node) { return std::pair(distance(node), node); });
  return found;
}

std::vector<int> Paths::route(int from_site, int to_site) const {
  std::vector<int> links(length(from_site, to_site).links);
  each_link(from_site, to_site, [&](std::uint32_t k, int link) { links[k] = link; });
  return links;
}

std::string topology_dot(const Network& network) {
  check(network);
  const Drawing graph = drawing_of(network);
  const auto label = [&](std::ostream& out, const auto& item) { out << " [label=" << quoted(graph[item]) << "]"; };
  const auto style = [](std::ostream& out) { out << "  node [shape=box, style=rounded];\n"; };
  std::ostringstream out;
  boost::write_graphviz(out, graph, label, label, style);
  return out.str();
}

}  // namespace service

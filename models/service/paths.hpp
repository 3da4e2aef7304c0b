#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/service/network.hpp"
#include "sim/time.hpp"

/// How long a message is on its way between sites: the quickest way over the links, jitter left aside.
namespace service {

/// The quickest way between every two sites. Of equally quick ones it is that with the fewest links; among those, seen
/// from the site with the lower index and read back from the other one, that over the sites with the lowest indices,
/// and of parallel links the first one given. So it depends on nothing but the network, and there and back are one way.
///
/// Built from shortest paths by E. W. Dijkstra (1959), one search from each site: O(sites * (sites + links) * log
/// sites) time and O(sites^2) memory. Throws std::invalid_argument when a link ends, or a node stands, at no site, or
/// when a latency or a jitter is negative. The sum of all latencies and jitters on a way must stay below `never`.
/// Afterwards it refers to the network no more.
class Paths {
 public:
  explicit Paths(const Network& network);

  /// One way, without jitter; `never` when there is no way, 0 from a site to itself. O(1).
  sim::Ticks latency(int from_site, int to_site) const;

  /// The links of the way in the order from `from_site`, as indices into Network::links; none when there is no way.
  std::vector<int> route(int from_site, int to_site) const;

  /// The latency and, for the k-th link of the way (from 0, counted from `from_site`), its jitter * uniform(k), to the
  /// nearest tick. `uniform` gives the k-th number between 0 and 1; it is not asked for links without jitter. O(links
  /// of the way).
  template <class Uniform>
  sim::Ticks draw(int from_site, int to_site, Uniform&& uniform) const;

  /// The nodes that the site can reach, nearest first and equally near ones by index; as indices into Network::nodes.
  const std::vector<int>& nodes_from(int site) const { return nodes_[static_cast<std::size_t>(site)]; }

 private:
  struct Length {
    sim::Ticks latency;
    std::uint32_t links;
    friend auto operator<=>(const Length&, const Length&) = default;
    friend Length operator+(const Length& a, const Length& b) { return {a.latency + b.latency, a.links + b.links}; }
  };
  static constexpr int none = -1;
  static constexpr Length no_way{sim::never, 0};

  std::size_t cell(int from, int to) const {
    return static_cast<std::size_t>(from) * sites_ + static_cast<std::size_t>(to);
  }
  const Length& length(int from, int to) const { return lengths_[cell(from, to)]; }
  int across(int link, int site) const;
  void measure();
  void find_last_links(int root);
  void offer_last_link(int root, int link, int site);
  std::vector<int> reachable_nodes(const std::vector<Node>& nodes, int site) const;
  template <class Visit>
  void each_link(int from, int to, Visit&& visit) const;

  std::size_t sites_;
  std::vector<Link> links_;
  std::vector<Length> lengths_;  // from * sites + to
  std::vector<int> last_links_;  // root * sites + to: the last link of the way, from the root's point of view
  std::vector<std::vector<int>> nodes_;
};

/// The network in the language of Graphviz: sites with the service nodes at them and what these can do; links with
/// their latency and the most that jitter adds.
std::string topology_dot(const Network& network);

inline sim::Ticks Paths::latency(int from_site, int to_site) const { return length(from_site, to_site).latency; }

inline int Paths::across(int link, int site) const {
  const Link& ends = links_[static_cast<std::size_t>(link)];
  return ends.from == site ? ends.to : ends.from;
}

// Visits (k, link), from the far end to the root of the search. No way has no links.
template <class Visit>
void Paths::each_link(int from, int to, Visit&& visit) const {
  const Length& whole = length(from, to);
  const bool forth = from < to;
  const int root = forth ? from : to;
  int site = forth ? to : from;
  for (std::uint32_t walked = 0; walked < whole.links; ++walked) {
    const int link = last_links_[cell(root, site)];
    visit(forth ? whole.links - 1 - walked : walked, link);
    site = across(link, site);
  }
}

template <class Uniform>
sim::Ticks Paths::draw(int from_site, int to_site, Uniform&& uniform) const {
  sim::Ticks sum = latency(from_site, to_site);
  each_link(from_site, to_site, [&](std::uint32_t k, int link) {
    const sim::Ticks jitter = links_[static_cast<std::size_t>(link)].jitter;
    if (jitter.us > 0) sum += {static_cast<std::int64_t>(static_cast<double>(jitter.us) * uniform(k) + 0.5)};
  });
  return sum;
}

}  // namespace service

#include "models/service/paths.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

namespace {

using service::Link;
using service::Network;
using service::Paths;
using sim::Ticks;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Network sites(int count, std::vector<Link> links = {}) {
  Network network;
  for (int site = 0; site < count; ++site) network.sites.push_back("s" + std::to_string(site));
  network.links = std::move(links);
  return network;
}

Network with_nodes_at(Network network, const std::vector<int>& places) {
  for (const int site : places) {
    network.nodes.emplace_back().name = "n" + std::to_string(network.nodes.size());
    network.nodes.back().site = site;
  }
  return network;
}

Link link(int from, int to, std::int64_t latency_us, std::int64_t jitter_us = 0) {
  return {from, to, Ticks{latency_us}, Ticks{jitter_us}};
}

// Few sites and latencies of few values, nothing among them: many equal ways, parallel links and isolated sites.
Network random_network(std::mt19937& engine) {
  const auto below = [&](unsigned n) { return static_cast<int>(engine() % n); };
  const int count = 1 + below(9);
  Network network = sites(count);
  for (int left = below(2 * static_cast<unsigned>(count) + 1); left > 0; --left) {
    const auto n = static_cast<unsigned>(count);
    network.links.push_back(link(below(n), below(n), below(5), below(3)));
  }
  return with_nodes_at(network, {below(static_cast<unsigned>(count)), below(static_cast<unsigned>(count)), 0});
}

// Latency, then links: by Floyd and Warshall.
constexpr std::int64_t far = 1'000'000'000;
using Length = std::pair<std::int64_t, std::int64_t>;
using Table = std::vector<std::vector<Length>>;

Table all_lengths(const Network& network) {
  const std::size_t n = network.sites.size();
  Table table(n, std::vector<Length>(n, {far, far}));
  for (std::size_t i = 0; i < n; ++i) table[i][i] = {0, 0};
  for (const Link& l : network.links) {
    const auto a = static_cast<std::size_t>(l.from), b = static_cast<std::size_t>(l.to);
    table[a][b] = table[b][a] = std::min(table[a][b], Length(l.latency.us, 1));
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const Length over(table[i][k].first + table[k][j].first, table[i][k].second + table[k][j].second);
        table[i][j] = std::min(table[i][j], over);
      }
    }
  }
  return table;
}

template <class Check>
void on_random_networks(Check check) {
  std::mt19937 engine(20231);
  for (int trial = 0; trial < 300; ++trial) {
    SCOPED_TRACE(trial);
    const Network network = random_network(engine);
    check(network, Paths(network), static_cast<int>(network.sites.size()));
  }
}

template <class Check>
void on_pairs_of_random_networks(Check check) {
  on_random_networks([&](const Network& network, const Paths& paths, int n) {
    for (int from = 0; from < n; ++from) {
      for (int to = 0; to < n; ++to) check(network, paths, from, to);
    }
  });
}

TEST(Paths, LatencyIsThatOfFloydAndWarshall) {
  on_random_networks([](const Network& network, const Paths& paths, int n) {
    const Table table = all_lengths(network);
    for (int from = 0; from < n; ++from) {
      for (int to = 0; to < n; ++to) {
        const std::int64_t expected = table[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)].first;
        EXPECT_EQ(paths.latency(from, to), expected >= far ? sim::never : Ticks{expected});
      }
    }
  });
}

TEST(Paths, LatencyIsTheSameInBothDirections) {
  on_pairs_of_random_networks([](const Network&, const Paths& paths, int from, int to) {
    EXPECT_EQ(paths.latency(from, to), paths.latency(to, from));
  });
}

TEST(Paths, NoDetourIsQuicker) {
  on_pairs_of_random_networks([](const Network& network, const Paths& paths, int from, int to) {
    for (int over = 0; over < static_cast<int>(network.sites.size()); ++over) {
      const Ticks there = paths.latency(from, over), on = paths.latency(over, to);
      if (there == sim::never || on == sim::never) continue;
      EXPECT_LE(paths.latency(from, to), there + on);
    }
  });
}

TEST(Paths, RouteLeadsThereInTheLatency) {
  on_pairs_of_random_networks([](const Network& network, const Paths& paths, int from, int to) {
    if (paths.latency(from, to) == sim::never) return;
    int site = from;
    Ticks sum;
    for (const int index : paths.route(from, to)) {
      const Link& taken = network.links[static_cast<std::size_t>(index)];
      ASSERT_TRUE(taken.from == site || taken.to == site);
      site = taken.from == site ? taken.to : taken.from;
      sum += taken.latency;
    }
    EXPECT_EQ(site, to);
    EXPECT_EQ(sum, paths.latency(from, to));
  });
}

TEST(Paths, RouteHasTheFewestLinksOfTheQuickest) {
  on_random_networks([](const Network& network, const Paths& paths, int n) {
    const Table table = all_lengths(network);
    for (int to = 0; to < n; ++to) {
      const Length expected = table[0][static_cast<std::size_t>(to)];
      if (expected.first >= far) continue;
      EXPECT_EQ(static_cast<std::int64_t>(paths.route(0, to).size()), expected.second);
    }
  });
}

TEST(Paths, RouteBackIsTheRouteThereReversed) {
  on_pairs_of_random_networks([](const Network&, const Paths& paths, int from, int to) {
    std::vector<int> back = paths.route(to, from);
    std::ranges::reverse(back);
    EXPECT_EQ(back, paths.route(from, to));
  });
}

TEST(Paths, ASiteIsNoTimeFromItself) {
  const Paths paths(sites(1));
  EXPECT_EQ(paths.latency(0, 0), Ticks{});
  EXPECT_THAT(paths.route(0, 0), IsEmpty());
  EXPECT_EQ(paths.draw(0, 0, [](std::uint32_t) { return 0.5; }), Ticks{});
}

TEST(Paths, ALinkToTheSameSiteChangesNothing) {
  const Paths paths(sites(2, {link(0, 0, 0, 9), link(0, 1, 4)}));
  EXPECT_EQ(paths.latency(0, 0), Ticks{});
  EXPECT_THAT(paths.route(0, 1), ElementsAre(1));
}

TEST(Paths, WhatNoLinkReachesIsNeverReached) {
  const Paths paths(sites(3, {link(0, 1, 5, 5)}));
  EXPECT_EQ(paths.latency(0, 2), sim::never);
  EXPECT_EQ(paths.latency(2, 1), sim::never);
  EXPECT_THAT(paths.route(2, 0), IsEmpty());
  EXPECT_EQ(paths.draw(0, 2, [](std::uint32_t) { return 0.5; }), sim::never);
}

TEST(Paths, NoSitesMakeNoPaths) { EXPECT_NO_THROW(Paths(sites(0))); }

TEST(Paths, QuickestOfParallelLinksCounts) {
  const Paths paths(sites(2, {link(0, 1, 9), link(1, 0, 4), link(0, 1, 6)}));
  EXPECT_EQ(paths.latency(0, 1), Ticks{4});
  EXPECT_THAT(paths.route(0, 1), ElementsAre(1));
}

TEST(Paths, FirstOfEquallyQuickParallelLinksCounts) {
  EXPECT_THAT(Paths(sites(2, {link(0, 1, 9), link(1, 0, 4), link(0, 1, 4)})).route(1, 0), ElementsAre(1));
}

TEST(Paths, FewestLinksOfEquallyQuickWaysCount) {
  const Network network = sites(4, {link(0, 1, 1), link(1, 2, 1), link(2, 3, 1), link(0, 3, 3)});
  EXPECT_THAT(Paths(network).route(0, 3), ElementsAre(3));
}

TEST(Paths, LinksWithoutLatencyAreCountedToo) {
  const Paths paths(sites(3, {link(0, 1, 0), link(1, 2, 0), link(0, 2, 0)}));
  EXPECT_EQ(paths.latency(0, 2), Ticks{});
  EXPECT_THAT(paths.route(0, 2), ElementsAre(2));
}

TEST(Paths, LowestSitesOfEquallyLongWaysCount) {
  const Network network = sites(4, {link(0, 2, 1), link(2, 3, 1), link(0, 1, 1), link(1, 3, 1)});
  EXPECT_THAT(Paths(network).route(0, 3), ElementsAre(2, 3));
  EXPECT_THAT(Paths(network).route(3, 0), ElementsAre(3, 2));
}

// The jitter of the k-th link counted from where the message starts.
TEST(Paths, DrawAddsTheJitterOfEachLinkInOrder) {
  const Paths paths(sites(4, {link(2, 3, 30, 1000), link(0, 1, 10, 10), link(2, 1, 20, 100)}));
  const auto uniform = [](std::uint32_t k) { return 0.1 * (k + 1); };
  EXPECT_EQ(paths.draw(0, 3, uniform), Ticks{60 + 1 + 20 + 300});
  EXPECT_EQ(paths.draw(3, 0, uniform), Ticks{60 + 100 + 20 + 3});
}

TEST(Paths, DrawAsksForNoNumberWithoutJitter) {
  const Paths paths(sites(4, {link(0, 1, 10), link(1, 2, 20, 6), link(2, 3, 30)}));
  std::vector<std::uint32_t> asked;
  const auto uniform = [&](std::uint32_t k) {
    asked.push_back(k);
    return 0.5;
  };
  EXPECT_EQ(paths.draw(0, 3, uniform), Ticks{63});
  EXPECT_THAT(asked, ElementsAre(1));
}

TEST(Paths, DrawLiesBetweenNoneAndAllOfTheJitter) {
  on_pairs_of_random_networks([](const Network& network, const Paths& paths, int from, int to) {
    Ticks most = paths.latency(from, to);
    for (const int index : paths.route(from, to)) most += network.links[static_cast<std::size_t>(index)].jitter;
    EXPECT_EQ(paths.draw(from, to, [](std::uint32_t) { return 1e-12; }), paths.latency(from, to));
    EXPECT_EQ(paths.draw(from, to, [](std::uint32_t) { return 1 - 1e-12; }), most);
  });
}

TEST(Paths, ACenturyOverAThousandLinksIsStillExact) {
  constexpr std::int64_t century_us = 3'162'240'000'000'000;
  Network network = sites(1000);
  for (int site = 1; site < 1000; ++site) network.links.push_back(link(site - 1, site, century_us));
  EXPECT_EQ(Paths(network).latency(999, 0), Ticks{999 * century_us});
}

TEST(Paths, NodesComeNearestFirst) {
  const Paths paths(with_nodes_at(sites(3, {link(0, 1, 5), link(1, 2, 3)}), {0, 2, 1}));
  EXPECT_THAT(paths.nodes_from(0), ElementsAre(0, 2, 1));
  EXPECT_THAT(paths.nodes_from(1), ElementsAre(2, 1, 0));
  EXPECT_THAT(paths.nodes_from(2), ElementsAre(1, 2, 0));
}

TEST(Paths, EquallyNearNodesComeInTheirOrder) {
  const Paths paths(with_nodes_at(sites(3, {link(0, 1, 5), link(2, 0, 5)}), {2, 1, 0, 2}));
  EXPECT_THAT(paths.nodes_from(0), ElementsAre(2, 0, 1, 3));
}

TEST(Paths, NodesOutOfReachAreLeftOut) {
  const Paths paths(with_nodes_at(sites(3, {link(0, 1, 5)}), {2, 1}));
  EXPECT_THAT(paths.nodes_from(0), ElementsAre(1));
  EXPECT_THAT(paths.nodes_from(2), ElementsAre(0));
  EXPECT_THAT(Paths(sites(1)).nodes_from(0), IsEmpty());
}

TEST(Paths, RejectLinksAndNodesAtNoSite) {
  EXPECT_THROW(Paths(sites(2, {link(0, 2, 1)})), std::invalid_argument);
  EXPECT_THROW(Paths(sites(2, {link(-1, 1, 1)})), std::invalid_argument);
  EXPECT_THROW(Paths(with_nodes_at(sites(2), {2})), std::invalid_argument);
  EXPECT_THROW(Paths(with_nodes_at(sites(0), {0})), std::invalid_argument);
}

TEST(Paths, RejectNegativeTimes) {
  EXPECT_THROW(Paths(sites(2, {link(0, 1, -1)})), std::invalid_argument);
  EXPECT_THROW(Paths(sites(2, {link(0, 1, 1, -1)})), std::invalid_argument);
}

Network two_sites() {
  Network network = with_nodes_at(sites(2, {link(0, 1, 12'000, 3'000)}), {0, 0});
  network.nodes[0].servers = 4;
  network.nodes[0].queue = 100;
  network.nodes[0].time = sim::Distribution::constant(Ticks{20'000});
  return network;
}

TEST(Topology, ShowsSitesWithTheirNodes) {
  const std::string dot = topology_dot(two_sites());
  EXPECT_THAT(dot, testing::StartsWith("graph"));
  EXPECT_THAT(dot, HasSubstr(R"(0 [label="s0\nn0: 4 servers, 20ms, queue 100\nn1: unlimited servers, 0s"];)"));
  EXPECT_THAT(dot, HasSubstr(R"(1 [label="s1"];)"));
}

TEST(Topology, LabelsLinksWithLatencyAndJitter) {
  EXPECT_THAT(topology_dot(two_sites()), HasSubstr(R"(0--1  [label="12ms + up to 3ms"];)"));
  EXPECT_THAT(topology_dot(sites(2, {link(1, 0, 2'000'000)})), HasSubstr(R"(1--0  [label="2s"];)"));
}

TEST(Topology, ShowsEachOfParallelLinks) {
  const std::string dot = topology_dot(sites(2, {link(0, 1, 250), link(0, 1, 4'000)}));
  EXPECT_THAT(dot, HasSubstr("\"0.25ms\""));
  EXPECT_THAT(dot, HasSubstr("\"4ms\""));
}

TEST(Topology, NamesCannotLeaveTheirQuotes) {
  Network network = sites(1);
  network.sites[0] = "a\"]; b\\\nc";
  const std::string dot = topology_dot(network);
  EXPECT_THAT(dot, HasSubstr(R"([label="a\"]; b\\\nc"])"));
}

TEST(Topology, OfNothingIsAnEmptyGraph) { EXPECT_THAT(topology_dot(Network()), Not(HasSubstr("label"))); }

TEST(Topology, RejectsNodesAtNoSite) {
  EXPECT_THROW(topology_dot(with_nodes_at(sites(1), {1})), std::invalid_argument);
}

}  // namespace

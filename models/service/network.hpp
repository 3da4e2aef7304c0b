#pragma once

#include <string>
#include <vector>

#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// Where the park service runs: sites joined by links, and the nodes that serve requests.
namespace service {

inline constexpr int unlimited = -1;

struct Link {
  int from = 0, to = 0;  ///< sites; a link goes both ways
  sim::Ticks latency;    ///< one way
  sim::Ticks jitter;     ///< on top, uniform between 0 and this, anew each time
};

struct Node {
  std::string name;
  int site = 0;
  int servers = unlimited;                                    ///< requests worked on at once
  sim::Distribution time = sim::Distribution::constant(0.0);  ///< to work on one request
  int queue = unlimited;                                      ///< requests that may wait; more are refused
};

struct Network {
  std::vector<std::string> sites;
  std::vector<Link> links;
  std::vector<Node> nodes;
  sim::Ticks replication_lag;  ///< until the other nodes know what one has done
};

}  // namespace service

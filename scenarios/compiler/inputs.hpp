#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

struct Node;

/// What a scenario takes as given: how people, callers and telephones behave, not what a planner decides.
struct Input {
  enum class Standing { written, derived, assumed };

  std::string path;   ///< as for --set, "traffic.inbound.patience"; of what a step leaves out "scripts.clerk: answer"
  std::string value;  ///< "lognormal(mean 4min cv 0.8)"
  Standing standing = Standing::written;
};

/// Every quantity with a unit in the sections traffic, lot_traffic, people, channels, scripts, links and park_service
/// of a scenario, in the order written. Shares that add up to a whole are left out (topics, sites, mixtures).
std::vector<Input> written_inputs(const Node& root);

/// The same text with `factor` times every quantity that has a unit: durations, rates, loads, shares, of which none
/// becomes more than 100%. Clock times and numbers without a unit stay. Nothing when that changes nothing.
std::optional<std::string> scaled(std::string_view text, double factor);

}  // namespace scenarios

#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"

namespace report {

/// One way to lay out the codes of a lot, and what it costs.
struct Design {
  std::vector<std::string> values;  ///< by path
  int usable_codes = 0;
  std::size_t code_length_digits = 0;
  double keying_s = 0;
  measures::Estimate refused, wrong;  ///< shares of the park requests and of the retrieve attempts
  std::string beaten_by;              ///< the first design that is better in all; empty: on the frontier
};

/// What `parksim plan --frontier` has found.
struct Frontier {
  std::string title, lot;
  std::uint64_t seed = 0, replications = 0;
  std::vector<std::string> paths;
  std::string refused_query, wrong_query;
  bool is_keying_measured = false;
  std::vector<Design> designs;
  std::vector<std::string> left_out;
};

void print_frontier(const Frontier& frontier, std::ostream& out);
void write_frontier_json(const Frontier& frontier, std::ostream& out);

}  // namespace report

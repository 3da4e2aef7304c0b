#include "models/theory/erlang_b.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/theory/argument.hpp"

namespace theory {
namespace {

double with_one_more(double blocking_before, std::int64_t servers, double load) {
  const double overflow = load * blocking_before;
  return overflow / (static_cast<double>(servers) + overflow);
}

}  // namespace

double blocking(std::int64_t servers, double offered_load_erlangs) {
  require_not_negative("the number of servers", servers);
  require_not_negative("the offered load", offered_load_erlangs);
  double lost = 1;
  for (std::int64_t n = 1; n <= servers && lost > 0; ++n) lost = with_one_more(lost, n, offered_load_erlangs);
  return lost;
}

std::int64_t servers_for(double target_blocking, double offered_load_erlangs) {
  require_inside_0_1("the blocking aimed at", target_blocking);
  require_not_negative("the offered load", offered_load_erlangs);
  std::int64_t servers = 0;
  for (double lost = 1; lost > target_blocking;) lost = with_one_more(lost, ++servers, offered_load_erlangs);
  return servers;
}

double load_for(std::int64_t servers, double target_blocking) {
  require_positive("the number of servers", servers);
  require_inside_0_1("the blocking aimed at", target_blocking);
  double low = static_cast<double>(servers);
  double high = low;
  while (blocking(servers, low) > target_blocking) low /= 2;
  while (blocking(servers, high) < target_blocking) high *= 2;
  if (low == high) return low;
  constexpr double least = std::numeric_limits<double>::min();
  // The logarithm keeps the curve nearly straight where the blocking is tiny.
  const auto beyond = [&](double load) { return std::log(std::max(blocking(servers, load), least) / target_blocking); };
  std::uintmax_t steps = 200;
  const auto bracket =
      boost::math::tools::toms748_solve(beyond, low, high, boost::math::tools::eps_tolerance<double>(46), steps);
  return bracket.first + (bracket.second - bracket.first) / 2;
}

double mean_busy(std::int64_t servers, double offered_load_erlangs) {
  return offered_load_erlangs * (1 - blocking(servers, offered_load_erlangs));
}

}  // namespace theory

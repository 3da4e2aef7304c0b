#include "models/theory/engset.hpp"

#include "models/theory/argument.hpp"

namespace theory {
namespace {

void check(std::int64_t servers, const FiniteSources& from) {
  require_not_negative("the number of servers", servers);
  require_positive("the number of sources", from.sources);
  require_not_negative("the attempt rate of an idle source", from.idle_attempts_per_s);
  require_not_negative("the mean holding time", from.mean_holding_s);
}

double idle_load(const FiniteSources& from) { return from.idle_attempts_per_s * from.mean_holding_s; }

double all_busy(std::int64_t servers, std::int64_t sources, double load_of_idle_source) {
  if (servers > sources) return 0;
  double busy = 1;
  for (std::int64_t n = 1; n <= servers; ++n) {
    const double pressure = static_cast<double>(sources - n + 1) * load_of_idle_source * busy;
    busy = pressure / (static_cast<double>(n) + pressure);
  }
  return busy;
}

}  // namespace

double engset_time_congestion(std::int64_t servers, const FiniteSources& from) {
  check(servers, from);
  return all_busy(servers, from.sources, idle_load(from));
}

double engset_call_congestion(std::int64_t servers, const FiniteSources& from) {
  check(servers, from);
  return all_busy(servers, from.sources - 1, idle_load(from));
}

// Flow balance: the idle sources offer (sources - busy) x load, of which the share 1 - call congestion is carried.
double engset_mean_busy(std::int64_t servers, const FiniteSources& from) {
  const double carried = idle_load(from) * (1 - engset_call_congestion(servers, from));
  return static_cast<double>(from.sources) * carried / (1 + carried);
}

}  // namespace theory

#include "sim/fault.hpp"

namespace sim {

namespace {
std::string sentence(const std::string& cause, std::uint32_t replication, Ticks time, const std::string& event) {
  return "replication " + std::to_string(replication) + ", " + std::to_string(time.seconds()) + " s, " + event + ": " +
         cause;
}
}  // namespace

LocatedFault::LocatedFault(const std::string& cause, std::uint32_t replication, Ticks time, const std::string& event)
    : Fault(sentence(cause, replication, time, event)),
      replication_(replication),
      time_(time),
      event_(event),
      cause_(cause) {}

}  // namespace sim

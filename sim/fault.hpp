#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "sim/time.hpp"

namespace sim {

/// A fault inside the engine or a model: never the user's doing. Code deep inside throws `Fault(what)`; the run loop,
/// and it alone, adds where in the run it happened.
class Fault : public std::runtime_error {
 public:
  explicit Fault(const std::string& what) : std::runtime_error(what) {}
};

/// A fault with its place in the run; what() reads "replication 3, 12.500000 s, park_timeout of inbound #17: ...".
class LocatedFault : public Fault {
 public:
  LocatedFault(const std::string& cause, std::uint32_t replication, Ticks time, const std::string& event);
  std::uint32_t replication() const { return replication_; }
  Ticks time() const { return time_; }
  const std::string& event() const { return event_; }  ///< the event's kind and the call or person it belongs to
  const std::string& cause() const { return cause_; }

 private:
  std::uint32_t replication_;
  Ticks time_;
  std::string event_;
  std::string cause_;
};

}  // namespace sim

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/measures/bundle.hpp"
#include "models/park/books.hpp"
#include "models/park/call.hpp"
#include "models/park/call_machine.hpp"
#include "models/people/company.hpp"
#include "sim/digest.hpp"
#include "sim/time.hpp"

/// Calls whose whole stay is known when they park. Nothing that happens to a call of lot traffic before it is
/// retrieved, given up or timed out changes when that will be, so the earliest of the three is all that need be waited
/// for, and the call itself need be no more than a few words.
namespace express {

/// What a call may meet in a few words. A time-out is none of them: there the call is laid out and goes on like any
/// other.
enum class Way : std::uint8_t { parked, refused, retrieved, given_up };
inline constexpr std::size_t ways = 4;

/// As many lots as an event of such a call can tell apart.
inline constexpr std::size_t most_lots = 4096;

/// One row of the call machine fired, as it goes into the digest.
struct Fact {
  std::uint64_t row = 0;
  std::uint64_t detail = 0;
  bool has_number = false;  ///< the detail is the number of the call's code
};

/// All that the call machine does when a call goes this way.
struct Route {
  std::vector<Fact> facts;
  sim::Digest::Facts sum;  ///< the same for the digest, the number of the code left open
  measures::Bundle bundle;
  park::Books books;
  park::CallEnd last_end{};  ///< of its code
};

/// The routes of one lot traffic, learnt by sending calls of it through the call machine and taking down what it does.
struct Routes {
  std::array<Route, ways> of;
  park::Call parked;       ///< a call as parking leaves it,
  sim::Ticks parked_at;    ///< at this time
  bool times_out = false;  ///< a parked call has a time-out
};

/// The routes of this lot traffic; none where its calls do more than wait for the earliest of retrieval, patience and
/// time-out, or leave something behind when they go: then they need the whole machinery from the start.
std::optional<Routes> learn(const people::Company&, std::size_t lot_traffic, std::span<const park::Row> table);

/// Those of all lot traffic of a company; empty unless every call of it can go in a few words.
std::vector<Routes> learn_all(const people::Company&, std::span<const park::Row> table);

}  // namespace express

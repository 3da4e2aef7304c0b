#pragma once

#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "sim/time.hpp"

namespace sim {

/// What happens first when several events fall into one tick: least value first.
enum class EventClass : std::uint8_t {
  caller_hangs_up,
  retrieve,
  park_timeout,
  ring_result,
  sweep,
  park_request,
  rest,
};

/// Place of an event in the total order: by tick, then by order. Keys of pending events must be distinct.
struct EventKey {
  Ticks tick;
  std::uint64_t order = 0;

  friend constexpr auto operator<=>(const EventKey&, const EventKey&) = default;
};

/// What a handler is told: all that the queue keeps of an event besides its key. The queue reads none of it.
struct EventPayload {
  std::uint32_t kind = 0;        ///< which handler
  std::uint32_t subject = 0;     ///< index of the call, person or lot it happens to
  std::uint32_t argument = 0;    ///< free for the handler
  std::uint32_t generation = 0;  ///< generation of the subject meant, to tell a reused index from the old one

  friend constexpr bool operator==(const EventPayload&, const EventPayload&) = default;
};

/// Widths of the fields of an order, most significant first: class 4, source 12, ordinal 32, step 16.
inline constexpr unsigned source_bits = 12;
inline constexpr unsigned ordinal_bits = 32;
inline constexpr unsigned step_bits = 16;
inline constexpr unsigned tie_bits = source_bits + ordinal_bits + step_bits;

[[noreturn]] inline void throw_order_overflow(std::uint64_t source, std::uint64_t ordinal, std::uint64_t step) {
  throw std::out_of_range("event order: source " + std::to_string(source) + " (below 2^12), ordinal " +
                          std::to_string(ordinal) + " (below 2^32) or step " + std::to_string(step) +
                          " (below 2^16) does not fit");
}

/// The second part of a key, from what the model knows of the event: never from when it was pushed. `source` numbers
/// what issues events, `ordinal` the call within that source, `step` the event within that call.
/// Throws std::out_of_range when a field overflows.
constexpr std::uint64_t make_order(EventClass cls, std::uint64_t source, std::uint64_t ordinal, std::uint64_t step) {
  if ((source >> source_bits | ordinal >> ordinal_bits | step >> step_bits) != 0) {
    throw_order_overflow(source, ordinal, step);
  }
  return std::uint64_t{static_cast<std::uint8_t>(cls)} << tie_bits | source << (ordinal_bits + step_bits) |
         ordinal << step_bits | step;
}

constexpr EventClass class_of(std::uint64_t order) { return static_cast<EventClass>(order >> tie_bits); }
constexpr std::uint32_t source_of(std::uint64_t order) {
  return static_cast<std::uint32_t>(order >> (ordinal_bits + step_bits) & ((1u << source_bits) - 1));
}
constexpr std::uint32_t ordinal_of(std::uint64_t order) { return static_cast<std::uint32_t>(order >> step_bits); }
constexpr std::uint32_t step_of(std::uint64_t order) {
  return static_cast<std::uint32_t>(order & ((1u << step_bits) - 1));
}

/// A permutation of the integers below 2^bits, chosen by `seed`. Requires value < 2^bits and 2 <= bits <= 63.
/// A bijection because each step is one modulo 2^bits: adding a constant, multiplying by an odd number, and
/// value ^= value >> k with k >= 1, which keeps the top k bits and so can be undone from the top down.
constexpr std::uint64_t permute(std::uint64_t value, unsigned bits, std::uint64_t seed) {
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  for (int round = 0; round < 3; ++round) {
    seed = (seed ^ seed >> 31) * 0xd6e8feb86659fd93u + 0x9e3779b97f4a7c15u;
    value = (value + seed) & mask;
    value ^= value >> (bits / 2);
    value = (value * 0xff51afd7ed558ccdu) & mask;
  }
  return value ^ value >> (bits / 2);
}

/// `order` with its class kept and the other 60 bits permuted: distinct orders stay distinct, but ties that source,
/// ordinal and step decide fall in an arbitrary order that `seed` fixes. Of the result only class_of has a meaning.
constexpr std::uint64_t shuffle_ties(std::uint64_t order, std::uint64_t seed) {
  const std::uint64_t mask = (std::uint64_t{1} << tie_bits) - 1;
  return (order & ~mask) | permute(order & mask, tie_bits, seed);
}

}  // namespace sim

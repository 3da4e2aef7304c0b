#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sim/event_key.hpp"

namespace sim {

/// Names one pushed event. A default-constructed handle refers to nothing: no queue issues generation 0. Bit 31 of
/// `slot` is clear in the handles of a general queue and set in those of a lane. Means something only to the queue
/// that issued it and to copies of that queue taken since.
struct Handle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  friend constexpr bool operator==(Handle, Handle) = default;
};

struct Event {
  EventKey key;
  EventPayload payload;

  friend constexpr bool operator==(const Event&, const Event&) = default;
};

/// Accepts whatever a queue hands to its archive; stands for any archive in the concept below.
struct AnyArchive {
  template <class... Members>
  void operator()(Members&...) {}
};

/// A set of pending events in the order of their keys.
///
/// - push(key, payload) adds an event. Any tick is accepted, past ones too: the run loop guards the clock. Pushing a
///   key that equals a pending one is a violation of the contract: the order of the two is unspecified.
/// - cancel(handle) removes the event and returns true if it was pending. For a stale handle (popped, cancelled or
///   never issued) it returns false and changes nothing. A slot is reused, so a handle kept while its slot serves
///   2^31 further events may be mistaken for the current one.
/// - pending(handle) tells what cancel would return.
/// - next() points to the least key, or is null when empty; valid until the queue changes.
/// - pop() removes and returns the event of the least key. Requires !empty().
/// - reserve(n) makes room for n pending events. No operation allocates while the number pending stays within the
///   largest it has been or the room reserved (for a copy: since it was copied).
/// - Copying yields an independent queue that behaves identically, handles included.
/// - archive(a) calls a(members...), possibly several times, with all of the state: scalars and vectors of trivially
///   copyable structs without padding. Writing them as bytes and reading them back into a default-constructed queue is
///   a copy.
///
/// At most 2^31 events may be pending; push throws std::length_error beyond.
template <class Queue>
concept EventQueue = std::semiregular<Queue> &&
    requires(Queue queue, const Queue view, EventKey key, EventPayload payload, Handle handle, std::size_t n,
             AnyArchive archive) {
  { queue.push(key, payload) } -> std::same_as<Handle>;
  { queue.cancel(handle) } -> std::same_as<bool>;
  { view.pending(handle) } -> std::same_as<bool>;
  { view.next() } -> std::same_as<const EventKey*>;
  { queue.pop() } -> std::same_as<Event>;
  { view.size() } -> std::same_as<std::size_t>;
  { view.empty() } -> std::same_as<bool>;
  queue.reserve(n);
  queue.archive(archive);
};

}  // namespace sim

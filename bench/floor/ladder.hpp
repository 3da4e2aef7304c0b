#pragma once

#include <cmath>
#include <cstdint>

#include "bench/floor/buffer.hpp"

namespace FLOOR_BUILD {

/// Pending events as words of 64 bits, (time within the window : 32 | what happens : 32), in unsorted windows; one is
/// sorted when it opens. A window is 2^32 ticks of time.
class Ladder {
 public:
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  /// Windows of `attempts` expected attempts, but of 3 s at most, with room for `room` events each on average; at least
  /// `horizon_s` of them. What is due later waits aside, as does what finds its window full.
  Ladder(double parks_per_s, double attempts, double room, double horizon_s)
      : window_s_(std::fmin(attempts / parks_per_s, 3)),
        room_(room_for(window_s_ * parks_per_s * room)),
        windows_(windows_for(horizon_s / window_s_)),
        events_(std::size_t{windows_} * room_),
        counts_(windows_),
        open_(8 * std::size_t{room_} + 256),
        kept_(std::size_t{room_}) {}

  double ticks_per_s() const { return 0x1p32 / window_s_; }
  std::uint64_t begin() const { return base_ << 32; }
  std::uint64_t end() const { return (base_ + 1) << 32; }

  [[gnu::always_inline]] void put(std::uint64_t time, std::uint32_t what) {
    const std::uint64_t window = time >> 32, event = time << 32 | what;
    if (window == base_) [[unlikely]]
      return insert(event);
    if (window - base_ >= windows_) [[unlikely]]
      return put_aside(late_, window, event);
    place(window, event);
  }

  /// The first event of the open window, none after the last, and its time.
  [[gnu::always_inline]] std::uint64_t first() { return open_[at_]; }
  std::uint64_t time_of(std::uint64_t event) const { return begin() | event >> 32; }
  [[gnu::always_inline]] void pop() { ++at_; }

  void open() {
    if (base_ % (windows_ / 2) == 0) [[unlikely]]
      fetch_late();
    sort(events_.data() + std::size_t{here()} * room_, counts_[here()]);
    opened();
  }

  /// The same without those events for which is_stale(what) holds.
  template <class IsStale>
  [[gnu::always_inline]] void open_without(IsStale is_stale) {
    if (base_ % (windows_ / 2) == 0) [[unlikely]]
      fetch_late();
    const std::uint64_t* const all = events_.data() + std::size_t{here()} * room_;
    const std::uint32_t count = counts_[here()];
    std::uint64_t* const kept = kept_.data();
    std::uint32_t left = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      kept[left] = all[i];
      left += !is_stale(static_cast<std::uint32_t>(all[i]));
    }
    sort(kept, left);
    opened();
  }

  void close() { ++base_; }

 private:
  struct Event {
    std::uint64_t window, event;
  };
  struct Aside {
    static constexpr std::uint32_t room = 1u << 16;
    Buffer<Event> events{room};
    std::uint32_t count = 0;
  };

  static std::uint32_t room_for(double events) {
    return static_cast<std::uint32_t>(events + 12 * std::sqrt(events) + 24);
  }
  static std::uint32_t windows_for(double count) {
    std::uint32_t windows = 64;
    while (windows < count + 3) windows *= 2;
    return windows;
  }
  std::uint32_t here() const { return static_cast<std::uint32_t>(base_) & (windows_ - 1); }

  [[gnu::always_inline]] void place(std::uint64_t window, std::uint64_t event) {
    const std::uint32_t at = static_cast<std::uint32_t>(window) & (windows_ - 1), count = counts_[at];
    if (count == room_) [[unlikely]]
      return put_aside(crowded_, window, event);
    events_[std::size_t{at} * room_ + count] = event;
    counts_[at] = count + 1;
  }

  [[gnu::always_inline]] void opened() {
    counts_[here()] = 0;
    if (crowded_.count > 0) [[unlikely]]
      insert_crowded();
  }

  /// Spread by the highest six bits, then each event put in its place among its neighbours.
  [[gnu::always_inline]] void sort(const std::uint64_t* events, std::uint32_t count) {
    std::uint64_t* const sorted = open_.data();
    at_ = 0;
    size_ = count;
    sorted[count] = none;
    if (count > 24) {
      std::uint32_t place[65] = {};
      for (std::uint32_t i = 0; i < count; ++i) ++place[(events[i] >> 58) + 1];
      for (int i = 1; i < 65; ++i) place[i] += place[i - 1];
      for (std::uint32_t i = 0; i < count; ++i) sorted[place[events[i] >> 58]++] = events[i];
      for (std::uint32_t i = 1; i < count; ++i) sink(sorted, i, 0, sorted[i]);
    } else {
      for (std::uint32_t i = 0; i < count; ++i) sink(sorted, i, 0, events[i]);
    }
  }

  [[gnu::always_inline]] static void sink(std::uint64_t* sorted, std::uint32_t at, std::uint32_t lowest,
                                          std::uint64_t event) {
    for (; at > lowest && sorted[at - 1] > event; --at) sorted[at] = sorted[at - 1];
    sorted[at] = event;
  }

  [[gnu::always_inline]] void insert(std::uint64_t event) {
    require(size_ + 1 < 8 * room_ + 256);
    open_[size_ + 1] = none;
    sink(open_.data(), size_++, at_, event);
  }

  [[gnu::noinline]] static void put_aside(Aside& aside, std::uint64_t window, std::uint64_t event) {
    require(aside.count < Aside::room);
    aside.events[aside.count++] = {window, event};
  }

  [[gnu::noinline]] void insert_crowded() {
    for (std::uint32_t i = 0; i < crowded_.count;) {
      if (crowded_.events[i].window != base_) {
        ++i;
        continue;
      }
      insert(crowded_.events[i].event);
      crowded_.events[i] = crowded_.events[--crowded_.count];
    }
  }

  [[gnu::noinline]] void fetch_late() {
    for (std::uint32_t i = 0; i < late_.count;) {
      const auto [window, event] = late_.events[i];
      if (window - base_ >= windows_) {
        ++i;
        continue;
      }
      late_.events[i] = late_.events[--late_.count];
      place(window, event);
    }
  }

  double window_s_;
  std::uint32_t room_, windows_;
  Buffer<std::uint64_t> events_;  ///< room_ of each window
  Buffer<std::uint32_t> counts_;
  Buffer<std::uint64_t> open_;  ///< the window that is open, sorted, from at_ to size_
  Buffer<std::uint64_t> kept_;
  std::uint32_t at_ = 0, size_ = 0;
  std::uint64_t base_ = 0;
  Aside late_;     ///< beyond the last window
  Aside crowded_;  ///< of windows that are full
};

}  // namespace FLOOR_BUILD

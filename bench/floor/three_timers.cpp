#include <cstdint>

#include "bench/floor/buffer.hpp"
#include "bench/floor/draws.hpp"
#include "bench/floor/free_codes.hpp"
#include "bench/floor/ladder.hpp"
#include "bench/floor/reference_lot.hpp"

namespace FLOOR_BUILD {

namespace {

using park_floor::Counts;
using park_floor::Lot;

// What an event says: kind : 2 | generation : 12 | code or ring : 18. An event is stale when the generation of its code
// or ring has moved on.
enum Kind : std::uint32_t { retrieve, hang_up, answer, ring_over };

constexpr std::uint32_t what(Kind kind, std::uint32_t generation, std::uint32_t subject) {
  return kind << 30 | (generation & 0xfff) << 18 | subject;
}
constexpr Kind kind_of(std::uint32_t what) { return static_cast<Kind>(what >> 30); }
constexpr std::uint32_t subject_of(std::uint32_t what) { return what & 0x3ffff; }
constexpr bool is_stale(std::uint32_t what, std::uint32_t generation) {
  return ((what >> 18 ^ generation) & 0xfff) != 0;
}

/// The alerts that ring, by number.
class Rings {
 public:
  Rings() {
    for (std::uint32_t ring = 0; ring < most; ++ring) free_[ring] = ring;
  }
  std::uint32_t take() {
    require(count_ > 0);
    return free_[--count_];
  }
  void give_back(std::uint32_t ring) {
    ++generation_[ring];
    free_[count_++] = ring;
  }
  std::uint32_t generation(std::uint32_t ring) { return generation_[ring & (most - 1)]; }

 private:
  static constexpr std::uint32_t most = 4096;
  Buffer<std::uint32_t> free_{most}, generation_{most};
  std::uint32_t count_ = most;
};

/// Time-outs, all of the same length, in the order in which they were set.
class Timeouts {
 public:
  struct Timeout {
    std::uint64_t at;
    std::uint32_t code, generation;
  };

  explicit Timeouts(double expected) : size_(room_for(1.5 * expected + 4096)), ring_(size_) {}

  [[gnu::always_inline]] void add(const Timeout& timeout) {
    require(last_ - first_ < size_);
    ring_[last_++ & (size_ - 1)] = timeout;
  }
  [[gnu::always_inline]] bool empty() const { return first_ == last_; }
  [[gnu::always_inline]] const Timeout& first() { return ring_[first_ & (size_ - 1)]; }
  [[gnu::always_inline]] void pop() { ++first_; }

 private:
  static std::uint64_t room_for(double timeouts) {
    std::uint64_t room = 64;
    while (static_cast<double>(room) < timeouts) room *= 2;
    return room;
  }

  std::uint64_t size_, first_ = 0, last_ = 0;
  Buffer<Timeout> ring_;
};

}  // namespace

Counts three_timers(const Lot& lot, std::uint64_t attempts, std::uint64_t seed) {
  using namespace park_floor;  // NOLINT: the constants of the workload
  const auto codes = static_cast<std::uint32_t>(lot.codes);
  Exponentials exponential(seed);
  FreeCodes free(codes);
  // Generations lie apart, two bytes a code, so that those of a large lot stay in the nearest cache.
  Buffer<std::uint16_t> generation(codes);
  Buffer<std::uint64_t> parked_at(codes);
  Buffer<std::uint8_t> was_rung(codes);
  Ladder ladder(lot.parks_per_s, 384, 2.2, 1000);
  Timeouts timeouts(lot.parks_per_s * timeout_s);
  Rings rings;
  Counts n;

  const double second = ladder.ticks_per_s(), gap = second / lot.parks_per_s;
  const auto ticks = [second](double s) { return static_cast<std::uint64_t>(s * second); };
  const std::uint64_t timeout = ticks(timeout_s), ring_time = ticks(ring_time_s);
  std::uint64_t now = 0, left = attempts, held = 0, longest = 0;
  std::uint64_t next_attempt = static_cast<std::uint64_t>(gap * exponential.next());

  const auto after = [&](double mean) { return now + static_cast<std::uint64_t>(mean * exponential.next()); };
  const double mean_retrieval = mean_retrieval_s * second, mean_patience = mean_patience_s * second;
  const double mean_answer = mean_answer_s * second;

  const auto park = [&](bool again) __attribute__((always_inline)) {
    if (free.none()) [[unlikely]]
      return false;
    const std::uint32_t code = free.take(), g = generation[code];
    parked_at[code] = now;
    was_rung[code] = again;
    ladder.put(after(mean_retrieval), what(retrieve, g, code));
    ladder.put(after(mean_patience), what(hang_up, g, code));
    timeouts.add({now + timeout, code, g});
    return true;
  };
  const auto end_stay = [&](std::uint32_t code) {
    const std::uint64_t stay = now - parked_at[code];
    held += stay;
    longest = stay > longest ? stay : longest;
    ++n.stays;
    ++generation[code];
    free.give_back(code);
  };
  const auto ring_or_drop = [&](std::uint32_t code) {
    end_stay(code);
    if (was_rung[code]) {
      ++n.dropped;
      return;
    }
    ++n.rung_back;
    const std::uint32_t ring = rings.take(), g = rings.generation(ring);
    ladder.put(after(mean_answer), what(answer, g, ring));
    ladder.put(now + ring_time, what(ring_over, g, ring));
  };
  const auto end_ring = [&](std::uint32_t ring, Kind kind) {
    rings.give_back(ring);
    if (kind == answer) {
      ++n.answered;
    } else if (park(true)) {
      ++n.reparked;
    } else {
      ++n.dropped;
    }
  };

  for (; left > 0 || n.calls_in_progress() > 0; ladder.close()) {
    ladder.open_without([&](std::uint32_t w) {
      const std::uint32_t subject = subject_of(w);
      if (kind_of(w) >= answer) [[unlikely]]
        return is_stale(w, rings.generation(subject));
      return is_stale(w, generation[subject]);
    });
    for (const std::uint64_t end = ladder.end();;) {
      const std::uint64_t event = ladder.first();
      const std::uint64_t next_event = event == Ladder::none ? Ladder::none : ladder.time_of(event);
      while (!timeouts.empty() && timeouts.first().generation != generation[timeouts.first().code]) timeouts.pop();
      const std::uint64_t next_timeout = timeouts.empty() ? Ladder::none : timeouts.first().at;
      const std::uint64_t next_of_calls = next_event < next_timeout ? next_event : next_timeout;
      const std::uint64_t next = next_of_calls < next_attempt ? next_of_calls : next_attempt;
      if (next >= end) break;
      now = next;
      if (next == next_attempt) {
        next_attempt = --left > 0 ? after(gap) : Ladder::none;
        if (!park(false)) ++n.blocked;
      } else if (next == next_timeout) [[unlikely]] {
        const std::uint32_t code = timeouts.first().code;
        timeouts.pop();
        ring_or_drop(code);
      } else {
        ladder.pop();
        const auto w = static_cast<std::uint32_t>(event);
        const std::uint32_t subject = subject_of(w);
        const Kind kind = kind_of(w);
        if (kind >= answer) [[unlikely]] {
          if (!is_stale(w, rings.generation(subject))) end_ring(subject, kind);
        } else if (!is_stale(w, generation[subject])) {
          end_stay(subject);
          n.abandoned += kind == hang_up;
          n.retrieved += kind == retrieve;
        }
      }
    }
    n.held_s += static_cast<double>(held) / second;
    held = 0;
    n.attempts = attempts - left;
  }
  n.longest_s = static_cast<double>(longest) / second;
  return n;
}

}  // namespace FLOOR_BUILD

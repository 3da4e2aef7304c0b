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

// What an event says: code : 24 | kind : 8. Of a ring there is nothing to remember, so no code.
enum Kind : std::uint32_t { retrieve, hang_up, time_out, answer, ring_over };
constexpr std::uint32_t what(Kind kind, std::uint32_t code) { return code << 8 | kind; }

}  // namespace

Counts one_event(const Lot& lot, std::uint64_t attempts, std::uint64_t seed) {
  using namespace park_floor;  // NOLINT: the constants of the workload
  const auto codes = static_cast<std::uint32_t>(lot.codes);
  Parks parks(seed);
  Exponentials exponential(seed ^ 0xabcdef);  // of what is rare
  FreeCodes free(codes);
  Buffer<std::uint64_t> parked_at(codes);
  Buffer<std::uint8_t> was_rung(codes);
  Ladder ladder(lot.parks_per_s, 192, 1, timeout_s);
  Counts n;

  const double second = ladder.ticks_per_s(), gap = second / lot.parks_per_s;
  const auto ticks = [](double t) { return static_cast<std::uint64_t>(t); };
  const std::uint64_t timeout = ticks(timeout_s * second), ring_time = ticks(ring_time_s * second);
  // The first of two exponentials is an exponential of the sum of their rates.
  const double mean_stay = second / (1 / mean_retrieval_s + 1 / mean_patience_s);
  constexpr double hang_up_share = mean_retrieval_s / (mean_retrieval_s + mean_patience_s);
  std::uint64_t now = 0, left = attempts, held = 0, longest = 0, ends = 0, abandoned = 0;

  const auto stay_of = [&](std::uint32_t code, bool again, double drawn, Kind kind) {
    parked_at[code] = now;
    was_rung[code] = again;
    const std::uint64_t stay = ticks(mean_stay * drawn);
    if (stay >= timeout) [[unlikely]]
      ladder.put(now + timeout, what(time_out, code));
    else
      ladder.put(now + stay, what(kind, code));
  };
  const auto end_stay = [&](std::uint32_t code) {
    const std::uint64_t stay = now - parked_at[code];
    held += stay;
    longest = stay > longest ? stay : longest;
    free.give_back(code);
  };
  const auto repark = [&] {
    if (free.none()) {
      ++n.dropped;
      return;
    }
    ++n.reparked;
    const double drawn = exponential.next();
    stay_of(free.take(), true, drawn, exponential.next() < -std::log1p(-hang_up_share) ? hang_up : retrieve);
  };
  const auto ring_or_drop = [&](std::uint32_t code) {
    end_stay(code);
    ++n.stays;
    if (was_rung[code]) {
      ++n.dropped;
      return;
    }
    ++n.rung_back;
    const std::uint64_t answered = ticks(mean_answer_s * second * exponential.next());
    ladder.put(now + (answered < ring_time ? answered : ring_time), what(answered < ring_time ? answer : ring_over, 0));
  };

  std::uint64_t next_attempt = ticks(gap * exponential.next());
  for (; left > 0 || n.calls_in_progress() > 0; ladder.close()) {
    ladder.open();
    for (const std::uint64_t end = ladder.end();;) {
      const std::uint64_t event = ladder.first();
      const std::uint64_t next_event = event == Ladder::none ? Ladder::none : ladder.time_of(event);
      if (next_attempt < next_event) {
        if (next_attempt >= end) break;
        now = next_attempt;
        const std::uint32_t drawn = parks.next();
        next_attempt = --left > 0 ? now + ticks(gap * parks.gap(drawn)) : Ladder::none;
        if (free.none()) [[unlikely]]
          ++n.blocked;
        else
          stay_of(free.take(), false, parks.stay(drawn), static_cast<Kind>(parks.hangs_up(drawn)));
      } else {
        if (next_event == Ladder::none) break;
        ladder.pop();
        now = next_event;
        const auto w = static_cast<std::uint32_t>(event);
        const std::uint32_t kind = w & 0xff;
        if (kind > hang_up) [[unlikely]] {
          if (kind == time_out) {
            ring_or_drop(w >> 8);
          } else if (kind == answer) {
            ++n.answered;
          } else {
            repark();
          }
        } else {
          end_stay(w >> 8);
          abandoned += kind;
          ++ends;
        }
      }
    }
    n.held_s += static_cast<double>(held) / second;
    held = 0;
    n.attempts = attempts - left;
    n.abandoned = abandoned;
    n.retrieved = ends - abandoned;
  }
  n.stays += ends;
  n.longest_s = static_cast<double>(longest) / second;
  return n;
}

}  // namespace FLOOR_BUILD

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace sim {

/// A fingerprint of what happened, one sum per window of simulated time. A sum does not depend on the order of its
/// terms, so neither queue nor workers can change it, and two runs can be bisected to the first window that differs.
/// Fixed memory: when the last of 256 windows is full, neighbours are added and windows become twice as wide.
class Digest {
 public:
  Digest() : sums_(windows, 0) {}

  /// Adds one fact, given as three words, at `now` (not negative). Facts that differ in some word have different terms,
  /// but for a chance of about 2^-64. O(1) amortised.
  void add(Ticks now, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    if (static_cast<std::uint64_t>(now.us - from_.us) >= static_cast<std::uint64_t>(width_.us)) find_window(now);
    sums_[at_] += hash(static_cast<std::uint64_t>(now.us), a, b, c);
  }

  /// The term that add() adds to the sum of its window.
  static std::uint64_t term(Ticks now, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return hash(static_cast<std::uint64_t>(now.us), a, b, c);
  }

  /// The part of terms of facts (b, c) that does not depend on instant and call, for add_prepared().
  static constexpr std::uint64_t prepare(std::uint64_t b, std::uint64_t c) {
    return b * 0xa0761d6478bd642fu + c * 0xe7037ed1a0b428dbu;
  }
  /// Facts prepared beforehand, at most eight.
  struct Parts {
    std::array<std::uint64_t, 8> values{};
    std::uint32_t count = 0;

    /// False when there is no room.
    bool add(std::uint64_t b, std::uint64_t c) {
      if (count == values.size()) return false;
      values[count++] = prepare(b, c);
      return true;
    }
  };
  /// Adds the facts (a, b, c) that were prepared; to the c of those in `counted` comes `more`.
  void add_prepared(Ticks now, std::uint64_t a, std::uint64_t more, const Parts& plain, const Parts& counted) {
    if (static_cast<std::uint64_t>(now.us - from_.us) >= static_cast<std::uint64_t>(width_.us)) find_window(now);
    const std::uint64_t base = static_cast<std::uint64_t>(now.us) * 0x9e3779b97f4a7c15u + a * 0xd6e8feb86659fd93u;
    sums_[at_] += sum_of(base, plain) + sum_of(base + prepare(0, more), counted);
  }

  Ticks window() const { return width_; }
  const std::vector<std::uint64_t>& sums() const { return sums_; }

  template <class Archive>
  void archive(Archive& a) {
    a(width_, sums_, from_, at_);
  }

 private:
  static constexpr std::size_t windows = 256;

  // Each word is spread by its own odd number, so that no two facts meet by trading small amounts between words.
  static std::uint64_t hash(std::uint64_t now, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return mix(now * 0x9e3779b97f4a7c15u + a * 0xd6e8feb86659fd93u + prepare(b, c));
  }

  static std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 29;
    x *= 0xa0761d6478bd642fu;
    return x ^ (x >> 32);
  }

  // Without a loop: there are three or four as a rule, and this is where a fast run spends much of its time.
  static std::uint64_t sum_of(std::uint64_t base, const Parts& parts) {
    std::uint64_t sum = 0;
    switch (parts.count) {
      case 8: sum += mix(base + parts.values[7]); [[fallthrough]];
      case 7: sum += mix(base + parts.values[6]); [[fallthrough]];
      case 6: sum += mix(base + parts.values[5]); [[fallthrough]];
      case 5: sum += mix(base + parts.values[4]); [[fallthrough]];
      case 4: sum += mix(base + parts.values[3]); [[fallthrough]];
      case 3: sum += mix(base + parts.values[2]); [[fallthrough]];
      case 2: sum += mix(base + parts.values[1]); [[fallthrough]];
      case 1: sum += mix(base + parts.values[0]); [[fallthrough]];
      default: return sum;
    }
  }

  void find_window(Ticks now) {
    while (now.us / static_cast<std::int64_t>(windows) >= width_.us) widen();
    at_ = static_cast<std::size_t>(now.us / width_.us);
    from_ = width_ * static_cast<std::int64_t>(at_);
  }

  void widen() {
    for (std::size_t i = 0; i < windows / 2; ++i) sums_[i] = sums_[2 * i] + sums_[2 * i + 1];
    for (std::size_t i = windows / 2; i < windows; ++i) sums_[i] = 0;
    width_ += width_;
  }

  Ticks width_ = 60_s;
  std::vector<std::uint64_t> sums_;
  Ticks from_;          // start of the window of the latest fact, and
  std::size_t at_ = 0;  // its number
};

}  // namespace sim

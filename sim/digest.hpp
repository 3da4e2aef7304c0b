#pragma once

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
    return mix(now * 0x9e3779b97f4a7c15u + a * 0xd6e8feb86659fd93u + b * 0xa0761d6478bd642fu + c * 0xe7037ed1a0b428dbu);
  }

  static std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 29;
    x *= 0xa0761d6478bd642fu;
    return x ^ (x >> 32);
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

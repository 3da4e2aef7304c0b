#pragma once

#include <array>
#include <cstddef>
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
  /// but for a chance of about 2^-58. O(1) amortised.
  void add(Ticks now, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    if (!is_in_window(now)) find_window(now);
    sums_[at_] += term(now, a, b, c);
  }

  /// The term that add() adds to the sum of its window: a product, so that facts (b, c) that always come together can
  /// be added up beforehand.
  static constexpr std::uint64_t term(Ticks now, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return factor(static_cast<std::uint64_t>(now.us), a) * fact(b, c);
  }

  /// Facts of one instant and one a, for a Batch.
  class Facts {
   public:
    void add(std::uint64_t b, std::uint64_t c) { known_ += fact(b, c); }
    /// Its c is said each time.
    void add_open(std::uint64_t b) { open_ += row(b); }

   private:
    friend class Digest;
    std::uint64_t known_ = 0, open_ = 0;
  };
  /// Facts that are added together, as instants come. Much faster than one by one.
  class Batch {
   public:
    explicit Batch(Digest& digest) : digest_(digest) {}
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    ~Batch() { flush(); }

    /// `c` is that of the open ones. `now` is not before that of the last call.
    void add(Ticks now, std::uint64_t a, const Facts& facts, std::uint64_t c) {
      if (used_ == size) [[unlikely]]
        flush();
      now_[used_] = static_cast<std::uint64_t>(now.us);
      a_[used_] = a;
      facts_[used_] = facts.known_ + facts.open_ * detail(c);
      ++used_;
    }

   private:
    static constexpr std::size_t size = 128;
    void flush();

    Digest& digest_;
    std::size_t used_ = 0;
    std::array<std::uint64_t, size> now_, a_, facts_;
  };

  Ticks window() const { return width_; }
  const std::vector<std::uint64_t>& sums() const { return sums_; }

  template <class Archive>
  void archive(Archive& a) {
    a(width_, sums_, from_, at_);
  }

 private:
  static constexpr std::size_t windows = 256;

  static constexpr std::uint64_t now_odd = 0x9e3779b97f4a7c15u, a_odd = 0xd6e8feb86659fd93u,
                                 b_odd = 0xa0761d6478bd642fu, c_odd = 0xe7037ed1a0b428dbu;

  static constexpr std::uint64_t spread(std::uint64_t x) {
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 29;
    return x * 0xa0761d6478bd642fu;
  }
  // Odd, so that a product keeps all that the other factor says. Each word has its own odd number, so that no two facts
  // meet by trading small amounts between words.
  static constexpr std::uint64_t factor(std::uint64_t now, std::uint64_t a) {
    return spread(now * now_odd + a * a_odd) | 1;
  }
  static constexpr std::uint64_t row(std::uint64_t b) { return spread(b * b_odd + now_odd); }
  static constexpr std::uint64_t detail(std::uint64_t c) { return (2 * c + 1) * c_odd; }
  static constexpr std::uint64_t fact(std::uint64_t b, std::uint64_t c) { return row(b) * detail(c); }
  static std::uint64_t sum_of(const std::uint64_t* now, const std::uint64_t* a, const std::uint64_t* facts,
                              std::size_t n);

  bool is_in_window(Ticks now) const {
    return static_cast<std::uint64_t>(now.us - from_.us) < static_cast<std::uint64_t>(width_.us);
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

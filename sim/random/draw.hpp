#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace sim {

/// What a draw is for. Models number their own purposes from 0; those from `first_engine_purpose` on belong to sim/.
using Purpose = std::uint16_t;
inline constexpr Purpose first_engine_purpose = 0xFF00;

namespace draw_detail {

/// A bijection of 64 bits (two xor-shift-multiply steps, constants of Stafford 2011, "variant 13").
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

inline constexpr std::uint64_t weyl = 0x9E3779B97F4A7C15U;

}  // namespace draw_detail

/// 64-bit hash of a declared name: FNV-1a, then mixed. The same on every machine.
constexpr std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return draw_detail::mix(hash);
}

/// The draws of one ordinal (one call, one arrival) of one source. 16 bytes, no state: asking in any order, any number
/// of times, gives the same answers. Two keyed rounds of a 64-bit bijection; within one purpose no two (episode, index)
/// give the same bits.
class Draws {
 public:
  constexpr std::uint64_t bits(Purpose purpose, std::uint32_t episode, std::uint32_t index) const {
    const std::uint64_t place = (std::uint64_t{episode} << 32) | index;
    const std::uint64_t inner = draw_detail::mix(first_key_ + place * draw_detail::weyl);
    return draw_detail::mix(inner ^ (second_key_ + purpose * draw_detail::weyl));
  }

  /// Strictly inside (0,1): one of 2^52 equidistant values (k + 1/2) / 2^52, all exact, as is 1 - u.
  constexpr double uniform(Purpose purpose, std::uint32_t episode, std::uint32_t index) const {
    return (static_cast<double>(bits(purpose, episode, index) >> 12) + 0.5) * 0x1p-52;
  }

 private:
  friend class DrawSource;
  constexpr Draws(std::uint64_t first_key, std::uint64_t second_key) : first_key_(first_key), second_key_(second_key) {}

  std::uint64_t first_key_;
  std::uint64_t second_key_;
};

/// Everything a study draws for one declared name in one replication and branch. 16 bytes, trivially copyable.
/// A draw is a pure function of (seed, replication, branch, source, ordinal, purpose, episode, index).
class DrawSource {
 public:
  constexpr DrawSource(std::uint64_t seed, std::uint64_t replication, std::uint64_t branch, std::uint64_t source)
      : first_key_(chain(0x243F6A8885A308D3U, seed, replication, branch, source)),
        second_key_(chain(0x13198A2E03707344U, source, branch, replication, seed)) {}

  constexpr Draws of(std::uint64_t ordinal) const {
    const std::uint64_t step = ordinal * draw_detail::weyl;
    return {draw_detail::mix(first_key_ + step), draw_detail::mix(second_key_ ^ step)};
  }

 private:
  friend class DrawBlock;
  static constexpr std::uint64_t chain(std::uint64_t key, std::uint64_t a, std::uint64_t b, std::uint64_t c,
                                       std::uint64_t d) {
    for (const std::uint64_t word : {a, b, c, d}) key = draw_detail::mix((key ^ word) + draw_detail::weyl);
    return key;
  }

  std::uint64_t first_key_;
  std::uint64_t second_key_;
};

}  // namespace sim

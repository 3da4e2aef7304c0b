#pragma once

#include <cstddef>
#include <cstdint>

#include "bench/floor/reference_lot.hpp"

/// Random numbers four at a time, in blocks. Vector types let the compiler take what the flags allow.
namespace FLOOR_BUILD {

using Lanes [[gnu::vector_size(32)]] = std::uint64_t;
using Reals [[gnu::vector_size(32)]] = double;

/// Four generators xoshiro256+ (Blackman and Vigna 2018), seeded by splitmix64.
class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t& seed) {
    for (Lanes& word : state_)
      for (int lane = 0; lane < 4; ++lane) word[lane] = split(seed);
  }

  [[gnu::always_inline]] Lanes bits() {
    const Lanes sum = state_[0] + state_[3], shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = state_[3] << 45 | state_[3] >> 19;
    return sum;
  }

  /// In (0,1).
  [[gnu::always_inline]] Reals uniform() {
    const Lanes from_1_to_2 = bits() >> 12 | 0x3ff0000000000000u;
    return __builtin_bit_cast(Reals, from_1_to_2) - (1 - 0x1p-53);
  }

 private:
  static std::uint64_t split(std::uint64_t& seed) {
    std::uint64_t z = seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }

  Lanes state_[4];
};

/// -log(u), u in (0,1), within 1e-13: u = m 2^e with m in [sqrt(1/2), sqrt(2)), and log m = 2 artanh((m - 1) / (m +
/// 1)).
[[gnu::always_inline]] inline Reals minus_log(Reals u) {
  constexpr std::uint64_t root_of_half = 0x3fe6a09e667f3bcdu, exponent_field = 0xfff0000000000000u;
  const Lanes above = __builtin_bit_cast(Lanes, u) - root_of_half;
  const Lanes exponent_bits = (above + (std::uint64_t{1023} << 52)) >> 52 | 0x4330000000000000u;
  const Reals exponent = __builtin_bit_cast(Reals, exponent_bits) - (0x1p52 + 1023);
  const Reals m = __builtin_bit_cast(Reals, __builtin_bit_cast(Lanes, u) - (above & exponent_field));
  const Reals s = (m - 1) / (m + 1), z = s * s;
  Reals series = Reals{} + 2. / 17;
  series = series * z + 2. / 15;
  series = series * z + 2. / 13;
  series = series * z + 2. / 11;
  series = series * z + 2. / 9;
  series = series * z + 2. / 7;
  series = series * z + 2. / 5;
  series = series * z + 2. / 3;
  series = series * z + 2.;
  return exponent * -0.693147180559945309417 - series * s;
}

inline constexpr std::uint32_t block = 512;

/// Exponentials of mean 1.
class Exponentials {
 public:
  explicit Exponentials(std::uint64_t seed) : even_(seed), odd_(seed) {}

  [[gnu::always_inline]] double next() {
    if (at_ == block) [[unlikely]]
      refill();
    return values_[at_++];
  }

 private:
  [[gnu::noinline]] void refill() {
    Xoshiro even = even_, odd = odd_;
    for (std::uint32_t i = 0; i < block; i += 8) {
      *reinterpret_cast<Reals*>(values_ + i) = minus_log(even.uniform());
      *reinterpret_cast<Reals*>(values_ + i + 4) = minus_log(odd.uniform());
    }
    even_ = even;
    odd_ = odd;
    at_ = 0;
  }

  Xoshiro even_, odd_;
  alignas(32) double values_[block];
  std::uint32_t at_ = block;
};

/// All that is drawn for a park attempt: the gap to the next one and the time to retrieval or hang-up, each as an
/// exponential of mean 1, and whether it is the hang-up.
class Parks {
 public:
  explicit Parks(std::uint64_t seed) : gaps_(seed), stays_(seed) {}

  /// The place of the next attempt's draws, valid until the next call.
  [[gnu::always_inline]] std::uint32_t next() {
    if (at_ == block) [[unlikely]]
      refill();
    return at_++;
  }
  double gap(std::uint32_t i) const { return gap_[i]; }
  double stay(std::uint32_t i) const { return stay_[i]; }
  std::uint64_t hangs_up(std::uint32_t i) const { return hangs_up_[i]; }

 private:
  [[gnu::noinline]] void refill() {
    constexpr double hang_up_share =
        park_floor::mean_retrieval_s / (park_floor::mean_retrieval_s + park_floor::mean_patience_s);
    Xoshiro gaps = gaps_, stays = stays_;
    for (std::uint32_t i = 0; i < block; i += 4) {
      *reinterpret_cast<Reals*>(gap_ + i) = minus_log(gaps.uniform());
      *reinterpret_cast<Reals*>(stay_ + i) = minus_log(stays.uniform());
      *reinterpret_cast<Lanes*>(hangs_up_ + i) = __builtin_bit_cast(Lanes, gaps.uniform() < hang_up_share) >> 63;
    }
    gaps_ = gaps;
    stays_ = stays;
    at_ = 0;
  }

  Xoshiro gaps_, stays_;
  alignas(32) double gap_[block], stay_[block];
  alignas(32) std::uint64_t hangs_up_[block];
  std::uint32_t at_ = block;
};

}  // namespace FLOOR_BUILD

#pragma once

#include <cstdint>

namespace sim {

/// A signed 128-bit integer: any product of two 64-bit integers fits.
__extension__ typedef __int128 Wide;

/// An exact running sum. 16 bytes without padding, trivially copyable: its bytes are a function of its value.
/// Overflows only beyond +-2^127, which no sum of fewer than 2^64 64-bit integers reaches.
class ExactSum {
 public:
  void add(Wide amount) {
    const Wide sum = value() + amount;
    low_ = static_cast<std::uint64_t>(sum);
    high_ = static_cast<std::int64_t>(sum >> 64);
  }
  Wide value() const { return Wide{high_} << 64 | low_; }

 private:
  // Two words, for one wide word is aligned to 16 bytes and would leave padding in its owner.
  std::uint64_t low_ = 0;
  std::int64_t high_ = 0;
};

}  // namespace sim

#pragma once

#include <cstdint>

#include "bench/floor/buffer.hpp"

namespace FLOOR_BUILD {

/// Which codes are free; the lowest goes first. A bitmap of three levels.
class FreeCodes {
 public:
  explicit FreeCodes(std::uint32_t codes) : words_(codes / 64 + 1), groups_(codes / 4096 + 1) {
    require(codes <= 64 * 64 * 64);
    for (std::uint32_t code = 0; code < codes; ++code) give_back(code);
  }

  bool none() const { return top_ == 0; }

  /// Requires !none().
  [[gnu::always_inline]] std::uint32_t take() {
    const std::uint32_t group = lowest(top_), word = group * 64 + lowest(groups_[group]);
    const std::uint32_t code = word * 64 + lowest(words_[word]);
    if ((words_[word] &= words_[word] - 1) == 0 && (groups_[group] &= groups_[group] - 1) == 0) top_ &= top_ - 1;
    return code;
  }

  [[gnu::always_inline]] void give_back(std::uint32_t code) {
    words_[code >> 6] |= bit(code);
    groups_[code >> 12] |= bit(code >> 6);
    top_ |= bit(code >> 12);
  }

 private:
  static std::uint64_t bit(std::uint32_t i) { return std::uint64_t{1} << (i & 63); }
  static std::uint32_t lowest(std::uint64_t bits) { return static_cast<std::uint32_t>(__builtin_ctzll(bits)); }

  Buffer<std::uint64_t> words_, groups_;
  std::uint64_t top_ = 0;
};

}  // namespace FLOOR_BUILD

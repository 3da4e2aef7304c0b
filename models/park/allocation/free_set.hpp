#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace park {

/// A set of small integers [0, size) as a bitmap of three levels, 64-fold each: up to 262,144 codes. Every operation is
/// O(1). Pointer-free; no allocation after construction.
class FreeSet {
 public:
  FreeSet() = default;
  /// The full set.
  explicit FreeSet(int size) : words_(word_count(size)), groups_(word_count(static_cast<int>(words_.size()))) {
    for (int i = 0; i < size; ++i) insert(i);
  }

  int count() const { return count_; }
  bool empty() const { return count_ == 0; }
  bool contains(int i) const { return (words_[word(i)] >> (i & 63)) & 1; }

  void insert(int i) {
    words_[word(i)] |= bit(i);
    groups_[word(i) >> 6] |= bit(static_cast<int>(word(i)));
    top_ |= bit(i >> 12);
    ++count_;
  }

  void erase(int i) {
    --count_;
    if ((words_[word(i)] &= ~bit(i)) != 0) return;
    if ((groups_[word(i) >> 6] &= ~bit(static_cast<int>(word(i)))) != 0) return;
    top_ &= ~bit(i >> 12);
  }

  /// The least member. Requires !empty().
  int first() const {
    const int group = std::countr_zero(top_);
    const int w = group * 64 + std::countr_zero(groups_[static_cast<std::size_t>(group)]);
    return w * 64 + std::countr_zero(words_[static_cast<std::size_t>(w)]);
  }

  /// The greatest member. Requires !empty().
  int last() const {
    const int group = 63 - std::countl_zero(top_);
    return last_within(group * 64 + 63 - std::countl_zero(groups_[static_cast<std::size_t>(group)]));
  }

  /// The least member >= i, or, when there is none, the least of all. Requires !empty() and 0 <= i < size.
  int at_or_after(int i) const {
    if (const auto rest = words_[word(i)] >> (i & 63)) return i + std::countr_zero(rest);
    const int w = static_cast<int>(word(i)) + 1;
    if (w < static_cast<int>(words_.size())) {
      if (const auto rest = groups_[static_cast<std::size_t>(w >> 6)] >> (w & 63))
        return within(w + std::countr_zero(rest));
      if (const int group = (w >> 6) + 1; group < 64) {
        if (const auto rest = top_ >> group) {
          const int g = group + std::countr_zero(rest);
          return within(g * 64 + std::countr_zero(groups_[static_cast<std::size_t>(g)]));
        }
      }
    }
    return first();
  }

  /// The greatest member <= i, or, when there is none, the greatest of all. Requires !empty() and 0 <= i < size.
  int at_or_before(int i) const {
    if (const auto rest = words_[word(i)] << (63 - (i & 63))) return i - std::countl_zero(rest);
    const int w = static_cast<int>(word(i)) - 1;
    if (w < 0) return last();
    if (const auto rest = groups_[static_cast<std::size_t>(w >> 6)] << (63 - (w & 63)))
      return last_within(w - std::countl_zero(rest));
    const int group = (w >> 6) - 1;
    if (group < 0) return last();
    const auto rest = top_ << (63 - group);
    if (rest == 0) return last();
    const int g = group - std::countl_zero(rest);
    return last_within(g * 64 + 63 - std::countl_zero(groups_[static_cast<std::size_t>(g)]));
  }

  template <class Archive>
  void archive(Archive& a) {
    a(words_, groups_, top_, count_);
  }

  static constexpr int max_size = 64 * 64 * 64;

 private:
  static std::size_t word(int i) { return static_cast<std::size_t>(i) >> 6; }
  static std::uint64_t bit(int i) { return std::uint64_t{1} << (i & 63); }
  static std::size_t word_count(int bits) { return (static_cast<std::size_t>(bits) + 63) / 64; }
  int within(int w) const { return w * 64 + std::countr_zero(words_[static_cast<std::size_t>(w)]); }
  int last_within(int w) const { return w * 64 + 63 - std::countl_zero(words_[static_cast<std::size_t>(w)]); }

  std::vector<std::uint64_t> words_, groups_;
  std::uint64_t top_ = 0;
  int count_ = 0;
};

}  // namespace park

#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace park {

/// A set of small integers [0, size) as a bitmap in levels, 64-fold each: three of them up to 262,144 codes, four up to
/// 16,777,216, of which the upper one is a path of its own, out of line. Every operation is O(1), but making it is
/// O(size). Pointer-free; no allocation after construction.
class FreeSet {
 public:
  static constexpr int max_size = 64 * 64 * 64 * 64;

  FreeSet() = default;
  /// The full set. Requires 0 <= size <= max_size.
  explicit FreeSet(int size);

  int count() const { return count_; }
  bool empty() const { return count_ == 0; }
  bool contains(int i) const { return (words_[word(i)] >> (i & 63)) & 1; }

  void insert(int i) {
    words_[word(i)] |= bit(i);
    std::uint64_t& group = groups_[word(i) >> 6];
    if (group == 0) [[unlikely]]
      mark_group(i >> 12);
    group |= bit(static_cast<int>(word(i)));
    ++count_;
  }

  void erase(int i) {
    --count_;
    if ((words_[word(i)] &= ~bit(i)) != 0) return;
    if ((groups_[word(i) >> 6] &= ~bit(static_cast<int>(word(i)))) != 0) return;
    unmark_group(i >> 12);
  }

  /// The least member. Requires !empty().
  int first() const {
    if (top_ == 0) [[unlikely]]
      return first_of_four_levels();
    return first_of_group(std::countr_zero(top_));
  }

  /// The greatest member. Requires !empty().
  int last() const;

  /// The least member >= i, or, when there is none, the least of all. Requires !empty() and 0 <= i < size.
  int at_or_after(int i) const {
    if (const auto rest = words_[word(i)] >> (i & 63)) return i + std::countr_zero(rest);
    const int w = static_cast<int>(word(i)) + 1;
    if (w == static_cast<int>(words_.size())) return first();
    if (const auto rest = groups_[static_cast<std::size_t>(w >> 6)] >> (w & 63))
      return first_of_word(w + std::countr_zero(rest));
    return first_in_groups_after(w >> 6);
  }

  /// The greatest member <= i, or, when there is none, the greatest of all. Requires !empty() and 0 <= i < size.
  int at_or_before(int i) const;

  template <class Archive>
  void archive(Archive& a) {
    a(words_, groups_, clusters_, top_, count_);
  }

 private:
  static std::size_t word(int i) { return static_cast<std::size_t>(i) >> 6; }
  static std::uint64_t bit(int i) { return std::uint64_t{1} << (i & 63); }
  int first_of_word(int w) const { return w * 64 + std::countr_zero(words_[static_cast<std::size_t>(w)]); }
  int last_of_word(int w) const { return w * 64 + 63 - std::countl_zero(words_[static_cast<std::size_t>(w)]); }
  int first_of_group(int g) const {
    return first_of_word(g * 64 + std::countr_zero(groups_[static_cast<std::size_t>(g)]));
  }
  int last_of_group(int g) const {
    return last_of_word(g * 64 + 63 - std::countl_zero(groups_[static_cast<std::size_t>(g)]));
  }
  int first_of_cluster(int c) const {
    return first_of_group(c * 64 + std::countr_zero(clusters_[static_cast<std::size_t>(c)]));
  }
  int last_of_cluster(int c) const {
    return last_of_group(c * 64 + 63 - std::countl_zero(clusters_[static_cast<std::size_t>(c)]));
  }
  int first_of_four_levels() const;
  int first_in_groups_after(int group) const;
  int last_in_groups_before(int group) const;
  void mark_group(int group);
  void unmark_group(int group);

  // Bit i of a level says whether word i of the level below has a bit.
  std::vector<std::uint64_t> words_;     ///< the members
  std::vector<std::uint64_t> groups_;    ///< 64 words each
  std::vector<std::uint64_t> clusters_;  ///< 64 groups each, and at their end the level above; empty for three levels
  std::uint64_t top_ = 0;                ///< the groups of three levels; 0 where there are four
  int count_ = 0;
};

}  // namespace park

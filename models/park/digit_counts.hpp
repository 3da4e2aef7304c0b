#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace park {

/// How many live codes there are at each distance from a code, distance being the number of digits that differ: kept
/// for codes that all have the same number of digits. Counts the codes that agree on each set of places; those that
/// agree on exactly k places follow by inclusion and exclusion. Every operation costs 2^digits steps, however many
/// codes there are. Pointer-free.
class DigitCounts {
 public:
  static constexpr int most_digits = 5;

  DigitCounts() = default;
  /// Of codes with so many digits, 1 to most_digits.
  explicit DigitCounts(int digits);

  int digits() const { return digits_; }
  bool is_kept() const { return digits_ > 0; }
  void add(int number) { change(number, 1); }
  void remove(int number) { change(number, -1); }

  /// [d] = live codes that differ from this one in exactly d digits.
  using Distances = std::array<std::int64_t, most_digits + 1>;
  Distances at_distance(int number) const;

  template <class Archive>
  void archive(Archive& a) {
    a(digits_, agreeing_);
  }

 private:
  void change(int number, std::int32_t by);

  int digits_ = 0;
  std::vector<std::int32_t> agreeing_;  ///< live codes, by set and by the digits in its places
};

}  // namespace park

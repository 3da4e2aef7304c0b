#include "models/park/digit_counts.hpp"

#include <bit>

namespace park {

namespace {

/// The places of each set of digits, and the number that the digits in them make.
template <class Visit>
void for_each_set(int number, int digits, Visit visit) {
  std::array<std::uint32_t, 1 << DigitCounts::most_digits> made{};
  const std::uint32_t sets = 1u << digits;
  for (std::uint32_t place = 0; place < static_cast<std::uint32_t>(digits); ++place, number /= 10)
    for (std::uint32_t set = 0; set < 1u << place; ++set)
      made[set | 1u << place] = made[set] * 10 + static_cast<std::uint32_t>(number % 10);
  for (std::uint32_t set = 0; set < sets; ++set) visit(set, made[set]);
}

}  // namespace

DigitCounts::DigitCounts(int digits) : digits_(digits) {
  std::uint32_t begin = 0;
  for (std::uint32_t set = 0; set < 1u << digits; ++set) {
    begins_[set] = begin;
    std::uint32_t numbers = 1;
    for (int i = std::popcount(set); i > 0; --i) numbers *= 10;
    begin += numbers;
  }
  agreeing_.assign(begin, 0);
}

void DigitCounts::change(int number, std::int32_t by) {
  for_each_set(number, digits_, [&](std::uint32_t set, std::uint32_t made) { agreeing_[begins_[set] + made] += by; });
}

std::array<std::int64_t, DigitCounts::most_digits + 1> DigitCounts::at_distance(int number) const {
  // [k] = codes that agree on a set of k places, summed over the sets; a code that agrees on exactly j >= k places is
  // in C(j, k) of them.
  std::array<std::int64_t, most_digits + 1> agreeing{}, exactly{}, at{};
  for_each_set(number, digits_, [&](std::uint32_t set, std::uint32_t made) {
    agreeing[static_cast<std::size_t>(std::popcount(set))] += agreeing_[begins_[set] + made];
  });
  for (int k = digits_; k >= 0; --k) {
    std::int64_t more = 0;
    std::int64_t ways = 1;  // C(j, k)
    for (int j = k + 1; j <= digits_; ++j) {
      ways = ways * j / (j - k);
      more += ways * exactly[static_cast<std::size_t>(j)];
    }
    exactly[static_cast<std::size_t>(k)] = agreeing[static_cast<std::size_t>(k)] - more;
    at[static_cast<std::size_t>(digits_ - k)] = exactly[static_cast<std::size_t>(k)];
  }
  return at;
}

}  // namespace park

#include "models/park/digit_counts.hpp"

#include <bit>

namespace park {

namespace {

/// For codes of a known number of digits, so that all loops have a known length.
template <int Digits>
struct Sets {
  static constexpr std::size_t count = std::size_t{1} << Digits;
  using Numbers = std::array<std::uint32_t, count>;

  /// Where the codes that agree on each set of places are counted.
  static constexpr Numbers begins = [] {
    Numbers all{};
    std::uint32_t begin = 0;
    for (std::size_t set = 0; set < count; ++set) {
      all[set] = begin;
      std::uint32_t numbers = 1;
      for (int i = std::popcount(set); i > 0; --i) numbers *= 10;
      begin += numbers;
    }
    return all;
  }();

  /// The number that the digits in each set of places make.
  static Numbers made_of(std::uint32_t number) {
    Numbers made;
    made[0] = 0;
    for (std::size_t place = 1; place < count; place *= 2, number /= 10)
      for (std::size_t set = 0; set < place; ++set) made[set | place] = made[set] * 10 + number % 10;
    return made;
  }

  static void change(std::int32_t* agreeing, int number, std::int32_t by) {
    const Numbers made = made_of(static_cast<std::uint32_t>(number));
    for (std::size_t set = 0; set < count; ++set) agreeing[begins[set] + made[set]] += by;
  }

  static constexpr std::int64_t ways(int of, int chosen) {
    std::int64_t found = 1;
    for (int i = 0; i < chosen; ++i) found = found * (of - i) / (i + 1);
    return found;
  }

  static DigitCounts::Distances at_distance(const std::int32_t* counted, int number) {
    // [k] = codes that agree on a set of k places, summed over the sets; a code that agrees on exactly j >= k places is
    // in C(j, k) of them.
    const Numbers made = made_of(static_cast<std::uint32_t>(number));
    std::array<std::int64_t, Digits + 1> agreeing{}, exactly{};
    for (std::size_t set = 0; set < count; ++set)
      agreeing[static_cast<std::size_t>(std::popcount(set))] += counted[begins[set] + made[set]];
    DigitCounts::Distances at{};
    for (int k = Digits; k >= 0; --k) {
      std::int64_t more = 0;
      for (int j = k + 1; j <= Digits; ++j) more += ways(j, k) * exactly[static_cast<std::size_t>(j)];
      exactly[static_cast<std::size_t>(k)] = agreeing[static_cast<std::size_t>(k)] - more;
      at[static_cast<std::size_t>(Digits - k)] = exactly[static_cast<std::size_t>(k)];
    }
    return at;
  }
};

/// act.operator()<digits>()
template <class Act>
auto with_digits(int digits, Act act) {
  switch (digits) {
    case 1: return act.template operator()<1>();
    case 2: return act.template operator()<2>();
    case 3: return act.template operator()<3>();
    case 4: return act.template operator()<4>();
    default: return act.template operator()<5>();
  }
}

}  // namespace

DigitCounts::DigitCounts(int digits) : digits_(digits) {
  // Each of the digits is in the set, with ten values, or not.
  std::size_t counts = 1;
  for (int i = 0; i < digits; ++i) counts *= 11;
  agreeing_.assign(counts, 0);
}

void DigitCounts::change(int number, std::int32_t by) {
  with_digits(digits_, [&]<int Digits>() { Sets<Digits>::change(agreeing_.data(), number, by); });
}

DigitCounts::Distances DigitCounts::at_distance(int number) const {
  return with_digits(digits_, [&]<int Digits>() { return Sets<Digits>::at_distance(agreeing_.data(), number); });
}

}  // namespace park

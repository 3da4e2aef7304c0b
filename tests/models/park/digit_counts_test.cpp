#include "models/park/digit_counts.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/random/draw.hpp"

namespace {

using park::DigitCounts;

int distance(int a, int b, int digits) {
  int different = 0;
  for (; digits > 0; --digits, a /= 10, b /= 10) different += a % 10 != b % 10;
  return different;
}

TEST(DigitCounts, CountLiveCodesAtEachDistance) {
  for (int digits = 1; digits <= DigitCounts::most_digits; ++digits) {
    int numbers = 1;
    for (int i = 0; i < digits; ++i) numbers *= 10;
    DigitCounts counts(digits);
    std::set<int> live;
    const sim::DrawSource source(1, 0, 0, static_cast<std::uint64_t>(digits));
    for (std::uint64_t i = 0; i < 300; ++i) {
      const int number = static_cast<int>(source.of(i).uniform(0, 0, 0) * numbers);
      if (live.erase(number) > 0) {
        counts.remove(number);
      } else {
        counts.add(number);
        live.insert(number);
      }
      std::array<std::int64_t, DigitCounts::most_digits + 1> expected{};
      for (const int other : live) ++expected[static_cast<std::size_t>(distance(number, other, digits))];
      ASSERT_EQ(counts.at_distance(number), expected) << number << " of " << digits << " digits";
    }
  }
}

TEST(DigitCounts, AreNotKeptUnlessAskedFor) { EXPECT_FALSE(DigitCounts().is_kept()); }

}  // namespace

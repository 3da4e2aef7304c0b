#include "scenarios/compiler/code_prefixes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compiler/rules_text.hpp"

namespace {

using park::Rules;
using scenarios::code_words;
using scenarios::CodePrefixes;
using scenarios::prefix_pair;

Rules::Space range(int lo, int hi, int width = 0) {
  Rules::Space space;
  space.lo = lo;
  space.hi = hi;
  space.width = width;
  return space;
}

bool has_code(const Rules::Space& space, const std::string& code) {
  if (code.front() == '0' && space.width != static_cast<int>(code.size())) return false;
  const int number = std::stoi(code);
  return number >= space.lo && number <= space.hi && code_words(space, number) == code;
}

/// The naive way: every code of the one with every number of digits behind it.
std::string tried_one_by_one(const Rules::Space& shorter, const Rules::Space& longer) {
  for (int code = shorter.lo; code <= std::min(shorter.hi, shorter.lo + 99'999); ++code) {
    const std::string begin = code_words(shorter, code);
    for (std::string whole = begin + "0"; whole.size() <= 9; whole += "0") {
      const std::string last = begin + std::string(whole.size() - begin.size(), '9');
      const std::string first = std::max(whole, code_words(longer, longer.lo));
      if (first.size() == whole.size() && first <= last && has_code(longer, first)) return begin + " and " + first;
    }
  }
  return {};
}

/// Of few digits, so that many begin like others; some with leading zeros, some of several lengths.
Rules::Space any_range(std::mt19937_64& random) {
  constexpr int ends[] = {10, 100, 1'000};
  const int end = ends[random() % 3];
  const int a = static_cast<int>(random() % static_cast<unsigned>(end));
  const int b =
      random() % 2 == 0 ? static_cast<int>(random() % static_cast<unsigned>(end)) : a + static_cast<int>(random() % 12);
  const int hi = std::max(a, b);
  const int digits = static_cast<int>(std::to_string(hi).size());
  return range(std::min(a, b), hi, random() % 3 == 0 ? digits + static_cast<int>(random() % 3) : 0);
}

std::string words_of(const Rules::Space& space) {
  return std::to_string(space.lo) + "-" + std::to_string(space.hi) + " width " + std::to_string(space.width);
}

TEST(PrefixPair, IsTheOneFoundByTryingAll) {
  std::mt19937_64 random(1);
  int found = 0;
  for (int i = 0; i < 1'000; ++i) {
    const auto shorter = any_range(random), longer = any_range(random);
    const auto expected = tried_one_by_one(shorter, longer);
    ASSERT_EQ(prefix_pair(shorter, longer), expected) << words_of(shorter) << ", " << words_of(longer);
    found += !expected.empty();
  }
  EXPECT_GT(found, 100);
  EXPECT_LT(found, 900);
}

TEST(PrefixPair, OfLongCodesIsTheOneFoundByTryingAll) {
  const std::vector<Rules::Space> spaces{
      range(1, 1),
      range(0, 0),
      range(0, 0, 2),
      range(99'999, 100'001),
      range(99'999'999, 100'000'001),
      range(999'999'998, 1'000'000'001),
      range(2'000'000'000, 2'000'000'100),
      range(10, 99, 9),
      range(10, 99, 12),
      range(12'345, 12'399),
      range(1'234'500, 1'234'567),
  };
  for (const auto& shorter : spaces)
    for (const auto& longer : spaces)
      EXPECT_EQ(prefix_pair(shorter, longer), tried_one_by_one(shorter, longer))
          << words_of(shorter) << ", " << words_of(longer);
}

TEST(PrefixPair, LooksAtTheFirst100000CodesAlone) {
  const auto long_one = range(0, 9'999'999, 7);
  for (const int begin : {99'999, 100'000}) {
    const auto longer = range(10 * begin, 10 * begin + 9, 8);
    EXPECT_EQ(prefix_pair(long_one, longer), tried_one_by_one(long_one, longer));
  }
  EXPECT_EQ(prefix_pair(long_one, range(999'990, 999'999, 8)), "0099999 and 00999990");
  EXPECT_EQ(prefix_pair(long_one, range(1'000'000, 1'000'009, 8)), "");
}

TEST(CodePrefixes, MissNoneAndComeInOrder) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 4; ++round) {
    std::vector<Rules::Space> ranges;
    for (int i = 0; i < 12; ++i) ranges.push_back(any_range(random));
    std::vector<const Rules::Space*> spaces;
    for (const auto& space : ranges) spaces.push_back(&space);
    const CodePrefixes prefixes(spaces);
    for (const auto& shorter : ranges) {
      std::vector<std::size_t> expected, found;
      for (std::size_t i = 0; i < ranges.size(); ++i)
        if (!tried_one_by_one(shorter, ranges[i]).empty()) expected.push_back(i);
      for (const std::size_t i : prefixes.candidates(shorter))
        if (!prefix_pair(shorter, ranges[i]).empty()) found.push_back(i);
      ASSERT_EQ(found, expected) << words_of(shorter);
    }
  }
}

TEST(CodePrefixes, LeaveOutRangesThatBeginWithOtherDigits) {
  std::vector<Rules::Space> ranges;
  for (int i = 10; i < 100; ++i) ranges.push_back(range(100 * i, 100 * i + 99));
  std::vector<const Rules::Space*> spaces;
  for (const auto& space : ranges) spaces.push_back(&space);
  EXPECT_EQ(CodePrefixes(spaces).candidates(range(20, 21)), (std::vector<std::size_t>{10, 11}));
  EXPECT_TRUE(CodePrefixes(spaces).candidates(range(1'000, 9'999)).empty());
}

TEST(CodePrefixes, OfNoRangesAreNone) { EXPECT_TRUE(CodePrefixes({}).candidates(range(1, 9)).empty()); }

}  // namespace

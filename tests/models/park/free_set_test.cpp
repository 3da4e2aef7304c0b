#include "models/park/allocation/free_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

namespace {

using park::FreeSet;

/// The least member >= i, or the least of all.
int oracle_at_or_after(const std::set<int>& members, int i) {
  const auto found = members.lower_bound(i);
  return found == members.end() ? *members.begin() : *found;
}

/// The greatest member <= i, or the greatest of all.
int oracle_at_or_before(const std::set<int>& members, int i) {
  const auto above = members.upper_bound(i);
  return above == members.begin() ? *members.rbegin() : *std::prev(above);
}

/// Any of them, every second time one at the edge of a word, group or cluster.
int somewhere(std::mt19937_64& random, int size) {
  const auto any = static_cast<int>(random() % static_cast<std::uint64_t>(size));
  constexpr int edges[] = {64, 64 * 64, 64 * 64 * 64};
  if (random() % 2 == 0) return any;
  const int edge = edges[random() % 3];
  return std::min(any / edge * edge + (random() % 2 == 0 ? 0 : edge - 1), size - 1);
}

void expect_equal(const FreeSet& set, const std::set<int>& oracle, int from) {
  ASSERT_EQ(set.count(), static_cast<int>(oracle.size()));
  ASSERT_EQ(set.contains(from), oracle.contains(from));
  if (oracle.empty()) return;
  ASSERT_EQ(set.first(), *oracle.begin());
  ASSERT_EQ(set.last(), *oracle.rbegin());
  ASSERT_EQ(set.at_or_after(from), oracle_at_or_after(oracle, from)) << from;
  ASSERT_EQ(set.at_or_before(from), oracle_at_or_before(oracle, from)) << from;
}

/// Sparse, so that searches cross many empty words: all go, and few come back; at times but one or two.
void compare_with_a_sorted_set(int size) {
  std::mt19937_64 random(static_cast<std::uint64_t>(size));
  FreeSet set(size);
  std::set<int> oracle;
  for (int i = 0; i < size; ++i) set.erase(i);
  ASSERT_TRUE(set.empty());
  for (int step = 0; step < 20'000; ++step) {
    const std::size_t members = step / 1000 % 2 == 0 ? 40 : 2;
    const int i = somewhere(random, size);
    const bool grow = oracle.size() < members ? random() % 4 != 0 : random() % 4 == 0;
    if (grow && !oracle.contains(i)) {
      set.insert(i);
      oracle.insert(i);
    } else if (!grow && !oracle.empty()) {
      const int gone = oracle_at_or_after(oracle, i);
      set.erase(gone);
      oracle.erase(gone);
    }
    ASSERT_NO_FATAL_FAILURE(expect_equal(set, oracle, somewhere(random, size))) << "step " << step;
  }
}

class FreeSetOfSize : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Sizes, FreeSetOfSize,
                         testing::Values(1, 2, 63, 64, 65, 90, 4095, 4096, 4097, 50'000, 262'143, 262'144, 262'145,
                                         530'000));

TEST(FreeSet, OfNoCodesIsEmpty) { EXPECT_TRUE(FreeSet(0).empty()); }

TEST(FreeSet, OfTheGreatestSizeEqualsASortedSetUnderRandomChanges) { compare_with_a_sorted_set(FreeSet::max_size); }

TEST_P(FreeSetOfSize, StartsFull) {
  const FreeSet set(GetParam());
  EXPECT_EQ(set.count(), GetParam());
  EXPECT_EQ(set.first(), 0);
  EXPECT_EQ(set.last(), GetParam() - 1);
  for (int i = 0; i < GetParam(); ++i) ASSERT_TRUE(set.contains(i));
}

TEST_P(FreeSetOfSize, EqualsASortedSetUnderRandomChanges) { compare_with_a_sorted_set(GetParam()); }

TEST_P(FreeSetOfSize, EqualsASortedSetWhereFewAreMissing) {
  std::mt19937_64 random(static_cast<std::uint64_t>(GetParam()));
  FreeSet set(GetParam());
  std::set<int> missing;
  for (int step = 0; step < 2'000; ++step) {
    const int i = somewhere(random, GetParam());
    if (missing.insert(i).second) {
      set.erase(i);
    } else {
      missing.erase(i);
      set.insert(i);
    }
    ASSERT_EQ(set.count(), GetParam() - static_cast<int>(missing.size()));
    if (set.empty()) continue;
    const int from = somewhere(random, GetParam());
    int after = from, before = from;
    while (missing.contains(after)) after = (after + 1) % GetParam();
    while (missing.contains(before)) before = before == 0 ? GetParam() - 1 : before - 1;
    ASSERT_EQ(set.at_or_after(from), after);
    ASSERT_EQ(set.at_or_before(from), before);
  }
}

TEST_P(FreeSetOfSize, IsDrainedInAscendingOrder) {
  FreeSet set(GetParam());
  for (int i = 0; i < GetParam(); ++i) {
    ASSERT_EQ(set.first(), i);
    set.erase(i);
  }
  EXPECT_TRUE(set.empty());
}

TEST_P(FreeSetOfSize, WrapsFromItsEndToItsLeastMember) {
  const int last = GetParam() - 1;
  FreeSet set(GetParam());
  EXPECT_EQ(set.at_or_after(last), last);
  set.erase(last);
  if (set.empty()) return;
  EXPECT_EQ(set.at_or_after(last), 0);
}

TEST_P(FreeSetOfSize, IsDrainedFromTheEndInDescendingOrder) {
  FreeSet set(GetParam());
  for (int i = GetParam() - 1; i >= 0; --i) {
    ASSERT_EQ(set.last(), i);
    ASSERT_EQ(set.at_or_before(GetParam() - 1), i);
    set.erase(i);
  }
  EXPECT_TRUE(set.empty());
}

TEST_P(FreeSetOfSize, WrapsFromItsStartToItsGreatestMember) {
  const int last = GetParam() - 1;
  FreeSet set(GetParam());
  EXPECT_EQ(set.at_or_before(0), 0);
  set.erase(0);
  if (set.empty()) return;
  EXPECT_EQ(set.at_or_before(0), last);
}

TEST_P(FreeSetOfSize, FindsItsOnlyMemberFromEverywhere) {
  const int step = GetParam() / 5'000 + 1;
  for (const int only : {0, GetParam() / 3, GetParam() - 1}) {
    FreeSet set(GetParam());
    for (int i = 0; i < GetParam(); ++i) {
      if (i != only) set.erase(i);
    }
    for (int from = 0; from < GetParam(); from += step) {
      ASSERT_EQ(set.at_or_before(from), only) << from;
      ASSERT_EQ(set.at_or_after(from), only) << from;
    }
  }
}

}  // namespace

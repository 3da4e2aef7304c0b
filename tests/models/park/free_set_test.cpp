#include "models/park/allocation/free_set.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>
#include <vector>

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

class FreeSetOfSize : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Sizes, FreeSetOfSize,
                         testing::Values(1, 2, 63, 64, 65, 90, 4095, 4096, 4097, 50'000, FreeSet::max_size));

TEST_P(FreeSetOfSize, StartsFull) {
  const FreeSet set(GetParam());
  EXPECT_EQ(set.count(), GetParam());
  for (int i = 0; i < GetParam(); ++i) ASSERT_TRUE(set.contains(i));
}

TEST_P(FreeSetOfSize, EqualsASortedSetUnderRandomChanges) {
  std::mt19937_64 random(static_cast<std::uint64_t>(GetParam()));
  FreeSet set(GetParam());
  std::set<int> oracle;
  // Sparse, so that searches cross many empty words: all go, and few come back.
  for (int i = 0; i < GetParam(); ++i) set.erase(i);
  ASSERT_TRUE(set.empty());
  const auto size = static_cast<std::uint64_t>(GetParam());
  for (int step = 0; step < 20'000; ++step) {
    const int i = static_cast<int>(random() % size);
    const bool grow = oracle.size() < 40 ? random() % 4 != 0 : random() % 4 == 0;
    if (grow && !oracle.contains(i)) {
      set.insert(i);
      oracle.insert(i);
    } else if (!grow && !oracle.empty()) {
      const int gone = oracle_at_or_after(oracle, i);
      set.erase(gone);
      oracle.erase(gone);
    }
    ASSERT_EQ(set.count(), static_cast<int>(oracle.size()));
    const int from = static_cast<int>(random() % size);
    ASSERT_EQ(set.contains(from), oracle.contains(from));
    if (oracle.empty()) continue;
    ASSERT_EQ(set.first(), *oracle.begin());
    ASSERT_EQ(set.last(), *oracle.rbegin());
    ASSERT_EQ(set.at_or_after(from), oracle_at_or_after(oracle, from));
    ASSERT_EQ(set.at_or_before(from), oracle_at_or_before(oracle, from));
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

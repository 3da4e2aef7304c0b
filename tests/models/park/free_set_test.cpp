#include "models/park/allocation/free_set.hpp"

#include <gtest/gtest.h>

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
    ASSERT_EQ(set.at_or_after(from), oracle_at_or_after(oracle, from));
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

}  // namespace

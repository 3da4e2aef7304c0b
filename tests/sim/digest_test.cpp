#include "sim/digest.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "sim/archive.hpp"

namespace {

using namespace sim;

struct Fact {
  Ticks now;
  std::uint64_t a, b, c;
};

std::vector<Fact> facts(std::size_t n, Ticks until) {
  std::mt19937_64 random(5);
  std::vector<Fact> all;
  for (std::size_t i = 0; i < n; ++i)
    all.push_back({{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(until.us))},
                   random() % 50,
                   random() % 30,
                   random() % 20});
  return all;
}

Digest digest_of(const std::vector<Fact>& all) {
  Digest digest;
  for (const auto& fact : all) digest.add(fact.now, fact.a, fact.b, fact.c);
  return digest;
}

std::uint64_t total(const Digest& digest) {
  return std::accumulate(digest.sums().begin(), digest.sums().end(), std::uint64_t{0});
}

TEST(Digest, DoesNotDependOnTheOrderOfFacts) {
  auto all = facts(2000, 20000_s);
  const auto forward = digest_of(all);
  std::shuffle(all.begin(), all.end(), std::mt19937_64(1));
  EXPECT_EQ(digest_of(all).sums(), forward.sums());
  EXPECT_EQ(digest_of(all).window(), forward.window());
}

TEST(Digest, ChangesWhenAnyWordOfAnyFactChanges) {
  const auto all = facts(300, 1000_s);
  const auto original = digest_of(all).sums();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (int word = 0; word < 4; ++word) {
      auto changed = all;
      if (word == 0) ++changed[i].now.us;
      if (word == 1) ++changed[i].a;
      if (word == 2) ++changed[i].b;
      if (word == 3) ++changed[i].c;
      EXPECT_NE(digest_of(changed).sums(), original) << "fact " << i << ", word " << word;
    }
  }
}

TEST(Digest, ChangesWhenAFactIsLeftOutOrDoubled) {
  const auto all = facts(300, 1000_s);
  const auto original = digest_of(all).sums();
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto fewer = all, more = all;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    more.push_back(all[i]);
    EXPECT_NE(digest_of(fewer).sums(), original);
    EXPECT_NE(digest_of(more).sums(), original);
  }
}

// Every small change of the four words, two at a time, as neighbouring calls and instants would trade them.
TEST(Digest, TellsApartFactsWhoseWordsAreClose) {
  std::set<std::uint64_t> seen;
  std::size_t added = 0;
  for (std::int64_t now = 0; now < 16; ++now)
    for (std::uint64_t a = 0; a < 16; ++a)
      for (std::uint64_t b = 0; b < 16; ++b)
        for (std::uint64_t c = 0; c < 16; ++c, ++added) {
          Digest digest;
          digest.add({now}, a, b, c);
          seen.insert(total(digest));
        }
  EXPECT_EQ(seen.size(), added);
}

TEST(Digest, FactsOfDifferentWindowsAreKeptApart) {
  Digest digest;
  digest.add(0_s, 1, 2, 3);
  digest.add(61_s, 1, 2, 3);
  EXPECT_EQ(digest.window(), 60_s);
  EXPECT_NE(digest.sums()[0], 0u);
  EXPECT_NE(digest.sums()[1], 0u);
  EXPECT_EQ(std::count(digest.sums().begin(), digest.sums().end(), 0u), 254);
}

TEST(Digest, NeighbouringWindowsMergeAsTimeGoesOnAndMemoryStaysFixed) {
  const auto all = facts(1000, 15000_s);
  Digest digest = digest_of(all);
  const auto before = digest.sums();
  ASSERT_EQ(digest.window(), 60_s);
  digest.add(15360_s, 0, 0, 0);
  EXPECT_EQ(digest.window(), 120_s);
  ASSERT_EQ(digest.sums().size(), before.size());
  for (std::size_t i = 0; i < 125; ++i) EXPECT_EQ(digest.sums()[i], before[2 * i] + before[2 * i + 1]) << i;
}

TEST(Digest, LastInstantOfTheLastWindowStillFits) {
  Digest digest;
  digest.add(15360_s - 1_us, 1, 1, 1);
  EXPECT_EQ(digest.window(), 60_s);
  EXPECT_NE(digest.sums().back(), 0u);
}

TEST(Digest, MergingDoesNotDependOnWhenItHappens) {
  const auto late = Fact{100000_s, 1, 2, 3};
  auto early_first = facts(500, 15000_s), late_first = early_first;
  early_first.push_back(late);
  late_first.insert(late_first.begin(), late);
  EXPECT_EQ(digest_of(early_first).sums(), digest_of(late_first).sums());
}

TEST(Digest, BatchAddsWhatOneByOneAdds) {
  auto all = facts(3000, 20000_s);
  std::sort(all.begin(), all.end(), [](const Fact& a, const Fact& b) { return a.now < b.now; });
  Digest one_by_one, together;
  {
    Digest::Batch batch(together);
    for (const auto& fact : all) {
      Digest::Facts both;
      both.add(fact.b, 7);
      both.add_open(fact.b + 1);
      batch.add(fact.now, fact.a, both, fact.c);
      one_by_one.add(fact.now, fact.a, fact.b, 7);
      one_by_one.add(fact.now, fact.a, fact.b + 1, fact.c);
    }
  }
  EXPECT_EQ(together.sums(), one_by_one.sums());
  EXPECT_EQ(together.window(), one_by_one.window());
}

// What a sum of terms could hide: details, rows or calls that have changed places.
TEST(Digest, TellsWhatHasChangedPlaces) {
  const auto digest = [](std::vector<Fact> all) { return total(digest_of(all)); };
  EXPECT_NE(digest({{1_s, 1, 2, 3}, {1_s, 1, 4, 5}}), digest({{1_s, 1, 2, 5}, {1_s, 1, 4, 3}}));
  EXPECT_NE(digest({{1_s, 1, 2, 3}, {1_s, 6, 4, 3}}), digest({{1_s, 6, 2, 3}, {1_s, 1, 4, 3}}));
  EXPECT_NE(digest({{1_s, 1, 2, 3}, {2_s, 1, 4, 3}}), digest({{2_s, 1, 2, 3}, {1_s, 1, 4, 3}}));
  EXPECT_NE(digest({{1_s, 1, 2, 3}, {2_s, 6, 2, 3}}), digest({{2_s, 1, 2, 3}, {1_s, 6, 2, 3}}));
}

TEST(Digest, RestoredDigestGoesOnLikeTheSavedOne) {
  Digest digest = digest_of(facts(500, 30000_s)), other;
  ByteWriter writer;
  digest.archive(writer);
  const auto bytes = writer.take();
  ByteReader reader(bytes);
  other.archive(reader);
  digest.add(70000_s, 4, 5, 6);
  other.add(70000_s, 4, 5, 6);
  EXPECT_EQ(other.sums(), digest.sums());
  EXPECT_EQ(other.window(), digest.window());
}

}  // namespace

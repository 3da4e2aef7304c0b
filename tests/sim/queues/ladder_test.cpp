#include "sim/queues/ladder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "sim/random/draw.hpp"

namespace {

using sim::Ladder;
using sim::Ticks;

/// Takes the next event, opening windows as needed.
template <class Order = std::less<std::uint64_t>>
std::pair<std::int64_t, std::uint64_t> take(Ladder& ladder, Order order = {}) {
  if (!ladder.has_event()) ladder.open(ladder.next_window());
  const auto word = ladder.front(order);
  const auto tick = ladder.tick(word).us;
  ladder.pop();
  return {tick, Ladder::low(word)};
}

/// Pushes and takes at random, `reach` being the longest delay, and compares with a sorted set.
void differ_from_sorted_set(unsigned width_bits, std::int64_t reach, int rounds) {
  Ladder ladder(width_bits);
  std::set<std::pair<std::int64_t, std::uint64_t>> oracle;
  const sim::DrawSource source(1, width_bits, 0, static_cast<std::uint64_t>(reach));
  std::int64_t now = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto draws = source.of(static_cast<std::uint64_t>(i));
    const double u = draws.uniform(0, 0, 0);
    if (oracle.empty() || u < 0.55) {
      // Squared, so that short delays are common and long ones come too; the number keeps words apart.
      const double delay = draws.uniform(1, 0, 0);
      const std::int64_t tick = now + static_cast<std::int64_t>(delay * delay * static_cast<double>(reach));
      ladder.push(Ticks{tick}, static_cast<std::uint64_t>(i));
      oracle.insert({tick, static_cast<std::uint64_t>(i)});
    } else {
      const auto taken = take(ladder);
      ASSERT_EQ(taken, *oracle.begin());
      oracle.erase(oracle.begin());
      now = taken.first;
    }
    ASSERT_EQ(ladder.size(), oracle.size());
  }
}

TEST(Ladder, GivesEventsInTheOrderOfTheirTicksWhateverTheWidthOfItsWindows) {
  for (const unsigned bits : {4u, 10u, 16u, 26u}) differ_from_sorted_set(bits, 1'000'000, 20'000);
}

TEST(Ladder, KeepsEventsBeyondTheRoundOfItsWindows) {
  for (const unsigned bits : {0u, 3u, 8u}) differ_from_sorted_set(bits, std::int64_t{1} << 32, 20'000);
}

TEST(Ladder, TakesEventsOfTheOpenWindow) {
  Ladder ladder(20);
  ladder.push(Ticks{5}, 1);
  ladder.push(Ticks{9}, 2);
  EXPECT_EQ(take(ladder).first, 5);
  ladder.push(Ticks{7}, 3);
  ladder.push(Ticks{11}, 4);
  EXPECT_EQ(take(ladder).first, 7);
  EXPECT_EQ(take(ladder).first, 9);
  EXPECT_EQ(take(ladder).first, 11);
  ladder.push(Ticks{12}, 5);
  EXPECT_EQ(take(ladder), (std::pair<std::int64_t, std::uint64_t>{12, 5}));
  EXPECT_TRUE(ladder.empty());
}

TEST(Ladder, HasNoNextWindowWithoutEvents) {
  Ladder ladder(20);
  EXPECT_EQ(ladder.next_window(), Ladder::no_window);
  ladder.push(Ticks{5}, 1);
  take(ladder);
  EXPECT_EQ(ladder.next_window(), Ladder::no_window);
}

TEST(Ladder, SaysThatAnOpenWindowIsEmpty) {
  Ladder ladder(20);
  EXPECT_FALSE(ladder.has_event());
  EXPECT_EQ(ladder.front(std::less<std::uint64_t>()), Ladder::none);
  ladder.push(Ticks{5}, 1);
  EXPECT_FALSE(ladder.has_event());
  ladder.open(0);
  EXPECT_TRUE(ladder.has_event());
  take(ladder);
  EXPECT_EQ(ladder.front(std::less<std::uint64_t>()), Ladder::none);
}

TEST(Ladder, SortsWordsThatAreMergedWithThoseOfTheOpenWindow) {
  Ladder ladder(20);
  ladder.push(Ticks{(1 << 20) + 30}, 1);
  ladder.open(1);
  std::vector<std::uint64_t> words, room;
  for (std::int64_t i = 0; i < 1000; ++i)
    words.push_back(ladder.word(Ticks{(1 << 20) + i * 7919 % (1 << 20)}, static_cast<std::uint64_t>(i)));
  auto sorted = words;
  std::sort(sorted.begin(), sorted.end());
  ladder.sort(words, room);
  EXPECT_EQ(words, sorted);
  EXPECT_EQ(ladder.tick(words[0]).us, 1 << 20);
  EXPECT_EQ(ladder.word(Ticks{(1 << 20) + 30}, 1), ladder.front(std::less<std::uint64_t>()));
}

TEST(Ladder, AsksForTheOrderOfTies) {
  const auto greater = std::greater<std::uint64_t>();
  Ladder ladder(20);
  for (const std::uint64_t low : {1, 3, 2}) ladder.push(Ticks{30}, low);
  EXPECT_EQ(take(ladder, greater).second, 3u);
  ladder.push(Ticks{30}, 7);
  for (const std::uint64_t low : {7, 2, 1}) EXPECT_EQ(take(ladder, greater).second, low);
}

TEST(Ladder, LeavesTheClassOfAnEventAloneWhenItSettlesTies) {
  constexpr std::uint64_t first = 0, second = std::uint64_t{1} << (Ladder::low_bits - 2);
  const auto greater = std::greater<std::uint64_t>();
  Ladder ladder(20);
  ladder.push(Ticks{30}, second | 1);
  ladder.push(Ticks{30}, first | 2);
  EXPECT_EQ(take(ladder, greater).second, first | 2);
  EXPECT_EQ(take(ladder, greater).second, second | 1);
}

TEST(Ladder, TellsWhichEventsOfTheOpenWindowAreBeforeATick) {
  Ladder ladder(10);
  ladder.push(Ticks{1024 + 5}, 9);
  ladder.open(1);
  const auto front = ladder.front(std::less<std::uint64_t>());
  EXPECT_GT(front, ladder.first_word(Ticks{1024 + 5}));
  EXPECT_LT(front, ladder.first_word(Ticks{1024 + 6}));
  EXPECT_LT(front, ladder.first_word(Ticks{2048}));
  EXPECT_EQ(ladder.first_word(Ticks{100}), 0u);
}

TEST(Ladder, IsACopyThatBehavesTheSame) {
  Ladder ladder(6);
  for (std::int64_t i = 0; i < 500; ++i) ladder.push(Ticks{i * 7919 % 100'000}, static_cast<std::uint64_t>(i));
  for (int i = 0; i < 100; ++i) take(ladder);
  Ladder copy = ladder;
  while (!ladder.empty()) EXPECT_EQ(take(copy), take(ladder));
  EXPECT_TRUE(copy.empty());
}

}  // namespace

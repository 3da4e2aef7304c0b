#include "sim/event_key.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <type_traits>
#include <vector>

namespace {

using namespace sim;

constexpr std::uint64_t max_source = (1u << 12) - 1;
constexpr std::uint64_t max_ordinal = 0xffff'ffff;
constexpr std::uint64_t max_step = 0xffff;

constexpr EventClass classes[] = {
    EventClass::caller_hangs_up, EventClass::retrieve,     EventClass::park_timeout, EventClass::ring_result,
    EventClass::sweep,           EventClass::park_request, EventClass::rest};

TEST(EventKey, ComparesTickBeforeOrder) {
  const EventKey early_high{{1}, 9};
  const EventKey late_low{{2}, 0};
  EXPECT_LT(early_high, late_low);
  EXPECT_LT((EventKey{{1}, 8}), early_high);
  EXPECT_LT((EventKey{{-1}, ~std::uint64_t{0}}), (EventKey{{0}, 0}));
  EXPECT_LT((EventKey{{0}, 1}), (EventKey{{0}, std::uint64_t{1} << 63})) << "order is unsigned";
  EXPECT_EQ(early_high, (EventKey{{1}, 9}));
}

TEST(EventKey, EventFitsInThirtyTwoTrivialBytes) {
  static_assert(sizeof(EventKey) == 16 && std::is_trivially_copyable_v<EventKey>);
  static_assert(sizeof(EventPayload) == 16 && std::is_trivially_copyable_v<EventPayload>);
  static_assert(std::has_unique_object_representations_v<EventKey>);
  static_assert(std::has_unique_object_representations_v<EventPayload>);
}

TEST(EventOrder, GivesBackItsFields) {
  std::mt19937_64 engine(1);
  for (int i = 0; i < 10'000; ++i) {
    const EventClass cls = classes[engine() % 7];
    const std::uint64_t source = engine() & max_source, ordinal = engine() & max_ordinal, step = engine() & max_step;
    const std::uint64_t order = make_order(cls, source, ordinal, step);
    ASSERT_EQ(class_of(order), cls);
    ASSERT_EQ(source_of(order), source);
    ASSERT_EQ(ordinal_of(order), ordinal);
    ASSERT_EQ(step_of(order), step);
  }
}

TEST(EventOrder, ComparesClassThenSourceThenOrdinalThenStep) {
  const auto greatest_within = [](EventClass cls) { return make_order(cls, max_source, max_ordinal, max_step); };
  for (std::size_t i = 0; i + 1 < std::size(classes); ++i) {
    EXPECT_LT(greatest_within(classes[i]), make_order(classes[i + 1], 0, 0, 0));
  }
  EXPECT_LT(make_order(EventClass::rest, 1, max_ordinal, max_step), make_order(EventClass::rest, 2, 0, 0));
  EXPECT_LT(make_order(EventClass::rest, 1, 5, max_step), make_order(EventClass::rest, 1, 6, 0));
  EXPECT_LT(make_order(EventClass::rest, 1, 5, 7), make_order(EventClass::rest, 1, 5, 8));
}

TEST(EventOrder, RefusesAFieldThatDoesNotFit) {
  EXPECT_NO_THROW(make_order(EventClass::rest, max_source, max_ordinal, max_step));
  EXPECT_THROW(make_order(EventClass::rest, max_source + 1, 0, 0), std::out_of_range);
  EXPECT_THROW(make_order(EventClass::rest, 0, max_ordinal + 1, 0), std::out_of_range);
  EXPECT_THROW(make_order(EventClass::rest, 0, 0, max_step + 1), std::out_of_range);
  for (const std::uint64_t huge : {std::uint64_t{1} << 48, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    EXPECT_THROW(make_order(EventClass::rest, huge, 0, 0), std::out_of_range);
    EXPECT_THROW(make_order(EventClass::rest, 0, huge, 0), std::out_of_range);
    EXPECT_THROW(make_order(EventClass::rest, 0, 0, huge), std::out_of_range);
  }
}

TEST(EventOrder, IsKnownAtCompileTime) {
  static_assert(make_order(EventClass::retrieve, 1, 2, 3) == 0x1001'0000'0002'0003u);
  static_assert(class_of(shuffle_ties(make_order(EventClass::sweep, 1, 2, 3), 4)) == EventClass::sweep);
}

// Exhaustive where that is possible. The same code runs at 60 bits, and no step of it depends on the width but in the
// mask and the shift, so what holds at each of these widths is no accident of one.
TEST(Permute, IsABijectionAtEveryWidthThatCanBeListed) {
  for (unsigned bits = 2; bits <= 18; ++bits) {
    for (const std::uint64_t seed : {0u, 1u, 77u}) {
      const std::uint64_t n = std::uint64_t{1} << bits;
      std::vector<bool> hit(n);
      for (std::uint64_t value = 0; value < n; ++value) {
        const std::uint64_t image = permute(value, bits, seed);
        ASSERT_LT(image, n);
        ASSERT_FALSE(hit[image]) << bits << " bits, seed " << seed << ", value " << value;
        hit[image] = true;
      }
    }
  }
}

void expect_distinct(std::vector<std::uint64_t> values) {
  std::sort(values.begin(), values.end());
  EXPECT_EQ(std::adjacent_find(values.begin(), values.end()), values.end());
}

TEST(ShuffleTies, KeepsMillionsOfConsecutiveOrdersDistinct) {
  std::vector<std::uint64_t> images;
  const std::uint64_t first = make_order(EventClass::park_timeout, 3, 1000, 0);
  for (std::uint64_t i = 0; i < 3'000'000; ++i) images.push_back(shuffle_ties(first + i, 42));
  expect_distinct(std::move(images));
}

TEST(ShuffleTies, KeepsOrdersThatDifferInFewBitsDistinct) {
  std::vector<std::uint64_t> images{shuffle_ties(0, 42)};
  for (unsigned a = 0; a < 60; ++a) {
    for (unsigned b = a; b < 60; ++b) {
      images.push_back(shuffle_ties(std::uint64_t{1} << a | std::uint64_t{1} << b, 42));
    }
  }
  expect_distinct(std::move(images));
}

TEST(ShuffleTies, KeepsTheClass) {
  std::mt19937_64 engine(2);
  for (int i = 0; i < 100'000; ++i) {
    const EventClass cls = classes[engine() % 7];
    const std::uint64_t order = make_order(cls, engine() & max_source, engine() & max_ordinal, engine() & max_step);
    ASSERT_EQ(class_of(shuffle_ties(order, engine())), cls);
  }
}

TEST(ShuffleTies, IsAFunctionOfOrderAndSeed) {
  const std::uint64_t order = make_order(EventClass::rest, 1, 2, 3);
  EXPECT_EQ(shuffle_ties(order, 5), shuffle_ties(order, 5));
  for (unsigned bit = 0; bit < 64; ++bit) {
    EXPECT_NE(shuffle_ties(order, 5), shuffle_ties(order, 5 ^ std::uint64_t{1} << bit)) << "seed bit " << bit;
  }
}

// Two-sided test of p = 1/2 at significance 1e-5 (normal approximation, n = 20,000); a share of 0.47 or 0.53 would be
// found with probability above 0.999.
void expect_half(int hits, int n) {
  EXPECT_LT(std::abs(hits - n / 2.0), 4.42 * std::sqrt(n) / 2) << hits << " of " << n;
}

TEST(ShuffleTies, SwapsHalfOfTheNeighboursInEachField) {
  constexpr int n = 20'000;
  int steps = 0, ordinals = 0, sources = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto swapped = [](std::uint64_t low, std::uint64_t high) {
      return shuffle_ties(low, 8) > shuffle_ties(high, 8);
    };
    steps += swapped(make_order(EventClass::rest, 1, i, 0), make_order(EventClass::rest, 1, i, 1));
    ordinals += swapped(make_order(EventClass::rest, 1, i, 4), make_order(EventClass::rest, 1, i + 1, 4));
    sources += swapped(make_order(EventClass::rest, 1, i, 0), make_order(EventClass::rest, 2, i, 0));
  }
  expect_half(steps, n);
  expect_half(ordinals, n);
  expect_half(sources, n);
}

TEST(ShuffleTies, SwapsAGivenPairUnderHalfOfTheSeeds) {
  constexpr int n = 20'000;
  int swapped = 0;
  const std::uint64_t low = make_order(EventClass::rest, 1, 7, 0), high = make_order(EventClass::rest, 1, 8, 0);
  for (std::uint64_t seed = 0; seed < n; ++seed) swapped += shuffle_ties(low, seed) > shuffle_ties(high, seed);
  expect_half(swapped, n);
}

}  // namespace

#include "sim/random/draw.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tests/sim/random/goodness_of_fit.hpp"

namespace {

using sim::Draws;
using sim::DrawSource;
using sim::hash_name;
using namespace goodness_of_fit;

static_assert(std::is_trivially_copyable_v<DrawSource> && sizeof(DrawSource) <= 16);
static_assert(std::is_trivially_copyable_v<Draws> && sizeof(Draws) <= 16);
static_assert(hash_name("inbound") != hash_name("outbound"), "names are hashed at compile time");

/// The i-th draw along one coordinate, all others held.
struct Axis {
  std::string name;
  std::function<std::uint64_t(std::uint64_t)> bits;
};

Draws draws_of(std::uint64_t seed, std::uint64_t replication, std::uint64_t branch, std::uint64_t source,
               std::uint64_t ordinal) {
  return DrawSource(seed, replication, branch, source).of(ordinal);
}

std::vector<Axis> axes() {
  const std::uint64_t source = hash_name("inbound");
  const auto u32 = [](std::uint64_t i) { return static_cast<std::uint32_t>(i); };
  return {
      {"seed", [=](std::uint64_t i) { return draws_of(i, 0, 0, source, 0).bits(0, 0, 0); }},
      {"replication", [=](std::uint64_t i) { return draws_of(1, i, 0, source, 0).bits(0, 0, 0); }},
      {"branch", [=](std::uint64_t i) { return draws_of(1, 0, i, source, 0).bits(0, 0, 0); }},
      {"source",
       [=](std::uint64_t i) { return draws_of(1, 0, 0, hash_name("p" + std::to_string(i)), 0).bits(0, 0, 0); }},
      {"ordinal", [=](std::uint64_t i) { return draws_of(1, 0, 0, source, i).bits(0, 0, 0); }},
      {"purpose",
       [=](std::uint64_t i) {
         return draws_of(1, 0, 0, source, i >> 16).bits(static_cast<sim::Purpose>(i & 0xFFFF), 0, 0);
       }},
      {"episode", [=](std::uint64_t i) { return draws_of(1, 0, 0, source, 0).bits(0, u32(i), 0); }},
      {"index", [=](std::uint64_t i) { return draws_of(1, 0, 0, source, 0).bits(0, 0, u32(i)); }},
      {"index in high bits", [=](std::uint64_t i) { return draws_of(1, 0, 0, source, 0).bits(0, 0, u32(i << 12)); }},
  };
}

class DrawsAlong : public testing::TestWithParam<Axis> {
 protected:
  static constexpr std::uint64_t count = 1 << 17;
  std::vector<std::uint64_t> words() const {
    std::vector<std::uint64_t> result;
    for (std::uint64_t i = 0; i < count; ++i) result.push_back(GetParam().bits(i));
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(EachCoordinate, DrawsAlong, testing::ValuesIn(axes()), [](const auto& axis) {
  std::string name = axis.param.name;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

TEST_P(DrawsAlong, TheTopAndTheBottomByteAreUniform) {
  for (const int shift : {56, 12}) {
    std::vector<double> counts(256);
    for (const std::uint64_t word : words()) ++counts[(word >> shift) & 255];
    EXPECT_GT(chi_square_p(counts, std::vector<double>(256, count / 256.0)), significance) << shift;
  }
}

TEST_P(DrawsAlong, EveryBitIsFairAndChangesFairly) {
  std::vector<double> ones(64);
  std::vector<double> flips(64);
  const auto all = words();
  for (std::size_t i = 1; i < all.size(); ++i) {
    for (std::size_t bit = 0; bit < 64; ++bit) {
      ones[bit] += static_cast<double>((all[i] >> bit) & 1);
      flips[bit] += static_cast<double>(((all[i] ^ all[i - 1]) >> bit) & 1);
    }
  }
  const double n = static_cast<double>(count - 1);
  for (std::size_t bit = 0; bit < 64; ++bit) {  // Bonferroni over the 128 statistics
    EXPECT_GT(normal_p((ones[bit] - n / 2) / std::sqrt(n / 4)), significance / 128) << bit;
    EXPECT_GT(normal_p((flips[bit] - n / 2) / std::sqrt(n / 4)), significance / 128) << bit;
  }
}

TEST_P(DrawsAlong, NeighboursAreIndependent) {
  std::vector<double> counts(32 * 32);
  const auto all = words();
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) ++counts[(all[i] >> 59) * 32 + (all[i + 1] >> 59)];
  EXPECT_GT(chi_square_p(counts, std::vector<double>(1024, count / 2 / 1024.0)), significance);
}

TEST_P(DrawsAlong, SerialCorrelationIsZeroAtSmallLags) {
  const auto all = words();
  for (const std::size_t lag : {1U, 2U, 3U, 7U, 16U, 256U}) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < all.size(); ++i)
      sum += (static_cast<double>(all[i]) * 0x1p-64 - 0.5) * (static_cast<double>(all[i + lag]) * 0x1p-64 - 0.5);
    const double z = 12 * sum / std::sqrt(static_cast<double>(all.size() - lag));
    EXPECT_GT(normal_p(z), significance / 6) << lag;
  }
}

TEST_P(DrawsAlong, NoWordComesTwice) {
  auto all = words();
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(Draws, TheTestsOfUniformityHavePower) {
  // An excess of 30 % in every tenth byte value must be seen.
  std::vector<double> counts(256, 512);
  for (std::size_t i = 0; i < 256; i += 10) counts[i] *= 1.3;
  EXPECT_LT(chi_square_p(counts, std::vector<double>(256, mean_of(counts))), significance);
}

TEST(Draws, DoNotDependOnTheOrderOfAsking) {
  const DrawSource source(7, 3, 0, hash_name("inbound"));
  std::vector<std::uint64_t> forward;
  for (std::uint32_t i = 0; i < 1000; ++i) forward.push_back(source.of(i % 10).bits(2, i % 3, i));
  for (std::uint32_t i = 1000; i-- > 0;) {
    const DrawSource again(7, 3, 0, hash_name("inbound"));
    ASSERT_EQ(again.of(i % 10).bits(2, i % 3, i), forward[i]);
  }
}

TEST(Draws, EveryCoordinateCounts) {
  const auto bits = [](std::uint64_t seed, std::uint64_t replication, std::uint64_t branch, std::uint64_t source,
                       std::uint64_t ordinal, sim::Purpose purpose, std::uint32_t episode, std::uint32_t index) {
    return draws_of(seed, replication, branch, source, ordinal).bits(purpose, episode, index);
  };
  const std::set<std::uint64_t> words = {
      bits(0, 0, 0, 0, 0, 0, 0, 0), bits(1, 0, 0, 0, 0, 0, 0, 0), bits(0, 1, 0, 0, 0, 0, 0, 0),
      bits(0, 0, 1, 0, 0, 0, 0, 0), bits(0, 0, 0, 1, 0, 0, 0, 0), bits(0, 0, 0, 0, 1, 0, 0, 0),
      bits(0, 0, 0, 0, 0, 1, 0, 0), bits(0, 0, 0, 0, 0, 0, 1, 0), bits(0, 0, 0, 0, 0, 0, 0, 1)};
  EXPECT_EQ(words.size(), 9U);
}

TEST(Draws, SmallCoordinatesInAnyCombinationNeverShareAWord) {
  std::vector<std::uint64_t> words;
  for (std::uint64_t code = 0; code < 1 << 18; ++code) {
    const auto digit = [&](int place) { return (code >> (place * 3)) & 7; };
    words.push_back(draws_of(digit(0), digit(1), 0, 5, digit(2))
                        .bits(static_cast<sim::Purpose>(digit(3)), static_cast<std::uint32_t>(digit(4)),
                              static_cast<std::uint32_t>(digit(5))));
  }
  std::sort(words.begin(), words.end());
  EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

TEST(Draws, ExchangingTwoCoordinatesGivesAnotherWord) {
  EXPECT_NE(draws_of(1, 2, 0, 5, 0).bits(0, 0, 0), draws_of(2, 1, 0, 5, 0).bits(0, 0, 0));
  EXPECT_NE(draws_of(1, 2, 3, 5, 0).bits(0, 0, 0), draws_of(1, 3, 2, 5, 0).bits(0, 0, 0));
  EXPECT_NE(draws_of(1, 1, 0, 5, 3).bits(0, 1, 2), draws_of(1, 1, 0, 5, 3).bits(0, 2, 1));
  EXPECT_NE(draws_of(1, 1, 0, 5, 3).bits(1, 2, 0), draws_of(1, 1, 0, 5, 3).bits(2, 1, 0));
}

TEST(Draws, EachFlippedCoordinateBitFlipsHalfOfTheBits) {
  const auto at = [](std::uint64_t i, int bit, int coordinate) {
    const std::uint64_t flip = std::uint64_t{1} << bit;
    const auto episode = static_cast<std::uint32_t>(coordinate == 1 ? flip : 0);
    const auto index = static_cast<std::uint32_t>(coordinate == 2 ? flip : 0);
    return draws_of(i, 0, 0, 9, coordinate == 0 ? flip : 0).bits(0, episode, index);
  };
  const int samples = 500;
  for (int coordinate = 0; coordinate < 3; ++coordinate) {
    for (int bit = 0; bit < (coordinate == 0 ? 64 : 32); ++bit) {
      double flipped = 0;
      for (std::uint64_t i = 0; i < samples; ++i)
        flipped += std::popcount(at(i, bit, coordinate) ^ draws_of(i, 0, 0, 9, 0).bits(0, 0, 0));
      const double z = (flipped - samples * 32) / std::sqrt(samples * 16.0);
      EXPECT_GT(normal_p(z), significance / 128) << coordinate << " " << bit;
    }
  }
}

TEST(Draws, UniformLiesStrictlyInsideTheUnitInterval) {
  EXPECT_GT((0 + 0.5) * 0x1p-52, 0.0);
  EXPECT_LT((static_cast<double>(~std::uint64_t{0} >> 12) + 0.5) * 0x1p-52, 1.0);
  const Draws draws = draws_of(1, 0, 0, 2, 3);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const double u = draws.uniform(4, 5, i);
    ASSERT_TRUE(u > 0 && u < 1);
    ASSERT_EQ(static_cast<std::uint64_t>(u * 0x1p52), draws.bits(4, 5, i) >> 12) << "all 52 bits are used";
  }
}

TEST(Draws, UniformPassesKolmogorovSmirnov) {
  std::vector<double> sample;
  for (std::uint64_t n = 0; n < 100'000; ++n) sample.push_back(draws_of(5, 0, 0, 1, n).uniform(0, 0, 0));
  EXPECT_GT(kolmogorov_smirnov_p(sample, [](double u) { return u; }), significance);
}

TEST(HashName, DistinguishesNamesThatDifferLittle) {
  std::set<std::uint64_t> hashes;
  for (const std::string letter : {"", "a", "b", "A", " ", "."})
    for (int i = 0; i < 2000; ++i) hashes.insert(hash_name(letter + std::to_string(i)));
  EXPECT_EQ(hashes.size(), 12'000U);
}

}  // namespace

#include "sim/random/draw_block.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "sim/random/arrivals.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/portable_math.hpp"

namespace {

using namespace sim;  // NOLINT: times

constexpr std::size_t n = DrawBlock::size;

/// Every draw there is lies on this grid: its ends, its middle, and draws.
std::vector<double> uniforms_at_the_edges() {
  std::vector<double> u{0.5 * 0x1p-52, 1.5 * 0x1p-52, 0.25, std::nextafter(0.25, 1.0), 0.5, 0.75, 1 - 0.5 * 0x1p-52};
  const DrawSource source(3, 1, 0, 4);
  for (std::uint64_t i = 0; i < 5000; ++i) u.push_back(source.of(i).uniform(0, 0, 0));
  return u;
}

TEST(DrawBlock, GivesTheDrawsThatOrdinalsGiveOneByOne) {
  const DrawSource source(11, 2, 0, 77);
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1000}, std::uint64_t{1} << 40}) {
    const DrawBlock block(source, first);
    for (const Purpose purpose : {Purpose{0}, Purpose{9}, first_engine_purpose}) {
      std::array<double, n> u;
      block.uniforms(purpose, 256, 3, u);
      for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(u[i], source.of(first + i).uniform(purpose, 256, 3));
    }
  }
}

TEST(DrawBlock, MakesTheExponentialsThatThePortableLogarithmMakes) {
  const auto u = uniforms_at_the_edges();
  std::vector<double> made(u.size());
  unit_exponentials(u.data(), made.data(), u.size());
  for (std::size_t i = 0; i < u.size(); ++i) EXPECT_EQ(made[i], -portable::log1p(-u[i])) << u[i];
}

TEST(DrawBlock, MakesTheDurationsThatOneByOneAreRounded) {
  const auto u = uniforms_at_the_edges();
  for (const double mean_s : {0.0, 1e-6, 0.3, 60.0, 1e6, 1e12}) {
    std::vector<Ticks> made(u.size());
    exponential_durations(mean_s, u.data(), made.data(), u.size());
    for (std::size_t i = 0; i < u.size(); ++i)
      EXPECT_EQ(made[i], from_seconds(mean_s * -portable::log1p(-u[i]))) << mean_s << " at " << u[i];
  }
}

TEST(DrawBlock, MakesTheInstantsThatOneByOneAreRounded) {
  std::vector<double> sums;
  double sum = 0;
  for (const double u : uniforms_at_the_edges()) sums.push_back(sum += u * 100);
  for (const double from_s : {0.0, 3.0000005, 28'800.0, 1e10, -5.0})
    for (const double rate : {0.0, 1e-9, 1.2, 700.0}) {
      std::vector<Ticks> made(sums.size());
      instants(from_s, sums.data(), rate, made.data(), sums.size());
      for (std::size_t i = 0; i < sums.size(); ++i)
        EXPECT_EQ(made[i], from_seconds(from_s + sums[i] / rate)) << from_s << " at rate " << rate;
    }
}

TEST(Distribution, SamplesManyAtOnceAsOneByOne) {
  const auto u = uniforms_at_the_edges();
  for (const auto& law : {Distribution::constant(3.0), Distribution::uniform(0, 480), Distribution::exponential(60),
                          Distribution::lognormal_mean_cv(60, 1), Distribution::weibull(0.8, 400)}) {
    std::vector<Ticks> made(u.size());
    law.samples(u.data(), made.data(), u.size());
    for (std::size_t i = 0; i < u.size(); ++i) EXPECT_EQ(made[i], law.sample(u[i])) << law.describe();
  }
}

TEST(Arrivals, ComeInBlocksAsOneByOne) {
  const DrawSource source(5, 0, 0, 9);
  const auto day = Arrivals::profile({{Ticks{0}, 0.2}, {100_s, 2.0}, {200_s, 0.0}, {300_s, 1.0}});
  for (const auto& arrivals :
       {Arrivals::poisson(1.2), Arrivals::poisson(0), day, day.scaled(3), Arrivals::every(3_s),
        Arrivals::every(3_s).scaled(0.7),
        Arrivals::bursts(Distribution::exponential(60), BurstSize::geometric(4), Distribution::uniform(0, 1)),
        Arrivals::times({5_s, 5_s, 9_s})}) {
    auto one_by_one = Arrivals::begin(Ticks{50'000'000}), in_blocks = one_by_one;
    for (int b = 0; b < 5; ++b) {
      std::array<Ticks, n> at;
      const auto made = arrivals.next(in_blocks, source, DrawBlock(source, in_blocks.count), at.data());
      for (std::size_t i = 0; i < made; ++i) EXPECT_EQ(arrivals.next(one_by_one, source), at[i]) << arrivals.describe();
      if (made == n) continue;
      EXPECT_EQ(arrivals.next(one_by_one, source), std::nullopt) << arrivals.describe();
      break;
    }
  }
}

}  // namespace

#include <cstdint>

#include "bench/items.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/draw.hpp"

namespace {

using sim::Distribution;

const sim::DrawSource source(1, 0, 0, sim::hash_name("bench"));

void draw_of_a_new_ordinal(benchmark::State& state) {
  std::uint64_t ordinal = 0, digest = 0;
  for (auto _ : state) digest += source.of(ordinal++).bits(1, 0, 0);
  report_items(state, 1, digest);
}
BENCHMARK(draw_of_a_new_ordinal);

void draw_of_a_new_index(benchmark::State& state) {
  const sim::Draws draws = source.of(0);
  std::uint32_t index = 0;
  std::uint64_t digest = 0;
  for (auto _ : state) digest += draws.bits(1, 0, index++);
  report_items(state, 1, digest);
}
BENCHMARK(draw_of_a_new_index);

void sample(benchmark::State& state, const Distribution& law) {
  const sim::Draws draws = source.of(0);
  std::uint32_t index = 0;
  sim::Ticks sum;
  for (auto _ : state) sum += law.sample(draws.uniform(1, 0, index++));
  report_items(state, 1, static_cast<std::uint64_t>(sum.us));
}
BENCHMARK_CAPTURE(sample, constant, Distribution::constant(5.0));
BENCHMARK_CAPTURE(sample, uniform, Distribution::uniform(1, 3));
BENCHMARK_CAPTURE(sample, exponential, Distribution::exponential(60));
BENCHMARK_CAPTURE(sample, lognormal, Distribution::lognormal_mean_cv(40, 0.7));
BENCHMARK_CAPTURE(sample, gamma, Distribution::gamma(40, 0.5));
BENCHMARK_CAPTURE(sample, weibull, Distribution::weibull(1.5, 40));
BENCHMARK_CAPTURE(sample, triangular, Distribution::triangular(1, 2, 9));
BENCHMARK_CAPTURE(sample, mixture,
                  Distribution::mixture({{0.7, Distribution::exponential(20)}, {0.3, Distribution::exponential(300)}}));
BENCHMARK_CAPTURE(sample, empirical, Distribution::empirical({1, 2, 3, 5, 8, 13, 21, 34}));
BENCHMARK_CAPTURE(sample, truncated_lognormal,
                  Distribution::truncated(Distribution::lognormal_mean_cv(40, 0.7), 0, 600));

void next_arrival(benchmark::State& state, const sim::Arrivals& arrivals) {
  auto stream = sim::Arrivals::begin(sim::Ticks{0});
  for (auto _ : state) benchmark::DoNotOptimize(arrivals.next(stream, source));
  report_items(state, 1, static_cast<std::uint64_t>(stream.last.us) + stream.count);
}
BENCHMARK_CAPTURE(next_arrival, poisson, sim::Arrivals::poisson(1));
BENCHMARK_CAPTURE(next_arrival, profile, sim::Arrivals::profile({{sim::Ticks{0}, 1}, {sim::Ticks{3'600'000'000}, 2}}));
BENCHMARK_CAPTURE(next_arrival, bursts,
                  sim::Arrivals::bursts(Distribution::exponential(600), sim::BurstSize::geometric(6),
                                        Distribution::uniform(0.1, 2)));

}  // namespace

#include <cmath>
#include <cstdint>
#include <vector>

#include "bench/items.hpp"
#include "sim/digest.hpp"
#include "sim/random/draw.hpp"
#include "sim/statistics/batch_means.hpp"
#include "sim/statistics/histogram.hpp"
#include "sim/statistics/intervals.hpp"
#include "sim/statistics/mser.hpp"
#include "sim/statistics/occupancy_histogram.hpp"
#include "sim/statistics/tally.hpp"
#include "sim/statistics/time_weighted.hpp"

namespace {

using namespace sim;  // NOLINT: benchmarks

// Exponential times of mean 48 s, drawn beforehand: the stays of the reference lot.
const std::vector<Ticks>& stays() {
  static const std::vector<Ticks> drawn = [] {
    std::vector<Ticks> times(1 << 14);
    const DrawSource source(1, 0, 0, hash_name("stays"));
    for (std::size_t i = 0; i < times.size(); ++i)
      times[i] = from_seconds(-48 * std::log(source.of(i).uniform(1, 0, 0)));
    return times;
  }();
  return drawn;
}

Ticks stay(std::uint64_t i) { return stays()[i % stays().size()]; }

Histogram filled(std::uint64_t values, std::uint64_t from = 0) {
  Histogram histogram;
  for (std::uint64_t i = from; i < from + values; ++i) histogram.record(stay(i));
  return histogram;
}

std::uint64_t number_of(std::optional<Ticks> time) { return static_cast<std::uint64_t>(time.value_or(Ticks{-1}).us); }

void histogram_record(benchmark::State& state) {
  Histogram histogram;
  std::uint64_t i = 0;
  for (auto _ : state) histogram.record(stay(i++));
  report_items(state, 1, number_of(histogram.max()));
}
BENCHMARK(histogram_record);

void histogram_merge(benchmark::State& state) {
  const Histogram one = filled(10'000);
  Histogram sum = filled(10'000, 5'000);
  for (auto _ : state) sum.merge(one);
  report_items(state, 1, number_of(sum.quantile(0.95)));
}
BENCHMARK(histogram_merge);

void histogram_quantile(benchmark::State& state) {
  const Histogram histogram = filled(10'000);
  std::uint64_t digest = 0;
  for (auto _ : state) digest = number_of(histogram.quantile(0.95));
  report_items(state, 1, digest);
}
BENCHMARK(histogram_quantile);

void histogram_encode(benchmark::State& state) {
  const Histogram histogram = filled(10'000);
  std::size_t bytes = 0;
  for (auto _ : state) bytes = histogram.encode().size();
  report_items(state, 1, bytes);
}
BENCHMARK(histogram_encode);

void histogram_decode(benchmark::State& state) {
  const auto blob = filled(10'000).encode();
  std::uint64_t count = 0;
  for (auto _ : state) count = Histogram::decode(blob).count();
  report_items(state, 1, count);
}
BENCHMARK(histogram_decode);

// One item is a change of the level.
template <class Level>
void change_of(benchmark::State& state) {
  Level level;
  level.open({});
  Ticks now;
  std::uint64_t i = 0;
  for (auto _ : state) {
    now += Ticks{stay(i).us / 64};
    level.add(now, (i++ & 1) != 0 ? -1 : 1);
  }
  report_items(state, 1, static_cast<std::uint64_t>(level.observed().us));
}
BENCHMARK_TEMPLATE(change_of, TimeWeighted);
BENCHMARK_TEMPLATE(change_of, OccupancyHistogram);

void tally_record(benchmark::State& state) {
  Tally tally;
  std::uint64_t i = 0;
  for (auto _ : state) tally.record(static_cast<double>(stay(i++).us));
  report_items(state, 1, static_cast<std::uint64_t>(tally.mean()));
}
BENCHMARK(tally_record);

void tally_merge(benchmark::State& state) {
  Tally one, sum;
  for (int i = 0; i < 16; ++i) one.record(i);
  for (auto _ : state) sum.merge(one);
  report_items(state, 1, static_cast<std::uint64_t>(sum.mean() * 1e6));
}
BENCHMARK(tally_merge);

void digest_add(benchmark::State& state) {
  Digest digest;
  Ticks now;
  std::uint64_t i = 0;
  for (auto _ : state) {
    now += Ticks{stay(i).us / 64};
    digest.add(now, i, i & 31, 7);
    ++i;
  }
  report_items(state, 1, digest_of(digest.sums()));
}
BENCHMARK(digest_add);

std::vector<double> seconds(std::size_t count) {
  std::vector<double> series(count);
  for (std::size_t i = 0; i < count; ++i) series[i] = stay(i).seconds();
  return series;
}

// One item is an estimate over 16 replications.
void mean_of_replications(benchmark::State& state) {
  const auto replications = seconds(16);
  double mean = 0;
  for (auto _ : state) mean = mean_estimate(replications)->interval->high;
  report_items(state, 1, static_cast<std::uint64_t>(mean * 1e6));
}
BENCHMARK(mean_of_replications);

void share_of_trials(benchmark::State& state) {
  double high = 0;
  for (auto _ : state) high = proportion_estimate(7, 1000)->interval->high;
  report_items(state, 1, static_cast<std::uint64_t>(high * 1e9));
}
BENCHMARK(share_of_trials);

// One item is an observation of the series.
void cut_of_warm_up(benchmark::State& state) {
  const auto series = seconds(10'000);
  std::size_t cut = 0;
  for (auto _ : state) cut = mser5_cut(series).value_or(series.size());
  report_items(state, 10'000, cut);
}
BENCHMARK(cut_of_warm_up);

void mean_of_batches(benchmark::State& state) {
  const auto series = seconds(10'000);
  double mean = 0;
  for (auto _ : state) mean = batch_means(series, 20)->value;
  report_items(state, 10'000, static_cast<std::uint64_t>(mean * 1e6));
}
BENCHMARK(mean_of_batches);

}  // namespace

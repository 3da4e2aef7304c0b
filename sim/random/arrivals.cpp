#include "sim/random/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/random/words.hpp"

namespace sim {
namespace {

constexpr double greatest_rate = 1e6;  // one a tick
constexpr double most_open_on_average = 8;

// Episodes of the draws of one burst.
constexpr std::uint32_t gap_episode = 0;
constexpr std::uint32_t size_episode = 1;
constexpr std::uint32_t spacing_episode = 2;

void require(bool condition, const std::string& sentence) {
  if (!condition) throw std::invalid_argument(sentence);
}

void require_rate(const std::string& kind, double per_second) {
  require(per_second >= 0 && per_second <= greatest_rate,
          kind + ": a rate must be from 0/h to 1000000 a second, not " + rate_words(per_second) + ".");
}

double unit_exponential(const Draws& draws) { return -portable::log1p(-draws.uniform(arrival_purpose, 0, 0)); }

Ticks saturating_sum(Ticks instant, Ticks gap) {
  return instant.us > 0 && gap > never - instant ? never : instant + gap;
}

double mean_open_bursts(const Distribution& every, const BurstSize& size, const Distribution& spacing) {
  return (size.mean - 1) * spacing.mean_s() / every.mean_s();
}

void require_few_open_bursts(double open) {
  require(open <= most_open_on_average, "bursts: on average " + number_words(open) +
                                            " bursts would run at the same time (at most 8); make them rarer or "
                                            "smaller, or their spacing shorter.");
}

std::string size_words(const BurstSize& size) {
  return size.is_geometric ? "geometric(mean " + number_words(size.mean) + ")" : number_words(size.mean);
}

template <typename... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overload(Cases...) -> Overload<Cases...>;

}  // namespace

std::uint32_t BurstSize::sample(double u) const {
  if (!is_geometric || mean <= 1) return static_cast<std::uint32_t>(mean);
  return 1 + static_cast<std::uint32_t>(portable::log1p(-u) / portable::log1p(-1 / mean));
}

Arrivals Arrivals::poisson(double per_second) {
  require_rate("poisson", per_second);
  return Arrivals(Poisson{per_second});
}

Arrivals Arrivals::every(Ticks gap) {
  require(gap > Ticks{0}, "every: the gap must be above zero, not " + duration_words(gap.seconds()) + ".");
  return Arrivals(Every{gap});
}

Arrivals Arrivals::profile(std::vector<RateStep> steps) {
  require(!steps.empty(), "profile: name at least one step, such as 08:00 40/h.");
  std::vector<double> expected_before{0};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    require_rate("profile", steps[i].per_second);
    if (i == 0) continue;
    require(steps[i - 1].from < steps[i].from, "profile: " + clock_words(steps[i].from.seconds()) +
                                                   " does not come after " + clock_words(steps[i - 1].from.seconds()) +
                                                   "; write the steps in ascending order, each time once.");
    const double length_s = (steps[i].from - steps[i - 1].from).seconds();
    expected_before.push_back(expected_before.back() + steps[i - 1].per_second * length_s);
  }
  return Arrivals(Profile{std::move(steps), std::move(expected_before)});
}

Arrivals Arrivals::bursts(Distribution every, BurstSize size, Distribution spacing) {
  require(every.mean_s() > 0, "bursts: the time between bursts (every) must be above zero on average.");
  require(size.mean >= 1 && size.mean <= 1e6,
          "bursts: the size counts the first arrival, so it must be from 1 to 1000000, not " + number_words(size.mean) +
              ".");
  require_few_open_bursts(mean_open_bursts(every, size, spacing));
  return Arrivals(Bursts{std::move(every), size, std::move(spacing)});
}

Arrivals Arrivals::times(std::vector<Ticks> times) {
  require(std::is_sorted(times.begin(), times.end()), "times: the times are not in ascending order; sort them.");
  return Arrivals(Times{std::move(times)});
}

Arrivals Arrivals::sources(std::uint32_t count, Distribution idle) {
  require(count > 0, "sources: name at least one source.");
  require(idle.mean_s() > 0, "sources: the idle time must be above zero on average.");
  return Arrivals(Sources{count, std::move(idle)});
}

Arrivals Arrivals::scaled(double factor) const {
  require(factor > 0 && factor <= 1e9, "scale: the factor must be above zero, not " + number_words(factor) + ".");
  Arrivals result = *this;
  result.scale_ *= factor;
  if (const auto* bursts = std::get_if<Bursts>(kind_.get()))
    require_few_open_bursts(mean_open_bursts(bursts->every, bursts->size, bursts->spacing) * result.scale_);
  return result;
}

Arrivals Arrivals::daily(int days) const {
  const auto* profile = std::get_if<Profile>(kind_.get());
  if (!profile) return *this;
  require(profile->steps.front().from >= Ticks{0}, "profile: a step of every day lies before midnight.");
  constexpr Ticks one_day = 60_min * 24;
  std::vector<RateStep> steps;
  for (int day = 0; day < days; ++day) {
    const Ticks midnight = one_day * day;
    if (day > 0 && profile->steps.front().from > Ticks{0}) steps.push_back({midnight, 0});
    for (const RateStep& step : profile->steps)
      if (step.from < one_day) steps.push_back({midnight + step.from, step.per_second});
  }
  Arrivals result = Arrivals::profile(std::move(steps));
  result.scale_ = scale_;
  return result;
}

std::optional<Ticks> Arrivals::next(ArrivalState& state, const DrawSource& source) const {
  const auto instant = std::visit([&](const auto& kind) { return next_of(kind, state, source); }, *kind_);
  if (!instant || *instant == never) return std::nullopt;
  ++state.count;
  state.last = std::max(state.last, *instant);
  return state.last;
}

std::size_t Arrivals::next(ArrivalState& state, const DrawSource& source, const DrawBlock& block, Ticks* out) const {
  return std::visit([&](const auto& kind) { return next_of(kind, state, source, block, out); }, *kind_);
}

template <class One>
std::size_t Arrivals::next_of(const One& kind, ArrivalState& state, const DrawSource& source, const DrawBlock& block,
                              Ticks* out) const {
  constexpr bool adds_exponentials = std::is_same_v<One, Poisson> || std::is_same_v<One, Profile>;
  std::array<double, DrawBlock::size> exponentials;
  if constexpr (adds_exponentials) {
    block.uniforms(arrival_purpose, 0, 0, exponentials);
    unit_exponentials(exponentials.data(), exponentials.data(), DrawBlock::size);
  }
  if constexpr (std::is_same_v<One, Poisson>) {
    for (auto& sum : exponentials) sum = state.exponentials += sum;
    instants(state.from.seconds(), exponentials.data(), kind.per_second * scale_, out, DrawBlock::size);
    // They ascend, as sums, quotients and roundings do.
    const auto n = static_cast<std::size_t>(std::find(out, out + DrawBlock::size, never) - out);
    if (n > 0) state.last = out[n - 1];
    state.count += n;
    return n;
  }
  for (std::size_t i = 0; i < DrawBlock::size; ++i) {
    std::optional<Ticks> at;
    if constexpr (adds_exponentials) {
      state.exponentials += exponentials[i];
      at = instant(kind, state);
    } else {
      at = next_of(kind, state, source);
    }
    if (!at || *at == never) return i;
    ++state.count;
    state.last = std::max(state.last, *at);
    out[i] = state.last;
  }
  return DrawBlock::size;
}

std::optional<Ticks> Arrivals::next_of(const Poisson& poisson, ArrivalState& state, const DrawSource& source) const {
  state.exponentials += unit_exponential(source.of(state.count));
  return instant(poisson, state);
}

std::optional<Ticks> Arrivals::instant(const Poisson& poisson, const ArrivalState& state) const {
  return from_seconds(state.from.seconds() + state.exponentials / (poisson.per_second * scale_));
}

std::optional<Ticks> Arrivals::next_of(const Profile& profile, ArrivalState& state, const DrawSource& source) const {
  state.exponentials += unit_exponential(source.of(state.count));
  return instant(profile, state);
}

std::optional<Ticks> Arrivals::instant(const Profile& profile, const ArrivalState& state) const {
  const auto instant_s = profile.instant_s(profile.expected(state.from) + state.exponentials / scale_);
  if (!instant_s) return std::nullopt;
  return from_seconds(*instant_s);
}

double Arrivals::Profile::expected(Ticks until) const {
  const auto after = std::upper_bound(steps.begin(), steps.end(), until,
                                      [](Ticks instant, const RateStep& step) { return instant < step.from; });
  if (after == steps.begin()) return 0;
  const auto index = static_cast<std::size_t>(after - steps.begin()) - 1;
  return expected_before[index] + steps[index].per_second * (until - steps[index].from).seconds();
}

std::optional<double> Arrivals::Profile::instant_s(double expected_arrivals) const {
  const auto after = std::upper_bound(expected_before.begin(), expected_before.end(), expected_arrivals);
  const auto index = static_cast<std::size_t>(after - expected_before.begin()) - 1;
  const RateStep& step = steps[index];
  if (step.per_second <= 0) return std::nullopt;
  return step.from.seconds() + (expected_arrivals - expected_before[index]) / step.per_second;
}

std::optional<Ticks> Arrivals::next_of(const Every& every, ArrivalState& state, const DrawSource&) const {
  return every_time(every, state.from, state.count + 1);
}

/// From the count and not from the previous time, so that scaled gaps do not add up their rounding.
Ticks Arrivals::every_time(const Every& every, Ticks from, std::uint64_t n) const {
  const Ticks unscaled = every.gap * static_cast<std::int64_t>(n);
  if (scale_ == 1) return saturating_sum(from, unscaled);
  return saturating_sum(from, from_seconds(unscaled.seconds() / scale_));
}

std::optional<Ticks> Arrivals::next_of(const Times& times, ArrivalState& state, const DrawSource&) const {
  const auto first = std::partition_point(times.times.begin(), times.times.end(),
                                          [&](Ticks listed) { return listed_time(times, listed) < state.from; });
  if (static_cast<std::uint64_t>(times.times.end() - first) <= state.count) return std::nullopt;
  return listed_time(times, first[static_cast<std::ptrdiff_t>(state.count)]);
}

Ticks Arrivals::listed_time(const Times& times, Ticks listed) const {
  if (scale_ == 1) return listed;
  const Ticks first = times.times.front();
  return saturating_sum(first, from_seconds((listed - first).seconds() / scale_));
}

std::optional<Ticks> Arrivals::next_of(const Bursts& bursts, ArrivalState& state, const DrawSource& source) const {
  const auto begin = state.bursting.begin();
  const auto earliest = [&] {
    return std::min_element(begin, begin + state.open, [](const auto& a, const auto& b) {
      return a.next != b.next ? a.next < b.next : a.burst < b.burst;
    });
  };
  while (state.open < ArrivalState::most_open_bursts) {
    const Ticks due = due_burst(bursts, state, source);
    if (due == never || (state.open > 0 && earliest()->next < due)) break;
    const double u = source.of(state.bursts).uniform(arrival_purpose, size_episode, 0);
    state.bursting[state.open++] = {std::max(due, state.last), state.bursts++, 0, bursts.size.sample(u)};
    state.latest_burst = due;
    state.next_burst = Ticks{-1};
  }
  if (state.open == 0) return std::nullopt;
  auto& burst = *earliest();
  const Ticks instant = burst.next;
  const double u = source.of(burst.burst).uniform(arrival_purpose, spacing_episode, burst.index);
  burst.next = saturating_sum(instant, bursts.spacing.sample(u));
  if (++burst.index == burst.size || burst.next == never) burst = state.bursting[--state.open];
  return instant;
}

/// Kept once it was drawn: who goes on with other draws (models/rare) must not draw again what has been waited for.
Ticks Arrivals::due_burst(const Bursts& bursts, ArrivalState& state, const DrawSource& source) const {
  if (state.next_burst.us >= 0) return state.next_burst;
  const double u = source.of(state.bursts).uniform(arrival_purpose, gap_episode, 0);
  state.next_burst = saturating_sum(state.latest_burst, from_seconds(bursts.every.quantile_s(u) / scale_));
  return state.next_burst;
}

std::optional<Ticks> Arrivals::next_of(const Sources&, ArrivalState&, const DrawSource&) const { return std::nullopt; }

double Arrivals::rate_per_s(Ticks from, Ticks to) const {
  const double length_s = (to - from).seconds();
  return std::visit(
      Overload{
          [&](const Poisson& poisson) { return poisson.per_second * scale_; },
          [&](const Every& every) { return scale_ / every.gap.seconds(); },
          [&](const Profile& profile) { return scale_ * (profile.expected(to) - profile.expected(from)) / length_s; },
          [&](const Bursts& bursts) { return scale_ * bursts.size.mean / bursts.every.mean_s(); },
          [&](const Times& times) {
            const auto inside = std::count_if(times.times.begin(), times.times.end(), [&](Ticks listed) {
              return from < listed_time(times, listed) && listed_time(times, listed) <= to;
            });
            return static_cast<double>(inside) / length_s;
          },
          [&](const Sources& sources) { return scale_ * sources.count / sources.idle.mean_s(); }},
      *kind_);
}

std::string Arrivals::describe() const {
  const std::string words = std::visit(
      Overload{[](const Poisson& poisson) { return "poisson(" + rate_words(poisson.per_second) + ")"; },
               [](const Every& every) { return "every(" + duration_words(every.gap.seconds()) + ")"; },
               [](const Profile& profile) {
                 std::string steps;
                 for (const RateStep& step : profile.steps)
                   steps += (steps.empty() ? "" : " ") + clock_words(step.from.seconds()) + " " +
                            rate_words(step.per_second);
                 return "profile(" + steps + ")";
               },
               [](const Bursts& bursts) {
                 return "bursts(every " + bursts.every.describe() + " size " + size_words(bursts.size) + " spacing " +
                        bursts.spacing.describe() + ")";
               },
               [](const Times& times) { return "times(" + std::to_string(times.times.size()) + " times)"; },
               [](const Sources& sources) {
                 return "sources(" + std::to_string(sources.count) + " idle " + sources.idle.describe() + ")";
               }},
      *kind_);
  return scale_ == 1 ? words : words + ", scale: " + number_words(scale_);
}

bool Arrivals::is_finite_population() const { return std::holds_alternative<Sources>(*kind_); }

std::uint32_t Arrivals::population() const {
  const auto* sources = std::get_if<Sources>(kind_.get());
  return sources ? sources->count : 0;
}

Ticks Arrivals::idle_time(double u) const {
  const auto* sources = std::get_if<Sources>(kind_.get());
  return sources ? from_seconds(sources->idle.quantile_s(u) / scale_) : Ticks{0};
}

}  // namespace sim

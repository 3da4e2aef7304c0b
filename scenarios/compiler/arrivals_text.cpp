#include "scenarios/compiler/arrivals_text.hpp"

#include <array>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/compiler/csv.hpp"
#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

using sim::Arrivals;

std::uint32_t take_count(Phrase& phrase) {
  phrase.peek();
  const std::size_t start = phrase.position();
  const double value = phrase.number();
  if (value >= 1 && value <= 1e9 && value == static_cast<double>(static_cast<std::uint32_t>(value))) {
    return static_cast<std::uint32_t>(value);
  }
  phrase.fail(start, "expected a whole number of at least 1 here");
}

Arrivals take_poisson(Phrase& phrase) { return Arrivals::poisson(take_rate_per_s(phrase)); }

Arrivals take_every(Phrase& phrase) { return Arrivals::every(sim::from_seconds(take_duration_s(phrase))); }

Arrivals take_profile(Phrase& phrase, sim::Ticks start) {
  std::vector<sim::RateStep> steps;
  while (phrase.peek() != ')' && !phrase.at_end()) {
    const bool clock = is_clock_time(phrase.rest());
    const sim::Ticks from = clock ? take_clock_time(phrase) : start + sim::from_seconds(take_duration_s(phrase));
    steps.push_back({from, take_rate_per_s(phrase)});
  }
  return Arrivals::profile(std::move(steps));
}

sim::BurstSize take_burst_size(Phrase& phrase) {
  if (!phrase.take("geometric")) return sim::BurstSize::constant(take_count(phrase));
  phrase.expect('(');
  phrase.take("mean");
  const double mean = phrase.number();
  phrase.expect(')');
  return sim::BurstSize::geometric(mean);
}

void need(Phrase& phrase, std::string_view word) {
  if (phrase.take(word)) return;
  phrase.fail("expected `" + std::string(word) + "` here",
              "for example bursts(every exponential(10min) size geometric(mean 6) spacing uniform(0.1s 2s))");
}

Arrivals take_bursts(Phrase& phrase, Files& files) {
  need(phrase, "every");
  const sim::Distribution every = take_distribution(phrase, files);
  need(phrase, "size");
  const sim::BurstSize size = take_burst_size(phrase);
  need(phrase, "spacing");
  return Arrivals::bursts(every, size, take_distribution(phrase, files));
}

Arrivals take_sources(Phrase& phrase, Files& files) {
  const std::uint32_t count = take_count(phrase);
  need(phrase, "idle");
  return Arrivals::sources(count, take_distribution(phrase, files));
}

Arrivals take_times(Phrase& phrase, sim::Ticks start, Files& files) {
  phrase.peek();
  const std::size_t place = phrase.position();
  const std::string file(phrase.run());
  const std::string column(phrase.run());
  if (column.empty()) phrase.fail(place, "expected a file and one of its columns", "for example times(calls.csv time)");
  std::vector<sim::Ticks> times;
  for (const double s : column_s(files, file, column, phrase.node().inside(place), true, start.seconds())) {
    times.push_back(sim::from_seconds(s));
  }
  return Arrivals::times(std::move(times));
}

constexpr std::array<std::string_view, 6> kinds{"poisson", "every", "profile", "bursts", "sources", "times"};

Arrivals take_kind(std::size_t kind, Phrase& phrase, sim::Ticks start, Files& files) {
  switch (kind) {
    case 0: return take_poisson(phrase);
    case 1: return take_every(phrase);
    case 2: return take_profile(phrase, start);
    case 3: return take_bursts(phrase, files);
    case 4: return take_sources(phrase, files);
    default: return take_times(phrase, start, files);
  }
}

std::size_t take_name(Phrase& phrase) {
  phrase.peek();
  const std::size_t start = phrase.position();
  const std::string name(phrase.word());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == name) return i;
  }
  if (phrase.touches('/'))
    phrase.fail(start, "a rate alone does not say how calls arrive", "for example poisson(90/h)");
  phrase.fail(start, "`" + name + "` is no kind of arrivals", hint_for(name, kinds));
}

}  // namespace

sim::Arrivals arrivals(const Node& node, std::string_view what, sim::Ticks start, Files& files) {
  Phrase phrase(node, what);
  const std::size_t kind = take_name(phrase);
  phrase.expect('(');
  try {
    const Arrivals found = take_kind(kind, phrase, start, files);
    phrase.expect(')');
    phrase.finish();
    return found;
  } catch (const std::invalid_argument& error) {
    phrase.fail(0, error.what());
  }
}

sim::Arrivals scaled(const sim::Arrivals& arrivals, const Node& scale) {
  Phrase phrase(scale, "scale");
  const double value = phrase.number();
  const bool percent = phrase.touches('%') && phrase.take('%');
  phrase.finish();
  if (value <= 0) phrase.fail(0, "scale must be more than nothing");
  try {
    return arrivals.scaled(percent ? value / 100 : value);
  } catch (const std::invalid_argument& error) {
    phrase.fail(0, error.what());
  }
}

}  // namespace scenarios

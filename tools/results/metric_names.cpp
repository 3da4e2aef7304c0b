#include "tools/results/metric_names.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>

#include "models/measures/catalogue.hpp"

namespace results {
namespace {

using measures::Count;
using measures::Latency;
using measures::Metric;
using measures::Source;
using Of = measures::Level::Of;

using Named = std::pair<std::size_t, std::string_view>;

constexpr std::array<Named, 4> own_counters{{{Count::announcements, "channel.announcements"},
                                             {Count::posts, "channel.posts"},
                                             {Count::posts_dialled, "race.dialled"},
                                             {Count::allocations, "code.allocations"}}};

constexpr std::array<Named, 1> own_latencies{{{Latency::right_person_after, "caller.right_person_after"}}};

// The catalogue knows trunks, but phones are resources too.
constexpr std::array<Named, 1> own_levels{{{park::index(Of::resource_in_use), "resource.in_use"}}};

constexpr bool covers(const Metric& metric, Source source, std::size_t position) {
  const std::size_t size = std::max<std::size_t>(metric.dimension.values.size(), 1);
  return metric.source == source && metric.first <= position && position < metric.first + size;
}

constexpr bool all_named(Source source, std::size_t size, std::span<const Named> own) {
  for (std::size_t i = 0; i < size; ++i) {
    const bool known = std::ranges::any_of(measures::catalogue, [&](const Metric& m) { return covers(m, source, i); });
    if (!known && !std::ranges::any_of(own, [&](const Named& named) { return named.first == i; })) return false;
  }
  return true;
}

static_assert(all_named(Source::counter, Count::size, own_counters),
              "a counter is in neither the catalogue nor own_counters");
static_assert(all_named(Source::latency, Latency::size, own_latencies),
              "a latency is in neither the catalogue nor own_latencies");

void name(const Metric& metric, std::vector<std::string>& names) {
  if (metric.dimension.values.empty()) names.at(metric.first) = metric.name;
  std::size_t position = metric.first;
  for (const std::string_view value : metric.dimension.values) {
    names.at(position++) = std::string(metric.name) + "{" + std::string(value) + "}";
  }
}

MetricNames names_of(Source source, std::size_t size, std::span<const Named> own) {
  std::vector<std::string> names(size);
  for (const Metric& metric : measures::catalogue) {
    if (metric.source == source) name(metric, names);
  }
  for (const auto& [position, its_name] : own) names.at(position) = its_name;
  return MetricNames(std::move(names));
}

}  // namespace

MetricNames::MetricNames(std::vector<std::string> names) : names_(std::move(names)), by_name_(names_.size()) {
  std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
  std::ranges::sort(by_name_, {}, [this](std::size_t i) -> const std::string& { return names_[i]; });
}

std::optional<std::size_t> MetricNames::find(std::string_view name) const {
  const auto name_at = [this](std::size_t i) -> std::string_view { return names_[i]; };
  const auto found = std::ranges::lower_bound(by_name_, name, {}, name_at);
  if (found == by_name_.end() || names_[*found] != name) return std::nullopt;
  return *found;
}

const MetricNames& counter_names() {
  static const MetricNames names = names_of(Source::counter, Count::size, own_counters);
  return names;
}

const MetricNames& said_names() {
  static const MetricNames names = names_of(Source::said, park::retrieve_outcome_names.size(), {});
  return names;
}

const MetricNames& expected_names() {
  static const MetricNames names = [] {
    std::vector<std::string> all;
    for (const std::string_view kind : park::collision_names) {
      all.push_back("code.collisions.expected{" + std::string(kind) + "}");
    }
    return MetricNames(std::move(all));
  }();
  return names;
}

const MetricNames& latency_names() {
  static const MetricNames names = names_of(Source::latency, Latency::size, own_latencies);
  return names;
}

const MetricNames& level_names() {
  static const MetricNames names = names_of(Source::level, park::index(Of::resource_in_use) + 1, own_levels);
  return names;
}

}  // namespace results

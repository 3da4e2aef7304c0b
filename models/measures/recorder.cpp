#include "models/measures/recorder.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace measures {

namespace {
/// Labels packed into one word, never 0, each one up so that -1 becomes 0: policies, traffic and groups have 15 bits,
/// channels 13, hours 5.
std::uint64_t pack(const Labels& l) {
  const auto field = [](std::int16_t label) { return static_cast<std::uint64_t>(label + 1); };
  return 1 | field(l.hour) << 1 | field(l.policy) << 6 | field(l.traffic) << 21 | field(l.group) << 36 |
         field(l.channel) << 51;
}

/// From the upper bits of the product, which all labels have a part in.
std::size_t slot(std::uint64_t key, std::size_t mask) {
  return static_cast<std::size_t>(key * 0x9e3779b97f4a7c15u >> std::countl_zero(mask));
}
}  // namespace

Recorder::CellIndex Recorder::cell(const Labels& labels) {
  const auto key = pack(labels);
  if (!index_.empty()) {
    const auto mask = index_.size() - 1;
    for (auto i = slot(key, mask); index_[i].key; i = (i + 1) & mask)
      if (index_[i].key == key) return static_cast<CellIndex>(index_[i].cell);
  }
  const auto made = static_cast<CellIndex>(measures_.cells.size());
  measures_.cells.push_back({.labels = labels});
  if (index_.size() < 2 * measures_.cells.size()) {
    index_.assign(std::max<std::size_t>(64, 4 * index_.size()), {});
    for (CellIndex c = 0; c < made; ++c) {
      auto i = slot(pack(measures_.cells[c].labels), index_.size() - 1);
      while (index_[i].key) i = (i + 1) & (index_.size() - 1);
      index_[i] = {pack(measures_.cells[c].labels), c};
    }
  }
  auto i = slot(key, index_.size() - 1);
  while (index_[i].key) i = (i + 1) & (index_.size() - 1);
  index_[i] = {key, made};
  timed_in_.push_back(made);
  if (hours_pooled_ && labels.hour >= 0) {
    auto all_day = labels;
    all_day.hour = -1;
    const auto pooled = cell(all_day);
    timed_in_[made] = pooled;
  }
  return made;
}

void Recorder::add_lot(int codes) {
  const auto lot = static_cast<std::int16_t>(measures_.code_uses.size());
  measures_.code_uses.push_back({lot, std::vector<std::uint64_t>(static_cast<std::size_t>(codes))});
}

std::size_t Recorder::add_level(Level::Of of, int subject, std::int64_t highest) {
  constexpr std::int64_t very_high = 256;
  measures_.levels.push_back({.of = of, .subject = static_cast<std::int16_t>(subject)});
  measures_.levels.back().time_at.reserve(std::clamp<std::int64_t>(highest, 0, very_high));
  return measures_.levels.size() - 1;
}

void Recorder::change_level(std::size_t i, sim::Ticks now, std::int64_t change) {
  set_level(i, now, measures_.levels[i].level.level() + change);
}

void Recorder::set_level(std::size_t i, sim::Ticks now, std::int64_t value) {
  auto& level = measures_.levels[i];
  level.level.set(now, value);
  if (level.of != Level::Of::guess) level.time_at.set(now, value);
}

void Recorder::open_window(sim::Ticks now) {
  open_ = true;
  for (auto& level : measures_.levels) {
    level.level.open(now);
    if (level.of != Level::Of::guess) level.time_at.open(now);
  }
}

void Recorder::close_window(sim::Ticks now) {
  open_ = false;
  for (auto& level : measures_.levels) {
    level.level.close(now);
    if (level.of != Level::Of::guess) level.time_at.close(now);
  }
}

std::uint32_t Recorder::add_bundle(const Bundle& bundle) {
  const auto known = std::find(bundles_.begin(), bundles_.end(), bundle);
  const auto number = static_cast<std::uint32_t>(known - bundles_.begin());
  if (known != bundles_.end()) return number;
  bundles_.push_back(bundle);
  return number;
}

std::uint32_t Recorder::bundle_use(std::uint32_t bundle, CellIndex cell) {
  const auto known = std::find_if(uses_.begin(), uses_.end(),
                                  [=](const BundleUse& use) { return use.bundle == bundle && use.cell == cell; });
  const auto number = static_cast<std::uint32_t>(known - uses_.begin());
  if (known == uses_.end()) uses_.push_back({.bundle = bundle, .cell = cell, .times = 0, .stay = {}});
  return number;
}

void Recorder::spread_bundles() {
  for (const auto& use : uses_) {
    const Bundle& bundle = bundles_[use.bundle];
    Cell& cell = measures_.cells[use.cell];
    Cell& timed = measures_.cells[timed_in_[use.cell]];
    for (const auto& [counter, times] : bundle.counts) cell.counts[counter] += times * use.times;
    for (const auto& [outcome, times] : bundle.said) cell.said[outcome] += times * use.times;
    for (const auto& [latency, times] : bundle.stays)
      for (std::uint64_t i = 0; i < times; ++i) timed.latencies[latency].merge(use.stay);
    for (const auto& [latency, times] : bundle.moments) timed.latencies[latency].record({}, times * use.times);
  }
  uses_.clear();
}

void Recorder::began(Start start, sim::Ticks warm_up) {
  ++measures_.starts[static_cast<std::size_t>(start)];
  measures_.warm_up += warm_up;
}

void Recorder::ran(std::uint64_t events, std::uint64_t ties, std::uint64_t undeclared_ties, sim::Ticks simulated) {
  measures_.events += events;
  measures_.ties += ties;
  measures_.undeclared_ties += undeclared_ties;
  measures_.simulated += simulated;
}

void Recorder::turn_over() {
  Measures over;
  over.levels.swap(measures_.levels);
  over.code_uses.swap(measures_.code_uses);
  former_.merge(over);
}

Measures Recorder::take() {
  spread_bundles();
  if (!former_.levels.empty() || !former_.code_uses.empty()) {
    turn_over();
    measures_.levels = std::move(former_.levels);
    measures_.code_uses = std::move(former_.code_uses);
  }
  for (auto& level : measures_.levels) level.time_at.trim();
  measures_.replications = 1;
  measures_.digest = digest_.sums();
  measures_.digest_window = digest_.window();
  return std::move(measures_);
}

}  // namespace measures

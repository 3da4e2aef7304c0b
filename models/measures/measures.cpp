#include "models/measures/measures.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace measures {
namespace {

template <class Numbers>
void add(Numbers& sums, const Numbers& others) {
  std::transform(others.begin(), others.end(), sums.begin(), sums.begin(), std::plus<>());
}

void add_longer(std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& others) {
  sums.resize(std::max(sums.size(), others.size()));
  add(sums, others);
}

void add(Cell& cell, const Cell& other) {
  add(cell.counts, other.counts);
  add(cell.said, other.said);
  add(cell.expected, other.expected);
  for (std::size_t i = 0; i < other.latencies.size(); ++i) cell.latencies[i].merge(other.latencies[i]);
}

void add(std::vector<Level>& levels, const Level& other) {
  const auto known = std::find_if(levels.begin(), levels.end(), [&](const Level& level) {
    return level.of == other.of && level.subject == other.subject;
  });
  if (known == levels.end()) {
    levels.push_back(other);
    return;
  }
  known->level.merge(other.level);
  known->time_at.merge(other.time_at);
}

/// Neighbours are added until windows are so wide, as sim::Digest does.
std::vector<std::uint64_t> widened(std::vector<std::uint64_t> sums, sim::Ticks width, sim::Ticks wanted) {
  for (; width < wanted && width.us > 0; width += width) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const std::uint64_t sum = sums[i];
      sums[i] = 0;
      sums[i / 2] += sum;
    }
  }
  return sums;
}

void add_digest(Measures& sums, const Measures& other) {
  const auto window = std::max(sums.digest_window, other.digest_window);
  sums.digest = widened(std::move(sums.digest), sums.digest_window, window);
  add_longer(sums.digest, widened(other.digest, other.digest_window, window));
  sums.digest_window = window;
}

}  // namespace

std::size_t Measures::cell(const Labels& labels) {
  const auto known = std::find_if(cells.begin(), cells.end(), [&](const Cell& c) { return c.labels == labels; });
  const auto index = static_cast<std::size_t>(known - cells.begin());
  if (known == cells.end()) cells.emplace_back().labels = labels;
  return index;
}

Cell Measures::summed() const {
  Cell sum;
  for (const Cell& each : cells) add(sum, each);
  return sum;
}

void Measures::merge(const Measures& other) {
  replications += other.replications;
  for (const Cell& its : other.cells) add(cells[cell(its.labels)], its);
  for (const Level& its : other.levels) add(levels, its);
  for (const CodeUses& its : other.code_uses) {
    const auto known = std::ranges::find(code_uses, its.lot, &CodeUses::lot);
    if (known == code_uses.end()) {
      code_uses.push_back(its);
    } else {
      add_longer(known->uses, its.uses);
    }
  }
  add_longer(rows_taken, other.rows_taken);
  longest_code = std::max(longest_code, other.longest_code);
  events += other.events;
  ties += other.ties;
  undeclared_ties += other.undeclared_ties;
  simulated += other.simulated;
  for (std::size_t i = 0; i < starts.size(); ++i) starts[i] += other.starts[i];
  warm_up += other.warm_up;
  add_digest(*this, other);
}

}  // namespace measures

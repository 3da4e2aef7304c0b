#pragma once

#include <cstdint>
#include <vector>

#include "models/measures/bundle.hpp"
#include "models/measures/measures.hpp"
#include "sim/digest.hpp"
#include "sim/time.hpp"

namespace measures {

/// Takes down what happens in one replication. Copyable, pointer-free. A cell is asked for once per call and label
/// combination (O(1)); counting and timing in it are O(1) and allocate only while a histogram still grows.
class Recorder {
 public:
  using CellIndex = std::uint32_t;

  CellIndex cell(const Labels&);
  void count(CellIndex cell, std::size_t counter, std::uint64_t n = 1) { measures_.cells[cell].counts[counter] += n; }
  void time(CellIndex cell, std::size_t latency, sim::Ticks duration) {
    measures_.cells[timed_in_[cell]].latencies[latency].record(duration);
  }
  void said(CellIndex cell, park::RetrieveOutcome outcome) { ++measures_.cells[cell].said[park::index(outcome)]; }

  /// The chance, at this moment, of a collision of this kind.
  void expect(CellIndex cell, park::Collision kind, double chance) {
    measures_.cells[cell].expected[park::index(kind)] += chance;
  }
  /// The code at this place was chosen for a measured call.
  void used_code(int lot, int position) {
    auto& uses = measures_.code_uses[static_cast<std::size_t>(lot)].uses;
    if (static_cast<std::size_t>(position) >= uses.size()) uses.resize(static_cast<std::size_t>(position) + 1);
    ++uses[static_cast<std::size_t>(position)];
  }
  /// How often the first `codes` codes of a lot were chosen for measured calls, for whoever counts on their own. Holds
  /// until a code beyond them is used.
  std::uint64_t* uses_of_codes(int lot, int codes) {
    auto& uses = measures_.code_uses[static_cast<std::size_t>(lot)].uses;
    if (uses.size() < static_cast<std::size_t>(codes)) uses.resize(static_cast<std::size_t>(codes));
    return uses.data();
  }
  /// Adds the next lot, with so many codes to begin with.
  void add_lot(int codes);

  /// Adds a level, with room up to `highest` if that is not very high; all levels must be added before the first
  /// change. Returns its number.
  std::size_t add_level(Level::Of of, int subject, std::int64_t highest = 0);
  void change_level(std::size_t level, sim::Ticks now, std::int64_t change);
  void set_level(std::size_t level, sim::Ticks now, std::int64_t value);
  std::int64_t level(std::size_t level) const { return measures_.levels[level].level.level(); }

  /// A row of the call machine fired for the call `call_key`.
  void transition(sim::Ticks now, std::uint64_t call_key, std::size_t row, std::uint64_t detail) {
    ++measures_.rows_taken[row];
    digest_.add(now, call_key, row, detail);
  }
  void set_rows(std::size_t rows) { measures_.rows_taken.resize(rows, 0); }
  std::uint64_t row_taken(std::size_t row) const { return measures_.rows_taken[row]; }
  void saw_code_of(int digits) {
    if (digits > measures_.longest_code) measures_.longest_code = digits;
  }

  /// Adds a bundle, or finds the equal one that is there already; returns its number.
  std::uint32_t add_bundle(const Bundle&);
  /// The place in uses() at which uses of this bundle by measured calls of this cell are counted.
  std::uint32_t bundle_use(std::uint32_t bundle, CellIndex cell);
  /// Makes room in this cell for durations up to `longest` of all kinds that the bundle stands for.
  void reserve(std::uint32_t bundle, CellIndex cell, sim::Ticks longest) {
    for (const auto& [latency, times] : bundles_[bundle].stays)
      measures_.cells[timed_in_[cell]].latencies[latency].reserve(longest);
  }
  /// Holds until the next call of bundle_use().
  BundleUse* uses() { return uses_.data(); }
  /// Rows that fired `times` times, told later than they did.
  void add_rows(const Bundle& bundle, std::uint64_t times) {
    for (const auto& [row, n] : bundle.rows) measures_.rows_taken[row] += n * times;
  }
  sim::Digest& digest() { return digest_; }

  /// The measured window: calls whose first press falls in it are measured, levels are observed in it.
  void open_window(sim::Ticks now);
  void close_window(sim::Ticks now);
  bool window_is_open() const { return open_; }

  /// Adds what the engine counted in the replication that is over.
  void ran(std::uint64_t events, std::uint64_t ties, std::uint64_t undeclared_ties, sim::Ticks simulated);

  void began(Start, sim::Ticks warm_up);

  /// Whether times of all hours are kept together, in the cell without an hour: a fraction of the memory. Only counts
  /// can then be told apart by the hour. To be said before the first cell.
  void pool_hours() { hours_pooled_ = true; }
  /// The replication is over, with its window closed. What another one, of a lot alike, takes down from now on is
  /// added.
  void turn_over();

  const Measures& so_far() const { return measures_; }  ///< bundles not yet spread
  Level& level_at(std::size_t level) { return measures_.levels[level]; }
  Measures take();

  template <class Archive>
  void archive(Archive& a) {
    a(measures_, former_, digest_, index_, timed_in_, hours_pooled_, open_, bundles_, uses_);
  }

 private:
  void spread_bundles();

  Measures measures_;
  Measures former_;  ///< levels and uses of codes of replications before this one
  sim::Digest digest_;
  struct Slot {
    std::uint64_t key = 0;  ///< 0 = empty
    std::uint64_t cell = 0;
  };
  std::vector<Slot> index_;          ///< open addressing
  std::vector<CellIndex> timed_in_;  ///< of each cell: the one that keeps its times
  bool hours_pooled_ = false;
  bool open_ = false;
  std::vector<Bundle> bundles_;
  std::vector<BundleUse> uses_;
};

}  // namespace measures

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/park/machine_words.hpp"
#include "models/park/outcomes.hpp"
#include "models/park/rules.hpp"

/// The state machine of call park as data: one table of rows that the service executes, that Boost.Graph reads
/// (machine_graph.hpp) and whose firings every result counts. Three things move through it: a call, a retrieve attempt
/// and a code. Row numbers follow the survey of park systems; A and C number the rows of attempts and codes.
namespace park {

constexpr std::uint64_t events(auto... all) { return ((std::uint64_t{1} << static_cast<unsigned>(all)) | ...); }

/// One arrow. The first row that matches in the order of the table is taken.
struct Row {
  std::string_view number;
  State from;
  std::uint64_t on;  ///< set of events, see events()
  When when;
  Guard guard;
  Action action;
  State to;
  std::string_view says;  ///< what happens, for people
};

/// The table of the whole superset.
std::span<const Row> call_machine();

constexpr bool is_terminal(State s) {
  return (s >= State::retrieved && s <= State::refused_dropped) || s == State::bridged || s == State::turned_away;
}

/// The rows that a lot's rules leave, dense by (state, event). Immutable; lookup O(1).
class CompiledMachine {
 public:
  /// Keeps the rows of `table` whose `when` holds under `rules`. The table must outlive the machine.
  CompiledMachine(const Rules& rules, std::span<const Row> table = call_machine());

  /// Indices into table(), in order.
  std::span<const std::uint8_t> rows(State from, Event event) const {
    const auto& cell = cells_[static_cast<std::size_t>(from) * event_names.size() + static_cast<std::size_t>(event)];
    return {row_of_cell_.data() + cell.first, cell.count};
  }
  const Row& row(std::size_t i) const { return table_[i]; }
  std::span<const Row> table() const { return table_; }
  /// The indices of all rows that are left.
  const std::vector<std::uint8_t>& kept() const { return kept_; }

 private:
  struct Cell {
    std::uint16_t first = 0, count = 0;
  };
  std::span<const Row> table_;
  std::vector<std::uint8_t> kept_;
  std::vector<std::uint8_t> row_of_cell_;
  std::array<Cell, state_names.size() * event_names.size()> cells_{};
};

bool holds(When, const Rules&);

}  // namespace park

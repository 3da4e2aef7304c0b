#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/park/outcomes.hpp"
#include "models/park/rules.hpp"

/// The state machine of call park as data: one table of rows that the service executes, that Boost.Graph reads
/// (machine_graph.hpp) and whose firings every result counts. Three things move through it: a call, a retrieve attempt
/// and a code. Row numbers follow the survey of park systems; A and C number the rows of attempts and codes.
namespace park {

enum class State : std::uint8_t {
  // a call
  connected,
  requested,
  reserved,
  parked,
  claimed,
  ring_back,
  fallback,
  retrieved,
  retrieved_wrong,
  returned,
  diverted,
  abandoned,
  dropped,
  merged,
  lost,
  refused_dropped,
  // a retrieve attempt
  dialled,
  bridged,
  turned_away,
  // a code
  code_free,
  code_reserved,
  code_occupied,
  code_locked,
  code_tombstone,
  code_beyond_range,
  code_overflow,
};
inline constexpr std::array<std::string_view, 26> state_names{
    "connected",       "requested",     "reserved",    "parked",          "claimed",
    "ring_back",       "fallback",      "retrieved",   "retrieved_wrong", "returned",
    "diverted",        "abandoned",     "dropped",     "merged",          "lost",
    "refused_dropped", "dialled",       "bridged",     "turned_away",     "code_free",
    "code_reserved",   "code_occupied", "code_locked", "code_tombstone",  "code_beyond_range",
    "code_overflow"};

enum class Event : std::uint8_t {
  // a call
  press,
  park_request,
  commit,
  caller_hangup,
  parker_gone,
  reminder_due,
  escape_key,
  retrieve,
  bridge_done,
  bridge_fail,
  park_timeout,
  answer,
  busy,
  no_answer,
  unreachable,
  reject,
  life_max,
  node_down,
  keepalive_dead,
  // a retrieve attempt
  dial,
  // a code
  allocate,
  lock,
  unlock,
  release,
  sweep,
};
inline constexpr std::array<std::string_view, 25> event_names{
    "press",       "park_request", "commit",      "caller_hangup", "parker_gone",    "reminder_due", "escape_key",
    "retrieve",    "bridge_done",  "bridge_fail", "park_timeout",  "answer",         "busy",         "no_answer",
    "unreachable", "reject",       "life_max",    "node_down",     "keepalive_dead", "dial",         "allocate",
    "lock",        "unlock",       "release",     "sweep"};

/// Guards that a lot's rules decide when they are loaded: a row that the rules can never take does not survive.
enum class When : std::uint8_t {
  always,
  full_keeps,
  full_drops,
  full_overflows,
  rings,                     ///< there is a ring-back; so too in all that follow, but for time-outs and the life limit
  code_held,                 ///< in ring-back the code is kept and takable,
  code_locked,               ///< kept and locked,
  code_freed,                ///< or free to others
  code_unlocked,             ///< a locked code can become takable again
  overflow_code_locked,      ///< so can one beyond the range
  rings_again,               ///< a call can be rung back more than once, its code kept
  rings_again_on_new_code,   ///< the same, its code freed
  rings_again_if_code_free,  ///< the same, where a lot can be full
  ends_dropped,              ///< what follows the last unanswered ring-back
  ends_diverted,
  ends_reparked,
  ends_reparked_on_new_code,
  ends_reparked_if_code_free,  ///< the same, where a lot can be full
  ends_kept,
  times_out_dropped,  ///< what follows a park time-out that finds no attempt left
  times_out_diverted,
  times_out_kept,
  bridge_takes_time,
  life_limited,
  life_limited_in_ring_back,
};
inline constexpr std::array<std::string_view, 25> when_names{"always",
                                                             "full_keeps",
                                                             "full_drops",
                                                             "full_overflows",
                                                             "rings",
                                                             "code_held",
                                                             "code_locked",
                                                             "code_freed",
                                                             "code_unlocked",
                                                             "overflow_code_locked",
                                                             "rings_again",
                                                             "rings_again_on_new_code",
                                                             "rings_again_if_code_free",
                                                             "ends_dropped",
                                                             "ends_diverted",
                                                             "ends_reparked",
                                                             "ends_reparked_on_new_code",
                                                             "ends_reparked_if_code_free",
                                                             "ends_kept",
                                                             "times_out_dropped",
                                                             "times_out_diverted",
                                                             "times_out_kept",
                                                             "bridge_takes_time",
                                                             "life_limited",
                                                             "life_limited_in_ring_back"};

/// Guards that the call, the code or the attempt decides when the event happens.
enum class Guard : std::uint8_t {
  always,
  no_code,
  attempts_left_but_no_code,
  attempts_left,
  attempts_used,
  meant_this_call,
  not_allowed,
  not_a_code,
  live_call,
  of_another_group,
  taken_while_dialling,
  taken_before,
  ended_before,
};
inline constexpr std::array<std::string_view, 13> guard_names{"always",
                                                              "no_code",
                                                              "attempts_left_but_no_code",
                                                              "attempts_left",
                                                              "attempts_used",
                                                              "meant_this_call",
                                                              "not_allowed",
                                                              "not_a_code",
                                                              "live_call",
                                                              "of_another_group",
                                                              "taken_while_dialling",
                                                              "taken_before",
                                                              "ended_before"};

/// What is done besides the change of state.
enum class Action : std::uint8_t {
  nothing,
  send_request,
  refuse,
  refuse_and_cut,
  take_code,
  take_overflow_code,
  give_up,
  claim,
  bridge,
  claim_dies,
  ring_parker,
  free_code_and_ring,
  lock_code_and_ring,
  return_call,
  park_again,
  park_again_on_new_code,
  drop,
  divert,
  wait_on,
  cancel_ring_and_claim,
  refuse_in_ring_back,
  refuse_claimed,
  cancel_ring_and_give_up,
  turn_away,
  meet_call,
};
inline constexpr std::array<std::string_view, 25> action_names{"nothing",
                                                               "send_request",
                                                               "refuse",
                                                               "refuse_and_cut",
                                                               "take_code",
                                                               "take_overflow_code",
                                                               "give_up",
                                                               "claim",
                                                               "bridge",
                                                               "claim_dies",
                                                               "ring_parker",
                                                               "free_code_and_ring",
                                                               "lock_code_and_ring",
                                                               "return_call",
                                                               "park_again",
                                                               "park_again_on_new_code",
                                                               "drop",
                                                               "divert",
                                                               "wait_on",
                                                               "cancel_ring_and_claim",
                                                               "refuse_in_ring_back",
                                                               "refuse_claimed",
                                                               "cancel_ring_and_give_up",
                                                               "turn_away",
                                                               "meet_call"};

constexpr std::uint32_t events(auto... all) { return ((std::uint32_t{1} << static_cast<unsigned>(all)) | ...); }

/// One arrow. The first row that matches in the order of the table is taken.
struct Row {
  std::string_view number;
  State from;
  std::uint32_t on;  ///< set of events, see events()
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

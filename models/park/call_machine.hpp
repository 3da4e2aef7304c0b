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
  checked,
  bridged,
  turned_away,
  // a code
  code_free,
  code_reserved,
  code_occupied,
  code_locked,
  code_tombstone,
  code_quarantine,
  code_ghost,
  code_beyond_range,
  code_overflow,
};
inline constexpr std::array<std::string_view, 29> state_names{
    "connected",       "requested",     "reserved",          "parked",          "claimed",
    "ring_back",       "fallback",      "retrieved",         "retrieved_wrong", "returned",
    "diverted",        "abandoned",     "dropped",           "merged",          "lost",
    "refused_dropped", "dialled",       "checked",           "bridged",         "turned_away",
    "code_free",       "code_reserved", "code_occupied",     "code_locked",     "code_tombstone",
    "code_quarantine", "code_ghost",    "code_beyond_range", "code_overflow"};

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
  forwarded,
  busy,
  no_answer,
  unreachable,
  reject,
  life_max,
  joined,
  node_down,
  // a retrieve attempt
  dial,
  act,
  // a code
  allocate,
  reserve,
  reservation_over,
  lock,
  unlock,
  leave,
  release,
  sweep,
  rested,
  access,
  keepalive_dead,
};
inline constexpr std::array<std::string_view, 33> event_names{
    "press",     "park_request", "commit",      "caller_hangup",    "parker_gone",   "reminder_due", "escape_key",
    "retrieve",  "bridge_done",  "bridge_fail", "park_timeout",     "answer",        "forwarded",    "busy",
    "no_answer", "unreachable",  "reject",      "life_max",         "joined",        "node_down",    "dial",
    "act",       "allocate",     "reserve",     "reservation_over", "lock",          "unlock",       "leave",
    "release",   "sweep",        "rested",      "access",           "keepalive_dead"};

/// Guards that a lot's rules decide when they are loaded: a row that the rules can never take does not survive.
enum class When : std::uint8_t {
  always,
  repark_allowed,  ///< pressing park again for a parked call starts its time anew,
  repark_refused,  ///< or is refused
  taken_keeps,     ///< what follows when the parker named a code in use
  taken_drops,
  taken_rings,
  taken_joins,
  taken_merges,
  merges,  ///< a parked caller can be joined to a stranger
  full_keeps,
  full_drops,
  full_silent,
  full_overflows,
  atomic,              ///< choosing and committing are one step,
  reserves,            ///< or two,
  reservation_lapses,  ///< and the choice can lapse in between
  reminds,
  escape_code_held,    ///< the caller can have the parker rung; the code is then held,
  escape_code_locked,  ///< locked,
  escape_code_freed,   ///< or freed
  rings,               ///< there is a ring-back
  code_held,           ///< in ring-back the code is kept and takable,
  code_locked,         ///< kept and locked,
  code_freed,          ///< or free to others
  held_in_ring_back,   ///< a call that rings can be taken
  locked_in_ring_back,
  code_unlocked,         ///< a locked code can become takable again
  overflow_code_locked,  ///< so can one beyond the range
  waits_without_parker,  ///< a call with nobody to ring waits on; every parker is known, a group may be nobody
  forwards,              ///< ring-back follows the parker's forwarding
  rings_without_code,    ///< a call whose code was taken rings back at once, and is over when nobody answers
  busy_waits,            ///< what becomes of a ring-back that finds the parker on the phone
  busy_alternates,
  busy_reparks,
  busy_reparks_on_new_code,
  busy_reparks_if_code_free,
  rings_again,               ///< a call can be rung back more than once, its code kept
  rings_again_on_new_code,   ///< the same, its code freed
  rings_again_if_code_free,  ///< the same, where a lot can be full
  ends_dropped,              ///< what follows the last unanswered ring-back
  ends_diverted,
  ends_at_fallback,
  ends_reparked,
  ends_reparked_on_new_code,
  ends_reparked_if_code_free,  ///< the same, where a lot can be full
  ends_kept,
  times_out_dropped,  ///< what follows a park time-out that finds no attempt left
  times_out_diverted,
  times_out_to_fallback,
  times_out_kept,
  has_fallback,      ///< a call can come to the fallback
  claim_takes_time,  ///< from the claim to media
  claim_locks,       ///< and the code leads to the claimed call meanwhile
  claim_unlocks,     ///< a claim without media gives the call back,
  claim_drops,       ///< or cuts it
  life_limited,
  life_limited_in_ring_back,
  loses_reserved,  ///< what becomes of calls when their node fails
  loses_parked,
  loses_claimed,
  loses_ringing,
  loses_at_fallback,
  survives,
  leaves_ghost,            ///< the caller is gone, the record stays
  token_safe,              ///< whoever carries a token gets the call that was meant or none
  claims_at_once,          ///< looking for a call and claiming it are one step,
  checks_first,            ///< or two
  checks_first_and_parks,  ///< the same, where whoever comes too late is parked
  reserved_gives_parker,   ///< what a code that is chosen but not committed gives to whoever dials it
  reserved_waits,
  ghosts_found,     ///< dialling a ghost finds it out,
  ghosts_answer,    ///< or does not
  ghosts_asked,     ///< ghosts are found by asking,
  ghosts_time_out,  ///< or when their time is up
  self_parks,       ///< dialling an empty code parks the dialler,
  tells,            ///< or tells him
  frees_at_once,    ///< when a code is free to others
  sweeps,
  rests,
  locked_frees_at_once,
  locked_sweeps,
  locked_rests,
};
inline constexpr std::array<std::string_view, 82> when_names{"always",
                                                             "repark_allowed",
                                                             "repark_refused",
                                                             "taken_keeps",
                                                             "taken_drops",
                                                             "taken_rings",
                                                             "taken_joins",
                                                             "taken_merges",
                                                             "merges",
                                                             "full_keeps",
                                                             "full_drops",
                                                             "full_silent",
                                                             "full_overflows",
                                                             "atomic",
                                                             "reserves",
                                                             "reservation_lapses",
                                                             "reminds",
                                                             "escape_code_held",
                                                             "escape_code_locked",
                                                             "escape_code_freed",
                                                             "rings",
                                                             "code_held",
                                                             "code_locked",
                                                             "code_freed",
                                                             "held_in_ring_back",
                                                             "locked_in_ring_back",
                                                             "code_unlocked",
                                                             "overflow_code_locked",
                                                             "waits_without_parker",
                                                             "forwards",
                                                             "rings_without_code",
                                                             "busy_waits",
                                                             "busy_alternates",
                                                             "busy_reparks",
                                                             "busy_reparks_on_new_code",
                                                             "busy_reparks_if_code_free",
                                                             "rings_again",
                                                             "rings_again_on_new_code",
                                                             "rings_again_if_code_free",
                                                             "ends_dropped",
                                                             "ends_diverted",
                                                             "ends_at_fallback",
                                                             "ends_reparked",
                                                             "ends_reparked_on_new_code",
                                                             "ends_reparked_if_code_free",
                                                             "ends_kept",
                                                             "times_out_dropped",
                                                             "times_out_diverted",
                                                             "times_out_to_fallback",
                                                             "times_out_kept",
                                                             "has_fallback",
                                                             "claim_takes_time",
                                                             "claim_locks",
                                                             "claim_unlocks",
                                                             "claim_drops",
                                                             "life_limited",
                                                             "life_limited_in_ring_back",
                                                             "loses_reserved",
                                                             "loses_parked",
                                                             "loses_claimed",
                                                             "loses_ringing",
                                                             "loses_at_fallback",
                                                             "survives",
                                                             "leaves_ghost",
                                                             "token_safe",
                                                             "claims_at_once",
                                                             "checks_first",
                                                             "checks_first_and_parks",
                                                             "reserved_gives_parker",
                                                             "reserved_waits",
                                                             "ghosts_found",
                                                             "ghosts_answer",
                                                             "ghosts_asked",
                                                             "ghosts_time_out",
                                                             "self_parks",
                                                             "tells",
                                                             "frees_at_once",
                                                             "sweeps",
                                                             "rests",
                                                             "locked_frees_at_once",
                                                             "locked_sweeps",
                                                             "locked_rests"};

/// Guards that the call, the code or the attempt decides when the event happens.
enum class Guard : std::uint8_t {
  always,
  draining,
  node_is_down,
  overloaded,
  no_code,
  wanted_taken,
  wanted_has_room,
  code_still_mine,
  code_holds_a_call,
  without_code,
  nobody_to_ring,
  attempts_left_but_no_code,
  attempts_left,
  attempts_used,
  meant_this_call,
  not_served,
  not_allowed,
  wrong_token,
  not_a_code,
  live_call,
  reserved_code,
  reserved_code_and_tries_left,
  ghost,
  of_another_group,
  taken_while_dialling,
  taken_before,
  ended_before,
};
inline constexpr std::array<std::string_view, 27> guard_names{"always",
                                                              "draining",
                                                              "node_is_down",
                                                              "overloaded",
                                                              "no_code",
                                                              "wanted_taken",
                                                              "wanted_has_room",
                                                              "code_still_mine",
                                                              "code_holds_a_call",
                                                              "without_code",
                                                              "nobody_to_ring",
                                                              "attempts_left_but_no_code",
                                                              "attempts_left",
                                                              "attempts_used",
                                                              "meant_this_call",
                                                              "not_served",
                                                              "not_allowed",
                                                              "wrong_token",
                                                              "not_a_code",
                                                              "live_call",
                                                              "reserved_code",
                                                              "reserved_code_and_tries_left",
                                                              "ghost",
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
  refuse_silently,
  refuse_again,
  restart_period,
  ring_without_code,
  join_queue,
  merge_with_taken,
  take_code,
  take_overflow_code,
  reserve_code,
  die_in_gap,
  commit_code,
  merge_at_commit,
  join_strangers,
  cut_at_commit,
  remind,
  give_up,
  claim,
  bridge,
  unlock_claim,
  drop_claimed,
  claim_dies,
  ring_parker,
  free_code_and_ring,
  lock_code_and_ring,
  return_call,
  wait_idle,
  park_again,
  park_again_on_new_code,
  drop,
  divert,
  go_to_fallback,
  answer_fallback,
  wait_on,
  lose,
  leave_ghost,
  cancel_ring_and_claim,
  refuse_in_ring_back,
  refuse_claimed,
  cancel_ring_and_give_up,
  turn_away,
  meet_call,
  check,
  look_again,
  find_ghost,
  self_park,
};
inline constexpr std::array<std::string_view, 49> action_names{"nothing",
                                                               "send_request",
                                                               "refuse",
                                                               "refuse_and_cut",
                                                               "refuse_silently",
                                                               "refuse_again",
                                                               "restart_period",
                                                               "ring_without_code",
                                                               "join_queue",
                                                               "merge_with_taken",
                                                               "take_code",
                                                               "take_overflow_code",
                                                               "reserve_code",
                                                               "die_in_gap",
                                                               "commit_code",
                                                               "merge_at_commit",
                                                               "join_strangers",
                                                               "cut_at_commit",
                                                               "remind",
                                                               "give_up",
                                                               "claim",
                                                               "bridge",
                                                               "unlock_claim",
                                                               "drop_claimed",
                                                               "claim_dies",
                                                               "ring_parker",
                                                               "free_code_and_ring",
                                                               "lock_code_and_ring",
                                                               "return_call",
                                                               "wait_idle",
                                                               "park_again",
                                                               "park_again_on_new_code",
                                                               "drop",
                                                               "divert",
                                                               "go_to_fallback",
                                                               "answer_fallback",
                                                               "wait_on",
                                                               "lose",
                                                               "leave_ghost",
                                                               "cancel_ring_and_claim",
                                                               "refuse_in_ring_back",
                                                               "refuse_claimed",
                                                               "cancel_ring_and_give_up",
                                                               "turn_away",
                                                               "meet_call",
                                                               "check",
                                                               "look_again",
                                                               "find_ghost",
                                                               "self_park"};

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

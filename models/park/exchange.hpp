#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/lines.hpp"
#include "models/park/attempt.hpp"
#include "models/park/books.hpp"
#include "models/park/call.hpp"
#include "models/park/lot.hpp"
#include "models/park/port.hpp"
#include "models/surroundings.hpp"

namespace park {

/// The model of the park service in virtual time: all lots, all calls, the nodes, and the one place where rows of the
/// call machine fire. State only (pointer-free, copyable); everything else comes in with the surroundings. A request
/// that takes no time is answered by a message in the same tick; only the answer to a ring-back that rings no more is
/// passed over, as its cancellation has been told. An event that no row takes, or a broken count, is a sim::Fault.
class Exchange {
 public:
  Exchange() = default;
  Exchange(const models::Plan&, measures::Recorder&);

  /// Sets the timeline going. To be called once, at time 0.
  void start(models::Surroundings&);
  /// A new call, connected to nobody yet. It stays until close().
  CallSlot open(models::Surroundings&, std::uint16_t source, std::uint32_t ordinal, std::uint64_t draw_ordinal);
  /// The call is over for everybody.
  void close(models::Surroundings&, CallSlot);

  void handle(models::Surroundings&, const Request&);
  /// A call without people is parked straight into its lot; whoever retrieves and answers is drawn.
  void park_into_lot(models::Surroundings&, CallSlot, int lot);
  /// People's side has found out how the alert was taken, and by whose phone: it rings, or the ring-back fails.
  void alert(models::Surroundings&, CallId, Reach, int person);
  void timer(models::Surroundings&, models::Timer, const sim::EventPayload&);

  /// Draws anew, given that it has not happened yet, when parked calls without people are retrieved and when their
  /// callers give up, where that depends on how long they have been parked alone. O(calls).
  void redraw_residuals(models::Surroundings&);

  /// From now on the caller talks to nobody, or to somebody again. Only time after the first park counts.
  void caller_waits(models::Surroundings&, CallSlot);
  void caller_talks(models::Surroundings&, CallSlot, bool right_person);

  /// Of a call in a few words behind this code makes one like any other, whose timers run but for the one that fires
  /// now. Returns its slot.
  CallSlot lay_out(models::Surroundings&, int lot, int code, std::optional<models::Timer> firing = {});
  /// The number of the level of codes in use of a lot; the next one is that of the chance of a random guess.
  std::size_t level_of(int lot) const { return first_level_ + 2 * at(lot); }

  /// Expects misdials of a retriever without people who keys the right code.
  void expect_misdials(models::Surroundings&, int lot, int code, double error_per_digit,
                       measures::Recorder::CellIndex cell) const;

  Calls& calls() { return calls_; }
  const Calls& calls() const { return calls_; }
  const Lot& lot_at(int i) const { return lots_[static_cast<std::size_t>(i)]; }
  Lot& lot_at(int i) { return lots_[static_cast<std::size_t>(i)]; }
  /// The policy this person holds now, and the lot whose codes it uses; none where there is none.
  int policy_of(const models::Surroundings&, int person) const;
  int lot_of(const models::Surroundings&, int person) const;
  const Rules& rules_of(const models::Surroundings& s, const Call& call) const { return *s.plan.rules[call.rules]; }
  const Rules& present_rules(const models::Surroundings& s, int lot) const { return *s.plan.rules[present_[at(lot)]]; }
  /// Members of finite populations whose call has ended; the caller clears them.
  struct Idle {
    std::uint16_t source;
    std::int32_t member;
  };
  std::vector<Idle>& went_idle() { return went_idle_; }
  /// Labels of what is measured about a call, with its present lot and group and the hour of its first press.
  measures::Recorder::CellIndex cell_for(models::Surroundings&, const Call&, int group, int channel = -1) const;

  /// What came in and what became of it, counted by requests, episodes and attempts.
  const Books& books() const { return books_; }
  const LotBooks& books_of(int lot) const { return lot_books_[at(lot)]; }
  /// Adds what was done for calls in a few words.
  void add(const Books& done) { books_ += done; }
  /// Every request, episode, attempt and code is accounted for exactly once, else sim::Fault; `beside` is what was done
  /// and not added yet. O(codes + calls).
  void audit(const Books& beside = {}) const;
  /// At the end of a run: codes that were used and not chosen again.
  void count_unused(models::Surroundings&) const;

  template <class Archive>
  void archive(Archive& a) {
    a(calls_, lots_, present_, draining_, holds_policy_, allowed_, nodes_, lines_, pending_, tombstones_, last_sweep_,
      sweep_, fresh_, waiting_, changes_, self_parked_, first_level_, books_, lot_books_, went_idle_);
  }

 private:
  using S = models::Surroundings;
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  // requests
  void press(S&, const Request&);
  void send_park(S&, CallSlot);
  void retrieve(S&, const Request&);
  std::int16_t hour_of(const S&, const Call&) const;

  // on their way to the service (exchange_service.cpp)
  void submit_park(S&, CallSlot);
  void submit_attempt(S&, const Attempt&);
  int nearest_node(const S&, int site) const;
  std::int16_t site_of_any_node(const S&, double u) const;
  void arrives(S&, std::uint32_t pending);
  void work_on(S&, std::uint32_t pending);
  void worked(S&, std::uint32_t pending);
  void advance(S&, std::uint32_t pending);
  void wait_for_stage(S&, std::uint32_t pending, Pending::Stage, sim::Ticks);
  void wait_for_stage(S&, const Attempt&, Pending::Stage, sim::Ticks);
  /// The draws of one request.
  struct RequestDraws {
    sim::Draws draws;
    std::uint32_t episode;
    double operator()(models::Draw purpose, std::uint32_t index = 0) const {
      return models::uniform(draws, purpose, episode, index);
    }
  };
  RequestDraws draws_of(const S&, const Call&) const;
  RequestDraws draws_of(const S&, const Attempt&) const;
  sim::Ticks answer_time(S&, const Call&) const;
  sim::Ticks answer_time(S&, const Attempt&) const;
  sim::Ticks way(S&, int from_site, int to_node, const RequestDraws&, models::Draw) const;
  void change(S&, const people::Change&, std::uint32_t entry);
  void change_rules(S&, int lot, int rules);
  void grant(S&, int person, std::uint32_t entry);
  void crash(S&, int node);
  void tell_nodes(S&, int lot, int node, int code, bool taken);
  void replicated(S&, const sim::EventPayload&);

  // attempts (exchange_attempts.cpp)
  void begin_look(S&, Attempt&);
  void dial(S&, Attempt&);
  void fire_attempt(S&, Attempt&, State, Event);
  void act(S&, Attempt&, const Row&);
  void look(S&, Attempt&);
  CallSlot call_behind(const S&, int lot, int code, const Attempt&) const;
  bool sees(const S&, const Attempt&, const Call&) const;
  static RetrieveOutcome outcome_of(Guard, const Attempt&);
  bool holds(const S&, Guard, const Attempt&) const;
  const Code* code_dialled(const Attempt&) const;
  bool is_misdialled(const Attempt&) const;
  bool was_beaten(const Attempt&) const;
  bool is_behind_same_code(const Intent&, const Attempt&) const;
  void turn_away(S&, Attempt&);
  void finish_attempt(S&, const Attempt&);
  RetrieveOutcome said(const Rules&, RetrieveOutcome) const;
  void self_park(S&, Attempt&);
  void count_wrong(S&, const Call&, const Intent&, int lot);
  void note_near_miss(S&, const Attempt&);
  void expect_misdials(S&, const Attempt&) const;
  template <class IsHit>
  double any_digit_misdials(const Attempt&, people::Keyed had, IsHit) const;

  // rows (exchange_rows.cpp)
  void fire(S&, CallSlot, Event, Attempt* = nullptr);
  /// Parked, and not under former rules that join nobody.
  bool can_be_joined(const S& s, const Call& call) const {
    return call.state == State::parked && !machine(s, call).rows(State::parked, Event::joined).empty();
  }
  bool holds(S&, Guard, const Call&);
  void act(S&, CallSlot, const Row&, Attempt*);
  void act_on_stay(S&, CallSlot, const Row&, Attempt*);
  void fire_code(S&, int lot, int code, Event, const Call*);

  // codes (exchange_codes.cpp)
  int share_for(S&, const Call&);
  bool has_room(S&, const Call&);
  bool is_taken(S&, const Call&);
  std::int32_t preferred(S&, const Call&);
  Choice choose(S&, const Call&);
  Choice choose_beyond_range(S&, const Call&);
  void expect_duplicates(S&, const Call&, int share);
  void take_code(S&, CallSlot, const Choice&);
  void hold_code(S&, CallSlot, int code);
  void reserve_code(S&, CallSlot);
  void reservation_over(S&, CallSlot);
  void drop_reservation(S&, CallSlot);
  void lock_code(S&, CallSlot, bool locked);
  void set_takable(S&, Call&, bool);
  void free_code(S&, CallSlot, bool as_ghost = false);
  void let_go(S&, int lot, int code);
  void give_back(S&, int lot, int code);
  void make_free(S&, int lot, int code, Event);
  void drop_promise(S&, const Call&, Event);
  void sweep(S&, int lot);
  void sweep_if_due(S&, int lot);
  void rested(S&, const sim::EventPayload&);
  void cut_rest(S&, int lot, int code);
  void leave_ghost(S&, const Call&, int code);
  void ghost_over(S&, const sim::EventPayload&);
  void count_choice(S&, const Call&, const Choice&);
  void link(Code&, CallSlot);
  void unlink(Code&, CallSlot);

  // a stay and its end (exchange_calls.cpp)
  /// What a refusal leaves of the call: it goes on with the parker, is cut, or is cut and the parker is not told.
  enum class Refused : std::uint8_t { kept, cut, cut_silently };
  void refuse(S&, CallSlot, Refusal, Refused);
  void tell_refused(S&, CallSlot, Refusal);
  void begin_stay(S&, CallSlot);
  void commit(S&, CallSlot, sim::Ticks announced);
  void tell_parked(S&, CallSlot, sim::Ticks announced);
  void die_in_gap(S&, CallSlot);
  void merge(S&, CallSlot);
  bool is_between_rings(S&, const Call&);
  /// Why a period of a stay begins.
  enum class Period : std::uint8_t { new_code, same_code, pressed_again };
  void start_period(S&, CallSlot, Period);
  void remind(S&, CallSlot);
  void remind_later(S&, CallSlot);
  int target_group(const S&, const Call&) const;
  bool is_nobody_to_ring(const S&, const Call&) const;
  void ring(S&, CallSlot);
  void go_to_fallback(S&, CallSlot);
  void start_alert(S&, CallSlot);
  void cancel_ring(S&, CallSlot);
  void claim(S&, CallSlot, Attempt&);
  Attempt claimed_attempt(const Call&, CallSlot, RetrieveOutcome) const;
  void bridge(S&, CallSlot);
  void unlock_claim(S&, CallSlot);
  void stop_timers(S&, Call&);
  /// What an ended call leaves behind, besides its code.
  enum class Leaves : std::uint8_t { nothing, ghost, answered };
  void end(S&, CallSlot, CallEnd, Leaves = Leaves::nothing);
  Intent intent_of(const S&, CallSlot, int code) const;

  // calls without people (drawn.cpp)
  void press_twice(S&, CallSlot);
  void drawn_parked(S&, CallSlot, bool new_code);
  void arm_retrieval(S&, CallSlot, std::uint32_t claims_before);
  void drawn_unlocked(S&, CallSlot);
  void drawn_rung(S&, CallSlot);
  void drawn_gone(S&, CallSlot);
  void drawn_retrieve(S&, CallSlot);
  void drawn_again(S&, const Attempt&);
  void drawn_dial(S&, Attempt);
  void drawn_later(S&, CallSlot);
  Attempt drawn_attempt(const S&, CallSlot) const;
  void expect_stale(S&, const Call& occupant, int code);
  void expect_stale(S&, const Pending&, const Call& occupant) const;

  sim::Handle arm(S& s, CallSlot slot, models::Timer timer, sim::Ticks delay) const {
    return s.timers.arm(delay, S::order(calls_[slot], timer), S::payload(timer, slot));
  }
  void change_in_use(S&, int lot, int change);
  void trace(S&, const Call&, const Row&, int person) const;
  const people::LotTraffic& lot_traffic(const S&, const Call&) const;
  const std::optional<sim::Distribution>& escape_of(const S&, const Call&) const;
  sim::EventPayload code_payload(models::Timer, int lot, int code) const;
  std::uint64_t code_order(const S&, sim::EventClass, int lot, int code, models::Timer) const;
  Lot& lot(int i) { return lots_[at(i)]; }
  const CompiledMachine& machine(const S& s, const Call& call) const { return s.plan.machines[call.rules]; }

  Calls calls_;
  std::vector<Lot> lots_;
  std::vector<std::uint32_t> present_;      ///< of each lot: its present rules, see Plan
  std::vector<std::uint8_t> draining_;      ///< of each lot
  std::vector<std::int16_t> holds_policy_;  ///< of each person; empty = nobody's ever changes
  std::vector<std::uint8_t> allowed_;       ///< of each policy: park is on
  std::vector<NodeState> nodes_;
  std::vector<models::Line> lines_;  ///< of each node: requests that wait for a server
  models::Slots<Pending> pending_;
  std::vector<std::vector<std::int32_t>> tombstones_;  ///< of each lot: codes that wait for a sweep
  std::vector<sim::Ticks> last_sweep_;
  std::vector<sim::Handle> sweep_;
  /// Of each lot: codes of which not all nodes know yet that they are taken.
  struct Fresh {
    std::int32_t code;
    std::int32_t node;
  };
  std::vector<std::vector<Fresh>> fresh_;
  std::vector<std::uint32_t> waiting_;  ///< late retrievals under way
  std::uint32_t changes_ = 0;           ///< told to other nodes so far
  std::uint32_t self_parked_ = 0;       ///< so far
  std::vector<Idle> went_idle_;
  std::size_t first_level_ = 0;  ///< of two levels a lot: codes in use, and the chance of a random guess
  Books books_;
  std::vector<LotBooks> lot_books_;
};

}  // namespace park

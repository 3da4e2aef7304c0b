#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/park/call.hpp"
#include "models/park/lot.hpp"
#include "models/park/port.hpp"
#include "models/surroundings.hpp"

namespace park {

/// The model of the park service in virtual time: all lots, all calls, and the one place where rows of the call machine
/// fire. State only (pointer-free, copyable); everything else comes in with the surroundings. Every request is answered
/// by a message in the same tick; only the answer to a ring-back that rings no more is passed over, as its cancellation
/// has been told. An event that no row takes, or a broken count, is a sim::Fault.
class Exchange {
 public:
  Exchange() = default;
  Exchange(const models::Plan&, measures::Recorder&);

  /// A new call, connected to nobody yet. It stays until close().
  CallSlot open(models::Surroundings&, std::uint16_t source, std::uint32_t ordinal, std::uint64_t draw_ordinal);
  /// The call is over for everybody.
  void close(models::Surroundings&, CallSlot);

  void handle(models::Surroundings&, const Request&);
  /// A call without people is parked straight into its lot; whoever retrieves and answers is drawn.
  void park_into_lot(models::Surroundings&, CallSlot, int lot);
  /// People's side has found out whether the parker's devices can be rung: the alert starts, or fails at once.
  void alert(models::Surroundings&, CallId, bool reachable);
  void timer(models::Surroundings&, models::Timer, const sim::EventPayload&);

  /// From now on the caller talks to nobody, or to somebody again. Only time after the first park counts.
  void caller_waits(models::Surroundings&, CallSlot);
  void caller_talks(models::Surroundings&, CallSlot, bool right_person);

  Calls& calls() { return calls_; }
  const Calls& calls() const { return calls_; }
  const Lot& lot_at(int i) const { return lots_[static_cast<std::size_t>(i)]; }
  /// Members of finite populations whose call has ended; the caller clears them.
  struct Idle {
    std::uint16_t source;
    std::int32_t member;
  };
  std::vector<Idle>& went_idle() { return went_idle_; }
  /// Labels of what is measured about a call, with its present lot and group and the hour of its first press.
  measures::Recorder::CellIndex cell_for(models::Surroundings&, const Call&, int group, int channel = -1) const;

  /// Every request, episode, attempt and code is accounted for exactly once, else sim::Fault. O(codes + calls).
  void audit() const;
  /// At the end of a run: codes that were used and not chosen again.
  void count_unused(models::Surroundings&) const;

  template <class Archive>
  void archive(Archive& a) {
    a(calls_, lots_, first_level_, requested_, refused_, committed_, ended_, attempts_, attempt_outcomes_, went_idle_);
  }

 private:
  struct Attempt {
    int person = nobody;
    int lot = -1;
    Intent intent;
    sim::Ticks dialled_from, sent_at;
    CallSlot met = no_call;
    std::optional<RetrieveOutcome> forbidden;
    RetrieveOutcome outcome{};
    measures::Recorder::CellIndex cell = 0;
    bool measured = false;
  };
  using S = models::Surroundings;

  void press(S&, const Request&);
  void send_park(S&, CallSlot);
  void retrieve(S&, const Request&);
  void dial(S&, Attempt&);
  void finish_attempt(S&, const Attempt&);
  RetrieveOutcome said(const Rules&, RetrieveOutcome) const;
  std::int16_t hour_of(const S&, const Call&) const;

  void fire(S&, CallSlot, Event, Attempt* = nullptr);
  bool holds(const S&, Guard, const Call&) const;
  bool holds(const S&, Guard, const Attempt&) const;
  void act(S&, CallSlot, const Row&, Attempt*);
  void fire_code(S&, const Call&, Event);

  void refuse(S&, CallSlot, Refusal, bool cut);
  void commit(S&, CallSlot, const Choice&);
  Choice choose(S&, const Call&);
  Choice choose_beyond_range(S&, const Call&);
  void choose_again(S&, CallSlot);
  void take_code(S&, CallSlot, const Choice&);
  void lock_code(S&, CallSlot, bool locked);
  void start_period(S&, CallSlot);
  void ring(S&, CallSlot);
  void start_alert(S&, CallSlot);
  void cancel_ring(S&, CallSlot);
  void claim(S&, CallSlot, Attempt&);
  Attempt claimed_attempt(const Call&, CallSlot, RetrieveOutcome) const;
  void bridge(S&, CallSlot);
  void free_code(S&, CallSlot);
  void end(S&, CallSlot, CallEnd);
  void count_wrong(S&, const Call&, const Intent&, int lot);
  void note_near_miss(S&, const Attempt&);

  void drawn_parked(S&, CallSlot);
  void drawn_rung(S&, CallSlot);
  void drawn_gone(S&, CallSlot);
  void drawn_retrieve(S&, CallSlot);

  void change_in_use(S&, int lot, int change);
  void change_takable(S&, int lot, int change);
  void trace(S&, const Call&, const Row&, int person) const;
  const Rules& rules(const S& s, int lot) const { return s.plan.company.lots[static_cast<std::size_t>(lot)].rules; }
  Lot& lot(int i) { return lots_[static_cast<std::size_t>(i)]; }

  Calls calls_;
  std::vector<Lot> lots_;
  std::vector<Idle> went_idle_;
  std::size_t first_level_ = 0;  ///< of two levels a lot: codes in use, and the chance of a random guess
  std::uint64_t requested_ = 0, refused_ = 0, committed_ = 0, ended_ = 0, attempts_ = 0, attempt_outcomes_ = 0;
};

}  // namespace park

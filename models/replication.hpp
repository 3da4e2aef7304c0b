#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/express/express.hpp"
#include "models/measures/measures.hpp"
#include "models/park/exchange.hpp"
#include "models/people/crew.hpp"
#include "models/surroundings.hpp"
#include "sim/archive.hpp"
#include "sim/queues/lanes.hpp"
#include "sim/queues/quaternary_heap.hpp"
#include "sim/queues/sorted_vector.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/run_loop.hpp"

namespace models {

/// A warm-up that was found.
struct WarmUp {
  sim::Ticks length;
  bool is_settled = true;
};

/// How a replication is run. Nothing here but seed, replication, source and warm-up changes its results.
struct Options {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::optional<std::uint64_t> source{};        ///< names the draws of all sources, in place of their own hashes
  std::optional<std::uint64_t> shuffle_ties{};  ///< changes results only where the model depends on undeclared order
  Trace* trace = nullptr;
  std::uint64_t branch = 0;         ///< of all draws; other than 0 only in splitting
  std::optional<WarmUp> warm_up{};  ///< takes the place of the plan's, and of an exact start
  bool express = true;  ///< calls whose stay is known when they park go in a few words; the results are the same
  /// Told now and then how far the run is, in simulated time and measured calls begun; true stops the run.
  std::function<bool(sim::Ticks now, std::uint64_t calls)> progress{};
  /// Asked after each event, when calls are not express; true makes run_until() return there.
  std::function<bool(const park::Exchange&)> watch{};
};

/// Thrown by run() when `progress` asked to stop.
struct Interrupted {};

/// One replication: everything that changes, in one object that can be copied, written as bytes, restored and
/// continued in the middle of a run. The plan must outlive it.
template <sim::EventQueue Queue>
class Replication final : public Timers {
 public:
  /// A recorder that turned over goes on with what it has.
  Replication(const Plan&, const Options&, measures::Recorder recorder = {});

  /// Runs to the end: warm-up, measured window [warm_up, its end), then drain or cut. With a number of calls the window
  /// ends with the arrival of the last of those that arrive in it. No call arrives after it. Throws sim::LocatedFault
  /// or Interrupted; after the latter it may be called again.
  void run();
  /// Takes every event before `until`, as far as the end of the run, or until the watch says so. False when the run is
  /// known to be over.
  bool run_until(sim::Ticks until);
  /// Goes on from where another one is, of the same plan, on a branch of its own: whatever is drawn from now on is
  /// drawn anew. What has been drawn and has not happened yet stays, or, with Residuals::redrawn, is drawn anew given
  /// that it has not: retrievals and patience of parked calls of lot traffic, and the next of Poisson arrivals.
  enum class Residuals : std::uint8_t { kept, redrawn };
  void branch_off(const Replication& from, std::uint64_t branch, Residuals);
  /// What was measured; audits the books first. To be called once, after run().
  measures::Measures finish();
  /// The same, with what was measured still in the recorder, turned over.
  measures::Recorder hand_over();

  /// The whole state; restore() makes a replication of the same plan and options continue where the other was. Throws
  /// std::runtime_error, and changes nothing, when the bytes are damaged or of another seed or replication.
  std::vector<std::byte> save();
  void restore(std::span<const std::byte>);

  /// Every request, episode, attempt and code is accounted for exactly once, else sim::LocatedFault.
  void audit() const;

  sim::Ticks now() const override { return loop_.now(); }
  std::uint64_t events() const { return loop_.events(); }
  const park::Exchange& exchange() const { return exchange_; }
  /// Whether the measured window is open.
  bool is_measuring() const { return phase_ == Phase::window; }
  /// How much there is now: codes in use, people busy and units of resources taken.
  std::int64_t load() const;

 private:
  struct Beside;
  enum class Phase : std::uint8_t { before, warm_up, window, drain, over };

  sim::Handle arm(sim::Ticks delay, std::uint64_t order, const sim::EventPayload& payload) override {
    return loop_.arm(delay, order, payload);
  }
  sim::Handle arm_constant(std::size_t lane, std::uint64_t order, const sim::EventPayload& payload) override {
    return loop_.arm_constant(lane, order, payload);
  }
  bool cancel(sim::Handle& handle) override { return loop_.cancel(handle); }

  Surroundings surroundings() {
    return {plan_, *this, recorder_, draws_, own_draws_, messages_, options_.trace, horizon_, first_end_};
  }
  void name_draws(std::uint64_t branch);
  void start();
  void advance(sim::Ticks until);
  bool take_express(Surroundings&, sim::Clock&, const sim::EventKey& until, std::uint64_t most);
  void phase_over();
  void handle(Surroundings&, const sim::EventPayload&);
  void deliver(Surroundings&);
  void arm_arrival(std::uint16_t source);
  void redraw_residuals();
  void arm_idle(std::uint16_t source, int member);
  void arrive(Surroundings&, std::uint16_t source, int member);
  const sim::Arrivals& arrivals(std::uint16_t source) const;
  std::string describe(const sim::EventPayload&) const;
  void close_books();

  template <class Archive>
  void archive(Archive& a) {
    a(loop_, recorder_, exchange_, crew_, express_, messages_, states_, next_arrivals_, ordinals_, member_calls_,
      calls_, phase_);
  }

  const Plan& plan_;
  Options options_;
  people::Horizon horizon_;
  sim::Ticks first_end_;  ///< see Surroundings
  std::vector<sim::DrawSource> draws_;
  sim::DrawSource own_draws_;
  sim::RunLoop<Queue> loop_;
  measures::Recorder recorder_;
  park::Exchange exchange_;
  people::Crew crew_;
  express::Express express_;
  std::vector<park::Message> messages_;
  std::vector<sim::ArrivalState> states_;
  std::vector<sim::Handle> next_arrivals_;                ///< by source, where there is one
  std::vector<std::uint32_t> ordinals_;                   ///< calls so far, by source
  std::vector<std::vector<std::uint32_t>> member_calls_;  ///< of finite populations
  std::uint64_t calls_ = 0;
  sim::EventPayload beside_{};  ///< what happens beside the queue
  Phase phase_ = Phase::before;
};

extern template class Replication<sim::SortedVectorQueue>;
extern template class Replication<sim::QuaternaryHeap>;
extern template class Replication<sim::LanedQueue<sim::QuaternaryHeap>>;

enum class QueueKind : std::uint8_t { lanes, heap, sorted };

/// One replication from start to finish with the queue of this kind; every kind gives the same measures. Where runs
/// find their warm-up and the plan has no exact start, the replication is run twice with the same draws: once from the
/// beginning on to the end of the window, which tells how its load settles (MSER-5, at 2,000 instants), and then with
/// what has to be cut as its warm-up, or with half of the window where it has not settled.
measures::Measures simulate(const Plan&, const Options&, QueueKind = QueueKind::lanes);
/// The same, added to what the recorder has of lots alike, and turned over. After an exception it has nothing.
void simulate(const Plan&, const Options&, QueueKind, measures::Recorder&);

}  // namespace models

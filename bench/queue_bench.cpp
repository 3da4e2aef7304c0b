#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "bench/items.hpp"
#include "sim/queues/lanes.hpp"
#include "sim/queues/quaternary_heap.hpp"
#include "sim/queues/sorted_vector.hpp"

namespace {

using namespace sim;
using Laned = LanedQueue<QuaternaryHeap>;

constexpr Ticks timeout = 45_s;
constexpr double mean_retrieval_s = 15;

// Exponential delays drawn beforehand, so that the queue is measured and not the logarithm.
class Delays {
 public:
  Delays() : table_(1 << 16) {
    std::mt19937_64 engine(1);
    std::exponential_distribution<double> delay_s(1 / mean_retrieval_s);
    for (Ticks& delay : table_) delay = from_seconds(delay_s(engine));
  }
  Ticks next() { return table_[at_++ % table_.size()]; }

 private:
  std::vector<Ticks> table_;
  std::size_t at_ = 0;
};

/// A thing of this size that has settled. It is kept for the next run, since Google Benchmark starts a benchmark
/// several times to find out how long it must be, and settling takes longer than measuring.
template <class Thing>
Thing& settled(std::uint32_t size) {
  static std::unique_ptr<Thing> kept;
  static std::uint32_t kept_size = 0;
  if (!kept || kept_size != size) {
    kept.reset();
    kept = std::make_unique<Thing>(size);
    kept_size = size;
  }
  return *kept;
}

// Hold model (Vaucher and Duval 1975): pop the first event, push one an exponential delay later.
template <class Queue>
class Hold {
 public:
  explicit Hold(std::uint32_t pending) {
    queue_.reserve(pending);
    while (queue_.size() < pending) queue_.push({delays_.next(), order_++}, {});
    for (std::uint32_t i = 0; i < 2 * pending; ++i) step();
  }

  void step() {
    const Event event = queue_.pop();
    queue_.push({event.key.tick + delays_.next(), order_++}, event.payload);
  }
  Ticks next() const { return queue_.next()->tick; }

 private:
  Queue queue_;
  Delays delays_;
  std::uint64_t order_ = 0;
};

template <class Queue>
void hold(benchmark::State& state) {
  auto& held = settled<Hold<Queue>>(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) held.step();
  report_items(state, 1, static_cast<std::uint64_t>(held.next().us));
}

// A fixed number of parked calls. Each waits for its retrieval or its timeout, whichever is first; that cancels the
// other and parks a new call. One item is a call: two pushes, one pop, one cancel.
template <class Queue>
class ParkedCalls {
 public:
  explicit ParkedCalls(std::uint32_t calls) : twins_(calls) {
    queue_.reserve(2 * std::size_t{calls});
    if constexpr (requires { queue_.add_lane(timeout); }) lane_ = queue_.add_lane(timeout);
    for (std::uint32_t call = 0; call < calls; ++call) park(call, {});
    for (std::uint32_t i = 0; i < 4 * calls; ++i) step();
  }

  void step() {
    const Event event = queue_.pop();
    const std::uint32_t call = event.payload.subject;
    rung_back_ += event.payload.kind == ring_back;
    queue_.cancel(event.payload.kind == retrieve ? twins_[call].timeout : twins_[call].retrieval);
    park(call, event.key.tick);
  }
  std::uint64_t rung_back() const { return rung_back_; }

 private:
  enum Kind : std::uint32_t { retrieve, ring_back };
  struct Twins {
    Handle retrieval;
    Handle timeout;
  };

  void park(std::uint32_t call, Ticks now) {
    twins_[call].retrieval = queue_.push({now + delays_.next(), order_++}, {retrieve, call, 0, 0});
    twins_[call].timeout = arm(now, {ring_back, call, 0, 0});
  }

  Handle arm(Ticks now, EventPayload payload) {
    if constexpr (requires { queue_.push_in_lane(lane_, now, order_, payload); }) {
      return queue_.push_in_lane(lane_, now, order_++, payload);
    } else {
      return queue_.push({now + timeout, order_++}, payload);
    }
  }

  Queue queue_;
  Delays delays_;
  std::vector<Twins> twins_;
  std::uint64_t order_ = 0, rung_back_ = 0;
  LaneId lane_{};
};

template <class Queue>
void arm_and_cancel(benchmark::State& state) {
  auto& calls = settled<ParkedCalls<Queue>>(static_cast<std::uint32_t>(state.range(0) / 2));
  for (auto _ : state) calls.step();
  report_items(state, 1, calls.rung_back());
}

void pending_counts(benchmark::internal::Benchmark* bench) {
  bench->ArgName("pending")->Arg(16)->Arg(256)->Arg(4096)->Arg(65536)->Arg(1 << 20);
}

BENCHMARK_TEMPLATE(hold, QuaternaryHeap)->Apply(pending_counts);
BENCHMARK_TEMPLATE(hold, Laned)->Apply(pending_counts);
BENCHMARK_TEMPLATE(hold, SortedVectorQueue)->ArgName("pending")->Arg(16)->Arg(256);
BENCHMARK_TEMPLATE(arm_and_cancel, QuaternaryHeap)->Apply(pending_counts);
BENCHMARK_TEMPLATE(arm_and_cancel, Laned)->Apply(pending_counts);

}  // namespace

#include <algorithm>
#include <utility>
#include <vector>

#include "models/replication.hpp"
#include "sim/statistics/mser.hpp"

namespace models {

namespace {

constexpr int looks = 2'000;

/// Time between two looks at how a run settles. A number of calls takes about as long as they are planned to come.
sim::Ticks look_every(const people::Company& company) {
  const auto& horizon = company.horizon;
  if (horizon.length) return std::max(sim::Ticks{horizon.length->us / looks}, sim::Ticks{1});
  double per_s = 0;
  const auto add = [&](const auto& traffic) {
    const auto from = horizon.time_of_day;
    per_s += traffic.arrivals.rate_per_s(from, from + sim::operator""_min(60));
  };
  std::ranges::for_each(company.traffic, add);
  std::ranges::for_each(company.lot_traffic, add);
  const double all_s = static_cast<double>(horizon.calls.value_or(0)) / std::max(per_s, 1e-6);
  return std::max(sim::from_seconds(all_s / looks), sim::Ticks{1});
}

/// How long this replication takes to settle, told from one of the same draws that is measured from its beginning.
template <class Queue>
WarmUp find_warm_up(const Plan& plan, Options options) {
  options.warm_up = WarmUp{};
  options.trace = nullptr;
  Replication<Queue> replication(plan, options);
  const sim::Ticks step = look_every(plan.company);
  const sim::Ticks end = plan.company.horizon.window_end();
  std::vector<double> load;
  sim::Ticks now = step;
  for (; now <= end && replication.run_until(now) && replication.is_measuring(); now = now + step)
    load.push_back(static_cast<double>(replication.load()));
  if (const auto cut = sim::mser5_cut(load)) return {step * static_cast<std::int64_t>(*cut), true};
  return {step * static_cast<std::int64_t>(load.size() / 2), false};
}

template <class Queue>
Options settled(const Plan& plan, Options options) {
  if (plan.company.horizon.finds_warm_up && !plan.equilibrium && !options.warm_up)
    options.warm_up = find_warm_up<Queue>(plan, options);
  return options;
}

template <class Queue>
measures::Measures run(const Plan& plan, const Options& options) {
  Replication<Queue> replication(plan, settled<Queue>(plan, options));
  replication.run();
  return replication.finish();
}

template <class Queue>
void run(const Plan& plan, const Options& options, measures::Recorder& recorder) {
  Replication<Queue> replication(plan, settled<Queue>(plan, options), std::exchange(recorder, {}));
  replication.run();
  recorder = replication.hand_over();
}

}  // namespace

void simulate(const Plan& plan, const Options& options, QueueKind queue, measures::Recorder& recorder) {
  switch (queue) {
    case QueueKind::sorted: return run<sim::SortedVectorQueue>(plan, options, recorder);
    case QueueKind::heap: return run<sim::QuaternaryHeap>(plan, options, recorder);
    case QueueKind::lanes: break;
  }
  run<sim::LanedQueue<sim::QuaternaryHeap>>(plan, options, recorder);
}

measures::Measures simulate(const Plan& plan, const Options& options, QueueKind queue) {
  switch (queue) {
    case QueueKind::sorted: return run<sim::SortedVectorQueue>(plan, options);
    case QueueKind::heap: return run<sim::QuaternaryHeap>(plan, options);
    case QueueKind::lanes: break;
  }
  return run<sim::LanedQueue<sim::QuaternaryHeap>>(plan, options);
}

}  // namespace models

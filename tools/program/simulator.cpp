#include "tools/program/simulator.hpp"

#include <algorithm>
#include <memory>

#include "models/replication.hpp"
#include "models/world.hpp"

namespace program {

namespace {

/// How far a replication is, of 1, by simulated time or by calls, whichever ends it.
double part_done(const people::Horizon& horizon, sim::Ticks now, std::uint64_t calls) {
  const double part = horizon.calls ? static_cast<double>(calls) / static_cast<double>(*horizon.calls)
                                    : now.seconds() / horizon.window_end().seconds();
  return std::min(part, 1.0);
}

models::Options options_of(const Study& study, const RunOptions& run, std::uint32_t unit, TraceFile* trace) {
  return {.seed = study.seed,
          .replication = unit / study.blocks,
          .source = {},
          .shuffle_ties = run.shuffle_ties,
          .trace = unit == 0 ? trace : nullptr,
          .progress = {}};
}

Simulate of_replications(const Study& study, const RunOptions& run, TraceFile* trace) {
  auto plan = std::make_shared<const models::Plan>(study.company);
  return [plan, &study, &run, trace](std::uint32_t unit, const Watcher& watcher) {
    models::Options options = options_of(study, run, unit, trace);
    options.progress = [&](sim::Ticks now, std::uint64_t calls) {
      return watcher(part_done(study.company.horizon, now, calls));
    };
    return models::simulate(*plan, options, run.queue);
  };
}

Simulate of_blocks(const Study& study, const RunOptions& run, TraceFile* trace) {
  auto world = std::make_shared<const models::World>(study.company, study.blocks);
  return [world, &study, &run, trace](std::uint32_t unit, const Watcher& watcher) {
    return world->simulate(unit % study.blocks, options_of(study, run, unit, trace), run.queue, watcher);
  };
}

}  // namespace

Simulate simulator(const Study& study, const RunOptions& run, TraceFile* trace) {
  return study.company.copies.empty() ? of_replications(study, run, trace) : of_blocks(study, run, trace);
}

}  // namespace program

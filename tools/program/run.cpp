#include <algorithm>

#include "models/replication.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/every_system.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/study_run.hpp"
#include "tools/program/trace_file.hpp"

namespace program {

namespace {

/// How far a replication is, of 1, by simulated time or by calls, whichever ends it.
double part_done(const people::Horizon& horizon, sim::Ticks now, std::uint64_t calls) {
  const double part = horizon.calls ? static_cast<double>(calls) / static_cast<double>(*horizon.calls)
                                    : now.seconds() / horizon.window_end().seconds();
  return std::min(part, 1.0);
}

Simulate simulator(const models::Plan& plan, const Study& study, const RunOptions& run, TraceFile* trace) {
  return [&plan, &study, &run, trace](std::uint32_t replication, const Watcher& watcher) {
    const models::Options options{.seed = study.seed,
                                  .replication = replication,
                                  .shuffle_ties = run.shuffle_ties,
                                  .trace = replication == 0 ? trace : nullptr,
                                  .progress = [&](sim::Ticks now, std::uint64_t calls) {
                                    return watcher(part_done(study.company.horizon, now, calls));
                                  }};
    return models::simulate(plan, options, run.queue);
  };
}

void require_the_traced_replication(const RunOptions& run) {
  if (!run.trace) return;
  if (run.shard && !run.shard->has(0)) throw UsageError("--trace follows the first replication, which is in shard 1");
  if (run.resume) throw UsageError("--trace follows the first replication, which --resume may not simulate");
}

}  // namespace

int run_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<RunOptions> run = read_run_options(arguments, out);
  if (!run) return exit_pass;
  require_the_traced_replication(*run);
  if (run->scenario.system == every_system) return run_every_system(*run, out, err);
  const Study study = study_of(load_scenario(run->scenario));
  const models::Plan plan(study.company);
  std::optional<TraceFile> trace;
  if (run->trace && workforce().leads()) trace.emplace(*run->trace, study.company);
  const int code = run_study(study, *run, simulator(plan, study, *run, trace ? &*trace : nullptr), out, err);
  if (trace) trace->close();
  return code;
}

}  // namespace program

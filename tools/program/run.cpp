#include "models/measures/controlled.hpp"
#include "tools/program/cell.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/every_system.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/rare.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/simulator.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/study_run.hpp"
#include "tools/program/trace_file.hpp"
#include "tools/program/workforce.hpp"

namespace program {

namespace {

void require_the_traced_replication(const RunOptions& run) {
  if (!run.trace) return;
  if (run.shard && !run.shard->has(0)) throw UsageError("--trace follows the first replication, which is in shard 1");
  if (run.resume) throw UsageError("--trace follows the first replication, which --resume may not simulate");
}

void want_control(Study& study, const RunOptions& run) {
  if (run.shard) throw UsageError("--control-variate corrects the answers of a whole study, and a shard has none");
  const measures::PlannedCalls planned = measures::planned_calls(study.company);
  if (!planned.mean) throw UsageError("--control-variate: " + planned.why_not);
  if (study.replications < measures::least_replications_to_control)
    throw UsageError("--control-variate needs at least " + std::to_string(measures::least_replications_to_control) +
                     " replications, so that it does not fit to chance: --replications");
  study.planned_calls = planned.mean;
}

}  // namespace

int run_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<RunOptions> run = read_run_options(arguments, out);
  if (!run) return exit_pass;
  require_the_traced_replication(*run);
  if (run->scenario.system == every_system) return run_every_system(*run, out, err);
  Study study = study_of(load_scenario(run->scenario));
  if (!run->precision.empty()) {
    study.precision = read_precision(run->precision, study.company);
    study.replications = *run->most_replications;
  }
  if (run->control_variate) want_control(study, *run);
  if (run->rare) return run_rare(study, *run, out, err);
  std::optional<TraceFile> trace;
  if (run->trace && workforce().leads()) trace.emplace(*run->trace, study.company);
  const int code = run_study(study, *run, simulator(study, *run, trace ? &*trace : nullptr), out, err);
  if (trace) trace->close();
  return code;
}

}  // namespace program

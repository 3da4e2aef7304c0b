#include "models/measures/cursor.hpp"
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

void want_precision(Study& study, const RunOptions& run) {
  // Only the process that leads knows the answers, and so whether there is another job.
  if (workforce().processes() > 1) throw UsageError("--precision runs in one process: leave mpirun out");
  if (study.blocks > 1)
    throw UsageError("--precision counts replications, and this scenario, whose lots have copies, runs in blocks");
  const measures::Names names = measures::names_of(study.company);
  std::vector<measures::Precision> wanted;
  for (const std::string& text : run.precision) {
    try {
      wanted.push_back(measures::parse_precision(text, names));
    } catch (const measures::QueryError& error) {
      throw UsageError("--precision '" + text + "': " + error.what());
    }
  }
  study.precision = measures::StoppingRule(std::move(wanted));
  study.replications = *run.most_replications;
}

}  // namespace

int run_command(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<RunOptions> run = read_run_options(arguments, out);
  if (!run) return exit_pass;
  require_the_traced_replication(*run);
  if (run->scenario.system == every_system) return run_every_system(*run, out, err);
  Study study = study_of(load_scenario(run->scenario));
  if (!run->precision.empty()) want_precision(study, *run);
  if (run->rare) return run_rare(study, *run, out, err);
  std::optional<TraceFile> trace;
  if (run->trace && workforce().leads()) trace.emplace(*run->trace, study.company);
  const int code = run_study(study, *run, simulator(study, *run, trace ? &*trace : nullptr), out, err);
  if (trace) trace->close();
  return code;
}

}  // namespace program

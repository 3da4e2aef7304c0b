#include "tools/program/study_run.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

#include "sim/replications.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/progress.hpp"
#include "tools/program/study_store.hpp"
#include "tools/program/terminal.hpp"
#include "tools/report/figures.hpp"
#include "tools/report/summary_json.hpp"

namespace program {

namespace {

/// How far all replications are, reported by those who simulate them. Safe for any number of threads.
class Meter {
 public:
  explicit Meter(std::uint32_t total) : total_(total) {}

  void part(std::uint32_t replication, double part) {
    const std::lock_guard lock(mutex_);
    parts_[replication] = part;
  }
  void finished(std::uint32_t replication, std::uint64_t events) {
    const std::lock_guard lock(mutex_);
    parts_.erase(replication);
    ++finished_;
    events_ += events;
  }
  ProgressState state() {
    const std::lock_guard lock(mutex_);
    double done = finished_;
    for (const auto& [replication, part] : parts_) done += part;
    return {done, static_cast<double>(total_), events_};
  }

 private:
  std::mutex mutex_;
  std::map<std::uint32_t, double> parts_;
  std::uint32_t total_, finished_ = 0;
  std::uint64_t events_ = 0;
};

ProgressStyle progress_style(const RunOptions& options, const std::ostream& err) {
  if (options.quiet) return ProgressStyle::silent;
  return may_draw_on(err) ? ProgressStyle::bar : ProgressStyle::lines;
}

void run_all(const Study& study, const RunOptions& options, const Simulate& simulate, report::Figures& figures,
             StudyStore& store, std::ostream& err) {
  Meter meter(study.replications);
  const ProgressDisplay display(err, progress_style(options, err), [&meter] { return meter.state(); });
  const auto work = [&](std::uint32_t replication) {
    measures::Measures found = simulate(replication, [&, replication](double part) {
      meter.part(replication, part);
      return InterruptWatch::seen();
    });
    meter.finished(replication, found.events);
    return found;
  };
  const auto deliver = [&](std::uint32_t replication, const measures::Measures& found) {
    figures.add(found);
    store.add(replication, found);
  };
  const unsigned threads = std::min<unsigned>(options.threads, study.replications);
  try {
    sim::run_replications(0, study.replications, threads, work, deliver, InterruptWatch::seen);
  } catch (const models::Interrupted&) {  // what was finished before has been delivered
  }
}

Tried tried(const std::vector<report::Tested>& all) {
  Tried sum;
  for (const report::Tested& tested : all) {
    sum.passed += tested.verdict == measures::Verdict::pass;
    sum.failed += tested.verdict == measures::Verdict::fail;
    sum.unsure += tested.verdict == measures::Verdict::unsure;
  }
  return sum;
}

void print(const report::RunFacts& facts, const RunOptions& options, std::ostream& out) {
  if (options.json) {
    report::write_summary_json(facts, out);
  } else if (!options.quiet) {
    report::print_summary(facts, out);
  }
}

int interrupted_before_anything(std::ostream& err) {
  err << "interrupted before the first replication was finished; nothing to report\n";
  return exit_interrupted;
}

}  // namespace

int run_study(const Study& study, const RunOptions& options, const Simulate& simulate, std::ostream& out,
              std::ostream& err) {
  const InterruptWatch watch;
  report::Figures figures(study.company, study.expectations);
  StudyStore store(options, study);
  const auto start = std::chrono::steady_clock::now();
  run_all(study, options, simulate, figures, store, err);
  const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (figures.total().replications == 0) return interrupted_before_anything(err);
  const bool interrupted = figures.total().replications < study.replications;
  if (!interrupted) store.finish(figures, options.threads, wall_s);
  print({.company = study.company,
         .figures = figures,
         .notes = study.notes,
         .seed = study.seed,
         .shuffle_ties = options.shuffle_ties,
         .replications_wanted = study.replications,
         .wall_s = wall_s,
         .threads = options.threads,
         .stored_in = options.db.value_or("")},
        options, out);
  return exit_code(tried(figures.tested()), options.unsure, interrupted);
}

}  // namespace program

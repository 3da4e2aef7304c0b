#include "tools/program/study_run.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "models/people/copies.hpp"
#include "tools/program/interrupt.hpp"
#include "tools/program/meter.hpp"
#include "tools/program/study_end.hpp"
#include "tools/program/terminal.hpp"
#include "tools/report/figures.hpp"
#include "tools/results/build_identity.hpp"

namespace program {

namespace {

using Numbers = std::vector<std::uint32_t>;

/// The replications that these options ask for, whether or not they are in the store.
Numbers wanted(const Study& study, const RunOptions& options) {
  Numbers all(study.replications);
  std::iota(all.begin(), all.end(), 0U);
  if (options.shard) std::erase_if(all, [&](std::uint32_t number) { return !options.shard->has(number); });
  return all;
}

Numbers without(const Numbers& all, const Numbers& some) {
  Numbers rest;
  std::ranges::set_difference(all, some, std::back_inserter(rest));
  return rest;
}

/// Figures of the replications in their order, of which some are new and some were in the store.
class Gathering {
 public:
  Gathering(report::Figures& figures, StudyStore& store) : figures_(figures), store_(store) {}

  void add(std::uint32_t replication, const measures::Measures& found) {
    add_held_below(replication);
    figures_.add(found);
  }
  void add_held_below(std::uint32_t end) {
    for (; next_ < store_.held().size() && store_.held()[next_] < end; ++next_) {
      figures_.add(store_.replication(store_.held()[next_]));
    }
  }

 private:
  report::Figures& figures_;
  StudyStore& store_;
  std::size_t next_ = 0;
};

Job job_of(const Study& study, const RunOptions& options, const Simulate& simulate, Meter& meter) {
  Job job;
  job.identity = identity(study, options);
  job.threads = options.threads;
  job.simulate = [&](std::uint32_t replication, const std::function<bool()>& stop) {
    return simulate(replication, [&, replication](double part) {
      meter.part(replication, part);
      return stop();
    });
  };
  return job;
}

int do_a_part(const Study& study, const RunOptions& options, const Simulate& simulate) {
  Meter unseen(0);
  workforce().run(job_of(study, options, simulate, unseen));
  return exit_pass;
}

ProgressStyle progress_style(const RunOptions& options, const std::ostream& err) {
  if (options.quiet) return ProgressStyle::silent;
  return may_draw_on(err) ? ProgressStyle::bar : ProgressStyle::lines;
}

/// Of lots, where they have copies.
ProgressState shown(ProgressState state, const Study& study) {
  if (study.company.copies.empty()) return state;
  const double lots_a_unit = static_cast<double>(people::lots_in_all(study.company)) / study.blocks;
  return {state.done * lots_a_unit, state.total * lots_a_unit, state.events, "lot"};
}

Effort run_all(Job job, const Numbers& units, Meter& meter, const Study& study, const RunOptions& options,
               std::ostream& err) {
  const auto start = std::chrono::steady_clock::now();
  const ProgressDisplay display(err, progress_style(options, err), [&] { return shown(meter.state(), study); });
  job.units = units;
  const unsigned threads = units.empty() ? options.threads : workforce().run(job);
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), threads, meter.events()};
}

std::vector<measures::Query> queries_of(const measures::StoppingRule& rule) {
  std::vector<measures::Query> queries;
  for (const measures::Precision& precision : rule.wanted()) queries.push_back(precision.query);
  return queries;
}

/// Of the numbers below `end`, those from `begin` on that are not there yet.
Numbers between(const Numbers& numbers, std::uint32_t begin, std::uint32_t end) {
  return {std::ranges::lower_bound(numbers, begin), std::ranges::lower_bound(numbers, end)};
}

/// After how many replications to look next.
std::uint32_t next_look(const Study& study, std::uint32_t replications) {
  if (study.precision.wanted().empty()) return study.replications;
  return std::min(measures::StoppingRule::next_look(replications), study.replications);
}

bool are_reached(const std::vector<measures::Attained>& all) {
  return std::ranges::all_of(all, &measures::Attained::is_reached);
}

int interrupted_before_anything(const Study& study, std::ostream& err) {
  err << "interrupted before the first " << (study.blocks == 1 ? "replication" : "block of lots")
      << " was finished; nothing to report\n";
  return exit_interrupted;
}

}  // namespace

std::string identity(const Study& study, const RunOptions& options) {
  std::string text = results::build_identity();
  text += "\nseed " + std::to_string(study.seed);
  if (options.shuffle_ties) text += ", ties " + std::to_string(*options.shuffle_ties);
  return text + '\n' + study.effective;
}

int run_study(const Study& study, const RunOptions& options, const Simulate& simulate, std::ostream& out,
              std::ostream& err) {
  const InterruptWatch watch;
  if (!workforce().leads()) return do_a_part(study, options, simulate);
  report::Figures figures(study.company, study.expectations, study.blocks, queries_of(study.precision));
  StudyStore store(options, study);
  Gathering gathering(figures, store);
  const Numbers all = wanted(study, options);
  const Numbers missing = without(all, store.held());
  std::size_t kept = 0;
  Effort effort{.wall_s = 0, .threads = options.threads, .events_now = 0};
  std::uint32_t end = 0;
  std::vector<measures::Attained> attained;
  do {
    const std::uint32_t begin = std::exchange(end, next_look(study, end));
    Meter meter(between(missing, begin, end).size());
    Job job = job_of(study, options, simulate, meter);
    job.keep = [&](std::uint32_t replication, const measures::Measures& found) {
      store.add(replication, found);
      meter.finished(replication, found.events);
      ++kept;
    };
    job.deliver = [&](std::uint32_t replication, const measures::Measures& found) {
      if (!options.shard) gathering.add(replication, found);
    };
    effort += run_all(std::move(job), between(missing, begin, end), meter, study, options, err);
    if (options.shard) return conclude_shard(study, options, all.size() - missing.size() + kept, all.size(), out);
    gathering.add_held_below(end);
    attained = study.precision.attained(figures.estimator(), figures.index_of_other(0));
  } while (end < study.replications && !InterruptWatch::seen() && !are_reached(attained));
  if (figures.total().replications == 0) return interrupted_before_anything(study, err);
  const int code = conclude_study(study, end, attained, options, figures, store, effort, out);
  return figures.total().replications < end || InterruptWatch::seen() ? exit_interrupted : code;
}

}  // namespace program

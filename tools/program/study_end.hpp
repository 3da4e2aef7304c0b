#pragma once

#include <cstdint>
#include <ostream>

#include "tools/program/study_run.hpp"
#include "tools/program/study_store.hpp"
#include "tools/report/figures.hpp"

namespace program {

/// What it took to get the figures of a study.
struct Effort {
  double wall_s = 0;
  unsigned threads = 1;
  std::uint64_t events_now = 0;  ///< simulated in this time; the others were in a file

  Effort& operator+=(const Effort& more) {
    wall_s += more.wall_s;
    threads = more.threads;
    events_now += more.events_now;
    return *this;
  }
};

/// Marks a study, of which `replications` were asked for in the end, as finished in the store when they are all there,
/// and prints the summary or JSON, with what was `attained` of the wanted precision. Returns the exit code that the
/// expectations give.
int conclude_study(const Study& study, std::uint32_t replications, const std::vector<measures::Attained>& attained,
                   const RunOptions& options, const report::Figures& figures, StudyStore& store, const Effort& effort,
                   std::ostream& out);

/// Says that the store now has `held` of the `wanted` replications of the options' shard; a part has no summary.
/// Returns exit_interrupted when that is not all.
int conclude_shard(const Study& study, const RunOptions& options, std::size_t held, std::size_t wanted,
                   std::ostream& out);

}  // namespace program

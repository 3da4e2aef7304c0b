#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/people/company.hpp"
#include "models/replication.hpp"
#include "sim/time.hpp"

/// Refusals that are too rare to be waited for.
///
/// Multilevel splitting on occupancy with fixed effort (Villen-Altamirano and Villen-Altamirano, 1991; Garvels, 2000;
/// L'Ecuyer, Demers and Tuffin, 2007) of a lot in its steady state. Codes in use wander about a base level. A base run
/// counts the up-crossings of it in a fixed time and keeps the state of the model at each. Refusals happen only in the
/// excursions that begin there, which end when the lot is back at the base level, so
///
///   refused per second = up-crossings per second x refusals expected in an excursion,
///
/// and the latter is the chance of getting from each level to the next before the base level, multiplied up, times the
/// refusals expected from a full lot on. Each stage starts the same number of trials from the states in which the stage
/// before reached its level, taken in equal parts and a random order of phase, and continues each trial on a branch of
/// draws of its own.
///
/// Unbiased, whatever the levels: given the states of a stage, each trial starts from each of them with the same
/// chance, so the product of the shares is unbiased for the expectation (L'Ecuyer et al., section 3); a stage that
/// nobody gets through makes 0, which belongs to it. The base run begins empty and warms up for 20 mean stays at least.
///
/// Residual times: when a parked call is retrieved was drawn as it was parked, and is part of a state. Kept, it makes
/// all trials from one state alike, and the few states with long residuals outweigh the others. So by default each
/// trial draws them anew, given that they are not over: of calls without people the retrieval and the patience, and the
/// next arrival of a Poisson process. Both ways are exact, for what has not happened yet has this law given all that
/// has. What people are about is always kept.
namespace rare {

/// The scenario is no case for it; the text says why and what to do.
struct Unsuitable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Settings {
  std::uint64_t seed = 1;
  std::uint32_t effort = 1000;  ///< trials of each stage, and up-crossings that the base run is long enough for
  bool redraws = true;          ///< residual times, see above
  models::QueueKind queue = models::QueueKind::lanes;
};

/// Where trials stop on their way to a full lot, found by a pilot run whose draws no estimate uses.
struct Course {
  int base_level = 0;          ///< codes in use; excursions are above it
  std::vector<int> levels;     ///< ascending; the first is base_level + 1, the last the number of codes
  sim::Ticks warm_up, length;  ///< of the base run
  double mean_in_use = 0;
};

struct Stage {
  int level = 0;                          ///< that trials of this stage start from
  std::uint64_t trials = 0, reached = 0;  ///< the next level; of the last stage, trials that saw a refusal
};

/// One repetition.
struct Sample {
  double refused_per_s = 0;
  double requested_per_s = 0;
  std::vector<Stage> stages;
  std::uint64_t events = 0;
};

/// Thrown by repetition() when it was asked to stop.
using Interrupted = models::Interrupted;

/// A lot and the course to its refusals. Immutable after construction: repetitions may run on several threads.
class Splitting {
 public:
  /// Runs the pilot. Throws Unsuitable where the scenario has no steady state (a day, a timeline, rates that change),
  /// or the lot's refusals are not those of a full lot of this kind: it overflows or has no end, codes rest, are shared
  /// out, or are asked for by the parker, requests go through nodes; or where a full lot was not reached.
  Splitting(const people::Company& company, int lot, Settings settings);

  const Course& course() const { return course_; }
  /// How many trials a stage has: settings.effort, or fewer where so many states would take more than 256 MB.
  std::uint32_t effort() const { return effort_; }
  /// Park requests per second, where all are planned at constant rates; else each sample counts them.
  std::optional<double> planned_per_s() const { return planned_per_s_; }

  /// The repetition of this number: a pure function of it and the settings, the same for every queue. `stop` is asked
  /// now and then.
  Sample repetition(std::uint32_t number, const std::function<bool()>& stop) const;

 private:
  people::Company company_;
  models::Plan plan_;
  int lot_;
  Settings settings_;
  std::uint32_t effort_;
  std::optional<double> planned_per_s_;
  Course course_;
};

}  // namespace rare

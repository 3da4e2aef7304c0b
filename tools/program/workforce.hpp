#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/measures/measures.hpp"

namespace program {

/// Told now and then, while a unit is simulated, the part of it that is done (0 to 1); true stops it.
using Watcher = std::function<bool(double)>;

/// Numbered units of work, each of which yields a Measures: the replications of a study.
struct Job {
  std::string identity;              ///< says what the yields depend on: the same in all processes of a workforce
  std::vector<std::uint32_t> units;  ///< ascending
  unsigned threads = 1;              ///< in this process

  /// On several threads at a time. Throws models::Interrupted when `stop`, asked now and then, said true.
  std::function<measures::Measures(std::uint32_t unit, const std::function<bool()>& stop)> simulate;
  /// In any order, each as early as it can be: what was kept is not lost when another process dies.
  std::function<void(std::uint32_t unit, const measures::Measures&)> keep;
  /// In the order of `units`, each after it was kept.
  std::function<void(std::uint32_t unit, const measures::Measures&)> deliver;
};

/// Those who do a job: the threads of this process, or several processes, of which one leads. Each process runs the
/// same jobs in the same order; keep() and deliver() are called in the leading one, on the thread that called run().
class Workforce {
 public:
  virtual ~Workforce() = default;

  virtual bool leads() const = 0;  ///< the others write nothing, neither to files nor to the screen

  virtual unsigned processes() const { return 1; }  ///< this one included

  /// How many units this process does at a time when the user did not say: one for each core that is its own.
  virtual unsigned usual_threads() const = 0;

  /// Returns on how many threads of all processes the job was done. After SIGINT, no new unit begins and those under
  /// way are given up: the call returns, and the missing ones were neither kept nor delivered. What a unit, keep() or
  /// deliver() throws comes out, of the lowest unit, after all have ended. At most twice as many units as there are
  /// threads are begun and not delivered.
  virtual unsigned run(const Job& job) = 0;
};

/// The workforce of this program: threads, unless main() has brought another.
Workforce& workforce();

/// `workforce` must outlive the commands.
void bring(Workforce& workforce);

}  // namespace program

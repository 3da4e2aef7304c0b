// Runs and sweeps that are interrupted or killed anywhere, and go on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <random>
#include <sstream>

#include "models/replication.hpp"
#include "tests/tools/shell.hpp"
#include "tools/program/run_options.hpp"
#include "tools/program/simulator.hpp"
#include "tools/program/study_load.hpp"
#include "tools/program/study_run.hpp"
#include "tools/results/store.hpp"

namespace {

const std::string reception = PARKSIM_ROOT "/scenarios/factory-reception.yaml";

/// Counts everything that happens to calls, and interrupts like a user when the count is reached.
class InterruptingTrace final : public models::Trace {
 public:
  explicit InterruptingTrace(std::int64_t at) : left_(at) {}
  void line(const models::TraceLine&) override {
    if (--left_ == 0) std::raise(SIGINT);
  }
  std::int64_t left() const { return left_; }

 private:
  std::atomic<std::int64_t> left_;
};

struct Reception {
  program::RunOptions options(const std::string& db, bool resume) const {
    program::RunOptions run;
    run.scenario = {.file = reception,
                    .sets = {"run={duration: 15min, warm_up: 2min, replications: 3}",
                             "traffic.inbound.arrivals=poisson(120/h)", "policies.Factory.pickup_range=10-13"},
                    .system = {}};
    run.threads = 2;
    run.quiet = true;
    run.db = db;
    run.resume = resume;
    return run;
  }
  int run(const std::string& db, bool resume) const {
    const auto o = options(db, resume);
    const program::Study study = program::study_of(program::load_scenario(o.scenario));
    std::ostringstream out, err;
    return program::run_study(study, o, program::simulator(study, o, nullptr), out, err);
  }
  /// Interrupted when so many things have happened; what is then left to happen.
  int run_until_interrupted(const std::string& db, InterruptingTrace& trace) const {
    const auto o = options(db, false);
    const program::Study study = program::study_of(program::load_scenario(o.scenario));
    const models::Plan plan(study.company);
    const program::Simulate simulate = [&](std::uint32_t replication, const program::Watcher& watcher) {
      models::Options traced{.seed = study.seed, .replication = replication, .trace = &trace};
      traced.progress = [&](sim::Ticks, std::uint64_t) { return watcher(0.5); };
      return models::simulate(plan, traced);
    };
    std::ostringstream out, err;
    return program::run_study(study, o, simulate, out, err);
  }
};

TEST(Interruption, AtEachOf200RandomEventsLeavesARunThatResumesToTheSameDatabase) {
  const Reception study;
  const sample::Folder folder;
  const int code = study.run(folder / "whole.db", false);
  const std::string whole = sample::content_of(folder / "whole.db");
  constexpr std::int64_t far = 1'000'000'000;
  InterruptingTrace never(far);
  ASSERT_EQ(study.run_until_interrupted(folder / "traced.db", never), code);
  EXPECT_EQ(sample::content_of(folder / "traced.db"), whole);
  const std::int64_t all = far - never.left();
  std::mt19937_64 random(11);
  int unfinished = 0;
  for (int i = 0; i < 200; ++i) {
    InterruptingTrace trace(1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(all)));
    unfinished += study.run_until_interrupted(folder / "part.db", trace) == program::exit_interrupted;
    ASSERT_EQ(study.run(folder / "part.db", true), code);
    ASSERT_EQ(sample::content_of(folder / "part.db"), whole) << "interruption " << i;
  }
  EXPECT_GT(unfinished, 150);
}

/// Replications that are finished in a file, or none while there is no file to read.
std::size_t finished(const std::string& db) {
  std::size_t sum = 0;
  try {
    for (const auto& run : results::Store::open_to_read(db).runs()) sum += run.replications.size();
  } catch (const results::StoreError&) {
  }
  return sum;
}

// A kill that cannot be caught, at random parts of the time that the whole takes, again and again on the same file.
TEST(KilledSweep, ResumesToWhatAnUninterruptedOneGives) {
  constexpr std::size_t all = 3 * 15;
  Shell shell;
  const std::string sweep = std::string(PARKSIM_PROGRAM) + " sweep " + PARKSIM_ROOT +
                            "/scenarios/company-day.yaml --vary lots.Factory.codes=3,4,5 --replications 15 --db ";
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(shell.run(sweep + "whole.db --json"), 0) << shell.err();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const std::string whole = shell.out();
  std::mt19937_64 random(12);
  int killed_in_the_middle = 0;
  for (int i = 0; i < 8; ++i) {
    const double after_s = took.count() * std::uniform_real_distribution<>(0.05, 0.6)(random);
    const auto before = finished(shell.file("killed.db"));
    const int code =
        shell.run("timeout -s KILL " + std::to_string(after_s) + " " + sweep + "killed.db --resume --quiet");
    const auto now = finished(shell.file("killed.db"));
    EXPECT_GE(now, before) << "a kill lost what was finished";
    killed_in_the_middle += code != 0 && now > 0 && now < all;
    if (code == 0) break;
  }
  ASSERT_EQ(shell.run(sweep + "killed.db --resume --json"), 0) << shell.err();
  EXPECT_EQ(shell.out(), whole);
  EXPECT_EQ(shell.content("killed.db"), shell.content("whole.db"));
  EXPECT_GT(killed_in_the_middle, 0) << "no kill met the sweep at work";
}

}  // namespace

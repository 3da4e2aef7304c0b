#include "tools/program/study_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <sstream>

#include "models/park/call_machine.hpp"
#include "models/replication.hpp"
#include "sim/fault.hpp"
#include "tests/tools/report/hand_made.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tools/results/database.hpp"
#include "tools/results/schema.hpp"
#include "tools/results/store.hpp"

namespace {

using program::RunOptions;
using program::Study;
using program::Watcher;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

measures::Measures finished(std::uint64_t refused) {
  measures::Measures made = hand_made::replication(refused, 60);
  made.rows_taken.assign(park::call_machine().size(), 1);
  return made;
}

class StudyRun : public testing::Test {
 protected:
  StudyRun() {
    study_.company = hand_made::lot_study();
    study_.seed = 7;
    study_.replications = 4;
    study_.effective = "{}";
    options_.threads = 2;
  }
  ~StudyRun() override {
    if (options_.db) std::filesystem::remove(*options_.db);
  }

  void expect(const char* text) { study_.expectations.push_back(hand_made::expectation(study_.company, text)); }
  void store_results() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    options_.db = testing::TempDir() + "study_run_" + test->name() + ".db";
    std::filesystem::remove(*options_.db);
  }
  int run(const program::Simulate& simulate) { return program::run_study(study_, options_, simulate, out_, err_); }
  int run() {
    return run([](std::uint32_t replication, const Watcher&) { return finished(4 + replication % 2); });
  }
  results::StoredRun stored() { return results::Store::open_to_read(*options_.db).runs().at(0); }

  Study study_;
  RunOptions options_;
  std::ostringstream out_, err_;
};

TEST_F(StudyRun, PrintsTheSummaryAndNothingElse) {
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("4 replications, seed 7"));
  EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(StudyRun, QuietPrintsNothing) {
  options_.quiet = true;
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str() + err_.str(), IsEmpty());
}

TEST_F(StudyRun, JsonIsAllThatStandsOnStandardOutput) {
  options_.json = true;
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(read_json(out_.str()).get<int>("replications"), 4);
}

TEST_F(StudyRun, ExitCodeTellsTheWorstVerdict) {
  expect("park.refused.share < 50%");
  EXPECT_EQ(run(), 0);
  expect("park.refused.share < 1.2%");  // 18 of 1,520 = 1.184 %, in an interval of about 0.95 % to 1.42 %
  EXPECT_EQ(run(), 8);
  options_.unsure = program::Unsure::pass;
  EXPECT_EQ(run(), 0);
  options_.unsure = program::Unsure::fail;
  EXPECT_EQ(run(), 3);
  expect("park.refused.share < 0.01%");
  options_.unsure = program::Unsure::apart;
  EXPECT_EQ(run(), 3);
}

TEST_F(StudyRun, StoresEveryReplicationWithEstimatesAndVerdicts) {
  store_results();
  expect("park.refused.share < 50%");
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(stored().replications, ElementsAre(0, 1, 2, 3));
  EXPECT_TRUE(stored().finished);
  EXPECT_EQ(stored().info.seed, 7U);
  results::Store store = results::Store::open_to_read(*options_.db);
  EXPECT_GT(store.estimates(stored().id).size(), 100U);
  EXPECT_EQ(store.expectations(stored().id).at(0).verdict, results::Verdict::pass);
  EXPECT_EQ(store.environment(stored().id).value().threads, 2);
}

TEST_F(StudyRun, ShuffledTiesAreNamedEverywhere) {
  store_results();
  options_.shuffle_ties = 9;
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("ties shuffled, seed 9"));
  EXPECT_EQ(stored().info.shuffle_ties, 9U);
  options_.json = true;
  out_.str("");
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(read_json(out_.str()).get<int>("shuffle_ties"), 9);
}

TEST_F(StudyRun, StoresWhatEachRowOfTheMachineMeans) {
  store_results();
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(stored().info.names.rows_say.at(0), "the parker presses park");
}

TEST_F(StudyRun, RefusesADatabaseThatCannotBeWrittenBeforeItSimulates) {
  options_.db = "/no/such/folder/x.db";
  EXPECT_THROW(run([](std::uint32_t, const Watcher&) -> measures::Measures {
                 ADD_FAILURE() << "simulated";
                 return finished(1);
               }),
               std::exception);
  options_.db.reset();
}

TEST_F(StudyRun, AnInterruptKeepsWhatWasFinished) {
  store_results();
  options_.threads = 1;
  const int code = run([](std::uint32_t replication, const Watcher& watcher) {
    if (replication == 2) std::raise(SIGINT);
    if (watcher(0.5)) throw models::Interrupted{};
    return finished(4);
  });
  EXPECT_EQ(code, 130);
  EXPECT_THAT(out_.str(), HasSubstr("2 replications of 4 (stopped early)"));
  EXPECT_THAT(stored().replications, ElementsAre(0, 1));
  EXPECT_FALSE(stored().finished);
}

TEST_F(StudyRun, ResumeSimulatesOnlyWhatAnInterruptLeft) {
  store_results();
  options_.threads = 1;
  run([](std::uint32_t replication, const Watcher&) {
    if (replication == 2) {
      std::raise(SIGINT);
      throw models::Interrupted{};
    }
    return finished(4);
  });
  options_.resume = true;
  std::vector<std::uint32_t> simulated;
  const int code = run([&](std::uint32_t replication, const Watcher&) {
    simulated.push_back(replication);
    return finished(4);
  });
  EXPECT_EQ(code, 0);
  EXPECT_THAT(simulated, ElementsAre(2, 3));
  EXPECT_TRUE(stored().finished);
}

TEST_F(StudyRun, AResumedRunFeedsTheReplicationsInTheirOrder) {
  store_results();
  options_.json = true;
  EXPECT_EQ(run(), 0);
  const auto metrics = [](const std::string& text) { return text.substr(text.find("\"metrics\"")); };
  const std::string at_once = out_.str();
  for (const char* gone : {"0", "1", "3", "0 OR number = 2"}) {
    {
      results::Database database(*options_.db, results::Database::Access::write, results::Store::usual_wait);
      database.run("DELETE FROM replication WHERE number = " + std::string(gone));
      for (const auto table : results::tables_of_a_replication()) {
        database.run("DELETE FROM " + std::string(table) +
                     " WHERE replication NOT IN (SELECT number FROM replication)");
      }
    }
    options_.resume = true;
    out_.str("");
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(metrics(out_.str()), metrics(at_once)) << gone;
  }
}

TEST_F(StudyRun, AnInterruptedShardKeepsWhatWasFinishedAndIsNoSuccess) {
  store_results();
  options_.threads = 1;
  options_.shard = program::Shard{2, 2};
  const int code = run([](std::uint32_t replication, const Watcher&) {
    if (replication == 3) {
      std::raise(SIGINT);
      throw models::Interrupted{};
    }
    return finished(4);
  });
  EXPECT_EQ(code, 130);
  EXPECT_THAT(out_.str(), HasSubstr("1 of its 2 replications"));
  EXPECT_THAT(stored().replications, ElementsAre(1));
}

TEST_F(StudyRun, AnInterruptBeforeAnythingIsFinishedSaysSo) {
  std::atomic<bool> raised = false;  // a second interrupt, from another thread, would end the program
  const int code = run([&](std::uint32_t, const Watcher&) -> measures::Measures {
    if (!raised.exchange(true)) std::raise(SIGINT);
    throw models::Interrupted{};
  });
  EXPECT_EQ(code, 130);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_THAT(err_.str(), HasSubstr("nothing to report"));
}

/// One process of several that does not lead.
struct Follower : program::Workforce {
  Follower() { program::bring(*this); }
  ~Follower() override { program::bring(own); }
  bool leads() const override { return false; }
  unsigned usual_threads() const override { return 1; }
  unsigned run(const program::Job& job) override {
    identity = job.identity;
    job.simulate(3, [] { return false; });
    return 1;
  }

  program::Workforce& own = program::workforce();
  std::string identity;
};

TEST_F(StudyRun, AProcessThatDoesNotLeadSimulatesAndWritesNothing) {
  Follower follower;
  options_.db = "/no/such/folder/x.db";
  std::vector<std::uint32_t> simulated;
  const int code = run([&](std::uint32_t replication, const Watcher&) {
    simulated.push_back(replication);
    return finished(4);
  });
  options_.db.reset();
  EXPECT_EQ(code, 0);
  EXPECT_THAT(simulated, ElementsAre(3));
  EXPECT_EQ(follower.identity, program::identity(study_, options_));
  EXPECT_THAT(out_.str() + err_.str(), IsEmpty());
}

TEST_F(StudyRun, TheIdentityIsAllThatYieldsDependOn) {
  const std::string usual = program::identity(study_, options_);
  options_.threads = 7;
  study_.replications = 9;
  EXPECT_EQ(program::identity(study_, options_), usual);
  options_.shuffle_ties = 1;
  EXPECT_NE(program::identity(study_, options_), usual);
  options_.shuffle_ties.reset();
  study_.seed = 8;
  EXPECT_NE(program::identity(study_, options_), usual);
  study_.seed = 7;
  study_.effective = "{} ";
  EXPECT_NE(program::identity(study_, options_), usual);
}

TEST_F(StudyRun, AFaultGoesThroughAndFinishedReplicationsStay) {
  store_results();
  options_.threads = 1;
  EXPECT_THROW(run([](std::uint32_t replication, const Watcher&) {
                 if (replication == 3) throw sim::Fault("books do not balance");
                 return finished(4);
               }),
               sim::Fault);
  EXPECT_THAT(stored().replications, ElementsAre(0, 1, 2));
}

TEST_F(StudyRun, TheNumberOfThreadsMovesNoResult) {
  options_.json = true;
  const auto metrics = [&](unsigned threads) {
    options_.threads = threads;
    out_.str("");
    run();
    const std::string text = out_.str();
    return text.substr(text.find("\"metrics\""));
  };
  EXPECT_EQ(metrics(1), metrics(3));
}

}  // namespace

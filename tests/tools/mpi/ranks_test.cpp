// The program under mpirun, as a user starts it, with more ranks than this machine may have cores.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "tests/tools/shell.hpp"

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string program = PARKSIM_PROGRAM;
const std::string lot = PARKSIM_ROOT "/scenarios/reference-lot.yaml";
const std::string mpirun =
    "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout 120 mpirun --oversubscribe -n ";

TEST(Ranks, FourGiveTheResultsOfOneProcess) {
  Shell shell;
  const std::string study = " run " + lot + " --set run.calls=2000 --replications 11 --json --db ";
  ASSERT_EQ(shell.run(program + study + "one.db"), 0) << shell.err();
  const std::string one = shell.out();
  ASSERT_EQ(shell.run(mpirun + "4 " + program + study + "four.db"), 0) << shell.err();
  EXPECT_EQ(lasting(shell.out()), lasting(one));
  EXPECT_THAT(lasting(one), Not(HasSubstr("wall_s")));
  EXPECT_EQ(shell.content("four.db"), shell.content("one.db"));
  ASSERT_EQ(shell.run(mpirun + "3 " + program + study + "three.db --threads 2"), 0) << shell.err();
  EXPECT_EQ(shell.content("three.db"), shell.content("one.db"));
}

TEST(Ranks, EverySystemTooIsSharedOut) {
  Shell shell;
  const std::string study = " run " + lot + " --set run.calls=200 --replications 3 --system all --json --db none";
  ASSERT_EQ(shell.run(program + study), 0) << shell.err();
  const std::string one = shell.out();
  ASSERT_EQ(shell.run(mpirun + "2 " + program + study), 0) << shell.err();
  EXPECT_EQ(shell.out(), one);
}

TEST(Ranks, AShardIsSharedOutToo) {
  Shell shell;
  const std::string study = " run " + lot + " --set run.calls=500 --replications 9 --shard 2/2 --db ";
  ASSERT_EQ(shell.run(program + study + "one.db"), 0) << shell.err();
  ASSERT_EQ(shell.run(mpirun + "3 " + program + study + "three.db"), 0) << shell.err();
  EXPECT_EQ(shell.content("three.db"), shell.content("one.db"));
}

TEST(Ranks, ASweepIsSharedOutToo) {
  Shell shell;
  const std::string study =
      " sweep " + lot + " --set run.calls=500 --replications 5 --vary lots.L.codes=50,60,90 --db ";
  ASSERT_EQ(shell.run(program + study + "one.db"), 0) << shell.err();
  const std::string one = shell.out();
  ASSERT_EQ(shell.run(mpirun + "3 " + program + study + "three.db"), 0) << shell.err();
  EXPECT_EQ(shell.out(), one);
  EXPECT_EQ(shell.content("three.db"), shell.content("one.db"));
  ASSERT_EQ(shell.run(mpirun + "3 " + program + study + "three.db --resume"), 0) << shell.err();
  EXPECT_EQ(shell.out(), one) << "with nothing left to do";
}

TEST(Ranks, RefuseAPrecisionThatOnlyTheFirstCouldSee) {
  Shell shell;
  EXPECT_EQ(shell.run(mpirun + "2 " + program + " run " + lot + " --precision 'park.refused.share 5%' --db none"), 2);
  EXPECT_THAT(shell.err(), HasSubstr("leave mpirun out"));
}

TEST(Ranks, OnlyTheFirstPrints) {
  Shell shell;
  EXPECT_EQ(
      shell.run(mpirun + "3 " + program + " run " + lot + " --set run.calls=100 --replications 2 --quiet --db none"),
      0);
  EXPECT_THAT(shell.out() + shell.err(), IsEmpty());
  ASSERT_EQ(shell.run(mpirun + "3 " + program + " --version"), 0);
  const std::string many = shell.out();
  ASSERT_EQ(shell.run(program + " --version"), 0);
  EXPECT_EQ(many, shell.out());
}

TEST(Ranks, BadInputIsSaidOnceAndEndsWithItsExitCode) {
  Shell shell;
  EXPECT_EQ(shell.run(mpirun + "3 " + program + " run no-such.yaml"), 2);
  const std::string said = shell.err();
  EXPECT_EQ(said.find("no-such.yaml"), said.rfind("no-such.yaml"));
}

TEST(Ranks, AnotherScenarioOrNoneInOneRankIsRefused) {
  Shell shell;
  const auto start = [&](const std::string& odd) {
    return shell.run(mpirun + "3 bash -c '[ $OMPI_COMM_WORLD_RANK = 2 ] && exec " + program + " run " + odd +
                     "; exec " + program + " run " + lot + " --db none'");
  };
  EXPECT_EQ(start(lot + " --seed 5"), 2);
  EXPECT_THAT(shell.err(), HasSubstr("rank 2 reads another scenario than rank 0"));
  EXPECT_EQ(start("no-such.yaml"), 2);
  EXPECT_THAT(shell.err(), HasSubstr("rank 2 could not take part: no-such.yaml"));
}

std::string job_with(const std::string& mishap) {
  Shell shell;
  EXPECT_EQ(shell.run(mpirun + "3 " JOB_UNDER_MPIRUN " " + mishap), 0) << shell.err();
  return shell.out();
}

TEST(RanksAtWork, DeliverInTheOrderOfTheUnitsWhoeverDidThem) {
  EXPECT_EQ(job_with("none 0"), " 100 101 102 103 104 105 106 107 108 109 110 111 on 6 threads");
}

TEST(RanksAtWork, AFailedUnitComesOutAfterAllBeforeIt) {
  EXPECT_EQ(job_with("unit 105"), " 100 101 102 103 104 thrown: no luck with unit 105");
  EXPECT_EQ(job_with("unit 100"), " thrown: no luck with unit 100");
}

TEST(RanksAtWork, SoDoesOneThatCannotBeKeptOrDelivered) {
  EXPECT_EQ(job_with("keep 102"), " 100 101 thrown: no luck with keep 102");
  EXPECT_EQ(job_with("deliver 103"), " 100 101 102 thrown: no luck with deliver 103");
}

TEST(RanksAtWork, AnInterruptGivesUpWhatIsUnderWayEverywhere) {
  EXPECT_EQ(job_with("interrupt 103"), " 100 101 102 103 on 6 threads");
}

TEST(RanksAtWork, AnotherJobInOneRankIsRefused) {
  EXPECT_EQ(job_with("rank 1"), " thrown: rank 1 reads another scenario than rank 0, or is another build of parksim");
}

// Waits until the file has a finished replication and kills the process whose number the other file holds.
void kill_when_something_is_stored(const std::string& db, const std::string& pid_file) {
  for (int i = 0; i < 2000; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    try {
      if (results::Store::open_to_read(db).runs().at(0).replications.empty()) continue;
    } catch (const std::exception&) {
      continue;
    }
    pid_t pid = 0;
    std::ifstream(pid_file) >> pid;
    ASSERT_GT(pid, 1);
    ASSERT_EQ(kill(pid, SIGKILL), 0);
    return;
  }
  FAIL() << "nothing was stored";
}

TEST(Ranks, AKilledRankLosesNoFinishedReplication) {
  Shell shell;
  const std::string study = " run " + lot + " --set run.calls=60000 --replications 40 --quiet --db ";
  std::thread killer([&] { kill_when_something_is_stored(shell.file("killed.db"), shell.file("pid.2")); });
  EXPECT_NE(shell.run(mpirun + "4 bash -c 'echo $$ >pid.$OMPI_COMM_WORLD_RANK; exec " + program + study + "killed.db'"),
            0);
  killer.join();
  const results::StoredRun left = results::Store::open_to_read(shell.file("killed.db")).runs().at(0);
  EXPECT_FALSE(left.finished);
  EXPECT_GE(left.replications.size(), 1U);
  EXPECT_LT(left.replications.size(), 40U);
  ASSERT_EQ(shell.run(mpirun + "4 " + program + study + "killed.db --resume"), 0) << shell.err();
  ASSERT_EQ(shell.run(program + study + "one.db"), 0);
  EXPECT_EQ(shell.content("killed.db"), shell.content("one.db"));
}

}  // namespace

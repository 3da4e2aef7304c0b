// The Slurm example without Slurm: its scripts with the variables that Slurm would set.
#include <gmock/gmock.h>

#include "tests/tools/shell.hpp"

namespace {

const std::string program = PARKSIM_PROGRAM;
const std::string study = PARKSIM_ROOT "/scenarios/reference-lot.yaml --set run.calls=500 --replications 7";
const std::string scripts = PARKSIM_ROOT "/tools/slurm/";

std::string task(int number, int of) {
  return "PARKSIM=" + program + " SLURM_ARRAY_TASK_ID=" + std::to_string(number) +
         " SLURM_ARRAY_TASK_COUNT=" + std::to_string(of) + " bash " + scripts + "array.sbatch " + study + "\n";
}
const std::string merge = "PARKSIM=" + program + " bash " + scripts + "merge.sbatch " + study;

TEST(SlurmArray, GivesWhatOneProcessGives) {
  Shell shell;
  for (int i = 1; i <= 3; ++i) ASSERT_EQ(shell.run(task(i, 3)), 0) << shell.err();
  ASSERT_EQ(shell.run(merge), 0) << shell.err();
  EXPECT_THAT(shell.out(), testing::HasSubstr("7 replications, seed 1"));
  ASSERT_EQ(shell.run(program + " run " + study + " --db one.db"), 0);
  EXPECT_EQ(shell.content("parksim.db"), shell.content("one.db"));
}

TEST(SlurmArray, AMergeBeforeAllTasksAreDoneSaysWhatIsMissing) {
  Shell shell;
  ASSERT_EQ(shell.run(task(1, 3) + task(3, 3)), 0) << shell.err();
  EXPECT_EQ(shell.run(merge), 2);
  EXPECT_THAT(shell.err(), testing::HasSubstr("2 replications are missing of 7: 1, 4"));
}

TEST(SlurmArray, ATaskStartedAgainAloneIsToldHowManyThereWere) {
  Shell shell;
  ASSERT_EQ(shell.run(task(1, 2)), 0) << shell.err();
  ASSERT_EQ(shell.run("SHARDS=2 " + task(2, 1)), 0) << shell.err();
  EXPECT_EQ(shell.run(merge), 0) << shell.err();
}

}  // namespace

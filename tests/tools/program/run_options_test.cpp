#include "tools/program/run_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace {

using program::Arguments;
using program::RunOptions;
using program::UsageError;
using testing::ElementsAre;

RunOptions read(Arguments arguments) {
  arguments.insert(arguments.begin(), "s.yaml");
  std::ostringstream out;
  return program::read_run_options(arguments, out).value();
}

std::string complaint(const Arguments& arguments) {
  try {
    read(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(RunOptions, StoreInParksimDbOnAllCoresByDefault) {
  const RunOptions run = read({});
  EXPECT_EQ(run.scenario.file, "s.yaml");
  EXPECT_EQ(run.db, "parksim.db");
  EXPECT_GE(run.threads, 1U);
  EXPECT_FALSE(run.json || run.quiet || run.trace || run.shuffle_ties || run.scenario.system);
  EXPECT_EQ(run.unsure, program::Unsure::apart);
}

TEST(RunOptions, DbNoneStoresNothing) { EXPECT_FALSE(read({"--db", "none"}).db); }

TEST(RunOptions, SeedAndReplicationsBecomeSetsSoThatTheyAreInTheEffectiveScenario) {
  EXPECT_THAT(read({"--seed", "7", "--set", "a.b=c=d", "--replications=3", "--set", "e=1"}).scenario.sets,
              ElementsAre("a.b=c=d", "e=1", "run.seed=7", "run.replications=3"));
}

TEST(RunOptions, ReadsTheOthers) {
  const RunOptions run = read({"--system", "asterisk", "--threads", "3", "--json", "-q", "--trace", "t.jsonl",
                               "--shuffle-ties", "0", "--unsure", "fail", "--queue", "heap"});
  EXPECT_EQ(run.scenario.system, "asterisk");
  EXPECT_EQ(run.threads, 3U);
  EXPECT_TRUE(run.json && run.quiet);
  EXPECT_EQ(run.trace, "t.jsonl");
  EXPECT_EQ(run.shuffle_ties, 0U);
  EXPECT_EQ(run.unsure, program::Unsure::fail);
  EXPECT_EQ(run.queue, models::QueueKind::heap);
}

TEST(RunOptions, RefuseNumbersThatAreNone) {
  for (const char* text : {"-1", "1.5", "1e3", "", " 1", "18446744073709551616", "x"}) {
    EXPECT_THAT(complaint({"--seed", text}), testing::HasSubstr("--seed")) << text;
  }
  EXPECT_THAT(complaint({"--replications", "0"}), testing::HasSubstr("from 1 to"));
  EXPECT_THAT(complaint({"--threads", "0"}), testing::HasSubstr("from 1 to"));
}

TEST(RunOptions, RefuseUnknownChoices) {
  EXPECT_EQ(complaint({"--unsure", "maybe"}), "--unsure wants pass or fail, not 'maybe'");
  EXPECT_EQ(complaint({"--queue", "tree"}), "--queue wants lanes or heap or sorted, not 'tree'");
  EXPECT_THAT(complaint({"--trace", "t.txt"}), testing::HasSubstr(".csv or .jsonl"));
}

TEST(RunOptions, AShardIsAPartOfSeveralInAFileOfItsOwn) {
  const RunOptions run = read({"--shard", "2/8"});
  EXPECT_EQ(run.shard.value().number, 2U);
  EXPECT_EQ(run.shard->of, 8U);
  EXPECT_EQ(run.db, "parksim.2-of-8.db");
  EXPECT_EQ(read({"--shard", "1/1", "--db", "a.db"}).db, "a.db");
  EXPECT_FALSE(read({}).shard || read({}).resume);
}

TEST(RunOptions, TheShardsOfAStudyHaveEachReplicationOnce) {
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    int owners = 0;
    for (std::uint32_t number = 1; number <= 7; ++number) owners += program::Shard{number, 7}.has(replication);
    EXPECT_EQ(owners, 1) << replication;
  }
}

TEST(RunOptions, RefuseShardsThatAreNone) {
  for (const char* text : {"0/4", "5/4", "a/b", "4", "/", "1/", "/2", "1/2/3", "-1/2", "1/0", "1.5/2", "", "1 / 2"}) {
    EXPECT_THAT(complaint({"--shard", text}), testing::HasSubstr("--shard")) << text;
  }
}

TEST(RunOptions, AShardAndAResumedRunNeedAFile) {
  EXPECT_THAT(complaint({"--shard", "1/2", "--db", "none"}), testing::HasSubstr("--db FILE"));
  EXPECT_THAT(complaint({"--resume", "--db", "none"}), testing::HasSubstr("--db FILE"));
  EXPECT_TRUE(read({"--resume"}).resume);
}

TEST(RunOptions, RefuseASetWithoutPathOrValue) {
  EXPECT_THAT(complaint({"--set", "run.seed"}), testing::HasSubstr("PATH=VALUE"));
  EXPECT_THAT(complaint({"--set", "=4"}), testing::HasSubstr("PATH=VALUE"));
}

TEST(RunOptions, NeverGuessAnOptionFromItsFirstLetters) {
  EXPECT_THAT(complaint({"--repl", "3"}), testing::HasSubstr("unknown option --repl"));
}

}  // namespace

// Lots with copies, from the command line to the report and the results file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tools/results/store.hpp"

namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// A world of 50 small lots at two sites of one region and a third without, gone at the end.
class WorldRun : public testing::Test {
 protected:
  WorldRun() {
    std::ofstream(file_) << R"(title: A small world
system: custom
run: {from: 00:00, to: 24:00, replications: 1}
sites: {tokyo: {zone: +9h, region: asia}, delhi: {zone: +5.5h, region: asia}, base: {}}
lots:
  Office: {copies: 50, codes: 4}
lot_traffic:
  Office:
    users: 20
    parks: profile(09:00 0.4/h 10:00 0.5/h 11:00 0.2/h 17:00 0/h)
    site: {tokyo: 50%, delhi: 30%, base: 20%}
    retrieved_after: exponential(60s)
expect:
  - park.refused.share{region=asia} < 50%
)";
  }
  ~WorldRun() override {
    std::filesystem::remove(file_);
    std::filesystem::remove(db_);
  }
  Ran run(const program::Arguments& more = {"--db", "none"}) const { return ran({"run", file_}, more); }

  const std::string base_ =
      testing::TempDir() + "world_" + testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::string file_ = base_ + ".yaml", db_ = base_ + ".db";
};

TEST_F(WorldRun, ReportsEachRegionAndSitesWithoutOne) {
  const Ran result = run();
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("By region"));
  EXPECT_THAT(result.out, ContainsRegex("asia +40 +800 +[0-9,]+ .* 10:00 "));
  EXPECT_THAT(result.out, ContainsRegex("base +10 +200 +[0-9,]+ .* 10:00 "));
  EXPECT_THAT(result.out, ContainsRegex("all +50 +1,000 +[0-9,]+ "));
  EXPECT_THAT(result.out, HasSubstr("50 lots of Office at 3 sites, 20 users each: 1,000 users"));
  EXPECT_THAT(result.out, HasSubstr("50 lots in 20 blocks, seed 1"));
  EXPECT_THAT(result.out, Not(HasSubstr("no intervals over replications")));
}

TEST_F(WorldRun, GivesIntervalsFromOneReplication) {
  const auto json = read_json(run({"--json", "--db", "none"}).out);
  EXPECT_EQ(json.get<int>("replications"), 1);
  EXPECT_EQ(json.get<int>("blocks"), 20);
  EXPECT_EQ(json.get<bool>("complete"), true);
  EXPECT_EQ(json.get<std::string>("verdict"), "pass");
  EXPECT_NE(json.get_child("metrics").front().second.get<std::string>("low"), "null");
}

TEST_F(WorldRun, RegionsAddUpInJson) {
  const auto json = read_json(run({"--json", "--db", "none"}).out);
  std::uint64_t parks = 0, lots = 0;
  for (const auto& [key, region] : json.get_child("regions")) {
    parks += region.get<std::uint64_t>("parks");
    lots += region.get<std::uint64_t>("lots");
    EXPECT_EQ(region.get<int>("busiest_hour"), 10);
    EXPECT_GT(region.get<double>("caller_wait_p95_s"), 60);
  }
  EXPECT_EQ(lots, 50U);
  for (const auto& [key, metric] : json.get_child("metrics")) {
    if (metric.get<std::string>("query") != "park.requested.count") continue;
    EXPECT_EQ(metric.get<double>("value"), static_cast<double>(parks));
  }
}

TEST_F(WorldRun, IsTheSameForAnyNumberOfThreads) {
  const auto json = [&](const char* threads) {
    auto tree = read_json(run({"--json", "--db", "none", "--threads", threads}).out);
    tree.erase("wall_s");
    tree.erase("threads");
    return tree;
  };
  EXPECT_EQ(json("1"), json("3"));
}

TEST_F(WorldRun, StoresBlocksWithTheNamesOfTheCopies) {
  EXPECT_EQ(run({"--db", db_}).code, 0);
  results::Store store = results::Store::open_to_read(db_);
  const results::StoredRun found = store.runs().at(0);
  EXPECT_EQ(found.replications.size(), 20U);
  EXPECT_THAT(found.info.names.policies, testing::ElementsAre("Office@tokyo", "Office@delhi", "Office@base"));
  EXPECT_EQ(store.pooled(found.id).cells.empty(), false);
}

TEST_F(WorldRun, TracesTheFirstLot) {
  const std::string trace = base_ + ".csv";
  EXPECT_EQ(run({"--db", "none", "--trace", trace}).code, 0);
  std::ifstream in(trace);
  std::string header, line;
  std::getline(in, header);
  EXPECT_TRUE(std::getline(in, line));
  EXPECT_THAT(line, HasSubstr(",Office,"));
  std::filesystem::remove(trace);
}

TEST_F(WorldRun, RepeatsTheWorldInSeveralReplications) {
  const auto json = read_json(run({"--json", "--db", "none", "--replications", "2"}).out);
  EXPECT_EQ(json.get<int>("replications"), 2);
  EXPECT_EQ(json.get<int>("blocks"), 40);
}

TEST_F(WorldRun, RunsOnEverySystem) {
  const Ran result = run({"--system", "all"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("asterisk"));
}

TEST_F(WorldRun, IsToldBeforeItRuns) {
  const Ran result = ran({"check", file_});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("50 lots of Office at 3 sites"));
}

TEST_F(WorldRun, FailsWithExitCode3WhenARegionFails) {
  const Ran result = run({"--db", "none", "--set", "lots.Office.codes=1"});
  EXPECT_EQ(result.code, 0) << "still below half";
  std::ofstream(file_, std::ios::app) << "  - park.refused.share{region=asia} < 0.001%\n";
  EXPECT_EQ(run({"--db", "none", "--set", "lots.Office.codes=1"}).code, 3);
}

}  // namespace

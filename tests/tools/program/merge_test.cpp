// Shards of a run, merge and --resume, through the commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string lot = PARKSIM_ROOT "/scenarios/reference-lot.yaml";
const std::string factory = PARKSIM_ROOT "/scenarios/factory-reception.yaml";
const program::Arguments small{"--set", "run.calls=300", "--replications", "7"};

class Merge : public testing::Test {
 protected:
  Ran run(program::Arguments more) { return ran({"run", lot}, joined(more)); }
  Ran merge(program::Arguments more) { return ran({"merge", lot}, joined(more)); }
  /// Runs all shards into "1.db", "2.db", ... and returns their files.
  std::vector<std::string> shards(int of) {
    std::vector<std::string> files;
    for (int i = 1; i <= of; ++i) {
      files.push_back(file(std::to_string(i) + ".db"));
      const Ran result = run({"--shard", std::to_string(i) + "/" + std::to_string(of), "--db", files.back()});
      EXPECT_EQ(result.code, 0) << result.err;
    }
    return files;
  }
  std::string file(const std::string& name) const { return folder / name; }
  std::string content(const std::string& name) const { return sample::content_of(folder / name); }
  std::string content_of_one_process() {
    EXPECT_EQ(run({"--db", file("one.db")}).code, 0);
    return content("one.db");
  }
  std::vector<int> stored(const std::string& name) const {
    return results::Store::open_to_read(folder / name).runs().at(0).replications;
  }
  static program::Arguments joined(program::Arguments more) {
    more.insert(more.begin(), small.begin(), small.end());
    return more;
  }

  sample::Folder folder;
};

TEST_F(Merge, AnyNumberOfShardsInAnyOrderOfFilesGivesTheContentOfOneProcess) {
  const std::string one = content_of_one_process();
  for (const int of : {1, 2, 3}) {
    std::vector<std::string> files = shards(of);
    do {
      program::Arguments arguments(files.begin(), files.end());
      arguments.insert(arguments.end(), {"--db", file("whole.db"), "--quiet"});
      const Ran result = merge(arguments);
      EXPECT_EQ(result.code, 0) << result.err;
      EXPECT_EQ(content("whole.db"), one) << of;
    } while (std::next_permutation(files.begin(), files.end()));
    for (const std::string& each : files) std::filesystem::remove(each);
  }
}

TEST_F(Merge, PrintsWhatOneProcessPrints) {
  const auto files = shards(2);
  const auto lasting = [](const std::string& text) { return text.substr(0, text.find("\n  speed")); };
  const std::string merged = merge({files[0], files[1], "--db", "none"}).out;
  EXPECT_EQ(merged.substr(0, merged.find("\n  results")), lasting(run({"--db", "none"}).out));
  const auto metrics = [](const std::string& json) { return json.substr(json.find("\"lots\"")); };
  EXPECT_EQ(metrics(merge({files[1], files[0], "--db", "none", "--json"}).out),
            metrics(run({"--db", "none", "--json"}).out));
}

TEST_F(Merge, PeopleAndExpectationsToo) {
  const program::Arguments less{"--replications", "4", "--set", "run.to=11:00"};
  const auto with = [&](program::Arguments arguments, const program::Arguments& more) {
    arguments.insert(arguments.end(), less.begin(), less.end());
    return ran(arguments, more);
  };
  const Ran one = with({"run", factory}, {"--db", file("one.db"), "--quiet"});
  for (const char* shard : {"1/2", "2/2"}) {
    EXPECT_EQ(with({"run", factory}, {"--shard", shard, "--db", file(std::string(shard, 1) + ".db")}).code, 0);
  }
  const Ran whole = with({"merge", factory}, {file("2.db"), file("1.db"), "--db", file("whole.db"), "--quiet"});
  EXPECT_EQ(whole.code, one.code) << whole.err << one.err;
  EXPECT_EQ(content("whole.db"), content("one.db"));
}

TEST_F(Merge, AShardDoesEveryNthReplicationAndPrintsNoSummary) {
  const Ran result = run({"--shard", "2/3", "--db", file("2.db")});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("shard 2 of 3: 2 of its 2 replications (of 7 in all) stored in"));
  EXPECT_THAT(result.out, Not(HasSubstr("How parks ended")));
  EXPECT_THAT(stored("2.db"), ElementsAre(1, 4));
  EXPECT_FALSE(results::Store::open_to_read(file("2.db")).runs().at(0).finished);
}

TEST_F(Merge, AShardSaysSoInJson) {
  const auto json = read_json(run({"--shard", "3/3", "--db", file("3.db"), "--json"}).out);
  EXPECT_EQ(json.get<std::string>("kind"), "shard");
  EXPECT_EQ(json.get<int>("shard"), 3);
  EXPECT_EQ(json.get<int>("of"), 3);
  EXPECT_EQ(json.get<int>("replications"), 2);
  EXPECT_TRUE(json.get<bool>("complete"));
}

TEST_F(Merge, MoreShardsThanReplicationsLeaveSomeWithoutWork) {
  const Ran result = run({"--shard", "9/9", "--db", file("9.db")});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(stored("9.db"), IsEmpty());
}

TEST_F(Merge, AShardSparesTheOthersOfItsFile) {
  shards(2);
  const Ran result = run({"--shard", "1/2", "--db", file("2.db")});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("has replication 1 of this study, which is not of this shard"));
  EXPECT_THAT(stored("2.db"), ElementsAre(1, 3, 5));
  EXPECT_EQ(run({"--shard", "1/2", "--db", file("2.db"), "--resume"}).code, 0);
  EXPECT_THAT(stored("2.db"), ElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_EQ(run({"--resume", "--db", file("2.db")}).code, 0);
  EXPECT_EQ(content("2.db"), content_of_one_process());
}

TEST_F(Merge, AShardThatRunsAgainReplacesItself) {
  const auto files = shards(2);
  const std::string before = content("2.db");
  EXPECT_EQ(run({"--shard", "2/2", "--db", files[1]}).code, 0);
  EXPECT_EQ(content("2.db"), before);
}

TEST_F(Merge, MissingReplicationsAreNamedUnlessPartIsEnough) {
  const auto files = shards(3);
  const Ran refused = merge({files[0], files[2], "--db", file("whole.db")});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("2 replications are missing of 7: 1, 4"));
  EXPECT_THAT(refused.err, HasSubstr("--partial"));
  EXPECT_FALSE(std::filesystem::exists(file("whole.db"))) << "nothing is written before all is checked";
  const Ran partial = merge({files[0], files[2], "--db", file("whole.db"), "--partial"});
  EXPECT_EQ(partial.code, 0) << partial.err;
  EXPECT_THAT(partial.out, HasSubstr("5 replications of 7"));
  EXPECT_FALSE(results::Store::open_to_read(file("whole.db")).runs().at(0).finished);
  EXPECT_EQ(run({"--resume", "--db", file("whole.db"), "--quiet"}).code, 0);
  EXPECT_EQ(content("whole.db"), content_of_one_process());
}

TEST_F(Merge, ReplicationsThatAreThereTwiceMustBeTheSame) {
  auto files = shards(2);
  EXPECT_EQ(run({"--db", file("one.db")}).code, 0);
  EXPECT_EQ(merge({files[0], file("one.db"), files[1], files[0], "--db", file("whole.db")}).code, 0);
  EXPECT_EQ(content("whole.db"), content("one.db"));
  {
    results::Database database(files[1], results::Database::Access::write, results::Store::usual_wait);
    database.run("UPDATE replication SET events = events + 1 WHERE number = 3");
  }
  const Ran result = merge({file("one.db"), files[1], "--db", file("other.db")});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("replication 3 is not the same in"));
}

TEST_F(Merge, FilesOfAnotherStudyAreRefusedWithTheDifference) {
  const std::string one = shards(1)[0];
  const auto complaint = [&](program::Arguments more) {
    more.insert(more.end(), {one, "--db", file("whole.db")});
    const Ran result = merge(more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(complaint({"--seed", "2"}), HasSubstr("its seed is 1, not 2"));
  EXPECT_THAT(complaint({"--shuffle-ties", "2"}), HasSubstr("its --shuffle-ties is another"));
  EXPECT_THAT(complaint({"--set", "lots.L.codes=80"}), HasSubstr("its scenario is another"));
  EXPECT_THAT(ran({"merge", lot, one, "--set", "run.calls=300", "--replications", "8"}).err,
              HasSubstr("is part of 7 replications, not of 8"));
  {
    results::Database database(one, results::Database::Access::write, results::Store::usual_wait);
    database.run("UPDATE run SET build = 'old'");
  }
  EXPECT_THAT(complaint({}), HasSubstr("another build of parksim"));
}

TEST_F(Merge, NonsenseIsBadUsage) {
  const std::string one = shards(1)[0];
  EXPECT_THAT(ran({"merge"}).err, HasSubstr("no scenario given"));
  EXPECT_THAT(merge({}).err, HasSubstr("no file to merge given"));
  EXPECT_THAT(merge({one, "--db", one}).err, HasSubstr("cannot take the whole"));
  EXPECT_THAT(merge({file("none.db")}).err, HasSubstr("does not exist"));
  sample::write_file(file("text.db"), "no database");
  for (const program::Arguments& arguments :
       {program::Arguments{}, {one, "--db", one}, {file("none.db")}, {file("text.db")}, {one, "--shard", "1/2"}}) {
    EXPECT_EQ(merge(arguments).code, 2);
  }
}

TEST_F(Merge, ResumeDoesWhatIsMissingAndGivesTheContentOfOneProcess) {
  const std::string one = content_of_one_process();
  EXPECT_EQ(ran({"run", lot, "--set", "run.calls=300", "--replications", "3", "--db", file("r.db")}).code, 0);
  const Ran more = run({"--resume", "--db", file("r.db"), "--json"});
  EXPECT_EQ(more.code, 0) << more.err;
  EXPECT_EQ(content("r.db"), one);
  EXPECT_EQ(read_json(more.out).get<int>("replications"), 7);
  EXPECT_EQ(run({"--resume", "--db", file("r.db"), "--quiet"}).code, 0) << "nothing left to do";
  EXPECT_EQ(content("r.db"), one);
  EXPECT_EQ(run({"--resume", "--db", file("fresh.db"), "--quiet"}).code, 0);
  EXPECT_EQ(content("fresh.db"), one);
}

TEST_F(Merge, ResumeWithFewerReplicationsDropsTheRest) {
  EXPECT_EQ(run({"--db", file("r.db")}).code, 0);
  const program::Arguments three{"run", lot, "--set", "run.calls=300", "--replications", "3"};
  EXPECT_EQ(ran(three, {"--resume", "--db", file("r.db")}).code, 0);
  EXPECT_EQ(ran(three, {"--db", file("three.db")}).code, 0);
  EXPECT_EQ(content("r.db"), content("three.db"));
}

TEST_F(Merge, WithoutResumeEverythingIsComputedAfresh) {
  EXPECT_EQ(run({"--db", file("r.db")}).code, 0);
  {
    results::Database database(file("r.db"), results::Database::Access::write, results::Store::usual_wait);
    database.run("UPDATE replication SET events = 1");
  }
  EXPECT_EQ(run({"--db", file("r.db")}).code, 0);
  EXPECT_EQ(content("r.db"), content_of_one_process());
}

TEST_F(Merge, ATraceNeedsTheFirstReplication) {
  for (const program::Arguments& more : {program::Arguments{"--shard", "2/2"}, {"--resume"}}) {
    program::Arguments arguments{"--trace", file("t.csv"), "--db", file("t.db")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(run(arguments).code, 2);
    EXPECT_FALSE(std::filesystem::exists(file("t.csv")));
  }
  EXPECT_EQ(run({"--trace", file("t.csv"), "--shard", "1/2", "--db", file("t.db")}).code, 0);
}

TEST_F(Merge, EverySystemHasNothingToMergeOrToResume) {
  for (const program::Arguments& more : {program::Arguments{"--shard", "1/2"}, {"--resume"}}) {
    program::Arguments arguments{"--system", "all"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran result = run(arguments);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("--system all stores nothing"));
  }
}

}  // namespace

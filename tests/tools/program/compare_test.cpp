// parksim compare, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"
#include "tools/results/database.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string model = PARKSIM_ROOT "/scenarios/published-user-model.yaml";

class Compare : public testing::Test {
 protected:
  /// A run of the model in a file of this name.
  std::string made(const std::string& name, const program::Arguments& more = {}) const {
    program::Arguments all{"run",     model,  "--set",   "run.duration=1h", "--set", "lots.Pool.codes=14",
                           "--quiet", "--db", file(name)};
    all.insert(all.end(), more.begin(), more.end());
    EXPECT_EQ(ran(all).code, 0) << ran(all).err;
    return file(name);
  }
  std::string file(const std::string& name) const { return folder / name; }
  static Ran compare(const std::string& before, const std::string& after, const program::Arguments& more = {}) {
    return ran({"compare", before, after}, more);
  }
  /// Changes a results file behind the program's back.
  static void change(const std::string& db, const std::string& sql) {
    results::Database(db, results::Database::Access::write, std::chrono::milliseconds(0)).run(sql);
  }
  sample::Folder folder;
};

TEST_F(Compare, EqualRunsHaveNotChanged) {
  const Ran result = compare(made("a.db"), made("b.db", {"--threads", "1"}));
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("16 replications equal byte for byte"), HasSubstr("No change")));
}

TEST_F(Compare, AChangedTimeoutIsNamedAndFoundByPairs) {
  const Ran result = compare(made("a.db"), made("b.db", {"--set", "lots.Pool.timeout=100s"}));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("lots.Pool.timeout: 90s -> 100s"), HasSubstr("paired: 16 replications"),
                                HasSubstr("worse"), Not(HasSubstr("byte for byte"))));
}

TEST_F(Compare, AShiftOfALatencyBy3PercentIsFound) {
  const std::string before = made("a.db");
  const std::string after = made("b.db", {"--set", "lot_traffic.Pool.retrieved_after=exponential(61.8s)"});
  EXPECT_EQ(compare(before, after).code, 1);
  EXPECT_EQ(compare(before, after, {"--measure", "park.to_retrieve.mean"}).code, 1);
}

TEST_F(Compare, OtherSeedsAreComparedWithoutPairs) {
  const Ran result = compare(made("a.db"), made("b.db", {"--seed", "2"}));
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, AllOf(HasSubstr("seed 1 -> 2"), HasSubstr("Welch"), HasSubstr("No change found")));
}

TEST_F(Compare, TheLeastEffectLeavesOutWhatIsSmall) {
  const std::string before = made("a.db"), after = made("b.db", {"--set", "lots.Pool.timeout=91s"});
  const program::Arguments wait{"--measure", "caller.wait.mean"};
  EXPECT_EQ(compare(before, after, wait).code, 1);
  program::Arguments small = wait;
  small.insert(small.end(), {"--min-effect", "2%"});
  EXPECT_EQ(compare(before, after, small).code, 0);
}

TEST_F(Compare, OtherResultsOfTheSameStudyAreToldWithTheirPlace) {
  const std::string before = made("a.db"), after = made("b.db"), measured = made("c.db");
  change(after, "UPDATE digest_window SET digest = digest + 1 WHERE replication = 3 AND number = 2");
  change(measured, "UPDATE counter SET value = value + 1 WHERE replication = 5 AND metric = 'park.requested'");
  const Ran result = compare(before, after);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("in replication 3 of 16"), HasSubstr("what happens parts between")));
  EXPECT_THAT(result.out, HasSubstr("too little apart"));
  EXPECT_THAT(compare(before, measured).out,
              AllOf(HasSubstr("in replication 5"), HasSubstr("the same happens, but it is measured otherwise")));
}

TEST_F(Compare, MoreReplicationsOfTheSameStudyAreNoOtherResults) {
  const Ran result = compare(made("a.db"), made("b.db", {"--replications", "20"}));
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("16 replications equal byte for byte"), HasSubstr("side only")));
}

TEST_F(Compare, TakesTheLastRunOfAFileOrTheOneThatIsNamed) {
  const std::string both = made("a.db");
  made("a.db", {"--set", "lots.Pool.timeout=2min"});
  const std::string one = made("b.db");
  EXPECT_EQ(compare(one, both).code, 1);
  EXPECT_EQ(compare(one, both + "#1").code, 0);
  EXPECT_THAT(compare(one, both + "#9").err, HasSubstr("has no run 9; it has 2 runs"));
}

TEST_F(Compare, SpeaksMarkdownAndJson) {
  const std::string before = made("a.db"), after = made("b.db", {"--set", "lots.Pool.timeout=100s"});
  const std::string table = compare(before, after, {"--markdown"}).out;
  EXPECT_THAT(table, AllOf(HasSubstr("| `caller.wait.mean` |"), HasSubstr("**worse**"), HasSubstr("|---|--:|")));
  const auto json = read_json(compare(before, after, {"--json"}).out);
  EXPECT_TRUE(json.get<bool>("changed"));
  EXPECT_EQ(json.get_child("answers").front().second.get<std::string>("query"), "call.arrived.count");
  EXPECT_TRUE(compare(before, after, {"--quiet"}).out.empty());
}

TEST_F(Compare, ExpectationsAreComparedToo) {
  const auto reception = [&](const char* name, const program::Arguments& more) {
    program::Arguments all{"run", PARKSIM_ROOT "/scenarios/factory-reception.yaml", "--quiet", "--db", file(name)};
    all.insert(all.end(), more.begin(), more.end());
    ran(all);
    return file(name);
  };
  const Ran result =
      compare(reception("a.db", {}), reception("b.db", {"--set", "policies.Factory.pickup_range=10-13"}));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("caller.wait.within(2min)"), HasSubstr("park.refused.share{policy=Factory}")));
}

TEST_F(Compare, SummariesAreComparedByTheirIntervals) {
  const auto summary = [&](const char* name, const program::Arguments& more) {
    program::Arguments all{"run",    model,  "--set", "run.duration=1h", "--set", "lots.Pool.codes=14",
                           "--json", "--db", "none"};
    all.insert(all.end(), more.begin(), more.end());
    sample::write_file(file(name), ran(all).out);
    return file(name);
  };
  const std::string before = summary("a.json", {}), again = summary("b.json", {});
  EXPECT_EQ(compare(before, again).code, 0);
  EXPECT_THAT(compare(before, again).out, HasSubstr("equal"));
  const Ran other_seed = compare(before, summary("c.json", {"--seed", "2"}));
  EXPECT_EQ(other_seed.code, 0) << other_seed.out;
  EXPECT_THAT(other_seed.out,
              AllOf(HasSubstr("MOVER"), HasSubstr("seed 1 -> 2"), HasSubstr("code.in_use{policy=Pool}")));
  const std::string longer = summary("d.json", {"--set", "lots.Pool.timeout=3min"});
  const Ran found = compare(before, longer);
  EXPECT_EQ(found.code, 1);
  EXPECT_THAT(found.out, HasSubstr("worse"));
  EXPECT_EQ(compare(before, longer, {"--measure", "caller.wait.p99"}).code, 1);
  EXPECT_THAT(compare(before, longer, {"--measure", "caller.wait.p98"}).err, HasSubstr("has no answer to"));
  EXPECT_THAT(compare(before, made("a.db")).err, HasSubstr("a summary as JSON can be compared with another one"));
  sample::write_file(file("e.json"), "{\n  \"kind\": \n}");
  EXPECT_THAT(compare(before, file("e.json")).err, HasSubstr("e.json:"));
  sample::write_file(file("f.json"), "{\"kind\": \"run\", \"schema_version\": 1}");
  EXPECT_THAT(compare(before, file("f.json")).err, HasSubstr("no summary of a run of this schema"));
  EXPECT_EQ(compare(before, file("none.json")).code, 2);
}

TEST_F(Compare, RefusesNonsense) {
  const std::string before = made("a.db");
  const auto error = [&](const std::string& after, const program::Arguments& more) {
    const Ran result = compare(before, after, more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error(file("none.db"), {}), HasSubstr("does not exist"));
  EXPECT_THAT(error(before, {"--min-effect", "3"}), HasSubstr("--min-effect wants more than 0%"));
  EXPECT_THAT(error(before, {"--confidence", "100%"}),
              HasSubstr("--confidence wants more than 50.0% and less than 100%"));
  EXPECT_THAT(error(before, {"--json", "--markdown"}), HasSubstr("not both"));
  EXPECT_THAT(error(before + "#x", {}), HasSubstr("FILE.db#ID"));
  EXPECT_THAT(error(made("b.db", {"--seed", "3"}), {"--measure", "park.refusd.share"}), HasSubstr("park.refused"));
  EXPECT_EQ(ran({"compare", before}).code, 2);
}

}  // namespace

// parksim baseline, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;

class Baseline : public testing::Test {
 protected:
  /// The published model as a file of the user, who may change it.
  Baseline() { scenario_with("timeout: 90s"); }
  void scenario_with(const std::string& timeout) const {
    std::string text = sample::bytes_of(PARKSIM_ROOT "/scenarios/published-user-model.yaml");
    text.replace(text.find("timeout: 90s"), 12, timeout);
    sample::write_file(scenario(), text);
  }
  std::string scenario() const { return folder / "model.yaml"; }
  std::string file() const { return folder / "baseline.json"; }
  Ran write(const program::Arguments& more = {}) const {
    program::Arguments all{"baseline", "write", scenario(), file(), "--set", "run.duration=1h"};
    all.insert(all.end(), more.begin(), more.end());
    return ran(all);
  }
  Ran check(const program::Arguments& more = {}) const { return ran({"baseline", "check", scenario(), file()}, more); }
  sample::Folder folder;
};

TEST_F(Baseline, HoldsWhereNothingChanged) {
  const Ran written = write({"--replications", "8"});
  ASSERT_EQ(written.code, 0) << written.err;
  EXPECT_THAT(written.out, HasSubstr("from 8 replications"));
  const Ran checked = check({"--threads", "1"});
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("No change found"));
}

TEST_F(Baseline, IsAFileToCommitWithItsAnswersInOrder) {
  ASSERT_EQ(write().code, 0);
  const std::string once = sample::bytes_of(file());
  ASSERT_EQ(write({"--threads", "1"}).code, 0);
  EXPECT_EQ(sample::bytes_of(file()), once);
  const auto json = read_json(once);
  std::vector<std::string> queries;
  for (const auto& [_, answer] : json.get_child("answers")) queries.push_back(answer.get<std::string>("query"));
  EXPECT_TRUE(std::ranges::is_sorted(queries));
  EXPECT_LT(once.size(), 4'000u);
}

TEST_F(Baseline, FindsAChangedTimeoutAndNamesTheCommandThatShowsIt) {
  ASSERT_EQ(write().code, 0);
  scenario_with("timeout: 2min");
  const Ran checked = check();
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.out, AllOf(HasSubstr("caller.wait.p95"), HasSubstr("worse")));
  EXPECT_THAT(checked.err, AllOf(HasSubstr("parksim run " + scenario()), HasSubstr("--set 'run.duration=1h'"),
                                 HasSubstr("--set 'run.seed=1'")));
  EXPECT_EQ(check({"--min-effect", "60%"}).code, 0);
  EXPECT_TRUE(read_json(check({"--json"}).out).get<bool>("changed"));
}

TEST_F(Baseline, KeepsTheAnswersThatAreNamed) {
  ASSERT_EQ(write({"--measure", "park.stay.p50,caller.wait.within(1min)"}).code, 0);
  EXPECT_EQ(read_json(sample::bytes_of(file())).get_child("answers").size(), 2u);
  EXPECT_THAT(check().out, HasSubstr("No change found in 2 answers"));
}

TEST_F(Baseline, RefusesNonsense) {
  EXPECT_EQ(check().code, 2) << "no file yet";
  EXPECT_THAT(ran({"baseline", "compare", scenario(), file()}).err, HasSubstr("wants write or check"));
  EXPECT_THAT(write({"--measure", "park.refusd.share"}).err, HasSubstr("park.refused"));
  ASSERT_EQ(write().code, 0);
  EXPECT_THAT(check({"--seed", "3"}).err, HasSubstr("from the file"));
  EXPECT_THAT(ran({"baseline", "write", scenario(), folder / "no/such.json"}).err, HasSubstr("cannot write"));
  sample::write_file(file(), "{\"kind\": \"run\"}");
  EXPECT_THAT(check().err, HasSubstr("no baseline of this version"));
  sample::write_file(file(), "{\"kind\": \"baseline\", \"baseline_version\": 1}");
  EXPECT_THAT(check().err, HasSubstr("is no baseline"));
  sample::write_file(file(), "{\n\"kind\" \"baseline\"}");
  EXPECT_THAT(check().err, HasSubstr("baseline.json:2"));
}

}  // namespace

// parksim run --rare, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string pool = PARKSIM_ROOT "/scenarios/published-user-model.yaml";

Ran rare(const program::Arguments& more = {}) {
  program::Arguments all{"run",      pool,
                         "--rare",   "park.refused.share",
                         "--set",    "lots.Pool.timeout=never",
                         "--set",    "lots.Pool.codes=24",
                         "--effort", "100"};
  return ran(all, more);
}

TEST(SamplingRare, EstimatesErlangBFarBelowWhatCountingReaches) {
  const Ran result = rare({"--json", "--replications", "24"});
  ASSERT_EQ(result.code, 0) << result.err;
  const auto json = read_json(result.out);
  const double truth = theory::blocking(24, 8);
  EXPECT_LE(json.get<double>("low"), truth);
  EXPECT_GE(json.get<double>("high"), truth);
  EXPECT_LT(json.get<double>("high") - json.get<double>("low"), truth) << "told within about a half";
  EXPECT_NEAR(json.get<double>("erlang_b"), truth, 1e-6 * truth);
  EXPECT_EQ(json.get<std::string>("estimator"), "multilevel splitting");
}

TEST(Rare, SaysHowTheNumberCameAbout) {
  EXPECT_THAT(
      rare({"--replications", "2"}).out,
      AllOf(HasSubstr("by multilevel splitting"), HasSubstr("park.refused.share"), HasSubstr("one in"),
            HasSubstr("Erlang B"), HasSubstr("2 repetitions x 100 trials a level"), HasSubstr("saw a refusal")));
}

TEST(Rare, IsTheSameForAnyNumberOfThreadsAndEveryQueue) {
  const auto with = [](const char* option, const char* value) {
    return rare({"--json", "--replications", "3", option, value}).out;
  };
  const std::string one = with("--threads", "1");
  EXPECT_EQ(one, with("--threads", "3"));
  EXPECT_EQ(one, with("--queue", "heap"));
}

TEST(Rare, RefusesWhatItCannotEstimate) {
  const auto error = [](const std::string& query, const program::Arguments& more = {}) {
    const Ran result = ran({"run", pool, "--rare", query}, more);
    EXPECT_EQ(result.code, 2) << query;
    return result.err;
  };
  EXPECT_THAT(error("caller.wait.p95"), HasSubstr("--rare estimates park.refused.share"));
  EXPECT_THAT(error("park.refused.count"), HasSubstr("--rare estimates park.refused.share"));
  EXPECT_THAT(error("park.refusd.share"), HasSubstr("did you mean"));
  EXPECT_THAT(error("park.refused.share{traffic=Pool}"), HasSubstr("no label but policy"));
  EXPECT_THAT(error("park.refused.share", {"--set", "lots.Pool.full=overflow"}), HasSubstr("refuses nobody"));
  EXPECT_THAT(error("park.refused.share", {"--shard", "1/2"}), HasSubstr("does not go with --shard"));
  EXPECT_THAT(error("park.refused.share", {"--resume"}), HasSubstr("does not go with --resume"));
  EXPECT_THAT(error("park.refused.share", {"--precision", "park.refused.share 5%"}), HasSubstr("--precision"));
  EXPECT_THAT(error("park.refused.share", {"--effort", "1"}), HasSubstr("from 10"));
  EXPECT_THAT(error("park.refused.share", {"--residuals", "lose"}), HasSubstr("redraw or keep"));
  EXPECT_THAT(ran({"run", pool, "--effort", "50"}).err, HasSubstr("--effort goes with --rare"));
  EXPECT_THAT(ran({"run", PARKSIM_ROOT "/scenarios/factory-reception.yaml", "--rare", "park.refused.share"}).err,
              HasSubstr("a day has no steady state"));
}

}  // namespace

// run --control-variate, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string model = PARKSIM_ROOT "/scenarios/published-user-model.yaml";

Ran run_controlled(program::Arguments more) {
  more.insert(more.begin(), {"--control-variate", "--db", "none"});
  return ran({"run", model}, more);
}

TEST(RunControlVariate, SaysWhatWasPlannedAndHowMuchItHelps) {
  const Ran text = run_controlled({"--replications", "40"});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, AllOf(HasSubstr("1,920 were planned"), HasSubstr("code.in_use{policy=Pool}.mean"),
                              HasSubstr("times lower")));
  const auto json = read_json(run_controlled({"--replications", "40", "--json"}).out);
  EXPECT_DOUBLE_EQ(json.get<double>("controlled.planned"), 1920);
  bool helps = false;
  for (const auto& [_, answer] : json.get_child("controlled.answers"))
    if (answer.get<std::string>("query") == "code.in_use{policy=Pool}.mean")
      helps = answer.get<double>("variance_ratio") > 1.2 && answer.get<double>("low") < answer.get<double>("value");
  EXPECT_TRUE(helps);
}

TEST(RunControlVariate, IsSilentUnlessAskedFor) {
  EXPECT_THAT(ran({"run", model, "--db", "none"}).out, Not(HasSubstr("control variate")));
}

TEST(RunControlVariate, RefusesWhatItCannotCorrect) {
  EXPECT_THAT(run_controlled({}).err, HasSubstr("at least 20 replications"));
  EXPECT_THAT(run_controlled({"--set", "run={calls: 1000, replications: 40}"}).err, HasSubstr("does not vary"));
  EXPECT_THAT(run_controlled({"--set", "lot_traffic.Pool.parks=every(7s)", "--replications", "40"}).err,
              HasSubstr("is not Poisson"));
  EXPECT_THAT(run_controlled({"--rare", "park.refused.share", "--replications", "40"}).err,
              HasSubstr("--control-variate"));
  EXPECT_THAT(run_controlled({"--system", "all", "--replications", "40"}).err, HasSubstr("--control-variate"));
}

}  // namespace

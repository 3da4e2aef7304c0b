// run.warm_up=auto, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string model = PARKSIM_ROOT "/scenarios/published-user-model.yaml";
const std::string reception = PARKSIM_ROOT "/scenarios/factory-reception.yaml";

Ran run_auto(const std::string& scenario, program::Arguments more) {
  more.insert(more.begin(), {"--set", "run.warm_up=auto", "--set", "run.replications=4"});
  return ran({"run", scenario}, more);
}

TEST(AutomaticWarmUp, OfALossSystemIsAnExactStart) {
  const Ran text = run_auto(model, {"--set", "lots.Pool.timeout=never"});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("starting with as many calls parked as in the long run"),
                    HasSubstr("none: the lots begin in equilibrium, by an exact draw"), Not(HasSubstr("MSER"))));
  const auto json = read_json(run_auto(model, {"--set", "lots.Pool.timeout=never", "--json"}).out);
  EXPECT_EQ(json.get<int>("warm_up.exact"), 4);
  EXPECT_EQ(json.get<int>("warm_up.settled"), 0);
}

TEST(AutomaticWarmUp, OfOtherSystemsIsFoundAndSaysWhy) {
  const Ran text = run_auto(model, {});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, AllOf(HasSubstr("there is no exact start,"), HasSubstr("held while the parker is rung"),
                              HasSubstr("found where the load settles (MSER-5)"), Not(HasSubstr("exact draw"))));
  const auto json = read_json(run_auto(model, {"--json"}).out);
  EXPECT_EQ(json.get<int>("warm_up.settled"), 4);
  EXPECT_GT(json.get<double>("warm_up.mean_s"), 0);
}

TEST(AutomaticWarmUp, ThatDoesNotSettleSaysToLengthenTheRun) {
  const Ran text =
      run_auto(model, {"--set", "run.duration=3min", "--set", "lots.Pool.timeout=10min", "--set",
                       "lot_traffic.Pool.retrieved_after=constant(5min)", "--set", "lot_traffic.Pool.parks=every(1s)"});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("lengthen the run"));
}

TEST(AutomaticWarmUp, OfPeopleIsFound) {
  const Ran text = run_auto(reception, {"--set", "run={duration: 1h, warm_up: auto, replications: 2}", "--set",
                                        "traffic.inbound.arrivals=poisson(90/h)"});
  EXPECT_THAT(text.out, AllOf(HasSubstr("because people take part"), HasSubstr("MSER-5")));
}

TEST(AutomaticWarmUp, IsStoredWithTheReplicationsAndResumed) {
  const sample::Folder folder;
  const std::string whole = folder / "whole.db", parts = folder / "parts.db";
  ASSERT_EQ(run_auto(model, {"--db", whole}).code, 0);
  ASSERT_EQ(run_auto(model, {"--db", parts, "--shard", "1/2"}).code, 0);
  ASSERT_EQ(run_auto(model, {"--db", parts, "--resume"}).code, 0);
  EXPECT_EQ(sample::content_of(parts), sample::content_of(whole));
}

TEST(AutomaticWarmUp, AsksNothingOfARunThatWasGivenOne) {
  const Ran text = ran({"run", model}, {"--set", "run.replications=2"});
  EXPECT_THAT(text.out, AllOf(HasSubstr("after a warm-up of 15 min"), Not(HasSubstr("  warm-up"))));
}

}  // namespace

// parksim stress, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::HasSubstr;

const std::string pool = PARKSIM_ROOT "/scenarios/published-user-model.yaml";
const std::string factory = PARKSIM_ROOT "/scenarios/factory-reception.yaml";
const std::string battery = PARKSIM_ROOT "/scenarios/mobile-battery.yaml";

struct Endured {
  double holds_to = 0, fails_from = 0;  ///< 0: none
};

/// By the expectation's text, in the order in which they break.
std::vector<std::pair<std::string, Endured>> endured(const Ran& stress) {
  std::vector<std::pair<std::string, Endured>> all;
  const auto json = read_json(stress.out);
  for (const auto& [key, one] : json.get_child("expectations"))
    all.push_back(
        {one.get<std::string>("expectation"), {one.get<double>("holds_to", 0), one.get<double>("fails_from", 0)}});
  return all;
}

Endured of_pool(const program::Arguments& more) {
  program::Arguments all{"stress", pool, "--json", "--set", "lots.Pool.codes=30", "--set", "lots.Pool.timeout=never"};
  const Ran result = ran(all, more);
  EXPECT_EQ(result.code, 0) << result.err;
  return endured(result).at(0).second;
}

TEST(Stress, FindsTheLoadAtWhichErlangBReachesTheLimit) {
  // 30 codes refuse 1 % of 20.3 erlangs: 2.54 times the 8 erlangs of the scenario.
  const double limit = theory::load_for(30, 0.01) / 8;
  const Endured found = of_pool({});
  EXPECT_LT(found.holds_to, limit);
  EXPECT_GT(found.fails_from, limit);
  EXPECT_LT(found.fails_from / found.holds_to, 1.1) << "told to a tenth";
}

TEST(Stress, MoreReplicationsTellMore) {
  const Endured few = of_pool({"--replications", "20"}), many = of_pool({"--replications", "2000"});
  EXPECT_LT(many.fails_from / many.holds_to, few.fails_from / few.holds_to);
  EXPECT_LT(many.fails_from / many.holds_to, 1.02 * 1.02 + 1e-9);
}

TEST(Stress, IsTheSameForAnyNumberOfThreads) {
  const auto with = [](const char* threads) {
    return ran({"stress", pool, "--json", "--replications", "40", "--threads", threads}).out;
  };
  EXPECT_EQ(with("1"), with("3"));
}

TEST(Stress, ListsWhatBreaksFirstFirst) {
  const Ran result = ran({"stress", pool, "--json", "--set", "lots.Pool.codes=30", "--goal", "park.stay.mean < 10s",
                          "--goal", "code.in_use.mean < 10"});
  const auto all = endured(result);
  ASSERT_EQ(all.size(), 3u) << result.err;
  EXPECT_EQ(all[0].first, "park.stay.mean < 10s");
  EXPECT_EQ(all[0].second.holds_to, 0) << "fails at any traffic";
  EXPECT_EQ(all[1].first, "code.in_use.mean < 10");
  EXPECT_LT(all[1].second.fails_from, all[2].second.fails_from);
}

TEST(Stress, FindsHowFarTrafficMustFallWhenAnExpectationFailsNow) {
  // 8 codes refuse 5 % of 4.54 erlangs: 0.57 times.
  const Ran result = ran({"stress", pool, "--json", "--set", "lots.Pool.codes=8", "--set", "lots.Pool.timeout=never",
                          "--goal", "park.refused.share < 5%"});
  const Endured found = endured(result).at(1).second;
  EXPECT_LT(found.holds_to, theory::load_for(8, 0.05) / 8) << result.out;
  EXPECT_GT(found.fails_from, theory::load_for(8, 0.05) / 8);
}

TEST(Stress, NamesTheQueueThatBreaksBeforeTheCodes) {
  const Ran result = ran({"stress", factory, "--replications", "80"});
  EXPECT_THAT(result.out, HasSubstr("First to break: call.turned_away.share{group=reception} < 1%"));
  EXPECT_THAT(result.out, HasSubstr("* not in the scenario"));
  EXPECT_THAT(result.out, HasSubstr("shields what comes behind it"));
}

TEST(Stress, CountsOverflowsWhereALotNeverRefuses) {
  const Ran result = ran({"stress", battery, "--json", "--replications", "20", "--set", "run.replications=2"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("park.overflowed.share{policy="));
}

TEST(Stress, RefusesNonsense) {
  const auto error = [](const program::Arguments& more) {
    const Ran result = ran({"stress"}, more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error({}), HasSubstr("no scenario"));
  EXPECT_THAT(error({pool, "--goal", "park.refusd.share < 1%"}), HasSubstr("did you mean"));
  EXPECT_THAT(error({pool, "--replications", "many"}), HasSubstr("whole number"));
  EXPECT_THAT(error({PARKSIM_ROOT "/scenarios/world-day.yaml"}), HasSubstr("copies"));
}

}  // namespace

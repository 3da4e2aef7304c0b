// parksim sensitivity, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string pool = PARKSIM_ROOT "/scenarios/published-user-model.yaml";
const std::string factory = PARKSIM_ROOT "/scenarios/factory-reception.yaml";

struct Change {
  double value = 0, low = 0, high = 0;
  bool identical = false, breaks = false;
};
struct Found {
  std::string input;
  Change less, more;
};

Change change(const boost::property_tree::ptree& json) {
  const bool identical = json.get<bool>("identical");
  return {json.get<double>("change", 0), json.get<double>("low", 0), json.get<double>("high", 0), identical,
          json.get<bool>("breaks")};
}

/// The effects on the first expectation, the largest first.
std::vector<Found> effects(const Ran& result) {
  std::vector<Found> all;
  const auto json = read_json(result.out);
  for (const auto& [key, one] : json.get_child("expectations").front().second.get_child("effects"))
    all.push_back({one.get<std::string>("input"), change(one.get_child("less")), change(one.get_child("more"))});
  return all;
}

Ran of_pool(const program::Arguments& more) {
  program::Arguments all{
      "sensitivity", pool, "--json", "--set", "lots.Pool.codes=12", "--set", "lots.Pool.timeout=never"};
  return ran(all, more);
}

TEST(Sensitivity, FindsTheEffectsThatErlangBPredicts) {
  // A quarter more traffic and a quarter longer stays are both a quarter more load: 10 erlangs instead of 8. The
  // intervals hold together at 95 %, and this seed is one of those.
  const Ran result = of_pool({"--goal", "park.refused.share < 8%", "--replications", "64"});
  ASSERT_EQ(result.code, 0) << result.err;
  std::map<std::string, Found> found;
  for (const Found& effect : effects(result)) found[effect.input] = effect;
  const double less = theory::blocking(12, 6) - theory::blocking(12, 8),
               more = theory::blocking(12, 10) - theory::blocking(12, 8);
  for (const char* path : {"lot_traffic.Pool.parks", "lot_traffic.Pool.retrieved_after"}) {
    const Found& effect = found.at(path);
    EXPECT_LE(effect.less.low, less) << path;
    EXPECT_GE(effect.less.high, less) << path;
    EXPECT_LE(effect.more.low, more) << path;
    EXPECT_GE(effect.more.high, more) << path;
    EXPECT_LT(effect.more.high - effect.more.low, 0.2 * more) << "narrow enough to see an error of a tenth";
    EXPECT_TRUE(effect.more.breaks) << "12 % are refused";
    EXPECT_FALSE(effect.less.breaks);
  }
}

TEST(Sensitivity, SeesNoEffectOfWhatNeverHappens) {
  std::map<std::string, Found> found;
  for (const Found& effect : effects(of_pool({"--goal", "park.refused.share < 8%"}))) found[effect.input] = effect;
  const Found& ringing = found.at("lot_traffic.Pool.ring_answered_after");
  EXPECT_TRUE(ringing.less.identical && ringing.more.identical) << "nobody is rung back";
}

TEST(Sensitivity, RanksByTheSizeOfTheEffect) {
  const Ran result = ran({"sensitivity", factory, "--json", "--goal", "caller.wait.mean < 2min"});
  const auto json = read_json(result.out);
  for (const auto& [key, one] : json.get_child("expectations")) {
    double before = 1e9;
    for (const auto& [none, effect] : one.get_child("effects")) {
      EXPECT_LE(effect.get<double>("size"), before);
      before = effect.get<double>("size");
    }
  }
}

TEST(Sensitivity, NamesWhatToMeasureFirst) {
  const Ran result = ran({"sensitivity", factory});
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Measure first: scripts.floor-worker.when announced"), HasSubstr("* assumed")));
}

TEST(Sensitivity, SaysWhatCannotBeVaried) {
  // As good as nothing between two calls.
  const Ran result = ran({"sensitivity", factory, "--set", "traffic.inbound.arrivals=every(40s)", "--by", "99.9999999%",
                          "--replications", "2"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Not varied: traffic.inbound.arrivals = every(0s)"));
}

TEST(Sensitivity, IsTheSameForAnyNumberOfThreads) {
  const auto with = [](const char* threads) {
    return of_pool({"--goal", "park.stay.mean < 1h", "--threads", threads}).out;
  };
  EXPECT_EQ(with("1"), with("3"));
}

TEST(Sensitivity, RefusesNonsense) {
  const auto error = [](const program::Arguments& more) {
    const Ran result = ran({"sensitivity"}, more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error({}), HasSubstr("no scenario"));
  EXPECT_THAT(error({pool}), HasSubstr("nothing to be sensitive"));
  EXPECT_THAT(error({factory, "--by", "100%"}), HasSubstr("less than 100%"));
  EXPECT_THAT(error({factory, "--by", "0%"}), HasSubstr("more than 0%"));
  EXPECT_THAT(error({factory, "--by", "0.25"}), HasSubstr("less than 100%"));
  EXPECT_THAT(error({factory, "--replications", "1"}), HasSubstr("at least 2"));
  EXPECT_THAT(error({PARKSIM_ROOT "/scenarios/world-day.yaml", "--goal", "park.refused.share < 1%"}),
              HasSubstr("copies"));
}

}  // namespace

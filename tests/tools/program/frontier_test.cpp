// parksim plan --frontier, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string space = PARKSIM_ROOT "/scenarios/code-space.yaml";
const std::string company = PARKSIM_ROOT "/scenarios/company-day.yaml";
const std::string factory = PARKSIM_ROOT "/scenarios/factory-reception.yaml";

struct Design {
  int length = 0;
  double keying_s = 0, refused = 0, refused_low = 0, refused_high = 0, wrong = 0;
  bool on_frontier = false;
  std::string beaten_by;
};

/// By their values, "2 none lowest".
std::map<std::string, Design> designs(const Ran& result) {
  std::map<std::string, Design> all;
  const auto json = read_json(result.out);
  for (const auto& [key, one] : json.get_child("designs")) {
    std::string name;
    for (const auto& [none, value] : one.get_child("values")) name += (name.empty() ? "" : " ") + value.data();
    all[name] = {one.get<int>("length_digits"),      one.get<double>("keying_s"),
                 one.get<double>("refused.value"),   one.get<double>("refused.low", 0),
                 one.get<double>("refused.high", 0), one.get<double>("wrong.value"),
                 one.get<bool>("on_frontier"),       one.get<std::string>("beaten_by")};
  }
  return all;
}

Ran frontier(const program::Arguments& more = {}) {
  program::Arguments all{"plan", space, "--frontier", "--json", "--set", "run.calls=20k", "--replications", "8"};
  return ran(all, more);
}

TEST(Frontier, ComparesOneToFiveDigitsWithAndWithoutACheckDigitUnderThreeAllocations) {
  const Ran result = frontier();
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(designs(result).size(), 27u);
  EXPECT_EQ(read_json(result.out).get_child("left_out").size(), 3u) << "one digit leaves no room for a check digit";
}

TEST(Frontier, HoldsNoDesignThatAnotherBeats) {
  const auto all = designs(frontier());
  int beaten = 0;
  for (const auto& [name, design] : all) {
    if (design.on_frontier) continue;
    ++beaten;
    // "lots.L.digits=2 lots.L.check=none lots.L.allocate=lru"
    const std::string& by = design.beaten_by;
    const auto value = [&](const std::string& path) {
      const auto from = by.find(path) + path.size() + 1;
      return by.substr(from, by.find(' ', from) - from);
    };
    const Design& better = all.at(value("digits") + " " + value("check") + " " + value("allocate"));
    EXPECT_LE(better.length, design.length) << name;
    EXPECT_LE(better.keying_s, design.keying_s) << name;
    EXPECT_LE(better.refused, design.refused) << name;
    EXPECT_LE(better.wrong, design.wrong) << name;
  }
  EXPECT_GT(beaten, 0);
  EXPECT_TRUE(all.at("3 damm lru").on_frontier) << "refuses nobody, reaches no stranger";
  EXPECT_FALSE(all.at("5 none lowest").on_frontier) << "as many strangers as with two digits";
}

TEST(Frontier, RefusesAsErlangBSays) {
  const auto all = designs(frontier(
      {"--over", "lots.L.digits=1,2", "--set", "lot_traffic.L.mistype=0%/digit", "--set", "lots.L.timeout=never"}));
  EXPECT_LE(all.at("1").refused_low, theory::blocking(10, 8));
  EXPECT_GE(all.at("1").refused_high, theory::blocking(10, 8));
  EXPECT_LT(all.at("1").refused_high - all.at("1").refused_low, 0.02);
  EXPECT_EQ(all.at("1").length, 1);
  EXPECT_EQ(all.at("2").length, 2);
}

TEST(Frontier, MeasuresTheKeyingOfPeople) {
  const Ran result =
      ran({"plan", factory, "--frontier", "--over", "lots.Factory.digits=2,4", "--replications", "4", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(read_json(result.out).get<bool>("keying_measured"));
  const auto all = designs(result);
  // The scenario's workers take half a second a digit.
  EXPECT_NEAR(all.at("4").keying_s - all.at("2").keying_s, 1.0, 0.2);
}

TEST(Frontier, WantsTheLotNamedWhereThereAreSeveral) {
  EXPECT_THAT(ran({"plan", company, "--frontier"}).err, AllOf(HasSubstr("--lot says whose"), HasSubstr("Support")));
  const Ran named =
      ran({"plan", company, "--frontier", "--lot", "Sales", "--over", "lots.Sales.digits=2,3", "--replications", "2"});
  EXPECT_EQ(named.code, 0) << named.err;
  EXPECT_THAT(named.out, HasSubstr("2 designs of the codes of Sales"));
}

TEST(Frontier, IsTheSameForAnyNumberOfThreads) {
  const program::Arguments two{"--over", "lots.L.digits=2,3", "--threads"};
  const auto with = [&](const char* threads) {
    program::Arguments all = two;
    all.emplace_back(threads);
    return frontier(all).out;
  };
  EXPECT_EQ(with("1"), with("3"));
}

TEST(Frontier, RefusesNonsense) {
  const auto error = [](const program::Arguments& more) {
    const Ran result = ran({"plan", space}, more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error({"--frontier", "--lot", "M"}), AllOf(HasSubstr("no lot 'M'"), HasSubstr("there is L")));
  EXPECT_THAT(error({"--frontier", "--goal", "park.refused.share < 1%"}), HasSubstr("leave --goal out"));
  EXPECT_THAT(error({"--frontier", "--replications", "1"}), HasSubstr("at least 2"));
  EXPECT_THAT(error({"--frontier", "--over", "lots.L.digits=0"}), HasSubstr("no design makes a scenario"));
  EXPECT_THAT(error({"--lot", "L", "--over", "lots.L.digits=2,3"}), HasSubstr("--lot goes with --frontier"));
}

}  // namespace

#include <gmock/gmock.h>

#include "scenarios/compiler/arrivals_text.hpp"
#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using scenarios::Node;
using testing::HasSubstr;

scenarios::Files no_files("");

Node scalar(std::string text) {
  Node node;
  node.text = std::move(text);
  node.at = {texts::source(node.text), 0};
  return node;
}

sim::Ticks duration(std::string text) { return scenarios::duration(scalar(std::move(text)), "time"); }
sim::Distribution law(std::string text) { return scenarios::distribution(scalar(std::move(text)), "time", no_files); }

TEST(Quantity, DurationsKnowSixUnits) {
  EXPECT_EQ(duration("7us"), sim::Ticks{7});
  EXPECT_EQ(duration("7ms"), sim::Ticks{7'000});
  EXPECT_EQ(duration("0.5s"), sim::Ticks{500'000});
  EXPECT_EQ(duration("2min"), sim::Ticks{120'000'000});
  EXPECT_EQ(duration("1.5h"), sim::Ticks{5'400'000'000});
  EXPECT_EQ(duration("1d"), sim::Ticks{86'400'000'000});
}

TEST(Quantity, CountsKnowThousandsAndMillions) {
  EXPECT_EQ(scenarios::count(scalar("12"), "n", 0, 100), 12);
  EXPECT_EQ(scenarios::count(scalar("10k"), "n", 0, 1'000'000), 10'000);
  EXPECT_EQ(scenarios::count(scalar("1.5M"), "n", 0, 10'000'000), 1'500'000);
}

TEST(Quantity, ClockTimesReachToMidnight) {
  EXPECT_EQ(scenarios::clock_time(scalar("08:30"), "t"), sim::Ticks{30'600'000'000});
  EXPECT_EQ(scenarios::clock_time(scalar("24:00"), "t"), sim::Ticks{86'400'000'000});
  EXPECT_THROW(scenarios::clock_time(scalar("24:01"), "t"), scenarios::InputError);
}

TEST(Quantity, SharesMayBeGivenForEachDigit) {
  EXPECT_DOUBLE_EQ(scenarios::share(scalar("0.4%"), "share"), 0.004);
  EXPECT_DOUBLE_EQ(scenarios::share_per_digit(scalar("0.4%/digit"), "share"), 0.004);
}

TEST(Quantity, SpokenTimeHasAPartForEachDigit) {
  const auto spoken = scenarios::time_and_per_digit(scalar("3s + 0.6s/digit"), "speak", no_files);
  EXPECT_DOUBLE_EQ(spoken.time.mean_s(), 3);
  EXPECT_EQ(spoken.per_digit, sim::Ticks{600'000});
  EXPECT_EQ(scenarios::time_and_per_digit(scalar("0.6s/digit"), "speak", no_files).time.mean_s(), 0);
  EXPECT_EQ(scenarios::time_and_per_digit(scalar("exponential(2s)"), "speak", no_files).per_digit, sim::Ticks{});
}

TEST(Quantity, EveryLawOfTheLanguageHasItsMean) {
  EXPECT_DOUBLE_EQ(law("5s").mean_s(), 5);
  EXPECT_DOUBLE_EQ(law("constant(5s)").mean_s(), 5);
  EXPECT_DOUBLE_EQ(law("exponential(60s)").mean_s(), 60);
  EXPECT_DOUBLE_EQ(law("uniform(1s 3s)").mean_s(), 2);
  EXPECT_NEAR(law("lognormal(mean 40s cv 0.7)").mean_s(), 40, 1e-9);
  EXPECT_NEAR(law("lognormal(median 8s p95 60s)").quantile_s(0.95), 60, 1e-9);
  EXPECT_NEAR(law("gamma(mean 40s cv 0.5)").cv(), 0.5, 1e-9);
  EXPECT_NEAR(law("weibull(shape 0.8 mean 400s)").mean_s(), 400, 1e-6);
  EXPECT_DOUBLE_EQ(law("triangular(1s 2s 9s)").mean_s(), 4);
  EXPECT_NEAR(law("mixture(70% exponential(20s) 30% exponential(5min))").mean_s(), 104, 1e-9);
  EXPECT_LE(law("truncated(exponential(1h) from 0s to 10min)").mean_s(), 300);
}

TEST(Quantity, LawsNest) {
  EXPECT_NEAR(law("mixture(50% mixture(50% 2s 50% 4s) 50% truncated(uniform(0s 10s) from 4s to 6s))").mean_s(), 4,
              1e-9);
  std::string deep = "1s";
  for (int i = 0; i < 40; ++i) deep = "truncated(" + deep + " from 0s to 2s)";
  EXPECT_THROW(law(deep), scenarios::InputError);
}

TEST(Quantity, DescribedLawsReadBackTheSame) {
  for (const char* text : {"lognormal(mean 40s cv 0.7)", "exponential(1min)", "uniform(1s 3s)"}) {
    EXPECT_EQ(law(law(text).describe()).describe(), law(text).describe());
  }
}

TEST(Quantity, ArrivalsOfAProfileFollowTheClock) {
  const auto profile = scenarios::arrivals(scalar("profile(08:00 40/h 10:00 120/h)"), "arrivals", {}, no_files);
  const auto at = [](int hours) { return sim::Ticks{hours * 3'600'000'000LL}; };
  EXPECT_NEAR(profile.rate_per_s(at(8), at(10)), 40 / 3600.0, 1e-12);
  EXPECT_NEAR(profile.rate_per_s(at(10), at(11)), 120 / 3600.0, 1e-12);
  EXPECT_EQ(profile.rate_per_s(at(1), at(8)), 0);
}

TEST(Quantity, DurationsInAProfileCountFromTheStartOfTheRun) {
  const auto start = sim::Ticks{8 * 3'600'000'000LL};
  const auto profile = scenarios::arrivals(scalar("profile(0min 0/h 30min 60/h)"), "arrivals", start, no_files);
  EXPECT_EQ(profile.rate_per_s(start, start + sim::Ticks{1'800'000'000}), 0);
}

TEST(Quantity, EveryKindOfArrivalsIsRead) {
  const auto rate = [](std::string text) {
    return scenarios::arrivals(scalar(std::move(text)), "arrivals", {}, no_files)
        .rate_per_s({}, sim::Ticks{3'600'000'000});
  };
  EXPECT_NEAR(rate("poisson(90/h)"), 0.025, 1e-12);
  EXPECT_NEAR(rate("every(40s)"), 0.025, 1e-12);
  EXPECT_NEAR(rate("bursts(every exponential(10min) size geometric(mean 6) spacing uniform(0.1s 2s))"), 0.01, 1e-9);
  EXPECT_NEAR(rate("bursts(every exponential(10min) size 3 spacing 1s)"), 0.005, 1e-9);
  EXPECT_NEAR(rate("sources(200 idle exponential(30min))"), 200 / 1800.0, 1e-9);
}

TEST(Quantity, ScaleMultipliesTheRate) {
  const scenarios::Scenario scenario =
      texts::compiled(texts::with(texts::people, "poisson(40/h)", "poisson(40/h), scale: 150%"));
  EXPECT_NEAR(scenario.company.traffic[0].arrivals.rate_per_s({}, sim::Ticks{3'600'000'000}), 60 / 3600.0, 1e-12);
}

TEST(Csv, ColumnIsASampleInTheUnitOfItsName) {
  const texts::Directory directory;
  directory.write("stays.csv", "name,stay_min\n\"a, b\",1\nc,2\n\nd,3\n");
  const auto text = texts::with(texts::lot, "exponential(60s)", "empirical(stays.csv stay_min)");
  const auto scenario = texts::compiled(text, texts::options(), directory.path());
  EXPECT_DOUBLE_EQ(scenario.company.lot_traffic[0].retrieved_after.mean_s(), 120);
}

TEST(Csv, CellsMayCarryTheirUnit) {
  const texts::Directory directory;
  directory.write("stays.csv", "stay\r\n30s\r\n1.5min\r\n");
  const auto text = texts::with(texts::lot, "exponential(60s)", "empirical(stays.csv stay)");
  const auto scenario = texts::compiled(text, texts::options(), directory.path());
  EXPECT_DOUBLE_EQ(scenario.company.lot_traffic[0].retrieved_after.mean_s(), 60);
}

TEST(Csv, ListedTimesAreClockTimes) {
  const texts::Directory directory;
  directory.write("calls.csv", "time\n08:10\n09:00:30\n");
  const auto text = texts::with(texts::people, "poisson(40/h)", "times(calls.csv time)");
  const auto scenario = texts::compiled(text, texts::options(), directory.path());
  const auto eight = sim::Ticks{8 * 3'600'000'000LL};
  EXPECT_DOUBLE_EQ(scenario.company.traffic[0].arrivals.rate_per_s(eight, eight + sim::Ticks{3'600'000'000}) * 3600, 1);
}

struct BadCsv {
  const char *csv, *file;
  std::size_t line, column;
  const char* words;
};

class CsvErrors : public testing::TestWithParam<BadCsv> {};

TEST_P(CsvErrors, AreTold) {
  const texts::Directory directory;
  directory.write("stays.csv", GetParam().csv);
  const auto text = texts::with(texts::lot, "exponential(60s)", "empirical(stays.csv stay_s)");
  const scenarios::InputError error = texts::error_of(text, texts::options(), directory.path());
  EXPECT_THAT(std::string(error.file()), testing::EndsWith(GetParam().file)) << error.what();
  EXPECT_EQ(error.line(), GetParam().line) << error.what();
  EXPECT_EQ(error.column(), GetParam().column) << error.what();
  EXPECT_THAT(error.what(), HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(Table, CsvErrors,
                         testing::Values(BadCsv{"stay_s\n1\nsoon\n", "stays.csv", 3, 1, "expected a number"},
                                         BadCsv{"a,stay_s\n1,2\n3\n", "stays.csv", 3, 1, "no column"},
                                         BadCsv{"a,stay_s\n1, -2\n", "stays.csv", 2, 4, "must not be negative"},
                                         BadCsv{"a,stay_s\n\"x,2\n", "stays.csv", 2, 1, "quote does not end"},
                                         BadCsv{"a,stay_s\n1,3sec\n", "stays.csv", 2, 4, "unknown unit"},
                                         BadCsv{"a,stay_s\n1,\n", "stays.csv", 2, 3, "has no value"},
                                         BadCsv{"a,stays\n1,2\n", "test.yaml", 6, 46, "there is no column `stay_s`"},
                                         BadCsv{"stay_s\n", "test.yaml", 6, 46, "holds no values"},
                                         BadCsv{"", "test.yaml", 6, 46, "is empty"},
                                         BadCsv{"stay_s\n\xFF\n", "stays.csv", 2, 1, "not UTF-8"}));

}  // namespace

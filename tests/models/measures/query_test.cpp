#include "models/measures/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/models/measures/hand_made.hpp"

namespace {

using measures::parse;
using measures::Quantity;
using measures::Query;
using measures::QueryError;
using measures::Statistic;
using sim::operator""_min;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Query, DimensionLabelsAndStatisticAreResolved) {
  const Query query = parse("park.refused{lot_full}.share{policy=Yard, hour=9}", hand_made::names());
  EXPECT_EQ(query.metric, measures::find_metric("park.refused"));
  EXPECT_EQ(query.value, 0);
  EXPECT_EQ(query.statistic, Statistic::share);
  EXPECT_EQ(query.labels, (measures::Labels{.policy = 1, .hour = 9}));
  EXPECT_EQ(query.text, "park.refused{lot_full}.share{policy=Yard, hour=9}");
}

TEST(Query, TheStatisticMayStandBeforeOrAfterTheBraces) {
  const Query before = parse("call.end.share{abandoned}", hand_made::names());
  const Query after = parse("call.end{abandoned}.share", hand_made::names());
  EXPECT_EQ(before.statistic, after.statistic);
  EXPECT_EQ(before.value, after.value);
  EXPECT_EQ(before.value, 4);
}

TEST(Query, TheOwnDimensionMayBeNamed) {
  EXPECT_EQ(parse("retrieve.outcome{outcome=lost_race}", hand_made::names()).value,
            parse("retrieve.outcome{lost_race}", hand_made::names()).value);
}

TEST(Query, ExpectedCollisionsAreAMetricOfTheirOwnBesideTheCountedOnes) {
  const Query expected = parse("code.collisions.expected{stale}.per_1000", hand_made::names());
  EXPECT_EQ(expected.metric, measures::find_metric("code.collisions.expected"));
  EXPECT_EQ(measures::expected_kinds[static_cast<std::size_t>(expected.value)], park::Collision::stale);
  EXPECT_EQ(expected.statistic, Statistic::per_1000);
  EXPECT_EQ(parse("code.collisions.share", hand_made::names()).metric, measures::find_metric("code.collisions"));
}

TEST(Query, CodesAreOfTheLotNamedOrOfTheOnlyOne) {
  EXPECT_THAT(parse("code.share.max{policy=Yard}", hand_made::names()).subjects, ElementsAre(1));
  EXPECT_THAT(parse("code.share", hand_made::one_lot()).subjects, ElementsAre(0));
}

TEST(Query, CountersAreCountedWhenNoStatisticIsWritten) {
  EXPECT_EQ(parse("park.refused", hand_made::names()).statistic, Statistic::count);
  EXPECT_EQ(parse("people.busy{group=floor}", hand_made::names()).statistic, Statistic::share);
  EXPECT_EQ(parse("race.dialled_per_post", hand_made::names()).statistic, Statistic::mean);
  EXPECT_EQ(parse("trunk.in_use", hand_made::names()).statistic, Statistic::mean);
  EXPECT_EQ(parse("code.share{policy=Yard}", hand_made::names()).statistic, Statistic::max);
}

TEST(Query, PercentilesMayHaveDecimalsAndLeadingZeros) {
  EXPECT_DOUBLE_EQ(parse("caller.wait.p95", hand_made::names()).quantile, 0.95);
  EXPECT_DOUBLE_EQ(parse("caller.wait.p99.9", hand_made::names()).quantile, 0.999);
  EXPECT_DOUBLE_EQ(parse("code.reuse_gap.p05", hand_made::names()).quantile, 0.05);
  EXPECT_DOUBLE_EQ(parse("caller.wait.p99.9{policy=Yard}", hand_made::names()).quantile, 0.999);
}

TEST(Query, DurationsAreTakenInEveryUnit) {
  const std::vector<std::pair<const char*, sim::Ticks>> facts{
      {"caller.wait.within(2min)", 2_min},       {"caller.wait.within(90s)", {90'000'000}},
      {"caller.wait.within(1.5s)", {1'500'000}}, {"caller.wait.within(20ms)", {20'000}},
      {"caller.wait.within(7us)", {7}},          {"caller.wait.within(1h)", 60_min},
      {"caller.wait.within(1d)", 1440_min}};
  for (const auto& [text, within] : facts) EXPECT_EQ(parse(text, hand_made::names()).within, within) << text;
}

TEST(Query, ASiteStandsForItsGroups) {
  EXPECT_THAT(parse("park.wanted{site=plant}", hand_made::names()).groups, ElementsAre(1, 2));
  EXPECT_THAT(parse("park.wanted{site=plant,group=floor}", hand_made::names()).groups, ElementsAre(1));
  EXPECT_THAT(parse("people.busy{site=plant}", hand_made::names()).sizes, ElementsAre(120, 8));
}

TEST(Query, TheBusiestHourIsTheOneFixedBeforeTheRun) {
  EXPECT_EQ(parse("park.refused{hour=busiest}", hand_made::names()).labels.hour, 11);
}

TEST(Query, SpacesAroundItAndInBracesDoNotMatter) {
  const Query query = parse("  park.refused{ lot_full , policy = Factory }  ", hand_made::names());
  EXPECT_EQ(query.value, 0);
  EXPECT_EQ(query.labels.policy, 0);
}

TEST(Query, EachStatisticHasItsQuantity) {
  const auto quantity = [](const char* text) { return measures::quantity(parse(text, hand_made::one_lot())); };
  EXPECT_EQ(quantity("park.refused.share"), Quantity::share);
  EXPECT_EQ(quantity("caller.wait.within(1s)"), Quantity::share);
  EXPECT_EQ(quantity("people.busy"), Quantity::share);
  EXPECT_EQ(quantity("code.guess.max"), Quantity::share);
  EXPECT_EQ(quantity("park.refused"), Quantity::number);
  EXPECT_EQ(quantity("caller.wait.count"), Quantity::number);
  EXPECT_EQ(quantity("code.in_use.p95"), Quantity::number);
  EXPECT_EQ(quantity("code.collisions.per_1000"), Quantity::number);
  EXPECT_EQ(quantity("code.collisions.expected.per_1000"), Quantity::number);
  EXPECT_EQ(quantity("code.collisions.expected.share"), Quantity::share);
  EXPECT_EQ(quantity("code.share"), Quantity::share);
  EXPECT_EQ(quantity("caller.wait.p95"), Quantity::time);
  EXPECT_EQ(quantity("caller.wait.mean"), Quantity::time);
}

TEST(Query, ReadsNoFurtherThanItsEndInALongerText) {
  measures::Cursor cursor("park.refused.share < 1%");
  EXPECT_EQ(parse(cursor, hand_made::names()).text, "park.refused.share");
  EXPECT_EQ(cursor.rest(), " < 1%");
}

struct Malformed {
  const char* text;
  std::size_t offset;
  const char* words;
  const char* nearest = "";
};

void expect_refused(const std::vector<Malformed>& cases, const measures::Names& names) {
  for (const Malformed& wrong : cases) {
    try {
      parse(wrong.text, names);
      ADD_FAILURE() << "taken: " << wrong.text;
    } catch (const QueryError& error) {
      EXPECT_THAT(error.what(), HasSubstr(wrong.words)) << wrong.text;
      EXPECT_EQ(error.offset, wrong.offset) << wrong.text;
      EXPECT_EQ(error.nearest, wrong.nearest) << wrong.text;
    }
  }
}

TEST(QueryErrors, UnknownMetricsAreNamedWithTheNearest) {
  expect_refused({{"", 0, "expected the name of a metric"},
                  {"   ", 3, "expected the name of a metric"},
                  {"{policy=Yard}", 0, "expected the name of a metric"},
                  {".share", 0, "unknown metric '"},
                  {"park.refsued.share", 0, "did you mean 'park.refused'?", "park.refused"},
                  {"  retrive.wrong_call", 2, "did you mean 'retrieve.wrong_call'?", "retrieve.wrong_call"},
                  {"park.refusedx", 0, "did you mean 'park.refused'?", "park.refused"},
                  {"Park.Refused", 0, "did you mean 'park.refused'?", "park.refused"},
                  {"zzzzzzzzzz", 0, "known: call.arrived, "}},
                 hand_made::names());
}

TEST(QueryErrors, StatisticsTheMetricLacksAreRefusedWithThoseItHas) {
  expect_refused({{"park.refused.p95", 13, "park.refused has no statistic 'p95'; it has count, share"},
                  {"park.refused.max", 13, "it has count, share"},
                  {"park.refused.shar", 13, "did you mean 'share'?", "share"},
                  {"park.refused.", 13, "expected a statistic after the dot; it has count, share"},
                  {"park.requested.share", 15, "it has count"},
                  {"caller.wait", 11, "caller.wait needs a statistic, such as caller.wait.p95"},
                  {"caller.wait{policy=Yard}", 24, "it has count, mean, pNN, max, within"},
                  {"caller.wait.average", 12, "no statistic 'average'"},
                  {"caller.wait.p0", 12, "a percentile lies between p0 and p100"},
                  {"caller.wait.p100", 12, "a percentile lies between p0 and p100"},
                  {"caller.wait.p9x", 12, "no statistic 'p9x'"},
                  {"caller.wait.p99.", 12, "no statistic"},
                  {"caller.wait.p95.share", 12, "no statistic 'p95.share'"},
                  {"code.probes.per_1000", 12, "it has count, mean"},
                  {"code.guess.p95{policy=Yard}", 11, "it has mean, max"},
                  {"code.share.p95{policy=Yard}", 11, "it has max"},
                  {"code.collisions.expected.mean", 25, "it has count, share, per_1000"},
                  {"people.busy.max", 12, "it has share"}},
                 hand_made::names());
}

TEST(QueryErrors, WithinNeedsADurationInBrackets) {
  expect_refused({{"caller.wait.within", 18, "expected '(' as in within(2min)"},
                  {"caller.wait.within()", 19, "expected a duration"},
                  {"caller.wait.within(min)", 19, "expected a duration"},
                  {"caller.wait.within(2)", 20, "a duration needs a unit"},
                  {"caller.wait.within(2weeks)", 20, "a duration needs a unit"},
                  {"caller.wait.within(2min", 23, "expected ')'"},
                  {"caller.wait.within(-2min)", 19, "expected a duration"}},
                 hand_made::names());
}

TEST(QueryErrors, UnknownLabelsAndValuesAreNamedWithTheNearest) {
  expect_refused(
      {{"park.refused{polici=Yard}", 13, "did you mean 'policy'?", "policy"},
       {"park.refused{lot=Yard}", 13, "unknown label 'lot'; known: policy, region, site, group, traffic, hour"},
       {"park.refused{policy=Yart}", 20, "did you mean 'Yard'?", "Yard"},
       {"park.refused{policy=Global}", 20, "known: Factory, Yard, FactoryNight"},
       {"park.wanted{group=flor}", 18, "did you mean 'floor'?", "floor"},
       {"park.wanted{site=hp}", 17, "did you mean 'hq'?", "hq"},
       {"park.wanted{traffic=inbuond}", 20, "did you mean 'inbound'?", "inbound"},
       {"post.unanswered{channel=ap}", 24, "did you mean 'pa'?", "pa"},
       {"park.wanted{hour=24}", 17, "from 0 to 23"},
       {"park.wanted{hour=10:00}", 17, "from 0 to 23"},
       {"park.wanted{hour=busyest}", 17, "did you mean 'busiest'?", "busiest"}},
      hand_made::names());
}

TEST(QueryErrors, UnknownDimensionValuesAreNamedWithTheNearest) {
  expect_refused({{"park.refused{lotfull}", 13, "unknown reason 'lotfull'; did you mean 'lot_full'?", "lot_full"},
                  {"retrieve.outcome{race}", 17, "unknown outcome 'race'; known: ok, wrong_call"},
                  {"call.end{end=abandonned}", 13, "did you mean 'abandoned'?", "abandoned"},
                  {"code.collisions{misdail}.share", 16, "did you mean 'misdial'?", "misdial"},
                  {"code.collisions.expected{race}", 25, "'race' is only counted, as in code.collisions{race}"},
                  {"code.collisions.expected{kind=merged}", 30, "expected are: duplicate, misdial, stale"},
                  {"code.collisions.expected{stael}", 25, "did you mean 'stale'?", "stale"},
                  {"park.wanted{lot_full}", 12, "park.wanted has no values of its own"},
                  {"park.refused{lot_full, draining}", 23, "a second reason"},
                  {"park.refused{lot_full}.share{draining}", 29, "a second reason"}},
                 hand_made::names());
}

TEST(QueryErrors, LabelsTheMetricDoesNotTakeAreRefused) {
  expect_refused(
      {{"park.wanted{channel=pa}", 12, "takes no label 'channel'; it takes policy, region, site, group, traffic, hour"},
       {"trunk.in_use{policy=Yard}", 13, "it takes none"},
       {"people.busy{policy=Yard}", 12, "it takes region, site, group"},
       {"park.wanted{policy=Yard,policy=Yard}", 24, "label 'policy' is given twice"},
       {"park.wanted{group=reception,site=plant}", 33, "this group is not at this site"}},
      hand_made::names());
}

TEST(QueryErrors, BracesMustBeWellFormed) {
  expect_refused({{"park.refused{", 13, "expected a label or a value in the braces"},
                  {"park.refused{}", 13, "expected a label or a value in the braces"},
                  {"park.refused{lot_full,}", 22, "expected a label or a value in the braces"},
                  {"park.refused{lot_full", 21, "expected '}'"},
                  {"park.refused{policy=}", 20, "expected a value for 'policy'"},
                  {"park.refused{policy=Yard=1}", 24, "expected '}'"},
                  {"park.refused{lot_full}}", 22, "nothing can follow the query"},
                  {"park.refused share", 13, "nothing can follow the query"}},
                 hand_made::names());
}

TEST(QueryErrors, LevelsNeedOneLotAndTrunksThatExist) {
  expect_refused({{"code.in_use.max", 15, "code.in_use is of one lot"},
                  {"code.guess", 10, "code.guess is of one lot"},
                  {"code.share.max", 14, "code.share is of one lot"},
                  {"code.share{group=floor}", 11, "takes no label 'group'; it takes policy"}},
                 hand_made::names());
  measures::Names no_trunks = hand_made::names();
  no_trunks.trunks = -1;
  expect_refused({{"trunk.in_use.max", 0, "limits no trunks"}}, no_trunks);
}

TEST(QueryErrors, ASteadyStateHasNoHours) {
  measures::Names steady = hand_made::names();
  steady.busiest_hour = -1;
  expect_refused({{"park.wanted{hour=busiest}", 17, "a steady-state run has no clock hours"},
                  {"park.wanted{hour=10}", 17, "a steady-state run has no clock hours"}},
                 steady);
}

}  // namespace

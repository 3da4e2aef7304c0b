#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "models/measures/query.hpp"
#include "tests/models/measures/hand_made.hpp"

namespace {

using hand_made::cell;
using measures::Count;
using measures::Labels;
using measures::Latency;
using measures::Level;
using measures::Measures;
using measures::parse;
using measures::read;
using measures::Reading;

constexpr Labels here{.policy = 0, .traffic = 0, .group = 1, .channel = 0, .hour = 11};

template <class Array, std::size_t n>
void number(Array& counts, std::size_t first, const std::array<std::string_view, n>&, std::uint64_t step) {
  for (std::size_t i = 0; i < n; ++i) counts[first + i] = step * (i + 1);
}

void set_counts(measures::Cell& cell) {
  const std::vector<std::pair<Count::Index, std::uint64_t>> values{{Count::calls, 1000},
                                                                   {Count::calls_blocked, 20},
                                                                   {Count::calls_turned_away, 30},
                                                                   {Count::calls_gave_up, 70},
                                                                   {Count::calls_served, 80},
                                                                   {Count::calls_reached, 300},
                                                                   {Count::park_died_in_gap, 12},
                                                                   {Count::calls_parked, 400},
                                                                   {Count::park_wanted, 500},
                                                                   {Count::park_failed, 25},
                                                                   {Count::park_requested, 600},
                                                                   {Count::park_committed, 450},
                                                                   {Count::park_overflowed, 9},
                                                                   {Count::ring_backs, 60},
                                                                   {Count::codes_forgotten, 17},
                                                                   {Count::reminders, 65},
                                                                   {Count::calls_rung_back, 50},
                                                                   {Count::retrieve_attempts, 380},
                                                                   {Count::posts, 40},
                                                                   {Count::posts_unanswered, 6},
                                                                   {Count::posts_dialled, 100},
                                                                   {Count::allocations, 460},
                                                                   {Count::probes, 920},
                                                                   {Count::reuse_censored, 3}};
  for (const auto& [counter, value] : values) cell.counts[counter] = value;
  number(cell.counts, Count::not_offered, park::not_offered_names, 1);
  number(cell.counts, Count::refused, park::refusal_names, 10);
  number(cell.counts, Count::outcome, park::retrieve_outcome_names, 2);
  number(cell.counts, Count::wrong_call, park::wrong_cause_names, 1);
  number(cell.counts, Count::collision, park::collision_names, 4);
  number(cell.counts, Count::call_end, park::call_end_names, 5);
  number(cell.said, 0, park::retrieve_outcome_names, 3);
  for (std::size_t i = 0; i < cell.expected.size(); ++i) cell.expected[i] = 0.5 + static_cast<double>(i);
}

/// One cell in which latency number i holds i + 1, i + 2 and i + 6 seconds, and a level of each kind.
Measures known() {
  Measures measures = hand_made::one_replication();
  measures::Cell& only = cell(measures, here);
  set_counts(only);
  for (std::size_t i = 0; i < Latency::size; ++i) {
    const auto base_s = static_cast<double>(i);
    hand_made::record(only, i, {base_s + 1, base_s + 2, base_s + 6});
  }
  measures.levels = {
      hand_made::level(Level::Of::codes_in_use, 0, 2, 6),      hand_made::level(Level::Of::guess, 0, 0, 400),
      hand_made::level(Level::Of::people_busy, 0, 0, 2),       hand_made::level(Level::Of::people_busy, 1, 6, 6),
      hand_made::level(Level::Of::resource_in_use, 0, 90, 90), hand_made::level(Level::Of::resource_in_use, 1, 3, 7)};
  measures.code_uses = {{1, {100}}, {0, {2, 0, 7, 1}}};
  measures.longest_code = 3;
  return measures;
}

struct Fact {
  const char* query;
  double numerator;
  double denominator;
};

const std::vector<Fact> ratios{
    {"call.arrived", 1000, 1},
    {"call.blocked.share", 20, 1000},
    {"call.turned_away.share", 30, 1000},
    {"call.gave_up.share", 70, 1000},
    {"call.served.share", 80, 1000},
    {"call.parked.share", 400, 1000},
    {"call.reached.share", 300, 400},
    {"park.died_in_gap.share", 12, 600},
    {"park.wanted", 500, 1},
    {"park.not_offered.share", 1 + 2 + 3 + 4, 500},
    {"park.not_offered{wrong_mode}", 3, 1},
    {"park.requested", 600, 1},
    {"park.refused.share", 10 + 20 + 30 + 40 + 50 + 60, 600},
    {"park.refused{draining}.share", 20, 600},
    {"park.refused.count{reason=lot_full}", 10, 1},
    {"park.failed.share", 25, 500},
    {"park.committed", 450, 1},
    {"park.overflowed.share", 9, 450},
    {"park.latency.mean", 3 + 4 + 8, 3},
    {"park.stay.count", 3, 1},
    {"park.to_retrieve.share", 3, 400},
    {"park.to_retrieve.within(6s)", 2, 3},   // 5, 6 and 10
    {"caller.wait.within(2500ms)", 1, 400},  // right_person_after: 2, 3 and 7
    {"caller.wait.within(1h)", 3, 400},
    {"caller.wait.mean", 1 + 2 + 6, 3},
    {"code.held.within(1h)", 3, 3},
    {"code.resting.within(1us)", 0, 3},
    {"code.in_use.mean", 2 * 30 + 6 * 10, 40},
    {"code.reuse_gap.count", 3, 1},
    {"code.reuse_gap.censored", 3, 1},
    {"code.probes.mean", 920, 460},
    {"code.probes", 920, 1},
    {"code.guess", 400e-9 * 10, 40},
    {"code.collisions", 8 + 12 + 16 + 20 + 24, 1},
    {"code.collisions{allocation}", 4, 1},
    {"code.collisions{allocation}.share", 4, 460},
    {"code.collisions.share", 8 + 12 + 16 + 20 + 24, 380},
    {"code.collisions.expected", 1.5 + 3.5 + 4.5, 1},
    {"code.collisions.expected{duplicate}", 1.5, 1},
    {"code.collisions.expected{misdial}.share", 3.5, 380},
    {"code.collisions.expected{stale}.share", 4.5, 380},
    {"code.forgotten", 17, 1},
    {"code.share", 7, 10},
    {"code.collisions{misdial}.share", 16, 380},
    {"code.collisions{stale}.share", 20, 380},
    {"retrieve.attempts", 380, 1},
    {"retrieve.outcome{lost_race}", 16, 1},
    {"retrieve.outcome{ok}.share", 2, 380},
    {"retrieve.said{wrong_call}.share", 6, 380},
    {"retrieve.wrong_call.share", 21, 380},
    {"retrieve.wrong_call{overheard}", 5, 1},
    {"retrieve.latency{ok}.mean", 16 + 17 + 21, 3},
    {"retrieve.latency.count", 3 * 21, 1},
    {"retrieve.walking.mean", 14 + 15 + 19, 3},
    {"retrieve.keying.mean", 15 + 16 + 20, 3},
    {"ring_back.count", 60, 1},
    {"ring_back.reminders", 65, 1},
    {"ring_back.count.count", 60, 1},
    {"ring_back.calls.share", 50, 400},
    {"ring_back.lag.mean", 9 + 10 + 14, 3},
    {"ring_back.latency.mean", 10 + 11 + 15, 3},
    {"call.end{abandoned}.share", 25, 5 * 45},
    {"call.end", 5 * 45, 1},
    {"channel.wait.mean", 11 + 12 + 16, 3},
    {"post.unanswered.share", 6, 40},
    {"race.dialled_per_post", 100, 40},
    {"people.busy", 2 * 10 + 6 * 40, 2 * 40 + 120 * 40},
    {"people.busy{group=reception}", 2 * 10, 2 * 40},
    {"people.busy{site=plant}.share", 6 * 40, 120 * 40},
    {"queue.wait.mean", 12 + 13 + 17, 3},
    {"phone.wait.mean", 13 + 14 + 18, 3},
    {"trunk.in_use", 3 * 30 + 7 * 10, 40},
};

struct Point {
  const char* query;
  double value;
};

const std::vector<Point> points{{"park.overflowed.longest", 3},
                                {"park.stay.max", 9},
                                {"park.stay.p50", 5},
                                {"park.stay.p01", 4},
                                {"park.stay.p99.9", 9},
                                {"retrieve.latency.max", 41},
                                {"retrieve.latency{wrong_call}.max", 22},
                                {"code.in_use.max", 6},
                                {"code.in_use.p75", 2},
                                {"code.in_use.p76", 6},
                                {"code.guess.max", 400e-9},
                                {"trunk.in_use.max", 7},
                                {"trunk.in_use.p50", 3},
                                {"code.collisions{misdial}.per_1000", 1000 * 16.0 / 400},
                                {"code.collisions{allocation}.per_1000", 1000 * 4.0 / 400},
                                {"code.collisions.expected{stale}.per_1000", 1000 * 4.5 / 400}};

Reading answer(const Measures& measures, const char* query) {
  return read(measures, parse(query, hand_made::one_lot()));
}

TEST(Reading, EachRatioIsTheOneOfTheContract) {
  const Measures measures = known();
  for (const Fact& fact : ratios) {
    const Reading reading = answer(measures, fact.query);
    EXPECT_NEAR(reading.numerator, fact.numerator, 1e-12 * fact.numerator) << fact.query;
    EXPECT_EQ(reading.denominator, fact.denominator) << fact.query;
    ASSERT_TRUE(reading.value) << fact.query;
    EXPECT_NEAR(*reading.value, fact.numerator / fact.denominator, 1e-9) << fact.query;
  }
}

TEST(Reading, EachPointIsTheOneOfTheContract) {
  const Measures measures = known();
  for (const Point& point : points) {
    const Reading reading = answer(measures, point.query);
    ASSERT_TRUE(reading.value) << point.query;
    EXPECT_NEAR(*reading.value, point.value, point.value * 1e-3) << point.query;  // the width of a bucket
  }
}

TEST(Reading, EveryMetricOfTheCatalogueIsReadInTheseTests) {
  std::set<const measures::Metric*> read_here;
  for (const Fact& fact : ratios) read_here.insert(parse(fact.query, hand_made::one_lot()).metric);
  for (const Point& point : points) read_here.insert(parse(point.query, hand_made::one_lot()).metric);
  for (const measures::Metric& metric : measures::catalogue) EXPECT_TRUE(read_here.contains(&metric)) << metric.name;
}

TEST(Reading, NothingObservedIsUndefinedButACountIsZero) {
  const Measures empty = hand_made::one_replication();
  for (const Fact& fact : ratios) {
    const measures::Query query = parse(fact.query, hand_made::one_lot());
    const Reading reading = read(empty, query);
    if (query.statistic == measures::Statistic::count) {
      EXPECT_EQ(reading.value, 0.0) << fact.query;
    } else {
      EXPECT_FALSE(reading.value) << fact.query;
    }
  }
  for (const Point& point : points) EXPECT_FALSE(answer(empty, point.query).value) << point.query;
}

TEST(Reading, ACountIsPerReplication) {
  Measures measures = known();
  measures.merge(known());
  EXPECT_EQ(answer(measures, "park.wanted").value, 500.0);
  EXPECT_EQ(answer(measures, "park.wanted").numerator, 1000.0);
}

/// Five cells that differ from each other in one label each, with counts that tell them apart in any sum.
Measures labelled() {
  Measures measures = hand_made::one_replication();
  const Labels base{.policy = 0, .traffic = 0, .group = 0, .channel = 0, .hour = 10};
  const auto put = [&](Labels labels, std::uint64_t unanswered, double latency_s) {
    cell(measures, labels).counts[Count::posts_unanswered] = unanswered;
    hand_made::record(cell(measures, labels), Latency::channel_wait, {latency_s});
  };
  put(base, 1, 1);
  put({.policy = 1, .traffic = 0, .group = 0, .channel = 0, .hour = 10}, 10, 2);
  put({.policy = 0, .traffic = 1, .group = 1, .channel = 0, .hour = 10}, 100, 3);
  put({.policy = 0, .traffic = 0, .group = 2, .channel = 1, .hour = 10}, 1000, 4);
  put({.policy = 0, .traffic = 0, .group = -1, .channel = -1, .hour = 11}, 10000, 5);
  return measures;
}

TEST(Reading, LabelsChooseTheCellsThatAreSummed) {
  const Measures measures = labelled();
  const std::vector<std::pair<const char*, double>> sums{{"post.unanswered", 11111},
                                                         {"post.unanswered{policy=Factory}", 11101},
                                                         {"post.unanswered{policy=FactoryNight}", 11101},
                                                         {"post.unanswered{policy=Yard}", 10},
                                                         {"post.unanswered{traffic=internal}", 100},
                                                         {"post.unanswered{group=floor}", 100},
                                                         {"post.unanswered{site=plant}", 1100},
                                                         {"post.unanswered{site=plant, group=floor}", 100},
                                                         {"post.unanswered{group=night-staff,site=plant}", 1000},
                                                         {"post.unanswered{channel=billing}", 1000},
                                                         {"post.unanswered{hour=10}", 1111},
                                                         {"post.unanswered{hour=busiest}", 10000},
                                                         {"post.unanswered{hour=23}", 0},
                                                         {"post.unanswered{policy=Factory}.count{hour=10}", 1101}};
  for (const auto& [query, sum] : sums)
    EXPECT_EQ(read(measures, parse(query, hand_made::names())).numerator, sum) << query;
}

TEST(Reading, PercentilesComeFromTheMergedHistogramsOfTheMatchingCells) {
  const Measures measures = labelled();
  const auto value = [&](const char* query) { return read(measures, parse(query, hand_made::names())).value; };
  EXPECT_EQ(value("channel.wait.max"), 5.0);
  EXPECT_NEAR(*value("channel.wait.p50"), 3, 0.003);
  EXPECT_EQ(value("channel.wait.max{policy=Yard}"), 2.0);
  EXPECT_EQ(value("channel.wait.p25{site=plant}"), 3.0);
  EXPECT_FALSE(value("channel.wait.p50{hour=3}"));
}

TEST(Reading, NoBitOfAnExpectedNumberDependsOnTheOrderOfTheCells) {
  constexpr std::size_t misdial = park::index(park::Collision::misdial);
  const auto sum = [](const std::vector<std::int16_t>& hours) {
    Measures measures = hand_made::one_replication();
    for (const std::int16_t hour : hours) cell(measures, {.hour = hour}).expected[misdial] = hour == 9 ? 1e16 : 0.7;
    return read(measures, parse("code.collisions.expected{misdial}", hand_made::names())).numerator;
  };
  const double in_order = sum({7, 8, 9, 10});
  EXPECT_EQ(sum({10, 9, 8, 7}), in_order);
  EXPECT_EQ(sum({9, 7, 10, 8}), in_order);
}

TEST(Reading, ExpectedCollisionsAreOfTheCellsThatTheLabelsChoose) {
  constexpr std::size_t misdial = park::index(park::Collision::misdial);
  Measures measures = hand_made::one_replication();
  cell(measures, {.policy = 0, .group = 1, .hour = 10}).expected[misdial] = 0.25;
  cell(measures, {.policy = 0, .group = 2, .hour = 11}).expected[misdial] = 0.5;
  cell(measures, {.policy = 1, .group = 1, .hour = 11}).expected[misdial] = 4;
  const auto sum = [&](const char* query) { return read(measures, parse(query, hand_made::names())).numerator; };
  EXPECT_EQ(sum("code.collisions.expected{misdial}"), 4.75);
  EXPECT_EQ(sum("code.collisions.expected{misdial, policy=Factory}"), 0.75);
  EXPECT_EQ(sum("code.collisions.expected{misdial, hour=busiest}"), 4.5);
  EXPECT_EQ(sum("code.collisions.expected{stale}"), 0);
}

TEST(Reading, TheBusiestCodeIsOfTheLotNamedAndOfAllReplicationsTogether) {
  Measures measures = hand_made::one_replication();
  measures.code_uses = {{0, {3, 1}}, {1, {0, 0, 9}}};
  Measures other = hand_made::one_replication();
  other.code_uses = {{0, {0, 8}}, {1, {0, 0, 1}}};
  measures.merge(other);
  EXPECT_EQ(read(measures, parse("code.share{policy=Factory}", hand_made::names())).value, 9.0 / 12);
  EXPECT_EQ(read(measures, parse("code.share{policy=Yard}", hand_made::names())).value, 1);
}

TEST(Reading, ALotWhoseCodesWereNeverChosenHasNoBusiestCode) {
  Measures measures = hand_made::one_replication();
  measures.code_uses = {{0, {0, 0, 0}}};
  EXPECT_FALSE(read(measures, parse("code.share{policy=Factory}", hand_made::names())).value);
  EXPECT_FALSE(read(measures, parse("code.share{policy=Yard}", hand_made::names())).value);
}

TEST(Reading, LevelsAreOfTheLotNamed) {
  Measures measures = hand_made::one_replication();
  measures.levels = {hand_made::level(Level::Of::codes_in_use, 0, 2, 6),
                     hand_made::level(Level::Of::codes_in_use, 1, 5, 9)};
  const auto value = [&](const char* query) { return read(measures, parse(query, hand_made::names())).value; };
  EXPECT_EQ(value("code.in_use.max{policy=Factory}"), 6.0);
  EXPECT_EQ(value("code.in_use{policy=Yard}.max"), 9.0);
}

}  // namespace

#include "tools/results/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "tests/tools/results/sample_results.hpp"

namespace {

using measures::Level;
using measures::Measures;
using results::RunId;
using results::Store;
using results::StoreError;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

void expect_same_level(const Measures& actual, const Level& expected) {
  const auto found = std::ranges::find_if(
      actual.levels, [&](const Level& level) { return level.of == expected.of && level.subject == expected.subject; });
  ASSERT_NE(found, actual.levels.end());
  EXPECT_EQ(found->level.area_us(), expected.level.area_us());
  EXPECT_EQ(found->level.observed(), expected.level.observed());
  EXPECT_EQ(found->level.max(), expected.level.max());
  EXPECT_EQ(found->time_at.time_at_us(), expected.time_at.time_at_us());
}

// Not of the order of cells.
void expect_same(Measures actual, const Measures& expected) {
  EXPECT_EQ(actual.replications, expected.replications);
  ASSERT_THAT(actual.cells, SizeIs(expected.cells.size()));
  for (const measures::Cell& cell : expected.cells) {
    const measures::Cell& other = actual.cells[actual.cell(cell.labels)];
    EXPECT_EQ(other.counts, cell.counts);
    EXPECT_EQ(other.said, cell.said);
    EXPECT_EQ(other.expected, cell.expected);
    EXPECT_EQ(other.latencies, cell.latencies);
  }
  ASSERT_THAT(actual.levels, SizeIs(expected.levels.size()));
  for (const Level& level : expected.levels) expect_same_level(actual, level);
  ASSERT_THAT(actual.code_uses, SizeIs(expected.code_uses.size()));
  for (std::size_t i = 0; i < expected.code_uses.size(); ++i) {
    EXPECT_EQ(actual.code_uses[i].lot, expected.code_uses[i].lot);
    EXPECT_EQ(actual.code_uses[i].uses, expected.code_uses[i].uses);
  }
  EXPECT_EQ(actual.rows_taken, expected.rows_taken);
  EXPECT_EQ(actual.longest_code, expected.longest_code);
  EXPECT_EQ(actual.events, expected.events);
  EXPECT_EQ(actual.ties, expected.ties);
  EXPECT_EQ(actual.undeclared_ties, expected.undeclared_ties);
  EXPECT_EQ(actual.simulated, expected.simulated);
  EXPECT_EQ(actual.starts, expected.starts);
  EXPECT_EQ(actual.warm_up, expected.warm_up);
  EXPECT_EQ(actual.digest, expected.digest);
  EXPECT_EQ(actual.digest_window, expected.digest_window);
}

class StoreTest : public testing::Test {
 protected:
  sample::Folder folder;
  const std::string path = folder / "parksim.db";
};

TEST_F(StoreTest, GivesBackTheMeasuresOfAReplication) {
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  store.add(run, 1, sample::replication(7));
  expect_same(Store::open_to_read(path).replication(run, 1), sample::replication(7));
}

TEST_F(StoreTest, GivesBackExpectedNumbersToTheLastBit) {
  Measures measures = sample::replication(7);
  const std::vector<double> values{0.1, 1.0 / 3, 5e-324, 1e-300, 123'456'789.000'000'1, 9'007'199'254'740'993.0};
  ASSERT_EQ(values.size(), measures.cells[0].expected.size());
  std::ranges::copy(values, measures.cells[0].expected.begin());
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  store.add(run, 1, measures);
  expect_same(Store::open_to_read(path).replication(run, 1), measures);
}

TEST_F(StoreTest, PoolsReplicationsAsIfTheyHadNeverBeenWritten) {
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  Measures merged;
  for (int i = 1; i <= 3; ++i) {
    const Measures measures = sample::replication(static_cast<std::uint64_t>(i));
    store.add(run, i, measures);
    merged.merge(measures);
  }
  expect_same(Store::open_to_read(path).pooled(run), merged);
}

TEST_F(StoreTest, GivesBackTheRunAndItsAnswers) {
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info(0xffff'ffff'ffff'ffff));
  const std::vector<results::StoredEstimate> estimates{{"park.refused.share", {0.25, 0.1, 0.4}, 5.0, 20.0},
                                                       {"park.latency.p95", {}, {}, {}}};
  const std::vector<results::StoredExpectation> expectations{
      {"park.refused.share < 0.1%", 0.001, {0.25, 0.1, 0.4}, results::Verdict::fail},
      {"caller.wait.mean < 30 s", 30, {29.5, {}, {}}, results::Verdict::unsure},
      {"call.blocked <= 0", 0, {0.0, 0.0, 0.0}, results::Verdict::pass}};
  store.add(run, 2, sample::replication(2));
  store.add(run, 1, sample::replication(1));
  EXPECT_FALSE(store.run(run).finished);
  EXPECT_EQ(store.environment(run), std::nullopt);
  store.finish(run, estimates, expectations, sample::environment());

  Store reader = Store::open_to_read(path);
  ASSERT_THAT(reader.runs(), SizeIs(1));
  const results::StoredRun stored = reader.runs().front();
  EXPECT_EQ(stored.id, run);
  EXPECT_EQ(stored.info, sample::info(0xffff'ffff'ffff'ffff));
  EXPECT_EQ(stored.scenario_hash, results::scenario_hash(stored.info.scenario));
  EXPECT_THAT(stored.replications, ElementsAre(1, 2));
  EXPECT_TRUE(stored.finished);
  EXPECT_EQ(reader.estimates(run), estimates);
  EXPECT_EQ(reader.expectations(run), expectations);
  EXPECT_EQ(reader.environment(run), sample::environment());
}

TEST_F(StoreTest, FinishingAgainReplacesTheAnswers) {
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  const std::vector<results::StoredEstimate> first{{"call.blocked", {1.0, {}, {}}, {}, {}},
                                                   {"call.arrived", {}, {}, {}}};
  const std::vector<results::StoredEstimate> second{{"call.blocked", {2.0, {}, {}}, {}, {}}};
  store.finish(run, first, {}, sample::environment());
  store.finish(run, second, {}, sample::environment());
  EXPECT_EQ(store.estimates(run), second);
}

TEST_F(StoreTest, OneReplicationIsThereForOthersAsSoonAsItIsAdded) {
  Store store = Store::open(path);
  Store reader = Store::open_to_read(path);
  const RunId run = store.begin(sample::info());
  EXPECT_THAT(reader.run(run).replications, IsEmpty());
  store.add(run, 1, sample::replication(1));
  EXPECT_THAT(reader.run(run).replications, ElementsAre(1));
}

TEST_F(StoreTest, WhatWasOnlyExpectedIsKeptThoughNothingWasCounted) {
  Measures measures = sample::replication(7);
  measures.cells = {measures::Cell{}};
  measures.cells[0].expected[park::index(park::Collision::stale)] = 1e-9;
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  store.add(run, 1, measures);
  expect_same(store.replication(run, 1), measures);
}

TEST_F(StoreTest, CodesThatWereNeverChosenTakeNoRowButAreNotForgotten) {
  Measures measures = sample::replication(7);
  measures.code_uses = {{1, std::vector<std::uint64_t>(1000)}};
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  store.add(run, 1, measures);
  EXPECT_EQ(store.replication(run, 1).code_uses.at(0).uses, std::vector<std::uint64_t>(1000));
  EXPECT_THAT(sample::content_of(path), HasSubstr("code_use\ncounter\n"));
}

TEST_F(StoreTest, ZeroCountersAndEmptyHistogramsTakeNoRow) {
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  Measures measures = sample::replication(1);
  measures.cells.resize(1);
  measures.cells[0] = measures::Cell{};
  store.add(run, 1, measures);
  EXPECT_THAT(store.replication(run, 1).cells, IsEmpty());
  EXPECT_THAT(sample::content_of(path), HasSubstr("counter\ndigest_window\n"));
}

TEST_F(StoreTest, ARunOfTheSameIdentityReplacesTheEarlierOneAndKeepsItsId) {
  sample::write_run(path, 1, 3);
  sample::write_run(path, 2, 3);
  const std::string before = sample::content_of(path);
  Store store = Store::open(path);
  const RunId earlier = *store.find(sample::info(1));
  EXPECT_EQ(store.begin(sample::info(1)), earlier);
  EXPECT_THAT(store.run(earlier).replications, IsEmpty());
  EXPECT_FALSE(store.run(earlier).finished);
  EXPECT_THAT(store.run(*store.find(sample::info(2))).replications, SizeIs(3));
  sample::write_run(path, 1, 3);
  EXPECT_EQ(sample::content_of(path), before);
}

TEST_F(StoreTest, BuildScenarioAndSeedEachMakeAnotherRun) {
  Store store = Store::open(path);
  const results::RunInfo info = sample::info();
  results::RunInfo other_build = info, other_scenario = info, other_seed = info;
  other_build.build[0] = 'c';
  other_scenario.scenario += "# changed\n";
  other_seed.seed = 2;
  for (const results::RunInfo& each : {info, other_build, other_scenario, other_seed}) {
    EXPECT_EQ(store.find(each), std::nullopt);
    store.begin(each);
  }
  EXPECT_THAT(store.runs(), SizeIs(4));
}

TEST(StoreIdentity, ARunWithShuffledTiesStandsBesideTheOneWithout) {
  const sample::Folder folder;
  results::Store store = results::Store::open(folder / "parksim.db");
  results::RunInfo shuffled = sample::info();
  shuffled.shuffle_ties = 7;
  const results::RunId plain = store.begin(sample::info());
  const results::RunId other = store.begin(shuffled);
  EXPECT_NE(plain, other);
  EXPECT_EQ(store.begin(shuffled), other);
  shuffled.shuffle_ties = 0;
  EXPECT_NE(store.begin(shuffled), plain) << "a seed of 0 shuffles too";
  EXPECT_EQ(store.runs().size(), 3U);
  EXPECT_EQ(store.run(plain).info.shuffle_ties, std::nullopt);
  EXPECT_EQ(store.run(other).info.shuffle_ties, 7U);
}

TEST_F(StoreTest, AnInterruptedRunCanBeFoundAndGoneOnWith) {
  {
    Store store = Store::open(path);
    store.add(store.begin(sample::info()), 1, sample::replication(1001));
  }
  Store store = Store::open(path);
  const RunId run = *store.find(sample::info());
  EXPECT_THAT(store.run(run).replications, ElementsAre(1));
  for (int i = 2; i <= 3; ++i) store.add(run, i, sample::replication(1000 + static_cast<std::uint64_t>(i)));
  store.finish(run, {}, {}, sample::environment());
  sample::write_run(folder / "at once.db", 1, 3);
  EXPECT_EQ(sample::content_of(path), sample::content_of(folder / "at once.db"));
}

TEST_F(StoreTest, GoingOnKeepsWhatIsWantedAndForgetsTheAnswers) {
  sample::write_run(path, 1, 3);
  Store store = Store::open(path);
  const RunId before = store.runs().at(0).id;
  results::RunInfo info = sample::info();
  info.replications_wanted = 3;
  info.title = "Another title";
  EXPECT_EQ(store.go_on(info), before);
  EXPECT_FALSE(store.run(before).finished);
  EXPECT_THAT(store.run(before).replications, ElementsAre(1, 2)) << "3 is not below 3";
  EXPECT_EQ(store.run(before).info.title, "Another title");
  EXPECT_THAT(store.estimates(before), IsEmpty());
  EXPECT_FALSE(store.environment(before));
}

TEST_F(StoreTest, GoingOnWithNothingBegins) {
  Store store = Store::open(path);
  const RunId run = store.go_on(sample::info());
  EXPECT_EQ(store.find(sample::info()), run);
  EXPECT_THAT(store.run(run).replications, IsEmpty());
}

TEST_F(StoreTest, TheContentOfAReplicationIsThatOfItsMeasures) {
  Store store = Store::open(path);
  const RunId one = store.begin(sample::info(1)), other = store.begin(sample::info(2));
  store.add(one, 0, sample::replication(1001));
  store.add(one, 1, sample::replication(1002));
  store.add(other, 0, sample::replication(1001));
  EXPECT_EQ(store.replication_content(one, 0), store.replication_content(other, 0));
  EXPECT_NE(store.replication_content(one, 0), store.replication_content(one, 1));
}

TEST_F(StoreTest, TheSameReplicationsGiveTheSameContentInAnyOrderAndOnAnyHost) {
  sample::write_run(path, 1, 2);
  Store store = Store::open(folder / "b.db");
  const RunId run = store.begin(sample::info(1));
  for (int i : {2, 1}) store.add(run, i, sample::replication(1000 + static_cast<std::uint64_t>(i)));
  results::Environment elsewhere = sample::environment();
  elsewhere.host = "another host";
  elsewhere.duration_s *= 3;
  store.finish(run, {}, {}, elsewhere);
  EXPECT_EQ(sample::content_of(path), sample::content_of(folder / "b.db"));
  EXPECT_THAT(sample::content_of(path), Not(HasSubstr("desk")));
}

TEST_F(StoreTest, AnyOtherMeasureGivesOtherContent) {
  const auto content_with = [&](const std::string& name, auto change) {
    Measures measures = sample::replication(1);
    change(measures);
    Store store = Store::open(folder / name);
    store.add(store.begin(sample::info()), 1, measures);
    return sample::content_of(folder / name);
  };
  const std::string usual = content_with("usual", [](Measures&) {});
  EXPECT_NE(usual, content_with("a", [](Measures& m) { ++m.cells[0].counts[0]; }));
  EXPECT_NE(usual, content_with("b", [](Measures& m) { ++m.cells[1].said[3]; }));
  EXPECT_NE(usual, content_with("c", [](Measures& m) { m.cells[2].latencies[4].record({5}); }));
  EXPECT_NE(usual, content_with("d", [](Measures& m) { m.cells[0].labels.hour = 10; }));
  EXPECT_NE(usual, content_with("e", [](Measures& m) { ++m.digest[1]; }));
  EXPECT_NE(usual, content_with("f", [](Measures& m) { ++m.rows_taken[1]; }));
  EXPECT_NE(usual, content_with("g", [](Measures& m) { m.levels.pop_back(); }));
  EXPECT_NE(usual, content_with("h", [](Measures& m) { ++m.events; }));
  EXPECT_NE(usual, content_with("i", [](Measures& m) { m.cells[1].expected[4] += 0.125; }));
  EXPECT_NE(usual, content_with("j", [](Measures& m) { ++m.code_uses[0].uses[2]; }));
  EXPECT_NE(usual, content_with("k", [](Measures& m) { m.code_uses[1].uses.push_back(0); }));
}

TEST_F(StoreTest, AMeasureWithoutANameIsRefusedAndNothingOfItIsStored) {
  Store store = Store::open(path);
  const RunId run = store.begin(sample::info());
  const std::string before = sample::content_of(path);
  const auto add_with = [&](auto change) {
    Measures measures = sample::replication(1);
    change(measures);
    store.add(run, 1, measures);
  };
  EXPECT_THROW(add_with([](Measures& m) { m.cells[0].labels.policy = 2; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.cells[0].labels.traffic = 3; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.cells[0].labels.group = 2; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.cells[0].labels.channel = 1; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.cells[0].labels.channel = -2; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.levels[2].subject = 1; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.code_uses[1].lot = 2; }), std::invalid_argument);
  EXPECT_THROW(add_with([](Measures& m) { m.rows_taken.pop_back(); }), std::invalid_argument);
  EXPECT_EQ(sample::content_of(path), before);
}

TEST_F(StoreTest, AReplicationIsStoredOnce) {
  sample::write_run(path, 1, 2);
  const std::string before = sample::content_of(path);
  Store store = Store::open(path);
  EXPECT_THROW(store.add(*store.find(sample::info(1)), 2, sample::replication(9)), StoreError);
  EXPECT_EQ(sample::content_of(path), before);
}

TEST_F(StoreTest, WhatIsNotThereCannotBeReadOrAddedTo) {
  sample::write_run(path, 1, 1);
  Store store = Store::open(path);
  const RunId none{99};
  EXPECT_THROW(store.run(none), StoreError);
  EXPECT_THROW(store.pooled(none), StoreError);
  EXPECT_THROW(store.estimates(none), StoreError);
  EXPECT_THROW(store.expectations(none), StoreError);
  EXPECT_THROW(store.environment(none), StoreError);
  EXPECT_THROW(store.add(none, 1, sample::replication(1)), StoreError);
  EXPECT_THROW(store.finish(none, {}, {}, sample::environment()), StoreError);
  EXPECT_THROW(store.replication(*store.find(sample::info(1)), 2), StoreError);
}

TEST_F(StoreTest, WhatIsOpenToReadOnlyRefusesToBeWritten) {
  sample::write_run(path, 1, 1);
  const std::string before = sample::bytes_of(path);
  EXPECT_THROW(Store::open_to_read(path).begin(sample::info(2)), StoreError);
  EXPECT_EQ(sample::bytes_of(path), before);
}

}  // namespace

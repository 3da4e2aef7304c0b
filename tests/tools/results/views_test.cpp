#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "tests/tools/results/sample_results.hpp"
#include "tools/results/database.hpp"

namespace {

using measures::Count;
using testing::ElementsAre;

measures::Measures two_replications_worth() {
  measures::Measures m;
  auto& cell = m.cells[m.cell({0, 1, 0, -1, 9})];
  cell.counts[Count::calls_parked] = 2000;
  cell.counts[Count::park_requested] = 400;
  cell.counts[Count::refused + park::index(park::Refusal::lot_full)] = 100;
  cell.counts[Count::collision + park::index(park::Collision::stale)] = 3;
  cell.counts[Count::collision + park::index(park::Collision::race)] = 4;
  cell.expected[park::index(park::Collision::stale)] = 2.5;
  cell.expected[park::index(park::Collision::misdial)] = 0.5;
  cell.counts[Count::outcome + park::index(park::RetrieveOutcome::ok)] = 30;
  cell.counts[Count::outcome + park::index(park::RetrieveOutcome::empty)] = 10;
  cell.latencies[measures::Latency::park_latency].record(sim::operator""_s(2));
  measures::Level level{measures::Level::Of::people_busy, 1, {}, {}};
  level.level.open({0});
  level.time_at.open({0});
  level.level.set({0}, 1);
  level.time_at.set({0}, 1);
  level.level.close({1'000'000});
  level.time_at.close({1'000'000});
  m.levels = {level};
  m.code_uses = {{0, {0, 30, 10}}, {1, {5}}};
  m.rows_taken = {0, 5, 0};
  m.digest = {255};
  return m;
}

class ViewsTest : public testing::Test {
 protected:
  ViewsTest() {
    results::Store store = results::Store::open(path);
    const results::RunId run = store.begin(sample::info());
    for (int i : {1, 2}) store.add(run, i, two_replications_worth());
  }

  std::vector<std::string> rows(const std::string& sql) {
    results::Database database(path, results::Database::Access::read, {});
    results::Rows found = database.query(sql);
    std::vector<std::string> texts;
    while (found.next()) {
      texts.emplace_back();
      for (int i = 0; i < found.columns(); ++i) texts.back().append(i > 0 ? "|" : "").append(found.text(i));
    }
    return texts;
  }

  sample::Folder folder;
  const std::string path = folder / "parksim.db";
};

TEST_F(ViewsTest, SumUpReplicationsAndNameWhatTheyCount) {
  EXPECT_THAT(rows("SELECT policy, reason, refused, requested, share FROM v_refusals"),
              ElementsAre("Factory|lot_full|200|800|0.25"));
  EXPECT_THAT(rows("SELECT policy, kind, collisions, expected, parked, per_1000_parked, expected_per_1000 "
                   "FROM v_collisions ORDER BY kind"),
              ElementsAre("Factory|misdial|0|1.0|4000|0.0|0.25", "Factory|race|8||4000|2.0|",
                          "Factory|stale|6|5.0|4000|1.5|1.25"));
  EXPECT_THAT(rows("SELECT policy, position, uses, share FROM v_code_uses ORDER BY policy, position"),
              ElementsAre("Factory|1|60|0.75", "Factory|2|20|0.25", "Sales|0|10|1.0"));
  EXPECT_THAT(rows("SELECT policy, metric, outcome, count, share FROM v_outcomes ORDER BY count"),
              ElementsAre("Factory|retrieve.outcome|empty|20|0.25", "Factory|retrieve.outcome|ok|60|0.75"));
  EXPECT_THAT(rows("SELECT name, says, count FROM v_transitions"),
              ElementsAre("free/request|parked|0", "parked/timeout|rung back|10", "parked/retrieve|claimed|0"));
  EXPECT_THAT(rows("SELECT title, replications_wanted, replications, finished, started_at FROM v_runs"),
              ElementsAre("Car dealer|3|2|0|"));
}

TEST_F(ViewsTest, ShowTheWholeIdentityOfARun) {
  EXPECT_THAT(rows("SELECT scenario_hash, seed, shuffle_ties FROM v_runs"),
              ElementsAre(results::scenario_hash(sample::info().scenario) + "|1|"));
}

TEST_F(ViewsTest, ShowEachReplicationInSecondsAndNames) {
  EXPECT_THAT(rows("SELECT policy, traffic, group_, site, channel, hour, value FROM v_counters "
                   "WHERE replication = 1 AND metric = 'call.parked'"),
              ElementsAre("Factory|suppliers|reception|Hall||9|2000"));
  EXPECT_THAT(rows("SELECT metric, site, count, mean_s, p95_s, max_s FROM v_latency WHERE replication = 2"),
              ElementsAre("park.latency|Hall|1|2.0|2.0|2.0"));
  EXPECT_THAT(rows("SELECT metric, subject, mean, max, p95 FROM v_levels WHERE replication = 1"),
              ElementsAre("people.busy|sales|1.0|1|1"));
  EXPECT_THAT(rows("SELECT subject, level, time_s, share FROM v_time_at_level WHERE replication = 1 ORDER BY level"),
              ElementsAre("sales|0|0.0|0.0", "sales|1|1.0|1.0"));
  EXPECT_THAT(rows("SELECT digest FROM v_digests WHERE replication = 1"), ElementsAre("00000000000000ff"));
}

TEST_F(ViewsTest, CanAllBeRead) {
  for (const std::string& view : rows("SELECT name FROM sqlite_schema WHERE type = 'view'")) {
    EXPECT_NO_THROW(rows("SELECT * FROM " + view)) << view;
  }
}

}  // namespace

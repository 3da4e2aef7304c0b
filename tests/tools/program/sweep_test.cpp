// parksim sweep, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"
#include "tools/results/store.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string lot = PARKSIM_ROOT "/scenarios/reference-lot.yaml";

class Sweep : public testing::Test {
 protected:
  Ran sweep(program::Arguments more) {
    more.insert(more.begin(), {"--set", "run.calls=2000"});
    if (std::ranges::find(more, "--replications") == more.end()) more.insert(more.end(), {"--replications", "6"});
    return ran({"sweep", lot}, more);
  }
  Ran sweep_codes(program::Arguments more) {
    more.insert(more.begin(), {"--vary", "lots.L.codes=50,60,90", "--measure", "park.refused.share"});
    return sweep(more);
  }
  std::string file(const std::string& name) const { return folder / name; }
  std::string content(const std::string& name) const { return sample::content_of(folder / name); }
  std::string with_study(const std::string& study) const {
    const std::string path = file("study.yaml");
    std::ifstream in(lot);
    std::ofstream out(path);
    out << in.rdbuf() << study;
    return path;
  }

  sample::Folder folder;
};

TEST_F(Sweep, ComparesNeighboursByPairs) {
  const Ran result = sweep_codes({"--db", "none", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const auto json = read_json(result.out);
  const auto& measure = json.get_child("measures").front().second;
  std::vector<double> values, changes, ratios;
  for (const auto& [key, cell] : measure.get_child("cells")) values.push_back(cell.get<double>("value"));
  for (const auto& [key, step] : measure.get_child("steps")) {
    changes.push_back(step.get<double>("change"));
    EXPECT_LE(step.get<double>("low"), changes.back());
    EXPECT_GE(step.get<double>("high"), changes.back());
  }
  ASSERT_EQ(values.size(), 3u);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_GT(values[0], values[1]);
  EXPECT_DOUBLE_EQ(changes[0], values[1] - values[0]);
  EXPECT_DOUBLE_EQ(changes[1], values[2] - values[1]);
}

TEST_F(Sweep, DrawsTheSameInAllCells) {
  // 50 or 60 codes refuse calls of the same arrivals: the difference needs a fraction of the replications.
  const auto json = read_json(sweep_codes({"--db", "none", "--json"}).out);
  const auto& steps = json.get_child("measures").front().second.get_child("steps");
  EXPECT_GT(steps.front().second.get<double>("variance_ratio"), 3);
}

TEST_F(Sweep, IdenticalCellsAreNoDifference) {
  const Ran result = sweep({"--vary", "lots.L.allocate=lowest,lru", "--measure", "park.refused.share", "--db", "none"});
  EXPECT_THAT(result.out, HasSubstr("none in any replication"));
}

TEST_F(Sweep, HoldsTheOfferedLoadWhileStaysChange) {
  // Erlang B: with the load the refusals stay, however long the stays.
  const Ran result =
      ran({"sweep", PARKSIM_ROOT "/scenarios/published-user-model.yaml", "--set", "lots.Pool.timeout=never", "--set",
           "lots.Pool.codes=8", "--set", "run.warm_up=2h", "--hold", "offered_load=8erlang", "--vary",
           "lot_traffic.Pool.retrieved_after=exponential(30s),constant(60s),exponential(4min)", "--measure",
           "park.refused.share", "--replications", "40", "--db", "none", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const auto json = read_json(result.out);
  for (const auto& [key, cell] : json.get_child("measures").front().second.get_child("cells")) {
    EXPECT_LE(cell.get<double>("low"), theory::blocking(8, 8));
    EXPECT_GE(cell.get<double>("high"), theory::blocking(8, 8));
    EXPECT_LT(cell.get<double>("high") - cell.get<double>("low"), 0.04);
  }
}

TEST_F(Sweep, HoldsOnlyTheLoadOfOneLotTraffic) {
  EXPECT_THAT(sweep_codes({"--hold", "load=8"}).err, HasSubstr("--hold wants offered_load=LOAD"));
  EXPECT_THAT(sweep_codes({"--hold", "offered_load=8"}).err, HasSubstr("8 erlang"));
  const Ran people = ran({"sweep", PARKSIM_ROOT "/scenarios/factory-reception.yaml", "--vary", "lots.Factory.codes=4,5",
                          "--hold", "offered_load=8erlang"});
  EXPECT_THAT(people.err, HasSubstr("one lot traffic; this one has 0"));
}

TEST_F(Sweep, ACellIsTheRunThatItIs) {
  ASSERT_EQ(sweep_codes({"--db", file("sweep.db"), "--quiet"}).code, 0);
  const Ran run = ran({"run", lot, "--set", "run.calls=2000", "--replications", "6", "--set", "lots.L.codes=60", "--db",
                       file("run.db"), "--quiet"});
  ASSERT_EQ(run.code, 0) << run.err;
  auto sweep_store = results::Store::open_to_read(file("sweep.db")),
       run_store = results::Store::open_to_read(file("run.db"));
  const auto cell = sweep_store.runs().at(1), alone = run_store.runs().at(0);
  EXPECT_EQ(cell.info.scenario, alone.info.scenario);
  EXPECT_EQ(sweep_store.estimates(cell.id), run_store.estimates(alone.id));
  for (int r = 0; r < 6; ++r)
    EXPECT_EQ(sweep_store.replication_content(cell.id, r), run_store.replication_content(alone.id, r));
}

TEST_F(Sweep, GivesTheSameForAnyNumberOfThreads) {
  const Ran one = sweep_codes({"--db", file("one.db"), "--threads", "1"});
  for (const char* threads : {"2", "5"}) {
    const Ran more = sweep_codes({"--db", file("more.db"), "--threads", threads});
    EXPECT_EQ(more.out, one.out);
    EXPECT_EQ(content("more.db"), content("one.db"));
  }
}

TEST_F(Sweep, ResumedGivesWhatAWholeOneGives) {
  const Ran whole = sweep_codes({"--db", file("whole.db")});
  // A sweep that was killed has some replications of some cells.
  for (const char* part : {"1/3", "2/5"})
    ASSERT_EQ(ran({"run", lot, "--set", "run.calls=2000", "--replications", "6", "--set", "lots.L.codes=60", "--db",
                   file("part.db"), "--shard", part, "--resume", "--quiet"})
                  .code,
              0);
  const Ran resumed = sweep_codes({"--db", file("part.db"), "--resume"});
  EXPECT_EQ(resumed.out, whole.out);
  EXPECT_EQ(read_json(sweep_codes({"--db", file("part.db"), "--resume", "--json"}).out),
            read_json(sweep_codes({"--db", "none", "--json"}).out));
}

TEST_F(Sweep, TakesTheStudyOfTheScenario) {
  const std::string study = with_study("study: {vary: {lots.L.codes: [50, 60]}, measure: [park.refused.share]}\n");
  const Ran result = ran({"sweep", study, "--set", "run.calls=2000", "--replications", "6", "--db", "none"});
  const Ran told = sweep({"--vary", "lots.L.codes=50,60", "--measure", "park.refused.share", "--db", "none"});
  EXPECT_EQ(result.out, told.out);
  EXPECT_EQ(result.code, 0) << result.err;
}

TEST_F(Sweep, MarksTheCellsAmongWhichTheBestIs) {
  const Ran result = sweep({"--vary", "lots.L.codes=40,90", "--measure", "park.refused.share", "--db", "none"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("best"), Not(HasSubstr("may be best"))));
}

TEST_F(Sweep, NamesAndRefusesIllegalCells) {
  const program::Arguments vary{"--vary", "lots.L.codes=60,0,90", "--measure", "park.refused.share", "--db", "none"};
  const Ran refused = sweep(vary);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("1 cell makes no scenario"), HasSubstr("lots.L.codes=0"), HasSubstr("--skip-illegal")));
  program::Arguments skip = vary;
  skip.emplace_back("--skip-illegal");
  const Ran skipped = sweep(skip);
  EXPECT_EQ(skipped.code, 0) << skipped.err;
  EXPECT_THAT(skipped.out, AllOf(HasSubstr("2 cells"), HasSubstr("left out: lots.L.codes=0")));
}

TEST_F(Sweep, GoesOnUntilAllCellsAreAsPrecise) {
  const program::Arguments wanted{"--vary",      "lots.L.codes=50,55,60",  "--measure",      "park.refused.share",
                                  "--precision", "park.refused.share 15%", "--replications", "400"};
  program::Arguments one = wanted;
  one.insert(one.end(), {"--db", file("one.db"), "--threads", "1", "--json"});
  const auto json = read_json(sweep(one).out);
  EXPECT_EQ(json.get_child("precision").front().second.get<int>("reached_in_cells"), 3);
  const auto& cells = json.get_child("cells");
  const auto replications = cells.front().second.get<int>("replications");
  EXPECT_GT(replications, 20);
  for (const auto& [_, cell] : cells) EXPECT_EQ(cell.get<int>("replications"), replications);
  for (const auto& [_, cell] : json.get_child("measures").front().second.get_child("cells"))
    EXPECT_LE(cell.get<double>("high") - cell.get<double>("low"), 0.3 * cell.get<double>("value"));

  program::Arguments more = wanted;
  more.insert(more.end(), {"--db", file("more.db"), "--threads", "3", "--quiet"});
  ASSERT_EQ(sweep(more).code, 0);
  EXPECT_EQ(content("more.db"), content("one.db"));
  // Some replications are there, one of them beyond the end.
  for (const char* set : {"lots.L.codes=60", "lots.L.codes=50"})
    ASSERT_EQ(ran({"run", lot, "--set", "run.calls=2000", "--replications", "400", "--set", set, "--db",
                   file("part.db"), "--shard", "3/133", "--quiet"})
                  .code,
              0);
  program::Arguments part = wanted;
  part.insert(part.end(), {"--db", file("part.db"), "--resume", "--json"});
  EXPECT_EQ(read_json(sweep(part).out), json);
}

TEST_F(Sweep, SaysWherePrecisionIsNotReached) {
  const Ran result = sweep_codes({"--precision", "park.refused.share 3%", "--replications", "25", "--db", "none"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("25 replications"), HasSubstr("park.refused.share 3%: reached in ")));
  EXPECT_THAT(result.out, HasSubstr(" of 3 cells"));
  EXPECT_THAT(sweep_codes({"--precision", "park.refused.share 5s", "--db", "none"}).err,
              HasSubstr("--precision 'park.refused.share 5s'"));
}

// Company-day with few codes: each pair of neighbours of which the first refuses 0.1 to 5 %. What one code more changes
// there, codes in use and waits, takes a tenth of the replications or fewer. Refusals do not: where the next cell
// refuses a part r of the calls, the differences are mostly refusals themselves, and no coupling saves more than
// (1 + r) / (1 - r) of those that come one by one.
TEST(SamplingSweep, OneCodeMoreOnCompanyDayNeedsATenthOfTheReplications) {
  const auto compare = [](const std::string& policy, const std::string& codes) {
    const std::string label = "{policy=" + policy + "}";
    const Ran result =
        ran({"sweep", PARKSIM_ROOT "/scenarios/company-day.yaml", "--vary", "lots." + policy + ".codes=" + codes,
             "--measure", "park.refused.share" + label, "--measure", "code.in_use.mean" + label, "--measure",
             "caller.wait.mean" + label, "--replications", "200", "--db", "none", "--json"});
    const auto json = read_json(result.out);
    std::vector<double> ratios;
    for (const auto& [_, measure] : json.get_child("measures")) {
      if (ratios.empty()) {
        const auto refused = measure.get_child("cells").front().second.get<double>("value");
        EXPECT_GT(refused, 0.001);
        EXPECT_LT(refused, 0.05);
      }
      ratios.push_back(measure.get_child("steps").front().second.get<double>("variance_ratio"));
    }
    EXPECT_GT(ratios.at(0), 1) << policy << ", refusals";
    EXPECT_GE(ratios.at(1), 10) << policy << ", codes in use";
    EXPECT_GE(ratios.at(2), 10) << policy << ", waits";
  };
  compare("Factory", "4,5");
  compare("Sales", "3,4");
  compare("Sales", "4,5");
  compare("Support", "3,4");
}

TEST_F(Sweep, RefusesNonsense) {
  const auto error = [&](program::Arguments more) {
    more.insert(more.end(), {"--db", "none"});
    const Ran result = sweep(more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error({}), HasSubstr("nothing is varied"));
  EXPECT_THAT(error({"--vary", "lots.L.codes"}), HasSubstr("PATH=VALUES"));
  EXPECT_THAT(error({"--vary", "lots.M.codes=3,4"}), HasSubstr("there is no `M` in `lots`"));
  EXPECT_THAT(error({"--vary", "lots.L.codes=60", "--measure", "park.refusd.share"}),
              AllOf(HasSubstr("--measure park.refusd.share"), HasSubstr("park.refused")));
  EXPECT_THAT(error({"--vary", "lots.L.codes=60", "--side-by-side", "--vary", "run.seed=1,2"}),
              HasSubstr("one length"));
  EXPECT_THAT(error({"--side-by-side"}), HasSubstr("goes with --vary"));
  EXPECT_THAT(error({"--vary", "lots.L.codes=60", "--resume"}), HasSubstr("--resume goes on with a file"));
  EXPECT_THAT(error({"--vary", "lots.L.codes=60", "--trace", "x.csv"}), HasSubstr("trace"));
}

TEST_F(Sweep, RefusesCellsThatCannotBeCompared) {
  const Ran twice = sweep({"--vary", "title=one,two", "--db", "none"});
  EXPECT_EQ(twice.code, 2);
  EXPECT_THAT(twice.err, HasSubstr("title=one and title=two are the same scenario"));
  const Ran uneven = ran({"sweep", lot, "--vary", "run.replications=2,3", "--vary", "lots.L.codes=60,70",
                          "--side-by-side", "--db", "none"});
  EXPECT_EQ(uneven.code, 2);
  EXPECT_THAT(uneven.err, HasSubstr("as many replications"));
}

TEST_F(Sweep, VariesTheSystem) {
  const Ran result = ran({"sweep", PARKSIM_ROOT "/scenarios/factory-reception.yaml", "--vary", "system=asterisk,teams",
                          "--replications", "2", "--db", "none", "--measure", "caller.wait.p95"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("asterisk -> teams"));
}

}  // namespace

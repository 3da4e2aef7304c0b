// run --precision, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"
#include "tools/results/store.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string lot = PARKSIM_ROOT "/scenarios/reference-lot.yaml";
const program::Arguments small{"--set", "run.calls=1000", "--set", "lots.L.codes=60"};

class RunPrecision : public testing::Test {
 protected:
  Ran run(program::Arguments more) {
    more.insert(more.begin(), small.begin(), small.end());
    return ran({"run", lot}, more);
  }
  std::string file(const std::string& name) const { return folder / name; }
  std::string content(const std::string& name) const { return sample::content_of(folder / name); }
  std::size_t stored(const std::string& name) const {
    return results::Store::open_to_read(file(name)).runs().at(0).replications.size();
  }
  sample::Folder folder;
};

TEST_F(RunPrecision, GoesOnUntilTheIntervalIsAsNarrow) {
  const Ran result = run({"--precision", "park.refused.share 12%", "--db", file("a.db"), "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const auto json = read_json(result.out);
  const auto replications = json.get<std::size_t>("replications");
  EXPECT_GT(replications, 20u);
  EXPECT_EQ(json.get<std::size_t>("replications_wanted"), replications);
  EXPECT_EQ(stored("a.db"), replications);
  const auto& fact = json.get_child("precision").front().second;
  EXPECT_LE(fact.get<double>("half_width"), fact.get<double>("wanted"));
  EXPECT_TRUE(fact.get<bool>("reached"));
}

TEST_F(RunPrecision, StopsAtTheSamePlaceForAnyNumberOfThreads) {
  const program::Arguments wanted{"--precision", "park.refused.share 12%,caller.wait.p95 5s"};
  const auto with = [&](const char* threads, const char* name) {
    program::Arguments more = wanted;
    more.insert(more.end(), {"--threads", threads, "--db", file(name)});
    return run(more);
  };
  ASSERT_EQ(with("1", "one.db").code, 0);
  for (const char* threads : {"2", "7"}) {
    ASSERT_EQ(with(threads, "more.db").code, 0);
    EXPECT_EQ(content("more.db"), content("one.db"));
  }
}

TEST_F(RunPrecision, ResumedStopsWhereAWholeOneDoes) {
  const program::Arguments wanted{"--precision", "park.refused.share 12%"};
  program::Arguments whole = wanted;
  whole.insert(whole.end(), {"--db", file("whole.db"), "--json"});
  const auto one = read_json(run(whole).out);
  ASSERT_EQ(run({"--replications", "60", "--shard", "2/3", "--db", file("part.db"), "--quiet"}).code, 0);
  program::Arguments resumed = wanted;
  resumed.insert(resumed.end(), {"--db", file("part.db"), "--json", "--resume"});
  const auto other = read_json(run(resumed).out);
  EXPECT_EQ(other.get_child("metrics"), one.get_child("metrics"));
  EXPECT_EQ(other.get<int>("replications"), one.get<int>("replications"));
}

TEST_F(RunPrecision, EndsAtTheMostReplicationsAndSaysThatItIsNotReached) {
  const Ran result = run({"--precision", "park.refused.share 0.1%", "--replications", "23", "--db", "none"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("23 replications"), HasSubstr("not as wanted (0.1%)")));
}

TEST_F(RunPrecision, RefusesNonsense) {
  const auto error = [&](program::Arguments more) {
    const Ran result = run(more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error({"--precision", "park.refusd.share 5%"}),
              AllOf(HasSubstr("--precision"), HasSubstr("park.refused")));
  EXPECT_THAT(error({"--precision", ""}), HasSubstr("--precision"));
  EXPECT_THAT(error({"--precision", "park.refused.share 5%", "--shard", "1/2"}), HasSubstr("a shard has a part"));
  EXPECT_THAT(error({"--precision", "park.refused.share 5%", "--system", "all"}), HasSubstr("one system"));
  const Ran world = ran({"run", PARKSIM_ROOT "/scenarios/world-day.yaml", "--precision", "park.refused.share 5%"});
  EXPECT_EQ(world.code, 2);
  EXPECT_THAT(world.err, HasSubstr("copies"));
}

}  // namespace

// The commands that read scenarios and systems, on those that come with the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string reference_lot = PARKSIM_ROOT "/scenarios/reference-lot.yaml";

TEST(SystemsCommand, AnUnknownSystemIsBadInputWithTheNearest) {
  for (const char* command : {"systems", "states"}) {
    const Ran result = ran({command, "asterix"});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("asterisk"));
  }
}

TEST(StatesCommand, ShowsTheRowsThatTheSystemHas) {
  const Ran result = ran({"states", "custom"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, testing::ContainsRegex("^row +from +on +condition +to\n0 +connected +press +requested\n"));
  EXPECT_THAT(result.out, HasSubstr("the parker presses park"));
  EXPECT_THAT(result.out, ContainsRegex("\n4a +requested +park_request +no_code \\(full_keeps\\) +connected\n"));
}

TEST(StatesCommand, DrawsAGraph) { EXPECT_THAT(ran({"states", "custom", "--dot"}).out, StartsWith("digraph")); }

TEST(StatesCommand, WritesJson) {
  const auto rows = read_json(ran({"states", "custom", "--json"}).out).get_child("rows");
  EXPECT_EQ(rows.front().second.get<std::string>("to"), "requested");
  EXPECT_EQ(rows.front().second.get_child("on").front().second.data(), "press");
  const auto refused = std::find_if(
      rows.begin(), rows.end(), [](const auto& row) { return row.second.template get<std::string>("row") == "4a"; });
  ASSERT_NE(refused, rows.end());
  EXPECT_EQ(refused->second.get<std::string>("guard"), "no_code");
  EXPECT_EQ(refused->second.get<std::string>("when"), "full_keeps");
  EXPECT_EQ(refused->second.get<std::string>("action"), "refuse");
}

TEST(CheckCommand, SaysWhatWillBeSimulatedAndSimulatesNothing) {
  const Ran result = ran({"check", reference_lot});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("The reference lot\n"));
  EXPECT_THAT(result.out, ContainsRegex("lots +L: codes .* \\(90\\), timeout 5 min 00 s"));
  EXPECT_THAT(result.out, HasSubstr("Nothing was simulated."));
  EXPECT_THAT(result.out, Not(HasSubstr("events")));
}

TEST(CheckCommand, SaysWhetherItMattersWhichFreeCodeIsGiven) {
  EXPECT_THAT(ran({"check", reference_lot}).out, ContainsRegex("Allocation +L: "));
}

TEST(CheckCommand, JsonHasThePeopleTrafficAndChannelsOfTheText) {
  const std::string factory = PARKSIM_ROOT "/scenarios/factory-reception.yaml";
  const auto tree = read_json(ran({"check", factory, "--json"}).out);
  const std::string text = ran({"check", factory}).out;
  EXPECT_EQ(tree.get_child("people").front().second.get<std::string>("name"), "reception");
  for (const char* kind : {"people", "channels"}) {
    ASSERT_FALSE(tree.get_child(kind).empty()) << kind;
    for (const auto& each : tree.get_child(kind)) EXPECT_THAT(text, HasSubstr(each.second.get<std::string>("text")));
  }
  EXPECT_EQ(tree.get_child("traffic").front().second.get<std::string>("name"), "inbound");
}

TEST(CheckCommand, ShowsWhatASetChanges) {
  EXPECT_THAT(ran({"check", reference_lot, "--set", "lots.L.codes=40"}).out, HasSubstr("(40)"));
}

TEST(CheckCommand, AWrongKeyIsShownWithItsPlace) {
  const Ran result = ran({"check", reference_lot, "--set", "lots.L.cods=40"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("^"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST(CheckCommand, WritesJson) {
  const auto tree = read_json(ran({"check", reference_lot, "--json"}).out);
  EXPECT_EQ(tree.get<std::string>("kind"), "check");
  EXPECT_EQ(tree.get_child("lots").front().second.get<int>("capacity"), 90);
}

class RunCommand : public testing::Test {
 protected:
  static Ran short_run(program::Arguments more) {
    program::Arguments arguments{"run", reference_lot, "--db",          "none", "--replications",
                                 "2",   "--set",       "run.calls=2000"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return ran(arguments);
  }
  static std::string metrics(const program::Arguments& more) {
    const Ran result = short_run(more);
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out.substr(result.out.find("\"metrics\""));
  }
};

TEST_F(RunCommand, SimulatesAndSumsUp) {
  const Ran result = short_run({});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("4,000 calls measured"));
  EXPECT_THAT(result.out, HasSubstr("not stored"));
}

TEST_F(RunCommand, QueueThreadsAndTiesMoveNoResult) {
  const std::string usual = metrics({"--json"});
  EXPECT_EQ(metrics({"--json", "--queue", "heap"}), usual);
  EXPECT_EQ(metrics({"--json", "--queue", "sorted", "--threads", "1"}), usual);
  EXPECT_EQ(metrics({"--json", "--shuffle-ties", "5"}), usual);
}

TEST_F(RunCommand, TheSeedMovesResults) {
  EXPECT_NE(metrics({"--json", "--seed", "8"}), metrics({"--json", "--seed", "9"}));
}

TEST_F(RunCommand, TracesTheFirstReplication) {
  const std::string name = testing::TempDir() + "commands_trace.csv";
  EXPECT_EQ(short_run({"--trace", name}).code, 0);
  std::ifstream file(name);
  std::string heading, first;
  std::getline(file, heading);
  std::getline(file, first);
  EXPECT_THAT(heading, StartsWith("time_s,traffic,call"));
  EXPECT_THAT(first, HasSubstr(",L,0,"));
  std::filesystem::remove(name);
}

}  // namespace

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

TEST(Program, WithoutArgumentsExplainsItselfAsAnError) {
  const Ran result = ran({});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("usage: parksim COMMAND"));
}

TEST(Program, HelpListsEveryCommandAndTheExitCodes) {
  for (const char* word : {"help", "--help", "-h"}) {
    const Ran result = ran({word});
    EXPECT_EQ(result.code, 0);
    for (const auto& command : program::commands()) EXPECT_THAT(result.out, HasSubstr(std::string(command.name)));
    EXPECT_THAT(result.out, HasSubstr("3 an expectation failed"));
    EXPECT_LE(longest_line(result.out), 100U);
  }
}

TEST(Program, EveryCommandHasHelpWithAnExample) {
  for (const auto& command : program::commands()) {
    const std::string name(command.name);
    const Ran result = ran({name, "--help"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, StartsWith("usage: parksim " + name));
    EXPECT_THAT(result.out, HasSubstr("example:\n  parksim " + name));
    EXPECT_LE(longest_line(result.out), 100U) << result.out;
    EXPECT_EQ(ran({"help", name}).out, result.out);
  }
}

TEST(Program, ExamplesNameFilesThatExist) {
  int named = 0;
  for (const auto& command : program::commands()) {
    std::istringstream words(ran({std::string(command.name), "--help"}).out);
    for (std::string word; words >> word;) {
      if (!word.starts_with("scenarios/")) continue;
      EXPECT_TRUE(std::filesystem::exists(std::string(PARKSIM_ROOT) + "/" + word)) << word;
      ++named;
    }
  }
  EXPECT_EQ(named, 13) << "of run, sweep, plan, stress, sensitivity, baseline, merge and check";
}

TEST(Program, UnknownCommandNamesTheNearest) {
  const Ran result = ran({"chek", "x.yaml"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("'chek'"));
  EXPECT_THAT(result.err, HasSubstr("did you mean 'check'?"));
  EXPECT_THAT(ran({"help", "metrix"}).err, HasSubstr("did you mean 'metrics'?"));
}

TEST(Program, UnknownCommandFarFromAllListsThem) {
  const Ran result = ran({"qqqqqqqqqq"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, Not(HasSubstr("did you mean")));
  EXPECT_THAT(result.err, HasSubstr("run"));
}

TEST(Program, VersionNamesTheBuild) {
  const Ran result = ran({"--version"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, testing::ContainsRegex("^parksim [0-9]+\\.[0-9]+\\.[0-9]+, build [0-9a-f]{64}"));
}

TEST(Program, WrongOptionsAreUsageErrors) {
  const Ran result = ran({"run", "x.yaml", "--replicatons", "3"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("unknown option --replicatons; did you mean '--replications'?"));
  EXPECT_EQ(ran({"run"}).code, 2);
  EXPECT_EQ(ran({"run", "a.yaml", "b.yaml"}).code, 2);
  EXPECT_EQ(ran({"run", "a.yaml", "--seed"}).code, 2);
  EXPECT_EQ(ran({"metrics", "--repl"}).code, 2);
  EXPECT_EQ(ran({"states"}).code, 2);
  EXPECT_EQ(ran({"states", "teams", "--dot", "--json"}).code, 2);
}

TEST(Program, AMissingScenarioIsBadInputNotAFault) {
  for (const char* command : {"run", "check"}) {
    const Ran result = ran({command, "no-such-file.yaml"});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("no-such-file.yaml"));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST(MetricsCommand, DescribesEveryMetricWithinTheWidth) {
  const Ran result = ran({"metrics"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("caller.wait  [s]"));
  EXPECT_THAT(result.out, HasSubstr("reason: lot_full"));
  EXPECT_LE(longest_line(result.out), 100U);
}

TEST(MetricsCommand, WritesJson) {
  const auto tree = read_json(ran({"metrics", "--json"}).out);
  EXPECT_EQ(tree.get<int>("schema_version"), 2);
  EXPECT_GT(tree.get_child("metrics").size(), 30U);
  EXPECT_EQ(tree.get_child("metrics").front().second.get<std::string>("unit"), "calls");
}

}  // namespace

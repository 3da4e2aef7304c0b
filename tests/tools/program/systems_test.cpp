// The list of systems, and everything of one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "scenarios/compiler/rules_text.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/presets.hpp"

namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string told(const program::Arguments& arguments) {
  std::ostringstream out, err;
  EXPECT_EQ(program::systems_command(arguments, out, err), 0) << err.str();
  return out.str();
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) found.push_back(line);
  return found;
}

TEST(SystemsCommand, ListsEveryPresetInOneLine) {
  const auto listed = lines(told({}));
  EXPECT_THAT(listed.front(), ContainsRegex("^system +codes +allocation +timeout +ring-back +code then +full +empty"));
  const auto systems = program::all_systems();
  ASSERT_GE(listed.size(), systems.size() + 3);
  for (std::size_t i = 0; i < systems.size(); ++i) EXPECT_THAT(listed[i + 1], StartsWith(systems[i].name + " "));
  EXPECT_THAT(listed.back(), HasSubstr("* assumed"));
}

TEST(SystemsCommand, KeepsTheListNarrow) {
  for (const std::string& line : lines(told({}))) EXPECT_LE(line.size(), 110u) << line;
}

TEST(SystemsCommand, MarksWhatIsAssumed) {
  const std::string list = told({});
  EXPECT_THAT(list, ContainsRegex("\nasterisk +701-750 +lowest +45s +1 x 30s +freed +refuse_keep +prompt_drop\n"));
  EXPECT_THAT(list, ContainsRegex("\nteams +10-99 +next +5min +1 x 30s\\* +held\\* +overflow\\* +error\n"));
  EXPECT_THAT(list, ContainsRegex("\nsfb +200-299\\* +random +90s +1 x 30s\\* +held\\* +refuse_keep\\* +error\n"));
}

TEST(SystemsCommand, SaysWhoChoosesTheCodeAndThatNobodyIsRung) {
  EXPECT_THAT(told({}),
              ContainsRegex("\nfreeswitch +6001-6099 +by parker +never +none +- +refuse_drop\\* +self_park\n"));
  EXPECT_THAT(told({}), ContainsRegex("\nkazoo .* for ever x 30s +held"));
}

TEST(SystemsCommand, ShowsEveryParameterOfOneOnce) {
  const std::string text = told({"teams"});
  EXPECT_THAT(text, StartsWith("teams: Microsoft Teams"));
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    const std::string shown = " " + field.path();
    std::size_t times = 0;
    for (const char behind : {' ', '\n'}) {
      for (std::size_t at = 0; (at = text.find(shown + behind, at)) != std::string::npos; ++at) ++times;
    }
    EXPECT_EQ(times, 1u) << field.path();
  }
}

TEST(SystemsCommand, ShowsWhatDiffersBesideTheUsualValue) {
  const std::string text = told({"asterisk"});
  EXPECT_THAT(text, ContainsRegex("\n +parameter +value +otherwise\n"));
  EXPECT_THAT(text, ContainsRegex("\n +park\\.timeout +45s +5min\n"));
  EXPECT_THAT(text, Not(HasSubstr("*")));
}

TEST(SystemsCommand, ShowsTheAssumedValuesAndTheSourcesOfOne) {
  const std::string text = told({"teams"});
  EXPECT_THAT(text, ContainsRegex("\n +ring\\.code +held\\* +the same\n"));
  EXPECT_THAT(text, ContainsRegex("\n +scope +tenant\\*\n"));
  EXPECT_THAT(text, ContainsRegex("\n +licences +yes\n"));
  EXPECT_THAT(text, ContainsRegex("\n +sources +Microsoft"));
  EXPECT_THAT(text, HasSubstr("* assumed: no source gives it."));
}

TEST(SystemsCommand, JsonHoldsEverything) {
  const auto tree = read_json(told({"--json"}));
  EXPECT_EQ(tree.get<std::string>("kind"), "systems");
  const auto systems = program::all_systems();
  const auto& written = tree.get_child("systems");
  ASSERT_EQ(written.size(), systems.size());
  auto system = systems.begin();
  for (const auto& [key, each] : written) {
    EXPECT_EQ(each.get<std::string>("name"), system->name);
    EXPECT_EQ(each.get<std::string>("title"), system->title);
    EXPECT_EQ(each.get<bool>("licences"), system->licences);
    EXPECT_EQ(each.get_child("rules").size(), scenarios::rule_fields().size());
    EXPECT_EQ(each.get_child("assumed").size(), system->assumed.size());
    EXPECT_EQ(each.get_child("sources").size(), system->sources.size());
    ++system;
  }
}

TEST(SystemsCommand, JsonOfOneHasItsLimits) {
  const auto teams = read_json(told({"teams", "--json"})).get_child("systems").front().second;
  EXPECT_EQ(teams.get<std::string>("scope"), "tenant");
  EXPECT_EQ(teams.get<std::string>("clients"), "current");
  EXPECT_EQ(teams.get<int>("limits.pickup_range.hi"), 9999);
  EXPECT_EQ(teams.get<double>("limits.park_timeout_s.least"), 120);
}

}  // namespace

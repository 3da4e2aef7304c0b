#include "scenarios/compiler/powershell_policy.hpp"

#include <gmock/gmock.h>

#include "tests/scenarios/texts.hpp"

namespace {

using scenarios::PolicyCommand;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view example = R"(# Call park for the factory
New-CsTeamsCallParkPolicy -Identity "Factory" -AllowCallPark $true `
    -PickupRangeStart 100 -PickupRangeEnd 299 -ParkTimeoutSeconds 600
<# off for
   everybody else #>
Set-CsTeamsCallParkPolicy -Identity Global -AllowCallPark:$false
grant-csteamscallparkpolicy -Identity reception -PolicyName 'Factory'; Grant-CsTeamsCallParkPolicy -Group floor -PolicyName Factory
)";

// The people scenario with its policies in a file.
struct WithFile {
  explicit WithFile(std::string_view commands) { directory.write("policies.ps1", commands); }
  static std::string text() {
    std::string changed =
        texts::with(texts::people, "\n  Factory: {allow_call_park: true, pickup_range: 10-99, park_timeout: 300s}",
                    " {from: policies.ps1}");
    changed = texts::with(changed, "policy: Factory, ", "");
    return texts::with(changed, "policy: Factory, ", "");
  }
  scenarios::Scenario compiled(const scenarios::LoadOptions& options = texts::options()) const {
    return texts::compiled(text(), options, directory.path());
  }
  scenarios::InputError error() const { return texts::error_of(text(), texts::options(), directory.path()); }
  texts::Directory directory;
};

TEST(PolicyFile, MakesPoliciesLotsAndGrants) {
  const auto scenario = WithFile(example).compiled();
  ASSERT_THAT(scenario.company.policies, SizeIs(2));
  EXPECT_EQ(scenario.company.policies[0].name, "Factory");
  EXPECT_FALSE(scenario.company.policies[1].allow_call_park);
  ASSERT_THAT(scenario.company.lots, SizeIs(1));
  EXPECT_EQ(scenario.company.lots[0].rules.space.lo, 100);
  EXPECT_EQ(scenario.company.lots[0].rules.space.hi, 299);
  EXPECT_EQ(scenario.company.lots[0].rules.park.timeout, sim::Ticks{600'000'000});
  EXPECT_EQ(scenario.company.groups[0].policy, 0);
  EXPECT_EQ(scenario.company.groups[1].policy, 0);
}

TEST(PolicyFile, SetChangesWhatNewMade) {
  const auto scenario =
      WithFile(std::string(example) + "Set-CsTeamsCallParkPolicy -Identity Factory -PickupRangeEnd 149\n").compiled();
  EXPECT_EQ(park::usable_codes(scenario.company.lots[0].rules.space), 50);
}

TEST(PolicyFile, GrantToEverybodyIsTheDefault) {
  const auto scenario = WithFile(
                            "New-CsTeamsCallParkPolicy -Identity All -AllowCallPark $true\nGrant-CsTeamsCallParkPolicy "
                            "-Global -PolicyName All\n")
                            .compiled();
  EXPECT_EQ(scenario.company.groups[1].policy, 0);
  EXPECT_EQ(park::usable_codes(scenario.company.lots[0].rules.space), 90);
}

TEST(PolicyFile, SecondGrantCountsWithAWarning) {
  const auto scenario = WithFile(std::string(example) +
                                 "New-CsTeamsCallParkPolicy -Identity Night -AllowCallPark "
                                 "$true\nGrant-CsTeamsCallParkPolicy -Identity floor -PolicyName Night\n")
                            .compiled();
  EXPECT_EQ(scenario.company.policies[static_cast<std::size_t>(scenario.company.groups[1].policy)].name, "Night");
  EXPECT_THAT(scenario.warnings,
              Contains(testing::Field(&scenarios::Problem::message, HasSubstr("two grants to `floor`"))));
}

TEST(PolicyFile, SwappedSystemIgnoresItsCodes) {
  const auto scenario = WithFile(example).compiled(texts::options({}, "asterisk"));
  EXPECT_EQ(scenario.company.lots[0].rules.space.lo, 701);
  EXPECT_THAT(scenario.ignored, Contains("policies.ps1: codes and timeout of Factory"));
}

TEST(PolicyFile, GrantReachesTheOnePersonOfAGroupOfOne) {
  const WithFile file(
      "New-CsTeamsCallParkPolicy -Identity All -AllowCallPark $true\n"
      "Grant-CsTeamsCallParkPolicy -Identity 'reception 1' -PolicyName All\n");
  const auto text = texts::with(WithFile::text(), "count: 2", "count: 1");
  const auto scenario = texts::compiled(text, texts::options(), file.directory.path());
  EXPECT_EQ(scenario.company.groups[0].policy, 0);
  EXPECT_EQ(scenario.company.groups[1].policy, people::none);
}

TEST(PolicyFile, GrantOfAPolicyWrittenInTheScenarioCounts) {
  const WithFile file("Grant-CsTeamsCallParkPolicy -Identity reception -PolicyName Own\n");
  const auto text =
      texts::with(WithFile::text(), "{from: policies.ps1}", "{from: policies.ps1, Own: {allow_call_park: true}}");
  EXPECT_EQ(texts::compiled(text, texts::options(), file.directory.path()).company.groups[0].policy, 0);
}

TEST(PolicyFile, AddressIsALiteral) {
  const auto file = std::make_shared<const scenarios::Source>(
      scenarios::Source{"p.ps1", "Grant-CsTeamsCallParkPolicy -Identity jane@example.com -PolicyName Sales"});
  EXPECT_EQ(scenarios::read_policy_commands(file).at(0).identity.value, "jane@example.com");
}

struct Bad {
  const char* text;
  std::size_t line, column;
  const char* words;
};

class BadPolicyFile : public testing::TestWithParam<Bad> {};

TEST_P(BadPolicyFile, IsToldWithItsPlace) {
  const scenarios::InputError error = WithFile(GetParam().text).error();
  EXPECT_THAT(std::string(error.file()), testing::EndsWith("policies.ps1")) << error.what();
  EXPECT_EQ(error.line(), GetParam().line) << error.what();
  EXPECT_EQ(error.column(), GetParam().column) << error.what();
  EXPECT_THAT(error.what(), HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadPolicyFile,
    testing::Values(
        Bad{"New-CsTeamsCallParkPolicy -Identiy Sales", 1, 27, "did you mean `Identity`?"},
        Bad{"# x\n  New-CsTeamsCallParkPolicy -Identity $name", 2, 39, "variables are not read"},
        Bad{"New-CsTeamsCallParkPolicy -Identity \"Sales $x\"", 1, 44, "variables are not read"},
        Bad{"$x = 3", 1, 1, "variables are not read"},
        Bad{"Get-CsTeamsCallParkPolicy", 1, 1, "only New-, Set- and Grant-"},
        Bad{"New-CsTeamsCallParkPolicy -Identity (Get-Content x)", 1, 37, "only literal values"},
        Bad{"New-CsTeamsCallParkPolicy -Identity @(1)", 1, 37, "only literal values"},
        Bad{"New-CsTeamsCallParkPolicy -Identity @names", 1, 37, "only literal values"},
        Bad{"New-CsTeamsCallParkPolicy -Identity A | Out-Null", 1, 39, "only literal values"},
        Bad{"New-CsTeamsCallParkPolicy -Identity", 1, 27, "-Identity has no value"},
        Bad{"New-CsTeamsCallParkPolicy -AllowCallPark $true", 1, 1, "-Identity is missing"},
        Bad{"New-CsTeamsCallParkPolicy Sales", 1, 27, "expected a parameter"},
        Bad{"New-CsTeamsCallParkPolicy -Identity 'Sales", 1, 37, "the quote does not end"},
        Bad{"<# no end", 1, 1, "the comment does not end"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -Identity T", 1, 39, "is here twice"},
        Bad{"New-CsTeamsCallParkPolicy ` -Identity S", 1, 27, "last on its line"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -AllowCallPark yes", 1, 54, "$true or $false"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -PickupRangeStart ten", 1, 57, "needs a whole number"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -AllowCallPark $true -PickupRangeStart 5", 1, 78,
            "must lie in 10-9999"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -AllowCallPark $true -PickupRangeStart 90 -PickupRangeEnd 20", 1, 97,
            "must begin below its end"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -AllowCallPark $true -ParkTimeoutSeconds 60", 1, 80,
            "must be 2min to 30min"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nNew-CsTeamsCallParkPolicy -Identity S", 2, 37, "is here twice"},
        Bad{"Set-CsTeamsCallParkPolicy -Identity Sales -AllowCallPark $true", 1, 37,
            "there is no policy `Sales` to set"},
        Bad{"Grant-CsTeamsCallParkPolicy -Identity floor -PolicyName Sales", 1, 57, "there is no policy `Sales`"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity flor -PolicyName S", 2, 39,
            "did you mean `floor`?"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -PickupRangeStart 5", 1, 57, "must lie in 10-9999"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -AllowCallPark $false -PickupRangeEnd 10000", 1, 77,
            "must lie in 10-9999"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -PickupRangeStart 50 -PickupRangeEnd 20", 1, 76,
            "must begin below its end, not 50-20"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -AllowCallPark $true -PickupRangeStart 99", 1, 78,
            "must begin below its end"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S -ParkTimeoutSeconds 60", 1, 59, "must be 2min to 30min"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity jane@example.com "
            "-PolicyName S",
            2, 39, "people are named by their group in a scenario"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity jane@example.com "
            "-PolicyName S",
            2, 39, "\"reception 1\""},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity 'reception 2' -PolicyName S",
            2, 39, "make a group of one"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity 'reception 3' -PolicyName S",
            2, 39, "the group `reception` has 2 people"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity 'reception 0' -PolicyName S",
            2, 39, "counted from 1"},
        Bad{"New-CsTeamsCallParkPolicy -Identity S\nGrant-CsTeamsCallParkPolicy -Identity 'reception x' -PolicyName S",
            2, 39, "there is no person `reception x`"},
        Bad{"Grant-CsTeamsCallParkPolicy -Identity floor", 1, 1, "-PolicyName is missing"}));

}  // namespace

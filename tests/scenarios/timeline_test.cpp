// What changes in the course of a run: grants, rules, rights, crashes, drains.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/scenarios/texts.hpp"

namespace {

using people::Change;
using sim::operator""_min;
using sim::operator""_s;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Kind = Change::Kind;

constexpr std::string_view nodes = R"(sites: {north: {}, south: {}}
links: [{between: [north, south], latency: 12ms}]
park_service: {nodes: {n1: {site: north}, n2: {site: south}}}
)";

// The small scenario with a policy that is off, and these entries.
std::string day(std::string_view timeline) {
  return texts::with(texts::people, "people:", "  Night: {pickup_range: 100-119}\npeople:") + "timeline:\n" +
         std::string(timeline);
}

scenarios::Scenario compiled(std::string_view timeline, const scenarios::LoadOptions& with = texts::options()) {
  return texts::compiled(day(timeline), with);
}

std::vector<Change> changes(std::string_view timeline) { return compiled(timeline).company.timeline; }

std::string error(std::string_view timeline) { return texts::error_of(day(timeline)).what(); }

std::vector<Kind> kinds(const std::vector<Change>& changes) {
  std::vector<Kind> found;
  for (const Change& change : changes) found.push_back(change.kind);
  return found;
}

TEST(Timeline, GrantTellsWhoGetsWhatAndWhen) {
  const auto found = changes("  - {at: \"10:00\", grant: Night, to: floor, takes: exponential(20min)}\n");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, Kind::grant);
  EXPECT_EQ(found[0].at, 120_min);
  EXPECT_EQ(found[0].policy, 1);
  EXPECT_EQ(found[0].group, 1);
  EXPECT_DOUBLE_EQ(found[0].takes.mean_s(), 1200);
}

TEST(Timeline, GrantCountsAtOnceWhenNothingIsSaid) {
  EXPECT_DOUBLE_EQ(changes("  - {at: 10:00, grant: Night, to: floor}\n")[0].takes.mean_s(), 0);
}

TEST(Timeline, SetBringsRulesToTheLotsThatDiffer) {
  const auto company = compiled("  - {at: 11:00, set: {policies.Factory.pickup_range: 10-49}}\n").company;
  ASSERT_THAT(company.lots, SizeIs(1));
  EXPECT_EQ(park::usable_codes(company.lots[0].rules.space), 90);
  ASSERT_THAT(company.lots[0].later, SizeIs(1));
  EXPECT_EQ(park::usable_codes(company.lots[0].later[0].space), 40);
  EXPECT_EQ(company.lots[0].later[0].park.timeout, 300_s);
  ASSERT_THAT(kinds(company.timeline), ElementsAre(Kind::rules));
  EXPECT_EQ(company.timeline[0].lot, 0);
  EXPECT_EQ(company.timeline[0].rules, 1);
}

TEST(Timeline, LaterSetsBuildOnEarlierOnesWhateverTheirOrderOnThePage) {
  const auto company = compiled(R"(  - {at: 13:00, set: {lots.Factory.timeout: 3min}}
  - {at: 11:00, set: {policies.Factory.pickup_range: 10-49, lots.Factory.ring_back.attempts: 4}}
)")
                           .company;
  const auto& later = company.lots[0].later;
  ASSERT_THAT(later, SizeIs(2));
  EXPECT_EQ(later[0].space.hi, 49);
  EXPECT_EQ(later[0].ring.attempts, 4);
  EXPECT_EQ(later[0].park.timeout, 300_s);
  EXPECT_EQ(later[1].space.hi, 49);
  EXPECT_EQ(later[1].ring.attempts, 4);
  EXPECT_EQ(later[1].park.timeout, 180_s);
  ASSERT_THAT(company.timeline, SizeIs(2));
  EXPECT_EQ(company.timeline[0].at, 180_min);
  EXPECT_EQ(company.timeline[1].rules, 2);
}

TEST(Timeline, EntriesOfOneTimeKeepTheirOrder) {
  const auto found = changes(R"(  - {at: 11:00, open: Factory}
  - {at: 10:00, drain: Factory}
  - {at: 11:00, grant: Night, to: floor}
  - {at: 11:00, drain: Factory}
)");
  EXPECT_THAT(kinds(found), ElementsAre(Kind::drain, Kind::open, Kind::grant, Kind::drain));
}

TEST(Timeline, ParkIsTurnedOnAndOff) {
  const auto company = compiled(R"(  - {at: 10:00, set: {policies.Night.allow_call_park: yes}}
  - {at: 11:00, set: {policies.Factory.allow_call_park: no, policies.Night.allow_call_park: no}}
)")
                           .company;
  EXPECT_THAT(kinds(company.timeline), ElementsAre(Kind::allow, Kind::allow, Kind::allow));
  EXPECT_EQ(company.timeline[0].policy, 1);
  EXPECT_TRUE(company.timeline[0].allowed);
  EXPECT_EQ(company.timeline[1].policy, 0);
  EXPECT_FALSE(company.timeline[1].allowed);
  ASSERT_THAT(company.lots, SizeIs(2)) << "a policy that is turned on has its lot from the start";
  EXPECT_FALSE(company.policies[1].allow_call_park);
  EXPECT_EQ(company.policies[1].lot, 1);
  EXPECT_EQ(company.lots[1].rules.space.lo, 100);
  EXPECT_THAT(company.lots[1].later, IsEmpty());
}

TEST(Timeline, PolicyThatStaysOffHasNoLot) {
  EXPECT_EQ(compiled("  - {at: 10:00, grant: Night, to: floor}\n").company.policies[1].lot, people::none);
}

TEST(Timeline, CrashBringsTheNodeBackAfterATime) {
  const auto company = texts::compiled(day(R"(  - {at: 13:00, crash: n2, for: 90s}
  - {at: 14:00, crash: n1}
)") + std::string(nodes))
                           .company;
  EXPECT_THAT(kinds(company.timeline), ElementsAre(Kind::crash, Kind::restart, Kind::crash));
  EXPECT_EQ(company.timeline[0].node, 1);
  EXPECT_EQ(company.timeline[1].node, 1);
  EXPECT_EQ(company.timeline[1].at, 300_min + 90_s);
  EXPECT_EQ(company.timeline[2].node, 0);
}

TEST(Timeline, DrainsPoliciesLotsAndNodes) {
  const auto company = texts::compiled(day(R"(  - {at: 10:00, drain: Factory}
  - {at: 10:00, drain: n2}
  - {at: 11:00, open: Factory}
  - {at: 11:00, open: n2}
)") + std::string(nodes))
                           .company;
  EXPECT_THAT(kinds(company.timeline), ElementsAre(Kind::drain, Kind::drain_node, Kind::open, Kind::open_node));
  EXPECT_EQ(company.timeline[0].lot, 0);
  EXPECT_EQ(company.timeline[1].node, 1);
}

TEST(Timeline, OfASteadyStateCountsFromTheStartOfTheWarmUp) {
  const auto steady = [](std::string_view at) {
    return texts::with(texts::lot, "{duration: 1h}", "{duration: 1h, warm_up: 30min}") +
           "timeline: [{at: " + std::string(at) + ", set: {lots.L.codes: 60}}]\n";
  };
  EXPECT_EQ(texts::compiled(steady("20min")).company.timeline[0].at, 20_min);
  EXPECT_EQ(texts::compiled(steady("90min")).company.timeline[0].at, 90_min);
  EXPECT_THAT(texts::error_of(steady("91min")).what(), HasSubstr("`at: 91min` is not within the run"));
  EXPECT_THAT(texts::error_of(steady("10:00")).what(), HasSubstr("counts from the start of the warm-up"));
}

TEST(Timeline, OfARunOfSoManyCallsHasNoEnd) {
  const auto text = texts::with(texts::lot, "{duration: 1h}", "{calls: 1k}");
  EXPECT_EQ(texts::compiled(text + "timeline: [{at: 9d, drain: L}]\n").company.timeline[0].at, 12960_min);
}

TEST(Timeline, IsPartOfTheIdentityOfAResult) {
  const auto effective = [](std::string_view timeline) { return compiled(timeline).effective; };
  EXPECT_NE(effective("  - {at: 10:00, drain: Factory}\n"), effective("  - {at: 10:01, drain: Factory}\n"));
  EXPECT_NE(effective("  - {at: 10:00, drain: Factory}\n"), effective("  - {at: 10:00, open: Factory}\n"));
  EXPECT_THAT(effective("  - {at: 11:00, set: {policies.Factory.pickup_range: 10-49}}\n"),
              HasSubstr("\"space.hi\":\"49\""));
}

TEST(Timeline, IsReachedFromTheCommandLine) {
  const auto scenario = compiled("  - {at: 10:00, drain: Factory}\n",
                                 texts::options({"timeline.0.at=11:30", "timeline.0.drain=Factory"}));
  EXPECT_EQ(scenario.company.timeline[0].at, 210_min);
}

TEST(Timeline, SetIsWrittenOverSeveralLinesToo) {
  const std::string block =
      "  - at: 11:00\n    set:\n      \"policies.Factory.pickup_range\": 10-49\n"
      "      lots.Factory.timeout: 3min\n";
  EXPECT_EQ(compiled(block).company.lots[0].later[0].space.hi, 49);
  const auto wrong = texts::error_of(day(texts::with(block, "pickup_range", "pickup_rang")));
  EXPECT_EQ(wrong.line(), 25u);
  EXPECT_EQ(wrong.column(), 25u) << wrong.what();
}

TEST(Timeline, OrderOfNodesIsPartOfTheIdentity) {
  const auto effective = [](const std::string& parts) { return texts::compiled(day("  []\n") + parts).effective; };
  const std::string swapped =
      texts::with(nodes, "{n1: {site: north}, n2: {site: south}}", "{n2: {site: south}, n1: {site: north}}");
  EXPECT_NE(effective(std::string(nodes)), effective(swapped));
  EXPECT_NE(effective(std::string(nodes)),
            effective(texts::with(nodes, "{north: {}, south: {}}", "{south: {}, north: {}}")));
}

TEST(Timeline, UnderAnotherSystemSetsOfRulesDoNotCount) {
  const auto scenario = compiled(R"(  - {at: 11:00, set: {policies.Factory.pickup_range: 10-49}}
  - {at: 12:00, set: {policies.Factory.allow_call_park: no}}
  - {at: 13:00, drain: Factory}
)",
                                 texts::options({}, "asterisk"));
  EXPECT_THAT(kinds(scenario.company.timeline), ElementsAre(Kind::drain));
  EXPECT_THAT(scenario.ignored, AllOf(Contains("timeline.0.set.policies.Factory.pickup_range"),
                                      Contains("timeline.1.set.policies.Factory.allow_call_park")));
}

TEST(Timeline, UnderAnotherSystemWithPoliciesParkIsStillTurnedOff) {
  const auto scenario =
      compiled("  - {at: 12:00, set: {policies.Factory.allow_call_park: no}}\n", texts::options({}, "teams"));
  EXPECT_THAT(kinds(scenario.company.timeline), ElementsAre(Kind::allow));
  EXPECT_THAT(scenario.ignored, Not(Contains(HasSubstr("timeline"))));
}

TEST(Timeline, SetThatChangesNothingIsWarnedOf) {
  const auto warnings = compiled("  - {at: 11:00, set: {policies.Factory.pickup_range: 10-99}}\n").warnings;
  EXPECT_TRUE(std::ranges::any_of(warnings,
                                  [](const auto& warning) { return warning.message == "this `set` changes nothing"; }));
}

TEST(Timeline, PolicyThatIsGrantedLaterIsHeldBySomebody) {
  for (const auto& warning : compiled("  - {at: 11:00, grant: Night, to: floor}\n").warnings)
    EXPECT_THAT(warning.message, Not(HasSubstr("nobody has the policy `Night`")));
}

TEST(Timeline, DrainingCanBeHandledWhereSomethingDrains) {
  const auto text = texts::with(day("  - {at: 10:00, drain: Factory}\n"), "on refused: [take_message]",
                                "on refused: {draining: [take_message], otherwise: [take_message]}");
  EXPECT_NO_THROW(texts::compiled(text));
  const auto without = texts::with(text, "drain: Factory", "open: Factory");
  EXPECT_THAT(texts::error_of(without).what(), HasSubstr("nothing drains"));
}

// `@` marks where the error must point.
struct Wrong {
  std::string_view name, entry, words;
};

class WrongEntry : public testing::TestWithParam<Wrong> {};

TEST_P(WrongEntry, IsToldOnceWithItsPlace) {
  std::string text = day("  - " + std::string(GetParam().entry) + "\n") + std::string(nodes);
  const std::size_t at = text.find('@');
  text.erase(at, 1);
  const auto found = texts::error_of(text);
  EXPECT_THAT(found.what(), HasSubstr(std::string(GetParam().words)));
  ASSERT_THAT(found.problems(), SizeIs(1)) << found.what();
  EXPECT_EQ(found.problems()[0].at.offset, at) << found.what();
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongEntry,
    testing::Values(
        Wrong{"UnknownKey", "{at: 10:00, @grnt: Night, drain: Factory}", "did you mean `grant`?"},
        Wrong{"NoTime", "@{drain: Factory}", "`at` is missing"}, Wrong{"NoAction", "@{at: 10:00}", "says what happens"},
        Wrong{"TwoActions", "{at: 10:00, drain: Factory, @open: Factory}", "`drain` and `open` in one entry"},
        Wrong{"DurationInADay", "{at: @20min, drain: Factory}", "a clock time"},
        Wrong{"BeforeTheRun", "{at: @07:59, drain: Factory}", "not within the run"},
        Wrong{"BehindTheRun", "{at: @16:01, drain: Factory}", "not within the run"},
        Wrong{"NoSuchTime", "{at: @10:75, drain: Factory}", "no such clock time"},
        Wrong{"NoSuchPolicy", "{at: 10:00, grant: @Nigt, to: floor}", "did you mean `Night`?"},
        Wrong{"NoSuchGroup", "{at: 10:00, grant: Night, to: @flor}", "did you mean `floor`?"},
        Wrong{"GrantToNobody", "@{at: 10:00, grant: Night}", "`to` is missing"},
        Wrong{"TakesOfADrain", "{at: 10:00, drain: Factory, @takes: 5min}", "`takes` goes with `grant`"},
        Wrong{"ForOfAnOpen", "{at: 10:00, open: Factory, @for: 5min}", "`for` goes with `crash`"},
        Wrong{"NoSuchNode", "{at: 10:00, crash: @n3}", "there is no node `n3`"},
        Wrong{"CrashOfALot", "{at: 10:00, crash: @Factory}", "there is no node `Factory`"},
        Wrong{"CrashOfNoTime", "{at: 10:00, crash: n1, for: @0s}", "more than nothing"},
        Wrong{"DrainOfNothing", "{at: 10:00, drain: @Factry}", "did you mean `Factory`?"},
        Wrong{"DrainOfAPolicyThatIsOff", "{at: 10:00, drain: @Night}", "has no lot: park is off"},
        Wrong{"EmptySet", "{at: 10:00, set: @{}}", "changes nothing"},
        Wrong{"SetOfPeople", "{at: 10:00, set: {@people.floor.count: 3}}",
              "`people` cannot change while calls are live"},
        Wrong{"SetOfTheSystem", "{at: 10:00, set: {@system.park.timeout: 3min}}", "`system` cannot change"},
        Wrong{"SetOfTraffic", "{at: 10:00, set: {@traffic.inbound.scale: 2}}", "`traffic` cannot change"},
        Wrong{"SetOfNothingKnown", "{at: 10:00, set: {@polices.Factory.park_timeout: 3min}}",
              "did you mean `policies`?"},
        Wrong{"SetOfAWholePolicy", "{at: 10:00, set: {policies.@Factory: {park_timeout: 3min}}}", "as a whole"},
        Wrong{"SetOfAnUnknownPolicy", "{at: 10:00, set: {policies.@Factry.park_timeout: 3min}}",
              "did you mean `Factory`?"},
        Wrong{"SetOfAnUnknownKey", "{at: 10:00, set: {policies.Factory.@park_timout: 3min}}",
              "did you mean `park_timeout`?"},
        Wrong{"SetOfAnUnknownRule", "{at: 10:00, set: {lots.Factory.ring_back.@atempts: 3}}",
              "did you mean `attempts`?"},
        Wrong{"SetWithoutAUnit", "{at: 10:00, set: {policies.Factory.park_timeout: 300@}}", "needs a unit"},
        Wrong{"SetOutsideOfTheLimits", "{at: 10:00, set: {policies.Factory.park_timeout: @30s}}",
              "must be 2min to 30min"},
        Wrong{"SetOfTheLotOfAPolicyThatIsOff", "{at: 10:00, set: {lots.@Night.timeout: 3min}}", "park is off"},
        Wrong{"SetOfShares", "{at: 10:00, set: {@lots.Factory.shares: node}}", "`space.shares` cannot change"},
        Wrong{"SetOfTheCodeOwner",
              "{at: 10:00, set: {lots.Factory.timeout: 3min, @lots.Factory.fail.code_owner: per_node}}",
              "`fail.code_owner` cannot change"},
        Wrong{"SetThatContradictsTheRest", "{at: 10:00, set: {lots.@Factory.alloc.gap: 2s}}", "need alloc.atomic: no"},
        Wrong{"SetOfAGroupThatIsNone", "{at: 10:00, set: {lots.Factory.ring.to: @flor}}", "did you mean `floor`?"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(WrongTimeline, IsNoList) {
  EXPECT_THAT(error("  at: 10:00\n"), HasSubstr("`timeline` must be a list"));
  EXPECT_THAT(error("  - drain\n"), HasSubstr("an entry of `timeline`"));
}

TEST(WrongTimeline, WithoutNodesNothingCrashes) {
  EXPECT_THAT(error("  - {at: 10:00, crash: n1}\n"), HasSubstr("the park service has no nodes"));
}

TEST(WrongTimeline, ChangeThatIsWrongElsewhereIsToldAtTheChange) {
  std::string text = day("  - {at: 11:00, set: {policies.Factory.pickup_range: 10-11}}\n");
  text += "lots: {Factory: {design: spaced, space: {step: 5}, alloc: {chosen_by: extension}}}\n";
  const auto found = texts::error_of(text);
  EXPECT_THAT(found.what(), AllOf(HasSubstr("after this change"), HasSubstr("the range is too small")));
  EXPECT_EQ(found.line(), static_cast<std::size_t>(std::ranges::count(text.substr(0, text.find("set:")), '\n')) + 1);
}

TEST(WrongTimeline, EveryWrongEntryIsTold) {
  EXPECT_THAT(texts::error_of(day("  - {at: 10:00, drain: A}\n  - {at: 11:00, open: B}\n")).problems(), SizeIs(2));
}

TEST(WrongTimeline, AnErrorOfItsPolicyIsToldOnlyThere) {
  const auto text = texts::with(day("  - {at: 10:00, drain: Factory}\n  - {at: 10:00, grant: Factory, to: floor}\n"),
                                "10-99", "99-10");
  EXPECT_THAT(texts::error_of(text).problems(), SizeIs(1)) << texts::error_of(text).what();
}

}  // namespace

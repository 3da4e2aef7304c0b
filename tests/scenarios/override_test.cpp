#include <gmock/gmock.h>

#include "tests/scenarios/texts.hpp"

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

scenarios::Scenario set(std::string_view text, std::vector<std::string> sets) {
  return texts::compiled(std::string(text), texts::options(std::move(sets)));
}

std::string set_error(std::string_view text, std::string assignment) {
  return texts::error_of(std::string(text), texts::options({std::move(assignment)})).what();
}

TEST(Set, ChangesOneKey) {
  const auto scenario = set(texts::people, {"policies.Factory.park_timeout=200s"});
  EXPECT_EQ(scenario.company.lots[0].rules.park.timeout, sim::Ticks{200'000'000});
  EXPECT_EQ(park::usable_codes(scenario.company.lots[0].rules.space), 90);
}

TEST(Set, LaterOneWins) { EXPECT_EQ(set(texts::lot, {"run.seed=3", "run.seed=4"}).seed, 4u); }

TEST(Set, MakesKnownKeysThatAreMissing) {
  const auto scenario = set(texts::lot, {"run.replications=4", "system.ring.attempts=2", "lots.L.ring.ring_time=9s"});
  EXPECT_EQ(scenario.replications, 4);
  EXPECT_EQ(scenario.company.lots[0].rules.ring.attempts, 2);
  EXPECT_EQ(scenario.company.lots[0].rules.ring.ring_time, sim::Ticks{9'000'000});
}

TEST(Set, ReachesTheLotOfAPolicy) {
  EXPECT_EQ(park::usable_codes(set(texts::people, {"lots.Factory.codes=20"}).company.lots[0].rules.space), 20);
}

TEST(Set, ReachesStepsByNameAndByPlace) {
  const auto by_name = set(texts::people, {"scripts.reception.do.talk=5s"});
  const auto by_place = set(texts::people, {"scripts.reception.do.1={talk: 5s}"});
  for (const auto* scenario : {&by_name, &by_place}) {
    EXPECT_DOUBLE_EQ(scenario->company.scripts[0].steps[1].time.mean_s(), 5);
  }
}

TEST(Set, ChangesTheEffectiveScenario) {
  EXPECT_NE(set(texts::lot, {"lots.L.codes=20"}).effective, set(texts::lot, {"lots.L.codes=21"}).effective);
  EXPECT_EQ(set(texts::lot, {"run.replications=3"}).effective, set(texts::lot, {}).effective);
}

TEST(Set, WrongPathsAreToldWithTheNearestWord) {
  EXPECT_THAT(set_error(texts::people, "polices.Factory.park_timeout=200s"),
              HasSubstr("--set:1:1: unknown key `polices`"));
  EXPECT_THAT(set_error(texts::people, "policies.Factry.park_timeout=200s"), HasSubstr("did you mean `Factory`?"));
  EXPECT_THAT(set_error(texts::people, "policies.Factory.park_timout=200s"), HasSubstr("did you mean `park_timeout`?"));
  EXPECT_THAT(set_error(texts::people, "run.from.x=1"), HasSubstr("nothing lies below it"));
  EXPECT_THAT(set_error(texts::people, "scripts.reception.do.9=stop"), HasSubstr("only 4 items"));
  EXPECT_THAT(set_error(texts::people, "scripts.reception.do.tolk=5s"), HasSubstr("did you mean `talk`?"));
}

TEST(Set, SeedOf64BitsIsExact) {
  for (const std::uint64_t seed : {~std::uint64_t{0}, (std::uint64_t{1} << 53) + 1, std::uint64_t{0}}) {
    EXPECT_EQ(set(texts::lot, {"run.seed=" + std::to_string(seed)}).seed, seed);
  }
  EXPECT_EQ(set(texts::lot, {"run.seed=10k"}).seed, 10'000u);
}

TEST(Set, WrongValuesAreToldInTheirPlace) {
  EXPECT_THAT(set_error(texts::people, "policies.Factory.park_timeout=200"), HasSubstr("--set:1:34:"));
  EXPECT_THAT(set_error(texts::lot, "run.replications=0"), HasSubstr("must be 1 to"));
  EXPECT_THAT(set_error(texts::lot, "run.replications"), HasSubstr("`=` and a value are missing"));
  EXPECT_THAT(set_error(texts::lot, "run.replications="), HasSubstr("the value is missing"));
  EXPECT_THAT(set_error(texts::lot, "run..seed=1"), HasSubstr("a part of the path is empty"));
  EXPECT_THAT(set_error(texts::lot, "run.seed=[1"), HasSubstr("this is not YAML"));
}

TEST(SystemSwap, TakesRulesFromThePresetAndListsWhatItIgnored) {
  const auto scenario =
      texts::compiled(texts::with(texts::people, "people:", "  Global: {allow_call_park: false}\npeople:"),
                      texts::options({}, "asterisk"));
  EXPECT_THAT(scenario.ignored,
              UnorderedElementsAre("system.clients", "policies.Factory.pickup_range", "policies.Factory.park_timeout",
                                   "policies.Global.allow_call_park"));
  const park::Rules& rules = scenario.company.lots[0].rules;
  EXPECT_EQ(rules.space.lo, 701);
  EXPECT_EQ(rules.park.timeout, sim::Ticks{45'000'000});
  EXPECT_EQ(scenario.company.system, "asterisk");
  EXPECT_FALSE(scenario.company.licences_matter);
}

TEST(SystemSwap, IgnoresTheRulesOfLots) {
  const auto scenario = texts::compiled(std::string(texts::lot), texts::options({}, "asterisk"));
  EXPECT_THAT(scenario.ignored, UnorderedElementsAre("lots.L.codes", "lots.L.timeout"));
  EXPECT_EQ(scenario.company.lots[0].rules.space.hi, 750);
}

TEST(SystemSwap, LeavesWhatIsSetOnTheCommandLine) {
  const auto scenario = texts::compiled(std::string(texts::lot), texts::options({"lots.L.codes=20"}, "asterisk"));
  EXPECT_THAT(scenario.ignored, ElementsAre("lots.L.timeout"));
  EXPECT_EQ(scenario.company.lots[0].rules.space.hi, 720);
}

TEST(SystemSwap, IgnoresHandlersAndExpectationsThatTheSystemMakesVoid) {
  std::string text = texts::with(texts::people, "on refused: [take_message]",
                                 "on refused: {lot_full: [park], otherwise: [take_message]}");
  text += "expect:\n  - park.refused.share < 1%\n";
  const auto scenario = texts::compiled(text, texts::options({}, "teams"));
  EXPECT_THAT(scenario.ignored, Contains("scripts.reception.on refused.lot_full"));
  EXPECT_THAT(scenario.ignored, Contains("expect: park.refused.share < 1%"));
  EXPECT_THAT(scenario.expectations, IsEmpty());
}

TEST(SystemSwap, WithoutItAnImpossibleHandlerIsAnError) {
  const auto text = texts::with(texts::with(texts::people, "teams_reject", "teams"), "on refused: [take_message]",
                                "on refused: {lot_full: [park]}");
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("`lot_full` cannot happen"));
}

TEST(SystemSwap, StandsForAMissingSystem) {
  const auto text = texts::with(texts::lot, "system: custom\n", "");
  EXPECT_EQ(park::usable_codes(texts::compiled(text, texts::options({}, "custom")).company.lots[0].rules.space), 90);
}

TEST(SystemSwap, UnknownSystemIsTold) {
  EXPECT_THAT(texts::error_of(std::string(texts::lot), texts::options({}, "tems")).what(),
              testing::StrEq("there is no system `tems`; did you mean `teams`?"));
}

}  // namespace

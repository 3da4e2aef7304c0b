#include "scenarios/compiler/compile.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "models/people/script.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using people::StepKind;
using people::Trigger;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr sim::Ticks hour{3'600'000'000};

const people::Script& script(const scenarios::Scenario& scenario, std::string_view name) {
  return *std::ranges::find(scenario.company.scripts, name, &people::Script::name);
}

std::vector<StepKind> kinds(const people::Script& script, std::size_t trigger) {
  std::vector<StepKind> found;
  const people::Block& block = script.blocks[trigger];
  for (int i = block.first; i < block.last; ++i) found.push_back(script.steps[static_cast<std::size_t>(i)].kind);
  return found;
}

const people::Step& step(const people::Script& script, std::size_t trigger, int index) {
  return script.steps[static_cast<std::size_t>(script.blocks[trigger].first + index)];
}

TEST(Compile, RefusesMoreSourcesOfEventsThanAnOrderCanTell) {
  const auto with_lots = [](int lots) {
    std::string text = "system: custom\nrun: {duration: 1h}\nlots:\n", traffic = "lot_traffic:\n";
    for (int i = 0; i < lots; ++i) {
      const std::string name = "L" + std::to_string(i);
      text += "  " + name + ": {codes: 2}\n";
      traffic += "  " + name + ": {parks: 1/h, retrieved_after: 60s}\n";
    }
    return text + traffic;
  };
  EXPECT_EQ(texts::compiled(with_lots(4095)).company.lot_traffic.size(), 4095u);
  EXPECT_THAT(texts::error_of(with_lots(4096)).what(), HasSubstr("at most 4095 entries"));
}

TEST(Compile, DayIsATerminatingRun) {
  const people::Horizon horizon = texts::compiled(std::string(texts::people)).company.horizon;
  EXPECT_TRUE(horizon.is_day);
  EXPECT_EQ(horizon.time_of_day, hour * 8);
  EXPECT_EQ(*horizon.length, hour * 8);
  EXPECT_EQ(horizon.after, people::After::drain);
  EXPECT_FALSE(horizon.calls);
}

TEST(Compile, RunSettingsHaveTheirDefaults) {
  const auto scenario = texts::compiled(std::string(texts::lot));
  EXPECT_EQ(scenario.replications, 16);
  EXPECT_EQ(scenario.seed, 1u);
}

TEST(Compile, CallsAndWarmUpMakeASteadyState) {
  const auto scenario = texts::compiled(
      texts::with(texts::lot, "{duration: 1h}", "{calls: 200k, warm_up: 30min, after: cut, seed: 7, replications: 4}"));
  EXPECT_EQ(scenario.company.horizon.calls, 200'000u);
  EXPECT_EQ(scenario.company.horizon.warm_up, sim::Ticks{1'800'000'000});
  EXPECT_EQ(scenario.company.horizon.after, people::After::cut);
  EXPECT_FALSE(scenario.company.horizon.is_day);
  EXPECT_EQ(scenario.seed, 7u);
  EXPECT_EQ(scenario.replications, 4);
}

TEST(Compile, PolicyThatAllowsParkIsALotOfItsOwn) {
  const auto scenario = texts::compiled(texts::with(
      texts::people,
      "people:", "  Global: {}\n  Other: {allow_call_park: true, pickup_range: 100-149, park_timeout: 2min}\npeople:"));
  ASSERT_THAT(scenario.company.lots, SizeIs(2));
  EXPECT_EQ(scenario.company.lots[1].name, "Other");
  EXPECT_EQ(park::usable_codes(scenario.company.lots[1].rules.space), 50);
  EXPECT_EQ(scenario.company.lots[1].rules.park.timeout, sim::Ticks{120'000'000});
  EXPECT_EQ(scenario.company.policies[1].lot, people::none);
}

TEST(Compile, GlobalIsHeldByThoseWithoutAGrant) {
  const auto scenario =
      texts::compiled(texts::with(texts::with(texts::people, "count: 20, policy: Factory", "count: 20"),
                                  "people:", "  Global: {allow_call_park: false}\npeople:"));
  const people::Group& floor = scenario.company.groups[1];
  EXPECT_EQ(scenario.company.policies[static_cast<std::size_t>(floor.policy)].name, "Global");
}

TEST(Compile, WithoutGlobalNobodyGrantsAPolicy) {
  const auto scenario = texts::compiled(texts::with(texts::people, "count: 20, policy: Factory", "count: 20"));
  EXPECT_EQ(scenario.company.groups[1].policy, people::none);
}

TEST(Compile, SystemWithoutLicencesGivesEverybodyTheFirstLot) {
  std::string text = texts::with(texts::people, "{use: teams_reject, clients: current}", "asterisk");
  text =
      texts::with(text, "policies:\n  Factory: {allow_call_park: true, pickup_range: 10-99, park_timeout: 300s}\n", "");
  text = texts::with(texts::with(text, "policy: Factory, ", ""), "policy: Factory, ", "");
  const auto scenario = texts::compiled(text);
  EXPECT_FALSE(scenario.company.licences_matter);
  ASSERT_THAT(scenario.company.lots, SizeIs(1));
  EXPECT_EQ(scenario.company.lots[0].rules.space.lo, 701);
  for (const people::Group& group : scenario.company.groups) {
    EXPECT_EQ(scenario.company.policies[static_cast<std::size_t>(group.policy)].lot, 0);
  }
}

TEST(Compile, LotSectionRefinesTheLotOfAPolicy) {
  const auto scenario = texts::compiled(std::string(texts::people) + "lots: {Factory: {codes: 20, allocate: lru}}\n");
  ASSERT_THAT(scenario.company.lots, SizeIs(1));
  EXPECT_EQ(park::usable_codes(scenario.company.lots[0].rules.space), 20);
  EXPECT_EQ(park::name(scenario.company.lots[0].rules.alloc.policy), "lru");
}

TEST(Compile, DigitsCountKeyedDigits) {
  const park::Rules rules = texts::compiled(texts::with(texts::lot, "codes: 90", "digits: 3")).company.lots[0].rules;
  EXPECT_EQ(park::usable_codes(rules.space), 1000);
  EXPECT_EQ(rules.space.width, 3);
}

TEST(Compile, CountOfCodesKeepsThemAllOfOneLength) {
  const auto lo_hi = [](std::string codes) {
    const auto space = texts::compiled(texts::with(texts::lot, "codes: 90", codes)).company.lots[0].rules.space;
    return std::pair(space.lo, space.hi);
  };
  EXPECT_EQ(lo_hi("codes: 90"), std::pair(10, 99));
  EXPECT_EQ(lo_hi("codes: 60"), std::pair(10, 69));
  EXPECT_EQ(lo_hi("codes: 91"), std::pair(100, 190));
  EXPECT_EQ(lo_hi("codes: 50k"), std::pair(10'000, 59'999));
  EXPECT_EQ(lo_hi("codes: 5000-5009"), std::pair(5000, 5009));
}

TEST(Compile, LoadInErlangsBecomesTheRateThatMakesIt) {
  const auto rate = [](std::string traffic) {
    const auto text = texts::with(texts::lot, "{parks: 1/s, retrieved_after: exponential(60s)}", traffic);
    return texts::compiled(text).company.lot_traffic[0].arrivals.rate_per_s({}, hour);
  };
  // E min(R, P, T) of exponentials of means 60 s and 240 s and a timeout of 300 s: (1 - exp(-300/48)) * 48.
  EXPECT_NEAR(rate("{parks: 8 erlang, retrieved_after: exponential(60s), patience: exponential(240s)}"),
              8 / (48 * (1 - std::exp(-300.0 / 48))), 1e-9);
  // Uniform on 0 to 100 s: mean 50 s, the timeout never matters.
  EXPECT_NEAR(rate("{parks: 8 erlang, retrieved_after: uniform(0s 100s)}"), 8 / 50.0, 1e-6);
  // Two independent uniforms on 0 to 90 s: E min = 30 s.
  EXPECT_NEAR(rate("{parks: 3 erlang, retrieved_after: uniform(0s 90s), patience: uniform(0s 90s)}"), 0.1, 1e-6);
}

TEST(Compile, LoadInErlangsIsRightWithoutATimeout) {
  const auto text = texts::with(texts::with(texts::lot, "300s", "never"), "parks: 1/s", "parks: 8 erlang");
  EXPECT_NEAR(texts::compiled(text).company.lot_traffic[0].arrivals.rate_per_s({}, hour), 8 / 60.0, 1e-9);
  const auto heavy = texts::with(text, "exponential(60s)", "lognormal(mean 60s cv 1.5)");
  EXPECT_NEAR(texts::compiled(heavy).company.lot_traffic[0].arrivals.rate_per_s({}, hour), 8 / 60.0, 1e-4);
}

TEST(Compile, CallersWithoutPatienceWaitForEver) {
  EXPECT_FALSE(texts::compiled(std::string(texts::lot)).company.lot_traffic[0].patience);
  EXPECT_TRUE(texts::compiled(std::string(texts::people)).company.traffic[0].patience);
}

TEST(Compile, ScriptBecomesAFlatProgram) {
  const auto scenario = texts::compiled(std::string(texts::people));
  EXPECT_THAT(kinds(script(scenario, "reception"), Trigger::start),
              ElementsAre(StepKind::answer, StepKind::talk, StepKind::park, StepKind::announce));
  EXPECT_THAT(kinds(script(scenario, "worker"), Trigger::announced),
              ElementsAre(StepKind::notice, StepKind::walk, StepKind::retrieve, StepKind::talk));
  EXPECT_THAT(kinds(script(scenario, "worker"), Trigger::not_retrieved), ElementsAre(StepKind::stop));
  EXPECT_FALSE(script(scenario, "worker").blocks[Trigger::start].present);
}

TEST(Compile, HandlerThatDoesNothingIsPresentAndEmpty) {
  const auto scenario = texts::compiled(texts::with(texts::people, "on not_retrieved: stop", "on lost_race: []"));
  const people::Block& block = script(scenario, "worker").blocks[Trigger::of(park::RetrieveOutcome::lost_race)];
  EXPECT_TRUE(block.present);
  EXPECT_EQ(block.first, block.last);
}

TEST(Compile, RefusalsAreTakenByReason) {
  const auto scenario =
      texts::compiled(texts::with(texts::people, "on refused: [take_message]",
                                  "on refused: {lot_full: [hold: 30s, park], otherwise: [take_message]}"));
  const people::Script& reception = script(scenario, "reception");
  EXPECT_THAT(kinds(reception, Trigger::of(park::Refusal::lot_full)), ElementsAre(StepKind::hold, StepKind::park));
  EXPECT_THAT(kinds(reception, Trigger::refused), ElementsAre(StepKind::take_message));
}

TEST(Compile, LaterStepTakesTheOptionsOfTheFirst) {
  std::string text =
      texts::with(texts::people, "announce: {via: pa}", "announce: {via: pa, speak: 3s + 0.6s/digit, times: 2}");
  text = texts::with(text, "on ring_back: [answer, talk: 8s]",
                     "on ring_back: [answer, talk: 8s, park, announce: {times: 1}]");
  const auto scenario = texts::compiled(text);
  const people::Step& again = step(script(scenario, "reception"), Trigger::ring_back, 3);
  EXPECT_EQ(again.channel, 0);
  EXPECT_DOUBLE_EQ(again.time.mean_s(), 3);
  EXPECT_EQ(again.per_digit, sim::Ticks{600'000});
  EXPECT_EQ(again.times, 1);
}

TEST(Compile, DefaultsOfPeopleAreThoseOfTheStudiesAndAreNoted) {
  const auto scenario = texts::compiled(std::string(texts::people));
  const people::Step& retrieve = step(script(scenario, "worker"), Trigger::announced, 2);
  EXPECT_EQ(retrieve.per_digit, sim::Ticks{650'000});
  EXPECT_DOUBLE_EQ(retrieve.error_per_digit, 0.003);
  EXPECT_EQ(retrieve.times, 2);
  EXPECT_NEAR(retrieve.time.mean_s(), 2.5, 1e-9);
  EXPECT_NEAR(step(script(scenario, "reception"), Trigger::start, 0).time.mean_s(), 8, 1e-9);
  EXPECT_EQ(step(script(scenario, "reception"), Trigger::start, 2).times, 3);
  EXPECT_DOUBLE_EQ(step(script(scenario, "worker"), Trigger::announced, 0).chance, 0.85);
  EXPECT_THAT(scenario.company.assumed, Contains("scripts.worker: retrieve mistype 0.3%/digit (derived)"));
  EXPECT_THAT(scenario.company.assumed, Contains("scripts.reception: answer lognormal(mean 8s cv 0.6) (assumed)"));
}

TEST(Compile, StatedValuesAreNotAssumed) {
  std::string text = texts::with(texts::people, "[answer, talk: 20s", "[answer: 5s, talk: 20s");
  text = texts::with(text, "clients: current", "ring_back: {ring_time: 20s}");
  const auto scenario = texts::compiled(text);
  EXPECT_THAT(scenario.company.assumed, Not(Contains(HasSubstr("reception: answer"))));
  EXPECT_THAT(scenario.company.assumed, Not(Contains(HasSubstr("ring.ring_time"))));
  EXPECT_THAT(scenario.company.assumed, Contains(HasSubstr("ring.code held")));
  EXPECT_EQ(scenario.company.lots[0].rules.ring.ring_time, sim::Ticks{20'000'000});
}

TEST(Compile, BatteryScriptUsesDevicesByName) {
  std::string text = texts::with(texts::people, "devices: [desktop]",
                                 "devices: [mobile, desk: {device: ip_phone, site: hq}], battery: {of: mobile, "
                                 "dies_after: 3min, warns_before: 60s}");
  text = texts::with(text, "talk: 20s, park, announce: {via: pa}",
                     "talk: until battery_warning, park, use: desk, retrieve: own");
  const auto scenario = texts::compiled(text);
  const people::Script& reception = script(scenario, "reception");
  EXPECT_TRUE(step(reception, Trigger::start, 1).until_battery_warning);
  EXPECT_EQ(step(reception, Trigger::start, 3).device, 1);
  EXPECT_TRUE(step(reception, Trigger::start, 4).own);
  EXPECT_EQ(scenario.company.groups[0].devices[1].site, "hq");
  EXPECT_EQ(scenario.company.groups[0].battery->device, 0);
}

TEST(Compile, ScriptOfGroupsWithOtherDevicesIsCompiledForEach) {
  std::string text = texts::with(texts::people, "devices: [desktop], script: reception}",
                                 "devices: [mobile, desktop], script: reception}\n  second: {policy: Factory, devices: "
                                 "[desktop, mobile], script: reception}");
  text = texts::with(text, "talk: 20s, park", "talk: 20s, use: desktop, park");
  const auto scenario = texts::compiled(text);
  const auto used = [&](std::size_t group) {
    const auto index = static_cast<std::size_t>(scenario.company.groups[group].script);
    return step(scenario.company.scripts[index], Trigger::start, 2).device;
  };
  EXPECT_EQ(used(0), 1);
  EXPECT_EQ(used(1), 0);
}

TEST(Compile, TopicsChooseTheChannel) {
  std::string text = texts::with(texts::people, "patience:", "topic: {help: 100%}, patience:");
  text = texts::with(text, "announce: {via: pa}", "post: {via: $topic}");
  const auto scenario = texts::compiled(text);
  EXPECT_EQ(step(script(scenario, "reception"), Trigger::start, 3).channel, people::via_topic);
  EXPECT_EQ(scenario.company.traffic[0].topics[0].channel, 1);
}

TEST(Compile, TrunksAndSharedPhonesAreResources) {
  const auto scenario =
      texts::compiled(std::string(texts::people) + "resources: {trunks: 30, phones: {count: 4, used_by: floor}}\n");
  EXPECT_EQ(scenario.company.trunks, 0);
  EXPECT_EQ(scenario.company.groups[1].phones, 1);
  EXPECT_EQ(scenario.company.groups[0].phones, people::none);
}

TEST(Compile, ExpectationsAreReadWithTheirPlace) {
  const auto scenario =
      texts::compiled(std::string(texts::people) + "expect:\n  - park.refused.share{policy=Factory} < 0.1%\n");
  ASSERT_THAT(scenario.expectations, SizeIs(1));
  EXPECT_DOUBLE_EQ(scenario.expectations[0].claim.limit, 0.001);
  EXPECT_EQ(scenario.expectations[0].at.line(), 22u);
}

TEST(Compile, EffectiveTextDoesNotDependOnWordingOrOrder) {
  const auto effective = [](std::string_view text) { return texts::compiled(std::string(text)).effective; };
  const std::string same =
      "# a comment\nlot_traffic:\n  L:\n    retrieved_after: exponential(60s)\n    parks: 1/s\nlots: {L: {timeout: "
      "300s, codes: 90}}\nrun: {replications: 2, duration: 1h}\ntitle: other\nsystem: {use: custom}\n";
  EXPECT_EQ(effective(same), effective(texts::lot));
  EXPECT_NE(effective(texts::with(texts::lot, "300s", "299s")), effective(texts::lot));
  EXPECT_NE(effective(texts::with(texts::lot, "1h}", "1h, seed: 2}")), effective(texts::lot));
}

TEST(Compile, EffectiveTextKnowsTheContentsOfFiles) {
  const texts::Directory directory;
  const auto text = texts::with(texts::lot, "exponential(60s)", "empirical(s.csv t_s)");
  directory.write("s.csv", "t_s\n1\n");
  const std::string before = texts::compiled(text, texts::options(), directory.path()).effective;
  directory.write("s.csv", "t_s\n2\n");
  EXPECT_NE(texts::compiled(text, texts::options(), directory.path()).effective, before);
}

TEST(Systems, UnknownPresetIsToldWithTheNearest) {
  try {
    scenarios::load_system(texts::options().system_dir, "team");
    FAIL();
  } catch (const scenarios::InputError& error) {
    EXPECT_EQ(error.hint(), "did you mean `teams`?");
  }
}

}  // namespace

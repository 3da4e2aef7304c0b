// Keys that say how people name, hear, key and forget codes, and where their phones reach.
#include <gmock/gmock.h>

#include <algorithm>

#include "models/people/script.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using people::Step;
using people::StepKind;
using people::Trigger;
using sim::operator""_s;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view own_codes = "{use: custom, alloc: {chosen_by: parker}}";

std::string in_system(std::string_view system, std::string_view from = {}, std::string_view to = {}) {
  return texts::with(texts::with(texts::people, "{use: teams_reject, clients: current}", system), from, to);
}

Step step(const scenarios::Scenario& scenario, StepKind kind) {
  for (const people::Script& script : scenario.company.scripts) {
    const auto found = std::ranges::find(script.steps, kind, &Step::kind);
    if (found != script.steps.end()) return *found;
  }
  throw std::logic_error("no such step");
}

Step park(std::string_view options) {
  return step(texts::compiled(in_system(own_codes, "20s, park", "20s, park: {" + std::string(options) + "}")),
              StepKind::park);
}

Step notice(std::string_view options, std::string_view text = texts::people) {
  return step(texts::compiled(texts::with(text, "[notice,", "[notice: {" + std::string(options) + "},")),
              StepKind::notice);
}

TEST(Habits, ParkerNamesTheCodeWhereParkersDo) {
  EXPECT_EQ(park("code: any").code, people::any_code);
  EXPECT_EQ(park("code: free").code, people::free_code);
  EXPECT_EQ(park("code: 42").code, 42);
  EXPECT_EQ(park("tries: 2").code, people::none);
  EXPECT_EQ(park("code: 42").twice, 0);
  EXPECT_DOUBLE_EQ(park("twice: 2%").twice, 0.02);
}

TEST(Habits, NamedCodeInASystemThatChoosesIsAnError) {
  const auto text = texts::with(texts::people, "20s, park", "20s, park: {code: any}");
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("parkers name no code (alloc.chosen_by)"));
  const auto swapped =
      texts::compiled(in_system(own_codes, "20s, park", "20s, park: {code: any}"), texts::options({}, "asterisk"));
  EXPECT_THAT(swapped.ignored, Contains("scripts.reception.park.code"));
  EXPECT_EQ(step(swapped, StepKind::park).code, people::none);
}

TEST(Habits, NumberThatIsNoCodeIsAnError) {
  const auto text = in_system(own_codes, "20s, park", "20s, park: {code: 7}");
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("has the number 7"));
  const auto swapped = texts::compiled(texts::with(text, "code: 7", "code: 42"), texts::options({}, "matrix"));
  EXPECT_THAT(swapped.ignored, Contains("scripts.reception.park.code"));
}

TEST(Habits, OneLotWhereParkersNameCodesIsEnough) {
  const auto text = texts::with(texts::people, "20s, park", "20s, park: {code: any}");
  EXPECT_NO_THROW(texts::compiled(text + "lots: {Factory: {alloc: {chosen_by: parker}}}\n"));
}

TEST(Habits, ErrorsOfHearingAndKeyingHaveTheirKinds) {
  EXPECT_EQ(notice("hearing: speech").hearing, people::Hearing::speech);
  EXPECT_EQ(notice("chance: 90%").hearing, people::Hearing::any_digit);
  const auto keyed = [](std::string_view options) {
    return step(texts::compiled(texts::with(texts::people, "retrieve,", "retrieve: {" + std::string(options) + "},")),
                StepKind::retrieve)
        .slips;
  };
  EXPECT_EQ(keyed("slips: keypad"), people::SlipMix::keypad);
  EXPECT_EQ(keyed("tries: 2"), people::SlipMix::any_digit);
}

TEST(Habits, CodesAreForgottenAfterAMeanTime) {
  EXPECT_EQ(notice("forget: 20min").forgets.mean_life, 1200_s);
  EXPECT_EQ(notice("forget: never").forgets.mean_life, sim::never);
  EXPECT_EQ(notice("chance: 90%").forgets.mean_life, sim::never);
}

TEST(Habits, UsualForgettingGoesByTheDigitsOfTheGroupsLot) {
  EXPECT_EQ(notice("forget: usual").forgets.mean_life, people::usual_mean_life(2));
  EXPECT_EQ(notice("forget: usual", texts::with(texts::people, "10-99", "100-199")).forgets.mean_life,
            people::usual_mean_life(3));
  EXPECT_EQ(notice("forget: usual", std::string(texts::people) + "lots: {Factory: {codes: 10000000-10000099}}\n")
                .forgets.mean_life,
            people::usual_mean_life(8));
  const auto scenario = texts::compiled(texts::with(texts::people, "[notice,", "[notice: {forget: usual},"));
  EXPECT_THAT(scenario.company.assumed,
              Contains("scripts.worker: notice forget 20min on average, codes of 2 digits (assumed)"));
}

TEST(Habits, UsualForgettingIsThatOfShortCodesWhereLengthsDiffer) {
  std::string text =
      texts::with(texts::people, "people:", "  Other: {allow_call_park: yes, pickup_range: 5000-5999}\npeople:");
  text = texts::with(
      text, "channels:", "  hall: {policy: Other, devices: [ip_phone], hears: [pa], script: worker}\nchannels:");
  EXPECT_EQ(notice("forget: usual", text).forgets.mean_life, 1200_s);
  const auto scenario = texts::compiled(texts::with(text, "[notice,", "[notice: {forget: usual},"));
  EXPECT_THAT(scenario.company.assumed, Contains("scripts.worker: notice forget 20min on average (assumed)"));
}

TEST(Habits, LaterStepsTakeTheKindsOfTheFirst) {
  const auto scenario = texts::compiled(
      in_system(own_codes, "on ring_back: [answer, talk: 8s]", "on ring_back: [answer, park, announce]"),
      texts::options({"scripts.reception.do.2={park: {code: any, twice: 1%}}"}));
  const auto& steps = scenario.company.scripts[0].steps;
  EXPECT_EQ(std::ranges::count_if(steps, [](const Step& s) { return s.code == people::any_code && s.twice > 0; }), 2);
}

TEST(Habits, RemindersAndForgettingHaveHandlers) {
  std::string text = in_system("{use: custom, park: {remind_first: 60s, remind_limit: 1}}",
                               "    on ring_back:", "    on reminded: [retrieve: own, talk: 9s]\n    on ring_back:");
  text = texts::with(text, "[notice,", "[notice: {forget: 5min},");
  text = texts::with(text, "    on not_retrieved: stop", "    on forgotten: stop\n    on not_retrieved: stop");
  const auto& scripts = texts::compiled(text).company.scripts;
  const people::Block& block = scripts[0].blocks[Trigger::reminded];
  ASSERT_TRUE(block.present);
  EXPECT_TRUE(scripts[0].steps[static_cast<std::size_t>(block.first)].own);
  EXPECT_TRUE(scripts[1].blocks[Trigger::forgotten].present);
}

TEST(Habits, HandlersOfWhatNeverHappensAreErrors) {
  EXPECT_THAT(texts::error_of(texts::with(texts::people, "on ring_back", "on reminded")).what(),
              HasSubstr("reminds nobody"));
  EXPECT_THAT(texts::error_of(texts::with(texts::people, "on not_retrieved", "on forgotten")).what(),
              HasSubstr("no `notice` has `forget`"));
}

TEST(Habits, HandlerIsPossibleWhenOneLotMakesItSo) {
  const auto text = texts::with(texts::people, "on not_retrieved", "on self_parked");
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("an empty code parks nobody"));
  EXPECT_NO_THROW(texts::compiled(text + "lots: {Factory: {take: {empty: self_park}}}\n"));
}

TEST(Habits, RingBackOfAGroupIsAnsweredByPeopleWhoNeverPark) {
  const auto text = texts::with(texts::people, "on not_retrieved: stop", "on ring_back: [answer, talk: 9s]");
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("this script never parks"));
  EXPECT_NO_THROW(texts::compiled(text + "lots: {Factory: {ring: {target: hunt_group, to: floor}}}\n"));
}

people::Group floor(std::string_view keys, std::string text = std::string(texts::people)) {
  return texts::compiled(texts::with(text, "count: 20,", "count: 20, " + std::string(keys) + ",")).company.groups[1];
}

TEST(Habits, PhonesAreForwardedAndReachLotsInOrder) {
  EXPECT_DOUBLE_EQ(floor("forwarding: 30%").forwarding, 0.3);
  EXPECT_EQ(floor("site: here").forwarding, 0);
  EXPECT_TRUE(floor("site: here").may_retrieve);
  EXPECT_FALSE(floor("may_retrieve: no").may_retrieve);
  EXPECT_THAT(floor("site: here").reaches, IsEmpty());
  const auto text = texts::with(texts::people, "people:", "  Other: {allow_call_park: yes}\npeople:");
  EXPECT_THAT(floor("reaches: [Other, Factory]", text).reaches, ElementsAre(1, 0));
  EXPECT_THAT(floor("reaches: Other", text).reaches, ElementsAre(1));
}

TEST(Habits, PermissionThatNobodyAsksForIsWarnedOf) {
  const auto warned = [](std::string text) {
    const auto found = texts::compiled(std::move(text)).warnings;
    return std::ranges::any_of(found, [](const auto& w) { return w.message.find("takes no permission") < 99; });
  };
  const auto text = texts::with(texts::people, "count: 20,", "count: 20, may_retrieve: no,");
  EXPECT_TRUE(warned(text));
  EXPECT_FALSE(warned(text + "lots: {Factory: {take: {auth: permission}}}\n"));
}

TEST(Habits, AnnouncementsAreOverheard) {
  const auto text = texts::with(texts::people, "voices: 1", "voices: 1, overhear: 0.5%");
  EXPECT_DOUBLE_EQ(texts::compiled(text).company.channels[0].overhear, 0.005);
  EXPECT_EQ(texts::compiled(std::string(texts::people)).company.channels[0].overhear, 0);
}

TEST(Habits, CallersEscapeWhereAKeyDoesThat) {
  const auto text = texts::with(texts::people, "patience:", "escape: exponential(90s), patience:");
  const auto with_key = text + "lots: {Factory: {park: {escape_key: yes}}}\n";
  EXPECT_DOUBLE_EQ(texts::compiled(with_key).company.traffic[0].escape->mean_s(), 90);
  EXPECT_FALSE(texts::compiled(std::string(texts::people)).company.traffic[0].escape);
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("no key of the caller's calls the parker"));
  const auto swapped = texts::compiled(with_key, texts::options({}, "asterisk"));
  EXPECT_THAT(swapped.ignored, Contains("traffic.inbound.escape"));
  EXPECT_FALSE(swapped.company.traffic[0].escape);
}

people::LotTraffic lot_traffic(std::string_view keys, std::string_view text = texts::lot) {
  return texts::compiled(texts::with(text, "parks: 1/s", "parks: 1/s, " + std::string(keys))).company.lot_traffic[0];
}

TEST(Habits, LotTrafficHasItsOwn) {
  const auto key = texts::with(texts::lot, "codes: 90", "codes: 90, park: {escape_key: yes}");
  EXPECT_DOUBLE_EQ(lot_traffic("escape: 90s", key).escape->mean_s(), 90);
  EXPECT_TRUE(lot_traffic("persistent: yes").persistent);
  EXPECT_EQ(lot_traffic("slips: keypad").slips, people::SlipMix::keypad);
  EXPECT_DOUBLE_EQ(lot_traffic("pressed_twice: 2%").pressed_twice, 0.02);
  const people::LotTraffic plain = lot_traffic("scale: 1");
  EXPECT_FALSE(plain.escape);
  EXPECT_FALSE(plain.persistent);
  EXPECT_EQ(plain.slips, people::SlipMix::any_digit);
  EXPECT_EQ(plain.pressed_twice, 0);
  EXPECT_EQ(plain.site, people::none);
}

TEST(Habits, EscapeFromALotWithoutAKeyIsAnError) {
  const auto text = texts::with(texts::lot, "parks: 1/s", "parks: 1/s, escape: 90s");
  EXPECT_THAT(texts::error_of(text).what(), HasSubstr("no key of the caller's calls the parker"));
  EXPECT_THAT(texts::compiled(text, texts::options({}, "asterisk")).ignored, Contains("lot_traffic.L.escape"));
}

TEST(Habits, TrafficComesInAtASite) {
  const std::string sites = "sites: {north: {}, south: {}}\n";
  const auto text = texts::with(texts::people, "patience:", "site: south, patience:");
  EXPECT_EQ(texts::compiled(text + sites).company.traffic[0].site, 1);
  EXPECT_EQ(texts::compiled(text).company.traffic[0].site, people::none) << "without sites it is any label";
  EXPECT_EQ(lot_traffic("site: south", std::string(texts::lot) + sites).site, 1);
  EXPECT_THAT(texts::error_of(texts::with(text, "site: south", "site: sout") + sites).what(),
              HasSubstr("did you mean `south`?"));
}

// `@` marks where the error must point.
struct Wrong {
  std::string_view name, base, from, to, words;
};

class WrongHabit : public testing::TestWithParam<Wrong> {};

TEST_P(WrongHabit, IsToldOnceWithItsPlace) {
  const Wrong& wrong = GetParam();
  std::string text = texts::with(wrong.base, wrong.from, wrong.to);
  if (wrong.to.find("code:") != std::string_view::npos) text += "lots: {Factory: {alloc: {chosen_by: parker}}}\n";
  const std::size_t at = text.find('@');
  text.erase(at, 1);
  const auto found = texts::error_of(text);
  EXPECT_THAT(found.what(), HasSubstr(std::string(wrong.words)));
  ASSERT_THAT(found.problems(), SizeIs(1)) << found.what();
  EXPECT_EQ(found.problems()[0].at.offset, at) << found.what();
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongHabit,
    testing::Values(
        Wrong{"CodeThatIsNone", texts::people, "20s, park", "20s, park: {code: @some}", "a number, any or free"},
        Wrong{"CodeTooLong", texts::people, "20s, park", "20s, park: {code: @9999999999}", "must be 0 to"},
        Wrong{"TwiceWithoutPercent", texts::people, "20s, park", "20s, park: {twice: 2@}", "needs a unit: %"},
        Wrong{"UnknownHearing", texts::people, "[notice,", "[notice: {hearing: @speach},", "did you mean `speech`?"},
        Wrong{"ForgetAtOnce", texts::people, "[notice,", "[notice: {forget: @0s},", "nobody forgets at once"},
        Wrong{"ForgetWithoutUnit", texts::people, "[notice,", "[notice: {forget: 20@},", "needs a unit"},
        Wrong{"UnknownSlips", texts::people, "retrieve,", "retrieve: {slips: @keypat},", "did you mean `keypad`?"},
        Wrong{"ForwardingAboveAll", texts::people, "count: 20,", "count: 20, forwarding: @130%,", "more than 100%"},
        Wrong{"MayRetrievePerhaps", texts::people, "count: 20,", "count: 20, may_retrieve: @maybe,", "say yes or no"},
        Wrong{"ReachesNowhere", texts::people, "count: 20,", "count: 20, reaches: [@Factry],",
              "did you mean `Factory`?"},
        Wrong{"ReachesTwice", texts::people, "count: 20,", "count: 20, reaches: [Factory, @Factory],", "is here twice"},
        Wrong{"ReachesAPolicyThatIsOff", texts::people, "people:\n  reception: {",
              "  Global: {}\npeople:\n  reception: {reaches: @Global, ", "has no lot: park is off"},
        Wrong{"OverhearInAChat", texts::people, "{kind: chat}", "{kind: chat, @overhear: 1%}", "unknown key"},
        Wrong{"UnknownSlipsOfALot", texts::lot, "1/s", "1/s, slips: @keypat", "did you mean `keypad`?"},
        Wrong{"PersistentPerhaps", texts::lot, "1/s", "1/s, persistent: @maybe", "say yes or no"},
        Wrong{"PressedTwiceWithoutPercent", texts::lot, "1/s", "1/s, pressed_twice: 2@", "needs a unit: %"}),
    [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace

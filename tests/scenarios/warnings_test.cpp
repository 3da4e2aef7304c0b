#include <gmock/gmock.h>

#include <algorithm>

#include "tests/scenarios/texts.hpp"

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> warnings(std::string text) {
  std::vector<std::string> found;
  for (const scenarios::Problem& problem : texts::compiled(std::move(text)).warnings) found.push_back(problem.message);
  return found;
}

// What is legal but odd: a base text with a piece replaced, and the words of the warning.
struct Odd {
  std::string_view name, base, from, to, words;
};

class Oddity : public testing::TestWithParam<Odd> {};

TEST_P(Oddity, IsWarnedOf) {
  const Odd& odd = GetParam();
  EXPECT_THAT(warnings(texts::with(odd.base, odd.from, odd.to)), Contains(HasSubstr(std::string(odd.words))));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Oddity,
    testing::Values(
        Odd{"PolicyNobodyHas", texts::people,
            "people:", "  Spare: {allow_call_park: true}\npeople:", "nobody has the policy `Spare`"},
        Odd{"ScriptNobodyRuns", texts::people, "scripts:", "scripts:\n  spare: {do: [answer]}",
            "nobody runs the script `spare`"},
        Odd{"ChannelNobodyHears", texts::people, "kind: chat", "kind: public_address",
            "nobody hears or reads the channel `help`"},
        Odd{"UntakenOutcomes", texts::people, "on not_retrieved: stop", "on wrong_call: stop",
            "has no handler for empty"},
        Odd{"UntakenRefusal", texts::people, "    on refused: [take_message]\n", "",
            "has no handler for a refused park: lot_full"},
        Odd{"UnansweredRingBack", texts::people, "    on ring_back: [answer, talk: 8s]\n", "",
            "never answers a ring-back"},
        Odd{"NobodyAbleToRetrieve", texts::people, "count: 20, policy: Factory", "count: 20",
            "nobody is able to retrieve"},
        Odd{"NeverAbleToPark", texts::people, "count: 2, policy: Factory", "count: 2, policy: Factory, licence: no",
            "`reception` can never park"},
        Odd{"NoDeviceToParkWith", texts::people, "devices: [desktop]", "devices: [sfb_ip_phone]",
            "`reception` can never park"},
        Odd{"MoreWorkThanTime", texts::people, "40/h", "400/h", "erlangs of work for 2 people"},
        Odd{"MoreWorkThanTimeInOneHour", texts::people, "poisson(40/h)", "profile(08:00 1/h 12:00 400/h 13:00 1/h)",
            "erlangs of work for 2 people"},
        Odd{"MoreSpeechThanVoices", texts::people, "{via: pa}", "{via: pa, speak: 20s + 1s/digit, times: 5}",
            "announcements on `pa` are 1.2"},
        Odd{"MoreSpeechThanVoicesInOneHour", texts::people,
            "poisson(40/h), patience: exponential(4min)}\nscripts:\n  reception:\n    do: [answer, talk: 20s, park, "
            "announce: {via: pa}]",
            "profile(08:00 1/h 12:00 40/h 13:00 1/h), patience: exponential(4min)}\nscripts:\n  reception:\n    do: "
            "[answer, talk: 20s, park, announce: {via: pa, speak: 20s + 1s/digit, times: 5}]",
            "announcements on `pa`"},
        Odd{"NobodyEverCalls", texts::people, "40/h", "0/h", "nobody ever calls"},
        Odd{"NobodyEverParks", texts::lot, "1/s", "0/s", "nobody ever calls"},
        Odd{"OverflowOntoPrefixes", texts::lot, "codes: 90", "codes: 10-99, full: overflow", "10 and 100"},
        Odd{"TwoLotsOnTheSameCodes", texts::lot,
            "lot_traffic:", "  M: {codes: 50-60}\nlot_traffic:", "lots with the same codes: `L`, `M`"},
        Odd{"TimeoutLongerThanTheRun", texts::lot, "300s", "2h", "timeout of the lot `L` is longer than the run"},
        Odd{"PrefixCodes", texts::lot, "codes: 90", "codes: 10-120", "codes begin like others: 10 and 100"},
        Odd{"EmergencyCode", texts::lot, "codes: 90", "codes: 900-950", "the code 911, an emergency number"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Oddities, ScriptThatParksForEverIsWarnedOf) {
  std::string text = texts::with(texts::people, ", patience: exponential(4min)", "");
  text = texts::with(text, "on ring_back: [answer, talk: 8s]", "on ring_back: [answer, talk: 8s, park]");
  EXPECT_THAT(warnings(text), Contains(HasSubstr("can park for ever")));
}

TEST(Oddities, PolicyThatIsOffInASystemWithoutLicencesIsWarnedOf) {
  std::string text = texts::with(texts::people, "{use: teams_reject, clients: current}", "custom");
  text = texts::with(text, "people:", "  Global: {allow_call_park: false}\npeople:");
  EXPECT_THAT(warnings(text), Contains(HasSubstr("park cannot be turned off")));
}

TEST(Oddities, CodesOfTwoLotsThatClashAreWarnedOf) {
  const auto text = texts::with(texts::lot, "lot_traffic:", "  M: {codes: 100-109}\nlot_traffic:");
  EXPECT_THAT(warnings(text), Contains(HasSubstr("codes begin like others: 10 and 100")));
}

TEST(Oddities, LotsOfASystemWithoutPoliciesAreWarnedOfOnce) {
  const auto scenario = scenarios::load(texts::root / "scenarios" / "company-day.yaml", texts::options({}, "asterisk"));
  std::vector<std::string> about_lots;
  for (const scenarios::Problem& problem : scenario.warnings) {
    if (problem.message.find("same codes") != std::string::npos) about_lots.push_back(problem.message);
  }
  EXPECT_THAT(about_lots, testing::ElementsAre(HasSubstr("`Factory`, `Sales`, `Support`; the system `asterisk`")));
}

TEST(Oddities, OverflowOntoPrefixesIsWarnedOfOnce) {
  auto text = texts::with(texts::lot, "codes: 90", "codes: 10-99, full: overflow");
  text = texts::with(text, "lot_traffic:", "  M: {codes: 100-999, full: overflow}\nlot_traffic:");
  const auto found = warnings(text);
  EXPECT_EQ(std::ranges::count_if(found, [](const auto& told) { return told.starts_with("when the lot"); }), 1);
}

TEST(Oddities, OverflowWithRoomOfItsOwnIsNotWarnedOf) {
  EXPECT_THAT(warnings(texts::with(texts::lot, "codes: 90", "codes: 10-89, full: overflow")), IsEmpty());
}

TEST(Oddities, AnotherVoiceTakesHalfTheSpeech) {
  auto text = texts::with(texts::people, "{via: pa}", "{via: pa, speak: 20s + 1s/digit, times: 5}");
  text = texts::with(text, "count: 2", "count: 3");
  text = texts::with(text, "voices: 1", "voices: 2");
  EXPECT_THAT(warnings(text), testing::Not(Contains(HasSubstr("of speech"))));
}

TEST(Oddities, CodesArePaddedToTheirDigits) {
  const auto text = texts::with(texts::lot, "codes: 90", "digits: 3");
  EXPECT_THAT(texts::compiled(text).effective, HasSubstr("\"space.lo\":\"000\""));
  EXPECT_THAT(texts::error_of(texts::with(text, "digits: 3", "digits: 3, space: {lo: 50, hi: 7}")).what(),
              HasSubstr("end (007) before they begin (050)"));
}

TEST(Oddities, SoundScenariosAreNotWarnedOf) {
  EXPECT_THAT(warnings(std::string(texts::lot)), IsEmpty());
  EXPECT_THAT(warnings(texts::with(texts::people, "  help: {kind: chat}\n", "")), IsEmpty());
}

}  // namespace

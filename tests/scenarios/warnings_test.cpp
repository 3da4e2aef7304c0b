#include <gmock/gmock.h>

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
        Odd{"MoreWorkThanTime", texts::people, "40/h", "400/h", "no steady state"},
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

TEST(Oddities, SoundScenariosAreNotWarnedOf) {
  EXPECT_THAT(warnings(std::string(texts::lot)), IsEmpty());
  EXPECT_THAT(warnings(texts::with(texts::people, "  help: {kind: chat}\n", "")), IsEmpty());
}

}  // namespace

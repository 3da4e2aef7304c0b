#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/scenarios/texts.hpp"

namespace {

using testing::HasSubstr;

// One wrong scenario: a base text with a piece replaced. `@` marks where the error must point, `words` must be told.
struct Wrong {
  std::string_view name, base, from, to, words;
};

constexpr std::string_view whole{};

constexpr std::array wrong{
    // YAML itself
    Wrong{"UnclosedBracket", texts::lot, "{duration: 1h}", "[1h\n", "this is not YAML"},
    Wrong{"UnclosedQuote", texts::lot, "", "title: \"@Factory\n", "quote"},
    Wrong{"TabAsIndentation", whole, "", "run:\n@\tduration: 1h\n", "tab"},
    Wrong{"DuplicateKey", texts::lot, "", "@system: teams\n", "the key `system` is here twice"},
    Wrong{"DuplicateKeyInside", texts::lot, "timeout: 300s", "@codes: 80", "the key `codes` is here twice"},
    Wrong{"SeveralDocuments", texts::lot, "", "@---\nrun: {}\n", "more than one document"},
    Wrong{"UnknownAlias", texts::lot, "exponential(60s)", "@*stay", "no anchor `&stay`"},
    Wrong{"Tag", texts::lot, "exponential(60s)", "!law @60s", "tags"},
    Wrong{"KeyThatIsAList", texts::lot, "", "@[a, b]: c\n", "a key must be a plain word"},
    Wrong{"ListInsteadOfScenario", whole, "", "@- system\n", "a scenario must be a mapping"},
    // unknown and missing keys at every level
    Wrong{"UnknownTopKey", texts::lot, "", "@trafic: {}\n", "did you mean `traffic`?"},
    Wrong{"UnknownRunKey", texts::lot, "duration: 1h", "duration: 1h, @replication: 4", "did you mean `replications`?"},
    Wrong{"UnknownSystemKey", texts::lot, "system: custom", "system: {use: custom, @rin: {}}", "did you mean `ring`?"},
    Wrong{"UnknownRuleKey", texts::lot, "system: custom", "system: {use: custom, ring: {@ringtime: 3s}}",
          "did you mean `ring_time`?"},
    Wrong{"UnknownPolicyKey", texts::people, "park_timeout", "@timeout", "did you mean `park_timeout`?"},
    Wrong{"UnknownPeopleKey", texts::people, "hears: [pa]", "@heard: [pa]", "did you mean `hears`?"},
    Wrong{"UnknownChannelKey", texts::people, "voices: 1", "@voice: 1", "did you mean `voices`?"},
    Wrong{"UnknownTrafficKey", texts::people, "patience:", "@patiense:", "did you mean `patience`?"},
    Wrong{"UnknownLotKey", texts::lot, "timeout: 300s", "@tiemout: 300s", "did you mean `timeout`?"},
    Wrong{"UnknownLotTrafficKey", texts::lot, "retrieved_after", "@retrieved", "did you mean `retrieved_after`?"},
    Wrong{"UnknownStepOption", texts::people, "{via: pa}", "{via: pa, @speek: 3s}", "did you mean `speak`?"},
    Wrong{"UnknownBatteryKey", texts::people, "devices: [desktop]", "devices: [desktop], battery: {@off: desktop}",
          "unknown key `off`"},
    Wrong{"MissingSystem", texts::lot, "system: custom\n", "@", "`system` is missing"},
    Wrong{"MissingRun", texts::lot, "run: {duration: 1h}\n", "", "`run` is missing"},
    Wrong{"MissingUse", texts::lot, "system: custom", "system: @{ring: {}}", "`use` is missing"},
    Wrong{"MissingArrivals", texts::people, "arrivals: poisson(40/h), ", "", "`arrivals` is missing"},
    Wrong{"MissingTo", texts::people, "to: reception, ", "", "`to` is missing"},
    Wrong{"MissingParks", texts::lot, "parks: 1/s, ", "", "`parks` is missing"},
    Wrong{"MissingRetrievedAfter", texts::lot, ", retrieved_after: exponential(60s)", "",
          "`retrieved_after` is missing"},
    Wrong{"MissingChannelKind", texts::people, "{kind: chat}", "@{}", "`kind` is missing"},
    Wrong{"NothingHappens", texts::lot, "lot_traffic:\n  L: {parks: 1/s, retrieved_after: exponential(60s)}\n", "",
          "nothing happens"},
    // quantities
    Wrong{"BareNumberForDuration", texts::lot, "300s", "300@", "needs a unit: us, ms, s, min, h or d"},
    Wrong{"WrongUnit", texts::lot, "300s", "300@sec", "unknown unit `sec`"},
    Wrong{"DurationWhereRateIsMeant", texts::people, "40/h", "40@s", "needs a rate"},
    Wrong{"NegativeRate", texts::people, "40/h", "@-40/h", "must not be negative"},
    Wrong{"NegativeDuration", texts::lot, "300s", "@-5s", "must not be negative"},
    Wrong{"DurationTooLong", texts::lot, "300s", "@900000d", "longer than 100 years"},
    Wrong{"NotANumber", texts::lot, "300s", "@soon", "expected a number"},
    Wrong{"TextBehindDuration", texts::lot, "300s", "300s @later", "too much"},
    Wrong{"ShareWithoutPercent", texts::people, "[notice,", "[notice: {chance: 0.9@}, ", "needs a unit: %"},
    Wrong{"ShareAboveHundred", texts::people, "[notice,", "[notice: {chance: @120%},", "more than 100%"},
    Wrong{"ErrorWithoutDigit", texts::people, "retrieve,", "retrieve: {mistype: 0.4%@},", "for each digit"},
    Wrong{"KeyTimeWithoutDigit", texts::people, "retrieve,", "retrieve: {key: 0.5s@},", "for each digit"},
    Wrong{"CountWithFraction", texts::people, "count: 20", "count: @2.5", "not a whole number"},
    Wrong{"CountOfZero", texts::people, "count: 20", "count: @0", "must be 1 to"},
    Wrong{"ClockTimeThatIsNone", texts::people, "08:00", "@08:75", "no such clock time"},
    Wrong{"RangeReversed", texts::people, "10-99", "@99-10", "must begin below its end"},
    Wrong{"RangeOfOneNumber", texts::people, "10-99", "@99", "is a range"},
    Wrong{"UnknownWord", texts::lot, "timeout: 300s", "full: @overflows", "did you mean `overflow`?"},
    Wrong{"NeitherYesNorNo", texts::people, "allow_call_park: true", "allow_call_park: @maybe", "say yes or no"},
    // laws
    Wrong{"CommaInLaw", texts::people, "patience: exponential(4min)", "patience: lognormal(mean 4min@, cv 0.8)",
          "separated by spaces"},
    Wrong{"CommaInLawOfBlock", texts::lot, "L: {parks: 1/s, retrieved_after: exponential(60s)}",
          "L:\n    parks: 1/s\n    retrieved_after: lognormal(mean 60s@, cv 1)", "separated by spaces"},
    Wrong{"UnknownLaw", texts::lot, "exponential(60s)", "@exponental(60s)", "did you mean `exponential`?"},
    Wrong{"LawWithoutEnd", texts::lot, "exponential(60s)}", "exponential(60s@\n    }", "`)` is missing"},
    Wrong{"LawThatIsNone", texts::lot, "exponential(60s)", "@gamma(mean 60s cv 0)", "gamma"},
    Wrong{"LognormalWithoutCv", texts::lot, "exponential(60s)", "lognormal(mean 60s @shape 1)", "expected `cv`"},
    Wrong{"WeightsNotAHundred", texts::lot, "exponential(60s)", "mixture(70% 20s 20% 5min@)", "add up to 100%"},
    Wrong{"UnitMissingInsideMixture", texts::lot, "exponential(60s)", "mixture(70% exponential(20@) 30% 5min)",
          "needs a unit"},
    Wrong{"BoundsReversed", texts::lot, "exponential(60s)", "@truncated(exponential(60s) from 9s to 3s)",
          "smaller first"},
    Wrong{"EmpiricalWithoutColumn", texts::lot, "exponential(60s)", "empirical(@stays.csv)", "one of its columns"},
    Wrong{"MissingCsv", texts::lot, "exponential(60s)", "empirical(@nowhere.csv stay_s)", "there is no such file"},
    // arrivals
    Wrong{"RateAlone", texts::people, "poisson(40/h)", "@40/h", "poisson(90/h)"},
    Wrong{"UnknownArrivals", texts::people, "poisson(40/h)", "@poison(40/h)", "did you mean `poisson`?"},
    Wrong{"ProfileOutOfOrder", texts::people, "poisson(40/h)", "@profile(10:00 40/h 08:00 90/h)", "profile"},
    Wrong{"GapOfZero", texts::people, "poisson(40/h)", "@every(0s)", "every"},
    Wrong{"NoSources", texts::people, "poisson(40/h)", "sources(@0 idle exponential(1h))", "at least 1"},
    Wrong{"BurstsWithoutSize", texts::people, "poisson(40/h)", "bursts(every 10min @spacing 1s)", "expected `size`"},
    Wrong{"ScaleOfZero", texts::people, "poisson(40/h)", "poisson(40/h), scale: @0", "more than nothing"},
    Wrong{"LoadWithoutUnit", texts::lot, "1/s", "8@", "8 erlang"},
    Wrong{"RateBeyondAllMeaning", texts::lot, "1/s", "@900000000/s", "rate"},
    Wrong{"ScaleBeyondAllMeaning", texts::lot, "1/s", "1/s, scale: @90000000000000", "must"},
    Wrong{"ParksAndArrivals", texts::lot, "parks: 1/s", "parks: 1/s, @arrivals: poisson(1/s)", "not both"},
    // run
    Wrong{"TwoKindsOfRun", texts::people, "to: 16:00", "to: 16:00, @duration: 1h", "does not go with"},
    Wrong{"DurationAndCalls", texts::lot, "duration: 1h", "duration: 1h, @calls: 1M", "does not go with"},
    Wrong{"WarmUpOfADay", texts::people, "to: 16:00", "to: 16:00, @warm_up: 1h", "does not go with"},
    Wrong{"EndBeforeBegin", texts::people, "to: 16:00", "to: @07:00", "ends before it begins"},
    Wrong{"FromWithoutTo", texts::people, ", to: 16:00", "", "`to` is missing"},
    Wrong{"RunWithoutLength", texts::lot, "{duration: 1h}", "@{seed: 2}", "does not say how long"},
    Wrong{"ZeroReplications", texts::lot, "1h}", "1h, replications: @0}", "must be 1 to"},
    Wrong{"SeedBeyond64Bits", texts::lot, "1h}", "1h, seed: @18446744073709551616}",
          "must be 0 to 18446744073709551615"},
    Wrong{"NegativeSeed", texts::lot, "1h}", "1h, seed: @-1}", "must be 0 to"},
    Wrong{"WarmUpThatIsNoTime", texts::lot, "1h}", "1h, warm_up: @automatic}", "expected a number here, for warm_up"},
    Wrong{"WarmUpAutoOfADay", texts::people, "to: 16:00", "to: 16:00, @warm_up: auto", "does not go with"},
    Wrong{"WarmUpAutoWithATimeline", texts::lot, "{duration: 1h}",
          "{duration: 1h, warm_up: @auto}\ntimeline: [{at: 10min, drain: L}]", "does not go with `timeline`"},
    Wrong{"UnknownAfter", texts::lot, "1h}", "1h, after: @drane}", "did you mean `drain`?"},
    // systems, policies, lots
    Wrong{"UnknownSystem", texts::lot, "system: custom", "system: @asterix", "did you mean `asterisk`?"},
    Wrong{"UnknownClients", texts::people, "clients: current", "clients: @2019-04-12", "not known for clients"},
    Wrong{"TimeoutBelowLimit", texts::people, "300s", "@30s", "must be 2min to 30min"},
    Wrong{"TimeoutAboveLimit", texts::people, "300s", "@1801s", "must be 2min to 30min"},
    Wrong{"CodesBelowLimit", texts::people, "10-99", "@1-99", "must lie in 10-9999"},
    Wrong{"CodesAboveLimit", texts::people, "10-99", "@10-10000", "must lie in 10-9999"},
    Wrong{"RulesThatContradictThemselves", texts::lot, "system: custom", "system: @{use: custom, alloc: {gap: 1s}}",
          "need alloc.atomic: no"},
    Wrong{"MoreCodesThanALotHolds", texts::lot, "codes: 90", "codes: @16777217", "codes must be 1 to 16777216"},
    Wrong{"ARangeOfMoreCodesThanALotHolds", texts::lot, "{codes: 90", "@{codes: 1-16777217",
          "a lot has at most 16777216 codes, not 16777217"},
    Wrong{"CodesLongerThanDigits", texts::lot, "codes: 90", "digits: 2, codes: 90-110", "digits"},
    Wrong{"UnknownCheckDigit", texts::lot, "timeout: 300s", "check: @dam", "did you mean `damm`?"},
    Wrong{"NoSuchLot", texts::lot, "lot_traffic:\n  L:", "lot_traffic:\n  @K:", "there is no lot `K`"},
    Wrong{"LotOfAPolicyThatIsOff", texts::people,
          "people:", "  Global: {}\nlots: {@Global: {codes: 9}}\npeople:", "park is off"},
    Wrong{"UnknownAllocation", texts::lot, "timeout: 300s", "allocate: @lowset", "did you mean `lowest`?"},
    // names
    Wrong{"NoSuchPolicy", texts::people, "count: 20, policy: Factory", "count: 20, policy: @Factry",
          "did you mean `Factory`?"},
    Wrong{"NoSuchScript", texts::people, "script: worker", "script: @worke", "did you mean `worker`?"},
    Wrong{"NoSuchGroup", texts::people, "to: reception", "to: @receptoin", "did you mean `reception`?"},
    Wrong{"NoSuchMeantGroup", texts::people, "one of floor", "one of @flor", "did you mean `floor`?"},
    Wrong{"NeitherOneNorAny", texts::people, "for: one of floor", "for: @floor", "`one of` or `any of`"},
    Wrong{"NoSuchChannel", texts::people, "hears: [pa]", "hears: [@pb]", "there is no channel `pb`"},
    Wrong{"ChatIsNotHeard", texts::people, "hears: [pa]", "hears: [@help]", "not a channel that people hear"},
    Wrong{"UnknownTopicChannel", texts::people,
          "patience:", "topic: {help: 50%, @network: 50%}, patience:", "there is no channel `network`"},
    Wrong{"TopicSharesNotAHundred", texts::people, "patience:", "topic: @{help: 50%}, patience:", "add up to 100%"},
    Wrong{"UnknownDevice", texts::people, "[ip_phone]", "[@iphone]", "did you mean `ip_phone`?"},
    Wrong{"DeviceTwice", texts::people, "[ip_phone]", "[ip_phone, @ip_phone]", "is here twice"},
    Wrong{"ResourceOfNobody", texts::people, "", "resources: {phones: {count: 3, used_by: @flor}}\n",
          "did you mean `floor`?"},
    Wrong{"MoreReadersThanPeople", texts::people, "hears: [pa]", "hears: [pa], reads: {help: @21}", "must be 1 to 20"},
    // scripts
    Wrong{"UnknownStep", texts::people, "[answer, talk: 20s, park,", "[answer, talk: 20s, @prak,",
          "did you mean `park`?"},
    Wrong{"ChannelOfTheFirstStepOnly", texts::people, "announce: {via: pa}]\n    on ring_back: [answer, talk: 8s]",
          "announce: {via: @po}]\n    on ring_back: [answer, talk: 8s, park, announce]", "did you mean `pa`?"},
    Wrong{"UnknownHandler", texts::people, "on ring_back", "@on ringback", "did you mean `on ring_back`?"},
    Wrong{"TwoStepsInOne", texts::people, "[notice, walk: 40s,", "[notice, @{walk: 40s, wait: 2s},",
          "a step is one word"},
    Wrong{"TalkWithoutTime", texts::people, "talk: 8s", "@talk", "`talk` needs its time"},
    Wrong{"AnnounceWithoutChannel", texts::people, "announce: {via: pa}", "@announce", "needs a channel"},
    Wrong{"AnnounceInAChat", texts::people, "{via: pa}", "{via: @help}", "is a chat"},
    Wrong{"PostOnAPublicAddress", texts::people, "announce: {via: pa}", "post: {via: @pa}", "is a public address"},
    Wrong{"TopicOfNothing", texts::people, "announce: {via: pa}", "post: {via: @$topic}", "no traffic has a `topic`"},
    Wrong{"StepWithoutValue", texts::people, "park, announce", "park: @5, announce", "options in braces"},
    Wrong{"StopWithValue", texts::people, "not_retrieved: stop", "not_retrieved: [stop: @5s]", "takes no value"},
    Wrong{"NoSuchDeviceToUse", texts::people, "walk: 40s", "use: @desk", "has no device `desk`"},
    Wrong{"UntilBatteryWithoutBattery", texts::people, "talk: 8s", "talk: @until battery_warning", "has no `battery`"},
    Wrong{"HandlerWithoutSteps", texts::people, "on not_retrieved: stop", "on not_retrieved@:", "has no steps"},
    Wrong{"DeviceDeadWithoutBattery", texts::people, "on not_retrieved", "@on device_dead", "cannot happen"},
    Wrong{"RingBackWithoutPark", texts::people, "on not_retrieved", "@on ring_back", "this script never parks"},
    Wrong{"WrongCallWithoutRetrieve", texts::people, "on refused", "@on wrong_call", "this script never retrieves"},
    Wrong{"TriesExhaustedOfNothing", texts::people,
          "when announced: [notice, walk: 40s, retrieve, talk: 60s]\n    on not_retrieved",
          "when announced: [notice]\n    @on tries_exhausted", "neither parks nor retrieves"},
    Wrong{"PostedWithoutReading", texts::people, "when announced", "@when posted", "reads a channel"},
    Wrong{"SelfParked", texts::people, "on not_retrieved", "@on self_parked", "an empty code parks nobody"},
    Wrong{"OkIsNoFailure", texts::people, "on not_retrieved", "@on ok", "goes on with the next step"},
    Wrong{"UnknownReason", texts::people, "on refused: [take_message]", "on refused: {@lot_ful: [take_message]}",
          "did you mean `lot_full`?"},
    Wrong{"NobodyAnswers", texts::people, "to: reception", "to: @floor", "has no script with `do`"},
    // expectations and studies
    Wrong{"UnknownMetric", texts::lot, "", "expect:\n  - @park.refusd.share < 1%\n", "park.refused"},
    Wrong{"UnknownLabelValue", texts::people, "", "expect: ['park.refused.share{policy=@Factry} < 1%']\n", "Factory"},
    Wrong{"MetricLikeNoOther", texts::lot, "", "expect:\n  - @zebra.stripes < 1%\n", "`parksim metrics` lists them"},
    Wrong{"QueryWithBracesInAList", texts::people, "", "expect: [park.refused.share@{policy=Factory} < 1%]\n",
          "put the query in quotes"},
    Wrong{"ExpectationWithoutUnit", texts::lot, "", "expect:\n  - park.refused.share < 1@\n", "%"},
    Wrong{"StudyOfNothing", texts::lot, "", "study: {vary: @{}}\n", "`vary` names no key"},
    Wrong{"StudyMeasure", texts::lot, "", "study: {vary: {lots.L.codes: [1]}, measure: [@park.refusd.share]}\n",
          "park.refused"},
};

class Malformed : public testing::TestWithParam<Wrong> {};

// The text with the mark taken out, and where it was: {line, column}, {0, 0} without a mark.
struct Marked {
  std::string text;
  std::size_t line = 0, column = 0;
};

Marked marked(std::string text) {
  const std::size_t at = text.find('@');
  if (at == std::string::npos) return {text};
  text.erase(at, 1);
  const std::string before = text.substr(0, at);
  const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return {text, line, at - (before.rfind('\n') + 1) + 1};
}

TEST_P(Malformed, IsToldOnceWithItsPlace) {
  const Wrong& wrong_text = GetParam();
  const Marked scenario = marked(texts::with(wrong_text.base, wrong_text.from, wrong_text.to));
  const scenarios::InputError error = texts::error_of(scenario.text);
  EXPECT_THAT(error.what(), HasSubstr(std::string(wrong_text.words)));
  EXPECT_THAT(error.problems(), testing::SizeIs(1)) << error.what();
  if (scenario.line == 0) return;
  EXPECT_EQ(error.line(), scenario.line) << error.what();
  EXPECT_EQ(error.column(), scenario.column) << error.what();
}

TEST(MalformedSection, OfMoreEntriesThanThereAreLabelsIsTold) {
  std::string channels = "channels:\n";
  for (int i = 0; i <= 8'000; ++i) channels += "  c" + std::to_string(i) + ": {kind: chat}\n";
  EXPECT_THAT(texts::error_of(std::string(texts::lot) + channels).what(),
              HasSubstr("`channels` has more than 8000 entries"));
}

TEST(MalformedMetric, IsNotAnsweredWithTheListOfAll) {
  const auto error = texts::error_of(std::string(texts::lot) + "expect:\n  - zebra.stripes < 1%\n");
  EXPECT_THAT(error.what(), HasSubstr("unknown metric 'zebra'"));
  EXPECT_THAT(error.what(), testing::Not(HasSubstr("caller.wait")));
}

TEST(MalformedScripts, EachOfTwoIndependentErrorsIsTold) {
  std::string text = texts::with(texts::people, "talk: 20s, park,", "talk: 20s, prak,");
  text = texts::with(text, "on not_retrieved", "on ring_back");
  EXPECT_THAT(texts::error_of(text).problems(), testing::SizeIs(2));
}

INSTANTIATE_TEST_SUITE_P(Scenario, Malformed, testing::ValuesIn(wrong),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace

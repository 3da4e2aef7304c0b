// The transitions of the survey of park systems (numbers 1 to 34) that each preset can take, typed from the survey.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "tests/scenarios/preset_runs.hpp"

namespace {

using preset_runs::Numbers;
using testing::Contains;
using testing::IsEmpty;

const std::filesystem::path folder = texts::root / "scenarios" / "systems";

// Refused by a lot or node that takes no calls, a call parked twice, no code left, the caller gives up, claimed,
// bridged.
const Numbers common{1, 2, 4, 11, 13, 14};

struct Preset {
  const char* name;
  Numbers besides;  // the common ones
};

std::ostream& operator<<(std::ostream& out, const Preset& preset) { return out << preset.name; }

const std::vector<Preset> survey{
    // One ring-back; the code is kept, and the call can be taken meanwhile.
    {"custom", {5, 17, 20, 25, 26, 28, 31}},
    {"teams", {5, 17, 20, 25, 26, 28, 31}},
    {"teams_reject", {5, 17, 20, 25, 26, 28, 31}},
    {"sfb", {5, 17, 20, 25, 26, 28, 31}},
    {"cucm", {5, 17, 20, 25, 26, 28, 31}},
    {"ringcentral", {5, 17, 20, 25, 26, 28, 31}},
    {"bcm", {5, 17, 20, 25, 26, 28, 31}},
    {"yeastar", {5, 17, 20, 25, 26, 28, 31}},
    {"switchvox", {5, 17, 20, 25, 26, 28, 31}},
    {"byphone", {5, 17, 20, 25, 26, 28, 31}},
    {"level365", {5, 17, 20, 25, 26, 28, 31}},
    // The same, and the parker names the code, which may be taken.
    {"cucm_directed", {3, 5, 17, 20, 25, 26, 28, 31}},
    {"webex", {3, 5, 17, 20, 25, 26, 28, 31}},
    {"cymbus", {3, 5, 17, 20, 25, 26, 28, 31}},
    {"metaswitch", {3, 5, 17, 20, 25, 26, 28, 31}},
    {"system25", {3, 5, 17, 20, 25, 26, 28, 31}},
    // One ring-back, the code free before it: what its dialler meets then is an empty code or another call.
    {"asterisk", {5, 17, 20, 25, 28, 31}},
    {"asterisk_sample", {5, 17, 20, 25, 28, 31}},
    {"asterisk_next", {5, 17, 20, 25, 28, 31}},
    {"asterisk_random", {5, 17, 20, 25, 28, 31}},
    {"asterisk_pre632", {5, 17, 20, 25, 28, 31}},
    {"freepbx", {5, 17, 20, 25, 28, 31}},
    {"wazo", {5, 17, 20, 25, 28, 31}},
    // No time-out without an orbit extension; a taken slot joins strangers; records wait for a sweep.
    {"freeswitch", {3, 5, 9, 31, 34}},
    // The script chooses the slot, in the old one with a gap. Who is parked by dialling an empty slot has no parker.
    {"fusionpbx_old", {6, 7, 8, 9, 17, 18, 20, 25, 28, 31, 34}},
    {"fusionpbx", {3, 5, 17, 18, 20, 25, 28, 31, 34}},
    // Rings without an end. Records outlive their node, callers do not: one who is being rung back is lost at once.
    {"kazoo", {3, 5, 17, 18, 20, 24, 26, 28, 31, 32, 33}},
    {"sipxpark", {3, 5, 17, 18, 20, 24, 27, 28, 30, 31, 33}},
    {"ipoffice", {3, 5, 17, 20, 21, 24, 26, 28, 31}},
    // Reminders, then a number or voicemail, or the parker again and again.
    {"cucm_monitor", {5, 10, 19, 29, 31}},
    {"cme", {5, 10, 17, 20, 24, 25, 26, 28, 31}},
    {"allworx", {5, 19, 29, 31}},
    {"3cx_orbit", {3, 5, 31}},
    {"dsx", {3, 5, 17, 20, 24, 25, 26, 28, 29, 31}},
    {"auerswald", {3, 5, 17, 19, 20, 22, 25, 26, 28, 30, 31}},
    {"matrix", {3, 5, 17, 20, 22, 25, 26, 28, 30, 31}},
    {"panasonic", {3, 5, 17, 19, 20, 25, 26, 28, 30, 31}},
    {"avaya_cm", {3, 5, 17, 18, 19, 20, 25, 26, 28, 31}},
};

// Where the survey and the presets are known to part.
struct Exception {
  const char* name;
  int transition;
  bool is_kept;
  const char* why;
};

constexpr Exception exceptions[]{
    {"kazoo", 3, false, "the number is the system's choice; alloc.chosen_by: parker is a blind park on a slot"},
    {"fusionpbx", 3, false, "the same"},
    {"kazoo", 18, false, "every parker has a phone"},
    {"sipxpark", 18, false, "the same"},
    {"sipxpark", 33, false, "callers die with their node only, and the records with it"},
    {"matrix", 19, true,
     "the life of 180 s ends before a second period of 120 s; rules are not held against each other"},
};

Numbers expected(const Preset& preset) {
  Numbers numbers = preset.besides;
  numbers.insert(common.begin(), common.end());
  for (const auto& exception : exceptions) {
    if (exception.name != std::string_view(preset.name)) continue;
    if (exception.is_kept)
      numbers.insert(exception.transition);
    else
      numbers.erase(exception.transition);
  }
  return numbers;
}

std::vector<int> without(const Numbers& all, const Numbers& some) {
  std::vector<int> rest;
  std::ranges::set_difference(all, some, std::back_inserter(rest));
  return rest;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const Preset& preset : survey) all.emplace_back(preset.name);
  return all;
}

TEST(PresetRows, CoverEveryPreset) {
  EXPECT_THAT(scenarios::systems(folder), testing::SizeIs(survey.size()));
  for (const auto& system : scenarios::systems(folder)) EXPECT_THAT(names(), Contains(system.name));
}

TEST(PresetRows, AreExceptionsOnlyWhereTheSurveySaysOtherwise) {
  for (const auto& exception : exceptions) {
    const auto preset = std::ranges::find(survey, std::string_view(exception.name), &Preset::name);
    ASSERT_NE(preset, survey.end()) << exception.name;
    EXPECT_NE(preset->besides.contains(exception.transition), exception.is_kept) << exception.name;
  }
}

// Every preset runs each text once, whoever asks first.
const preset_runs::Run& run_of(std::string_view text, const std::string& system) {
  static std::map<std::pair<std::string_view, std::string>, preset_runs::Run> runs;
  const auto [at, is_new] = runs.try_emplace({text, system});
  if (is_new) at->second = preset_runs::run(text, system);
  return at->second;
}

class EachPreset : public testing::TestWithParam<Preset> {};

TEST_P(EachPreset, KeepsTheTransitionsOfTheSurvey) {
  const Numbers kept = preset_runs::kept(scenarios::load_system(folder, GetParam().name));
  const Numbers wanted = expected(GetParam());
  EXPECT_THAT(without(wanted, kept), IsEmpty()) << "missing";
  EXPECT_THAT(without(kept, wanted), IsEmpty()) << "too many";
}

TEST_P(EachPreset, TakesOnlyKeptRowsWithPeople) {
  const auto& run = run_of(preset_runs::people, GetParam().name);
  EXPECT_THAT(run.not_kept, IsEmpty());
  EXPECT_THAT(run.taken, testing::IsSupersetOf({11, 13, 14}));
}

TEST_P(EachPreset, TakesOnlyKeptRowsOnLotTraffic) {
  const auto& run = run_of(preset_runs::lot, GetParam().name);
  EXPECT_THAT(run.not_kept, IsEmpty());
  EXPECT_THAT(run.taken, testing::IsSupersetOf({2, 11, 13, 14}));
}

TEST_P(EachPreset, TakesOnlyKeptRowsWhenItsNodesFail) {
  const auto& run = run_of(preset_runs::nodes, GetParam().name);
  EXPECT_THAT(run.not_kept, IsEmpty());
  EXPECT_THAT(run.taken, testing::AllOf(Contains(1), Contains(testing::AnyOf(31, 32))));
}

INSTANTIATE_TEST_SUITE_P(Survey, EachPreset, testing::ValuesIn(survey),
                         [](const auto& row) { return std::string("System_") + row.param.name; });

// No preset takes these as it is, each for its reason, but with one setting changed it does.
struct Dormant {
  int transition;
  const char *why, *system;
  std::vector<std::string> sets;
};

const std::vector<Dormant> dormant{
    {12, "the transfer-back key is off unless asked for", "sipxpark", {"system.park.escape_key=yes"}},
    {15, "media always comes up", "sipxpark", {"system.take.bridge_fails=20%"}},
    {23, "an alternate target is a setting", "cme", {"system.ring.busy=alternate"}},
};

std::string awake(const Dormant& row, std::string_view text) {
  const bool escapes = row.transition == 12 && text == preset_runs::people;
  return escapes ? texts::with(text, "patience:", "escape: exponential(60s), patience:") : std::string(text);
}

TEST(PresetRows, OfAllTransitionsAreTakenBySomePreset) {
  Numbers taken, wanted;
  for (const Preset& preset : survey)
    for (const auto text : {preset_runs::people, preset_runs::lot, preset_runs::nodes})
      std::ranges::copy(run_of(text, preset.name).taken, std::inserter(taken, taken.end()));
  for (int i = preset_runs::first_transition; i <= preset_runs::last_transition; ++i) wanted.insert(i);
  for (const auto& row : dormant) {
    EXPECT_FALSE(taken.contains(row.transition)) << row.transition << " sleeps because " << row.why;
    wanted.erase(row.transition);
  }
  EXPECT_THAT(without(wanted, taken), IsEmpty());
}

TEST(PresetRows, ThatNoPresetTakesAsItIsAreTakenWithOneSettingChanged) {
  for (const auto& row : dormant)
    EXPECT_THAT(preset_runs::run(awake(row, preset_runs::people), row.system, row.sets).taken, Contains(row.transition))
        << row.why;
}

}  // namespace

// The presets of telephone systems against the survey of park systems, typed here a second time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/compiler/document.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/system_preset.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using scenarios::RuleField;
using scenarios::SystemPreset;

const std::filesystem::path folder = std::filesystem::path(PARKSIM_ROOT) / "scenarios" / "systems";

SystemPreset preset(const std::string& name) { return scenarios::read_system(folder, name, {}); }

std::string shown(const SystemPreset& system, std::string_view path) {
  return std::ranges::find(scenarios::rule_fields(), path, &RuleField::path)->show(system.rules);
}

bool is_assumed(const SystemPreset& system, std::string_view path) {
  return std::ranges::find(system.assumed, path) != system.assumed.end();
}

// What the survey says of one value: `A 30s` = assumed to be so, `A` = nobody knows, `~ x` = so, on weak grounds, `-` =
// it does not come into play, and everything else = it is known to be so.
void expect_cell(const SystemPreset& system, std::string_view path, std::string_view cell) {
  if (cell == "-") return;
  const std::string where = system.name + " " + std::string(path);
  const bool weak = cell.starts_with("~ "), nobody_knows = cell == "A",
             assumed = nobody_knows || cell.starts_with("A ");
  if (!weak) {
    EXPECT_EQ(is_assumed(system, path), assumed) << where;
  }
  if (!nobody_knows) {
    EXPECT_EQ(shown(system, path), cell.substr(weak || assumed ? 2 : 0)) << where;
  }
}

struct Row {
  const char *name, *lo, *hi, *timeout, *ring_time, *attempts, *code, *full;
};

constexpr Row survey[]{
    {"teams", "10", "99", "5min", "A 30s", "A 1", "A held", "~ overflow"},
    {"teams_reject", "10", "99", "5min", "A 30s", "A 1", "A held", "A refuse_keep"},
    {"sfb", "A", "A", "90s", "A 30s", "1", "~ held", "~ refuse_keep"},
    {"asterisk", "701", "750", "45s", "30s", "1", "freed", "refuse_keep"},
    {"asterisk_sample", "701", "720", "45s", "30s", "1", "freed", "refuse_keep"},
    {"asterisk_next", "701", "750", "45s", "30s", "1", "freed", "refuse_keep"},
    {"asterisk_random", "701", "750", "45s", "30s", "1", "freed", "refuse_keep"},
    {"asterisk_pre632", "701", "750", "45s", "30s", "1", "freed", "refuse_drop"},
    {"freepbx", "71", "78", "45s", "15s", "1", "freed", "refuse_keep"},
    {"freeswitch", "6001", "6099", "never", "-", "0", "-", "A"},
    {"fusionpbx_old", "5901", "5999", "3min", "A 30s", "A 1", "freed", "A"},
    {"fusionpbx", "5901", "5999", "15min", "A 30s", "A 1", "freed", "~ refuse_drop"},
    {"kazoo", "101", "-", "2min", "30s", "unlimited", "held", "overflow"},
    {"sipxpark", "A", "A", "2min", "1min", "unlimited", "locked", "refuse_keep"},
    {"cucm", "A", "A", "1min", "A 30s", "A 1", "A", "~ refuse_keep"},
    {"cucm_monitor", "A", "A", "6min", "-", "0", "held", "~ refuse_keep"},
    {"cucm_directed", "A", "A", "1min", "A 30s", "A 1", "A", "refuse_keep"},
    {"cme", "A", "A", "A", "~ 25s", "A", "held", "refuse_silent"},
    {"webex", "A", "A", "45s", "A 30s", "A 1", "A", "refuse_keep"},
    {"ringcentral", "801", "899", "A 5min", "A", "A", "A", "~ refuse_keep"},
    {"3cx_orbit", "0", "9", "never", "-", "0", "-", "~ refuse_keep"},
    {"ipoffice", "A", "A", "5min", "A", "A unlimited", "A", "refuse_keep"},
    {"bcm", "A", "A", "A", "A", "A", "A", "A"},
    {"dsx", "60", "69", "A", "A", "2", "held", "A"},
    {"auerswald", "A", "A", "A", "A", "-", "held", "refuse_keep"},
    {"matrix", "A", "A", "2min", "A", "-", "held", "A"},
    {"allworx", "701", "A", "10min", "-", "0", "-", "A"},
    {"yeastar", "A", "A", "1min", "A", "A 1", "A", "A"},
    {"switchvox", "701", "799", "90s", "A", "A 1", "A", "A"},
    {"cymbus", "A", "A", "3min", "A", "A 1", "A", "A"},
    {"level365", "1", "9", "90s", "A", "A 1", "A", "A"},
    {"byphone", "701", "709", "45s", "A", "A 1", "A", "A"},
    {"wazo", "A", "A", "A 45s", "30s", "1", "freed", "refuse_keep"},
    {"system25", "A", "A", "2min", "A", "A", "A", "refuse_keep"},
    {"panasonic", "A", "A", "A", "A", "A", "A", "refuse_keep"},
    {"metaswitch", "A", "A", "A", "A", "A", "A", "A"},
    {"avaya_cm", "A", "A", "A", "A", "A", "A", "A"},
};

class Presets : public testing::TestWithParam<Row> {};

TEST_P(Presets, HaveTheNumbersOfTheSurvey) {
  const Row& row = GetParam();
  const SystemPreset system = preset(row.name);
  expect_cell(system, "space.lo", row.lo);
  expect_cell(system, "space.hi", row.hi);
  expect_cell(system, "park.timeout", row.timeout);
  expect_cell(system, "ring.ring_time", row.ring_time);
  expect_cell(system, "ring.attempts", row.attempts);
  expect_cell(system, "ring.code", row.code);
  expect_cell(system, "alloc.full", row.full);
}

// An assumed value can be found in the file, where it can be changed.
TEST_P(Presets, StateWhatTheyAssume) {
  const SystemPreset system = preset(GetParam().name);
  const scenarios::Node root = scenarios::parse_document(scenarios::read_text(folder / (system.name + ".yaml")));
  for (const std::string& path : system.assumed) {
    const std::size_t dot = path.find('.');
    const scenarios::Node* group = root.find(path.substr(0, dot));
    ASSERT_NE(group, nullptr) << path;
    if (dot == std::string::npos) continue;
    EXPECT_NE(group->find(path.substr(dot + 1)), nullptr) << path;
  }
}

TEST_P(Presets, NameTheirSources) {
  const SystemPreset system = preset(GetParam().name);
  EXPECT_FALSE(system.title.empty());
  EXPECT_FALSE(system.sources.empty());
}

INSTANTIATE_TEST_SUITE_P(Survey, Presets, testing::ValuesIn(survey),
                         [](const auto& row) { return std::string("System_") + row.param.name; });

TEST(AllPresets, AreInTheSurveyButForTheNeutralOne) {
  std::vector<std::string> expected{"custom"};
  for (const Row& row : survey) expected.emplace_back(row.name);
  EXPECT_THAT(scenarios::system_names(folder), testing::UnorderedElementsAreArray(expected));
}

TEST(AllPresets, AreSoundAndAssumeKnownParameters) {
  for (const std::string& name : scenarios::system_names(folder)) {
    EXPECT_NO_THROW(scenarios::require_sound(preset(name).rules, {})) << name;
    for (const std::string& path : preset(name).assumed) {
      const bool known =
          std::ranges::find(scenarios::rule_fields(), path, &RuleField::path) != scenarios::rule_fields().end();
      EXPECT_TRUE(known || path == "scope" || path == "clients" || path == "licences") << name << " " << path;
    }
    EXPECT_FALSE(is_assumed(preset(name), "ring.to")) << name << ": the people are those of the scenario";
  }
}

TEST(AllPresets, ReadBackFromWhatTheyShow) {
  for (const std::string& name : scenarios::system_names(folder)) {
    const park::Rules rules = preset(name).rules;
    park::Rules back;
    for (const RuleField& field : scenarios::rule_fields()) {
      scenarios::Node node;
      node.text = field.show(rules);
      field.read(back, node, field.name);
    }
    EXPECT_THAT(scenarios::differences(back, rules), testing::IsEmpty()) << name;
  }
}

struct Fact {
  const char *name, *path, *value;
};

constexpr Fact facts[]{
    {"teams", "alloc.policy", "next"},
    {"teams", "ring.final", "parker_rules"},
    {"sfb", "alloc.policy", "random"},
    {"sfb", "take.token", "safe"},
    {"sfb", "take.auth", "inside_only"},
    {"sfb", "ring.ignore_forwarding", "yes"},
    {"sfb", "ring.busy", "count_as_failed"},
    {"sfb", "take.repark_same_call", "refused"},
    {"asterisk", "alloc.policy", "lowest"},
    {"asterisk", "take.claim", "atomic"},
    {"asterisk", "take.claim_gap", "0.5s"},
    {"asterisk", "take.prompt_time", "0.4s"},
    {"asterisk", "take.empty", "prompt_drop"},
    {"asterisk", "ring.busy", "count_as_failed"},
    {"asterisk_next", "alloc.policy", "next"},
    {"asterisk_random", "alloc.policy", "random_probe"},
    {"wazo", "alloc.policy", "next"},
    {"wazo", "take.repark_same_call", "allowed"},
    {"wazo", "take.auth", "permission"},
    {"freeswitch", "alloc.chosen_by", "parker"},
    {"freeswitch", "alloc.taken_choice", "merge"},
    {"freeswitch", "alloc.release", "on_sweep"},
    {"freeswitch", "alloc.sweep_min", "5s"},
    {"freeswitch", "alloc.lazy", "yes"},
    {"freeswitch", "take.empty", "self_park"},
    {"freeswitch", "take.claim", "check_then_act"},
    {"fusionpbx_old", "alloc.atomic", "no"},
    {"fusionpbx_old", "alloc.reservation_life", "5s"},
    {"fusionpbx_old", "take.during_reserved", "get_parker"},
    {"fusionpbx_old", "take.empty", "self_park"},
    {"fusionpbx", "alloc.taken_choice", "ring_parker"},
    {"fusionpbx", "alloc.atomic", "yes"},
    {"kazoo", "ring.between", "2min"},
    {"kazoo", "ring.final", "repark"},
    {"kazoo", "park.needs_parker", "yes"},
    {"kazoo", "take.during_reserved", "wait"},
    {"kazoo", "take.wait_tries", "3"},
    {"kazoo", "take.wait_each", "1s"},
    {"kazoo", "fail.liveness", "on_access"},
    {"kazoo", "fail.node_fail", "survive"},
    {"sipxpark", "alloc.chosen_by", "parker"},
    {"sipxpark", "park.life_max", "24h"},
    {"sipxpark", "take.empty", "sip404"},
    {"sipxpark", "take.claim_deadman", "1s"},
    {"sipxpark", "take.claim_fail", "unlock"},
    {"sipxpark", "alloc.release", "after_lock"},
    {"sipxpark", "fail.keepalive", "5min"},
    {"sipxpark", "space.max_active", "50"},
    {"cucm", "alloc.policy", "next"},
    {"cucm", "fail.code_owner", "origin_node"},
    {"cucm", "take.auth", "permission"},
    {"cucm_monitor", "park.remind_first", "1min"},
    {"cucm_monitor", "park.remind_every", "30s"},
    {"cucm_monitor", "ring.final", "fallback"},
    {"cucm_directed", "alloc.chosen_by", "parker"},
    {"cucm_directed", "take.empty", "busy"},
    {"cme", "alloc.chosen_by", "suffix"},
    {"cme", "take.empty", "busy"},
    {"webex", "alloc.chosen_by", "parker"},
    {"webex", "ring.target", "parker"},
    {"ringcentral", "space.max_active", "50"},
    {"3cx_orbit", "space.calls_per_code", "unlimited"},
    {"3cx_orbit", "space.max_active", "64"},
    {"3cx_orbit", "space.code_order", "fifo"},
    {"3cx_orbit", "alloc.taken_choice", "join_queue"},
    {"ipoffice", "alloc.chosen_by", "extension"},
    {"ipoffice", "ring.busy", "wait_idle"},
    {"ipoffice", "ring.ignore_forwarding", "yes"},
    {"avaya_cm", "ring.target", "attendant"},
    {"avaya_cm", "park.needs_parker", "yes"},
    {"bcm", "alloc.policy", "next"},
    {"auerswald", "ring.busy", "repark"},
    {"auerswald", "ring.final", "drop"},
    {"matrix", "ring.busy", "repark"},
    {"matrix", "park.life_max", "3min"},
    {"panasonic", "park.life_max", "30min"},
    {"system25", "space.max_active", "24"},
    {"byphone", "alloc.policy", "lowest"},
    {"cymbus", "alloc.chosen_by", "parker"},
};

TEST(AllPresets, BehaveAsTheSurveySays) {
  for (const Fact& fact : facts) EXPECT_EQ(shown(preset(fact.name), fact.path), fact.value) << fact.name << fact.path;
}

TEST(AllPresets, HaveAsManyCodesAsTheSurveySays) {
  const std::pair<const char*, int> counts[]{{"sfb", 100},       {"cucm", 100}, {"ringcentral", 99}, {"bcm", 25},
                                             {"auerswald", 10},  {"dsx", 10},   {"panasonic", 10},   {"allworx", 59},
                                             {"freeswitch", 99}, {"wazo", 10}};
  for (const auto& [name, codes] : counts) EXPECT_EQ(park::usable_codes(preset(name).rules.space), codes) << name;
}

// A choice whose protection outlasts the commit could never be given out twice.
TEST(AllPresets, TheGapOfTheOldFusionPbxOutlastsItsReservation) {
  const park::Rules rules = preset("fusionpbx_old").rules;
  EXPECT_GT(rules.alloc.gap + rules.park.announce_per_digit * 4, rules.alloc.reservation_life);
}

TEST(AllPresets, AnUnknownAssumptionIsRefusedWithTheNearest) {
  const texts::Directory dir;
  dir.write("odd.yaml", "title: odd\nassumed: [ring.ringtime]\n");
  try {
    scenarios::read_system(dir.path(), "odd", {});
    ADD_FAILURE();
  } catch (const scenarios::InputError& error) {
    EXPECT_EQ(error.hint(), "did you mean `ring.ring_time`?");
  }
}

}  // namespace

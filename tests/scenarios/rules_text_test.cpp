// The text form of the rules of a lot: every parameter under its name, and back again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "scenarios/compiler/rules_text.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using park::Rules;
using scenarios::RuleField;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const RuleField& field(std::string_view path) {
  const auto found = std::ranges::find(scenarios::rule_fields(), path, &RuleField::path);
  if (found == scenarios::rule_fields().end()) throw std::logic_error("no field " + std::string(path));
  return *found;
}

void set(Rules& rules, const RuleField& field, const std::string& text) {
  scenarios::Node node;
  node.text = text;
  field.read(rules, node, field.name);
}

Rules with(std::string_view path, const std::string& text) {
  Rules rules;
  set(rules, field(path), text);
  return rules;
}

std::string error_of(std::string_view path, const std::string& text) {
  try {
    with(path, text);
  } catch (const scenarios::InputError& error) {
    return error.what();
  }
  return "";
}

Rules group(std::string_view name, const std::string& text) {
  Rules rules;
  scenarios::Node node = scenarios::parse_document(texts::source(text));
  node.key = name;
  scenarios::read_rule_group(rules, name, node);
  return rules;
}

std::vector<std::string> names_in(std::string_view group) {
  std::vector<std::string> names;
  for (const RuleField& each : scenarios::rule_fields()) {
    if (each.group == group) names.emplace_back(each.name);
  }
  return names;
}

TEST(RulesText, HasEveryParameterOfEveryGroup) {
  EXPECT_THAT(scenarios::rule_groups(), ElementsAre("space", "alloc", "park", "ring", "take", "fail"));
  EXPECT_THAT(names_in("space"),
              ElementsAre("lo", "hi", "width", "max_active", "calls_per_code", "code_order", "check", "design", "step",
                          "distance", "usable", "design_seed", "shares", "slices", "slice_length"));
  EXPECT_THAT(names_in("alloc"), ElementsAre("policy", "chosen_by", "taken_choice", "full", "atomic", "gap",
                                             "reservation_life", "release", "quarantine", "sweep_min", "lazy"));
  EXPECT_THAT(names_in("park"), ElementsAre("timeout", "needs_parker", "remind_first", "remind_every", "remind_limit",
                                            "life_max", "announce_per_digit", "escape_key"));
  EXPECT_THAT(names_in("ring"),
              ElementsAre("target", "to", "ring_time", "attempts", "between", "busy", "ignore_forwarding", "code",
                          "final", "rings", "fallback", "fallback_ring"));
  EXPECT_THAT(names_in("take"), ElementsAre("auth", "empty", "claim", "claim_gap", "bridge_time", "bridge_fails",
                                            "claim_deadman", "claim_fail", "during_reserved", "wait_tries", "wait_each",
                                            "prompt_time", "self_park_patience", "token", "repark_same_call"));
  EXPECT_THAT(names_in("fail"), ElementsAre("code_owner", "node_fail", "media", "liveness", "keepalive"));
}

// Reading what is shown gives what was shown, and so nothing but the field itself differs.
void expect_back(const RuleField& each, const Rules& rules) {
  Rules back;
  set(back, each, each.show(rules));
  EXPECT_EQ(each.show(back), each.show(rules)) << each.path();
  // Codes are shown with the zeros that the width asks for.
  const std::size_t shown_differently = each.path() == "space.width" ? 3 : 1;
  EXPECT_THAT(scenarios::differences(back, Rules{}).size(), testing::Le(shown_differently)) << each.path();
}

TEST(RulesText, WhatIsShownReadsBack) {
  constexpr std::array odd{
      "0",    "1",     "7",     "18",       "999999999",      "unlimited", "never",      "yes",
      "no",   "0s",    "1us",   "250ms",    "90min",          "1.5h",      "333.333s",   "1234567.891234s",
      "100%", "0.07%", "14%",   "0.00001%", "33.3333333333%", "nobody",    "night crew", "a: b # {c}",
      "none", "lru",   "spaced"};
  for (const RuleField& each : scenarios::rule_fields()) {
    expect_back(each, Rules{});
    for (const char* text : odd) {
      Rules rules;
      try {
        set(rules, each, text);
      } catch (const scenarios::InputError&) {
        continue;
      }
      expect_back(each, rules);
    }
  }
}

TEST(RulesText, DurationsReadBackToTheMicrosecond) {
  constexpr std::array<std::int64_t, 9> us{1,
                                           333'333,
                                           59'999'999,
                                           3'600'000'001,
                                           999'999'999'999,
                                           1'234'567'891'234,
                                           86'400'000'000'007,
                                           999'999'999'999'999,
                                           31'622'400'000'000};
  for (const std::int64_t each : us) {
    Rules rules;
    rules.take.prompt_time = sim::Ticks{each};
    const std::string text = field("take.prompt_time").show(rules);
    EXPECT_EQ(with("take.prompt_time", text).take.prompt_time.us, each) << text;
  }
}

TEST(RulesText, SharesReadBackExactly) {
  const RuleField& fails = field("take.bridge_fails");
  for (int i = 0; i <= 100'000; i += 91) {
    const double share = i / 100'000.0 / 3;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.17g%%", share * 100);
    const Rules rules = with("take.bridge_fails", text.data());
    const Rules back = with("take.bridge_fails", fails.show(rules));
    ASSERT_EQ(back.take.bridge_fails, rules.take.bridge_fails) << text.data();
  }
  EXPECT_EQ(fails.show(with("take.bridge_fails", "2%")), "2%");
  EXPECT_EQ(with("take.bridge_fails", "2%").take.bridge_fails, 0.02);
}

struct Meaning {
  const char* path;
  const char* text;
  bool (*holds)(const Rules&);
};

// For every choice its last word, which is the last enumerator only if no word is missing before it.
TEST(RulesText, WordsMeanWhatTheySay) {
  const Meaning meanings[]{
      {"space.check", "damm", [](const Rules& r) { return r.space.check == park::Check::damm; }},
      {"space.check", "luhn", [](const Rules& r) { return r.space.check == park::Check::luhn; }},
      {"space.design", "sparse", [](const Rules& r) { return r.space.design == park::Design::sparse; }},
      {"space.shares", "time", [](const Rules& r) { return r.space.shares == park::Shares::time; }},
      {"space.code_order", "longest", [](const Rules& r) { return r.space.code_order == park::CodeOrder::longest; }},
      {"alloc.chosen_by", "suffix", [](const Rules& r) { return r.alloc.chosen_by == park::ChosenBy::suffix; }},
      {"alloc.policy", "lru", [](const Rules& r) { return r.alloc.policy == park::allocation("lru"); }},
      {"alloc.taken_choice", "merge", [](const Rules& r) { return r.alloc.taken_choice == park::TakenChoice::merge; }},
      {"alloc.full", "overflow", [](const Rules& r) { return r.alloc.full == park::Full::overflow; }},
      {"alloc.release", "after_lock", [](const Rules& r) { return r.alloc.release == park::Release::after_lock; }},
      {"ring.target", "origin_path", [](const Rules& r) { return r.ring.target == park::RingTarget::origin_path; }},
      {"ring.busy", "force", [](const Rules& r) { return r.ring.busy == park::ParkerBusy::force; }},
      {"ring.busy", "repark", [](const Rules& r) { return r.ring.busy == park::ParkerBusy::repark; }},
      {"ring.code", "freed", [](const Rules& r) { return r.ring.code == park::CodeInRingBack::freed; }},
      {"ring.final", "keep", [](const Rules& r) { return r.ring.final == park::Final::keep; }},
      {"ring.fallback", "nobody", [](const Rules& r) { return r.ring.fallback == park::Fallback::nobody; }},
      {"ring.rings", "all_devices", [](const Rules& r) { return r.ring.rings == park::Rings::all_devices; }},
      {"take.auth", "permission", [](const Rules& r) { return r.take.auth == park::Auth::permission; }},
      {"take.empty", "tone", [](const Rules& r) { return r.take.empty == park::EmptyCode::tone; }},
      {"take.claim", "check_then_act", [](const Rules& r) { return r.take.claim == park::Claim::check_then_act; }},
      {"take.claim_fail", "unlock", [](const Rules& r) { return r.take.claim_fail == park::ClaimFail::unlock; }},
      {"take.during_reserved", "wait",
       [](const Rules& r) { return r.take.during_reserved == park::DuringReserved::wait; }},
      {"take.token", "safe", [](const Rules& r) { return r.take.token == park::Token::safe; }},
      {"take.repark_same_call", "allowed",
       [](const Rules& r) { return r.take.repark_same_call == park::Repark::allowed; }},
      {"fail.code_owner", "origin_node",
       [](const Rules& r) { return r.fail.code_owner == park::CodeOwner::origin_node; }},
      {"fail.node_fail", "survive", [](const Rules& r) { return r.fail.node_fail == park::NodeFail::survive; }},
      {"fail.media", "lost", [](const Rules& r) { return r.fail.media == park::Media::lost; }},
      {"fail.liveness", "keepalive", [](const Rules& r) { return r.fail.liveness == park::Liveness::keepalive; }},
      {"space.max_active", "unlimited", [](const Rules& r) { return r.space.max_active == park::unlimited; }},
      {"space.calls_per_code", "unlimited", [](const Rules& r) { return r.space.calls_per_code == park::unlimited; }},
      {"park.remind_limit", "unlimited", [](const Rules& r) { return r.park.remind_limit == park::unlimited; }},
      {"ring.attempts", "unlimited", [](const Rules& r) { return r.ring.attempts == park::unlimited; }},
      {"ring.to", "night crew", [](const Rules& r) { return r.ring.to == "night crew"; }},
      {"ring.to", "nobody", [](const Rules& r) { return r.ring.to.empty(); }},
      {"park.timeout", "never", [](const Rules& r) { return r.park.timeout.us == 0; }},
      {"fail.keepalive", "90s", [](const Rules& r) { return r.fail.keepalive.us == 90'000'000; }},
      {"take.wait_tries", "12", [](const Rules& r) { return r.take.wait_tries == 12; }},
      {"space.slice_length", "10min", [](const Rules& r) { return r.space.slice_length.us == 600'000'000; }}};
  for (const Meaning& each : meanings) EXPECT_TRUE(each.holds(with(each.path, each.text))) << each.path << each.text;
}

TEST(RulesText, CodesAreShownAsTheyAreDialled) {
  const Rules rules = group("space", "{lo: 007, hi: 42, width: 4}");
  EXPECT_EQ(field("space.lo").show(rules), "0007");
  EXPECT_EQ(with("space.lo", "0007").space.lo, 7);
}

TEST(RulesText, ReadsAGroupInAnyOrder) {
  const Rules rules = group("take", "{wait_each: 2s, bridge_fails: 2%, empty: self_park, wait_tries: 5}");
  EXPECT_EQ(rules.take.wait_each.us, 2'000'000);
  EXPECT_EQ(rules.take.bridge_fails, 0.02);
  EXPECT_EQ(rules.take.wait_tries, 5);
  EXPECT_THAT(scenarios::differences(rules, Rules{}).size(), testing::Eq(4u));
}

TEST(RulesText, RefusesANameThatNoGroupHasWithTheNearest) {
  for (const RuleField& each : scenarios::rule_fields()) {
    const std::string wrong = std::string(each.name) + "x";
    try {
      group(each.group, "{" + wrong + ": 1}");
      ADD_FAILURE() << wrong;
    } catch (const scenarios::InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("`" + wrong + "`"));
      if (each.name.size() > 4) {
        EXPECT_THAT(error.what(), HasSubstr("did you mean `" + std::string(each.name) + "`?"));
      }
    }
  }
}

TEST(RulesText, RefusesANameOfAnotherGroup) {
  EXPECT_THROW(group("take", "{timeout: 1s}"), scenarios::InputError);
  EXPECT_THROW(group("space", "{policy: lowest}"), scenarios::InputError);
}

TEST(RulesText, RefusesTheOrderThatIsNoLongerThere) {
  EXPECT_THAT(error_of("space.code_order", "lowest_code"), HasSubstr("not known for code_order"));
}

TEST(RulesText, RefusesValuesThatMeanNothing) {
  EXPECT_THAT(error_of("take.bridge_fails", "0.02"), HasSubstr("%"));
  EXPECT_THAT(error_of("take.bridge_fails", "101%"), HasSubstr("100%"));
  EXPECT_THAT(error_of("take.bridge_fails", "-1%"), HasSubstr("negative"));
  EXPECT_THAT(error_of("take.wait_each", "3"), HasSubstr("unit"));
  EXPECT_THAT(error_of("fail.keepalive", "never"), testing::Not(IsEmpty()));
  EXPECT_THAT(error_of("space.width", "19"), HasSubstr("0 to 18"));
  EXPECT_THAT(error_of("space.step", "0"), HasSubstr("1 to"));
  EXPECT_THAT(error_of("space.check", "dam"), HasSubstr("did you mean `damm`?"));
  EXPECT_THAT(error_of("alloc.chosen_by", "user"), HasSubstr("system, parker, extension, suffix"));
  EXPECT_THAT(error_of("ring.to", ""), HasSubstr("no value"));
}

TEST(RulesText, RefusesRulesThatContradictThemselves) {
  const auto told = [](const Rules& rules) -> std::string {
    try {
      scenarios::require_sound(rules, {});
    } catch (const scenarios::InputError& error) {
      return error.message();
    }
    return "";
  };
  EXPECT_EQ(told(Rules{}), "");
  EXPECT_THAT(told(group("space", "{lo: 20, hi: 10}")), HasSubstr("before they begin"));
  EXPECT_THAT(told(group("space", "{lo: 0, hi: 1000, width: 3}")), HasSubstr("more than 3 digits"));
  const Rules gap = group("alloc", "{gap: 2s}");
  EXPECT_EQ(told(gap), park::contradiction(gap));
  EXPECT_NE(told(gap), "");
}

// An editor that follows the schema offers every parameter, and only words that can be read.
TEST(RulesText, IsDescribedByTheSchema) {
  const scenarios::Node schema =
      scenarios::parse_document(scenarios::read_text(texts::root / "scenarios" / "schema.json"));
  for (const std::string_view group : scenarios::rule_groups()) {
    std::vector<std::string> described;
    for (const scenarios::Node& each : schema.find("$defs")->find(group)->find("properties")->children) {
      described.push_back(each.key);
      const scenarios::Node* words = each.find("enum");
      if (words == nullptr) continue;
      for (const scenarios::Node& word : words->children)
        EXPECT_EQ(error_of(std::string(group) + "." + each.key, word.text), "") << each.key;
    }
    EXPECT_EQ(described, names_in(group));
  }
}

TEST(RulesText, TheSchemaHasTheWordsOfALotThatTheGroupHas) {
  const scenarios::Node schema =
      scenarios::parse_document(scenarios::read_text(texts::root / "scenarios" / "schema.json"));
  const scenarios::Node& lot =
      *schema.find("properties")->find("lots")->find("additionalProperties")->find("properties");
  for (const char* key : {"check", "design", "shares"}) {
    ASSERT_NE(lot.find(key), nullptr) << key;
    for (const scenarios::Node& word : lot.find(key)->find("enum")->children)
      EXPECT_EQ(error_of("space." + std::string(key), word.text), "");
  }
}

TEST(RulesText, ListsWhatDiffers) {
  EXPECT_THAT(scenarios::differences(group("ring", "{to: crew, ring_time: 20s}"), Rules{}),
              ElementsAre("ring.to crew", "ring.ring_time 20s"));
  EXPECT_THAT(scenarios::differences(Rules{}, Rules{}), IsEmpty());
}

}  // namespace

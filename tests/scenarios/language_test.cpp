// Compiles every YAML block of the pages that teach the language, and every shipped scenario.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "scenarios/compiler/document.hpp"
#include "scenarios/compiler/handlers.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/script_steps.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using scenarios::Node;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;

struct CodeBlock {
  std::string text, where;
};

std::vector<CodeBlock> yaml_blocks(const std::filesystem::path& page) {
  std::vector<CodeBlock> blocks;
  std::ifstream file(page);
  bool inside = false;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside && line.starts_with("```yaml");
      if (inside) blocks.push_back({"", page.filename().string() + ":" + std::to_string(number)});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::filesystem::path shared_pages() {
  const char* named = std::getenv("PARKSIM_SHARED");
  return named != nullptr ? std::filesystem::path(named) : texts::root.parent_path() / "shared";
}

bool has_key(const CodeBlock& block, const std::string& key) {
  return block.text.starts_with(key + ":") || block.text.find("\n" + key + ":") != std::string::npos;
}

// What the fragment about sites, nodes and the timeline needs besides: the people who are granted the policy, and a
// system whose codes several nodes can give out.
std::string with_night_staff(std::string text) {
  text = texts::with(text, "people:\n", "people:\n  night_staff: {count: 4, site: south, script: night}\n");
  return text +
         "system: teams_reject\n"
         "traffic: {calls: {to: night_staff, arrivals: poisson(30/h), patience: exponential(5min)}}\n"
         "scripts: {night: {do: [answer, talk: 20s, park, retrieve: own], on not_retrieved: stop}}\n";
}

// A fragment with what a whole scenario needs besides.
std::string completed(const CodeBlock& fragment) {
  const CodeBlock block{has_key(fragment, "timeline") ? with_night_staff(fragment.text) : fragment.text, {}};
  std::string text = block.text;
  if (!has_key(block, "system")) text += "system: {use: teams, clients: current}\n";
  if (!has_key(block, "run")) text += "run: {from: 08:00, to: 16:00}\n";
  if (!has_key(block, "policies")) {
    text += "policies:\n";
    for (const char* name : {"Sales", "Support", "North"}) {
      if (text.find(std::string("policy: ") + name) != std::string::npos)
        text += std::string("  ") + name + ": {allow_call_park: true}\n";
    }
  }
  if (!has_key(block, "traffic") && !has_key(block, "lot_traffic")) {
    text += "traffic: {calls: {to: mobile_users, arrivals: poisson(30/h), patience: exponential(5min)}}\n";
  }
  return text;
}

// A fragment in the reference stands for the sections of the small scenario that have the same keys.
std::string in_a_scenario(const CodeBlock& block) {
  std::string text = block.text;
  const auto add = [&](const std::string& key, std::string_view section) {
    if (!has_key(block, key)) text += section;
  };
  add("system", "system: teams_reject\n");
  add("run", "run: {from: 08:00, to: 16:00}\n");
  if (has_key(block, "lot_traffic")) return text;
  add("policies", "policies: {Factory: {allow_call_park: true}}\n");
  add("channels", "channels: {pa: {kind: public_address}, help: {kind: chat}}\n");
  add("people",
      "people:\n  reception: {policy: Factory, script: reception}\n  floor: {count: 20, policy: Factory, hears: [pa], "
      "reads: [help], script: worker}\n");
  add("traffic", "traffic: {inbound: {to: reception, topic: help, arrivals: poisson(9/h)}}\n");
  add("scripts",
      "scripts:\n  reception: {do: [answer, talk: 9s, park, announce: {via: pa}]}\n  worker: {when announced: [notice, "
      "retrieve, talk: 60s]}\n");
  return text;
}

void expect_block_to_compile(const CodeBlock& block) {
  EXPECT_NO_THROW(texts::compiled(completed(block))) << block.where;
}

TEST(Language, EveryBlockOfItsPageCompiles) {
  const auto page = shared_pages() / "LANGUAGE.md";
  if (!std::filesystem::exists(page)) GTEST_SKIP() << "the page is not here";
  const auto blocks = yaml_blocks(page);
  EXPECT_GE(blocks.size(), 5u);
  for (const CodeBlock& block : blocks) expect_block_to_compile(block);
}

TEST(Language, EveryBlockOfTheReadmeCompiles) {
  const auto blocks = yaml_blocks(texts::root / "README.md");
  EXPECT_GE(blocks.size(), 1u);
  for (const CodeBlock& block : blocks) {
    EXPECT_NO_THROW(texts::compiled(completed(block))) << block.where;
  }
}

TEST(Language, EveryBlockOfItsReferenceCompiles) {
  const auto blocks = yaml_blocks(texts::root / "scenarios" / "README.md");
  EXPECT_GE(blocks.size(), 8u);
  for (const CodeBlock& block : blocks) {
    EXPECT_NO_THROW(texts::compiled(in_a_scenario(block))) << block.where;
  }
}

TEST(Language, ReferenceNamesEveryStepHandlerAndRule) {
  std::ifstream file(texts::root / "scenarios" / "README.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const std::string_view step : people::step_names) EXPECT_THAT(page, HasSubstr("`" + std::string(step) + "`"));
  for (std::size_t i = 0; i < people::Trigger::count; ++i) {
    if (i == people::Trigger::of(park::RetrieveOutcome::ok)) continue;
    EXPECT_THAT(page, HasSubstr("`" + scenarios::trigger_name(i) + "`"));
  }
  for (const scenarios::RuleField& field : scenarios::rule_fields()) {
    EXPECT_THAT(page, HasSubstr("`" + field.path() + "`"));
  }
}

std::vector<std::filesystem::path> shipped() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(texts::root / "scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

TEST(ShippedScenarios, CompileWithoutWarnings) {
  EXPECT_GE(shipped().size(), 6u);
  for (const auto& file : shipped()) {
    const scenarios::Scenario scenario = scenarios::load(file, texts::options());
    std::string told;
    for (const scenarios::Problem& warning : scenario.warnings) told += warning.render() + "\n";
    EXPECT_EQ(told, "");
    EXPECT_THAT(scenario.company.title, testing::Not(IsEmpty())) << file;
  }
}

TEST(ShippedScenarios, CompileUnderEverySystem) {
  for (const auto& file : shipped()) {
    for (const scenarios::SystemSummary& system : scenarios::systems(texts::options().system_dir)) {
      EXPECT_NO_THROW(scenarios::load(file, texts::options({}, system.name))) << file << " under " << system.name;
    }
  }
}

TEST(ShippedScenarios, ReferenceLotIsTheWorkloadOfTheFloor) {
  const auto sized = [](std::vector<std::string> sets) {
    return scenarios::load(texts::root / "scenarios" / "reference-lot.yaml", texts::options(std::move(sets))).company;
  };
  const people::Company small = sized({});
  const park::Rules& rules = small.lots[0].rules;
  EXPECT_EQ(park::capacity(rules), 90);
  EXPECT_EQ(rules.park.timeout, sim::Ticks{300'000'000});
  EXPECT_EQ(rules.ring.code, park::CodeInRingBack::freed);
  EXPECT_EQ(rules.ring.final, park::Final::repark);
  EXPECT_EQ(rules.ring.attempts, 1);
  EXPECT_FALSE(small.lot_traffic[0].leaves_while_ringing);
  EXPECT_DOUBLE_EQ(small.lot_traffic[0].patience->mean_s(), 240);
  EXPECT_EQ(park::capacity(sized({"lots.L.codes=60"}).lots[0].rules), 60);
  EXPECT_EQ(park::capacity(sized({"lots.L.codes=50k", "lot_traffic.L.parks=700/s"}).lots[0].rules), 50'000);
}

TEST(ShippedScenarios, PublishedUserModelComesInBothSizes) {
  const auto rate = [](std::vector<std::string> sets) {
    const auto file = texts::root / "scenarios" / "published-user-model.yaml";
    return scenarios::load(file, texts::options(std::move(sets)))
               .company.lot_traffic[0]
               .arrivals.rate_per_s({}, sim::Ticks{60'000'000}) *
           60;
  };
  EXPECT_NEAR(rate({}), 8, 1e-9);
  EXPECT_NEAR(rate({"lot_traffic.Pool.parks=1/min"}), 1, 1e-9);
}

// The schema's description of an entry: a known property, or what describes all entries with chosen names.
const Node* described(const Node& schema, const Node& root, const std::string& key) {
  if (const Node* reference = schema.find("$ref")) {
    const std::string name = reference->text.substr(reference->text.rfind('/') + 1);
    return described(*root.find("$defs")->find(name), root, key);
  }
  if (const Node* properties = schema.find("properties")) {
    if (const Node* found = properties->find(key)) return found;
  }
  const Node* others = schema.find("additionalProperties");
  return others != nullptr && others->is_mapping() ? others : nullptr;
}

void expect_known(const Node& node, const Node& schema, const Node& root, const std::string& path,
                  std::vector<std::string>& unknown) {
  if (!node.is_mapping()) return;
  for (const Node& entry : node.children) {
    const Node* found = described(schema, root, entry.key);
    if (found == nullptr) {
      unknown.push_back(path + "." + entry.key);
    } else if (found->find("properties") != nullptr || found->find("$ref") != nullptr ||
               found->find("additionalProperties") != nullptr) {
      expect_known(entry, *found, root, path + "." + entry.key, unknown);
    }
  }
}

TEST(Schema, DescribesEveryStepWithItsOptions) {
  const Node schema = scenarios::parse_document(scenarios::read_text(texts::root / "scenarios" / "schema.json"));
  const Node& steps = *schema.find("$defs")->find("step")->find("anyOf")->children.at(1).find("properties");
  ASSERT_EQ(steps.children.size(), people::step_names.size());
  for (std::size_t i = 0; i < people::step_names.size(); ++i) {
    std::vector<std::string> described_options, known;
    const Node* step = steps.find(people::step_names[i]);
    ASSERT_NE(step, nullptr) << people::step_names[i];
    if (const Node* options = step->find("properties")) {
      for (const Node& option : options->children) described_options.push_back(option.key);
    }
    for (const std::string_view option : scenarios::step_options(static_cast<people::StepKind>(i)))
      known.emplace_back(option);
    EXPECT_THAT(described_options, testing::UnorderedElementsAreArray(known)) << people::step_names[i];
  }
}

TEST(Schema, DescribesEveryHandler) {
  const Node schema = scenarios::parse_document(scenarios::read_text(texts::root / "scenarios" / "schema.json"));
  for (std::size_t i = 0; i < people::Trigger::count; ++i) {
    if (i == people::Trigger::of(park::RetrieveOutcome::ok)) continue;
    const Node& blocks = *schema.find("properties")->find("scripts")->find("additionalProperties")->find("properties");
    const bool reason = i >= people::Trigger::first_refusal && i < people::Trigger::first_outcome;
    const Node& place = reason ? *blocks.find("on refused")->find("properties") : blocks;
    EXPECT_NE(place.find(scenarios::trigger_name(i)), nullptr) << scenarios::trigger_name(i);
  }
}

TEST(Schema, KnowsEveryKeyOfTheShippedScenarios) {
  const Node schema = scenarios::parse_document(scenarios::read_text(texts::root / "scenarios" / "schema.json"));
  for (const auto& file : shipped()) {
    std::vector<std::string> unknown;
    expect_known(scenarios::parse_document(scenarios::read_text(file)), schema, schema, file.filename().string(),
                 unknown);
    EXPECT_THAT(unknown, IsEmpty());
  }
}

}  // namespace

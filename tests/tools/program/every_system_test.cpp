// One scenario on every preset.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tools/program/presets.hpp"

namespace {

using testing::HasSubstr;
using testing::StartsWith;

Ran ran_on_all(const program::Arguments& more) {
  const std::string scenario = PARKSIM_ROOT "/scenarios/factory-reception.yaml";
  return ran({"run", scenario, "--system", "all", "--set", "run.to=09:00", "--replications", "1", "--quiet"}, more);
}

std::set<std::string> preset_names() {
  std::set<std::string> names;
  for (const auto& preset : program::all_systems()) names.insert(preset.name);
  return names;
}

TEST(EverySystem, HasALineInTheTable) {
  const Ran result = ran_on_all({});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("  system "));
  for (const auto& name : preset_names()) EXPECT_THAT(result.out, HasSubstr("\n  " + name + " ")) << result.out;
}

TEST(EverySystem, IsInTheJsonWithWhatBecameOfItsCalls) {
  const auto systems = read_json(ran_on_all({"--json"}).out).get_child("systems");
  std::set<std::string> names;
  for (const auto& [_, system] : systems) {
    names.insert(system.get<std::string>("name"));
    EXPECT_TRUE(std::ranges::any_of(system, [](const auto& member) { return member.first == "caller.wait.p95"; }));
  }
  EXPECT_EQ(names, preset_names());
}

TEST(EverySystem, CannotBeTraced) {
  const Ran result = ran_on_all({"--trace", "calls.csv"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--trace follows the calls of one system"));
}

}  // namespace

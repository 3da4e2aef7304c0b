#include "scenarios/compiler/inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "scenarios/compiler/compile.hpp"

namespace {

using scenarios::Input;
using scenarios::scaled;
using testing::AnyOf;
using testing::StartsWith;

scenarios::Scenario load(const std::string& file, std::map<std::string, std::string> defaults = {}) {
  scenarios::LoadOptions options{.system_dir = PARKSIM_ROOT "/scenarios/systems"};
  options.defaults = std::move(defaults);
  return scenarios::load(PARKSIM_ROOT "/scenarios/" + file, options);
}

std::map<std::string, Input> by_path(const scenarios::Scenario& scenario) {
  std::map<std::string, Input> all;
  for (const Input& input : scenario.inputs) EXPECT_TRUE(all.emplace(input.path, input).second) << input.path;
  return all;
}

TEST(ScaledText, ScalesEveryQuantityThatHasAUnit) {
  EXPECT_EQ(scaled("5s", 2), "10s");
  EXPECT_EQ(scaled("lognormal(mean 40s cv 0.7)", 1.25), "lognormal(mean 50s cv 0.7)");
  EXPECT_EQ(scaled("uniform(0.1s 2s)", 0.5), "uniform(0.05s 1s)");
  EXPECT_EQ(scaled("3s + 0.6s/digit", 2), "6s + 1.2s/digit");
  EXPECT_EQ(scaled("90/h", 0.5), "45/h");
  EXPECT_EQ(scaled("8 erlang", 1.25), "10 erlang");
  EXPECT_EQ(scaled("0.4%/digit", 0.75), "0.3%/digit");
  EXPECT_EQ(scaled("truncated(exponential(2min) from 0s to 10min)", 2),
            "truncated(exponential(4min) from 0s to 20min)");
}

TEST(ScaledText, LeavesClockTimesAndBareNumbers) {
  EXPECT_EQ(scaled("profile(08:00 40/h 10:00 120/h)", 0.5), "profile(08:00 20/h 10:00 60/h)");
  EXPECT_EQ(scaled("bursts(every exponential(10min) size geometric(mean 6) spacing 2s)", 2),
            "bursts(every exponential(20min) size geometric(mean 6) spacing 4s)");
  EXPECT_EQ(scaled("sources(200 idle exponential(30min))", 2), "sources(200 idle exponential(60min))");
  for (const char* text :
       {"12", "10-99", "reception", "until battery_warning", "phase2min", "empirical(calls.csv 5s_column)", ""})
    EXPECT_EQ(scaled(text, 2), std::nullopt) << text;
}

TEST(ScaledText, IsNoShareAboveAll) {
  EXPECT_EQ(scaled("90%", 1.25), "100%");
  EXPECT_EQ(scaled("60%", 1.25), "75%");
  EXPECT_EQ(scaled("100%", 1.25), std::nullopt);
}

TEST(ScaledText, LeavesTheSharesOfAMixture) {
  EXPECT_EQ(scaled("mixture(70% exponential(20s) 30% exponential(5min))", 2),
            "mixture(70% exponential(40s) 30% exponential(10min))");
}

TEST(Inputs, AreWhatPeopleDoAndNotWhatPlannersDecide) {
  const auto inputs = by_path(load("factory-reception.yaml"));
  EXPECT_EQ(inputs.at("traffic.inbound.patience").value, "lognormal(mean 6min cv 0.6)");
  EXPECT_EQ(inputs.at("scripts.reception.do.1.talk").value, "lognormal(mean 20s cv 0.5)");
  EXPECT_EQ(inputs.at("scripts.reception.do.1.talk").standing, Input::Standing::written);
  for (const auto& [path, input] : inputs)
    EXPECT_THAT(path,
                AnyOf(StartsWith("traffic."), StartsWith("scripts."), StartsWith("channels."), StartsWith("system.")));
}

TEST(Inputs, AreWhatStepsLeaveOutAndSystemsAssumeToo) {
  const auto inputs = by_path(load("factory-reception.yaml"));
  EXPECT_EQ(inputs.at("scripts.reception: answer").standing, Input::Standing::assumed);
  EXPECT_EQ(inputs.at("system.ring_back.ring_time").value, "30s");
  EXPECT_FALSE(inputs.contains("system.ring_back.attempts")) << "a count is no quantity with a unit";
}

TEST(Inputs, ThatStepsLeaveOutTakeOtherValues) {
  const std::string path = "scripts.reception: answer";
  const auto usual = load("factory-reception.yaml"), other = load("factory-reception.yaml", {{path, "3s"}});
  EXPECT_EQ(by_path(other).at(path).value, "3s");
  EXPECT_NE(usual.effective, other.effective);
  const auto answer_s = [](const scenarios::Scenario& scenario) {
    for (const auto& script : scenario.company.scripts)
      for (const auto& step : script.steps)
        if (step.kind == people::StepKind::answer) return step.time.mean_s();
    return 0.0;
  };
  EXPECT_NEAR(answer_s(usual), 8, 1e-6);
  EXPECT_DOUBLE_EQ(answer_s(other), 3);
}

TEST(Inputs, CanAllBeScaledInEveryReadyMadeScenario) {
  for (const char* file : {"factory-reception.yaml", "company-day.yaml", "mobile-battery.yaml", "support-channel.yaml",
                           "published-user-model.yaml", "reference-lot.yaml"}) {
    const auto scenario = load(file);
    EXPECT_FALSE(scenario.inputs.empty()) << file;
    for (const Input& input : scenario.inputs) {
      const auto more = scaled(input.value, 1.25);
      if (!more || input.path.find(": ") != std::string::npos) continue;
      scenarios::LoadOptions options{.system_dir = PARKSIM_ROOT "/scenarios/systems",
                                     .sets = {input.path + "=" + *more}};
      EXPECT_NO_THROW(scenarios::load(PARKSIM_ROOT "/scenarios/" + std::string(file), options))
          << file << ": " << input.path << "=" << *more;
    }
  }
}

}  // namespace

#include "tools/program/verdicts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tools/program/interrupt.hpp"
#include "tools/program/study_load.hpp"

namespace {

using measures::Verdict;
using program::Certainty;

constexpr Verdict pass = Verdict::pass, fail = Verdict::fail, unsure = Verdict::unsure;

bool goal_decided(const std::vector<Verdict>& all) { return program::together(all) != unsure; }
bool all_decided(const std::vector<Verdict>& all) { return std::ranges::find(all, unsure) == all.end(); }

TEST(Verdicts, FailTogetherWhenOneFails) {
  EXPECT_EQ(program::together({pass, unsure, fail}), fail);
  EXPECT_EQ(program::together({pass, unsure}), unsure);
  EXPECT_EQ(program::together({pass, pass}), pass);
}

TEST(Verdicts, ShareTheRiskOfAllLooksAtAllClaimsOfAllScenarios) {
  // Looks after 20, 40, 80, 160 and 200 replications.
  const Certainty certainty{.confidence = 0.95, .most_judged = 10, .most_replications = 200};
  EXPECT_DOUBLE_EQ(certainty.level(2), 1 - 0.05 / (10 * 5 * 2));
}

/// The reference lot with 60 codes refuses 6.85 %.
class JudgedLot : public testing::Test {
 protected:
  JudgedLot() { run_.quiet = true; }
  std::vector<Verdict> judged(const std::vector<std::string>& texts, const program::Enough& enough,
                              std::uint32_t most = 160) {
    auto study = program::study_of(program::load_scenario(
        {PARKSIM_ROOT "/scenarios/reference-lot.yaml", {"run.calls=2000", "lots.L.codes=60"}, {}}));
    const auto names = measures::names_of(study.company);
    std::vector<measures::Expectation> claims;
    std::vector<measures::Query> queries;
    for (const std::string& text : texts) {
      claims.push_back(measures::parse_expectation(text, names));
      queries.push_back(claims.back().query);
    }
    program::Trial trial(std::move(study), run_, queries);
    std::ostringstream err;
    auto verdicts = program::judge(trial, claims, {.most_replications = most}, enough, run_, err);
    replications_ = trial.replications();
    return verdicts;
  }

  const program::InterruptWatch watch_;
  program::RunOptions run_;
  std::uint32_t replications_ = 0;
};

TEST_F(JudgedLot, IsLookedAtUntilAllIsDecided) {
  EXPECT_EQ(judged({"park.refused.share < 1%", "park.refused.share < 30%"}, all_decided), (std::vector{fail, pass}));
  EXPECT_EQ(replications_, program::first_look);
}

TEST_F(JudgedLot, OneFailureDecidesAGoalButNotAllClaims) {
  const std::vector<std::string> one_is_close{"park.refused.share < 1%", "park.refused.share < 6.85%"};
  EXPECT_EQ(judged(one_is_close, goal_decided).front(), fail);
  EXPECT_EQ(replications_, program::first_look);
  EXPECT_EQ(judged(one_is_close, all_decided), (std::vector{fail, unsure}));
  EXPECT_EQ(replications_, 160u);
}

TEST_F(JudgedLot, IsSimulatedNoMoreThanAllowed) {
  EXPECT_EQ(judged({"park.refused.share < 6.85%"}, goal_decided, 50), std::vector{unsure});
  EXPECT_EQ(replications_, 50u);
}

}  // namespace

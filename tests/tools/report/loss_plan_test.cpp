#include "tools/report/loss_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/report/hand_made.hpp"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// 0.1 parks a second, and codes that were held for 40 s.
std::vector<std::string> sentences(const std::string& goal, const people::Company& company) {
  return report::loss_plan(company, measures::parse_expectation(goal, measures::names_of(company)),
                           hand_made::replication(4, 60));
}

TEST(LossPlan, SaysHowManyCodesTheLossFormulaWants) {
  auto company = hand_made::lot_study();
  company.lots[0].rules.park.timeout = {};
  EXPECT_EQ(theory::servers_for(0.01, 4.0), 10);
  EXPECT_THAT(sentences("park.refused.share < 1%", company), ElementsAre(HasSubstr(": 10 codes for 4.0")));
}

TEST(LossPlan, SaysWhatATimeOutSaves) {
  auto company = hand_made::lot_study();
  company.lots[0].rules.park.timeout = sim::operator""_s(60);
  company.lot_traffic[0].retrieved_after = sim::Distribution::constant(100);
  company.lot_traffic[0].patience.reset();
  EXPECT_EQ(theory::servers_for(0.01, 10), 18);
  EXPECT_THAT(sentences("park.refused.share < 1%", company),
              ElementsAre(HasSubstr(": 10 codes for 4.0"), HasSubstr("18 codes for 10.0")));
}

TEST(LossPlan, SaysWhyTheFormulaDoesNotApply) {
  auto company = hand_made::lot_study();
  company.lot_traffic[0].arrivals = sim::Arrivals::every(sim::operator""_s(10));
  EXPECT_THAT(sentences("park.refused.share < 1%", company),
              ElementsAre(HasSubstr("does not apply, because arrivals are not Poisson")));
}

TEST(LossPlan, HasNothingToSayToOtherGoals) {
  const auto company = hand_made::lot_study();
  EXPECT_THAT(sentences("caller.wait.p95 < 1min", company), IsEmpty());
  EXPECT_THAT(sentences("park.refused.count < 10", company), IsEmpty());
  EXPECT_THAT(sentences("park.refused.share > 10%", company), IsEmpty());
}

}  // namespace

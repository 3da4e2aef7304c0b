#include "tools/report/loss_formula.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "models/loss_system.hpp"
#include "models/theory/erlang_b.hpp"
#include "tests/tools/report/hand_made.hpp"

namespace {

using hand_made::lot_study;
using testing::HasSubstr;

std::string why_not(const std::function<void(people::Company&)>& change) {
  people::Company company = lot_study();
  change(company);
  return models::why_no_loss_formula(company, 0).value_or("holds");
}

std::string why_rules_forbid(const std::function<void(park::Rules&)>& change) {
  return why_not([&](people::Company& company) { change(company.lots[0].rules); });
}

TEST(LossFormula, HoldsForPoissonTrafficIntoALotThatRefuses) {
  EXPECT_EQ(why_not([](people::Company&) {}), "holds");
  EXPECT_EQ(why_rules_forbid([](park::Rules& r) { r.alloc.full = park::Full::refuse_drop; }), "holds");
}

TEST(LossFormula, DoesNotHoldForOtherTraffic) {
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic[0].arrivals = sim::Arrivals::every(sim::operator""_s(10)); }),
              HasSubstr("not Poisson"));
  EXPECT_THAT(why_not([](auto& c) {
                c.lot_traffic[0].arrivals = sim::Arrivals::profile({{{0}, 0.1}});
              }),
              HasSubstr("not Poisson"));
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic.clear(); }), HasSubstr("nothing parks here"));
  EXPECT_THAT(why_not([](auto& c) { c.horizon.is_day = true; }), HasSubstr("empty lot"));
  EXPECT_THAT(models::why_no_loss_formula(hand_made::reception(), 0).value(), HasSubstr("people park here"));
}

TEST(LossFormula, DoesNotHoldForRulesThatBendTheLot) {
  EXPECT_THAT(why_rules_forbid([](auto& r) { r.alloc.full = park::Full::overflow; }), HasSubstr("beyond its range"));
  EXPECT_THAT(why_rules_forbid([](auto& r) { r.space.calls_per_code = park::unlimited; }), HasSubstr("more than one"));
  EXPECT_THAT(why_rules_forbid([](auto& r) { r.alloc.atomic = false; }), HasSubstr("two steps"));
  EXPECT_THAT(why_rules_forbid([](auto& r) { r.alloc.quarantine = sim::operator""_s(5); }), HasSubstr("rests"));
  EXPECT_THAT(why_rules_forbid([](auto& r) { r.take.empty = park::EmptyCode::self_park; }), HasSubstr("empty code"));
  EXPECT_THAT(why_rules_forbid([](auto& r) { r.ring.attempts = 3; }), HasSubstr("parked again"));
  EXPECT_THAT(why_rules_forbid([](auto& r) {
                r.ring.attempts = 1;
                r.ring.final = park::Final::repark;
              }),
              HasSubstr("parked again"));
}

TEST(LossFormula, PredictsFromPlannedArrivalsAndMeasuredHolding) {
  const auto predicted = report::loss_prediction(lot_study(), 0, hand_made::replication(4, 60)).value();
  EXPECT_NEAR(predicted.offered_erlangs, 4.0, 4.0 * 0.002) << "0.1 a second for 40 s, to a histogram's precision";
  EXPECT_DOUBLE_EQ(predicted.refused_share, theory::blocking(5, predicted.offered_erlangs));
  EXPECT_DOUBLE_EQ(predicted.mean_in_use, theory::mean_busy(5, predicted.offered_erlangs));
}

TEST(LossFormula, CountsOnlyTheCodesThatMayBeInUse) {
  people::Company company = lot_study();
  company.lots[0].rules.space.max_active = 2;
  const auto predicted = report::loss_prediction(company, 0, hand_made::replication(4, 60)).value();
  EXPECT_DOUBLE_EQ(predicted.refused_share, theory::blocking(2, predicted.offered_erlangs));
}

TEST(LossFormula, PredictsNothingFromNothing) {
  EXPECT_FALSE(report::loss_prediction(lot_study(), 0, {}));
  people::Company company = lot_study();
  company.lots[0].rules.alloc.atomic = false;
  EXPECT_FALSE(report::loss_prediction(company, 0, hand_made::replication(4, 60)));
}

}  // namespace

#include "tools/report/collision_kinds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/tools/report/hand_made.hpp"

namespace {

using park::Collision;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<Collision> possible(const people::Company& company) {
  std::vector<Collision> kinds;
  for (const auto kind :
       {Collision::duplicate, Collision::merged, Collision::misdial, Collision::stale, Collision::race}) {
    if (report::can_happen(kind, company)) kinds.push_back(kind);
  }
  return kinds;
}

TEST(CollisionKinds, NoneIsPossibleWhereCodesAreDialledRightAndOnlyForCallsThatAreThere) {
  EXPECT_THAT(possible(hand_made::lot_study()), IsEmpty());
  EXPECT_TRUE(report::can_happen(Collision::allocation, hand_made::lot_study()));
}

TEST(CollisionKinds, EachPropertyOfALotStudyMakesItsOwnKindPossible) {
  people::Company mistyped = hand_made::lot_study();
  mistyped.lot_traffic[0].mistype_per_digit = 1e-9;
  EXPECT_THAT(possible(mistyped), ElementsAre(Collision::misdial));
  people::Company persistent = hand_made::lot_study();
  persistent.lot_traffic[0].persistent = true;
  EXPECT_THAT(possible(persistent), ElementsAre(Collision::stale));
}

TEST(CollisionKinds, ReservationsThatLapseLetCallersMeet) {
  people::Company company = hand_made::lot_study();
  company.lots[0].rules.alloc.atomic = false;
  company.lots[0].rules.alloc.gap = sim::operator""_s(4);
  EXPECT_THAT(possible(company), Not(Contains(Collision::merged))) << "kept until the commit";
  company.lots[0].rules.alloc.reservation_life = sim::operator""_s(2);
  EXPECT_THAT(possible(company), ElementsAre(Collision::merged));
  people::Company later = hand_made::lot_study();
  later.lots[0].later.push_back(company.lots[0].rules);
  EXPECT_THAT(possible(later), ElementsAre(Collision::merged)) << "rules that come later count";
}

TEST(CollisionKinds, NodesThatHearLateGiveOutCodesTwice) {
  people::Company company = hand_made::lot_study();
  company.service.nodes.resize(2);
  EXPECT_THAT(possible(company), IsEmpty()) << "what one does the other knows at once";
  company.service.replication_lag = sim::operator""_s(1);
  EXPECT_THAT(possible(company), ElementsAre(Collision::duplicate));
  company.service.nodes.resize(1);
  EXPECT_THAT(possible(company), IsEmpty());
}

TEST(CollisionKinds, PeopleRaceAndComeLateButErrOnlyWhereTheirStepsLetThem) {
  people::Company company = hand_made::reception();
  EXPECT_THAT(possible(company), ElementsAre(Collision::stale, Collision::race));
  people::Step step;
  step.error_per_digit = 0.01;
  company.scripts[0].steps = {step};
  EXPECT_THAT(possible(company), Contains(Collision::misdial));
  step = {};
  step.forgets.mean_life = sim::operator""_s(60);
  company.scripts[0].steps = {step};
  EXPECT_THAT(possible(company), Contains(Collision::misdial));
}

}  // namespace

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/measures/query.hpp"
#include "models/people/company.hpp"
#include "tests/models/measures/hand_made.hpp"

// Queries where lots have copies.
namespace {

using measures::parse;
using measures::Query;
using measures::QueryError;
using sim::operator""_min;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

measures::Names names() {
  measures::Names names;
  names.policies = {{"Small", 0}, {"Large", 1}};
  names.lot_overflows = {false, true};
  names.traffic = {"Small", "Large"};
  names.copies = {{"Small@sydney", "Small", "sydney", "oceania"},
                  {"Small@lima", "Small", "lima", "americas"},
                  {"Large@lima", "Large", "lima", "americas"},
                  {"Large@quito", "Large", "quito", "americas"}};
  names.busiest_hour = 10;
  return names;
}

std::string error_of(std::string_view text) {
  try {
    parse(text, names());
  } catch (const QueryError& error) {
    return error.what();
  }
  return "no error";
}

TEST(CopiesQuery, TakesALotAtAllItsSitesOrAtOne) {
  EXPECT_THAT(parse("park.refused.share{policy=Small}", names()).lots, ElementsAre(0, 1));
  EXPECT_THAT(parse("park.refused.share{traffic=Large@lima}", names()).lots, ElementsAre(2));
}

TEST(CopiesQuery, TakesSitesAndRegions) {
  EXPECT_THAT(parse("park.refused.share{site=lima}", names()).lots, ElementsAre(1, 2));
  EXPECT_THAT(parse("caller.wait.p95{region=americas}", names()).lots, ElementsAre(1, 2, 3));
  EXPECT_THAT(parse("code.collisions{misdial}.share{region=oceania}", names()).lots, ElementsAre(0));
}

TEST(CopiesQuery, LabelsTogetherLeaveWhatAllOfThemLeave) {
  EXPECT_THAT(parse("park.refused.share{policy=Large, site=lima, hour=busiest}", names()).lots, ElementsAre(2));
  EXPECT_EQ(error_of("park.refused.share{policy=Small, site=quito}"), "this lot is not at this site");
}

TEST(CopiesQuery, MatchesCellsOfItsLotsAlone) {
  const Query query = parse("park.refused.share{region=americas}", names());
  EXPECT_TRUE(query.matches({.policy = 3, .traffic = 3, .hour = 4}));
  EXPECT_FALSE(query.matches({.policy = 0, .traffic = 0, .hour = 4}));
}

TEST(CopiesQuery, LevelsAreOfOneKindOfLot) {
  EXPECT_THAT(parse("code.in_use.p95{policy=Large}", names()).subjects, ElementsAre(2, 3));
  EXPECT_THAT(parse("code.in_use.p95{site=sydney}", names()).subjects, ElementsAre(0));
  EXPECT_THAT(error_of("code.in_use.p95{site=lima}"), HasSubstr("is of one lot: name it"));
  EXPECT_THAT(error_of("code.in_use.p95"), HasSubstr("is of one lot: name it"));
}

TEST(CopiesQuery, LevelsOfOneLotOnlyNeedNoName) {
  measures::Names one = names();
  one.copies.resize(2);
  EXPECT_THAT(parse("code.in_use.mean", one).subjects, ElementsAre(0, 1));
}

TEST(CopiesQuery, PoolsLevelsAndUsesOfCodes) {
  measures::Measures found = hand_made::one_replication();
  using Of = measures::Level::Of;
  found.levels = {hand_made::level(Of::codes_in_use, 0, 1, 5), hand_made::level(Of::codes_in_use, 1, 3, 3),
                  hand_made::level(Of::codes_in_use, 2, 90, 90)};
  found.code_uses = {{0, {4, 1}}, {1, {2, 2, 1}}, {2, {50}}};
  EXPECT_DOUBLE_EQ(*read(found, parse("code.in_use.mean{policy=Small}", names())).value, (2 + 3) / 2.0);
  EXPECT_EQ(read(found, parse("code.in_use.max{policy=Small}", names())).value, 5);
  EXPECT_DOUBLE_EQ(*read(found, parse("code.share.max{policy=Small}", names())).value, 6 / 10.0);
}

TEST(CopiesQuery, UnknownNamesAreToldWithTheNearest) {
  EXPECT_THAT(error_of("park.refused.share{region=amerika}"), HasSubstr("did you mean 'americas'"));
  EXPECT_THAT(error_of("park.refused.share{site=sidney}"), HasSubstr("did you mean 'sydney'"));
  EXPECT_THAT(error_of("park.refused.share{policy=Small@lyma}"), HasSubstr("did you mean 'Small@lima'"));
}

TEST(CopiesQuery, TimesHaveNoHour) {
  EXPECT_THAT(error_of("caller.wait.p95{hour=9}"), HasSubstr("times are kept for all hours together"));
  EXPECT_EQ(parse("park.requested{hour=9}", names()).labels.hour, 9);
}

TEST(RegionLabel, ChoosesGroupsWhereLotsHaveNoCopies) {
  measures::Names names = hand_made::names();
  names.group_regions = {"", "north", "north"};
  EXPECT_THAT(parse("caller.wait.p95{region=north}", names).groups, ElementsAre(1, 2));
  EXPECT_THROW(parse("caller.wait.p95{region=south}", names), QueryError);
}

TEST(CopiesNames, BusiestHourIsThatOfTheSites) {
  people::Company company;
  company.lots.push_back({"Small", {}});
  company.lot_traffic.push_back(
      {.name = "Small",
       .arrivals = sim::Arrivals::profile({{60_min * 9, 1}, {60_min * 10, 2}, {60_min * 11, 0}}),
       .patience = {},
       .ring_answered_after = {}});
  company.horizon.is_day = true;
  company.horizon.length = 60_min * 24;
  company.service.sites = {"sydney", "lima"};
  company.places = {{60_min * 10, "oceania"}, {60_min * -5, "americas"}};
  company.copies = {{0, 0, 0, 10, 1}, {0, 0, 1, 10, 1}};
  EXPECT_EQ(measures::names_of(company).busiest_hour, 10);
  EXPECT_EQ(measures::names_of(company).copies.at(1).region, "americas");
}

}  // namespace

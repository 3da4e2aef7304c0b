#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/measures/query.hpp"
#include "models/people/company.hpp"

namespace {

using measures::Names;
using people::Company;
using sim::operator""_min;
using testing::ElementsAre;

constexpr double per_hour = 1.0 / 3600;

people::Traffic traffic(std::string name, sim::Arrivals arrivals) {
  return {.name = std::move(name),
          .from = people::none,
          .to = 0,
          .whom = people::Whom::nobody,
          .meant = people::none,
          .topics = {},
          .arrivals = std::move(arrivals),
          .patience = {}};
}

Company day(sim::Ticks from, sim::Ticks length) {
  Company company;
  company.horizon = {
      .is_day = true, .time_of_day = from, .warm_up = {}, .length = length, .calls = {}, .after = people::After::drain};
  return company;
}

TEST(Names, LotsComeFirstAndPoliciesLeadToTheirLot) {
  Company company;
  company.lots.resize(2);
  company.lots[0].name = "Factory";
  company.lots[1].name = "Yard";
  company.lots[1].rules.alloc.full = park::Full::overflow;
  company.policies = {{.name = "Global", .allow_call_park = false, .lot = people::none},
                      {.name = "Factory", .allow_call_park = true, .lot = 0},
                      {.name = "Night", .allow_call_park = true, .lot = 1}};
  const Names names = measures::names_of(company);
  ASSERT_EQ(names.policies.size(), 3u);
  EXPECT_EQ(names.policies[2].name, "Night");
  EXPECT_EQ(names.policies[2].lot, 1);
  EXPECT_THAT(names.lot_overflows, ElementsAre(false, true));
}

TEST(Names, TheBusiestHourHasTheHighestPlannedRateOfAllTrafficTogether) {
  Company company = day(60_min * 8, 60_min * 8);
  company.traffic = {
      traffic("a", sim::Arrivals::profile(
                       {{60_min * 8, 40 * per_hour}, {60_min * 10, 120 * per_hour}, {60_min * 12, 60 * per_hour}})),
      traffic("b", sim::Arrivals::profile({{60_min * 11, 10 * per_hour}, {60_min * 12, 0}}))};
  EXPECT_EQ(measures::names_of(company).busiest_hour, 11);
}

TEST(Names, OfEquallyBusyHoursTheEarliestCounts) {
  Company company = day(60_min * 8, 60_min * 8);
  company.traffic = {traffic("a", sim::Arrivals::poisson(90 * per_hour))};
  EXPECT_EQ(measures::names_of(company).busiest_hour, 8);
}

TEST(Names, AnHourThatIsBarelySimulatedIsNotTheBusiest) {
  Company company = day(60_min * 9 + 59_min, 60_min * 2);
  company.traffic = {traffic("a", sim::Arrivals::profile({{0_min, 500 * per_hour}, {60_min * 10, 120 * per_hour}}))};
  EXPECT_EQ(measures::names_of(company).busiest_hour, 10);
}

TEST(Names, ADayOverMidnightCountsClockHours) {
  Company company = day(60_min * 23, 60_min * 3);
  company.traffic = {traffic("a", sim::Arrivals::profile({{0_min, 1 * per_hour}, {60_min * 25, 9 * per_hour}}))};
  EXPECT_EQ(measures::names_of(company).busiest_hour, 1);
}

TEST(Names, ASteadyStateHasNoBusiestHour) {
  Company company;
  company.horizon.length = 480_min;
  company.traffic = {traffic("a", sim::Arrivals::poisson(90 * per_hour))};
  EXPECT_EQ(measures::names_of(company).busiest_hour, -1);
}

TEST(Names, GroupsTrafficChannelsAndTrunksAreThoseOfTheCompany) {
  Company company;
  company.groups.resize(2);
  company.groups[1].name = "floor";
  company.groups[1].count = 120;
  company.groups[1].site = "plant";
  company.channels = {
      {.name = "pa", .kind = people::Channel::Kind::public_address, .voices = 1, .delay = {}, .remembered = {}}};
  company.trunks = 2;
  const Names names = measures::names_of(company);
  EXPECT_EQ(names.groups[1], "floor");
  EXPECT_THAT(names.group_sizes, ElementsAre(1, 120));
  EXPECT_EQ(names.group_sites[1], "plant");
  EXPECT_THAT(names.channels, ElementsAre("pa"));
  EXPECT_EQ(names.trunks, 2);
}

}  // namespace

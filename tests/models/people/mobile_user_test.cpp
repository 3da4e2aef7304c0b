#include <gtest/gtest.h>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;
using park::RetrieveOutcome;

namespace {

constexpr double exact = 1e-9;
constexpr int mobile = 0, desk = 1, sales = 0;

/// A mobile user who answers at 105 s on a mobile that dies `life_s` later and warns a minute before.
Company mobile_user(double life_s) {
  Company c = company();
  add_group(c, "sales", 1);
  auto& group = c.groups[sales];
  group.devices = {{.name = "mobile", .client = park::Client::mobile, .site = ""},
                   {.name = "desk", .client = park::Client::ip_phone, .site = "hq"}};
  group.battery = people::Battery{.device = mobile, .dies_after = s(life_s), .warns_before = sim::operator""_s(60)};
  on(script(c, sales), Trigger::start,
     {answer(5), talk_until_warning(), press_park(), walk(40), use(desk), retrieve_own(3), talk(240)});
  add_traffic(c, sales, at({100}));
  return c;
}

}  // namespace

TEST(MobileUser, ParksAtTheWarningAndTakesTheCallBackOnTheDesk) {
  const auto y = run(mobile_user(180));  // warns at 225 s; dials from 265 s to 268 s; dies at 285 s in the pocket
  EXPECT_EQ(y.trace.times_of("park"), std::vector<double>{225});
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_NEAR(y.mean_s(Latency::park_stay), 43, exact);
  EXPECT_EQ(y.count(CallEnd::lost), 0u);
  EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{508});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, LosesTheCallWhenTheBatteryDiesBeforeThePark) {
  Company c = mobile_user(180);
  script(c, sales) = {};
  on(script(c, sales), Trigger::start, {answer(5), talk(200), press_park()});
  const auto y = run(c);
  EXPECT_EQ(y.trace.times_of("the battery dies"), std::vector<double>{285});
  EXPECT_EQ(y.count(CallEnd::lost), 1u);
  EXPECT_EQ(y.count(Count::park_wanted), 0u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, LosesTheCallWhenTheBatteryDiesOnTheWayToTheButton) {
  Company c = mobile_user(180);
  for (Step& step : script(c, sales).steps)
    if (step.kind == StepKind::park) step.time = s(61);  // from the warning at 225 s, a second too long
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::lost), 1u);
  EXPECT_EQ(y.count(Count::park_requested), 0u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, ParksWhenTheButtonIsReachedAndTalksUntilThen) {
  Company c = mobile_user(180);
  for (Step& step : script(c, sales).steps)
    if (step.kind == StepKind::park) step.time = s(4);
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::park_committed), 1u);
  EXPECT_NEAR(y.mean_s(Latency::park_stay), 43, exact);
  EXPECT_NEAR(y.mean_s(Latency::caller_wait), 43, exact);
}

TEST(MobileUser, CannotBeRungBackOnTheDeadMobile) {
  Company c = mobile_user(180);
  script(c, sales) = {};
  on(script(c, sales), Trigger::start, {answer(5), talk_until_warning(), press_park(), walk(40)});
  on(script(c, sales), Trigger::ring_back, {answer(8), talk(10)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::ring_backs), 0u);
  EXPECT_EQ(y.count(Count::calls_rung_back), 0u);
  EXPECT_EQ(y.count(CallEnd::dropped), 1u);
  EXPECT_NEAR(y.mean_s(Latency::park_stay), 300, exact);  // at once, without ringing
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, IsRungBackOnTheDeskWhereAllDevicesRing) {
  Company c = mobile_user(180);
  script(c, sales) = {};
  on(script(c, sales), Trigger::start, {answer(5), talk_until_warning(), press_park(), walk(40)});
  on(script(c, sales), Trigger::ring_back, {answer(8), talk(10)});
  c.lots[0].rules.ring.rings = park::Rings::all_devices;
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::ring_backs), 1u);
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, WhoseMobileDiesOnTheWayUsesTheHandlerOfADeadDevice) {
  Company c = mobile_user(30);  // warns at once and dies at 135 s, while walking
  on(script(c, sales), Trigger::device_dead, {walk(60), use(desk), retrieve_own(3), talk(10)});
  const auto y = run(c);
  EXPECT_EQ(y.trace.times_of("walk"), (std::vector<double>{105, 135}));
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(y.trace.times_of("the call is over"), std::vector<double>{208});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, WithoutThatHandlerGoesIdleAndTheCallRunsIntoItsTimeout) {
  const auto y = run(mobile_user(30));
  EXPECT_EQ(y.count(Count::retrieve_attempts), 0u);
  EXPECT_EQ(y.count(CallEnd::dropped), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, WithoutARunningBatteryWaitsForNoWarning) {
  Company c = mobile_user(180);
  c.groups[sales].battery.reset();
  const auto y = run(c);
  EXPECT_EQ(y.trace.times_of("park"), std::vector<double>{105});
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, AnswersTheNextCallOnAChargedMobile) {
  // The battery of the first call would die at 285 s, while the second call of 283 s rings.
  Company c = mobile_user(180);
  script(c, sales) = {};
  on(script(c, sales), Trigger::start, {answer(5), talk(100)});
  c.traffic[0].arrivals = at({100, 283});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::calls_served), 2u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, WhoDiesBetweenClaimAndMediaLosesTheCall) {
  Company c = mobile_user(90);  // warns at 135 s, dies at 195 s
  script(c, sales) = {};
  on(script(c, sales), Trigger::start, {answer(5), talk_until_warning(), press_park(), walk(50), retrieve_own(9)});
  on(script(c, sales), Trigger::device_dead, {walk(60)});
  c.lots[0].rules.take.bridge_time = sim::operator""_s(2);
  const auto y = run(c);  // sends at 194 s
  EXPECT_EQ(y.trace.times_of("the battery dies"), std::vector<double>{196});
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(y.count(CallEnd::lost), 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(MobileUser, WhoseMobileDiesInTheLineForAPhoneLeavesTheLine) {
  // Two users share one phone. The second waits for it from 225 s; his mobile dies at 230 s and he gives up.
  Company c = mobile_user(10);
  c.groups[sales].count = 2;
  c.groups[sales].phones = add_resource(c, "phones", 1);
  script(c, sales) = {};
  on(script(c, sales), Trigger::start, {answer(5), talk_until_warning(), press_park(), retrieve_own(3), talk(100)});
  on(script(c, sales), Trigger::device_dead, {walk(300)});
  c.traffic[0].arrivals = at({100, 101});
  const auto y = run(c);
  EXPECT_TRUE(y.everything_is_free());
}

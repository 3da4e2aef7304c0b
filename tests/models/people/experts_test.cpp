#include <gtest/gtest.h>

#include <set>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;
using park::RetrieveOutcome;
using sim::operator""_s;

namespace {

constexpr double exact = 1e-9;
constexpr int agents = 0, experts = 1, billing = 0, network = 1;

/// A caller with a question about billing arrives at 100 s; the agent posts at 125 s, seen at 126 s by two experts of
/// ten, who react for 8 s, claim for 2 s, dial from 136 s to 139 s and talk for a minute.
Company support() {
  Company c = company();
  c.channels.push_back({.name = "billing", .kind = people::Channel::Kind::chat, .delay = 1_s, .remembered = 600_s});
  c.channels.push_back({.name = "network", .kind = people::Channel::Kind::chat, .delay = 1_s, .remembered = 600_s});
  add_group(c, "agents", 1);
  add_group(c, "experts", 10);
  on(script(c, agents), Trigger::start, {answer(5), talk(20), press_park(), post(people::via_topic)});
  on(script(c, experts), Trigger::posted, {react(8), claim(2), retrieve(3), talk(60)});
  c.groups[experts].reads = {{.channel = billing, .count = 2}, {.channel = network, .count = 4}};
  add_traffic(c, agents, at({100})).topics = {{.channel = billing, .share = 1}};
  return c;
}

void with_script(Company& c, const std::vector<Step>& posted) {
  script(c, experts) = {};
  on(script(c, experts), Trigger::posted, posted);
}

sim::Arrivals every_second(int calls) {
  std::vector<sim::Ticks> times;
  for (int i = 0; i < calls; ++i) times.push_back(sim::from_seconds(1 + i));
  return sim::Arrivals::times(times);
}

std::set<int> those_who(const Yield& y, std::string_view what) {
  const auto people = y.trace.people_who(what);
  return {people.begin(), people.end()};
}

}  // namespace

TEST(Experts, SeeAPostAfterTheDelayOfTheChannel) {
  const auto y = run(support());
  EXPECT_EQ(y.count(Count::posts), 1u);
  EXPECT_NEAR(y.mean_s(Latency::channel_wait), 1, exact);
  EXPECT_EQ(y.trace.times_of("react"), (std::vector<double>{126, 126}));
  EXPECT_EQ(y.count(Count::posts_unanswered), 0u);
}

TEST(Experts, WhoDialForOnePostRaceForIt) {
  const auto y = run(support());  // both claim at 136 s, before either claim can be seen
  EXPECT_EQ(y.count(Count::posts_dialled), 2u);
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(y.count(RetrieveOutcome::lost_race), 1u);
  EXPECT_EQ(y.count(Count::collision + park::index(park::Collision::race)), 1u);
  std::uint64_t told = 0;
  for (const auto& cell : y.measures.cells) told += cell.said[park::index(RetrieveOutcome::already_retrieved)];
  EXPECT_EQ(told, 1u);
  EXPECT_TRUE(y.everything_is_free());
}

TEST(Experts, WhoLoseARaceFollowTheirHandler) {
  Company c = support();
  on(script(c, experts), Trigger::of(RetrieveOutcome::lost_race), {walk(7)});
  EXPECT_EQ(run(c).trace.times_of("walk"), std::vector<double>{139});
}

TEST(Experts, DoNotDialForAPostWhoseClaimTheyCanSee) {
  // Two readers a second apart: the second expert is on the phone until 127.5 s and so reads the post later.
  Company c = support();
  const int callers = add_group(c, "callers", 1);
  on(script(c, experts), Trigger::start, {answer(0), talk(20)});
  add_traffic(c, experts, at({107.5})).from = callers;
  const auto y = run(c);  // expert 0 talks to 127.5 s; 1 claims at 136 s, seen at 137 s; 0 would claim at 137.5 s
  EXPECT_EQ(y.trace.times_of("react"), (std::vector<double>{126, 127.5}));
  EXPECT_EQ(y.count(Count::posts_dialled), 1u);
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
}

TEST(Experts, DialWhenTheClaimOfAnotherIsNotYetVisible) {
  Company c = support();
  c.channels[billing].delay = 2_s;
  const int callers = add_group(c, "callers", 1);
  on(script(c, experts), Trigger::start, {answer(0), talk(20)});
  add_traffic(c, experts, at({108})).from = callers;
  // Seen at 127 s and at 128 s; the first claim, at 137 s, can be seen at 139 s, after the second, at 138 s.
  EXPECT_EQ(run(c).count(Count::posts_dialled), 2u);
}

TEST(Experts, WhoDoNotClaimLeaveThePostUnanswered) {
  Company c = support();
  with_script(c, {react(8), claim(2, 0), retrieve(3)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::posts_dialled), 0u);
  EXPECT_EQ(y.count(Count::posts_unanswered), 1u);
  EXPECT_EQ(y.count(CallEnd::dropped), 1u);
}

TEST(Experts, WithOtherWorkLeaveAPostAlone) {
  Company c = support();
  c.groups[experts].other_work = 1;
  const auto y = run(c);
  EXPECT_TRUE(y.trace.times_of("react").empty());
  EXPECT_EQ(y.count(Count::posts_unanswered), 1u);
  EXPECT_NEAR(y.busy_s(experts), 0, exact);
}

TEST(Experts, HaveOtherWorkAsOftenAsStated) {
  Company c = support();
  c.horizon.length = 10'000_s;
  c.groups[agents].count = 1000;
  c.lots[0].rules.space = {.lo = 1000, .hi = 9999};
  c.groups[experts].count = 1;
  c.groups[experts].reads = {{.channel = billing, .count = 1}};
  c.groups[experts].other_work = 0.6;
  with_script(c, {claim(0, 0)});  // looks at each post for no time
  c.traffic[0].arrivals = every_second(1000);
  const auto looked = static_cast<double>(run(c).trace.times_of("claim").size());
  EXPECT_NEAR(looked, 400, 4.5 * 15.5);  // binomial(1,000, 0.4): beyond with probability 7e-6
}

TEST(Experts, WhoAreBusyReadWhatIsStillInSightWhenTheyAreFree) {
  Company c = support();
  c.groups[experts].count = 1;
  c.groups[experts].reads = {{.channel = billing, .count = 1}};
  c.groups[agents].count = 3;
  c.traffic[0].arrivals = at({100, 101, 102});
  const auto y = run(c);  // 13 s to the call and 60 s of talk each
  EXPECT_EQ(y.trace.times_of("react"), (std::vector<double>{126, 199, 272}));
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 3u);
  EXPECT_EQ(y.count(Count::posts_unanswered), 0u);
}

TEST(Experts, DoNotSeeWhatTheChannelHasForgotten) {
  Company c = support();
  c.channels[billing].remembered = 100_s;
  c.groups[experts].count = 1;
  c.groups[experts].reads = {{.channel = billing, .count = 1}};
  c.groups[agents].count = 3;
  c.traffic[0].arrivals = at({100, 101, 102});
  const auto y = run(c);  // the third post, of 127 s, is out of sight at 272 s
  EXPECT_EQ(y.trace.times_of("react"), (std::vector<double>{126, 199}));
  EXPECT_EQ(y.count(Count::posts_unanswered), 1u);
}

TEST(Experts, AreSplitOverTheChannelsInTheOrderOfTheGroup) {
  Company c = support();
  c.horizon.length = 10'000_s;
  c.groups[agents].count = 100;
  c.lots[0].rules.space = {.lo = 1000, .hi = 9999};
  with_script(c, {claim(0, 0)});
  c.traffic[0].arrivals = every_second(50);
  const int first = 100;
  EXPECT_EQ(those_who(run(c), "claim"), (std::set<int>{first, first + 1}));
  c.traffic[0].topics = {{.channel = network, .share = 1}};
  EXPECT_EQ(those_who(run(c), "claim"), (std::set<int>{first + 2, first + 3, first + 4, first + 5}));
}

TEST(Experts, BeyondTheGroupReadersAreTakenFromItsBeginningAgain) {
  Company c = support();
  c.groups[experts].reads = {{.channel = billing, .count = 7}, {.channel = network, .count = 5}};
  with_script(c, {claim(0, 0)});
  c.traffic[0].topics = {{.channel = network, .share = 1}};
  EXPECT_EQ(those_who(run(c), "claim"), (std::set<int>{1, 2, 8, 9, 10}));  // the agent is person 0
}

TEST(Experts, AreAskedByTopicInItsShare) {
  Company c = support();
  c.horizon.length = 10'000_s;
  c.groups[agents].count = 1000;
  c.lots[0].rules.space = {.lo = 1000, .hi = 9999};
  c.traffic[0].topics = {{.channel = billing, .share = 0.6}, {.channel = network, .share = 0.4}};
  c.traffic[0].arrivals = every_second(1000);
  with_script(c, {claim(0, 0)});
  const auto y = run(c);
  std::uint64_t about_billing = 0;
  for (const auto& cell : y.measures.cells)
    if (cell.labels.channel == billing) about_billing += cell.counts[Count::posts];
  EXPECT_EQ(y.count(Count::posts), 1000u);
  EXPECT_NEAR(static_cast<double>(about_billing), 600, 4.5 * 15.5);  // beyond with probability 7e-6
}

TEST(Experts, AnExpertWhoTakesTheCallIsTheRightPersonAndTheAgentIsNot) {
  EXPECT_EQ(run(support()).count(Count::calls_reached), 1u);
  Company c = support();
  c.groups[experts].reads.clear();
  on(script(c, agents), Trigger::ring_back, {answer(5), talk(10)});
  const auto y = run(c);
  EXPECT_EQ(y.count(CallEnd::returned), 1u);
  EXPECT_EQ(y.count(Count::calls_reached), 0u);
}

TEST(Experts, MayBeAskedInTwoChannelsAtOnce) {
  Company c = support();
  script(c, agents) = {};
  on(script(c, agents), Trigger::start, {answer(5), talk(20), press_park(), post(billing), post(network)});
  const auto y = run(c);
  EXPECT_EQ(y.count(Count::posts), 2u);
  EXPECT_EQ(those_who(y, "react").size(), 6u);
  EXPECT_EQ(y.count(RetrieveOutcome::ok), 1u);
  EXPECT_EQ(y.count(RetrieveOutcome::lost_race), 5u);
}

TEST(Experts, WhoMeetAStrangerHaveNotAnsweredThePost) {
  // The caller of the post gives up at 128 s; the only code goes to a second caller at 129 s, whom the expert meets.
  Company c = support();
  c.lots[0].rules.space = {.lo = 10, .hi = 10};
  c.groups[experts].reads = {{.channel = billing, .count = 1}};
  c.groups[agents].count = 2;
  c.traffic[0].patience = s(8);
  add_traffic(c, agents, at({104})).topics = {{.channel = network, .share = 1}};
  c.groups[experts].count = 1;
  const auto y = run(c);
  EXPECT_EQ(y.count(RetrieveOutcome::wrong_call), 1u);
  EXPECT_EQ(y.count(Count::wrong_call + park::index(park::WrongCause::stale)), 1u);
  EXPECT_EQ(y.count(Count::posts_unanswered), 2u);
  EXPECT_TRUE(y.everything_is_free());
}

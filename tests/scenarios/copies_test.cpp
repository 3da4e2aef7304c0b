#include <gmock/gmock.h>

#include <algorithm>

#include "models/people/copies.hpp"
#include "scenarios/compiler/copies_section.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using sim::operator""_min;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view world = R"(system: custom
run: {from: 00:00, to: 24:00, replications: 1}
sites:
  sydney: {zone: +10h, region: oceania}
  mumbai: {zone: +5.5h, region: asia}
  lima:   {zone: -5h, region: americas}
links:
  - {between: [sydney, mumbai], latency: 60ms}
  - {between: [mumbai, lima], latency: 120ms}
park_service:
  nodes: {n1: {site: mumbai, time: 5ms}}
lots:
  Office: {copies: 10, codes: 20}
lot_traffic:
  Office:
    users: 250
    parks: profile(08:00 0.2/h 12:00 0.1/h 13:00 0.2/h 18:00 0/h)
    site: {sydney: 50%, mumbai: 25%, lima: 25%}
    retrieved_after: exponential(60s)
timeline:
  - {at: "12:00", drain: Office}
expect:
  - park.refused.share{region=oceania} < 1%
)";

std::string problem_of(std::string_view from, std::string_view to, std::string_view text = world) {
  const scenarios::InputError error = texts::error_of(texts::with(text, from, to));
  EXPECT_THAT(error.problems(), SizeIs(1)) << to;
  return error.problems().front().render();
}

// "test.yaml:LINE:COLUMN: " of the last `word` in the changed world.
std::string place_of(std::string_view word, std::string_view from, std::string_view to) {
  const std::string text = texts::with(world, from, to);
  const std::size_t at = text.rfind(word);
  return "test.yaml:" + std::to_string(1 + std::ranges::count(text.substr(0, at), '\n')) + ":" +
         std::to_string(at - text.rfind('\n', at)) + ": ";
}

TEST(Copies, AreSharedOutOverSites) {
  const people::Company company = texts::compiled(std::string(world)).company;
  EXPECT_THAT(people::names_of_copies(company), ElementsAre("Office@sydney", "Office@mumbai", "Office@lima"));
  std::vector<std::int64_t> counts;
  for (const people::Copies& copies : company.copies) {
    counts.push_back(copies.count);
    EXPECT_EQ(copies.users, 250);
  }
  EXPECT_THAT(counts, ElementsAre(5, 3, 2)) << "the first of equal remainders";
}

TEST(Copies, HaveTheZoneAndRegionOfTheirSites) {
  const people::Company company = texts::compiled(std::string(world)).company;
  ASSERT_THAT(company.places, SizeIs(3));
  EXPECT_EQ(company.places[1].zone, 60_min * 5 + 30_min);
  EXPECT_EQ(company.places[2].zone, 60_min * -5);
  EXPECT_EQ(company.places[0].region, "oceania");
}

TEST(Copies, UsersMultiplyTheRate) {
  const people::Company company = texts::compiled(std::string(world)).company;
  EXPECT_NEAR(company.lot_traffic[0].arrivals.rate_per_s(60_min * 9, 60_min * 10) * 3600, 250 * 0.2, 1e-9);
  const auto loaded = [](std::string_view users) {
    const std::string load =
        texts::with(world, "profile(08:00 0.2/h 12:00 0.1/h 13:00 0.2/h 18:00 0/h)", "0.01 erlang");
    return texts::compiled(texts::with(load, "users: 250", users))
        .company.lot_traffic[0]
        .arrivals.rate_per_s({0}, 60_min);
  };
  EXPECT_NEAR(loaded("users: 250"), 250 * loaded("users: 1"), 1e-12);
}

TEST(Copies, FollowTheSun) {
  const people::Company company = texts::compiled(std::string(world)).company;
  const people::Company sydney = people::one_of(company, company.copies[0]);
  EXPECT_EQ(sydney.horizon.time_of_day, 60_min * 10);
  const auto rate = [&](int hour) {
    return sydney.lot_traffic[0].arrivals.rate_per_s(60_min * hour, 60_min * (hour + 1));
  };
  EXPECT_NEAR(rate(10) * 3600, 50, 1e-9);
  EXPECT_EQ(rate(20), 0);
  EXPECT_EQ(rate(31), 0) << "seven in the morning of the next day";
  EXPECT_NEAR(rate(33) * 3600, 50, 1e-9) << "nine in the morning of the next day";
}

TEST(Copies, OfOneLotKeepItsChanges) {
  const people::Company company = texts::compiled(std::string(world)).company;
  EXPECT_THAT(people::one_of(company, company.copies[2]).timeline, SizeIs(1));
}

TEST(Copies, NeedNeitherSitesNorUsers) {
  const auto company = texts::compiled(texts::with(texts::lot, "codes: 90", "copies: 10k, codes: 90")).company;
  ASSERT_THAT(company.copies, SizeIs(1));
  EXPECT_EQ(company.copies[0].count, 10'000);
  EXPECT_EQ(company.copies[0].users, 0);
  EXPECT_EQ(company.copies[0].site, people::none);
}

TEST(Copies, CanAllBeAtOneSite) {
  const std::string at_one = texts::with(world, "{sydney: 50%, mumbai: 25%, lima: 25%}", "mumbai");
  const people::Company company = texts::compiled(texts::with(at_one, "region=oceania", "region=asia")).company;
  EXPECT_THAT(people::names_of_copies(company), ElementsAre("Office@mumbai"));
}

TEST(Copies, StayWhenTheSystemIsSwapped) {
  const auto scenario = texts::compiled(std::string(world), texts::options({}, "asterisk"));
  EXPECT_EQ(people::lots_in_all(scenario.company), 10);
  EXPECT_THAT(scenario.ignored, Not(Contains(HasSubstr("copies"))));
}

TEST(Copies, CanBeSetFromTheCommandLine) {
  const auto scenario = texts::compiled(std::string(world), texts::options({"lots.Office.copies=7"}));
  EXPECT_EQ(people::lots_in_all(scenario.company), 7);
}

TEST(Copies, AreNamedInExpectations) {
  for (const char* claim : {"park.refused.share{policy=Office} < 1%", "park.refused.share{traffic=Office@lima} < 1%",
                            "code.in_use.p95{site=mumbai} < 5", "park.requested{hour=busiest} < 9"}) {
    EXPECT_THAT(texts::compiled(texts::with(world, "park.refused.share{region=oceania} < 1%", claim)).expectations,
                SizeIs(1));
  }
  EXPECT_THAT(problem_of("region=oceania", "region=oceana"), HasSubstr("did you mean 'oceania'"));
}

TEST(Copies, MustBeAtLeastOneAndNotTooMany) {
  EXPECT_THAT(problem_of("copies: 10", "copies: 0"), HasSubstr("copies"));
  EXPECT_THAT(problem_of("copies: 10", "copies: -3"), HasSubstr("copies"));
  EXPECT_THAT(problem_of("copies: 10", "copies: 2.5"), HasSubstr("copies"));
  EXPECT_THAT(problem_of("copies: 10", "copies: 11M"), HasSubstr("copies"));
}

TEST(Copies, DoNotGoWithPeople) {
  const std::string text = problem_of("timeline:", "people: {desk: {count: 2}}\ntimeline:");
  EXPECT_THAT(text, StartsWith(place_of("people", "timeline:", "people: {desk: {count: 2}}\ntimeline:")));
  EXPECT_THAT(text, HasSubstr("people carry calls from lot to lot"));
  EXPECT_THAT(problem_of("timeline:", "channels: {pa: {kind: public_address}}\ntimeline:"), HasSubstr("`channels`"));
  EXPECT_THAT(problem_of("timeline:", "resources: {trunks: 4}\ntimeline:"), HasSubstr("`resources`"));
}

TEST(Copies, DoNotGoWithLotsThatAreThereOnce) {
  EXPECT_THAT(
      problem_of("lot_traffic:", "  Other: {codes: 5}\nlot_traffic:\n  Other: {parks: 1/min, retrieved_after: 9s}"),
      HasSubstr("the lot `Other` has no `copies`"));
}

TEST(Copies, MustBeParkedIn) {
  EXPECT_THAT(problem_of("lot_traffic:", "  Other: {codes: 5, copies: 3}\nlot_traffic:"),
              HasSubstr("nothing parks in the copies of the lot `Other`"));
}

TEST(Copies, DoNotGoWithServersThatMakeLotsWait) {
  const std::string text = problem_of("time: 5ms", "servers: 4, time: 5ms");
  EXPECT_THAT(text, StartsWith(place_of("servers", "time: 5ms", "servers: 4, time: 5ms")));
  EXPECT_THAT(text, HasSubstr("let lots wait for each other"));
  EXPECT_NO_THROW(texts::compiled(texts::with(world, "time: 5ms", "servers: unlimited, time: 5ms")));
}

TEST(Copies, DoNotGoWithANumberOfCalls) {
  const std::string steady = texts::with(texts::lot, "codes: 90", "copies: 10, codes: 90");
  EXPECT_THAT(problem_of("duration: 1h", "calls: 100", steady), HasSubstr("`calls` are those of all lots"));
}

TEST(Copies, CannotChangeInTheCourseOfTheRun) {
  const std::string text = problem_of("drain: Office", "set: {lots.Office.copies: 12}");
  EXPECT_THAT(text, HasSubstr("lots cannot come or go"));
}

TEST(Users, NeedCopies) {
  EXPECT_THAT(problem_of("parks: 1/s", "users: 5, parks: 1/s", texts::lot), HasSubstr("`users` are those of each"));
}

TEST(Users, AreAWholeNumber) {
  for (const char* users : {"users: 0", "users: -1", "users: 1.5", "users: many"})
    EXPECT_THAT(problem_of("users: 250", users), HasSubstr("users")) << users;
}

TEST(Users, DoNotGoWithSourcesThatSayHowMany) {
  EXPECT_THAT(
      problem_of("profile(08:00 0.2/h 12:00 0.1/h 13:00 0.2/h 18:00 0/h)", "sources(20 idle exponential(30min))"),
      HasSubstr("`users` does not go with sources(...)"));
}

TEST(Users, CannotMakeMoreThanOneCallATick) {
  EXPECT_THAT(
      problem_of("profile(08:00 0.2/h 12:00 0.1/h 13:00 0.2/h 18:00 0/h)", "bursts(every 1min size 30 spacing 1s)"),
      HasSubstr("bursts would run at the same time"));
}

TEST(SharesOfSites, AddUpToAll) {
  EXPECT_THAT(problem_of("sydney: 50%", "sydney: 60%"), HasSubstr("add up to more than 100%"));
  EXPECT_THAT(problem_of("sydney: 50%", "sydney: 49%"), HasSubstr("add up to less than 100%"));
  EXPECT_THAT(problem_of("{sydney: 50%, mumbai: 25%, lima: 25%}", "{}"), HasSubstr("add up to less than 100%"));
  EXPECT_THAT(problem_of("sydney: 50%", "sydney: 150%"), HasSubstr("100%"));
}

TEST(SharesOfSites, AreOfKnownSites) {
  EXPECT_THAT(problem_of("sydney: 50%", "sidney: 50%"), HasSubstr("did you mean `sydney`"));
}

TEST(SharesOfSites, NeedCopies) {
  EXPECT_THAT(problem_of("copies: 10, ", ""), testing::AnyOf(HasSubstr("`users`"), HasSubstr("copies")));
  const std::string one = texts::with(texts::lot, "lots:", "sites: {a: {}, b: {}}\nlots:");
  EXPECT_THAT(problem_of("parks: 1/s", "site: {a: 40%, b: 60%}, parks: 1/s", one),
              HasSubstr("only a lot with `copies`"));
}

TEST(Zone, LiesWithinThoseOfTheWorld) {
  for (const char* zone : {"zone: +15h", "zone: -13h", "zone: 30d"})
    EXPECT_THAT(problem_of("zone: +10h", zone), HasSubstr("between -12h and +14h")) << zone;
  for (const char* zone : {"zone: +14h", "zone: -12h", "zone: 0h", "zone: 9h", "zone: +345min"})
    EXPECT_NO_THROW(texts::compiled(texts::with(world, "zone: +10h", zone))) << zone;
}

TEST(Zone, IsADuration) {
  for (const char* zone : {"zone: +10", "zone: GMT", "zone: +", "zone: +-3h", "zone: {}"})
    EXPECT_THAT(problem_of("zone: +10h", zone), HasSubstr("test.yaml:4:")) << zone;
}

TEST(Zone, NeedsADayAndCopies) {
  EXPECT_THAT(problem_of("from: 00:00, to: 24:00", "duration: 1h",
                         texts::with(world, "{at: \"12:00\", drain: Office}", "{at: 30min, drain: Office}")),
              HasSubstr("a `zone` needs a run by the clock"));
  const std::string one = texts::with(texts::lot, "lots:", "sites: {a: {zone: +1h}}\nlots:");
  EXPECT_THAT(problem_of("", "", one), HasSubstr("`zone` is for lots with `copies`"));
}

TEST(Region, IsAName) {
  EXPECT_THAT(problem_of("region: oceania}", "region: ''}"), HasSubstr("region"));
  EXPECT_THAT(problem_of("region: asia", "regoin: asia"), HasSubstr("did you mean `region`"));
}

TEST(Apportionment, GivesTheRestToTheLargestFractions) {
  EXPECT_THAT(scenarios::apportioned(10, {0.25, 0.5, 0.25}), ElementsAre(3, 5, 2));
  EXPECT_THAT(scenarios::apportioned(7, {0.1, 0.31, 0.59}), ElementsAre(1, 2, 4));
  EXPECT_THAT(scenarios::apportioned(1, {0.4, 0.6}), ElementsAre(0, 1));
  EXPECT_THAT(scenarios::apportioned(100, {0.29, 0.71}), ElementsAre(29, 71)) << "0.29 * 100 is a hair below 29";
}

TEST(Apportionment, GivesAwayAllWithinOneOfTheShare) {
  for (const std::int64_t total : {1, 13, 200, 199'999}) {
    const std::vector<double> shares{0.04, 0.09, 0.17, 0.33, 0.37};
    const auto parts = scenarios::apportioned(total, shares);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      sum += parts[i];
      EXPECT_LT(std::abs(static_cast<double>(parts[i]) - shares[i] * static_cast<double>(total)), 1);
    }
    EXPECT_EQ(sum, total);
  }
}

TEST(WorldDay, IsOfFiftyMillionUsersInTwoHundredThousandLots) {
  const auto scenario = scenarios::load(texts::root / "scenarios" / "world-day.yaml", texts::options());
  EXPECT_EQ(people::lots_in_all(scenario.company), 200'000);
  EXPECT_EQ(people::users_in_all(scenario.company), 50'000'000);
  double parks = 0;
  for (const people::Copies& copies : scenario.company.copies) {
    parks += people::arrivals_of(scenario.company, copies).rate_per_s(60_min * 24, 60_min * 48) * 86'400 *
             static_cast<double>(copies.count);
  }
  EXPECT_GE(parks, 100e6);
  EXPECT_THAT(scenario.warnings, IsEmpty());
}

}  // namespace

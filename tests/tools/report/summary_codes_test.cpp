#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/tools/report/hand_made.hpp"
#include "tools/report/summary_parts.hpp"

namespace {

using measures::Count;
using measures::Measures;
using park::Collision;
using report::Figures;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Part = void (*)(const report::RunFacts&, std::ostream&);

std::string printed(Part part, const people::Company& company, const std::vector<Measures>& replications) {
  Figures figures(company, {});
  for (const Measures& measures : replications) figures.add(measures);
  std::ostringstream out;
  part(hand_made::facts(company, figures), out);
  return out.str();
}

std::vector<Measures> three() {
  return {hand_made::replication(4, 60), hand_made::replication(8, 70), hand_made::replication(6, 80)};
}

Measures nothing() {
  Measures measures;
  measures.replications = 1;
  return measures;
}

std::uint64_t& collisions(Measures& measures, Collision kind) {
  return measures.cells[0].counts[Count::collision + park::index(kind)];
}

std::string collisions_of(const people::Company& company, const std::vector<Measures>& replications) {
  return printed(report::print_collisions, company, replications);
}

TEST(SummaryCollisions, StandCountedBesideExpected) {
  // 6 counted and 7.5 expected in 930 attempts and 1,122 parked calls.
  const std::string text = collisions_of(hand_made::lot_study(), three());
  EXPECT_THAT(text, ContainsRegex("count +per attempt +95% interval +expected +per 1,000 calls +expected\n"));
  EXPECT_THAT(text, ContainsRegex("misdial +6 +0\\.645% .*0\\.806% +5\\.35 +6\\.68\n"));
}

TEST(SummaryCollisions, HaveNoColumnOfWhatIsNotExpected) {
  people::Company company = hand_made::lot_study();
  company.lot_traffic[0].mistype_per_digit = 0.01;
  std::vector<Measures> replications = three();
  for (Measures& measures : replications) measures.cells[0].expected = {};
  const std::string text = collisions_of(company, replications);
  EXPECT_THAT(text, ContainsRegex("95% interval +per 1,000 calls\n"));
  EXPECT_THAT(text, ContainsRegex("misdial +6 +0\\.645% .* 5\\.35\n"));
}

TEST(SummaryCollisions, ShowZeroHitsAsAnUpperBound) {
  // No hit in 930 attempts: 1 - 0.025^(1/930) = 0.396 %.
  const std::string text = collisions_of(hand_made::reception(), three());
  EXPECT_THAT(text, ContainsRegex("stale +0 +< 0\\.396%"));
  EXPECT_THAT(text, Not(ContainsRegex("stale +0 +0%")));
}

TEST(SummaryCollisions, AreOfTheKindsThatCanHappenOrDid) {
  const people::Company company = hand_made::lot_study();
  std::vector<Measures> replications{hand_made::replication(4, 60)};
  for (const char* kind : {"duplicate", "merged", "stale", "race"})
    EXPECT_THAT(collisions_of(company, replications), Not(HasSubstr("\n  " + std::string(kind)))) << kind;
  collisions(replications[0], Collision::merged) = 1;
  EXPECT_THAT(collisions_of(company, replications), ContainsRegex("\n  merged +1 "));
}

TEST(SummaryCollisions, SayWhenNothingCanCollide) {
  EXPECT_THAT(collisions_of(hand_made::lot_study(), {nothing()}),
              HasSubstr("\n  nothing here makes two calls, or two people, meet through one code\n"));
}

TEST(SummaryCollisions, SayWhoseStaleCodesAreExpectedWherePeopleDialToo) {
  people::Company company = hand_made::reception();
  std::vector<Measures> replications = three();
  constexpr const char* note = "expected stale: of calls without people only";
  EXPECT_THAT(collisions_of(company, replications), Not(HasSubstr(note)));
  for (Measures& measures : replications) measures.cells[0].expected[park::index(Collision::stale)] = 0.5;
  EXPECT_THAT(collisions_of(company, replications), HasSubstr(note));
  company.traffic.clear();
  EXPECT_THAT(collisions_of(company, replications), Not(HasSubstr(note)));
}

TEST(SummaryCollisions, GiveOccupiedCodesLookedAtForEachCodeChosen) {
  std::vector<Measures> replications{hand_made::replication(0, 60), hand_made::replication(0, 60)};
  for (Measures& measures : replications) collisions(measures, Collision::allocation) = 14'440;
  EXPECT_THAT(collisions_of(hand_made::lot_study(), replications),
              HasSubstr("28,880 occupied codes looked at to choose 760, 38.0 each; in no total"));
  EXPECT_THAT(collisions_of(hand_made::lot_study(), three()), Not(HasSubstr("occupied")));
}

TEST(SummaryChoices, StandTheBusiestCodeBesideTheEvenShare) {
  // 342 of 1,122 choices fell on the third of five codes.
  const std::string text = printed(report::print_choices, hand_made::lot_study(), three());
  EXPECT_THAT(text, ContainsRegex("\n  L +1,122 +2\\.00 +30\\.5% .* 20\\.0%\n"));
}

TEST(SummaryChoices, LeaveOutLotsWhoseCodesWereNeverChosen) {
  people::Company company = hand_made::lot_study();
  company.lots.push_back({"M", {}});
  EXPECT_THAT(printed(report::print_choices, company, three()), Not(HasSubstr("\n  M")));
  EXPECT_THAT(printed(report::print_choices, company, {nothing()}), IsEmpty());
}

TEST(SummaryReuse, GivesSharesMedianShortestAndWhatWasNeverUsedAgain) {
  // 9 of 900 gaps last 4 s, 81 last 20 s, the others 200 s.
  const std::string text = printed(report::print_reuse, hand_made::lot_study(), three());
  EXPECT_THAT(text, ContainsRegex("\n  used again +900\n"));
  EXPECT_THAT(text, ContainsRegex("\n    within 5 s +1\\.00%"));
  EXPECT_THAT(text, ContainsRegex("\n    within 30 s +10\\.0%"));
  EXPECT_THAT(text, ContainsRegex("\n    within 1 min +10\\.0%"));
  EXPECT_THAT(text, ContainsRegex("\n    within 5 min +> 99\\.[0-9]+%"));
  EXPECT_THAT(text, ContainsRegex("\n    median +3 min 20 s"));
  EXPECT_THAT(text, ContainsRegex("\n    shortest 1% up to +4\\.00 s"));
  EXPECT_THAT(text, ContainsRegex("\n  never again in the run +15\n"));
}

TEST(SummaryReuse, IsSilentWhereNoCodeWasLetGo) {
  EXPECT_THAT(printed(report::print_reuse, hand_made::lot_study(), {nothing()}), IsEmpty());
}

TEST(SummaryReuse, TellsThatEveryCodeWasUsedOnlyOnce) {
  Measures once = nothing();
  once.cells.emplace_back().counts[Count::reuse_censored] = 4;
  const std::string text = printed(report::print_reuse, hand_made::lot_study(), {once});
  EXPECT_THAT(text, ContainsRegex("\n    median +-\n"));
  EXPECT_THAT(text, ContainsRegex("\n  never again in the run +4\n"));
}

TEST(SummaryParks, GiveTheShareOfRequestsWhoseCallerDiedInTheGap) {
  std::vector<Measures> replications = three();
  EXPECT_THAT(printed(report::print_parks, hand_made::lot_study(), replications), Not(HasSubstr("caller gone")));
  for (Measures& measures : replications) measures.cells[0].counts[Count::park_died_in_gap] = 19;
  EXPECT_THAT(printed(report::print_parks, hand_made::lot_study(), replications),
              ContainsRegex("caller gone before the park took effect +57 +5\\.00% "));
}

TEST(SummaryLatencies, TellHowLongCodesRestWhereTheyDo) {
  std::vector<Measures> replications{hand_made::replication(0, 60)};
  EXPECT_THAT(printed(report::print_latencies, hand_made::lot_study(), replications), Not(HasSubstr("code.resting")));
  replications[0].cells[0].latencies[measures::Latency::code_resting].record(sim::operator""_s(30));
  EXPECT_THAT(printed(report::print_latencies, hand_made::lot_study(), replications),
              ContainsRegex("code\\.resting\n +30\\.0 s"));
}

TEST(SummaryCalls, TellRemindersAndForgottenCodesWhereThereAreAny) {
  const people::Company company = hand_made::lot_study();
  std::vector<Measures> replications{hand_made::replication(0, 60)};
  EXPECT_THAT(printed(report::print_call_ends, company, replications), Not(HasSubstr("reminded")));
  EXPECT_THAT(printed(report::print_retrieves, company, replications), Not(HasSubstr("forgotten")));
  replications[0].cells[0].counts[Count::reminders] = 12;
  replications[0].cells[0].counts[Count::codes_forgotten] = 1;
  EXPECT_THAT(printed(report::print_call_ends, company, replications), HasSubstr("parkers reminded: 12 times\n"));
  EXPECT_THAT(printed(report::print_retrieves, company, replications),
              HasSubstr("forgotten or recalled wrongly: 1 code\n"));
}

}  // namespace

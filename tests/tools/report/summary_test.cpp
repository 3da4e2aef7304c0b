#include "tools/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "models/theory/erlang_b.hpp"
#include "tests/tools/report/hand_made.hpp"
#include "tools/report/wording.hpp"

namespace {

using report::Figures;
using report::RunFacts;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Figures three_replications(const people::Company& company, std::vector<measures::Expectation> expectations = {},
                           bool with_people = false) {
  Figures figures(company, std::move(expectations));
  figures.add(hand_made::replication(4, 60, with_people));
  figures.add(hand_made::replication(8, 70, with_people));
  figures.add(hand_made::replication(6, 80, with_people));
  return figures;
}

std::string summary(const RunFacts& facts) {
  std::ostringstream out;
  report::print_summary(facts, out);
  return out.str();
}

std::string lot_study_summary() {
  const people::Company company = hand_made::lot_study();
  const Figures figures = three_replications(company);
  return summary(hand_made::facts(company, figures));
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, report::width(line));
  return longest;
}

TEST(Summary, SaysWhatRan) {
  const std::string text = lot_study_summary();
  EXPECT_THAT(text, testing::StartsWith("A lot by itself\n"));
  EXPECT_THAT(text, ContainsRegex("system +custom"));
  EXPECT_THAT(text, HasSubstr("L: codes 10-14 (5), timeout 5 min 00 s, no ring-back, refuses when full"));
  EXPECT_THAT(text, HasSubstr("3 replications, seed 7"));
  EXPECT_THAT(text, HasSubstr("1,200 calls measured, 1,122 of them parked"));
  EXPECT_THAT(text, HasSubstr("37,035 events in 500 ms on 2 threads, 74,070 events/s"));
  EXPECT_THAT(text, HasSubstr("stored in parksim.db"));
}

TEST(Summary, GivesTheSpeedOfWhatWasSimulatedAndNotReadFromAFile) {
  const people::Company company = hand_made::lot_study();
  const Figures figures = three_replications(company);
  RunFacts facts = hand_made::facts(company, figures);
  facts.events_now = 1000;
  EXPECT_THAT(summary(facts), HasSubstr("1,000 events in 500 ms on 2 threads, 2,000 events/s"));
  facts.events_now = 0;
  EXPECT_THAT(summary(facts), Not(HasSubstr("speed")));
}

TEST(Summary, GivesCountsSharesAndIntervalsOfRefusals) {
  // 18 of 1,140 refused, in replications that vary no more than independent trials: the exact interval of 3.7 of 237
  // trials, for three replications know as much of their spread as a fifth of so many.
  EXPECT_THAT(lot_study_summary(), ContainsRegex("refused +18 +1\\.58% +0\\.407 to 4\\.11%"));
  EXPECT_THAT(lot_study_summary(), ContainsRegex("lot_full +18 +1\\.58%"));
}

TEST(Summary, GivesTheCallersWaitWithTheSharesServedInTime) {
  const std::string text = lot_study_summary();
  EXPECT_THAT(text, ContainsRegex("mean +1 min 10 s +45\\.2 s to 1 min 35 s"));
  EXPECT_THAT(text, ContainsRegex("max +1 min 20 s"));
  EXPECT_THAT(text, ContainsRegex("within 1 min +26\\.[0-9]%")) << "the 300 of 1,122 who waited 60 s";
  EXPECT_THAT(text, ContainsRegex("within 2 min +80\\.2%"));
}

TEST(Summary, GivesLatenciesThatWereObservedAndNoOthers) {
  const std::string text = lot_study_summary();
  EXPECT_THAT(text, ContainsRegex("park\\.to_retrieve\n +1 min 15 s"));
  EXPECT_THAT(text, HasSubstr("park.to_retrieve is of retrieved calls only: 80.2% of parked calls"));
  EXPECT_THAT(text, Not(HasSubstr("phone.wait")));
}

TEST(Summary, GivesEachLatencyItsPercentilesWithIntervals) {
  // 65, 75 and 85 s: mean 75 s, standard error 10 / sqrt(3), t = 4.303: +- 24.8 s.
  EXPECT_THAT(lot_study_summary(), ContainsRegex("mean +p50 +p90 +p95 +p99 +p99\\.9 +max\n"));
  EXPECT_THAT(lot_study_summary(),
              ContainsRegex("park\\.to_retrieve\n +1 min 15 s .*1 min 25 s\n +\\+- +24\\.8 s( +[0-9.]+ m?s)+\n"));
}

TEST(Summary, SaysWhenNothingWasParked) {
  const people::Company company = hand_made::lot_study();
  Figures figures(company, {});
  measures::Measures nothing;
  nothing.replications = 1;
  figures.add(nothing);
  EXPECT_THAT(summary(hand_made::facts(company, figures)), HasSubstr("How parks ended\n  nothing was parked\n"));
}

TEST(Summary, ShowsCodesAsTheyAreDialled) {
  people::Company company = hand_made::lot_study();
  company.lots[0].rules.space.lo = 0;
  company.lots[0].rules.space.hi = 89;
  company.lots[0].rules.space.width = 3;
  const Figures figures = three_replications(company);
  EXPECT_THAT(summary(hand_made::facts(company, figures)), HasSubstr("codes 000-089 (90)"));
}

TEST(Summary, WritesTimesOfExpectationsAsTheTablesDo) {
  const people::Company company = hand_made::lot_study();
  const Figures figures = three_replications(company, {hand_made::expectation(company, "caller.wait.p95 < 10min")});
  EXPECT_THAT(summary(hand_made::facts(company, figures)),
              ContainsRegex("pass +caller\\.wait\\.p95 < 10min: 1 min [0-9]+ s, 95% interval "));
}

TEST(Summary, PutsAssumedValuesOfOnePlaceTogether) {
  const people::Company company = hand_made::lot_study();
  const Figures figures = three_replications(company);
  RunFacts facts = hand_made::facts(company, figures);
  facts.notes.assumed = {"system x: scope tenant (assumed)", "scripts.a: park tries 3 (assumed)",
                         "system x: ring.attempts 1 (derived)"};
  const std::string text = summary(facts);
  EXPECT_THAT(text, ContainsRegex("assumed +system x: scope tenant; ring\\.attempts 1 \\(derived\\)\n"));
  EXPECT_THAT(text, ContainsRegex("\n +scripts\\.a: park tries 3\n"));
}

TEST(Summary, SetsErlangBBesideCodesInUseWhereItHolds) {
  // 0.1 parks a second, held for 40 s: 4 erlang on 5 codes.
  const std::string text = lot_study_summary();
  EXPECT_THAT(text, ContainsRegex("\n  L +3\\.00 .* 3 +3 +5\n"));
  EXPECT_THAT(text, HasSubstr("L: for 4.00 erlang offered"));
  EXPECT_THAT(text, HasSubstr("refused " + report::share(theory::blocking(5, 4.0)) + " (simulated 1.58%)"));
}

TEST(Summary, SaysInAPlainSentenceWhyErlangBDoesNotHold) {
  const people::Company company = hand_made::reception();
  const Figures figures = three_replications(company, {}, true);
  EXPECT_THAT(summary(hand_made::facts(company, figures)),
              HasSubstr("L: does not apply, because people park here, so arrivals depend on what they"));
}

TEST(Summary, ShowsHowBusyPeopleAndTrunksAre) {
  const people::Company company = hand_made::reception();
  const Figures figures = three_replications(company, {}, true);
  const std::string text = summary(hand_made::facts(company, figures));
  EXPECT_THAT(text, ContainsRegex("reception busy +2 +50\\.0%"));
  EXPECT_THAT(text, ContainsRegex("trunks in use +30 +4\\.00 .* 4\n"));
  EXPECT_THAT(text, HasSubstr("inbound: poisson("));
}

TEST(Summary, JudgesExpectationsWithLimitValueAndInterval) {
  const people::Company company = hand_made::lot_study();
  const Figures figures = three_replications(company, {hand_made::expectation(company, "park.refused.share < 0.1%"),
                                                       hand_made::expectation(company, "park.refused.share < 2%"),
                                                       hand_made::expectation(company, "park.refused.share < 90%")});
  const std::string text = summary(hand_made::facts(company, figures));
  EXPECT_THAT(text, ContainsRegex("FAIL +park\\.refused\\.share < 0\\.1%: 1\\.58%, 95% interval 0\\.407"));
  EXPECT_THAT(text, ContainsRegex("unsure +park\\.refused\\.share < 2%"));
  EXPECT_THAT(text, ContainsRegex("pass +park\\.refused\\.share < 90%"));
}

TEST(Summary, MarksWhatUsersMustKnow) {
  const people::Company company = hand_made::lot_study();
  const Figures figures = three_replications(company);
  RunFacts facts = hand_made::facts(company, figures);
  facts.notes = {
      {"x: ring.ring_time 30s (assumed)", "x: ring.attempts 1 (derived)"}, {"policies"}, {"nobody can retrieve"}};
  facts.replications_wanted = 16;
  facts.stored_in.clear();
  const std::string text = summary(facts);
  EXPECT_THAT(text, ContainsRegex("assumed +x: ring\\.ring_time 30s; ring\\.attempts 1 \\(derived\\)"));
  EXPECT_THAT(text, ContainsRegex("ignored +policies"));
  EXPECT_THAT(text, ContainsRegex("warning +nobody can retrieve"));
  EXPECT_THAT(text, HasSubstr("3 replications of 16 (stopped early)"));
  EXPECT_THAT(text, HasSubstr("not stored"));
}

TEST(Summary, GivesNoIntervalsForOneReplicationAndSaysSo) {
  const people::Company company = hand_made::lot_study();
  Figures figures(company, {});
  figures.add(hand_made::replication(4, 60));
  const std::string text = summary(hand_made::facts(company, figures));
  EXPECT_THAT(text, HasSubstr("one replication gives no intervals over replications"));
  EXPECT_THAT(text, ContainsRegex("refused +4 +1\\.05%\n"));
}

TEST(Summary, OfNothingMeasuredHasDashesAndNoNumbersFromNowhere) {
  const people::Company company = hand_made::lot_study();
  Figures figures(company, {});
  measures::Measures nothing;
  nothing.replications = 1;
  figures.add(nothing);
  const std::string text = summary(hand_made::facts(company, figures));
  EXPECT_THAT(text, Not(testing::AnyOf(HasSubstr("nan"), HasSubstr("inf "))));
  EXPECT_THAT(text, ContainsRegex("refused +0 +-"));
}

TEST(Summary, StaysWithinAHundredColumns) {
  EXPECT_LE(longest_line(lot_study_summary()), 100U);
  const people::Company company = hand_made::reception();
  const Figures figures =
      three_replications(company, {hand_made::expectation(company, "caller.wait.within(2min) >= 70%")}, true);
  RunFacts facts = hand_made::facts(company, figures);
  facts.notes.warnings = {"a warning that goes on and on, " + std::string(120, 'x') + " and on, far beyond the edge"};
  facts.notes.warnings.front().replace(31, 120, "with words and words and words and words and words and words");
  EXPECT_LE(longest_line(summary(facts)), 100U) << summary(facts);
}

}  // namespace

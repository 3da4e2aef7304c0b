#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "models/equilibrium.hpp"
#include "models/loss_system.hpp"
#include "models/theory/erlang_b.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

// Warm-ups that a run finds: an exact start in equilibrium where the lot is a loss system, else where the load settles.
namespace {

using namespace lot_runs;
using testing::HasSubstr;

/// 6 erlangs into 8 codes, measured for so long.
people::Company loss_system(Distribution stay, Ticks length = 60_s) {
  auto company = one_lot(8, Arrivals::poisson(0.1), std::move(stay));
  company.horizon.length = length;
  company.horizon.finds_warm_up = true;
  company.horizon.after = people::After::cut;
  return company;
}

/// P(n of c codes are in use) in the long run (Erlang 1917).
double truncated_poisson(int n, int codes, double erlangs) {
  double all = 0;
  const auto weight = [=](int k) { return std::exp(k * std::log(erlangs) - std::lgamma(k + 1.0)); };
  for (int k = 0; k <= codes; ++k) all += weight(k);
  return weight(n) / all;
}

/// How many codes are in use so long after the window opens, by replication.
std::vector<int> in_use(const people::Company& planned, Ticks after, std::uint32_t replications) {
  const Study study(planned);
  std::vector<int> found;
  for (std::uint32_t number = 0; number < replications; ++number) {
    models::Options options{.seed = 5, .replication = number};
    if (!study.plan.equilibrium) options.warm_up = models::WarmUp{};
    Laned run(study.plan, options);
    const Ticks opens = study.plan.equilibrium ? study.plan.equilibrium->past : Ticks{};
    run.run_until(opens + after);
    found.push_back(static_cast<int>(run.load()));
  }
  return found;
}

/// p of the hypothesis that so many codes in use have the law of 6 erlangs in 8 codes.
double p_of_equilibrium(const std::vector<int>& found) {
  std::vector<double> counts(9, 0), expected;
  for (const int n : found) ++counts[static_cast<std::size_t>(n)];
  for (int n = 0; n <= 8; ++n) expected.push_back(truncated_poisson(n, 8, 6));
  // Two cells at the lower end are too small for the test by themselves.
  counts[2] += counts[0] + counts[1];
  expected[2] += expected[0] + expected[1];
  counts.erase(counts.begin(), counts.begin() + 2);
  expected.erase(expected.begin(), expected.begin() + 2);
  return hypothesis::chi_square_p(counts, expected);
}

std::vector<std::pair<std::string, Distribution>> stays_of_a_minute() {
  return {
      {"exponential", Distribution::exponential(60)},
      {"constant", Distribution::constant(60)},
      {"lognormal", Distribution::lognormal_mean_cv(60, 2)},
      {"uniform", Distribution::uniform(0, 120)},
      {"two kinds", Distribution::mixture({{0.9, Distribution::exponential(20)}, {0.1, Distribution::constant(420)}})}};
}

// Chi-square at 1e-4 for each law, 3,000 replications: a lot that is one code fuller on average is rejected with more
// than 99.9 %. Half a stay after the opening the same must hold, which it would not if the stays of those who were
// there were drawn anew instead of being in equilibrium.
TEST(SamplingExactStart, GivesTheTruncatedPoissonOccupancyForAnyLawOfStay) {
  for (const auto& [name, stay] : stays_of_a_minute()) {
    EXPECT_GT(p_of_equilibrium(in_use(loss_system(stay), {}, 3'000)), 1e-4) << name;
    EXPECT_GT(p_of_equilibrium(in_use(loss_system(stay), 30_s, 3'000)), 1e-4) << name << ", 30 s later";
  }
}

TEST(SamplingExactStart, OfALotThatHasJustBegunTheSameTestsSaySo) {
  auto empty = loss_system(Distribution::exponential(60));
  empty.horizon.finds_warm_up = false;
  EXPECT_LT(p_of_equilibrium(in_use(empty, 120_s, 3'000)), 1e-4);
}

// Refused per requested over windows of one stay, where a lot that begins empty refuses a quarter as many.
TEST(SamplingExactStart, RefusesAsErlangSaysFromTheFirstSecondOn) {
  const auto refused = [](const people::Company& company) {
    const Study study(company);
    std::vector<double> less_expected;
    for (std::uint32_t number = 0; number < 4'000; ++number) {
      const auto m = models::simulate(study.plan, {.seed = 9, .replication = number});
      less_expected.push_back(static_cast<double>(total(m, Count::refused)) -
                              theory::blocking(8, 6) * static_cast<double>(total(m, Count::park_requested)));
    }
    return hypothesis::t_test_p(less_expected, 0);
  };
  auto company = loss_system(Distribution::lognormal_mean_cv(60, 1));
  EXPECT_GT(refused(company), 1e-3);
  company.horizon.finds_warm_up = false;
  EXPECT_LT(refused(company), 1e-3) << "no power";
}

TEST(SamplingExactStart, CountsPatienceAndTimeOutIntoTheStay) {
  auto company = loss_system(Distribution::exponential(100));
  company.lot_traffic[0].patience = Distribution::exponential(300);
  company.lots[0].rules.park.timeout = 120_s;
  const double stay_s = *models::planned_load_erlangs(company, 0) / 0.1;
  company.lot_traffic[0].arrivals = Arrivals::poisson(6 / stay_s);
  EXPECT_GT(p_of_equilibrium(in_use(company, {}, 3'000)), 1e-4);
  EXPECT_LE(Study(company).plan.equilibrium->past, 122_s);
}

TEST(SamplingExactStart, HoldsForEachOfSeveralLotsAndSources) {
  auto company = loss_system(Distribution::exponential(60));
  company.lot_traffic[0].arrivals = Arrivals::poisson(0.04);
  company.lot_traffic.push_back(company.lot_traffic[0]);
  company.lot_traffic.back().name = "more parks";
  company.lot_traffic.back().arrivals = Arrivals::poisson(0.06);
  company.lots.push_back(company.lots[0]);
  company.lots.back().name = "unused";
  EXPECT_GT(p_of_equilibrium(in_use(company, {}, 3'000)), 1e-4);
}

/// So many replications come to their window in this way, and to the same by every queue and the call machine.
void expect_one_result(const Study& study, std::uint32_t replications, measures::Start start, const std::string& what) {
  for (std::uint32_t number = 0; number < replications; ++number) {
    const models::Options options{.seed = 3, .replication = number};
    auto slow = options;
    slow.express = false;
    const auto fast = models::simulate(study.plan, options), machine = models::simulate(study.plan, slow);
    EXPECT_EQ(fast.starts[static_cast<std::size_t>(start)], 1u) << what;
    EXPECT_GT(fast.warm_up, Ticks{}) << what;
    EXPECT_EQ(fast.warm_up, machine.warm_up) << what;
    EXPECT_TRUE(same(fast, machine)) << what << ", the call machine";
    EXPECT_TRUE(same(fast, models::simulate(study.plan, slow, QueueKind::sorted))) << what << ", sorted";
    EXPECT_TRUE(same(fast, models::simulate(study.plan, options, QueueKind::heap))) << what << ", heap";
  }
}

TEST(ExactStart, IsTheSameForEveryQueueAndForCallsInAFewWords) {
  for (const auto& [name, stay] : stays_of_a_minute()) {
    auto company = loss_system(stay, 3600_s);
    company.lots[0].rules.space.hi = 6;  // often a past is drawn again
    const Study study(company);
    expect_one_result(study, 20, measures::Start::exact, name);
  }
}

TEST(ExactStart, GoesOnFromASnapshotTakenBeforeTheWindow) {
  const Study study(loss_system(Distribution::lognormal_mean_cv(60, 2), 3600_s));
  for (const bool express : {true, false}) {
    const models::Options options{.seed = 4, .express = express};
    const auto whole = models::simulate(study.plan, options);
    for (const double part : {0.1, 0.9, 0.999, 1.1}) {
      Laned first(study.plan, options), second(study.plan, options);
      first.run_until(sim::from_seconds(part * study.plan.equilibrium->past.seconds()));
      second.restore(first.save());
      second.run();
      EXPECT_TRUE(same(second.finish(), whole)) << part;
    }
  }
}

std::string why_not(const std::function<void(people::Company&)>& change) {
  auto company = loss_system(Distribution::exponential(60));
  change(company);
  const Study study(company);
  EXPECT_FALSE(study.plan.equilibrium);
  return models::find_equilibrium(study.company, study.plan.routes).why_not;
}

TEST(ExactStart, IsNotClaimedWhereTheFormulaOrTheStayIsNotKnown) {
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic[0].arrivals = Arrivals::every(10_s); }), HasSubstr("not Poisson"));
  EXPECT_THAT(why_not([](auto& c) { c.lots[0].rules.alloc.full = park::Full::overflow; }), HasSubstr("beyond"));
  EXPECT_THAT(why_not([](auto& c) {
                c.lots[0].rules.park.timeout = 30_s;
                c.lots[0].rules.ring.attempts = 1;
                c.lots[0].rules.ring.code = park::CodeInRingBack::held;
              }),
              HasSubstr("while the parker is rung"));
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic[0].mistype_per_digit = 0.01; }), HasSubstr("keys again"));
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic[0].persistent = true; }), HasSubstr("not known when it is parked"));
  EXPECT_THAT(why_not([](auto& c) {
                c.lots[0].rules.space.hi = 1;
                c.lot_traffic[0].arrivals = Arrivals::poisson(1);
              }),
              HasSubstr("so full"));
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic[0].retrieved_after = Distribution::lognormal_mean_cv(60, 200); }),
              HasSubstr("for ever"));
}

/// One call every 10 s that stays for ten minutes: the lot fills for ten minutes, and from then on holds 60.
people::Company filling_lot(Ticks length) {
  auto company = one_lot(90, Arrivals::every(10_s), Distribution::constant(600));
  company.horizon.length = length;
  company.horizon.finds_warm_up = true;
  return company;
}

TEST(FoundWarmUp, EndsWhereTheLoadHasSettled) {
  const Study study(filling_lot(7200_s));
  const auto m = models::simulate(study.plan, {});
  EXPECT_EQ(m.starts[static_cast<std::size_t>(measures::Start::settled)], 1u);
  EXPECT_NEAR(m.warm_up.seconds(), 600, 5 * 3.6) << "to five looks";
  EXPECT_DOUBLE_EQ(mean_busy(m), 60);
  EXPECT_EQ(total(m, Count::calls), 720u) << "the window is as long as planned";
}

TEST(FoundWarmUp, IsHalfOfAWindowInWhichNothingSettles) {
  const Study study(filling_lot(900_s));
  const auto m = models::simulate(study.plan, {});
  EXPECT_EQ(m.starts[static_cast<std::size_t>(measures::Start::unsettled)], 1u);
  EXPECT_NEAR(m.warm_up.seconds(), 450, 1);
  EXPECT_EQ(total(m, Count::calls), 90u);
}

TEST(FoundWarmUp, IsFoundForANumberOfCallsToo) {
  auto company = filling_lot({});
  company.horizon.length.reset();
  company.horizon.calls = 720;
  const auto m = models::simulate(Study(company).plan, {});
  EXPECT_NEAR(m.warm_up.seconds(), 600, 5 * 3.6);
  EXPECT_EQ(total(m, Count::calls), 720u);
}

TEST(FoundWarmUp, IsTheSameForEveryQueueAndForCallsInAFewWords) {
  auto company = reference_lot(60, 3'000);
  company.horizon.finds_warm_up = true;
  const Study study(company);
  expect_one_result(study, 3, measures::Start::settled, "reference lot");
}

TEST(GivenWarmUp, IsToldFromOneThatWasFound) {
  auto company = filling_lot(900_s);
  company.horizon.finds_warm_up = false;
  company.horizon.warm_up = 300_s;
  const auto m = models::simulate(Study(company).plan, {});
  EXPECT_EQ(m.starts[static_cast<std::size_t>(measures::Start::given)], 1u);
  EXPECT_EQ(m.warm_up, 300_s);
}

}  // namespace

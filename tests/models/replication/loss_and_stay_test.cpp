#include <gtest/gtest.h>

#include "models/theory/competing_risks.hpp"
#include "models/theory/engset.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

namespace {

using namespace lot_runs;
using park::CallEnd;

// Engset: 12 sources on 4 codes, three retrieval laws; Student tests over 32 replications of the share refused and the
// mean number of codes in use, 6 tests together at 1e-3. Power checked in place: 5 % off in blocking, 2 % in occupancy.
constexpr theory::FiniteSources sources{.sources = 12, .idle_attempts_per_s = 0.01, .mean_holding_s = 60};
constexpr int engset_codes = 4;

struct Law {
  const char* name;
  Distribution retrieved_after;
};

class FiniteSources : public testing::TestWithParam<Law> {
 protected:
  void expect_engset(Ticks length, double blocking_off, double busy_off) {
    auto company =
        one_lot(engset_codes, Arrivals::sources(12, Distribution::exponential(100)), GetParam().retrieved_after);
    company.horizon.warm_up = from_seconds(6000);
    company.horizon.length = length;
    const Study study(company);
    std::vector<double> refused, busy;
    for (std::uint32_t r = 0; r < 32; ++r) {
      const auto m = models::simulate(study.plan, {.seed = 21, .replication = r});
      refused.push_back(refused_share(m));
      busy.push_back(mean_busy(m));
    }
    judge(refused, theory::engset_call_congestion(engset_codes, sources), blocking_off);
    judge(busy, theory::engset_mean_busy(engset_codes, sources), busy_off);
  }

 private:
  static void judge(const std::vector<double>& found, double theory, double off) {
    constexpr double significance = hypothesis::family_significance / 6;
    EXPECT_GE(hypothesis::t_test_p(found, theory), significance);
    EXPECT_LT(hypothesis::t_test_p(found, theory * (1 + off)), significance) << "power";
    EXPECT_LT(hypothesis::t_test_p(found, theory * (1 - off)), significance) << "power";
  }
};

INSTANTIATE_TEST_SUITE_P(Laws, FiniteSources,
                         testing::Values(Law{"Constant", Distribution::constant(60.0)},
                                         Law{"Exponential", Distribution::exponential(60)},
                                         Law{"Lognormal", Distribution::lognormal_mean_cv(60, 2)}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(FiniteSources, BlockingMatchesEngset) { expect_engset(from_seconds(150e3), 0.05, 0.02); }

TEST_P(FiniteSources, BlockingMatchesEngsetAtLength) { expect_engset(from_seconds(1.5e6), 0.02, 0.008); }

// Competing risks: calls of a lot that never fills are independent of each other, so how they end is multinomial and
// their stays are independent. Chi-square of the ends and Student test of the mean stay over 32 replications, for two
// laws: 4 tests together at 1e-3. Power: a mean retrieval 3 % (at length 1 %) off must be rejected by both.
constexpr double stay_significance = hypothesis::family_significance / 4;

struct Stay {
  std::vector<double> ends;     // retrieved, abandoned, dropped
  std::vector<double> means_s;  // by replication
};

Stay simulate_stays(const Distribution& retrieved_after, std::uint64_t calls) {
  auto company = one_lot(5000, Arrivals::poisson(1), retrieved_after);
  company.lots[0].rules.park.timeout = 300_s;
  company.lot_traffic[0].patience = Distribution::exponential(240);
  company.horizon.calls = calls / 32;
  const Study study(company);
  Stay stay{{0, 0, 0}, {}};
  for (std::uint32_t r = 0; r < 32; ++r) {
    const auto m = models::simulate(study.plan, {.seed = 31, .replication = r});
    EXPECT_EQ(total(m, Count::refused), 0u);
    EXPECT_EQ(total(m, Count::park_committed), calls / 32);
    stay.ends[0] += static_cast<double>(ended(m, CallEnd::retrieved));
    stay.ends[1] += static_cast<double>(ended(m, CallEnd::abandoned));
    stay.ends[2] += static_cast<double>(ended(m, CallEnd::dropped));
    stay.means_s.push_back(*times(m, Latency::park_stay).mean_s());
  }
  return stay;
}

double p_of_ends(const Stay& stay, const theory::StayOutcome& theory) {
  return hypothesis::chi_square_p(stay.ends, {theory.retrieved, theory.abandoned, theory.timed_out});
}

void expect_stays(const Distribution& retrieved_after, std::uint64_t calls, double off) {
  const auto theory = [&](double factor) {
    return theory::general_stay([&](double t) { return retrieved_after.survival(t / factor); },
                                [](double t) { return std::exp(-t / 240); }, 300);
  };
  const auto stay = simulate_stays(retrieved_after, calls);
  EXPECT_GE(p_of_ends(stay, theory(1)), stay_significance);
  EXPECT_GE(hypothesis::t_test_p(stay.means_s, theory(1).mean_stay_s), stay_significance);
  EXPECT_LT(p_of_ends(stay, theory(1 + off)), stay_significance) << "power";
  EXPECT_LT(hypothesis::t_test_p(stay.means_s, theory(1 + off).mean_stay_s), stay_significance) << "power";
}

TEST(Stay, EndsAndMeanMatchCompetingRisksForExponentialRetrieval) {
  expect_stays(Distribution::exponential(60), 320'000, 0.03);
}

TEST(Stay, EndsAndMeanMatchCompetingRisksForLognormalRetrieval) {
  expect_stays(Distribution::lognormal_mean_cv(60, 2), 320'000, 0.03);
}

TEST(Stay, EndsAndMeanMatchCompetingRisksForExponentialRetrievalAtLength) {
  expect_stays(Distribution::exponential(60), 3'200'000, 0.01);
}

TEST(Stay, EndsAndMeanMatchCompetingRisksForLognormalRetrievalAtLength) {
  expect_stays(Distribution::lognormal_mean_cv(60, 2), 3'200'000, 0.01);
}

// A ring-back happens to the calls that time out, and is answered when the answer comes within the ring time: three
// ends and two kinds of timed-out calls, one chi-square with 3 degrees of freedom at 1e-3. Power: 5 % off in the mean
// time to answer must be rejected.
TEST(RingBack, ShareRungAndShareAnsweredMatchCompetingRisks) {
  auto company = one_lot(5000, Arrivals::poisson(1), Distribution::exponential(60));
  auto& rules = company.lots[0].rules;
  rules.park.timeout = 45_s;
  rules.ring.attempts = 1;
  rules.ring.ring_time = 20_s;
  rules.ring.code = park::CodeInRingBack::freed;
  auto& traffic = company.lot_traffic[0];
  traffic.patience = Distribution::exponential(240);
  traffic.leaves_while_ringing = false;
  traffic.ring_answered_after = Distribution::exponential(15);
  company.horizon.calls = 300'000;
  const Study study(company);
  const auto m = models::simulate(study.plan, {.seed = 41});
  const auto theory = theory::exponential_stay(60, 240, 45);
  const std::vector<double> counts{
      static_cast<double>(ended(m, CallEnd::retrieved)), static_cast<double>(ended(m, CallEnd::abandoned)),
      static_cast<double>(ended(m, CallEnd::returned)), static_cast<double>(ended(m, CallEnd::dropped))};
  EXPECT_EQ(total(m, Count::ring_backs), static_cast<std::uint64_t>(counts[2] + counts[3]));
  EXPECT_EQ(total(m, Count::calls_rung_back), total(m, Count::ring_backs));
  const auto p = [&](double answer_mean_s) {
    const double answered = 1 - std::exp(-20 / answer_mean_s);
    return hypothesis::chi_square_p(
        counts, {theory.retrieved, theory.abandoned, theory.timed_out * answered, theory.timed_out * (1 - answered)});
  };
  EXPECT_GE(p(15), hypothesis::family_significance);
  EXPECT_LT(p(15 * 1.05), hypothesis::family_significance) << "power";
  EXPECT_LT(p(15 * 0.95), hypothesis::family_significance) << "power";
}

}  // namespace

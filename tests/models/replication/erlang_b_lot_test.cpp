#include <gtest/gtest.h>

#include "models/theory/erlang_b.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

// Erlang B holds for any retrieval law (insensitivity). Fifteen cases, in each a Student test over 32 replications of
// the share refused and one of the mean number of codes in use: 30 tests at 1e-3 together. The power is checked in
// place: against the same results, a blocking 5 % (at length 2 %) and an occupancy 3 % (1 %) off must be rejected.
namespace {

using namespace lot_runs;

constexpr int replications = 32;
constexpr double significance = hypothesis::family_significance / 30;

struct Load {
  const char* name;
  int codes;
  double erlangs;
  double calls;  // in all replications of the quick test, for the stated power
};
constexpr Load loads[] = {{"Light", 2, 0.5, 500e3}, {"Normal", 10, 8, 1.2e6}, {"Overload", 10, 20, 300e3}};

struct Law {
  const char* name;
  Distribution retrieved_after;
};

constexpr double mean_s = 60;

std::vector<Law> laws() {
  // Balanced means, squared coefficient of variation 4: weights (1 +- sqrt(3/5)) / 2, means 60 s / (2 x weight).
  const double weight = 0.5 * (1 + std::sqrt(0.6));
  return {{"Constant", Distribution::constant(mean_s)},
          {"Uniform", Distribution::uniform(0, 2 * mean_s)},
          {"Exponential", Distribution::exponential(mean_s)},
          {"Lognormal", Distribution::lognormal_mean_cv(mean_s, 2)},
          {"Hyperexponential",
           Distribution::mixture({{weight, Distribution::exponential(mean_s / (2 * weight))},
                                  {1 - weight, Distribution::exponential(mean_s / (2 * (1 - weight)))}})}};
}

struct Results {
  std::vector<double> refused, busy;
};

Results simulate(const Load& load, const Distribution& law, double calls) {
  auto company = one_lot(load.codes, Arrivals::poisson(load.erlangs / mean_s), law);
  company.horizon.warm_up = from_seconds(60 * mean_s);
  company.horizon.length = from_seconds(calls / replications / load.erlangs * mean_s);
  const Study study(company);
  Results results;
  for (std::uint32_t r = 0; r < replications; ++r) {
    const auto m = models::simulate(study.plan, {.seed = 11, .replication = r});
    results.refused.push_back(refused_share(m));
    results.busy.push_back(mean_busy(m));
  }
  return results;
}

void judge(const std::vector<double>& found, double theory, double off) {
  EXPECT_GE(hypothesis::t_test_p(found, theory), significance);
  EXPECT_LT(hypothesis::t_test_p(found, theory * (1 + off)), significance) << "power";
  EXPECT_LT(hypothesis::t_test_p(found, theory * (1 - off)), significance) << "power";
}

class RetrievalLaw : public testing::TestWithParam<std::tuple<Load, Law>> {
 protected:
  void expect_erlang_b(double times_as_many_calls, double blocking_off, double busy_off) {
    const auto& [load, law] = GetParam();
    const auto found = simulate(load, law.retrieved_after, times_as_many_calls * load.calls);
    judge(found.refused, theory::blocking(load.codes, load.erlangs), blocking_off);
    judge(found.busy, theory::mean_busy(load.codes, load.erlangs), busy_off);
  }
};

INSTANTIATE_TEST_SUITE_P(Loads, RetrievalLaw, testing::Combine(testing::ValuesIn(loads), testing::ValuesIn(laws())),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param).name) + std::get<1>(tested.param).name;
                         });

TEST_P(RetrievalLaw, BlockingMatchesErlangB) { expect_erlang_b(1, 0.05, 0.03); }

TEST_P(RetrievalLaw, BlockingMatchesErlangBAtLength) { expect_erlang_b(10, 0.02, 0.01); }

}  // namespace

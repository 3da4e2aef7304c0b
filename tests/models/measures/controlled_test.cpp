#include "models/measures/controlled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "models/theory/erlang_b.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

namespace {

using namespace lot_runs;
using measures::Controlled;
using measures::Estimator;
using testing::HasSubstr;

/// Replications of one lot, their answers, and how many calls came in each.
struct Answered {
  Estimator estimator;
  std::vector<double> calls;
};

Answered answers(const Study& study, const std::string& query, std::uint64_t seed, std::uint32_t replications) {
  const auto names = measures::names_of(study.company);
  Answered all{Estimator({measures::parse(query, names)}), {}};
  for (std::uint32_t number = 0; number < replications; ++number) {
    const auto m = models::simulate(study.plan, {.seed = seed, .replication = number});
    all.calls.push_back(static_cast<double>(total(m, Count::calls)));
    all.estimator.add(m);
  }
  return all;
}

/// 8 erlangs for an hour, from the steady state.
people::Company an_hour(int codes) {
  auto company = one_lot(codes, Arrivals::poisson(8. / 60), Distribution::exponential(60));
  company.horizon.length = 3600_s;
  company.horizon.finds_warm_up = true;
  return company;
}

std::optional<Controlled> controlled(const Study& study, const std::string& query, std::uint64_t seed,
                                     std::uint32_t replications = 40) {
  const Answered all = answers(study, query, seed, replications);
  return measures::controlled(all.estimator, 0, all.calls, *measures::planned_calls(study.company).mean);
}

// In a lot that never refuses the load carried is calls x stays, and half of its variance is that of the calls (for
// exponential stays; the ends of the window take some). Refusals hang less on their number.
TEST(ControlVariate, HalvesTheVarianceOfTheLoadCarried) {
  const Study study(an_hour(100));
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    sum += controlled(study, "code.in_use.mean", seed, 100)
               .value_or(Controlled{.value = 0, .interval = {}})
               .variance_ratio;
  EXPECT_GT(sum / 10, 1.6);
  EXPECT_LT(sum / 10, 2.4);
}

// 500 studies of 30 replications each, with a known truth. 95 % intervals miss it 25 times on average; a binomial test
// at 1e-3 for each measure rejects intervals that cover 91 % with more than 90 %.
void expect_coverage(const Study& study, const std::string& query, double truth) {
  int studies = 0, held = 0;
  std::vector<double> values;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const auto found = controlled(study, query, seed, 30);
    if (!found) continue;
    ++studies;
    held += found->interval.holds(truth);
    values.push_back(found->value);
  }
  EXPECT_GT(studies, 300) << query;
  const boost::math::binomial law(studies, 0.95);
  EXPECT_GT(2 * std::min(boost::math::cdf(law, held), boost::math::cdf(boost::math::complement(law, held - 1))), 1e-3)
      << query << ": " << held << " of " << studies;
  EXPECT_GT(hypothesis::t_test_p(values, truth), 1e-3) << query << " is biased";
}

TEST(SamplingControlVariate, CoversTheTruthAsOftenAsItSays) {
  expect_coverage(Study(an_hour(100)), "code.in_use.mean", 8);
  expect_coverage(Study(an_hour(10)), "park.refused.share", theory::blocking(10, 8));
}

// A control that has nothing to do with the answer: of the studies in which chance makes it look useful, the corrected
// values still cover as they should, and it never looks very useful.
TEST(SamplingControlVariate, IsNotFooledByAControlThatExplainsNothing) {
  const Study study(an_hour(10));
  const double truth = theory::blocking(10, 8);
  std::mt19937_64 engine(3);
  std::normal_distribution<double> noise(100, 10);
  int used = 0, held = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Answered all = answers(study, "park.refused.share", seed, 20);
    std::vector<double> control(20);
    for (double& value : control) value = noise(engine);
    const auto found = measures::controlled(all.estimator, 0, control, 100);
    if (!found) continue;
    ++used;
    held += found->interval.holds(truth);
  }
  EXPECT_LT(used, 200) << "fitted to themselves, all 500 would look better";
  const boost::math::binomial law(used, 0.95);
  EXPECT_GT(boost::math::cdf(law, held), 1e-3) << held << " of " << used;
}

TEST(ControlVariate, IsLeftAloneWithoutReplicationsHitsOrVariation) {
  const Study study(an_hour(100));
  EXPECT_FALSE(controlled(study, "code.in_use.mean", 1, 19)) << "too few";
  EXPECT_FALSE(controlled(study, "park.refused.share", 1, 30)) << "never hit";
  const Answered all = answers(study, "code.in_use.mean", 1, 30);
  EXPECT_FALSE(measures::controlled(all.estimator, 0, std::vector<double>(30, 5.0), 5)) << "does not vary";
  EXPECT_THROW(measures::controlled(all.estimator, 0, std::vector<double>(29, 5.0), 5), std::invalid_argument);
}

TEST(PlannedCalls, AreThoseOfPoissonTrafficInTheWindow) {
  auto company = an_hour(10);
  EXPECT_DOUBLE_EQ(*measures::planned_calls(company).mean, 480);
  company.horizon.finds_warm_up = false;
  company.horizon.is_day = true;
  company.horizon.time_of_day = 3600_s * 9;
  company.lot_traffic[0].arrivals =
      Arrivals::profile({{3600_s * 8, 0.01}, {3600_s * 9 + 1800_s, 0.02}, {3600_s * 11, 0.5}});
  EXPECT_DOUBLE_EQ(*measures::planned_calls(company).mean, 18 + 36);
}

std::string why_not(const std::function<void(people::Company&)>& change) {
  auto company = an_hour(10);
  change(company);
  const auto planned = measures::planned_calls(company);
  EXPECT_FALSE(planned.mean);
  return planned.why_not;
}

TEST(PlannedCalls, AreNotKnownWhereTheyDoNotVaryOrAreNotPoisson) {
  EXPECT_THAT(why_not([](auto& c) { c.horizon.length.reset(); }), HasSubstr("does not vary"));
  EXPECT_THAT(why_not([](auto& c) { c.lot_traffic[0].arrivals = Arrivals::every(9_s); }), HasSubstr("not Poisson"));
  EXPECT_THAT(why_not([](auto& c) { c.copies.push_back({}); }), HasSubstr("blocks"));
  EXPECT_THAT(why_not([](auto& c) {
                c.lot_traffic[0].arrivals = Arrivals::profile({{0_s, 0.1}});
              }),
              HasSubstr("changing rate"));
}

}  // namespace

// Whether 95 % intervals hold the truth in 95 % of studies: 500 studies of a lot whose answers are known.
#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "models/measures/estimate.hpp"
#include "models/measures/paired.hpp"
#include "models/measures/precision.hpp"
#include "models/theory/erlang_b.hpp"
#include "tests/models/replication/lot_runs.hpp"

namespace {

using namespace lot_runs;
using measures::Estimator;

constexpr double erlangs = 8, stay_s = 60;
constexpr int studies = 500;

/// 8 erlangs for an hour from the steady state: about 480 calls.
people::Company an_hour(int codes) {
  auto company = one_lot(codes, Arrivals::poisson(erlangs / stay_s), Distribution::exponential(stay_s));
  company.horizon.length = 3600_s;
  company.horizon.finds_warm_up = true;
  return company;
}

std::vector<measures::Query> queries(const std::vector<std::string>& texts, const Study& study) {
  std::vector<measures::Query> all;
  for (const auto& text : texts) all.push_back(measures::parse(text, measures::names_of(study.company)));
  return all;
}

Measures replication(const Study& study, int seed, std::uint32_t number) {
  return models::simulate(study.plan, {.seed = static_cast<std::uint64_t>(seed), .replication = number});
}

/// Probability of a number of hits as far from 95 % of so many as this, or further, on its side.
double p_of(int held, int of) {
  const boost::math::binomial law(of, 0.95);
  return std::min(boost::math::cdf(law, held), boost::math::cdf(boost::math::complement(law, held - 1)));
}

// Each answer is tested at 1e-3 a side; intervals that hold 90 % are rejected with 97 %, such that hold 91 % with 89 %.
TEST(SamplingCoverage, OfAFixedNumberOfReplicationsIsWhatItSays) {
  const struct {
    std::string query;
    double truth;
  } answers[] = {
      {"park.refused.share", theory::blocking(10, erlangs)},
      {"code.in_use.mean", theory::mean_busy(10, erlangs)},
      {"park.stay.mean", stay_s},
      {"caller.wait.mean", stay_s},
      {"park.stay.p50", stay_s * std::log(2.0)},
      {"park.stay.p95", stay_s * std::log(20.0)},
      {"caller.wait.within(1min)", 1 - std::exp(-1.0)},
      {"call.arrived.count", 3600 * erlangs / stay_s},
  };
  const Study study(an_hour(10));
  std::vector<std::string> texts;
  for (const auto& answer : answers) texts.push_back(answer.query);
  std::vector<int> held(texts.size(), 0);
  for (int seed = 1; seed <= studies; ++seed) {
    Estimator estimator(queries(texts, study));
    for (std::uint32_t number = 0; number < 20; ++number) estimator.add(replication(study, seed, number));
    for (std::size_t i = 0; i < texts.size(); ++i) held[i] += estimator.estimate(i).interval->holds(answers[i].truth);
  }
  for (std::size_t i = 0; i < texts.size(); ++i)
    EXPECT_GT(p_of(held[i], studies), 1e-3) << texts[i] << " is held by " << held[i] << " of " << studies;
}

TEST(SamplingCoverage, OfPairedDifferencesIsWhatItSays) {
  const Study few(an_hour(10)), more(an_hour(11));
  const double share = theory::blocking(11, erlangs) - theory::blocking(10, erlangs);
  const double in_use = theory::mean_busy(11, erlangs) - theory::mean_busy(10, erlangs);
  std::vector<int> held(3, 0);
  for (int seed = 1; seed <= studies; ++seed) {
    const std::vector<std::string> texts{"park.refused.share", "code.in_use.mean", "park.stay.p95"};
    Estimator first(queries(texts, few)), second(queries(texts, more));
    for (std::uint32_t number = 0; number < 20; ++number) {
      first.add(replication(few, seed, number));
      second.add(replication(more, seed, number));
    }
    const double truths[] = {share, in_use, 0};
    for (std::size_t i = 0; i < held.size(); ++i)
      held[i] += measures::difference(first, i, second, i).interval->holds(truths[i]);
  }
  for (std::size_t i = 0; i < held.size(); ++i)
    EXPECT_GT(p_of(held[i], studies), 1e-3) << "answer " << i << " is held by " << held[i] << " of " << studies;
}

// 200 comparisons of equal programs with other seeds, eight answers each, whose intervals hold together at 95 %: 5 % of
// the comparisons may find a change. More is told from chance by a binomial test at 1e-3; alarms in 12 % would be found
// out with more than 90 %. A mean stay that is 3 % longer is found in nine of ten.
TEST(SamplingComparison, RaisesNoMoreFalseAlarmsThanItSaysAndFindsAShift) {
  const std::vector<std::string> texts{"call.arrived.count", "park.refused.share", "caller.wait.mean",
                                       "caller.wait.p95",    "park.stay.mean",     "park.stay.p95",
                                       "code.probes.mean",   "code.in_use.mean"};
  const Study same(an_hour(10));
  auto longer = an_hour(10);
  longer.lot_traffic[0].retrieved_after = Distribution::exponential(1.03 * stay_s);
  const Study shifted(longer);
  const double level = 1 - 0.05 / static_cast<double>(texts.size());
  const auto estimator = [&](const Study& study, int seed) {
    Estimator found(queries(texts, study));
    for (std::uint32_t number = 0; number < 16; ++number) found.add(replication(study, seed, number));
    return found;
  };
  const auto changed = [&](const Estimator& a, const Estimator& b, const auto& difference) {
    for (std::size_t i = 0; i < texts.size(); ++i)
      if (const auto found = difference(a, i, b, i, level); found.interval && !found.interval->holds(0)) return true;
    return false;
  };
  int alarms = 0, found = 0;
  for (int i = 1; i <= 200; ++i) {
    const Estimator first = estimator(same, 2 * i);
    alarms += changed(first, estimator(same, 2 * i + 1), measures::difference_apart);
    found += changed(first, estimator(shifted, 2 * i), measures::difference);
  }
  const boost::math::binomial law(200, 0.05);
  EXPECT_GT(boost::math::cdf(boost::math::complement(law, alarms - 1)), 1e-3) << alarms << " alarms";
  EXPECT_GT(found, 180);
}

// Refusals of a lot come in clusters, a few hits among thousands of trials: 43 and 20 are expected of a study.
// Where only four are, every eighth study sees none, and its exact bound, for which they are independent, is too low:
// those intervals hold in no fewer than 80 % of these studies.
TEST(SamplingCoverage, OfRareSharesIsWhatItSaysDownToAHandfulOfHits) {
  for (const int codes : {16, 17, 19}) {
    const Study study(an_hour(codes));
    int held = 0;
    for (int seed = 1; seed <= studies; ++seed) {
      Estimator estimator(queries({"park.refused.share"}, study));
      for (std::uint32_t number = 0; number < 20; ++number) estimator.add(replication(study, seed, number));
      held += estimator.estimate(0).interval->holds(theory::blocking(codes, erlangs));
    }
    if (codes < 19) {
      EXPECT_GT(p_of(held, studies), 1e-3) << codes << " codes: held by " << held;
    } else {
      EXPECT_GE(held, 0.8 * studies) << codes << " codes";
    }
  }
}

// To stop where an interval happens to be narrow makes it hold a little less often: between 92.5 and 97.5 % is what is
// promised. The number of 500 is tested against the nearer of the two, at 1e-3; 89 % is rejected with 90 %.
TEST(SamplingCoverage, OfSequentialStoppingStaysNearWhatItSays) {
  const struct {
    std::string precision;
    double truth;
  } wanted[] = {
      {"park.refused.share 6%", theory::blocking(10, erlangs)},
      {"park.stay.mean 1.1s", stay_s},
      {"code.in_use.mean 1.4%", theory::mean_busy(10, erlangs)},
      {"park.stay.p95 3%", stay_s * std::log(20.0)},
  };
  const Study study(an_hour(10));
  const auto names = measures::names_of(study.company);
  for (const auto& [text, truth] : wanted) {
    const measures::StoppingRule rule({measures::parse_precision(text, names)});
    int held = 0, longer = 0;
    for (int seed = 1; seed <= studies; ++seed) {
      Estimator estimator({rule.wanted()[0].query});
      std::uint32_t number = 0;
      do {
        for (const std::uint32_t look = measures::StoppingRule::next_look(number); number < look; ++number)
          estimator.add(replication(study, seed, number));
      } while (!rule.attained(estimator, 0)[0].is_reached);
      held += estimator.estimate(0).interval->holds(truth);
      longer += number > measures::StoppingRule::least_replications;
    }
    EXPECT_GT(longer, studies / 2) << text << " stops at once";
    const boost::math::binomial low(studies, 0.925), high(studies, 0.975);
    EXPECT_GT(boost::math::cdf(low, held), 1e-3) << text << " is held by " << held;
    EXPECT_GT(boost::math::cdf(boost::math::complement(high, held - 1)), 1e-3) << text << " is held by " << held;
  }
}

}  // namespace

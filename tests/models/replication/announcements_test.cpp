#include <gtest/gtest.h>

#include "models/theory/pollaczek_khinchine.hpp"
#include "tests/models/replication/hypothesis.hpp"
#include "tests/models/replication/lot_runs.hpp"

// A public address with one voice is a single server: receptionists who are never all busy answer and park at once, so
// announcements are asked for in a Poisson stream and wait as in M/G/1. Three laws of the time to speak at half load,
// Student tests over 32 replications of the mean wait, together at 1e-3. Power checked in place: 15 % off (at length
// 5 %) must be rejected.
namespace {

using namespace lot_runs;

constexpr double spoken_s = 5, per_s = 0.1;

people::Company announcing(const Distribution& spoken, double calls) {
  people::Company company;
  company.licences_matter = false;
  park::LotPlan lot;
  lot.name = "lot";
  lot.rules.space.lo = 1;
  lot.rules.space.hi = 999;
  lot.rules.park.timeout = 10_s;
  lot.rules.ring.attempts = 0;
  company.lots.push_back(lot);
  company.channels.emplace_back();
  people::Script script;
  script.name = "reception";
  script.steps = {{.kind = people::StepKind::answer},
                  {.kind = people::StepKind::park},
                  {.kind = people::StepKind::announce, .time = spoken, .channel = 0}};
  script.blocks[people::Trigger::start] = {0, 3, true};
  company.scripts.push_back(script);
  people::Group reception;
  reception.name = "reception";
  reception.count = 500;
  reception.devices = {people::Device{}};
  reception.script = 0;
  company.groups.push_back(reception);
  company.traffic.push_back(
      {.name = "calls", .topics = {}, .arrivals = Arrivals::poisson(per_s), .patience = std::nullopt});
  company.horizon.warm_up = from_seconds(4000);
  company.horizon.length = from_seconds(calls / 32 / per_s);
  return company;
}

struct Law {
  const char* name;
  Distribution spoken;
};

class PublicAddress : public testing::TestWithParam<Law> {
 protected:
  void expect_wait_of_mg1(double calls, double off) {
    constexpr double significance = hypothesis::family_significance / 3;
    const Study study(announcing(GetParam().spoken, calls));
    std::vector<double> waits_s;
    for (std::uint32_t r = 0; r < 32; ++r) {
      const auto m = models::simulate(study.plan, {.seed = 81, .replication = r});
      EXPECT_EQ(times(m, Latency::queue_wait).max().value_or(0_s), 0_s) << "some call waited for a receptionist";
      EXPECT_EQ(total(m, Count::announcements), total(m, Count::calls));
      waits_s.push_back(times(m, Latency::channel_wait).mean_s().value_or(0));
    }
    const double theory_s = theory::mg1_mean_wait_s(per_s, spoken_s, GetParam().spoken.cv());
    EXPECT_GE(hypothesis::t_test_p(waits_s, theory_s), significance);
    EXPECT_LT(hypothesis::t_test_p(waits_s, theory_s * (1 + off)), significance) << "power";
    EXPECT_LT(hypothesis::t_test_p(waits_s, theory_s * (1 - off)), significance) << "power";
  }
};

INSTANTIATE_TEST_SUITE_P(Laws, PublicAddress,
                         testing::Values(Law{"Constant", Distribution::constant(spoken_s)},
                                         Law{"Exponential", Distribution::exponential(spoken_s)},
                                         Law{"Lognormal", Distribution::lognormal_mean_cv(spoken_s, 1.5)}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(PublicAddress, MeanWaitMatchesPollaczekAndKhinchine) { expect_wait_of_mg1(400e3, 0.15); }

TEST_P(PublicAddress, MeanWaitMatchesPollaczekAndKhinchineAtLength) { expect_wait_of_mg1(4e6, 0.05); }

}  // namespace

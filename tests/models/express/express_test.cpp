#include "models/express/express.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/models/replication/lot_runs.hpp"

// Calls in a few words against the same calls taken through the call machine one row after another.
namespace {

using namespace lot_runs;

Measures run(const models::Plan& plan, std::uint64_t seed, bool express) {
  return models::simulate(plan, {.seed = seed, .express = express});
}

void expect_same(people::Company company, std::uint64_t seed, const std::string& what) {
  const Study study(std::move(company));
  ASSERT_FALSE(study.plan.routes.empty()) << what;
  EXPECT_TRUE(same(run(study.plan, seed, true), run(study.plan, seed, false))) << what << ", seed " << seed;
}

bool is_express(people::Company company) { return !Study(std::move(company)).plan.routes.empty(); }

TEST(Express, MeasuresTheReferenceLotAsTheCallMachineDoes) {
  for (const int codes : {40, 60, 90}) expect_same(reference_lot(codes, 20'000), 1, std::to_string(codes) + " codes");
  expect_same(reference_lot(5'000, 20'000, 70), 2, "5,000 codes");
  expect_same(reference_lot(90, 20'000, 1.2, 40_s), 3, "a short time-out");
}

TEST(Express, MeasuresEveryVariantOfTheReferenceLotAsTheCallMachineDoes) {
  const auto changed = [](auto change) {
    auto company = reference_lot(70, 10'000);
    change(company);
    return company;
  };
  for (const auto policy : park::allocation_names)
    expect_same(changed([&](auto& c) { c.lots[0].rules.alloc.policy = park::allocation(policy); }), 4,
                std::string(policy));
  expect_same(changed([](auto& c) { c.lot_traffic[0].retrieved_after = Distribution::lognormal_mean_cv(60, 1); }), 5,
              "lognormal");
  expect_same(changed([](auto& c) { c.lot_traffic[0].patience = Distribution::uniform(0, 480); }), 6, "uniform");
  expect_same(changed([](auto& c) { c.lot_traffic[0].patience.reset(); }), 7, "without patience");
  expect_same(changed([](auto& c) { c.lots[0].rules.park.timeout = {}; }), 8, "without time-out");
  expect_same(changed([](auto& c) { c.lots[0].rules.ring.code = park::CodeInRingBack::held; }), 9, "code held");
  expect_same(changed([](auto& c) { c.lots[0].rules.ring.code = park::CodeInRingBack::locked; }), 10, "code locked");
  expect_same(changed([](auto& c) { c.lots[0].rules.space.max_active = 50; }), 12, "a cap");
  expect_same(changed([](auto& c) { c.horizon.warm_up = 500_s; }), 13, "warm-up");
  expect_same(changed([](auto& c) { c.horizon.after = people::After::cut; }), 14, "cut");
  expect_same(changed([](auto& c) { c.lot_traffic[0].arrivals = Arrivals::every(800'000_us); }), 15, "every 0.8 s");
}

TEST(Express, MeasuresADayByItsHours) {
  auto company = reference_lot(20, 0);
  company.horizon.is_day = true;
  company.horizon.time_of_day = 8_s * 3600;
  company.horizon.length = 6_s * 3600;
  company.horizon.calls.reset();
  company.lot_traffic[0].arrivals =
      Arrivals::profile({{8_s * 3600, 0.1}, {10_s * 3600, 0.5}, {12_s * 3600, 0.0}, {13_s * 3600, 0.3}});
  expect_same(company, 16, "a day");
}

TEST(Express, MeasuresLotsThatShareARunAsTheCallMachineDoes) {
  auto company = reference_lot(50, 20'000);
  for (int i = 1; i < 4; ++i) {
    company.lots.push_back(company.lots[0]);
    company.lots.back().name = "lot " + std::to_string(i);
    company.lots.back().rules.space.hi = 10 * i + 9;
    company.lots.back().rules.park.timeout = 60_s * i;
    company.lot_traffic.push_back(company.lot_traffic[0]);
    company.lot_traffic.back().name = "parks " + std::to_string(i);
    company.lot_traffic.back().lot = i % 3;
    company.lot_traffic.back().arrivals = Arrivals::poisson(0.2 * i);
  }
  expect_same(company, 17, "four lots");
}

TEST(Express, SettlesTiesAsTheCallMachineDoes) {
  auto company = reference_lot(30, 5'000);
  company.lot_traffic[0].arrivals = Arrivals::every(1_s);
  company.lot_traffic[0].retrieved_after = Distribution::empirical({1, 2, 3, 20, 40});
  company.lot_traffic[0].patience = Distribution::empirical({2, 3, 50, 300});
  company.lots[0].rules.park.timeout = 20_s;
  company.lot_traffic.push_back(company.lot_traffic[0]);
  company.lot_traffic.back().name = "also";
  const Study study(company);
  const auto fast = run(study.plan, 18, true);
  EXPECT_GT(fast.undeclared_ties, 1'000u);
  EXPECT_TRUE(same(fast, run(study.plan, 18, false)));
}

TEST(Express, LaysOutCallsThatAWrongCodeIsKeyedFor) {
  auto company = reference_lot(70, 20'000);
  company.lots[0].rules.space = {.lo = 100, .hi = 169};
  company.lot_traffic[0].mistype_per_digit = 0.05;
  const Study study(company);
  const auto fast = run(study.plan, 19, true);
  EXPECT_GT(total(fast, Count::collision + park::index(park::Collision::misdial)), 100u);
  EXPECT_TRUE(same(fast, run(study.plan, 19, false)));
}

TEST(Express, ExpectsMisdialsAmongCodesOfSeveralLengths) {
  auto company = reference_lot(70, 20'000);
  company.lots[0].rules.space = {.lo = 1, .hi = 130};
  company.lot_traffic[0].arrivals = Arrivals::poisson(2);
  company.lot_traffic[0].mistype_per_digit = 0.05;
  expect_same(company, 22, "codes 1 to 130");
}

TEST(Express, LeavesCodesThatTakeTurnsToTheCallMachine) {
  auto company = reference_lot(60, 100);
  company.lots[0].rules.space.shares = park::Shares::time;
  company.lots[0].rules.space.slices = 3;
  company.lots[0].rules.space.slice_length = 60_s;
  EXPECT_FALSE(is_express(company));
}

TEST(Express, GoesOnFromASnapshotInTheMiddle) {
  const Study study(reference_lot(60, 5'000, 1.2, 60_s));
  const auto whole = run(study.plan, 20, true);
  for (const auto at : {1_s, 777_s, 2'000_s}) {
    Laned first(study.plan, {.seed = 20}), second(study.plan, {.seed = 20});
    first.run_until(at);
    const auto bytes = first.save();
    second.restore(bytes);
    Laned copy = second;
    second.run();
    copy.run();
    EXPECT_TRUE(same(second.finish(), whole)) << at.seconds();
    EXPECT_TRUE(same(copy.finish(), whole)) << at.seconds();
  }
}

TEST(SamplingExpress, MeasuresRandomLotTrafficAsTheCallMachineDoes) {
  int express = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto draws = DrawSource(99, 0, 0, 0).of(seed);
    std::uint32_t asked = 0;
    const auto u = [&] { return draws.uniform(0, 0, asked++); };
    const auto one_of = [&](int choices) { return static_cast<int>(u() * choices); };
    people::Company company;
    for (int lot = 0, lots = 1 + one_of(3); lot < lots; ++lot) {
      auto one = reference_lot(2 + one_of(40), 0, 0.05 + u(), 5_s + Ticks{static_cast<std::int64_t>(u() * 2e8)});
      auto& rules = one.lots[0].rules;
      rules.alloc.policy = static_cast<park::Allocation>(one_of(static_cast<int>(park::allocation_names.size())));
      rules.ring.code = static_cast<park::CodeInRingBack>(one_of(3));
      rules.ring.attempts = one_of(3);
      rules.alloc.full = static_cast<park::Full>(one_of(4));
      rules.space.lo = 100;
      rules.space.hi += 100;
      if (one_of(4) == 0) rules.park.timeout = {};
      if (one_of(4) == 0) rules.space.max_active = 1 + one_of(10);
      if (one_of(8) == 0) rules.alloc.quarantine = 3_s;
      if (one_of(8) == 0) rules.take.bridge_time = 1_s;
      if (one_of(8) == 0) rules.park.remind_limit = 1, rules.park.remind_every = 4_s;
      auto& traffic = one.lot_traffic[0];
      traffic.lot = lot;
      traffic.name += std::to_string(lot);
      one.lots[0].name += std::to_string(lot);
      if (one_of(3) == 0) traffic.patience.reset();
      if (one_of(3) == 0) traffic.retrieved_after = Distribution::uniform(1, 90);
      if (one_of(3) == 0) traffic.mistype_per_digit = 0.03;
      traffic.leaves_while_ringing = one_of(2) == 0;
      company.lots.push_back(one.lots[0]);
      company.lot_traffic.push_back(traffic);
    }
    company.horizon.calls = 300 + static_cast<std::uint64_t>(one_of(500));
    if (one_of(2) == 0) company.horizon.warm_up = 60_s;
    if (one_of(2) == 0) company.horizon.after = people::After::cut;
    const Study study(company);
    express += !study.plan.routes.empty();
    EXPECT_TRUE(same(run(study.plan, seed, true), run(study.plan, seed, false))) << "seed " << seed;
  }
  EXPECT_GT(express, 80);
}

// What a call may not be in a few words.

TEST(Express, LeavesCallsWithMoreTimersToTheCallMachine) {
  EXPECT_TRUE(is_express(reference_lot(90, 100)));
  auto reminded = reference_lot(90, 100);
  reminded.lots[0].rules.park.remind_limit = 1;
  reminded.lots[0].rules.park.remind_every = 10_s;
  EXPECT_FALSE(is_express(reminded));
  auto limited = reference_lot(90, 100);
  limited.lots[0].rules.park.life_max = 500_s;
  EXPECT_FALSE(is_express(limited));
}

TEST(Express, LeavesRetrievalsThatTakeTimeToTheCallMachine) {
  auto company = reference_lot(90, 100);
  company.lots[0].rules.take.bridge_time = 1_s;
  EXPECT_FALSE(is_express(company));
  company.lots[0].rules.take.bridge_time = {};
  company.lots[0].rules.take.prompt_time = 1_s;
  EXPECT_TRUE(is_express(company)) << "a prompt is heard by those who are refused";
}

TEST(Express, LeavesCodesBeyondTheRangeToTheCallMachine) {
  auto company = reference_lot(90, 100);
  company.lots[0].rules.alloc.full = park::Full::overflow;
  EXPECT_FALSE(is_express(company));
}

TEST(Express, LeavesCodesThatRestToTheCallMachine) {
  auto company = reference_lot(90, 100);
  company.lots[0].rules.alloc.quarantine = 5_s;
  EXPECT_FALSE(is_express(company));
}

TEST(Express, LeavesParkersWhoPressTwiceAndRetrieversWhoPersistToTheCallMachine) {
  auto twice = reference_lot(90, 100);
  twice.lot_traffic[0].pressed_twice = 0.1;
  EXPECT_FALSE(is_express(twice));
  auto persistent = reference_lot(90, 100);
  persistent.lot_traffic[0].persistent = true;
  EXPECT_FALSE(is_express(persistent));
}

TEST(Express, LeavesFinitePopulationsToTheCallMachine) {
  auto company = reference_lot(90, 100);
  company.lot_traffic[0].arrivals = Arrivals::sources(20, Distribution::exponential(60));
  EXPECT_FALSE(is_express(company));
}

}  // namespace

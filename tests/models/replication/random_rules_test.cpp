#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <stdexcept>

#include "tests/models/replication/lot_runs.hpp"
#include "tests/models/replication/smallest_failure.hpp"

// Thousands of small companies drawn at random, each simulated and its books audited: whatever a scenario may say, no
// event finds no row, nobody is lost or counted twice, and what the rules promise is kept.
namespace {

using namespace lot_runs;
using park::Lot;
using park::Rules;
using park::State;

constexpr Ticks instants[] = {7_s, 23_s, 61_s, 200_s};

class Broken : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

void must(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

/// All rules that a lot has in the course of the run.
std::vector<Rules> all_rules(const park::LotPlan& lot) {
  std::vector<Rules> all{lot.rules};
  all.insert(all.end(), lot.later.begin(), lot.later.end());
  return all;
}

template <class Which>
bool every_rules(const people::Company& company, Which&& which) {
  for (const auto& lot : company.lots)
    for (const auto& rules : all_rules(lot))
      if (!which(rules)) return false;
  return true;
}

bool merges(const Rules& r) {
  return r.alloc.reservation_life.us > 0 ||
         (r.alloc.chosen_by != park::ChosenBy::system && r.alloc.taken_choice == park::TakenChoice::merge);
}

void check_codes(const Lot& lot, const park::LotPlan& planned, bool over) {
  const bool by_time = park::shares_of(planned.rules) == park::Shares::time;
  std::vector<int> free(static_cast<std::size_t>(lot.shares()));
  int most = 1;
  for (const auto& rules : all_rules(planned))
    most = most < 0 || rules.space.calls_per_code < 0 ? -1 : std::max(most, rules.space.calls_per_code);
  for (int c = 0; c < lot.codes(); ++c) {
    const auto& code = lot.code(c);
    must(lot.has_views() || most < 0 || code.calls <= most, "too many live calls behind one code");
    int takers = 0;
    for (int s = 0; s < lot.shares(); ++s) {
      if (lot.is_beyond_range(c) || !lot.can_take(s, c)) continue;
      ++takers;
      ++free[static_cast<std::size_t>(s)];
    }
    if (lot.is_beyond_range(c)) continue;
    must(takers == 0 || lot.has_views() || code.status == State::code_free, "a code that is not free can be taken");
    const bool should = lot.is_present(c) && code.status == State::code_free && !by_time;
    if (lot.has_views() && over)
      must(takers == (should ? lot.shares() : 0), "not every node knows that a code is free");
    if (!lot.has_views() && should) must(takers == 1, "a free code cannot be taken");
  }
  for (int s = 0; s < lot.shares(); ++s)
    must(lot.has_room(s) == (free[static_cast<std::size_t>(s)] > 0 && lot.below_cap()), "free codes counted wrong");
  const auto& space = planned.rules.space;
  const bool capped =
      planned.later.empty() && space.max_active >= 0 && planned.rules.alloc.full != park::Full::overflow;
  must(!capped || lot.active() <= space.max_active, "more calls than space.max_active");
}

template <class Queue>
void check_lots(const models::Replication<Queue>& replication, const Study& study, bool over) {
  const auto& exchange = replication.exchange();
  replication.audit();
  for (std::size_t l = 0; l < study.company.lots.size(); ++l) {
    check_codes(exchange.lot_at(static_cast<int>(l)), study.company.lots[l], over);
  }
}

template <class Queue>
void check_nobody_is_left(const models::Replication<Queue>& replication) {
  const auto& calls = replication.exchange().calls();
  for (park::CallSlot slot = 0; slot < calls.slots(); ++slot)
    must(!calls[slot].live || calls[slot].state == State::parked,
         "a call is left for ever in state " + std::string(park::state_names[park::index(calls[slot].state)]));
}

std::uint64_t sum(const Measures& m, std::size_t first, std::size_t counters) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < counters; ++i) all += total(m, first + i);
  return all;
}

void check_promises(const people::Company& company, const Measures& m) {
  const auto collisions = [&](park::Collision kind) { return total(m, Count::collision + park::index(kind)); };
  const bool late = company.service.nodes.size() > 1 && company.service.replication_lag.us > 0;
  if (!late) must(collisions(park::Collision::duplicate) == 0, "two calls behind a code without nodes that learn late");
  if (every_rules(company, [](const Rules& r) { return !merges(r); })) {
    must(collisions(park::Collision::merged) == 0, "callers joined");
    must(ended(m, park::CallEnd::merged) == 0, "merged ends");
  }
  if (every_rules(company, [](const Rules& r) { return r.take.token == park::Token::safe; }))
    must(ended(m, park::CallEnd::retrieved_wrong) == 0, "a wrong call in spite of tokens");
  must(sum(m, Count::wrong_call, park::wrong_cause_names.size()) ==
           total(m, Count::outcome + park::index(park::RetrieveOutcome::wrong_call)),
       "wrong calls = causes");
  must(total(m, Count::probes) >= total(m, Count::allocations), "a code chosen without a look");
  // Whoever comes second hears so, or is parked on the empty code.
  const auto races = collisions(park::Collision::race);
  const auto lost = total(m, Count::outcome + park::index(park::RetrieveOutcome::lost_race));
  const auto parked = total(m, Count::outcome + park::index(park::RetrieveOutcome::self_parked));
  must(lost <= races && races <= lost + parked, "races = lost races, and some who were parked instead");
  for (const auto& cell : m.cells)
    for (const double expected : cell.expected)
      must(expected >= 0 && std::isfinite(expected), "an odd expected number");
}

void check_counts(const people::Company& company, const Measures& m, std::uint64_t live) {
  check_promises(company, m);
  if (company.horizon.warm_up.us > 0 || company.horizon.after == people::After::cut) return;
  const auto outcome = [&](park::RetrieveOutcome how) { return total(m, Count::outcome + park::index(how)); };
  const auto ends = sum(m, Count::call_end, park::call_end_names.size());
  const auto refused = sum(m, Count::refused, park::refusal_names.size());
  must(total(m, Count::park_requested) == total(m, Count::park_committed) + refused + total(m, Count::park_died_in_gap),
       "requested = parked + refused + died in the gap");
  must(total(m, Count::park_committed) == ends + live, "parked = ended + live");
  must(times(m, Latency::park_stay).count() == ends, "stays = ends");
  must(total(m, Count::retrieve_attempts) == sum(m, Count::outcome, park::retrieve_outcome_names.size()),
       "attempts = outcomes");
  must(outcome(park::RetrieveOutcome::ok) == ended(m, park::CallEnd::retrieved), "ok = retrieved");
  must(outcome(park::RetrieveOutcome::wrong_call) == ended(m, park::CallEnd::retrieved_wrong),
       "wrong calls = calls retrieved wrong");
  if (live > 0) return;
  for (const auto& level : m.levels)
    must(level.level.level() == 0, "level " + std::to_string(static_cast<int>(level.of)) + " at the end");
}

struct Run {
  Measures measures;
  bool over = false;
};

models::Options options_of(std::uint64_t seed) {
  models::Options options{.seed = seed};
  if (seed % 4 == 1) options.shuffle_ties = seed;
  Ticks before{-1};
  options.progress = [before, asked = 0](Ticks now, std::uint64_t) mutable {
    must(now != before, "time stands still");
    before = now;
    return ++asked >= 3;
  };
  return options;
}

/// As far as the end, or as far as anybody wants to see: some companies never come to one, with reminders and
/// ring-backs for ever.
template <class Queue>
bool go_on(models::Replication<Queue>& replication, Ticks until) {
  try {
    return replication.run_until(until);
  } catch (const models::Interrupted&) {
    return true;
  }
}

template <class Queue>
Run whole(const Study& study, std::uint64_t seed, bool express = true) {
  auto options = options_of(seed);
  options.express = express;
  models::Replication<Queue> replication(study.plan, options);
  const bool over = !go_on(replication, never);
  return {replication.finish(), over};
}

template <class Queue>
Run restored(const Study& study, std::uint64_t seed, Ticks at) {
  models::Replication<Queue> first(study.plan, options_of(seed)), second(study.plan, options_of(seed));
  go_on(first, at);
  second.restore(first.save());
  const bool over = !go_on(second, never);
  return {second.finish(), over};
}

void check_same_run(const Study& study, std::uint64_t seed) {
  const auto lanes = whole<LanedQueue<QuaternaryHeap>>(study, seed);
  if (!lanes.over) return;
  const auto is_same = [&](const Run& other, const std::string& how) {
    const auto result = same(lanes.measures, other.measures);
    must(static_cast<bool>(result), how + ": " + result.message());
  };
  is_same(whole<QuaternaryHeap>(study, seed), "heap");
  is_same(whole<LanedQueue<QuaternaryHeap>>(study, seed, false), "every call through the call machine");
  is_same(whole<SortedVectorQueue>(study, seed), "sorted vector");
  for (const Ticks at : {Ticks{lanes.measures.simulated.us / 3}, Ticks{lanes.measures.simulated.us * 2 / 3}})
    is_same(restored<LanedQueue<QuaternaryHeap>>(study, seed, at), "restored");
}

/// Simulates the company and checks all of the above; throws what is wrong.
Run check(const people::Company& company, std::uint64_t seed) {
  const Study study(company);
  Laned replication(study.plan, options_of(seed));
  for (const Ticks at : instants) {
    if (!go_on(replication, at)) break;
    check_lots(replication, study, false);
  }
  const bool over = !go_on(replication, never);
  const bool drained = over && company.horizon.after == people::After::drain;
  check_lots(replication, study, drained);
  if (drained) check_nobody_is_left(replication);
  const auto live = replication.exchange().calls().live();
  Run run{replication.finish(), over};
  if (over) check_counts(company, run.measures, live);
  if (!over) check_promises(company, run.measures);
  return run;
}

std::string failure_of(const people::Company& company, std::uint64_t seed, bool thorough,
                       std::vector<bool>* rows = {}) {
  try {
    const auto run = check(company, seed);
    if (rows) {
      rows->resize(run.measures.rows_taken.size());
      for (std::size_t i = 0; i < rows->size(); ++i)
        if (run.measures.rows_taken[i] > 0) (*rows)[i] = true;
    }
    if (thorough) check_same_run(Study(company), seed);
    return {};
  } catch (const LocatedFault& fault) {
    return std::string(fault.what());
  } catch (const std::exception& broken) {
    return broken.what();
  }
}

/// What went wrong without its numbers, times and calls, so that a smaller company must fail alike.
std::string kind_of(const std::string& failure) {
  std::string kind;
  for (const char c : failure)
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) kind += c;
  return kind.substr(0, 60);
}

std::string explained(std::uint64_t seed, const std::string& failure, bool thorough) {
  const auto small = random_rules::smallest(random_rules::company(seed), [&](const people::Company& company) {
    return random_rules::contradiction(company).empty() &&
           kind_of(failure_of(company, seed, thorough)) == kind_of(failure);
  });
  return "seed " + std::to_string(seed) + ": " + failure + "\nand the smallest company that fails alike:\n" +
         random_rules::text(small) + failure_of(small, seed, thorough);
}

struct Yield {
  int simulated = 0, skipped = 0;
  std::vector<bool> rows;
};

/// Simulates so many companies; stops explaining after a few that fail.
Yield simulate_all(std::uint64_t first_seed, int wanted) {
  Yield yield;
  std::set<std::string> seen;
  for (auto seed = first_seed; yield.simulated < wanted; ++seed) {
    const auto company = random_rules::company(seed);
    if (!random_rules::contradiction(company).empty()) {
      ++yield.skipped;
      continue;
    }
    ++yield.simulated;
    const bool thorough = yield.simulated % 50 == 0;
    const auto failure = failure_of(company, seed, thorough, &yield.rows);
    if (failure.empty()) continue;
    if (!seen.insert(kind_of(failure)).second) continue;
    ADD_FAILURE() << explained(seed, failure, thorough);
    if (seen.size() == 5) break;
  }
  return yield;
}

TEST(RandomRules, AFewHundredCompaniesKeepTheirBooks) { EXPECT_EQ(simulate_all(20'001, 300).simulated, 300); }

TEST(SamplingRandomRules, TenThousandCompaniesKeepTheirBooks) {
  const auto yield = simulate_all(1, 10'000);
  EXPECT_EQ(yield.simulated, 10'000);
  EXPECT_LT(yield.skipped, 500) << "contradictions are settled, not skipped";
  const auto table = park::call_machine();
  std::string never;
  for (std::size_t i = 0; i < yield.rows.size(); ++i)
    if (!yield.rows[i]) never += std::string(table[i].number) + " ";
  EXPECT_EQ(never, "0a 0b 7a 7b 20v 21 22c 22b 22 23 A1 ") << "these take people";
}

// A claim whose media fails is tried anew until one comes up: each fails on its own, so that a share p of all do.
TEST(FailedBridges, HaveTheirShareOfAllClaims) {
  auto company = one_lot(50, Arrivals::poisson(0.1), Distribution::constant(10_s));
  company.lots[0].rules.alloc.release = park::Release::after_lock;
  company.lots[0].rules.take.bridge_fails = 0.3;
  company.lots[0].rules.take.claim_fail = park::ClaimFail::unlock;
  company.horizon.calls = 20'000;
  const Study study(company);
  const auto m = models::simulate(study.plan, {.seed = 96});
  EXPECT_EQ(ended(m, park::CallEnd::retrieved), 20'000u);
  const auto attempts = static_cast<double>(total(m, Count::retrieve_attempts));
  // 3.3 standard errors of a geometric number of attempts, mean 1 / 0.7.
  EXPECT_NEAR(attempts / 20'000, 1 / 0.7, 3.3 * std::sqrt(0.3) / 0.7 / std::sqrt(20'000.0));
}

TEST(RandomRules, AHundredThousandCompaniesKeepTheirBooksAtLength) {
  EXPECT_EQ(simulate_all(1'000'000, 100'000).simulated, 100'000);
}

}  // namespace

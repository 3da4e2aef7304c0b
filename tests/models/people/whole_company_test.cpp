#include <gtest/gtest.h>

#include <map>

#include "tests/models/people/hand_made_company.hpp"

using namespace hand_made;  // NOLINT: the vocabulary of these tests
using measures::Count;
using measures::Latency;
using park::CallEnd;
using park::RetrieveOutcome;
using sim::operator""_s;

namespace {

constexpr double day_s = 4 * 3600;

/// Poisson arrivals for three hours of four, so that all that happens is measured.
sim::Arrivals for_three_hours(double per_hour) {
  return sim::Arrivals::profile({{0_s, per_hour / 3600}, {sim::from_seconds(3 * 3600), 0}});
}

Step random_step(StepKind kind, const Distribution& time) { return {.kind = kind, .time = time}; }

void add_factory(Company& c, int variant) {
  const int desk = add_group(c, "reception", 2 + variant % 2);
  const int floor = add_group(c, "floor", 30);
  c.groups[static_cast<std::size_t>(desk)].queue = 4;
  c.groups[static_cast<std::size_t>(floor)].hears = {0};
  c.groups[static_cast<std::size_t>(floor)].phones = add_resource(c, "phones", 3);
  auto& front = script(c, desk);
  on(front, Trigger::start,
     {random_step(StepKind::answer, Distribution::exponential(5)),
      random_step(StepKind::talk, Distribution::lognormal_mean_cv(20, 0.5)), press_park(2), announce(3, 2, 0.6)});
  on(front, Trigger::ring_back, {answer(8), talk(8), press_park(), announce(3, 1, 0.6)});
  on(front, Trigger::of(park::Refusal::lot_full), {hold(30), press_park()});
  if (variant % 2) on(front, Trigger::tries_exhausted, {take_message(10)});
  auto& worker = script(c, floor);
  on(worker, Trigger::announced,
     {{.kind = StepKind::notice, .time = Distribution::exponential(12), .chance = 0.9, .error_per_digit = 0.05},
      random_step(StepKind::walk, Distribution::lognormal_mean_cv(40, 0.7)),
      retrieve(1, 2, 0.05, 0.5),
      random_step(StepKind::talk, Distribution::exponential(100))});
  if (variant % 3) on(worker, Trigger::of(RetrieveOutcome::wrong_call), {talk(5), press_park(), announce(3)});
  auto& inbound = add_traffic(c, desk, for_three_hours(120));
  inbound.whom = variant % 2 ? people::Whom::any_of : people::Whom::one_of;
  inbound.meant = floor;
  inbound.patience = Distribution::lognormal_mean_cv(240, 0.8);
  auto& internal = add_traffic(c, desk, for_three_hours(20));
  internal.from = floor;
  internal.patience = Distribution::exponential(200);
}

void add_mobile_users(Company& c) {
  const int sales = add_group(c, "sales", 10);
  auto& group = c.groups[static_cast<std::size_t>(sales)];
  group.devices = {{.name = "mobile", .client = park::Client::mobile, .site = ""},
                   {.name = "desk", .client = park::Client::ip_phone, .site = ""}};
  group.battery = people::Battery{.device = 0, .dies_after = Distribution::exponential(120), .warns_before = 60_s};
  auto& s = script(c, sales);
  on(s, Trigger::start,
     {answer(5), talk(20), talk_until_warning(), press_park(), walk(40), use(1), retrieve_own(3),
      random_step(StepKind::talk, Distribution::exponential(100))});
  on(s, Trigger::device_dead, {walk(60), use(1), retrieve_own(3), talk(60)});
  on(s, Trigger::ring_back, {answer(5), talk(60)});
  add_traffic(c, sales, for_three_hours(60)).patience = Distribution::exponential(300);
}

void add_support(Company& c, int variant) {
  const int agents = add_group(c, "agents", 6);
  const int experts = add_group(c, "experts", 12);
  auto& group = c.groups[static_cast<std::size_t>(experts)];
  group.reads = {{.channel = 1, .count = 8}, {.channel = 2, .count = 8}};
  group.other_work = 0.5;
  auto& agent = script(c, agents);
  on(agent, Trigger::start, {answer(3), talk(40), press_park(), post(people::via_topic)});
  on(agent, Trigger::ring_back, {answer(10), talk(10), press_park(), post(people::via_topic)});
  auto& expert = script(c, experts);
  on(expert, Trigger::posted,
     {random_step(StepKind::react, Distribution::lognormal_median_p95(8, 60)), claim(2, 0.4), retrieve(2, 2, 0.02),
      random_step(StepKind::talk, Distribution::lognormal_mean_cv(200, 1))});
  if (variant % 2) on(expert, Trigger::of(RetrieveOutcome::lost_race), {});
  auto& calls = add_traffic(c, agents, for_three_hours(100));
  calls.topics = {{.channel = 1, .share = 0.6}, {.channel = 2, .share = 0.4}};
  calls.patience = Distribution::exponential(300);
}

/// All three stories in one building and one lot, with rules and scripts that vary.
Company whole_company(int variant) {
  Company c = company();
  c.horizon.length = sim::from_seconds(day_s);
  c.channels.push_back({.name = "pa"});
  c.channels.push_back({.name = "billing", .kind = people::Channel::Kind::chat, .delay = 1_s, .remembered = 300_s});
  c.channels.push_back({.name = "network", .kind = people::Channel::Kind::chat, .delay = 1_s, .remembered = 300_s});
  c.trunks = add_resource(c, "trunks", 35);
  add_factory(c, variant);
  add_mobile_users(c);
  add_support(c, variant);
  auto& rules = c.lots[0].rules;
  rules.space = {.lo = 10, .hi = 29};
  rules.park.timeout = 90_s;
  rules.ring.ring_time = 20_s;
  rules.ring.attempts = 1 + variant % 2;
  rules.ring.between = 30_s;
  rules.ring.code = static_cast<park::CodeInRingBack>(variant % 3);
  rules.ring.rings = variant % 2 ? park::Rings::all_devices : park::Rings::parking_device;
  if (variant % 4 == 2) rules.take.bridge_time = 2_s;
  if (variant % 4 == 3) rules.park.announce_per_digit = 1_s;
  return c;
}

std::uint64_t sum(const Yield& y, std::size_t first, std::size_t n) {
  std::uint64_t total = 0;
  for (std::size_t i = first; i < first + n; ++i) total += y.count(i);
  return total;
}

void expect_conservation(const Yield& y) {
  EXPECT_TRUE(y.everything_is_free());
  const auto unparked_ends = y.count(CallEnd::message_taken) + y.count(CallEnd::lost);
  EXPECT_EQ(y.count(Count::park_requested),
            y.count(Count::park_committed) + sum(y, Count::refused, park::refusal_names.size()));
  EXPECT_EQ(y.count(Count::park_wanted), y.count(Count::park_committed) + y.count(Count::park_failed));
  EXPECT_EQ(y.count(Count::park_committed), sum(y, Count::call_end, park::call_end_names.size()) - unparked_ends);
  EXPECT_EQ(y.count(Count::retrieve_attempts), sum(y, Count::outcome, park::retrieve_outcome_names.size()));
  EXPECT_EQ(y.count(RetrieveOutcome::wrong_call), sum(y, Count::wrong_call, park::wrong_cause_names.size()));
  EXPECT_EQ(y.count(RetrieveOutcome::ok), y.count(CallEnd::retrieved));
  EXPECT_EQ(y.times(Latency::caller_wait), y.count(Count::calls_parked));
  const auto accounted = y.count(Count::calls_blocked) + y.count(Count::calls_turned_away) +
                         y.count(Count::calls_gave_up) + y.count(Count::calls_served) + y.count(Count::calls_parked);
  EXPECT_LE(accounted, y.count(Count::calls));
  EXPECT_LE(y.count(Count::calls), accounted + unparked_ends);
}

void expect_same(const measures::Measures& a, const measures::Measures& b) {
  EXPECT_EQ(a.digest, b.digest);
  EXPECT_EQ(a.events, b.events);
  EXPECT_EQ(a.rows_taken, b.rows_taken);
  ASSERT_EQ(a.cells.size(), b.cells.size());
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    EXPECT_EQ(a.cells[i].labels, b.cells[i].labels);
    EXPECT_EQ(a.cells[i].counts, b.cells[i].counts);
    EXPECT_EQ(a.cells[i].latencies, b.cells[i].latencies);
  }
  ASSERT_EQ(a.levels.size(), b.levels.size());
  for (std::size_t i = 0; i < a.levels.size(); ++i) EXPECT_EQ(a.levels[i].level.area_us(), b.levels[i].level.area_us());
}

}  // namespace

TEST(WholeCompany, ADrainedRunLeavesNobodyBusyAndNoCall) {
  for (int variant = 0; variant < 12; ++variant) {
    SCOPED_TRACE(variant);
    const auto y = run(whole_company(variant), {.seed = static_cast<std::uint64_t>(variant) + 1});
    expect_conservation(y);
    EXPECT_GT(y.count(RetrieveOutcome::ok), 50u);
    EXPECT_GT(y.count(CallEnd::returned), 0u);
    EXPECT_GT(y.count(CallEnd::lost), 0u);
    EXPECT_GT(y.count(RetrieveOutcome::wrong_call), 0u);
    EXPECT_GT(y.count(RetrieveOutcome::lost_race), 0u);
  }
}

TEST(WholeCompany, ShuffledTiesBreakNoAccount) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    expect_conservation(run(whole_company(static_cast<int>(seed)), {.seed = 7, .shuffle_ties = seed}));
  }
}

TEST(WholeCompany, TheQueueChangesNothing) {
  for (int variant = 0; variant < 3; ++variant) {
    SCOPED_TRACE(variant);
    const Company c = whole_company(variant);
    const models::Plan plan(c);
    const auto heap = models::simulate(plan, {.seed = 3}, models::QueueKind::heap);
    expect_same(heap, models::simulate(plan, {.seed = 3}, models::QueueKind::lanes));
    expect_same(heap, models::simulate(plan, {.seed = 3}, models::QueueKind::sorted));
  }
}

TEST(WholeCompany, ACopyGoesOnAsTheOriginalDoes) {
  const Company c = whole_company(3);
  const models::Plan plan(c);
  models::Replication<sim::QuaternaryHeap> original(plan, {.seed = 5});
  ASSERT_TRUE(original.run_until(sim::from_seconds(5000)));
  auto copy = original;
  original.run();
  copy.run();
  const auto measured = original.finish();
  expect_same(measured, copy.finish());
  expect_same(measured, models::simulate(plan, {.seed = 5}, models::QueueKind::heap));
}

TEST(WholeCompany, WrittenAsBytesAndRestoredGoesOnAsTheOriginalDoes) {
  const Company c = whole_company(4);
  const models::Plan plan(c);
  models::Replication<sim::QuaternaryHeap> original(plan, {.seed = 5});
  ASSERT_TRUE(original.run_until(sim::from_seconds(5000)));
  models::Replication<sim::QuaternaryHeap> restored(plan, {.seed = 5});
  restored.restore(original.save());
  original.run();
  restored.run();
  expect_same(original.finish(), restored.finish());
}

namespace {

using What = std::pair<double, int>;

std::vector<What> who_notices(const Yield& y) {
  std::vector<What> noticed;
  for (const auto& line : y.trace.lines)
    if (line.what == "notice") noticed.emplace_back(line.time_s, line.person);
  return noticed;
}

std::map<std::uint64_t, double> times_by_call(const Yield& y, std::string_view what) {
  std::map<std::uint64_t, double> times;
  for (const auto& line : y.trace.lines)
    if (line.what == what) times[line.call] = line.time_s;
  return times;
}

/// Reception has time for everybody; who finds the lot full stays on hold. Nobody comes, so each caller leaves when his
/// patience ends, wherever he waits.
Company patience_alone() {
  Company c = factory();
  c.groups[reception].count = 500;
  c.horizon.length = 10'000_s;
  c.channels[0].voices = 500;
  c.groups[floor_workers].count = 50;
  script(c, floor_workers) = {};
  on(script(c, floor_workers), Trigger::announced, {notice(0, 0)});
  on(script(c, reception), Trigger::refused, {hold(1e6)});
  c.lots[0].rules.park.timeout = 100'000_s;
  c.traffic[0].arrivals = sim::Arrivals::poisson(0.05);
  c.traffic[0].patience = Distribution::exponential(200);
  return c;
}

}  // namespace

TEST(Draws, CodesAndAllocationMoveNoArrivalAndNoPatience) {
  const Company many = patience_alone();
  const auto y = run(many);
  for (const auto& policy : park::allocation_names) {
    Company few = many;
    few.lots[0].rules.space.hi = 14;
    few.lots[0].rules.alloc.policy = park::allocation(policy);
    const auto z = run(few);
    ASSERT_GT(z.count(park::Refusal::lot_full), 100u);
    EXPECT_EQ(times_by_call(y, "call arrives"), times_by_call(z, "call arrives"));
    EXPECT_EQ(times_by_call(y, "the call is over"), times_by_call(z, "the call is over"));
  }
}

TEST(Draws, CodesAllocationAndQueueMoveNoIntendedPerson) {
  Company many = patience_alone();
  many.lots[0].rules.space = {.lo = 1000, .hi = 9999};
  const auto meant = who_notices(run(many));
  ASSERT_GT(meant.size(), 300u);
  Company random = many;
  random.lots[0].rules.alloc.policy = park::allocation("random");
  random.lots[0].rules.space.hi = 1999;
  EXPECT_EQ(meant, who_notices(run(random)));
  EXPECT_EQ(meant, who_notices(run<sim::SortedVectorQueue>(many)));
}

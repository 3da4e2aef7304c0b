#include "models/world.hpp"

#include <gmock/gmock.h>

#include <set>

#include "sim/replications.hpp"
#include "tests/models/world/worlds.hpp"

namespace {

using namespace worlds;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;

TEST(World, EqualsItsLotsSimulatedOneByOne) {
  const Company company = three_sites();
  const Measures found = whole(World(company), {.seed = 3, .replication = 2});
  EXPECT_GT(total(found, Count::park_requested), 5'000U);
  EXPECT_GT(total(found, Count::refused), 100U);
  EXPECT_GT(total(found, Count::ring_backs), 100U);
  EXPECT_GT(total(found, Count::collision + park::index(park::Collision::misdial)), 100U);
  EXPECT_TRUE(same_world(found, lot_by_lot(company, {.seed = 3, .replication = 2})));
}

TEST(World, EqualsItsLotsOneByOneWhenRequestsTravel) {
  const Company company = with_nodes();
  EXPECT_TRUE(same_world(whole(World(company)), lot_by_lot(company)));
}

TEST(World, EqualsItsLotsOneByOneInASteadyStateWithWarmUp) {
  Company company = three_sites();
  company.horizon.is_day = false;
  company.horizon.warm_up = 60_min;
  company.horizon.length = 60_min * 2;
  company.places.clear();
  company.lot_traffic[0].arrivals = Arrivals::poisson(0.02);
  EXPECT_TRUE(same_world(whole(World(company)), lot_by_lot(company)));
}

TEST(World, EqualsItsLotsOneByOneWhenRulesChangeAndANodeFails) {
  Company company = with_nodes();
  using Kind = people::Change::Kind;
  company.lots[1].later.push_back(company.lots[1].rules);
  company.lots[1].later[0].space.hi = 5;
  company.timeline.push_back({.at = 60_min * 3, .kind = Kind::crash, .node = 0});
  company.timeline.push_back({.at = 60_min * 4, .kind = Kind::restart, .node = 0});
  company.timeline.push_back({.at = 60_min * 5, .kind = Kind::rules, .lot = 1, .rules = 1});
  company.timeline.push_back({.at = 60_min * 6, .kind = Kind::drain, .lot = 0});
  const Measures found = whole(World(company));
  EXPECT_TRUE(same_world(found, lot_by_lot(company)));
  EXPECT_FALSE(same_world(found, whole(World(with_nodes()))));
}

TEST(World, IsTheSameInAnyNumberOfBlocks) {
  const Company company = three_sites();
  const Measures one = whole(World(company, 1));
  for (const std::uint32_t blocks : {2U, 3U, 7U, 22U, 40U}) {
    const Measures other = whole(World(company, blocks));
    EXPECT_EQ(other.digest, one.digest) << blocks;
    EXPECT_TRUE(same_world(other, one)) << blocks;
  }
}

TEST(World, IsTheSameForAnyNumberOfThreads) {
  const World world(three_sites(), 7);
  const auto merged = [&](unsigned threads) {
    Measures all;
    sim::run_replications(
        0, world.blocks(), threads, [&](std::uint32_t b) { return world.simulate(b, {}, QueueKind::lanes, {}); },
        [&](std::uint32_t, const Measures& m) { all.merge(m); }, [] { return false; });
    return all;
  };
  EXPECT_TRUE(same(merged(2), merged(1)));
}

TEST(World, IsTheSameForEveryQueue) {
  const World world(three_sites(), 1);
  const Measures sorted = world.simulate(0, {}, QueueKind::sorted, {});
  EXPECT_TRUE(same(world.simulate(0, {}, QueueKind::heap, {}), sorted));
  EXPECT_TRUE(same(world.simulate(0, {}, QueueKind::lanes, {}), sorted));
}

TEST(World, GainsExactlyTheLotsThatAreAdded) {
  Company company = three_sites();
  const auto digest = [&] { return whole(World(company, 3)).digest; };
  const auto before = digest();
  company.copies[2].count += 1;
  auto sum = lot_alone(company, 2, 12);
  sum.merge({.replications = 0,
             .cells = {},
             .levels = {},
             .code_uses = {},
             .rows_taken = {},
             .simulated = {},
             .digest = before,
             .digest_window = sum.digest_window});
  EXPECT_EQ(digest(), sum.digest);
}

TEST(World, GivesEveryLotChancesOfItsOwn) {
  const Company company = three_sites();
  std::set<std::vector<std::uint64_t>> digests;
  for (std::size_t part = 0; part < company.copies.size(); ++part)
    for (int lot = 0; lot < company.copies[part].count; ++lot) digests.insert(lot_alone(company, part, lot).digest);
  EXPECT_EQ(digests.size(), 22U);
}

TEST(World, DealsLotsToBlocksLikeCards) {
  Company company = three_sites();
  company.lot_traffic[0].arrivals = company.lot_traffic[1].arrivals = Arrivals::times({60_min * 20});
  const World world(company, 4);
  std::vector<std::uint64_t> lots;
  for (std::uint32_t block = 0; block < 4; ++block)
    lots.push_back(total(world.simulate(block, {}, QueueKind::lanes, {}), Count::calls));
  EXPECT_THAT(lots, ElementsAre(6U, 6U, 5U, 5U)) << "each lot is called once";
}

TEST(World, HasNoMoreBlocksThanLotsAndOneWithoutCopies) {
  Company company = three_sites();
  EXPECT_EQ(models::blocks_of(company), 20U);
  company.copies[4].count = 1;
  EXPECT_EQ(models::blocks_of(company), 19U);
  company.copies[4].count = 199'999;
  EXPECT_EQ(models::blocks_of(company), 40U);
  company.copies[4].count = 9'000'000;
  EXPECT_EQ(models::blocks_of(company), 200U);
  company.copies.clear();
  EXPECT_EQ(models::blocks_of(company), 1U);
}

TEST(World, KeepsHoursOfTheSite) {
  Company company = three_sites();
  company.lot_traffic[0].arrivals = Arrivals::profile({{60_min * 9, 0.05}, {60_min * 10, 0}});
  company.copies = {{0, 0, 0, 3, 0}, {0, 0, 1, 3, 0}, {0, 0, 2, 3, 0}};
  const Measures found = whole(World(company, 1));
  std::map<std::int16_t, std::set<std::int16_t>> hours;
  for (const auto& cell : found.cells)
    if (cell.counts[Count::calls] > 0) hours[cell.labels.traffic].insert(cell.labels.hour);
  EXPECT_THAT(hours, ElementsAre(testing::Pair(0, ElementsAre(9)), testing::Pair(1, ElementsAre(9)),
                                 testing::Pair(2, ElementsAre(9))));
  // 09:00 is 23:00 in sydney, 03:30 in mumbai and 14:00 in lima by the run's clock.
  for (const auto& [part, from] : {std::pair(0U, 23 * 60), {1U, 3 * 60 + 30}, {2U, 14 * 60}}) {
    const Measures alone = lot_alone(company, part, 0);
    const auto window_min = alone.digest_window.us / 60'000'000;
    const auto busiest = std::ranges::find_if(alone.digest, [](std::uint64_t sum) { return sum != 0; });
    EXPECT_NEAR(static_cast<double>((busiest - alone.digest.begin()) * window_min), from, 10.0) << part;
  }
}

TEST(World, KeepsTimesForAllHoursTogether) {
  for (const auto& cell : whole(World(three_sites())).cells) {
    const auto times = std::ranges::count_if(cell.latencies, [](const Histogram& h) { return h.count() > 0; });
    EXPECT_EQ(times > 0, cell.labels.hour < 0 && cell.labels.traffic >= 0);
  }
}

TEST(World, TellsHowFarABlockIsAndStops) {
  const World world(three_sites(), 2);
  std::vector<double> parts;
  world.simulate(1, {}, QueueKind::lanes, [&](double part) {
    parts.push_back(part);
    return false;
  });
  EXPECT_TRUE(std::ranges::is_sorted(parts));
  EXPECT_THAT(parts, Contains(1.0 / 11));
  EXPECT_EQ(parts.back(), 1);
  EXPECT_THROW(world.simulate(1, {}, QueueKind::lanes, [](double part) { return part > 0.5; }), models::Interrupted);
}

class Calls final : public models::Trace {
 public:
  void line(const models::TraceLine& line) override { calls.insert(line.call); }
  std::set<std::uint64_t> calls;
};

TEST(World, TracesTheFirstLotAlone) {
  const Company company = three_sites();
  Calls trace;
  const Measures block = World(company, 3).simulate(0, {.trace = &trace}, QueueKind::lanes, {});
  EXPECT_EQ(trace.calls.size(), total(lot_alone(company, 0, 0), Count::calls));
  EXPECT_LT(trace.calls.size(), total(block, Count::calls));
}

TEST(Copies, AreNamedByLotAndSite) {
  Company company = three_sites();
  company.copies.push_back({.lot = 1, .traffic = 1, .site = people::none, .count = 2});
  EXPECT_THAT(people::names_of_copies(company),
              ElementsAre("Small@sydney", "Small@mumbai", "Small@lima", "Large@sydney", "Large@mumbai", "Large"));
  EXPECT_EQ(people::lots_in_all(company), 24);
  EXPECT_EQ(people::users_in_all(company), 17 * 50 + 5 * 900);
}

TEST(Copies, KeepTheLocalClockWithinADay) {
  Company company = three_sites();
  company.horizon.time_of_day = 60_min * 20;
  EXPECT_EQ(people::local_start(company, 0), 60_min * 6);
  EXPECT_EQ(people::local_start(company, 1), 30_min * 3);
  EXPECT_EQ(people::local_start(company, 2), 60_min * 15);
  EXPECT_EQ(people::local_start(company, people::none), 60_min * 20);
  company.horizon.time_of_day = 60_min * 2;
  EXPECT_EQ(people::local_start(company, 2), 60_min * 21);
}

}  // namespace

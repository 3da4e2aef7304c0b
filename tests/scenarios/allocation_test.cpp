// What is allocated while a ready-made scenario runs: nothing for an event, a call or a post.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "models/people/copies.hpp"
#include "models/replication.hpp"
#include "scenarios/compiler/compile.hpp"
#include "tests/count_allocations.hpp"

namespace {

using Replication = models::Replication<sim::LanedQueue<sim::QuaternaryHeap>>;
using Companies = std::vector<people::Company>;

const std::filesystem::path folder = std::filesystem::path(PARKSIM_ROOT) / "scenarios";

std::vector<std::filesystem::path> ready_made() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

people::Company load(const std::filesystem::path& file) {
  auto company = scenarios::load(file, {.system_dir = folder / "systems"}).company;
  if (auto& calls = company.horizon.calls) calls = std::min<std::uint64_t>(*calls, 20'000);
  return company;
}

/// The company, or of a world of lots one of each size.
Companies companies_of(const std::filesystem::path& file) {
  const auto company = load(file);
  if (company.copies.empty()) return {company};
  Companies lots;
  for (const auto& copies : company.copies)
    if (static_cast<std::size_t>(copies.lot) == lots.size()) lots.push_back(people::one_of(company, copies));
  return lots;
}

sim::Ticks end_of(const people::Company& company) {
  const auto& horizon = company.horizon;
  if (!horizon.calls) return horizon.window_end();
  const auto& arrivals = company.lot_traffic.front().arrivals;
  return sim::from_seconds(static_cast<double>(*horizon.calls) / arrivals.rate_per_s({}, sim::from_seconds(1)));
}

class ReadyMade : public testing::TestWithParam<std::filesystem::path> {};
INSTANTIATE_TEST_SUITE_P(Scenarios, ReadyMade, testing::ValuesIn(ready_made()), [](const auto& file) {
  std::string name = file.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// The recorder has seen the same run before, so that each label and each length of time has its place. What is left is
// all that the model itself would allocate from a fifth of the time to the end: queues, calls, people and
// what they say. There is room from the start, as these scenarios never have more than models::usual_room at a time.
TEST_P(ReadyMade, AllocatesNothingWhereAllThatIsMeasuredHasItsPlace) {
  for (const auto& company : companies_of(GetParam())) {
    const models::Plan plan(company);
    const models::Options options{.seed = 7};
    measures::Recorder recorder;
    {
      Replication same(plan, options);
      same.run();
      recorder = same.hand_over();
    }
    Replication replication(plan, options, std::move(recorder));
    const auto end = end_of(company);
    ASSERT_TRUE(replication.run_until(sim::from_seconds(0.2 * end.seconds())));
    const auto before = allocations.load();
    replication.run_until(sim::from_seconds(0.95 * end.seconds()));
    EXPECT_EQ(allocations.load() - before, 0u) << company.lots.front().name;
    replication.run();
    EXPECT_GT(replication.finish().events, 0u);
  }
}

// The first call of an hour or with another outcome makes the cell of its labels, and the first time of its length the
// histogram's part that holds it: that goes on, ever more rarely, as long as new things happen. Nothing else may.
TEST_P(ReadyMade, AllocatesOncePer100EventsAtMostWhenWhatIsMeasuredFindsItsPlace) {
  auto company = load(GetParam());
  if (!company.copies.empty()) return;  // their lots share what is measured
  if (company.horizon.is_day) company.horizon.length = sim::from_seconds(4 * 86'400);
  const models::Plan plan(company);
  Replication replication(plan, {.seed = 7});
  const auto end = end_of(company);
  ASSERT_TRUE(replication.run_until(sim::from_seconds(0.5 * end.seconds())));
  const auto before = allocations.load();
  replication.run_until(end);
  const auto made = allocations.load() - before;
  replication.run();
  EXPECT_LE(100 * made, replication.finish().events / 2);
}

TEST(ReadyMadeScenarios, AreFound) { EXPECT_GE(ready_made().size(), 7u); }

}  // namespace

#include "sim/unit_pool.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Pool = sim::UnitPool<std::uint32_t>;

const auto never = [] { return false; };
std::uint32_t twice(std::uint32_t unit) { return 2 * unit; }

TEST(UnitPool, DoesEveryUnitOnceAndNotOnTheCallingThread) {
  const auto here = std::this_thread::get_id();
  Pool pool(
      3,
      [here](std::uint32_t unit) {
        EXPECT_NE(std::this_thread::get_id(), here);
        return twice(unit);
      },
      never);
  for (std::uint32_t unit = 0; unit < 20; ++unit) pool.submit(unit);
  EXPECT_EQ(pool.open(), 20U);
  std::set<std::uint32_t> done;
  while (pool.open() > 0) {
    const auto finished = pool.take();
    EXPECT_EQ(finished.result, 2 * finished.unit);
    EXPECT_TRUE(done.insert(finished.unit).second);
  }
  EXPECT_EQ(done.size(), 20U);
}

TEST(UnitPool, HasAsManyThreadsAsWereAskedForWhateverTheNumberOfCores) {
  constexpr unsigned threads = 8;
  std::latch all(threads);  // opens only when that many units are under way
  Pool pool(
      threads,
      [&all](std::uint32_t unit) {
        all.arrive_and_wait();
        return unit;
      },
      never);
  for (std::uint32_t unit = 0; unit < threads; ++unit) pool.submit(unit);
  while (pool.open() > 0) EXPECT_TRUE(pool.take().result);
}

TEST(UnitPool, NeverHasMoreThreadsThanWereAskedFor) {
  std::atomic<int> now = 0, most = 0;
  Pool pool(
      2,
      [&](std::uint32_t unit) {
        most = std::max(most.load(), ++now);
        std::this_thread::sleep_for(1ms);
        --now;
        return unit;
      },
      never);
  for (std::uint32_t unit = 0; unit < 20; ++unit) pool.submit(unit);
  while (pool.open() > 0) pool.take();
  EXPECT_LE(most, 2);
}

TEST(UnitPool, BeginsUnitsInTheOrderInWhichTheyCame) {
  std::vector<std::uint32_t> begun;
  Pool pool(
      1,
      [&begun](std::uint32_t unit) {
        begun.push_back(unit);
        return unit;
      },
      never);
  for (const std::uint32_t unit : {5U, 3U, 9U, 1U}) pool.submit(unit);
  while (pool.open() > 0) pool.take();
  EXPECT_THAT(begun, testing::ElementsAre(5U, 3U, 9U, 1U));
}

TEST(UnitPool, TryTakeDoesNotWait) {
  std::atomic<bool> go = false;
  Pool pool(
      1,
      [&go](std::uint32_t unit) {
        while (!go) std::this_thread::yield();
        return unit;
      },
      never);
  EXPECT_FALSE(pool.try_take());
  pool.submit(4);
  EXPECT_FALSE(pool.try_take());
  go = true;
  EXPECT_EQ(pool.take().unit, 4U);
  EXPECT_FALSE(pool.try_take());
}

TEST(UnitPool, AFailureIsHandedOverAndNothingElseBegins) {
  Pool pool(
      1, [](std::uint32_t) -> std::uint32_t { throw std::runtime_error("no"); }, never);
  pool.submit(0);
  pool.submit(1);
  const auto failed = pool.take(), dropped = pool.take();
  EXPECT_THROW(std::rethrow_exception(failed.error), std::runtime_error);
  EXPECT_FALSE(failed.result);
  EXPECT_EQ(dropped.unit, 1U);
  EXPECT_FALSE(dropped.result || dropped.error);
}

TEST(UnitPool, NothingBeginsOnceStopIsTrueOrThePoolIsHalted) {
  const auto begin = [](std::uint32_t unit) {
    ADD_FAILURE() << "began";
    return unit;
  };
  Pool stopped(2, begin, [] { return true; });
  stopped.submit(0);
  EXPECT_FALSE(stopped.take().result);
  Pool halted(2, begin, never);
  halted.halt();
  halted.submit(0);
  EXPECT_FALSE(halted.take().result);
}

TEST(UnitPool, ItsEndWaitsForWhatHasBegunAndDropsTheRest) {
  std::atomic<int> begun = 0, ended = 0;
  {
    Pool pool(
        1,
        [&](std::uint32_t unit) {
          ++begun;
          std::this_thread::sleep_for(5ms);
          ++ended;
          return unit;
        },
        never);
    for (std::uint32_t unit = 0; unit < 50; ++unit) pool.submit(unit);
    while (begun == 0) std::this_thread::yield();
  }
  EXPECT_EQ(begun, ended);
  EXPECT_LT(begun, 50);
}

}  // namespace

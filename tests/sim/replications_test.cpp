#include "sim/replications.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const auto never_stop = [] { return false; };

// The earlier ones take longest, so that results are finished out of order.
std::uint32_t square(std::uint32_t i) {
  std::this_thread::sleep_for(i % 4 == 0 ? 2ms : 0ms);
  return i * i;
}

class RunReplications : public testing::TestWithParam<unsigned> {
 protected:
  unsigned threads = GetParam();
  std::vector<std::uint32_t> delivered;
};

INSTANTIATE_TEST_SUITE_P(Threads, RunReplications, testing::Values(1u, 2u, 8u));

TEST_P(RunReplications, DeliversEveryResultInOrderOnTheCallingThread) {
  std::vector<std::uint32_t> squares;
  const auto here = std::this_thread::get_id();
  const auto n = sim::run_replications(
      10, 40, threads, square,
      [&](std::uint32_t i, std::uint32_t result) {
        EXPECT_EQ(std::this_thread::get_id(), here);
        delivered.push_back(i);
        squares.push_back(result);
      },
      never_stop);
  EXPECT_EQ(n, 40u);
  ASSERT_EQ(delivered.size(), 40u);
  for (std::uint32_t k = 0; k < 40; ++k) {
    EXPECT_EQ(delivered[k], 10 + k);
    EXPECT_EQ(squares[k], (10 + k) * (10 + k));
  }
}

TEST_P(RunReplications, DoesNothingForNoReplications) {
  EXPECT_EQ(sim::run_replications(
                0, 0, threads, square, [&](std::uint32_t i, std::uint32_t) { delivered.push_back(i); }, never_stop),
            0u);
  EXPECT_THAT(delivered, IsEmpty());
}

TEST_P(RunReplications, RethrowsTheExceptionOfTheLowestFailingReplication) {
  const auto work = [](std::uint32_t i) {
    if (i == 5) std::this_thread::sleep_for(20ms);
    if (i >= 5) throw std::runtime_error("replication " + std::to_string(i));
    return i;
  };
  try {
    sim::run_replications(
        0, 30, threads, work, [&](std::uint32_t i, std::uint32_t) { delivered.push_back(i); }, never_stop);
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "replication 5");
  }
  EXPECT_THAT(delivered, ElementsAre(0, 1, 2, 3, 4));
}

TEST_P(RunReplications, RethrowsTheExceptionOfDeliver) {
  const auto deliver = [&](std::uint32_t i, std::uint32_t) {
    if (i == 3) throw std::runtime_error("store is full");
    delivered.push_back(i);
  };
  EXPECT_THROW(sim::run_replications(0, 30, threads, square, deliver, never_stop), std::runtime_error);
  EXPECT_THAT(delivered, ElementsAre(0, 1, 2));
}

TEST_P(RunReplications, StopKeepsWhatWasFinishedInUnbrokenOrder) {
  std::atomic<std::uint32_t> begun = 0;
  const auto n = sim::run_replications(
      0, 1000, threads,
      [&](std::uint32_t i) {
        ++begun;
        return square(i);
      },
      [&](std::uint32_t i, std::uint32_t) { delivered.push_back(i); }, [&] { return begun >= 20; });
  EXPECT_EQ(n, begun);
  EXPECT_GE(n, 20u);
  EXPECT_LT(n, 20u + threads);
  ASSERT_EQ(delivered.size(), n);
  for (std::uint32_t i = 0; i < n; ++i) EXPECT_EQ(delivered[i], i);
}

TEST_P(RunReplications, StartsNothingWhenStoppedBeforehand) {
  EXPECT_EQ(
      sim::run_replications(
          0, 9, threads, square, [&](std::uint32_t i, std::uint32_t) { delivered.push_back(i); }, [] { return true; }),
      0u);
  EXPECT_THAT(delivered, IsEmpty());
}

TEST_P(RunReplications, NeverHasMoreThanTwiceTheThreadsBegunAndNotDelivered) {
  std::atomic<int> open = 0, most = 0;
  const auto work = [&](std::uint32_t i) {
    const int now = ++open;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    return i;
  };
  const auto deliver = [&](std::uint32_t, std::uint32_t) {
    std::this_thread::sleep_for(1ms);
    --open;
  };
  sim::run_replications(0, 60, threads, work, deliver, never_stop);
  EXPECT_LE(most, static_cast<int>(2 * threads));
  EXPECT_EQ(open, 0);
}

TEST_P(RunReplications, MovesResultsThatCannotBeCopied) {
  std::uint32_t sum = 0;
  sim::run_replications(
      0, 10, threads, [](std::uint32_t i) { return std::make_unique<std::uint32_t>(i); },
      [&](std::uint32_t, std::unique_ptr<std::uint32_t> result) { sum += *result; }, never_stop);
  EXPECT_EQ(sum, 45u);
}

TEST(RunReplicationsOnNoThreads, CountsAsOne) {
  std::uint32_t sum = 0;
  EXPECT_EQ(sim::run_replications(
                0, 5, 0, square, [&](std::uint32_t, std::uint32_t result) { sum += result; }, never_stop),
            5u);
  EXPECT_EQ(sum, 30u);
}

}  // namespace

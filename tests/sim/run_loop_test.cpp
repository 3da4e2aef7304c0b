#include "sim/run_loop.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <vector>

#include "sim/archive.hpp"
#include "sim/queues/lanes.hpp"
#include "sim/queues/quaternary_heap.hpp"
#include "sim/queues/sorted_vector.hpp"

namespace {

using namespace sim;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

std::uint64_t place(EventClass cls, std::uint64_t ordinal) { return make_order(cls, 1, ordinal, 0); }

const auto never_pause = [](std::uint64_t) { return false; };
const auto numbered = [](const EventPayload& event) { return "event " + std::to_string(event.kind); };

template <class Queue>
class RunLoopOf : public testing::Test {
 protected:
  void arm(Ticks delay, std::uint32_t kind, EventClass cls = EventClass::rest) {
    loop.arm(delay, place(cls, kind), {kind, 0, 0, 0});
  }
  std::vector<std::uint32_t> run(Ticks until = never) {
    std::vector<std::uint32_t> kinds;
    loop.run(
        until, 0, [&](const EventPayload& event) { kinds.push_back(event.kind); }, numbered, never_pause);
    return kinds;
  }

  RunLoop<Queue> loop{std::vector<Ticks>{5_s, 2_s}};
};

using Queues = testing::Types<SortedVectorQueue, QuaternaryHeap, LanedQueue<QuaternaryHeap>>;
TYPED_TEST_SUITE(RunLoopOf, Queues);

TYPED_TEST(RunLoopOf, TakesEventsByTimeThenClassThenOrdinalWhateverTheOrderOfArming) {
  this->arm(3_s, 9);
  this->arm(1_s, 8);
  this->arm(1_s, 7);
  this->arm(1_s, 6, EventClass::retrieve);
  this->loop.arm_constant(1, place(EventClass::rest, 5), {5, 0, 0, 0});
  this->loop.arm_constant(0, place(EventClass::rest, 4), {4, 0, 0, 0});
  EXPECT_THAT(this->run(), ElementsAre(6, 7, 8, 5, 9, 4));
  EXPECT_EQ(this->loop.now(), 5_s);
  EXPECT_EQ(this->loop.events(), 6u);
  EXPECT_TRUE(this->loop.empty());
}

TYPED_TEST(RunLoopOf, TakesWhatIsArmedWhileItRuns) {
  std::vector<Ticks> times;
  this->arm(1_s, 0);
  this->loop.run(
      never, 0,
      [&](const EventPayload& event) {
        times.push_back(this->loop.now());
        if (event.kind < 3) this->arm(2_s, event.kind + 1);
      },
      numbered, never_pause);
  EXPECT_THAT(times, ElementsAre(1_s, 3_s, 5_s, 7_s));
}

TYPED_TEST(RunLoopOf, TakesNoCancelledEvent) {
  auto general = this->loop.arm(1_s, place(EventClass::rest, 1), {1, 0, 0, 0});
  auto constant = this->loop.arm_constant(0, place(EventClass::rest, 2), {2, 0, 0, 0});
  this->arm(3_s, 3);
  this->loop.cancel(general);
  this->loop.cancel(constant);
  EXPECT_EQ(general, Handle{});
  EXPECT_THAT(this->run(), ElementsAre(3));
}

TYPED_TEST(RunLoopOf, LeavesTheEventsAtUntilForLater) {
  this->arm(1_s, 1);
  this->arm(2_s, 2);
  EXPECT_THAT(this->run(2_s), ElementsAre(1));
  EXPECT_EQ(this->loop.now(), 2_s);
  EXPECT_THAT(this->run(), ElementsAre(2));
}

TYPED_TEST(RunLoopOf, ClockStaysAtTheLastEventOfARunWithoutEnd) {
  this->arm(3_s, 1);
  this->run();
  EXPECT_EQ(this->loop.now(), 3_s);
}

TYPED_TEST(RunLoopOf, ClockNeverGoesBack) {
  this->run(10_s);
  this->run(4_s);
  EXPECT_EQ(this->loop.now(), 10_s);
}

TYPED_TEST(RunLoopOf, EventBeyondTheEndOfTimeIsNeverTaken) {
  this->run(1_s);
  this->arm(never, 1);
  this->arm(never - 1_us, 2);
  EXPECT_THAT(this->run(), IsEmpty());
  EXPECT_FALSE(this->loop.empty());
}

TYPED_TEST(RunLoopOf, ConstantDelayBeyondTheEndOfTimeIsNeverTaken) {
  RunLoop<TypeParam> endless(std::vector<Ticks>{never});
  endless.run(
      1_s, 0, [](const EventPayload&) {}, numbered, never_pause);
  endless.arm_constant(0, place(EventClass::rest, 1), {});
  int taken = 0;
  endless.run(
      never, 0, [&](const EventPayload&) { ++taken; }, numbered, never_pause);
  EXPECT_EQ(taken, 0);
}

TYPED_TEST(RunLoopOf, ArmingInThePastIsAFault) {
  EXPECT_THROW(this->arm({-1}, 1), Fault);
  EXPECT_THROW(RunLoop<TypeParam>(std::vector<Ticks>{Ticks{-1}}), Fault);
}

TYPED_TEST(RunLoopOf, FaultWhileItRunsNamesReplicationTimeAndEvent) {
  this->arm(2_s, 42);
  try {
    this->loop.run(
        never, 3, [&](const EventPayload&) { this->arm({-7}, 1); }, numbered, never_pause);
    FAIL() << "no fault";
  } catch (const LocatedFault& fault) {
    EXPECT_EQ(fault.replication(), 3u);
    EXPECT_EQ(fault.time(), 2_s);
    EXPECT_EQ(fault.event(), "event 42");
    EXPECT_EQ(fault.cause(), "an event 7 us in the past");
  }
}

TYPED_TEST(RunLoopOf, AnyExceptionOfAHandlerComesOutLocated) {
  this->arm(2_s, 1);
  const auto run = [&] {
    this->loop.run(
        never, 0, [](const EventPayload&) { throw std::out_of_range("no such call"); }, numbered, never_pause);
  };
  EXPECT_THROW(run(), LocatedFault);
}

TYPED_TEST(RunLoopOf, LocatedFaultPassesUnchanged) {
  this->arm(2_s, 1);
  try {
    this->loop.run(
        never, 0, [](const EventPayload&) { throw LocatedFault("cause", 9, 1_s, "elsewhere"); }, numbered, never_pause);
    FAIL() << "no fault";
  } catch (const LocatedFault& fault) {
    EXPECT_EQ(fault.replication(), 9u);
    EXPECT_EQ(fault.event(), "elsewhere");
  }
}

TYPED_TEST(RunLoopOf, CountsEventsAtTheInstantOfTheOneBeforeAsTies) {
  this->arm(1_s, 1, EventClass::retrieve);
  this->arm(1_s, 2, EventClass::park_request);
  this->arm(1_s, 3, EventClass::rest);
  this->arm(2_s, 4, EventClass::rest);
  this->run();
  EXPECT_EQ(this->loop.ties(), 2u);
  EXPECT_EQ(this->loop.undeclared_ties(), 0u);
}

TYPED_TEST(RunLoopOf, CountsTiesWithinAClassAsUndeclared) {
  this->arm(1_s, 1, EventClass::retrieve);
  this->arm(1_s, 2, EventClass::rest);
  this->arm(1_s, 3, EventClass::rest);
  this->arm(1_s, 4, EventClass::rest);
  this->run();
  EXPECT_EQ(this->loop.ties(), 3u);
  EXPECT_EQ(this->loop.undeclared_ties(), 2u);
}

TYPED_TEST(RunLoopOf, FirstEventAtTimeZeroIsNoTie) {
  this->arm(0_s, 0, EventClass::caller_hangs_up);
  this->run();
  EXPECT_EQ(this->loop.ties(), 0u);
}

TYPED_TEST(RunLoopOf, ShuffleKeepsTimesAndClassesAndPermutesWithinThem) {
  this->loop.shuffle_ties(7);
  for (std::uint32_t i = 0; i < 40; ++i) this->arm(1_s, i, i < 20 ? EventClass::retrieve : EventClass::rest);
  this->arm(500000_us, 99);
  const auto kinds = this->run();
  ASSERT_EQ(kinds.size(), 41u);
  EXPECT_EQ(kinds[0], 99u);
  std::vector<std::uint32_t> low(20), high(20);
  for (std::uint32_t i = 0; i < 20; ++i) {
    low[i] = i;
    high[i] = 20 + i;
  }
  const std::vector<std::uint32_t> first(kinds.begin() + 1, kinds.begin() + 21),
      second(kinds.begin() + 21, kinds.end());
  EXPECT_THAT(first, UnorderedElementsAreArray(low));
  EXPECT_THAT(second, UnorderedElementsAreArray(high));
  EXPECT_NE(first, low);
}

TYPED_TEST(RunLoopOf, PauseStopsAndTheNextRunGoesOn) {
  std::uint64_t taken = 0;
  this->arm(1_us, 0);
  const auto on = [&](const EventPayload&) {
    ++taken;
    if (taken < 40000) this->arm(1_us, 0);
  };
  EXPECT_FALSE(this->loop.run(never, 0, on, numbered, [](std::uint64_t) { return true; }));
  EXPECT_EQ(taken, 16384u);
  EXPECT_EQ(this->loop.now(), Ticks{16384});
  EXPECT_TRUE(this->loop.run(never, 0, on, numbered, never_pause));
  EXPECT_EQ(taken, 40000u);
}

TYPED_TEST(RunLoopOf, StopEndsTheRunAfterTheEventAndKeepsTheClock) {
  this->arm(1_s, 1);
  this->arm(1_s, 2);
  this->arm(3_s, 3);
  const auto stop = [&](const EventPayload&) { this->loop.stop(); };
  EXPECT_TRUE(this->loop.run(10_s, 0, stop, numbered, never_pause));
  EXPECT_EQ(this->loop.now(), 1_s);
  EXPECT_EQ(this->loop.events(), 1u);
  EXPECT_THAT(this->run(), ElementsAre(2, 3));
}

TYPED_TEST(RunLoopOf, RestoredLoopGoesOnLikeTheSavedOne) {
  this->arm(1_s, 1);
  this->loop.arm_constant(0, place(EventClass::rest, 2), {2, 0, 0, 0});
  auto cancelled = this->loop.arm(3_s, place(EventClass::rest, 3), {3, 0, 0, 0});
  this->arm(4_s, 4);
  this->run(2_s);
  ByteWriter writer;
  this->loop.archive(writer);
  const auto bytes = writer.take();
  RunLoop<TypeParam> other(std::vector<Ticks>{5_s, 2_s});
  ByteReader reader(bytes);
  other.archive(reader);
  reader.finish();
  EXPECT_EQ(other.now(), 2_s);
  EXPECT_EQ(other.events(), 1u);
  other.cancel(cancelled);
  std::vector<std::uint32_t> kinds;
  other.run(
      never, 0, [&](const EventPayload& event) { kinds.push_back(event.kind); }, numbered, never_pause);
  EXPECT_THAT(kinds, ElementsAre(4, 2));
}

}  // namespace

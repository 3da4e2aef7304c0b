#include "tools/program/interrupt.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace {

using program::InterruptWatch;

TEST(InterruptWatch, NotesTheFirstInterruptAndLeavesTheSecondToTheSystem) {
  const InterruptWatch watch;
  EXPECT_FALSE(InterruptWatch::seen());
  std::raise(SIGINT);
  EXPECT_TRUE(InterruptWatch::seen());
  EXPECT_EXIT(std::raise(SIGINT), testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptWatch, StartsAfresh) {
  {
    const InterruptWatch watch;
    std::raise(SIGINT);
  }
  const InterruptWatch watch;
  EXPECT_FALSE(InterruptWatch::seen());
}

}  // namespace

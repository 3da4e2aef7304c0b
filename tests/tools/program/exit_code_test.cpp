#include "tools/program/exit_code.hpp"

#include <gtest/gtest.h>

namespace {

using namespace program;

TEST(ExitCode, PassesWithoutExpectations) { EXPECT_EQ(exit_code({}, Unsure::apart, false), 0); }

TEST(ExitCode, PassesWhenAllPass) { EXPECT_EQ(exit_code({.passed = 3}, Unsure::apart, false), 0); }

TEST(ExitCode, AFailedExpectationComesBeforeAnUnsureOne) {
  EXPECT_EQ(exit_code({.passed = 3, .failed = 1, .unsure = 2}, Unsure::apart, false), 3);
  EXPECT_EQ(exit_code({.passed = 3, .failed = 1, .unsure = 2}, Unsure::pass, false), 3);
}

TEST(ExitCode, AnUnsureExpectationHasACodeOfItsOwnUnlessDecidedOtherwise) {
  EXPECT_EQ(exit_code({.passed = 3, .unsure = 1}, Unsure::apart, false), 8);
  EXPECT_EQ(exit_code({.passed = 3, .unsure = 1}, Unsure::pass, false), 0);
  EXPECT_EQ(exit_code({.passed = 3, .unsure = 1}, Unsure::fail, false), 3);
}

TEST(ExitCode, InterruptedComesBeforeAll) {
  EXPECT_EQ(exit_code({.failed = 1}, Unsure::apart, true), 130);
  EXPECT_EQ(exit_code({.passed = 1}, Unsure::pass, true), 130);
}

}  // namespace

#include "tools/program/boundary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace {

using measures::Verdict;
using program::Boundary;
using Form = Boundary::Form;
using Verdicts = std::vector<Verdict>;

constexpr Verdict pass = Verdict::pass, fail = Verdict::fail, unsure = Verdict::unsure;

/// Fails, then unsure ones, then passes.
Verdicts rising(std::size_t fails, std::size_t unsures, std::size_t passes) {
  Verdicts all(fails, fail);
  all.insert(all.end(), unsures, unsure);
  all.insert(all.end(), passes, pass);
  return all;
}

Boundary boundary_of(const Verdicts& all) {
  return program::find_boundary(all.size(), [&](std::size_t value) { return all.at(value); });
}

class AnyMonotoneList : public testing::TestWithParam<std::uint32_t> {
 protected:
  Verdicts list() {
    const auto upto = [&](std::uint32_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(bits_); };
    Verdicts all = rising(upto(200), upto(3), upto(200));
    if (all.empty()) all = {unsure};
    return all;
  }

 private:
  std::mt19937 bits_{GetParam()};
};

TEST_P(AnyMonotoneList, TheFirstPassIsFound) {
  for (int i = 0; i < 200; ++i) {
    const Verdicts all = list();
    const Boundary found = boundary_of(all);
    const auto first = std::ranges::find(all, pass);
    EXPECT_TRUE(found.is_monotone());
    if (first == all.end()) {
      EXPECT_EQ(found.form, Form::nowhere);
      EXPECT_FALSE(found.answer);
    } else {
      EXPECT_EQ(found.form, all.front() == pass ? Form::everywhere : Form::from);
      EXPECT_EQ(found.answer, static_cast<std::size_t>(first - all.begin()));
    }
  }
}

TEST_P(AnyMonotoneList, TheLastPassIsFoundWhenValuesCeaseToPass) {
  for (int i = 0; i < 200; ++i) {
    Verdicts all = list();
    std::ranges::reverse(all);
    if (all.front() != pass || all.back() == pass) continue;
    const Boundary found = boundary_of(all);
    EXPECT_EQ(found.form, Form::until);
    EXPECT_EQ(found.answer, static_cast<std::size_t>(std::ranges::count(all, pass) - 1));
    EXPECT_TRUE(found.is_monotone());
  }
}

TEST_P(AnyMonotoneList, IsJudgedAtFewValuesAndAtEachOnce) {
  for (int i = 0; i < 200; ++i) {
    const Verdicts all = list();
    std::vector<int> asked(all.size());
    program::find_boundary(all.size(), [&](std::size_t value) {
      ++asked.at(value);
      return all[value];
    });
    EXPECT_LE(*std::ranges::max_element(asked), 1);
    EXPECT_LE(static_cast<std::size_t>(std::ranges::count(asked, 1)), program::most_judged(all.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyMonotoneList, testing::Values(1, 2, 3));

TEST(BoundaryOfAList, JudgesTwoNeighboursOnEachSide) {
  const Boundary found = boundary_of(rising(50, 0, 50));
  for (const std::size_t value : {48u, 49u, 50u, 51u, 52u}) EXPECT_TRUE(found.verdicts.contains(value)) << value;
}

TEST(BoundaryOfAList, HasOneValue) {
  EXPECT_EQ(boundary_of({pass}).answer, 0u);
  EXPECT_EQ(boundary_of({fail}).form, Form::nowhere);
  EXPECT_EQ(boundary_of({unsure}).form, Form::nowhere);
}

TEST(BoundaryOfAList, APassBetweenTwoFailingEndsIsNoMonotoneGoal) {
  Verdicts all = rising(40, 0, 30);
  all.insert(all.end(), 30, fail);
  const Boundary found = boundary_of(all);
  EXPECT_EQ(found.form, Form::inside);
  EXPECT_EQ(found.answer, 40u);
  EXPECT_FALSE(found.is_monotone());
}

TEST(BoundaryOfAList, AFailureBeyondAPassIsNoticed) {
  Verdicts all = rising(50, 0, 50);
  all[51] = fail;
  EXPECT_FALSE(boundary_of(all).is_monotone());
  all = rising(0, 0, 100);
  all[50] = fail;
  EXPECT_FALSE(boundary_of(all).is_monotone());
}

TEST(BoundaryOfAList, WhatIsUnsureContradictsNothing) {
  Verdicts all = rising(50, 0, 50);
  all[51] = unsure;
  EXPECT_TRUE(boundary_of(all).is_monotone());
}

/// Passes, then unsure ones, then fails.
program::Limits limits_of(std::size_t passes, std::size_t unsures, std::size_t fails, std::size_t start) {
  Verdicts all = rising(fails, unsures, passes);
  std::ranges::reverse(all);
  return program::find_limits(all.size(), start, [&](std::size_t value) { return all.at(value); });
}

TEST(LimitsOfAList, AreFoundFromAnyStart) {
  for (const std::size_t passes : {1u, 2u, 17u, 60u}) {
    for (const std::size_t unsures : {0u, 1u, 9u}) {
      for (std::size_t start = 0; start < passes + unsures + 30; ++start) {
        const auto limits = limits_of(passes, unsures, 30, start);
        EXPECT_EQ(limits.last_pass, passes - 1) << start;
        EXPECT_EQ(limits.first_fail, passes + unsures) << start;
      }
    }
  }
}

TEST(LimitsOfAList, AreMissingWhereNothingPassesOrFails) {
  EXPECT_FALSE(limits_of(0, 0, 30, 10).last_pass);
  EXPECT_EQ(limits_of(0, 0, 30, 10).first_fail, 0u);
  EXPECT_EQ(limits_of(0, 5, 30, 10).first_fail, 5u);
  EXPECT_EQ(limits_of(30, 0, 0, 10).last_pass, 29u);
  EXPECT_FALSE(limits_of(30, 0, 0, 10).first_fail);
  EXPECT_FALSE(limits_of(30, 4, 0, 10).first_fail);
  EXPECT_FALSE(limits_of(0, 4, 0, 2).last_pass);
}

}  // namespace

#include "tools/program/variation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tools/program/commands.hpp"

namespace {

using program::Axis;
using program::parse_axis;
using program::Variation;
using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(const auto& act) {
  try {
    act();
  } catch (const program::UsageError& error) {
    return error.what();
  }
  return "no error";
}
std::string error_of_axis(const std::string& text) {
  return error_of([&] { parse_axis("--vary", text); });
}

TEST(Axis, TakesValuesBetweenCommas) {
  EXPECT_EQ(parse_axis("--vary", "lots.L.codes=20,40, 90").path, "lots.L.codes");
  EXPECT_THAT(parse_axis("--vary", "lots.L.codes=20,40, 90").values, ElementsAre("20", "40", "90"));
  EXPECT_THAT(parse_axis("--vary", "a.b=uniform(1s, 2s),[1,2],{x: 1, y: 2}").values,
              ElementsAre("uniform(1s, 2s)", "[1,2]", "{x: 1, y: 2}"));
}

TEST(Axis, TakesRanges) {
  EXPECT_THAT(parse_axis("--vary", "a=4..7").values, ElementsAre("4", "5", "6", "7"));
  EXPECT_THAT(parse_axis("--vary", "a=4..9/2").values, ElementsAre("4", "6", "8"));
  EXPECT_THAT(parse_axis("--vary", "a=1,4..5,9").values, ElementsAre("1", "4", "5", "9"));
  EXPECT_THAT(parse_axis("--vary", "a=3..3").values, ElementsAre("3"));
  EXPECT_THAT(parse_axis("--vary", "a=10-99,1.5").values, ElementsAre("10-99", "1.5"));
}

TEST(Axis, RefusesNonsense) {
  EXPECT_THAT(error_of_axis("lots.L.codes"), HasSubstr("wants PATH=VALUES"));
  EXPECT_THAT(error_of_axis("=3"), HasSubstr("wants PATH=VALUES"));
  EXPECT_THAT(error_of_axis("a="), HasSubstr("a value is empty"));
  EXPECT_THAT(error_of_axis("a=1,,2"), HasSubstr("a value is empty"));
  EXPECT_THAT(error_of_axis("a=1,2,1"), HasSubstr("has the value 1 twice"));
  EXPECT_THAT(error_of_axis("a=1..3,2"), HasSubstr("has the value 2 twice"));
  EXPECT_THAT(error_of_axis("a=9..3"), HasSubstr("runs backwards"));
  EXPECT_THAT(error_of_axis("a=1..9/0"), HasSubstr("a step of at least 1"));
  EXPECT_THAT(error_of_axis("a=1..9/x"), HasSubstr("a step of at least 1"));
  EXPECT_THAT(error_of_axis("a=1..100000"), HasSubstr("more than 10,000"));
}

TEST(Variation, HasACellForEachCombination) {
  const Variation grid({{"x.a", {"1", "2"}}, {"x.b", {"p", "q", "r"}}}, false);
  ASSERT_EQ(grid.cells(), 6u);
  EXPECT_EQ(grid.label(0), "x.a=1 x.b=p");
  EXPECT_EQ(grid.label(4), "x.a=2 x.b=q");
  std::set<std::string> labels;
  for (std::size_t cell = 0; cell < grid.cells(); ++cell) labels.insert(grid.label(cell));
  EXPECT_EQ(labels.size(), 6u);
}

TEST(Variation, StepsChangeOneValueToTheNext) {
  const Variation grid({{"a", {"1", "2"}}, {"b", {"p", "q", "r"}}, {"c", {"y", "z"}}}, false);
  const auto steps = grid.steps();
  EXPECT_EQ(steps.size(), 1u * 6 + 2u * 4 + 1u * 6);
  for (const auto& step : steps)
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto& values = grid.axes()[axis].values;
      const auto place = [&](std::size_t cell) {
        return std::find(values.begin(), values.end(), grid.value(cell, axis)) - values.begin();
      };
      EXPECT_EQ(place(step.second) - place(step.first), axis == step.axis ? 1 : 0);
    }
}

TEST(Variation, WalksListsSideBySide) {
  const Variation list({{"a", {"1", "2", "3"}}, {"b", {"p", "q", "r"}}}, true);
  ASSERT_EQ(list.cells(), 3u);
  EXPECT_EQ(list.label(2), "a=3 b=r");
  ASSERT_EQ(list.steps().size(), 2u);
  EXPECT_EQ(list.steps()[1].first, 1u);
  EXPECT_EQ(list.steps()[1].second, 2u);
}

TEST(Variation, NamesAnAxisByAsMuchAsTellsItApart) {
  const Variation grid(
      {{"lots.A.codes", {"1"}}, {"lots.B.codes", {"1"}}, {"lots.A.check", {"none"}}, {"system", {"x"}}}, false);
  EXPECT_EQ(grid.short_name(0), "A.codes");
  EXPECT_EQ(grid.short_name(1), "B.codes");
  EXPECT_EQ(grid.short_name(2), "check");
  EXPECT_EQ(grid.short_name(3), "system");
}

TEST(Variation, RefusesWhatIsNoGrid) {
  const std::vector<std::string> many(200, "x");
  const auto error = [](std::vector<Axis> axes, bool side_by_side) {
    return error_of([&] { Variation(std::move(axes), side_by_side); });
  };
  EXPECT_THAT(error({}, false), HasSubstr("nothing is varied"));
  EXPECT_THAT(error({{"a", {"1"}}, {"a", {"2"}}}, false), HasSubstr("names a twice"));
  EXPECT_THAT(error({{"a", {"1", "2"}}, {"b", {"1"}}}, true), HasSubstr("a has 2 values and b 1"));
  EXPECT_THAT(error({{"a", many}, {"b", many}}, false), HasSubstr("at most 10,000 cells"));
}

}  // namespace

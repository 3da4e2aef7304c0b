#include "tools/report/wording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace {

using testing::ElementsAre;

TEST(Duration, TakesTheUnitThatReadsWell) {
  EXPECT_EQ(report::duration(0.0), "0 s");
  EXPECT_EQ(report::duration(0.00045), "450 us");
  EXPECT_EQ(report::duration(0.0045), "4.50 ms");
  EXPECT_EQ(report::duration(0.12), "120 ms");
  EXPECT_EQ(report::duration(4.28), "4.28 s");
  EXPECT_EQ(report::duration(42.34), "42.3 s");
  EXPECT_EQ(report::duration(200), "3 min 20 s");
  EXPECT_EQ(report::duration(3900), "1 h 05 min");
  EXPECT_EQ(report::duration(183600), "2 d 03 h");
  EXPECT_EQ(report::duration(sim::Ticks{1'500'000}), "1.50 s");
}

TEST(Duration, NeverShowsSixtySecondsOrAThousandOfAUnit) {
  EXPECT_EQ(report::duration(59.97), "1 min 00 s");
  EXPECT_EQ(report::duration(9.999), "10.0 s");
  EXPECT_EQ(report::duration(0.99999), "1.00 s");
  EXPECT_EQ(report::duration(3599.9), "1 h 00 min");
  EXPECT_EQ(report::duration(86399), "1 d 00 h");
  EXPECT_EQ(report::duration(0.0009999), "1.00 ms");
}

TEST(Duration, UndefinedIsADashAndNeverIsAWord) {
  EXPECT_EQ(report::duration(std::nan("")), "-");
  EXPECT_EQ(report::duration(sim::never), "never");
  EXPECT_EQ(report::duration(-2.0), "-2.00 s");
}

TEST(Share, HasThreeSignificantDigits) {
  EXPECT_EQ(report::share(0.1234), "12.3%");
  EXPECT_EQ(report::share(0.04213), "4.21%");
  EXPECT_EQ(report::share(0.004213), "0.421%");
  EXPECT_EQ(report::share(0.0000421), "0.00421%");
  EXPECT_EQ(report::share(4.2e-9), "4.2e-07%");
  EXPECT_EQ(report::share(std::nan("")), "-");
}

TEST(Share, OfPracticallyNothingIsABound) {
  EXPECT_EQ(report::share(9.7e-81), "< 1e-9%");
  EXPECT_EQ(report::share(0), "0%");
  EXPECT_EQ(report::share(4.2e-11), "4.2e-09%");
}

TEST(Share, OnlyAllAndNothingReadSo) {
  EXPECT_EQ(report::share(0), "0%");
  EXPECT_EQ(report::share(1), "100%");
  for (const double almost : {0.9996, 0.99999, 0.9999999}) {
    EXPECT_NE(std::stod(report::share(almost)), 100) << report::share(almost);
  }
}

TEST(Count, SeparatesThousands) {
  EXPECT_EQ(report::count(0), "0");
  EXPECT_EQ(report::count(999), "999");
  EXPECT_EQ(report::count(1000), "1,000");
  EXPECT_EQ(report::count(1234567), "1,234,567");
  EXPECT_EQ(report::plural(1, "call", "calls"), "1 call");
  EXPECT_EQ(report::plural(0, "call", "calls"), "0 calls");
}

TEST(Number, HasThreeSignificantDigits) {
  EXPECT_EQ(report::number(8.034), "8.03");
  EXPECT_EQ(report::number(41.26), "41.3");
  EXPECT_EQ(report::number(1530.4), "1,530");
  EXPECT_EQ(report::number(0.0125), "0.0125");
  EXPECT_EQ(report::number(3.14e-7), "3.1e-07");
  EXPECT_EQ(report::number(0), "0");
  EXPECT_EQ(report::number(-2), "-2.00");
}

TEST(Clock, ShowsSecondsOnlyWhereTheyMatter) {
  using namespace sim;
  EXPECT_EQ(report::clock(28800_s), "08:00");
  EXPECT_EQ(report::clock(28830_s), "08:00:30");
  EXPECT_EQ(report::clock(90000_s), "25:00");
}

TEST(Wrapped, BreaksAtBlanksAndKeepsLongWordsWhole) {
  EXPECT_THAT(report::wrapped("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(report::wrapped("a unbreakable b", 5), ElementsAre("a", "unbreakable", "b"));
  EXPECT_THAT(report::wrapped("", 5), ElementsAre(""));
}

TEST(Ranges, ListsNumbersAndRunsOfThem) {
  EXPECT_EQ(report::ranges({}), "");
  EXPECT_EQ(report::ranges({7}), "7");
  EXPECT_EQ(report::ranges({1, 2}), "1, 2");
  EXPECT_EQ(report::ranges({0, 1, 2, 5, 7, 8, 9}), "0-2, 5, 7-9");
}

TEST(Ranges, StopsAfterTenEntries) {
  EXPECT_EQ(report::ranges({0, 2, 4, 6, 8, 10, 12, 14, 16, 18}), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18");
  EXPECT_EQ(report::ranges({0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 21}),
            "0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 2 more");
}

TEST(Width, CountsCodePoints) { EXPECT_EQ(report::width("Zürich €"), 8U); }

}  // namespace

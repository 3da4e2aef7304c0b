#include "tools/report/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

std::string printed(const report::Table& table) {
  std::ostringstream text;
  table.print(text);
  return text.str();
}

TEST(Table, AlignsTheFirstColumnLeftAndTheOthersRight) {
  EXPECT_EQ(printed(report::Table().row({"ab", "1", "x"}).row({"c", "234", "yz"})), "  ab    1   x\n  c   234  yz\n");
}

TEST(Table, AlignsLeftOnRequest) {
  EXPECT_EQ(printed(report::Table().left(1).row({"a", "b", "1"}).row({"a", "bcd", "2"})), "  a  b    1\n  a  bcd  2\n");
}

TEST(Table, LeavesAwayColumnsWithNothingInThem) {
  EXPECT_EQ(printed(report::Table().row({"a", "", "1"}).row({"b", "", "2"})), "  a  1\n  b  2\n");
}

TEST(Table, EndsNoLineWithBlanks) {
  EXPECT_EQ(printed(report::Table().row({"abc", "1"}).row({"d"})), "  abc  1\n  d\n");
}

TEST(Table, AlignsByCharactersNotBytes) {
  EXPECT_EQ(printed(report::Table().row({"ü", "1"}).row({"ab", "2"})), "  ü   1\n  ab  2\n");
}

TEST(Table, ARowOfOneCellMakesNoColumnWider) {
  report::Table table;
  table.row({"a heading far wider than the column"}).row({"x", "1"});
  std::ostringstream out;
  table.print(out, 0);
  EXPECT_EQ(out.str(), "a heading far wider than the column\nx  1\n");
}

}  // namespace

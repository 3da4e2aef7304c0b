#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/texts.hpp"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

scenarios::StudySection study(const std::string& text) {
  return texts::compiled(texts::with(texts::lot, "", text)).study;
}
std::string error(const std::string& text) { return texts::error_of(texts::with(texts::lot, "", text)).what(); }

TEST(Study, KeepsPathsAndValuesAsWritten) {
  const auto found = study(
      "study:\n"
      "  vary: {lots.L.codes: [20, 40], lot_traffic.L.retrieved_after: [exponential(60s), uniform(1s 2min)],\n"
      "         run.hour: [\"08:00\", [1, 2]]}\n"
      "  side_by_side: yes\n"
      "  measure: [park.refused.share, caller.wait.p95]\n");
  ASSERT_EQ(found.vary.size(), 3u);
  EXPECT_EQ(found.vary[0].path, "lots.L.codes");
  EXPECT_THAT(found.vary[0].values, ElementsAre("20", "40"));
  EXPECT_THAT(found.vary[1].values, ElementsAre("exponential(60s)", "uniform(1s 2min)"));
  EXPECT_THAT(found.vary[2].values, ElementsAre("\"08:00\"", "[1, 2]"));
  EXPECT_TRUE(found.side_by_side);
  EXPECT_THAT(found.measure, ElementsAre("park.refused.share", "caller.wait.p95"));
}

TEST(Study, DecidesNothingInARun) {
  const auto plain = texts::compiled(std::string(texts::lot));
  const auto with = texts::compiled(texts::with(texts::lot, "", "study: {vary: {lots.L.codes: [20]}}\n"));
  EXPECT_EQ(plain.effective, with.effective);
  EXPECT_THAT(plain.study.vary, IsEmpty());
}

TEST(Study, RefusesNonsenseInItsPlace) {
  EXPECT_THAT(error("study: {measure: [park.refused.share]}\n"), HasSubstr("vary"));
  EXPECT_THAT(error("study: {vary: {}}\n"), HasSubstr("`vary` names no key"));
  EXPECT_THAT(error("study: {vary: {lots.L.codes: 20}}\n"), HasSubstr("`lots.L.codes`"));
  EXPECT_THAT(error("study: {vary: {lots.L.codes: []}}\n"), HasSubstr("has no items"));
  EXPECT_THAT(error("study: {vary: {lots.L.codes: [20,  ~, 30, '']}, measur: [x]}\n"), HasSubstr("measure"));
  EXPECT_THAT(error("study: {vary: {lots.L.codes: [20]}, measure: [park.refusd.share]}\n"), HasSubstr("park.refused"));
  EXPECT_THAT(error("study: {vary: {lots.L.codes: [20]}, side_by_side: 3}\n"), HasSubstr("side_by_side"));
  EXPECT_THAT(error("study: [1]\n"), HasSubstr("study"));
}

}  // namespace

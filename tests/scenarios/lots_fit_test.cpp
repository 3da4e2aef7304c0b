// What the rules of lots ask of the rest of a scenario: nodes, sites, people to ring.
#include <gmock/gmock.h>

#include "tests/scenarios/texts.hpp"

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

std::string nodes(std::string_view lag = "0s") {
  return "sites: {north: {}, south: {}}\nlinks: [{between: [north, south], latency: 1ms}]\n"
         "park_service: {nodes: {n1: {site: north}, n2: {site: south}}, replication_lag: " +
         std::string(lag) + "}\n";
}

std::string with_lot(std::string_view keys, std::string_view text = texts::people) {
  return std::string(text) + "lots: {Factory: {" + std::string(keys) + "}}\n";
}

std::vector<std::string> warnings(const scenarios::Scenario& scenario) {
  std::vector<std::string> found;
  for (const scenarios::Problem& problem : scenario.warnings) found.push_back(problem.message);
  return found;
}

TEST(LotsFit, CodesOfNodesNeedNodes) {
  for (const char* keys : {"shares: node", "space: {shares: node}", "fail: {code_owner: per_node}"}) {
    const auto error = texts::error_of(with_lot(keys));
    EXPECT_THAT(error.what(), HasSubstr("the park service has no nodes")) << keys;
    EXPECT_EQ(error.line(), 21u);
    EXPECT_NO_THROW(texts::compiled(with_lot(keys) + nodes())) << keys;
  }
}

TEST(LotsFit, CodesOfSitesNeedSites) {
  EXPECT_THAT(texts::error_of(with_lot("shares: site")).what(), HasSubstr("the scenario has no sites"));
  EXPECT_NO_THROW(texts::compiled(with_lot("shares: site") + nodes()));
  EXPECT_NO_THROW(texts::compiled(with_lot("shares: time")));
}

TEST(LotsFit, SystemWhoseNodesHaveCodesOfTheirOwnRunsOnOneNode) {
  EXPECT_NO_THROW(texts::compiled(texts::with(texts::lot, "custom", "cucm")));
  EXPECT_NO_THROW(texts::compiled(std::string(texts::people), texts::options({}, "cucm")));
}

TEST(LotsFit, KeyOfTheSystemIsToldInItsPlace) {
  const auto error = texts::error_of(texts::with(texts::lot, "custom", "{use: custom, fail: {code_owner: per_node}}"));
  EXPECT_EQ(error.line(), 1u);
  EXPECT_EQ(error.column(), 42u);
}

TEST(LotsFit, NodesThatLearnLateDoNotGoWithAGap) {
  const std::string gap = "alloc: {atomic: no, gap: 1s}";
  EXPECT_THAT(texts::error_of(with_lot(gap) + nodes("200ms")).what(),
              HasSubstr("alloc.atomic: no of the lot `Factory`"));
  EXPECT_NO_THROW(texts::compiled(with_lot(gap) + nodes()));
  EXPECT_NO_THROW(texts::compiled(with_lot(gap + ", shares: node") + nodes("200ms")));
}

TEST(LotsFit, NodesThatLearnLateDoNotGoWithOverflow) {
  EXPECT_THAT(texts::error_of(with_lot("full: overflow") + nodes("200ms")).what(), HasSubstr("alloc.full: overflow"));
  EXPECT_NO_THROW(texts::compiled(with_lot("full: overflow") + nodes()));
  const auto of_the_system = texts::error_of(texts::with(texts::people, "teams_reject", "teams") + nodes("200ms"));
  EXPECT_THAT(of_the_system.what(), HasSubstr("alloc.full: overflow"));
  EXPECT_EQ(of_the_system.line(), 23u) << "what the scenario says of the service";
}

TEST(LotsFit, GroupToRingMustExist) {
  const auto error = texts::error_of(with_lot("ring_back: {target: attendant, to: receptoin}"));
  EXPECT_THAT(error.what(), HasSubstr("did you mean `reception`?"));
  EXPECT_THAT(error.problems(), SizeIs(1));
  EXPECT_NO_THROW(texts::compiled(with_lot("ring_back: {target: attendant, to: reception}")));
  const auto of_system = texts::with(texts::people, "clients: current", "ring: {to: flor}");
  EXPECT_THAT(texts::error_of(of_system).what(), HasSubstr("did you mean `floor`?"));
}

TEST(LotsFit, SwappedSystemRingsNoGroupOfTheScenario) {
  EXPECT_NO_THROW(texts::compiled(with_lot("ring: {to: floor, target: attendant}"), texts::options({}, "asterisk")));
}

TEST(LotsFit, WithoutTheGroupNobodyIsRung) {
  const auto told = [](std::string_view keys) { return warnings(texts::compiled(with_lot(keys))); };
  EXPECT_THAT(told("ring: {target: hunt_group}"), Contains(HasSubstr("nobody is rung, and calls wait on: ring.to")));
  EXPECT_THAT(told("ring: {target: fixed}, park: {needs_parker: no}"),
              Contains(HasSubstr("nobody is rung, and calls end as ring.final says")));
  EXPECT_THAT(told("ring: {target: parker_then_group}"), Contains(HasSubstr("the parker alone is rung")));
  EXPECT_THAT(told("ring: {final: fallback, fallback: group}"), Contains(HasSubstr("voicemail answers")));
  EXPECT_THAT(told("ring: {target: hunt_group, to: floor}"), Not(Contains(HasSubstr("ring.to"))));
  EXPECT_THAT(told("ring: {final: fallback}"), Not(Contains(HasSubstr("ring.to"))));
}

TEST(LotsFit, SystemThatLeavesTheGroupOpenIsWarnedOf) {
  EXPECT_THAT(warnings(texts::compiled(std::string(texts::people), texts::options({}, "avaya_cm"))),
              Contains(HasSubstr("nobody is rung")));
}

}  // namespace

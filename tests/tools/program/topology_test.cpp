// The sites of a scenario as a graph: parksim check --topology.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/tools/program/ran.hpp"

namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string reference_lot = PARKSIM_ROOT "/scenarios/reference-lot.yaml";

// The reference lot with two sites, in a file that is gone at the end.
class TwoSites : public testing::Test {
 protected:
  TwoSites() : file_(std::filesystem::temp_directory_path() / "parksim-topology-test.yaml") {
    std::ofstream out(file_);
    out << std::ifstream(reference_lot).rdbuf()
        << "\nsites: {north: {}, south: {}}\nlinks: [{between: [north, south], "
           "latency: 12ms, jitter: 3ms}]\n"
           "park_service: {nodes: {n1: {site: north, servers: 4, time: "
           "20ms}}}\n";
  }
  ~TwoSites() override { std::filesystem::remove(file_); }
  std::string file() const { return file_.string(); }

 private:
  std::filesystem::path file_;
};

TEST_F(TwoSites, AreAllThatTheTopologyPrints) {
  const Ran result = ran({"check", file(), "--topology"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(StartsWith("graph"), EndsWith("}\n"), HasSubstr("n1: 4 servers, 20ms"),
                                HasSubstr("12ms + up to 3ms")));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(TwoSites, AreNotPrintedAsJsonAtOnce) { EXPECT_EQ(ran({"check", file(), "--topology", "--json"}).code, 2); }

TEST(CheckCommand, HasNoTopologyWithoutSites) {
  const Ran result = ran({"check", reference_lot, "--topology"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("no `sites`"));
}

}  // namespace

// parksim export, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/property_tree/xml_parser.hpp>
#include <cmath>
#include <sstream>

#include "tests/tools/program/ran.hpp"
#include "tests/tools/report/read_json.hpp"
#include "tests/tools/results/sample_results.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const std::string reception = PARKSIM_ROOT "/scenarios/factory-reception.yaml";

class Export : public testing::Test {
 protected:
  /// Ten to thirteen are too few codes: calls are refused, callers wait, and two expectations fail.
  std::string made(const program::Arguments& more = {}) const {
    program::Arguments all{"run",     reception, "--replications", "4", "--set", "policies.Factory.pickup_range=10-13",
                           "--quiet", "--db",    file("a.db")};
    all.insert(all.end(), more.begin(), more.end());
    EXPECT_EQ(ran(all).code, 3);
    return file("a.db");
  }
  std::string file(const std::string& name) const { return folder / name; }
  static Ran exported(const std::string& db, const program::Arguments& more) { return ran({"export", db}, more); }
  sample::Folder folder;
};

TEST_F(Export, JUnitHasACaseForEachExpectation) {
  const Ran result = exported(made(), {"--as", "junit"});
  ASSERT_EQ(result.code, 0) << result.err;
  std::istringstream text(result.out);
  boost::property_tree::ptree tree;
  read_xml(text, tree);
  const auto& suite = tree.get_child("testsuites.testsuite");
  EXPECT_EQ(suite.get<int>("<xmlattr>.tests"), 3);
  EXPECT_EQ(suite.get<int>("<xmlattr>.failures"), 2);
  EXPECT_EQ(suite.count("testcase"), 3u);
  const auto& first = suite.get_child("testcase");
  EXPECT_EQ(first.get<std::string>("<xmlattr>.name"), "park.refused.share{policy=Factory} < 0.1%");
  EXPECT_THAT(first.get<std::string>("failure"), AllOf(HasSubstr("value 0."), HasSubstr("limit 0.001")));
}

TEST_F(Export, PrometheusHasGaugesWithTheirQueries) {
  const Ran result = exported(made(), {"--as", "prometheus"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("# TYPE parksim_estimate gauge\n"),
                                HasSubstr("parksim_estimate{query=\"caller.wait.p95\",title=\"Factory reception"),
                                HasSubstr("parksim_expectation_met{expectation=\"park.refused.share{policy=Factory} < "
                                          "0.1%\",")));
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);)
    EXPECT_THAT(line, testing::AnyOf(StartsWith("#"), testing::MatchesRegex("parksim_[a-z_]+\\{.*\\} [-+.0-9eNa]+")));
}

TEST_F(Export, TidyHasARowForEachRunReplicationAndQuery) {
  ASSERT_EQ(ran({"sweep", reception, "--vary", "lots.Factory.codes=4,6", "--replications", "3", "--quiet", "--db",
                 file("sweep.db")})
                .code,
            0);
  const Ran result = exported(file("sweep.db"), {"--as", "tidy", "--query", "park.refused.share,caller.wait.p95"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("run,title,system,seed,lots.Factory.codes,replication,query,value,numerator,"
                                     "denominator\r\n1,\"Factory reception, calls"));
  EXPECT_EQ(std::ranges::count(result.out, '\n'), 1 + 2 * 3 * 2);
  // What the rows of a run add up to is what the summary says.
  double refused = 0, requested = 0;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("1,") || line.find("park.refused.share") == line.npos) continue;
    const std::size_t last = line.rfind(','), before = line.rfind(',', last - 1);
    refused += std::stod(line.substr(before + 1));
    requested += std::stod(line.substr(last + 1));
  }
  const auto json = read_json(
      ran({"run", reception, "--set", "lots.Factory.codes=4", "--replications", "3", "--db", "none", "--json"}).out);
  for (const auto& [_, metric] : json.get_child("metrics"))
    if (metric.get<std::string>("query") == "park.refused.share") {
      EXPECT_DOUBLE_EQ(metric.get<double>("value"), refused / requested);
    }
  EXPECT_EQ(
      std::ranges::count(exported(file("sweep.db") + "#2", {"--as", "tidy", "--query", "caller.wait.p95"}).out, '\n'),
      4);
  EXPECT_GT(exported(file("sweep.db"), {"--as", "tidy"}).out.size(), 100'000u) << "all answers";
}

TEST_F(Export, HgrmClimbsToTheMaximum) {
  const std::string db = made();
  const Ran result = exported(db, {"--as", "hgrm", "--query", "caller.wait"});
  ASSERT_EQ(result.code, 0) << result.err;
  std::istringstream lines(result.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "       Value     Percentile TotalCount 1/(1-Percentile)");
  double value = 0, percentile = -1, last_value = 0, last_percentile = -1;
  std::uint64_t count = 0;
  while (std::getline(lines, line)) {
    if (line.empty()) continue;
    if (line.starts_with('#')) break;
    std::istringstream(line) >> value >> percentile >> count;
    EXPECT_GE(value, last_value);
    EXPECT_GT(percentile, last_percentile);
    last_value = value, last_percentile = percentile;
  }
  EXPECT_EQ(percentile, 1);
  const auto json = read_json(ran({"run", reception, "--replications", "4", "--set",
                                   "policies.Factory.pickup_range=10-13", "--db", "none", "--json"})
                                  .out);
  for (const auto& [_, metric] : json.get_child("metrics")) {
    const auto query = metric.get<std::string>("query");
    if (query == "caller.wait.max") {
      EXPECT_NEAR(value, 1000 * metric.get<double>("value"), 1);
    }
    if (query == "caller.wait.count") {
      EXPECT_EQ(4 * metric.get<double>("value"), static_cast<double>(count));
    }
  }
}

TEST_F(Export, GoesToAFile) {
  const std::string db = made();
  EXPECT_EQ(exported(db, {"--as", "junit", "-o", file("out.xml")}).code, 0);
  EXPECT_EQ(sample::bytes_of(file("out.xml")), exported(db, {"--as", "junit"}).out);
  EXPECT_THAT(exported(db, {"--as", "junit", "-o", file("no/such/out.xml")}).err, HasSubstr("cannot write"));
}

TEST_F(Export, RefusesNonsense) {
  const std::string db = made();
  const auto error = [&](const program::Arguments& more) {
    const Ran result = exported(db, more);
    EXPECT_EQ(result.code, 2);
    return result.err;
  };
  EXPECT_THAT(error({}), HasSubstr("--as"));
  EXPECT_THAT(error({"--as", "xml"}), HasSubstr("--as wants tidy, junit, prometheus or hgrm"));
  EXPECT_THAT(error({"--as", "junit", "--query", "caller.wait.p95"}), HasSubstr("--query goes with"));
  EXPECT_THAT(error({"--as", "hgrm"}), HasSubstr("one latency"));
  EXPECT_THAT(error({"--as", "hgrm", "--query", "park.refused"}), HasSubstr("wants a latency"));
  EXPECT_THAT(error({"--as", "tidy", "--query", "park.refusd.share"}), HasSubstr("park.refused"));
  EXPECT_EQ(ran({"export", file("none.db"), "--as", "junit"}).code, 2);
}

}  // namespace

#include "tools/program/trace_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/tools/report/read_json.hpp"
#include "tools/program/commands.hpp"

namespace {

class TraceFileTest : public testing::Test {
 protected:
  TraceFileTest() {
    company_.groups.resize(2);
    company_.groups[0].name = "reception";
    company_.groups[0].count = 2;
    company_.groups[1].name = "the \"floor\", north";
    company_.groups[1].count = 5;
    company_.traffic.push_back(
        {.name = "inbound", .topics = {}, .arrivals = sim::Arrivals::poisson(1), .patience = {}});
    company_.lot_traffic.push_back(
        {.name = "straight", .arrivals = sim::Arrivals::poisson(1), .patience = {}, .ring_answered_after = {}});
  }
  ~TraceFileTest() override { std::filesystem::remove(name_); }

  std::string written(const std::string& ending, const models::TraceLine& line) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    name_ = testing::TempDir() + "trace_" + test->name() + ending;
    program::TraceFile file(name_, company_);
    file.line(line);
    file.close();
    std::ostringstream text;
    text << std::ifstream(name_).rdbuf();
    return text.str();
  }

  people::Company company_;
  std::string name_;
};

TEST_F(TraceFileTest, CsvQuotesWhatNeedsIt) {
  const models::TraceLine line{{1'500'007}, 17, "5", "parked", 42, 2};
  EXPECT_EQ(written(".csv", line),
            "time_s,traffic,call,what,result,code,person\r\n"
            "1.500007,inbound,17,5,parked,42,\"the \"\"floor\"\", north 1\"\r\n");
}

TEST_F(TraceFileTest, CsvLeavesMissingThingsEmpty) {
  const models::TraceLine line{{0}, std::uint64_t{1} << 32, "0", "requested", -1, -1};
  EXPECT_EQ(written(".csv", line).substr(45), "0.000000,straight,0,0,requested,,\r\n");
}

TEST_F(TraceFileTest, JsonLinesParse) {
  const models::TraceLine line{{2'000'000}, 3, "14a", "retrieved", -1, 1};
  const auto tree = read_json(written(".jsonl", line));
  EXPECT_EQ(tree.get<double>("time_s"), 2.0);
  EXPECT_EQ(tree.get<std::string>("traffic"), "inbound");
  EXPECT_EQ(tree.get<int>("call"), 3);
  EXPECT_EQ(tree.get<std::string>("code"), "null");
  EXPECT_EQ(tree.get<std::string>("person"), "reception 2");
}

TEST_F(TraceFileTest, RefusesAFileThatCannotBeWritten) {
  EXPECT_THROW(program::TraceFile("/no/such/folder/t.csv", company_), program::FileError);
}

}  // namespace

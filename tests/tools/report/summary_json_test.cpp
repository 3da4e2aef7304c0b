#include "tools/report/summary_json.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/tools/report/hand_made.hpp"
#include "tests/tools/report/read_json.hpp"

namespace {

using boost::property_tree::ptree;

ptree written(const people::Company& company, const report::Figures& figures) {
  std::ostringstream out;
  report::write_summary_json(hand_made::facts(company, figures), out);
  return read_json(out.str());
}

ptree find(const ptree& list, const std::string& key, const std::string& value) {
  for (const auto& [name, entry] : list) {
    if (entry.get<std::string>(key) == value) return entry;
  }
  throw std::runtime_error("no " + value);
}

class SummaryJson : public testing::Test {
 protected:
  SummaryJson() : figures_(company_, {hand_made::expectation(company_, "park.refused.share < 0.1%")}) {
    figures_.add(hand_made::replication(4, 60));
    figures_.add(hand_made::replication(8, 70));
  }
  people::Company company_ = hand_made::lot_study();
  report::Figures figures_;
};

TEST_F(SummaryJson, CarriesItsSchemaAndWhatRan) {
  company_.title = "quotes \" and \\ and \n";
  const ptree json = written(company_, figures_);
  EXPECT_EQ(json.get<int>("schema_version"), 2);
  EXPECT_EQ(json.get<std::string>("kind"), "run");
  EXPECT_EQ(json.get<std::string>("title"), company_.title);
  EXPECT_EQ(json.get<int>("replications"), 2);
  EXPECT_TRUE(json.get<bool>("complete"));
  EXPECT_EQ(json.get<std::string>("stored_in"), "parksim.db");
}

TEST_F(SummaryJson, GivesEveryMetricWithIntervalAndCounts) {
  const ptree refused = find(written(company_, figures_).get_child("metrics"), "query", "park.refused.share");
  EXPECT_DOUBLE_EQ(refused.get<double>("value"), 12.0 / 760);
  EXPECT_LT(refused.get<double>("low"), 12.0 / 760);
  EXPECT_GT(refused.get<double>("high"), 12.0 / 760);
  EXPECT_EQ(refused.get<double>("numerator"), 12);
  EXPECT_EQ(refused.get<double>("denominator"), 760);
  EXPECT_EQ(refused.get<std::string>("unit"), "share");
}

TEST_F(SummaryJson, GivesCollisionsCountedAndExpected) {
  const ptree metrics = written(company_, figures_).get_child("metrics");
  EXPECT_DOUBLE_EQ(find(metrics, "query", "code.collisions{misdial}.share").get<double>("value"), 4.0 / 620);
  EXPECT_DOUBLE_EQ(find(metrics, "query", "code.collisions.expected{misdial}.share").get<double>("value"), 5.0 / 620);
  EXPECT_DOUBLE_EQ(find(metrics, "query", "code.collisions.expected{misdial}.per_1000").get<double>("value"),
                   5000.0 / 748);
  EXPECT_EQ(find(metrics, "query", "code.collisions.expected{stale}.share").get<std::string>("high"), "null");
  EXPECT_THROW(find(metrics, "query", "code.collisions.expected{race}.share"), std::runtime_error);
}

TEST_F(SummaryJson, GivesOccupiedCodesLookedAtPerCodeChosen) {
  measures::Measures made = hand_made::replication(4, 60);
  made.cells[0].counts[measures::Count::collision + park::index(park::Collision::allocation)] = 940;
  report::Figures figures(company_, {});
  figures.add(made);
  const ptree met = find(written(company_, figures).get_child("metrics"), "query", "code.collisions{allocation}.share");
  EXPECT_EQ(met.get<double>("denominator"), 376);
  EXPECT_DOUBLE_EQ(met.get<double>("value"), 940.0 / 376);
}

TEST_F(SummaryJson, GivesHowCodesWereChosenAndUsedAgain) {
  const ptree json = written(company_, figures_);
  const ptree lot = json.get_child("lots").front().second;
  EXPECT_EQ(lot.get<std::string>("lot"), "L");
  EXPECT_EQ(lot.get<int>("codes"), 5);
  EXPECT_DOUBLE_EQ(lot.get<double>("even_share"), 0.2);
  const auto value = [&](const char* query) {
    return find(json.get_child("metrics"), "query", query).get<double>("value");
  };
  EXPECT_DOUBLE_EQ(value("code.share{policy=L}.max"), 228.0 / 748);
  EXPECT_DOUBLE_EQ(value("code.probes{policy=L}.mean"), 2);
  EXPECT_DOUBLE_EQ(value("code.reuse_gap.within(5s)"), 0.01);
  EXPECT_DOUBLE_EQ(value("code.reuse_gap.within(30s)"), 0.1);
  EXPECT_DOUBLE_EQ(value("code.reuse_gap.within(1min)"), 0.1);
  EXPECT_DOUBLE_EQ(value("code.reuse_gap.within(5min)"), 1);
  EXPECT_NEAR(value("code.reuse_gap.p50"), 200, 0.2);
  EXPECT_NEAR(value("code.reuse_gap.p01"), 4, 0.004);
  EXPECT_EQ(value("code.reuse_gap.censored.count"), 5);
}

TEST_F(SummaryJson, UndefinedIsNull) {
  const ptree wait = find(written(company_, figures_).get_child("metrics"), "query", "phone.wait.mean");
  EXPECT_EQ(wait.get<std::string>("value"), "null");
  EXPECT_EQ(wait.get<std::string>("low"), "null");
}

TEST_F(SummaryJson, GivesVerdicts) {
  const ptree json = written(company_, figures_);
  EXPECT_EQ(json.get<std::string>("verdict"),
            json.get_child("expectations").front().second.get<std::string>("verdict"));
  EXPECT_DOUBLE_EQ(json.get_child("expectations").front().second.get<double>("limit"), 0.001);
}

TEST_F(SummaryJson, SaysWhetherErlangBApplies) {
  EXPECT_TRUE(written(company_, figures_).get_child("erlang_b").front().second.get<bool>("applies"));
  company_.lots[0].rules.alloc.atomic = false;
  const ptree lot = written(company_, figures_).get_child("erlang_b").front().second;
  EXPECT_FALSE(lot.get<bool>("applies"));
  EXPECT_FALSE(lot.get<std::string>("why_not").empty());
}

}  // namespace

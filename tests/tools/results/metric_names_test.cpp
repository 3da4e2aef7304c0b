#include "tools/results/metric_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "models/measures/catalogue.hpp"

namespace {

using measures::Count;
using measures::Latency;
using results::MetricNames;

TEST(MetricNames, CoverEachMeasureWithADistinctName) {
  std::set<std::string_view> seen;
  for (const MetricNames* names : {&results::counter_names(), &results::said_names(), &results::expected_names(),
                                   &results::latency_names(), &results::level_names()}) {
    for (std::size_t i = 0; i < names->size(); ++i) {
      EXPECT_NE((*names)[i], "") << i;
      EXPECT_TRUE(seen.insert((*names)[i]).second) << (*names)[i];
      EXPECT_EQ(names->find((*names)[i]), i);
    }
  }
  EXPECT_EQ(results::counter_names().size(), std::size_t{Count::size});
  EXPECT_EQ(results::latency_names().size(), std::size_t{Latency::size});
  EXPECT_EQ(results::expected_names().size(), park::collision_names.size());
}

TEST(MetricNames, OfADimensionAreWrittenAsUsersWriteThem) {
  EXPECT_EQ(results::counter_names()[Count::refused + park::index(park::Refusal::lot_full)], "park.refused{lot_full}");
  EXPECT_EQ(results::said_names()[park::index(park::RetrieveOutcome::lost_race)], "retrieve.said{lost_race}");
  EXPECT_EQ(results::latency_names()[Latency::retrieve_latency], "retrieve.latency{ok}");
  EXPECT_EQ(results::expected_names()[park::index(park::Collision::stale)], "code.collisions.expected{stale}");
}

TEST(MetricNames, OwnNamesNeverTakeANameThatUsersKnowForSomethingElse) {
  for (const measures::Metric& metric : measures::catalogue) {
    const auto position = results::counter_names().find(metric.name);
    EXPECT_EQ(position.value_or(metric.first), metric.first) << metric.name;
  }
}

TEST(MetricNames, UnknownNamesAreNotFound) {
  for (const char* name : {"", "park", "park.refused", "park.refused{}", "park.refused{lot_full", "zzz"}) {
    EXPECT_EQ(results::counter_names().find(name), std::nullopt) << name;
  }
}

}  // namespace

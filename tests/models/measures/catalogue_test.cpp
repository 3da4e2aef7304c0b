#include "models/measures/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace {

using measures::catalogue;
using measures::Metric;
using measures::Source;
using measures::Statistic;

TEST(Catalogue, NamesAreUniqueAndFound) {
  std::set<std::string_view> names;
  for (const Metric& metric : catalogue) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_EQ(measures::find_metric(metric.name), &metric);
  }
  EXPECT_EQ(measures::find_metric("park"), nullptr);
  EXPECT_EQ(measures::find_metric(""), nullptr);
}

TEST(Catalogue, EveryMetricOfTheContractIsThere) {
  for (
      const char* name :
      {"park.wanted",      "park.not_offered", "park.requested",    "park.refused",          "park.failed",
       "park.overflowed",  "park.latency",     "park.stay",         "park.to_retrieve",      "caller.wait",
       "code.held",        "code.resting",     "code.in_use",       "code.reuse_gap",        "code.probes",
       "code.guess",       "code.collisions",  "retrieve.attempts", "retrieve.outcome",      "retrieve.wrong_call",
       "retrieve.latency", "ring_back.count",  "ring_back.calls",   "ring_back.lag",         "ring_back.latency",
       "code.share",       "code.forgotten",   "park.died_in_gap",  "ring_back.reminders",   "code.collisions.expected",
       "call.end",         "channel.wait",     "post.unanswered",   "race.dialled_per_post", "people.busy",
       "queue.wait",       "phone.wait",       "trunk.in_use"}) {
    EXPECT_NE(measures::find_metric(name), nullptr) << name;
  }
}

TEST(Catalogue, EveryMetricSaysWhatItMeansAndInWhichUnit) {
  for (const Metric& metric : catalogue) {
    EXPECT_FALSE(metric.meaning.empty()) << metric.name;
    EXPECT_FALSE(metric.unit.empty()) << metric.name;
    EXPECT_NE(metric.statistics.bits, 0u) << metric.name;
  }
}

TEST(Catalogue, WhatHasAShareSaysOfWhat) {
  for (const Metric& metric : catalogue) {
    if (metric.statistics.has(Statistic::share)) {
      EXPECT_FALSE(metric.share.empty()) << metric.name;
    }
  }
}

TEST(Catalogue, TheUsualStatisticIsOneThatTheMetricHas) {
  for (const Metric& metric : catalogue) {
    if (metric.usual) {
      EXPECT_TRUE(metric.statistics.has(*metric.usual)) << metric.name;
    }
  }
}

TEST(Catalogue, EveryMetricStaysWithinItsArray) {
  for (const Metric& metric : catalogue) {
    const std::size_t end = metric.first + std::max<std::size_t>(metric.dimension.values.size(), 1);
    if (metric.source == Source::counter) {
      EXPECT_LE(end, std::size_t{measures::Count::size}) << metric.name;
    }
    if (metric.source == Source::latency) {
      EXPECT_LE(end, std::size_t{measures::Latency::size}) << metric.name;
    }
    for (const measures::Counters per : {metric.per, metric.per_left_out}) {
      EXPECT_LE(std::size_t{per.first} + per.size, std::size_t{measures::Count::size}) << metric.name;
    }
  }
}

TEST(Catalogue, EveryValueOfADimensionHasAName) {
  for (const Metric& metric : catalogue) {
    EXPECT_EQ(std::ranges::count(metric.dimension.values, ""), 0) << metric.name;
  }
}

TEST(Catalogue, EveryExpectedKindIsNamedAsTheCountedOne) {
  const Metric* const expected = measures::find_metric("code.collisions.expected");
  ASSERT_EQ(expected->dimension.values.size(), measures::expected_kinds.size());
  for (std::size_t i = 0; i < measures::expected_kinds.size(); ++i) {
    EXPECT_EQ(expected->dimension.values[i], park::collision_names[park::index(measures::expected_kinds[i])]);
  }
}

TEST(Catalogue, WhatATotalLeavesOutHasADenominatorOfItsOwn) {
  for (const Metric& metric : catalogue) EXPECT_EQ(metric.total_from > 0, metric.per_left_out.size > 0) << metric.name;
}

TEST(Catalogue, SharesAndMeansOfCountersHaveADenominator) {
  for (const Metric& metric : catalogue) {
    const bool divides = (metric.source == Source::counter || metric.source == Source::expected) &&
                         (metric.statistics.has(Statistic::share) || metric.statistics.has(Statistic::mean));
    if (divides) {
      EXPECT_GT(metric.per.size, 0) << metric.name;
    }
  }
}

}  // namespace

#include "models/park/allocation/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <random>
#include <set>
#include <vector>

#include "sim/archive.hpp"

namespace {

using namespace park;
using testing::ElementsAre;

double uniform(std::mt19937_64& random) { return (static_cast<double>(random() >> 12) + 0.5) * 0x1p-52; }

/// Whether counts are compatible with these probabilities (Pearson's chi-square) at significance 0.001.
bool are_compatible(const std::vector<int>& counts, const std::vector<double>& probabilities) {
  double n = 0;
  for (const int count : counts) n += count;
  double distance = 0;
  double cells = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (probabilities[i] == 0) {
      if (counts[i] != 0) return false;
      continue;
    }
    distance += std::pow(counts[i] - n * probabilities[i], 2) / (n * probabilities[i]);
    ++cells;
  }
  return distance < boost::math::quantile(boost::math::chi_squared(cells - 1), 0.999);
}

template <class>
struct Tuple;
template <class... Policy>
struct Tuple<std::variant<Policy...>> {
  using Types = testing::Types<Policy...>;
};

template <class Policy>
class AllocationOf : public testing::Test {};
using EveryPolicy = Tuple<AllocationPolicy>::Types;
struct PolicyName {
  template <class Policy>
  static std::string GetName(int) {
    return std::string(Policy::name);
  }
};
TYPED_TEST_SUITE(AllocationOf, EveryPolicy, PolicyName);

TYPED_TEST(AllocationOf, HandsOutAllNinetyCodesOfTheRange) {
  TypeParam policy(90);
  std::mt19937_64 random(1);
  std::set<int> chosen;
  for (int i = 0; i < 90; ++i) {
    ASSERT_EQ(policy.free(), 90 - i);
    chosen.insert(policy.choose(uniform(random)).code);
  }
  EXPECT_EQ(chosen.size(), 90u);
  EXPECT_EQ(*chosen.begin(), 0);
  EXPECT_EQ(*chosen.rbegin(), 89);
  EXPECT_EQ(policy.free(), 0);
}

TYPED_TEST(AllocationOf, NeverHandsOutATakenCode) {
  for (const int codes : {1, 2, 3, 64, 90, 1000}) {
    TypeParam policy(codes);
    std::mt19937_64 random(static_cast<std::uint64_t>(codes));
    std::vector<int> taken;
    std::set<int> oracle;
    for (int step = 0; step < 20'000; ++step) {
      if (policy.free() > 0 && (taken.empty() || random() % 2 == 0)) {
        const int code = policy.choose(uniform(random)).code;
        ASSERT_GE(code, 0);
        ASSERT_LT(code, codes);
        ASSERT_TRUE(oracle.insert(code).second) << "code " << code << " handed out twice";
        taken.push_back(code);
      } else {
        const auto at = random() % taken.size();
        std::swap(taken[at], taken.back());
        policy.release(taken.back());
        oracle.erase(taken.back());
        taken.pop_back();
      }
      ASSERT_EQ(policy.free(), codes - static_cast<int>(taken.size()));
    }
  }
}

TYPED_TEST(AllocationOf, FindsTheOnlyFreeCode) {
  for (int only = 0; only < 90; ++only) {
    TypeParam policy(90);
    std::mt19937_64 random(7);
    for (int i = 0; i < 90; ++i) policy.choose(uniform(random));
    policy.release(only);
    ASSERT_EQ(policy.choose(uniform(random)).code, only);
  }
}

TYPED_TEST(AllocationOf, InspectsAtLeastTheCodeItHandsOutAndAtMostAll) {
  TypeParam policy(20);
  std::mt19937_64 random(3);
  for (int i = 0; i < 20; ++i) {
    const auto choice = policy.choose(uniform(random));
    EXPECT_GE(choice.probes, 1);
    EXPECT_LE(choice.probes, 20);
  }
}

TYPED_TEST(AllocationOf, TakesTheExtremesOfTheUniform) {
  for (const double u : {0x1p-53, 1 - 0x1p-53}) {
    TypeParam policy(7);
    std::set<int> chosen;
    while (policy.free() > 0) chosen.insert(policy.choose(u).code);
    EXPECT_EQ(chosen.size(), 7u);
  }
}

TYPED_TEST(AllocationOf, ContinuesFromASnapshotAsFromTheOriginal) {
  TypeParam original(50);
  std::mt19937_64 random(5);
  std::vector<int> taken;
  for (int i = 0; i < 30; ++i) taken.push_back(original.choose(uniform(random)).code);
  for (int i = 0; i < 20; i += 2) original.release(taken[static_cast<std::size_t>(i)]);
  sim::ByteWriter writer;
  writer(original);
  const auto bytes = writer.take();
  TypeParam copy;
  sim::ByteReader reader(bytes);
  reader(copy);
  while (original.free() > 0) {
    const double u = uniform(random);
    ASSERT_EQ(copy.choose(u).code, original.choose(u).code);
  }
  EXPECT_EQ(copy.free(), 0);
}

TYPED_TEST(AllocationOf, IsMadeByItsName) {
  const auto made = make_allocation(allocation(TypeParam::name), 90);
  ASSERT_TRUE(std::holds_alternative<TypeParam>(made));
  EXPECT_EQ(std::get<TypeParam>(made).free(), 90);
  EXPECT_EQ(name(allocation(TypeParam::name)), TypeParam::name);
}

TEST(Allocation, NamesEveryPolicyOnce) {
  EXPECT_EQ(allocation_names.size(), std::variant_size_v<AllocationPolicy>);
  EXPECT_EQ(std::set<std::string_view>(allocation_names.begin(), allocation_names.end()).size(),
            allocation_names.size());
}

TEST(Allocation, RefusesAnUnknownName) { EXPECT_THROW(allocation("nearest"), std::invalid_argument); }

TEST(Lowest, HandsOutTheLowestFreeCode) {
  Lowest policy(5);
  EXPECT_EQ(policy.choose(0.9).code, 0);
  EXPECT_EQ(policy.choose(0.9).code, 1);
  EXPECT_EQ(policy.choose(0.9).code, 2);
  policy.release(1);
  EXPECT_EQ(policy.choose(0.9).code, 1);
  EXPECT_EQ(policy.choose(0.9).code, 3);
}

TEST(Lowest, InspectsFromTheStartOfTheRange) {
  Lowest policy(5);
  for (const int probes : {1, 2, 3, 4, 5}) EXPECT_EQ(policy.choose(0.5).probes, probes);
  policy.release(2);
  EXPECT_EQ(policy.choose(0.5).probes, 3);
}

TEST(Next, GoesUpAndStartsAgainAfterTheEnd) {
  Next policy(3);
  std::vector<int> order;
  for (int i = 0; i < 7; ++i) {
    order.push_back(policy.choose(0.5).code);
    policy.release(order.back());
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 0, 1, 2, 0));
}

TEST(Next, SkipsCodesInUseAndCountsThemAsProbes) {
  Next policy(5);
  for (int i = 0; i < 4; ++i) policy.choose(0.5);
  policy.release(1);
  EXPECT_EQ(policy.choose(0.5).code, 4);
  const auto choice = policy.choose(0.5);  // from 0, taken, to 1
  EXPECT_EQ(choice.code, 1);
  EXPECT_EQ(choice.probes, 2);
}

TEST(Next, CountsProbesRoundTheEnd) {
  Next policy(5);
  for (int i = 0; i < 5; ++i) policy.choose(0.5);
  policy.release(4);
  EXPECT_EQ(policy.choose(0.5).probes, 5);  // 0 to 4
  policy.release(3);
  const auto choice = policy.choose(0.5);  // from 0 again
  EXPECT_EQ(choice.code, 3);
  EXPECT_EQ(choice.probes, 4);
  policy.release(2);
  EXPECT_EQ(policy.choose(0.5).probes, 4);  // 4, 0, 1, 2
}

TEST(Lru, HandsOutTheCodeFreeForLongest) {
  Lru policy(4);
  for (const int code : {0, 1, 2, 3}) EXPECT_EQ(policy.choose(0.5).code, code);
  for (const int code : {2, 0, 3}) policy.release(code);
  EXPECT_EQ(policy.choose(0.5).code, 2);
  policy.release(1);
  for (const int code : {0, 3, 1}) EXPECT_EQ(policy.choose(0.5).code, code);
}

TEST(Lru, InspectsOneCode) {
  Lru policy(4);
  policy.choose(0.5);
  EXPECT_EQ(policy.choose(0.5).probes, 1);
}

TEST(Random, IsUniformAmongTheFreeCodes) {
  Random policy(20);
  std::mt19937_64 random(11);
  std::set<int> taken;
  for (int i = 0; i < 8; ++i) taken.insert(policy.choose(uniform(random)).code);
  std::vector<int> counts(20, 0);
  std::vector<double> probabilities(20, 1.0 / 12);
  for (const int code : taken) probabilities[static_cast<std::size_t>(code)] = 0;
  for (int i = 0; i < 24'000; ++i) {
    const auto choice = policy.choose(uniform(random));
    EXPECT_EQ(choice.probes, 1);
    ++counts[static_cast<std::size_t>(choice.code)];
    policy.release(choice.code);
  }
  EXPECT_TRUE(are_compatible(counts, probabilities));
}

/// Ten codes of which 3, 4, 5 and 9 are taken.
RandomProbe with_runs_of_taken_codes() {
  RandomProbe policy(10);
  for (int i = 0; i < 10; ++i) policy.choose(0.5);
  for (const int code : {0, 1, 2, 6, 7, 8}) policy.release(code);
  return policy;
}
// 6 follows a run of three, 0 a run of one (round the end).
const std::vector<double> by_runs{0.2, 0.1, 0.1, 0, 0, 0, 0.4, 0.1, 0.1, 0};

TEST(RandomProbe, ACodeAfterARunOfTakenOnesIsSoManyTimesAsLikely) {
  // Exact: of 1,000 equidistant starts each tenth falls to one code.
  std::vector<int> counts(10, 0);
  for (int i = 0; i < 1000; ++i) {
    auto policy = with_runs_of_taken_codes();
    ++counts[static_cast<std::size_t>(policy.choose((i + 0.5) / 1000).code)];
  }
  for (std::size_t code = 0; code < 10; ++code) EXPECT_EQ(counts[code], std::lround(1000 * by_runs[code])) << code;
}

TEST(RandomProbe, IsNotUniformAmongTheFreeCodes) {
  std::mt19937_64 random(13);
  std::vector<int> counts(10, 0);
  auto policy = with_runs_of_taken_codes();
  for (int i = 0; i < 10'000; ++i) {
    const int code = policy.choose(uniform(random)).code;
    ++counts[static_cast<std::size_t>(code)];
    policy.release(code);
  }
  EXPECT_TRUE(are_compatible(counts, by_runs));
  EXPECT_FALSE(are_compatible(counts, std::vector<double>{1. / 6, 1. / 6, 1. / 6, 0, 0, 0, 1. / 6, 1. / 6, 1. / 6, 0}));
}

TEST(RandomProbe, CountsTheTakenCodesItPassed) {
  auto policy = with_runs_of_taken_codes();
  const auto choice = policy.choose(0.35);  // starts at 3
  EXPECT_EQ(choice.code, 6);
  EXPECT_EQ(choice.probes, 4);
  const auto round = policy.choose(0.95);  // starts at 9
  EXPECT_EQ(round.code, 0);
  EXPECT_EQ(round.probes, 2);
}

}  // namespace

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "models/park/allocation/registry.hpp"
#include "sim/archive.hpp"

/// The chance of each code, against the share of the uniform numbers that lead to it. For u = (k + 1/2) / n, k = 0 to
/// n - 1, the count is exact when n is a multiple of the number of intervals the policy divides (0,1) into.
namespace {

using namespace park;

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

int free_codes(const AllocationPolicy& policy) {
  return std::visit([](const auto& p) { return p.free(); }, policy);
}
bool is_free(const AllocationPolicy& policy, int code) {
  return std::visit([code](const auto& p) { return p.is_free(code); }, policy);
}
double chance(const AllocationPolicy& policy, int code) {
  return std::visit([code](const auto& p) { return p.chance(code); }, policy);
}
int choose(AllocationPolicy& policy, double u) {
  return std::visit([u](auto& p) { return p.choose(u).code; }, policy);
}
void take(AllocationPolicy& policy, int code) {
  std::visit([code](auto& p) { p.take(code); }, policy);
}
void withdraw(AllocationPolicy& policy, int code) {
  std::visit([code](auto& p) { p.withdraw(code); }, policy);
}
void release(AllocationPolicy& policy, int code) {
  std::visit([code](auto& p) { p.release(code); }, policy);
}

std::vector<double> chances(const AllocationPolicy& policy, int codes) {
  std::vector<double> all;
  for (int code = 0; code < codes; ++code) all.push_back(chance(policy, code));
  return all;
}

/// How many of n equidistant uniform numbers lead to each code.
std::vector<int> counts(const AllocationPolicy& policy, int codes, int n) {
  std::vector<int> all(static_cast<std::size_t>(codes), 0);
  for (int k = 0; k < n; ++k) {
    auto copy = policy;
    ++all[static_cast<std::size_t>(choose(copy, (k + 0.5) / n))];
  }
  return all;
}

/// A policy with this many codes taken, by number, by a choice or from outside, and some of them given back.
AllocationPolicy with_taken(Allocation which, int codes, int taken, std::mt19937_64& random) {
  auto policy = make_allocation(which, codes);
  std::vector<int> gone;
  const auto size = static_cast<std::uint64_t>(codes);
  for (int step = 0; static_cast<int>(gone.size()) < taken; ++step) {
    int code = static_cast<int>(random() % size);
    if (random() % 2 == 0) {
      code = choose(policy, (static_cast<double>(code) + 0.5) / codes);
    } else {
      while (!is_free(policy, code)) code = (code + 1) % codes;
      random() % 2 == 0 ? take(policy, code) : withdraw(policy, code);
    }
    gone.push_back(code);
    if (step % 3 != 0) continue;
    std::swap(gone[random() % gone.size()], gone.back());
    release(policy, gone.back());
    gone.pop_back();
  }
  return policy;
}

class ChanceOfACode : public testing::TestWithParam<std::tuple<std::size_t, int>> {
 protected:
  Allocation which() const { return static_cast<Allocation>(std::get<0>(GetParam())); }
  int codes() const { return std::get<1>(GetParam()); }
  bool is_random() const { return name(which()) == Random::name; }
  /// From all free to one free.
  std::vector<int> numbers_taken() const {
    std::set<int> some{0, 1, codes() / 10, codes() / 2, codes() * 9 / 10, codes() - 1};
    some.erase(codes());
    return {some.begin(), some.end()};
  }

  std::mt19937_64 random{std::get<0>(GetParam()) * 10'000 + static_cast<std::size_t>(codes())};
};
INSTANTIATE_TEST_SUITE_P(EveryPolicy, ChanceOfACode,
                         testing::Combine(testing::Range<std::size_t>(0, std::variant_size_v<AllocationPolicy>),
                                          testing::Values(1, 2, 63, 64, 65, 90, 5000)),
                         [](const auto& which) {
                           return std::string(allocation_names[std::get<0>(which.param)]) + "_" +
                                  std::to_string(std::get<1>(which.param));
                         });

TEST_P(ChanceOfACode, AddsUpToOneOverAllCodes) {
  for (const int taken : numbers_taken()) {
    const auto policy = with_taken(which(), codes(), taken, random);
    double sum = 0;
    for (const double each : chances(policy, codes())) sum += each;
    EXPECT_NEAR(sum, 1, 1e-12) << taken << " taken";  // 5,000 roundings of 2^-53 at most
  }
}

TEST_P(ChanceOfACode, IsNoneWhenNoneIsFree) {
  const auto policy = with_taken(which(), codes(), codes(), random);
  ASSERT_EQ(free_codes(policy), 0);
  EXPECT_EQ(chances(policy, codes()), std::vector<double>(static_cast<std::size_t>(codes()), 0));
}

TEST_P(ChanceOfACode, IsNoneForATakenOne) {
  for (const int taken : numbers_taken()) {
    const auto policy = with_taken(which(), codes(), taken, random);
    for (int code = 0; code < codes(); ++code) {
      ASSERT_GE(chance(policy, code), 0);
      ASSERT_LE(chance(policy, code), is_free(policy, code) ? 1 : 0);
    }
  }
}

TEST_P(ChanceOfACode, IsCertainForTheOnlyFreeOne) {
  const auto full = with_taken(which(), codes(), codes(), random);
  for (int only = 0; only < codes(); only += codes() / 90 + 1) {
    auto policy = full;
    release(policy, only);
    ASSERT_EQ(chance(policy, only), 1);
  }
}

TEST_P(ChanceOfACode, IsTheShareOfTheUniformNumbersThatLeadToIt) {
  for (const int taken : numbers_taken()) {
    const auto policy = with_taken(which(), codes(), taken, random);
    const int free = codes() - taken;
    // One grid for all policies while it is small.
    const int n = codes() <= 90 ? codes() * free : is_random() ? free : codes();
    const auto reached = counts(policy, codes(), n);
    for (int code = 0; code < codes(); ++code)
      ASSERT_EQ(chance(policy, code), static_cast<double>(reached[static_cast<std::size_t>(code)]) / n) << code;
  }
}

TEST_P(ChanceOfACode, IsTheSameAfterACopyAndASnapshot) {
  for (const int taken : numbers_taken()) {
    auto policy = with_taken(which(), codes(), taken, random);
    const auto copy = policy;
    sim::ByteWriter writer;
    writer(policy);
    const auto bytes = writer.take();
    AllocationPolicy restored;
    sim::ByteReader reader(bytes);
    reader(restored);
    const auto before = chances(policy, codes());
    EXPECT_EQ(chances(restored, codes()), before);
    choose(policy, 0.5);
    EXPECT_EQ(chances(copy, codes()), before);
  }
}

/// Codes free (true) or taken, and the policy that has just these.
struct Pattern {
  std::vector<bool> free;
  RandomProbe policy;
};

Pattern pattern(int codes, double share_free, std::mt19937_64& random) {
  Pattern made{{}, RandomProbe(codes)};
  for (int code = 0; code < codes; ++code) {
    made.free.push_back(uniform(random) < share_free);
    if (!made.free.back()) made.policy.withdraw(code);
  }
  return made;
}

/// Taken codes just before this one, going down and round the start; for the only free code, all the others.
int run_before(const std::vector<bool>& free, int code) {
  const int codes = static_cast<int>(free.size());
  int run = 0;
  while (run < codes - 1 && !free[static_cast<std::size_t>((code - run - 1 + codes) % codes)]) ++run;
  return run;
}

TEST(LinearProbe, AFreeCodeAfterARunOfNTakenOnesIsNPlusOneTimesAsLikelyAsOneAfterAFreeCode) {
  std::mt19937_64 random(17);
  int round_the_start = 0;
  int longest = 0;
  for (int i = 0; i < 600; ++i) {
    const int codes = 1 + static_cast<int>(random() % 200);
    const auto [free, policy] = pattern(codes, 0.02 + 0.96 * i / 600, random);
    if (policy.free() == 0) continue;
    const auto starts = counts(policy, codes, codes);
    for (int code = 0; code < codes; ++code) {
      if (!free[static_cast<std::size_t>(code)]) continue;
      const int run = run_before(free, code);
      ASSERT_EQ(starts[static_cast<std::size_t>(code)], run + 1);
      ASSERT_EQ(policy.chance(code), static_cast<double>(run + 1) / codes);
      if (run > code) ++round_the_start;
      longest = std::max(longest, run);
    }
  }
  EXPECT_GE(round_the_start, 100);  // the patterns are what the name of this test promises
  EXPECT_GE(longest, 64);
}

TEST(LinearProbe, ACodeIsAsLikelyAsAnyOtherOnlyAfterEqualRuns) {
  RandomProbe policy(90);
  for (int code = 0; code < 90; ++code) {
    if (code % 3 != 2) policy.withdraw(code);
  }
  for (int code = 2; code < 90; code += 3) EXPECT_EQ(policy.chance(code), 3.0 / 90);
  policy.withdraw(5);
  EXPECT_EQ(policy.chance(8), 6.0 / 90);
  EXPECT_EQ(policy.chance(2), 3.0 / 90);
}

TEST(LinearProbe, ATakenCodeLeavesItsChanceToTheNextFreeOne) {
  std::mt19937_64 random(19);
  for (int i = 0; i < 200; ++i) {
    auto [free, policy] = pattern(90, 0.3, random);
    if (policy.free() < 2) continue;
    const auto before = policy;
    const int gone = policy.choose(uniform(random)).code;
    int heir = gone;
    do heir = (heir + 1) % 90;
    while (!free[static_cast<std::size_t>(heir)]);
    for (int code = 0; code < 90; ++code) {
      const double share = code == gone   ? 0
                           : code == heir ? before.chance(heir) + before.chance(gone)
                                          : before.chance(code);
      ASSERT_EQ(std::lround(90 * policy.chance(code)), std::lround(90 * share)) << code;
    }
  }
}

TEST(LinearProbe, ALotOfManyCodesHasExactChances) {
  constexpr int codes = 300'000;
  RandomProbe policy(codes);
  const std::set<int> left{5, 6, 4095, 4096, 270'000, codes - 1};
  for (int code = 0; code < codes; ++code) {
    if (!left.contains(code)) policy.withdraw(code);
  }
  EXPECT_EQ(policy.chance(5), 6.0 / codes);  // 0 to 5
  EXPECT_EQ(policy.chance(6), 1.0 / codes);
  EXPECT_EQ(policy.chance(4095), 4089.0 / codes);
  EXPECT_EQ(policy.chance(4096), 1.0 / codes);
  EXPECT_EQ(policy.chance(270'000), 265'904.0 / codes);
  EXPECT_EQ(policy.chance(codes - 1), (codes - 1 - 270'000.0) / codes);
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

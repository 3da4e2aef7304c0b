#include "models/park/allocation/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <vector>

#include "sim/archive.hpp"

namespace {

using namespace park;
using testing::ElementsAre;

double uniform(std::mt19937_64& random) { return (static_cast<double>(random() >> 12) + 0.5) * 0x1p-52; }

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

/// The free codes in ascending order, and what every rule below does with them.
struct FreeCodes {
  explicit FreeCodes(int codes) : size(codes) {
    for (int i = 0; i < codes; ++i) free.push_back(i);
  }
  bool has(int code) const { return std::ranges::binary_search(free, code); }
  /// The first free code from here on, else the first of all.
  int from(int start) const {
    const auto found = std::ranges::lower_bound(free, start);
    return found == free.end() ? free.front() : *found;
  }
  void remove(int code) { free.erase(std::ranges::lower_bound(free, code)); }
  void add(int code) { free.insert(std::ranges::lower_bound(free, code), code); }
  int size;
  std::vector<int> free;
};

/// A policy's rule in plain words: which code a uniform number leads to, and what is remembered of a code that is
/// handed out, goes or comes back.
template <class Policy>
struct Rule;

/// The lowest.
template <>
struct Rule<Lowest> {
  explicit Rule(int) {}
  int choice(double, const FreeCodes& codes) const { return codes.free.front(); }
  void on_handed_out(int) {}
  void on_gone(int) {}
  void on_back(int) {}
};

/// The first after the one handed out last.
template <>
struct Rule<Next> {
  explicit Rule(int) {}
  int choice(double, const FreeCodes& codes) const { return codes.from(handed_out_last + 1); }
  void on_handed_out(int code) { handed_out_last = code; }
  void on_gone(int) {}
  void on_back(int) {}
  int handed_out_last = -1;
};

/// A place in a list of the free codes, where the last one fills the gap and a code that comes back is the last.
template <>
struct Rule<Random> {
  explicit Rule(int codes) : list(FreeCodes(codes).free) {}
  int choice(double u, const FreeCodes&) const {
    return list[static_cast<std::size_t>(std::floor(u * static_cast<double>(list.size())))];
  }
  void on_handed_out(int) {}
  void on_gone(int code) {
    *std::ranges::find(list, code) = list.back();
    list.pop_back();
  }
  void on_back(int code) { list.push_back(code); }
  std::vector<int> list;
};

/// The first free one from a random code on.
template <>
struct Rule<RandomProbe> {
  explicit Rule(int) {}
  int choice(double u, const FreeCodes& codes) const {
    return codes.from(static_cast<int>(std::floor(u * codes.size)));
  }
  void on_handed_out(int) {}
  void on_gone(int) {}
  void on_back(int) {}
};

/// The first of a queue where a code that comes back goes to the end.
template <>
struct Rule<Lru> {
  explicit Rule(int codes) : queue(FreeCodes(codes).free) {}
  int choice(double, const FreeCodes&) const { return queue.front(); }
  void on_handed_out(int) {}
  void on_gone(int code) { queue.erase(std::ranges::find(queue, code)); }
  void on_back(int code) { queue.push_back(code); }
  std::vector<int> queue;
};

/// A policy beside its rule, driven by the same random changes.
template <class Policy>
class Pair {
 public:
  explicit Pair(int codes) : policy(codes), codes_(codes), rule_(codes), size_(codes), random_(size_) {}

  /// One change: a code chosen, named, withdrawn or given back. Growing takes three codes for each it gives back.
  void change(bool growing) {
    const auto what = random_() % 12;
    const bool gives_back = growing ? what < 3 : what >= 3;
    if (codes_.free.empty() || (gives_back && !taken_.empty())) return give_back();
    const double u = uniform(random_);
    if (random_() % 2 == 0) {
      const int code = policy.choose(u).code;
      ASSERT_EQ(code, rule_.choice(u, codes_));
      rule_.on_handed_out(code);
      return gone(code);
    }
    const int code = codes_.free[random_() % codes_.free.size()];
    if (random_() % 2 == 0) {
      policy.take(code);
      rule_.on_handed_out(code);
    } else {
      policy.withdraw(code);
    }
    gone(code);
  }

  void expect_equal() {
    ASSERT_EQ(policy.free(), static_cast<int>(codes_.free.size()));
    for (int code = 0; code < codes_.size; ++code) ASSERT_EQ(policy.is_free(code), codes_.has(code)) << code;
  }

  Policy policy;

 private:
  void gone(int code) {
    ASSERT_FALSE(policy.is_free(code));
    rule_.on_gone(code);
    codes_.remove(code);
    taken_.push_back(code);
  }

  void give_back() {
    std::swap(taken_[random_() % taken_.size()], taken_.back());
    const int code = taken_.back();
    taken_.pop_back();
    policy.release(code);
    ASSERT_TRUE(policy.is_free(code));
    rule_.on_back(code);
    codes_.add(code);
  }

  FreeCodes codes_;
  Rule<Policy> rule_;
  std::uint64_t size_;
  std::mt19937_64 random_;
  std::vector<int> taken_;
};

template <class Policy>
Policy restored(Policy& policy) {
  sim::ByteWriter writer;
  writer(policy);
  const auto bytes = writer.take();
  Policy made;
  sim::ByteReader reader(bytes);
  reader(made);
  reader.finish();
  return made;
}

TYPED_TEST(AllocationOf, FollowsItsRuleWhateverIsChosenNamedWithdrawnAndGivenBack) {
  for (const int codes : {1, 2, 63, 64, 65, 90, 5000}) {
    Pair<TypeParam> pair(codes);
    // Several times from full to empty and back.
    for (int step = 0; step < 12 * codes + 2'000; ++step) {
      pair.change(step / (3 * codes) % 2 == 0);
      if (step % (codes + 1) == 0) pair.expect_equal();
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(AllocationOf, FollowsItsRuleAsACopyAndAsASnapshot) {
  for (const int codes : {1, 2, 65, 90}) {
    Pair<TypeParam> pair(codes);
    for (int step = 0; step < 3'000; ++step) {
      pair.change(step / (3 * codes) % 2 == 0);
      if (step % 7 == 0) pair.policy = TypeParam(pair.policy);
      if (step % 11 == 0) pair.policy = restored(pair.policy);
      if (this->HasFatalFailure()) return;
    }
    pair.expect_equal();
  }
}

TYPED_TEST(AllocationOf, LeavesItsCopyAlone) {
  Pair<TypeParam> pair(90);
  for (int step = 0; step < 100; ++step) pair.change(true);
  auto copy = pair.policy;
  while (copy.free() > 0) copy.choose(0.5);
  pair.expect_equal();
  for (int step = 0; step < 100; ++step) pair.change(false);
  pair.expect_equal();
}

TYPED_TEST(AllocationOf, GivesUpEveryNamedCode) {
  for (int named = 0; named < 65; ++named) {
    TypeParam policy(65);
    policy.take(named);
    ASSERT_FALSE(policy.is_free(named));
    ASSERT_EQ(policy.free(), 64);
    while (policy.free() > 0) ASSERT_NE(policy.choose(0.5).code, named);
    policy.release(named);
    ASSERT_TRUE(policy.is_free(named));
    ASSERT_EQ(policy.choose(0.5).code, named);
  }
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

TEST(Next, GoesOnAfterACodeThatWasNamed) {
  Next policy(10);
  policy.take(4);
  for (const int code : {5, 6}) EXPECT_EQ(policy.choose(0.5).code, code);
  policy.take(2);
  const auto choice = policy.choose(0.5);
  EXPECT_EQ(choice.code, 3);
  EXPECT_EQ(choice.probes, 1);
}

TEST(Next, StartsAgainAfterTheLastCodeWasNamed) {
  Next policy(10);
  policy.take(9);
  EXPECT_EQ(policy.choose(0.5).code, 0);
}

TEST(Next, ForgetsACodeThatWasOnlyWithdrawn) {
  Next policy(10);
  policy.withdraw(4);
  for (const int code : {0, 1, 2, 3, 5}) EXPECT_EQ(policy.choose(0.5).code, code);
  policy.release(4);
  EXPECT_EQ(policy.choose(0.5).code, 6);
}

TEST(Next, InspectsAWithdrawnCode) {
  Next policy(10);
  policy.withdraw(0);
  EXPECT_EQ(policy.choose(0.5).probes, 2);
}

TEST(Lru, KeepsTheOrderAroundACodeThatWasNamed) {
  Lru policy(6);
  policy.take(3);      // from the middle,
  policy.take(0);      // the start
  policy.withdraw(5);  // and the end
  policy.release(0);
  for (const int code : {1, 2, 4, 0}) EXPECT_EQ(policy.choose(0.5).code, code);
  EXPECT_EQ(policy.free(), 0);
}

TEST(Lru, PutsAWithdrawnCodeLastWhenItComesBack) {
  Lru policy(3);
  policy.withdraw(0);
  policy.release(0);
  for (const int code : {1, 2, 0}) EXPECT_EQ(policy.choose(0.5).code, code);
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

TEST(Registry, KnowsWhichPoliciesLeaveNothingToChance) {
  for (std::size_t i = 0; i < park::allocation_names.size(); ++i) {
    const auto policy = static_cast<park::Allocation>(i);
    auto one = park::make_allocation(policy, 40);
    bool differs = false;
    for (int n = 0; n < 39; ++n) {
      auto other = one;
      const auto choose = [](double u) { return [u](auto& p) { return p.choose(u).code; }; };
      differs |= std::visit(choose(0.01), one) != std::visit(choose(0.99), other);
    }
    EXPECT_EQ(park::depends_on_chance(policy), differs) << park::name(policy);
  }
}

}  // namespace

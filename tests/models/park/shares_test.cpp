#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "models/park/lot.hpp"
#include "sim/random/draw.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times

Rules shared(Shares shares) {
  Rules r;
  r.space.lo = 100;
  r.space.hi = 399;
  r.space.shares = shares;
  r.space.slices = 3;
  r.space.slice_length = 60_s;
  return r;
}

class EachAllocation : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(All, EachAllocation, testing::ValuesIn(allocation_names));

// The guarantee of slices of time, whatever the calls do: random stays, from a second to many turns.
TEST_P(EachAllocation, ChoosesNoCodeAgainWithinTheOtherSlicesOfItsTurn) {
  auto rules = shared(Shares::time);
  rules.alloc.policy = allocation(GetParam());
  Lot lot(rules, {rules.space.slices, false});
  const auto draws = DrawSource(1, 0, 0, 7).of(0);
  std::multimap<std::int64_t, int> ends;
  std::map<int, std::int64_t> chosen;
  std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const std::int64_t now = std::int64_t{i} * 700'000;
    for (auto end = ends.begin(); end != ends.end() && end->first <= now; end = ends.erase(end)) {
      lot.leave();
      lot.give_back(end->second, 0);
    }
    const int slice = lot.slice({now}, rules.space.slice_length);
    if (!lot.has_room(slice)) continue;
    const int code = lot.choose(slice, draws.uniform(1, 0, i)).code;
    if (const auto before = chosen.find(code); before != chosen.end())
      shortest = std::min(shortest, now - before->second);
    chosen[code] = now;
    ends.emplace(now + 1'000'000 + static_cast<std::int64_t>(draws.uniform(2, 0, i) * 90e6), code);
  }
  EXPECT_GE(chosen.size(), 3 * 80u) << "all slices have their turns";
  EXPECT_GE(shortest, 2 * 60'000'000);
}

TEST(Shares, OfNodesAreBlocksSoThatTheFirstDigitTellsTheNode) {
  Lot lot(shared(Shares::node), {3, false});
  for (int node = 0; node < 3; ++node)
    for (int i = 0; i < 100; ++i) EXPECT_EQ(lot.number(lot.choose(node, 0.5).code) / 100, node + 1);
  for (int node = 0; node < 3; ++node) EXPECT_FALSE(lot.has_room(node));
}

TEST(Shares, AreGivenBackToTheShareTheyCameFrom) {
  Lot lot(shared(Shares::site), {3, false});
  std::vector<int> codes;
  for (int i = 0; i < 100; ++i) codes.push_back(lot.choose(1, 0.5).code);
  EXPECT_FALSE(lot.has_room(1));
  lot.leave();
  lot.give_back(codes[42], 0);
  EXPECT_TRUE(lot.has_room(1));
  EXPECT_EQ(lot.choose(1, 0.5).code, codes[42]);
}

TEST(Shares, OfOneNodeLeaveThoseOfOthersAlone) {
  Lot lot(shared(Shares::node), {3, false});
  for (int i = 0; i < 100; ++i) lot.choose(0, 0.5);
  EXPECT_FALSE(lot.has_room(0));
  EXPECT_TRUE(lot.has_room(1));
  EXPECT_TRUE(lot.has_room(2));
}

}  // namespace

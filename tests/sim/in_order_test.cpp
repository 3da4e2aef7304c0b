#include "sim/in_order.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Finished = sim::Finished<int>;

Finished result(std::uint32_t unit) { return {unit, static_cast<int>(unit) * 10, {}}; }
Finished failure(std::uint32_t unit) {
  return {unit, {}, std::make_exception_ptr(std::runtime_error(std::to_string(unit)))};
}

class InOrder : public testing::Test {
 protected:
  std::string thrown() {
    try {
      order.rethrow();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }

  std::vector<int> delivered;
  sim::InOrder<int> order{[this](std::uint32_t, int result) {
    if (result == refused) throw std::runtime_error("full");
    delivered.push_back(result);
  }};
  int refused = -1;
};

TEST_F(InOrder, AnyOrderOfArrivalIsDeliveredInTheOrderOfTheUnits) {
  std::vector<std::uint32_t> units{0, 1, 2, 3};
  do {
    delivered.clear();
    sim::InOrder<int> afresh([this](std::uint32_t unit, int result) {
      EXPECT_EQ(result, static_cast<int>(unit) * 10);
      delivered.push_back(result);
    });
    for (const std::uint32_t unit : units) afresh.add(result(unit));
    EXPECT_THAT(delivered, ElementsAre(0, 10, 20, 30));
    EXPECT_EQ(afresh.delivered(), 4U);
    EXPECT_FALSE(afresh.broken());
    EXPECT_NO_THROW(afresh.rethrow());
  } while (std::next_permutation(units.begin(), units.end()));
}

TEST_F(InOrder, WaitsForTheFirst) {
  order.add(result(1));
  EXPECT_THAT(delivered, IsEmpty());
  order.add(result(0));
  EXPECT_THAT(delivered, ElementsAre(0, 10));
}

TEST_F(InOrder, DeliversNothingBehindAFailureAndThrowsTheLowest) {
  for (const Finished& finished : {failure(3), result(0), failure(2), result(1), result(4)}) order.add(finished);
  EXPECT_THAT(delivered, ElementsAre(0, 10));
  EXPECT_TRUE(order.broken());
  EXPECT_EQ(thrown(), "2");
}

TEST_F(InOrder, AnErrorOfDeliverComesBeforeThoseOfLaterUnits) {
  refused = 10;
  for (const Finished& finished : {failure(2), result(0), result(1), result(3)}) order.add(finished);
  EXPECT_THAT(delivered, ElementsAre(0));
  EXPECT_EQ(order.delivered(), 1U);
  EXPECT_EQ(thrown(), "full");
}

TEST_F(InOrder, AGapHoldsBackTheRestUntilTheEnd) {
  for (const Finished& finished : {result(0), Finished{1}, result(2), Finished{3}, result(4)}) order.add(finished);
  EXPECT_THAT(delivered, ElementsAre(0));
  EXPECT_TRUE(order.broken());
  EXPECT_EQ(thrown(), "");
  order.add_behind_gaps();
  EXPECT_THAT(delivered, ElementsAre(0, 20, 40));
}

}  // namespace

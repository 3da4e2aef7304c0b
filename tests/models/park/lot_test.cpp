#include "models/park/lot.hpp"

#include <gtest/gtest.h>

#include "systems.hpp"

#include "models/park/code_space.hpp"

namespace {

using namespace park;

Lot lot_of(int codes, int max_active = unlimited) {
  auto rules = systems::with_codes(systems::teams(), codes);
  rules.space.max_active = max_active;
  return Lot(rules);
}

int choose_beyond(Lot& lot) {
  const int at = lot.choose_beyond_range();
  lot.code(at).status = State::code_overflow;
  return at;
}

void give_back(Lot& lot, int position) {
  lot.leave();
  lot.give_back(position, 0);
}

TEST(Lot, NumbersItsCodesFromTheStartOfTheRange) {
  const Lot lot = lot_of(90);
  EXPECT_EQ(lot.number(0), 10);
  EXPECT_EQ(lot.number(89), 99);
  EXPECT_EQ(lot.position(10), 0);
  EXPECT_EQ(lot.position(99), 89);
}

TEST(Lot, KnowsNoNumberOutsideItsRange) {
  const Lot lot = lot_of(90);
  EXPECT_EQ(lot.position(9), -1);
  EXPECT_EQ(lot.position(100), -1);
  EXPECT_EQ(lot.position(-1), -1);
}

TEST(Lot, IsFullWhenEveryCodeIsTaken) {
  Lot lot = lot_of(3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(lot.has_room(0));
    lot.choose(0, 0.5);
  }
  EXPECT_FALSE(lot.has_room(0));
  give_back(lot, 1);
  EXPECT_TRUE(lot.has_room(0));
}

TEST(Lot, IsFullAtItsCapOnActiveCalls) {
  Lot lot = lot_of(3, 2);
  lot.choose(0, 0.5);
  lot.choose(0, 0.5);
  EXPECT_FALSE(lot.has_room(0));
}

TEST(Lot, FirstCodeBeyondTheRangeFollowsTheLast) {
  Lot lot = lot_of(90);
  EXPECT_EQ(lot.number(choose_beyond(lot)), 100);
  EXPECT_EQ(lot.number(choose_beyond(lot)), 101);
}

TEST(Lot, TakesTheLowestCodeBeyondTheRangeAgainFirst) {
  Lot lot = lot_of(90);
  for (int i = 0; i < 3; ++i) choose_beyond(lot);
  for (const int number : {102, 101}) {
    lot.code(number - 10).status = State::code_beyond_range;
    lot.leave();
  }
  EXPECT_EQ(lot.number(choose_beyond(lot)), 101);
  EXPECT_EQ(lot.number(choose_beyond(lot)), 102);
  EXPECT_EQ(lot.number(choose_beyond(lot)), 103);
}

TEST(Lot, ForgetsACodeBeyondTheRangeOnItsRelease) {
  Lot lot = lot_of(90);
  const int at = choose_beyond(lot);
  EXPECT_EQ(lot.position(100), at);
  lot.code(at).status = State::code_beyond_range;
  lot.leave();
  EXPECT_EQ(lot.position(100), -1);
}

TEST(Lot, HasRoomInTheRangeWhileCodesBeyondItAreInUse) {
  Lot lot = lot_of(2);
  lot.choose(0, 0.5);
  const int second = lot.choose(0, 0.5).code;
  choose_beyond(lot);
  EXPECT_FALSE(lot.has_room(0));
  give_back(lot, second);
  EXPECT_TRUE(lot.has_room(0));
  EXPECT_EQ(lot.active(), 2);
}

TEST(Lot, KeysTheDigitsOfTheNumberOrOfTheWidth) {
  EXPECT_EQ(lot_of(91).digits(0), 2);
  EXPECT_EQ(lot_of(91).digits(90), 3);
  auto rules = systems::teams();
  rules.space.width = 4;
  EXPECT_EQ(Lot(rules).digits(0), 4);
}

TEST(Lot, CountsDecimalDigits) {
  EXPECT_EQ(decimal_digits(0), 1);
  EXPECT_EQ(decimal_digits(9), 1);
  EXPECT_EQ(decimal_digits(10), 2);
  EXPECT_EQ(decimal_digits(9999), 4);
}

}  // namespace

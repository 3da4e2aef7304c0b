// The keys of a lot that choose its codes: check digits, designs and shares.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/park/rules.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using testing::HasSubstr;

park::Rules lot(const std::string& keys) {
  return texts::compiled(texts::with(texts::lot, "codes: 90", keys)).company.lots[0].rules;
}

std::string error(const std::string& keys) {
  return texts::error_of(texts::with(texts::lot, "codes: 90", keys)).what();
}

TEST(LotKeys, ACheckDigitIsOneOfTheDigits) {
  for (const char* check : {"luhn", "verhoeff", "damm"}) {
    const park::Rules rules = lot("digits: 3, check: " + std::string(check));
    EXPECT_EQ(rules.space.lo, 0);
    EXPECT_EQ(rules.space.hi, 999);
    EXPECT_EQ(rules.space.width, 3);
    EXPECT_EQ(park::usable_codes(rules.space), 100) << check;
  }
  EXPECT_EQ(lot("digits: 2, check: damm").space.check, park::Check::damm);
}

TEST(LotKeys, WithoutACheckDigitEveryNumberIsACode) {
  EXPECT_EQ(park::usable_codes(lot("digits: 3, check: none").space), 1000);
  EXPECT_EQ(lot("digits: 3").space.check, park::Check::none);
}

TEST(LotKeys, ADesignTakesItsNumbersFromTheGroup) {
  const park::Rules spaced = lot("codes: 100-199, design: spaced, space: {step: 10}");
  EXPECT_EQ(spaced.space.design, park::Design::spaced);
  EXPECT_EQ(park::usable_codes(spaced.space), 10);
  const park::Rules sparse = lot("digits: 4, design: sparse, space: {usable: 60, design_seed: 9}");
  EXPECT_EQ(park::usable_codes(sparse.space), 60);
  EXPECT_EQ(sparse.space.design_seed, 9);
}

TEST(LotKeys, TheGroupAloneSaysTheSame) {
  const park::Rules keys = lot("digits: 3, check: luhn, design: hamming, shares: time");
  const park::Rules group = lot("digits: 3, space: {check: luhn, design: hamming, shares: time}");
  EXPECT_EQ(keys.space.check, group.space.check);
  EXPECT_EQ(keys.space.design, group.space.design);
  EXPECT_EQ(keys.space.shares, group.space.shares);
  EXPECT_EQ(group.space.shares, park::Shares::time);
}

TEST(LotKeys, UnknownWordsAreToldWithTheNearest) {
  EXPECT_THAT(error("digits: 3, check: dam"), HasSubstr("did you mean `damm`?"));
  EXPECT_THAT(error("digits: 3, design: space"), HasSubstr("did you mean `spaced`?"));
  EXPECT_THAT(error("digits: 3, shares: nodes"), HasSubstr("did you mean `node`?"));
  EXPECT_THAT(error("digits: 3, chek: damm"), HasSubstr("did you mean `check`?"));
}

TEST(LotKeys, ContradictionsAreRefused) {
  EXPECT_THAT(error("digits: 1, check: damm"), HasSubstr("at least 2 digits"));
  EXPECT_THAT(error("codes: 10-99, design: sparse, space: {usable: 91}"), HasSubstr("91"));
}

}  // namespace

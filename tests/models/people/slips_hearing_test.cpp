#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/people/slips.hpp"

namespace {

using namespace people;

constexpr double rounding = 1e-12;
constexpr HearingModel noisy{0.05, Hearing::speech};

double speech(int spoken, int heard) { return misheard_as_chance(spoken, heard, Hearing::speech); }

TEST(Mishearing, TakesADigitForCertainlyAnotherOne) {
  for (const Hearing hearing : {Hearing::any_digit, Hearing::speech})
    for (int spoken = 0; spoken < 10; ++spoken) {
      double total = 0;
      for (int heard = 0; heard < 10; ++heard) total += misheard_as_chance(spoken, heard, hearing);
      EXPECT_NEAR(total, 1, rounding) << spoken;
      EXPECT_EQ(misheard_as_chance(spoken, spoken, hearing), 0) << spoken;
    }
}

TEST(Mishearing, GivesListedPartnersSixtyPercent) {
  const std::vector<std::pair<int, int>> only_partners{{5, 9}, {2, 3}, {3, 2}, {1, 9}, {0, 4}, {4, 0}};
  for (const auto& [spoken, heard] : only_partners) EXPECT_NEAR(speech(spoken, heard), 0.60, rounding) << spoken;
  EXPECT_NEAR(speech(5, 6), 0.40 / 8, rounding);
}

TEST(Mishearing, SharesThemByWeightBetweenTheTwoPartnersOfNine) {
  EXPECT_NEAR(speech(9, 5) / speech(9, 1), 25.0 / 15, rounding);
  EXPECT_NEAR(speech(9, 5) + speech(9, 1), 0.60, rounding);
  for (const int other : {0, 2, 3, 4, 6, 7, 8}) EXPECT_NEAR(speech(9, other), 0.40 / 7, rounding);
}

TEST(Mishearing, IsUniformForDigitsWithoutAPartner) {
  for (const int spoken : {6, 7, 8})
    for (int heard = 0; heard < 10; ++heard)
      EXPECT_NEAR(speech(spoken, heard), heard == spoken ? 0 : 1 / 9.0, rounding);
}

TEST(Mishearing, RejectsWhatIsNoDigit) {
  for (const int bad : {-1, 10}) {
    EXPECT_THROW(speech(bad, 1), std::invalid_argument);
    EXPECT_THROW(speech(1, bad), std::invalid_argument);
  }
}

double digit_chance(int spoken, int heard, const HearingModel& model) {
  if (spoken == heard) return 1 - model.misheard_per_digit;
  return model.misheard_per_digit * misheard_as_chance(spoken, heard, model.hearing);
}

TEST(Hearing, MishearsEachDigitOnItsOwn) {
  for (const Hearing hearing : {Hearing::any_digit, Hearing::speech}) {
    const HearingModel model{0.3, hearing};
    const auto slips = law({590, 3}, model);
    EXPECT_EQ(slips.size(), 1000u);
    EXPECT_EQ(slips.front().keyed, (Keyed{590, 3}));
    for (const auto& [keyed, chance] : slips) {
      const int n = keyed.number;
      const double wanted =
          digit_chance(5, n / 100, model) * digit_chance(9, n / 10 % 10, model) * digit_chance(0, n % 10, model);
      ASSERT_NEAR(chance, wanted, rounding) << n;
    }
  }
}

TEST(Hearing, SumsToOne) {
  for (const Keyed code : {Keyed{0, 1}, Keyed{42, 2}, Keyed{7, 4}, Keyed{98'765, 5}, Keyed{123'456'789, 9}})
    for (const Hearing hearing : {Hearing::any_digit, Hearing::speech})
      for (const double q : {0.0, 0.002, 0.5, 1.0}) {
        double total = 0;
        for_each_slip(code, HearingModel{q, hearing}, [&](const Slip& slip) { total += slip.chance; });
        EXPECT_NEAR(total, 1, rounding) << code.number << " " << q;
      }
}

TEST(Hearing, NeverMissesADigitAndKeepsLeadingZeros) {
  for (const auto& [keyed, chance] : law({7, 3}, noisy)) EXPECT_EQ(keyed.digits, 3);
}

TEST(Hearing, SamplesEachDigitOverItsOwnInterval) {
  for (int spoken = 0; spoken < 10; ++spoken)
    for (const double q : {0.05, 1.0}) {
      const HearingModel model{q, Hearing::speech};
      double below = 1 - q;
      EXPECT_EQ(sample({spoken, 1}, model, [&](unsigned) { return q < 1 ? below / 2 : 1 - 0x1p-53; }).number == spoken,
                q < 1);
      for (int heard = 0; heard < 10; ++heard) {
        if (heard == spoken) continue;
        const double chance = digit_chance(spoken, heard, model);
        EXPECT_EQ(sample({spoken, 1}, model, [&](unsigned) { return below + chance / 2; }), (Keyed{heard, 1}));
        below += chance;
      }
    }
}

TEST(Hearing, TakesTheUniformsInTheOrderOfSpeaking) {
  std::vector<unsigned> asked;
  const auto second_is_misheard = [&](unsigned i) {
    asked.push_back(i);
    return i == 1 ? 0.9999 : 0.5;
  };
  const Keyed heard = sample({777, 3}, noisy, second_is_misheard);
  EXPECT_THAT(asked, testing::ElementsAre(0u, 1u, 2u));
  EXPECT_EQ(heard, (Keyed{797, 3}));
}

TEST(Hearing, WithoutErrorsHearsTheCode) {
  const HearingModel perfect{0, Hearing::speech};
  EXPECT_EQ(sample({7, 3}, perfect, [](unsigned) { return 1 - 0x1p-53; }), (Keyed{7, 3}));
  EXPECT_EQ(law({7, 3}, perfect).size(), 1u);
}

TEST(Hearing, ExpectsTheSumOfWhatHits) {
  EXPECT_NEAR(expected({5, 1}, noisy, [](Keyed heard) { return heard.number == 9; }), 0.05 * 0.60, rounding);
  EXPECT_NEAR(expected({42, 2}, noisy, [](Keyed) { return true; }), 1 - 0.95 * 0.95, rounding);
  EXPECT_NEAR(right_chance({42, 2}, noisy), 0.95 * 0.95, rounding);
}

TEST(Hearing, RejectsWhatIsNoCodeOrNoProbability) {
  const auto half = [](unsigned) { return 0.5; };
  for (const Keyed bad : {Keyed{1, 0}, Keyed{1, 10}, Keyed{-1, 2}, Keyed{100, 2}}) {
    EXPECT_THROW(law(bad, noisy), std::invalid_argument);
    EXPECT_THROW(sample(bad, noisy, half), std::invalid_argument);
  }
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    EXPECT_THROW(law({42, 2}, HearingModel{bad, Hearing::speech}), std::invalid_argument);
    EXPECT_THROW(sample({42, 2}, HearingModel{bad, Hearing::any_digit}, half), std::invalid_argument);
  }
}

}  // namespace

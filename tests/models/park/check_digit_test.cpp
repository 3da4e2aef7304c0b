#include "models/park/check_digit.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>

namespace {

using namespace park;

constexpr std::array checks{Check::luhn, Check::verhoeff, Check::damm};

std::string written(std::uint64_t number, int digits) {
  const std::string figures = std::to_string(number);
  return std::string(static_cast<std::size_t>(digits) - figures.size(), '0') + figures;
}

std::uint64_t end_of(int digits) { return digits == 0 ? 1 : 10 * end_of(digits - 1); }

/// Calls act(code) for each valid code of this many digits.
template <class Act>
void for_each_code(Check check, int digits, Act act) {
  for (std::uint64_t number = 0; number < end_of(digits); ++number)
    if (is_valid(check, number, digits)) act(written(number, digits));
}

bool is_valid_text(Check check, const std::string& code) {
  return is_valid(check, std::stoull(code), static_cast<int>(code.size()));
}

int missed_wrong_digits(Check check, const std::string& code) {
  int missed = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::string wrong = code;
    for (wrong[i] = '0'; wrong[i] <= '9'; ++wrong[i]) missed += wrong != code && is_valid_text(check, wrong);
  }
  return missed;
}

/// Calls act(pair, missed) for each two unequal neighbours of the code.
template <class Act>
void for_each_swap(Check check, const std::string& code, Act act) {
  for (std::size_t i = 0; i + 1 < code.size(); ++i) {
    std::string wrong = code;
    std::swap(wrong[i], wrong[i + 1]);
    if (wrong != code) act(code.substr(i, 2), is_valid_text(check, wrong));
  }
}

class EveryCode : public testing::TestWithParam<int> {};

TEST_P(EveryCode, IsOneOfTenNumbers) {
  for (const Check check : checks) {
    std::uint64_t codes = 0;
    for_each_code(check, GetParam(), [&](const std::string&) { ++codes; });
    EXPECT_EQ(codes, end_of(GetParam() - 1));
  }
}

TEST_P(EveryCode, EndsWithItsCheckDigit) {
  for (const Check check : checks)
    for_each_code(check, GetParam(), [&](const std::string& code) {
      ASSERT_EQ(check_digit(check, std::stoull(code) / 10, GetParam()), code.back() - '0') << code;
    });
}

TEST_P(EveryCode, TellsEveryWrongDigit) {
  for (const Check check : checks)
    for_each_code(check, GetParam(),
                  [&](const std::string& code) { ASSERT_EQ(missed_wrong_digits(check, code), 0) << code; });
}

TEST_P(EveryCode, OfVerhoeffAndDammTellsEverySwapOfNeighbours) {
  for (const Check check : {Check::verhoeff, Check::damm})
    for_each_code(check, GetParam(), [&](const std::string& code) {
      for_each_swap(check, code, [&](const std::string& pair, bool missed) { ASSERT_FALSE(missed) << code << pair; });
    });
}

TEST_P(EveryCode, OfLuhnMissesJustTheSwapsOf09And90) {
  int missed_swaps = 0;
  for_each_code(Check::luhn, GetParam(), [&](const std::string& code) {
    for_each_swap(Check::luhn, code, [&](const std::string& pair, bool missed) {
      ASSERT_EQ(missed, pair == "09" || pair == "90") << code;
      missed_swaps += missed;
    });
  });
  EXPECT_EQ(missed_swaps > 0, GetParam() > 2) << "of two digits neither 09 nor 90 is a Luhn code";
}

INSTANTIATE_TEST_SUITE_P(OfDigits, EveryCode, testing::Range(2, 6));

TEST(CheckDigit, OfLuhnIsThatOfPublishedExamples) {
  EXPECT_EQ(check_digit(Check::luhn, 7992739871, 11), 3);
  EXPECT_EQ(check_digit(Check::luhn, 1789372997, 11), 4);
  EXPECT_TRUE(is_valid(Check::luhn, 4111111111111111, 16));
  EXPECT_FALSE(is_valid(Check::luhn, 4111111111111112, 16));
}

TEST(CheckDigit, OfVerhoeffIsThatOfPublishedExamples) {
  EXPECT_EQ(check_digit(Check::verhoeff, 236, 4), 3);
  EXPECT_EQ(check_digit(Check::verhoeff, 12345, 6), 1);
  EXPECT_EQ(check_digit(Check::verhoeff, 142857, 7), 0);
  EXPECT_EQ(check_digit(Check::verhoeff, 123456789012, 13), 0);
  EXPECT_FALSE(is_valid(Check::verhoeff, 2364, 4));
}

TEST(CheckDigit, OfDammIsThatOfThePublishedExample) {
  EXPECT_EQ(check_digit(Check::damm, 572, 4), 4);
  EXPECT_TRUE(is_valid(Check::damm, 5724, 4));
  EXPECT_FALSE(is_valid(Check::damm, 5727, 4));
}

TEST(CheckDigit, DependsOnLeadingZerosWithVerhoeffOnly) {
  EXPECT_EQ(check_digit(Check::luhn, 12, 3), check_digit(Check::luhn, 12, 8));
  EXPECT_EQ(check_digit(Check::damm, 12, 3), check_digit(Check::damm, 12, 8));
  EXPECT_NE(check_digit(Check::verhoeff, 12, 3), check_digit(Check::verhoeff, 12, 4));
}

TEST(CheckDigit, OfTheLongestNumbersIsValid) {
  for (const Check check : checks) {
    constexpr std::uint64_t longest = 999'999'999'999'999'999;
    EXPECT_TRUE(is_valid(check, longest * 10 + static_cast<std::uint64_t>(check_digit(check, longest, 19)), 19));
  }
}

TEST(CheckDigit, IsNeverAskedForWithoutACheck) {
  EXPECT_TRUE(is_valid(Check::none, 17, 2));
  EXPECT_THROW(check_digit(Check::none, 1, 2), std::invalid_argument);
}

TEST(CheckDigit, RejectsNumbersThatAreTooLong) {
  for (const Check check : checks) {
    EXPECT_FALSE(is_valid(check, 100, 2));
    EXPECT_THROW(check_digit(check, 10, 2), std::invalid_argument);
  }
  EXPECT_FALSE(is_valid(Check::none, 100, 2));
}

TEST(CheckDigit, RejectsDigitsOutOfRange) {
  for (const int digits : {-1, 0, 20}) {
    EXPECT_THROW(is_valid(Check::damm, 0, digits), std::invalid_argument);
    EXPECT_THROW(check_digit(Check::damm, 0, digits), std::invalid_argument);
  }
}

}  // namespace

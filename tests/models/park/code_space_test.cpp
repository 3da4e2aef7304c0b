#include "models/park/code_space.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "models/park/check_digit.hpp"

namespace {

using namespace park;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::SizeIs;

using Space = Rules::Space;

Space range(int lo, int hi, int width = 0) {
  Space space;
  space.lo = lo;
  space.hi = hi;
  space.width = width;
  return space;
}

Space checked(Space space, Check check) {
  space.check = check;
  return space;
}

Space spaced(Space space, int step) {
  space.design = Design::spaced;
  space.step = step;
  return space;
}

Space hamming(Space space, int distance) {
  space.design = Design::hamming;
  space.distance = distance;
  return space;
}

Space sparse(Space space, int usable, int seed = 1) {
  space.design = Design::sparse;
  space.usable = usable;
  space.design_seed = seed;
  return space;
}

Space in_turns(Space space, int slices) {
  space.shares = Shares::time;
  space.slices = slices;
  return space;
}

/// The codes as they are keyed.
std::vector<std::string> keyed(const Space& space) {
  std::vector<std::string> all;
  for (const int code : code_numbers(space)) {
    const std::string figures = std::to_string(code);
    const auto width = std::max(static_cast<std::size_t>(space.width), figures.size());
    all.push_back(std::string(width - figures.size(), '0') + figures);
  }
  return all;
}

int differing(const std::string& a, const std::string& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
  return count;
}

bool is_far_from_all(const std::string& word, const std::vector<std::string>& code, int distance) {
  return std::ranges::all_of(code, [&](const auto& other) { return differing(word, other) >= distance; });
}

/// The lexicode of all words of so many digits, as it is defined.
std::vector<std::string> lexicode(int digits, int distance) {
  std::vector<std::string> code;
  for (const std::string& word : keyed(range(0, digits == 2 ? 99 : 999, digits)))
    if (is_far_from_all(word, code, distance)) code.push_back(word);
  return code;
}

/// What guarantee_of shall count, from the words of the codes. For codes of one length.
Guarantee counted(const Space& space) {
  const auto words = keyed(space);
  const std::set<std::string> codes(words.begin(), words.end());
  Guarantee found;
  for (const std::string& code : words) {
    for (std::size_t i = 0; i < code.size(); ++i) {
      std::string wrong = code;
      for (wrong[i] = '0'; wrong[i] <= '9'; ++wrong[i]) {
        found.wrong_digits += wrong != code;
        found.wrong_digits_missed += wrong != code && codes.contains(wrong);
      }
    }
    for (std::size_t i = 0; i + 1 < code.size(); ++i) {
      std::string wrong = code;
      std::swap(wrong[i], wrong[i + 1]);
      found.swaps += wrong != code;
      found.swaps_missed += wrong != code && codes.contains(wrong);
    }
    for (const std::string& other : words)
      if (const int distance = differing(code, other); distance > 0)
        found.least_distance = found.least_distance == 0 ? distance : std::min(found.least_distance, distance);
  }
  return found;
}

TEST(PlainRange, HasEveryNumberAsACode) {
  EXPECT_TRUE(is_plain(range(7, 11)));
  EXPECT_THAT(code_numbers(range(7, 11)), ElementsAre(7, 8, 9, 10, 11));
  EXPECT_EQ(usable_codes(range(7, 11)), 5);
}

TEST(PlainRange, IsCountedWithoutBeingSearched) {
  constexpr int last = std::numeric_limits<int>::max();
  EXPECT_EQ(usable_codes(range(1, last)), last);
}

TEST(PlainRange, HasNeitherCheckNorDesign) {
  EXPECT_FALSE(is_plain(checked(range(10, 99), Check::luhn)));
  EXPECT_FALSE(is_plain(spaced(range(10, 99), 1)));
}

TEST(PlainRange, RecognisesNoSlipWithinIt) {
  const Guarantee g = guarantee_of(range(0, 99, 2));
  EXPECT_EQ(g.wrong_digits, 100 * 2 * 9);
  EXPECT_EQ(g.wrong_digits_missed, g.wrong_digits);
  EXPECT_EQ(g.swaps, 90);
  EXPECT_EQ(g.swaps_missed, g.swaps);
  EXPECT_FALSE(g.every_single_digit_error);
  EXPECT_FALSE(g.every_adjacent_transposition);
  EXPECT_EQ(g.least_distance, 1);
}

TEST(PlainRange, RecognisesJustTheSlipsThatLeaveIt) {
  const Guarantee g = guarantee_of(range(10, 99));
  EXPECT_EQ(g.wrong_digits - g.wrong_digits_missed, 90) << "a first digit of 0";
  EXPECT_EQ(g.swaps - g.swaps_missed, 9) << "10, 20, ... 90";
}

TEST(PlainRange, OfSeveralLengthsTakesSlipsAsNumbers) {
  const Guarantee g = guarantee_of(range(9, 10));
  EXPECT_EQ(g.wrong_digits, 9 + 18);
  EXPECT_EQ(g.wrong_digits_missed, 0);
  EXPECT_EQ(g.least_distance, 0) << "no two codes have the same length";
  EXPECT_EQ(guarantee_of(range(1, 10)).swaps_missed, 1) << "01 keyed for 10 is 1";
}

TEST(CheckedSpace, HasTheNumbersWithTheRightLastDigit) {
  for (const Check check : {Check::luhn, Check::verhoeff, Check::damm}) {
    const auto codes = code_numbers(checked(range(0, 999, 3), check));
    EXPECT_THAT(codes, SizeIs(100));
    for (const int code : codes)
      EXPECT_EQ(code % 10, check_digit(check, static_cast<std::uint64_t>(code / 10), 3)) << code;
  }
}

TEST(CheckedSpace, CountsLeadingZerosAsDigits) {
  EXPECT_NE(code_numbers(checked(range(0, 99, 2), Check::verhoeff)),
            code_numbers(checked(range(0, 99, 3), Check::verhoeff)));
}

TEST(CheckedSpace, OfVerhoeffAndDammRecognisesWrongDigitsAndSwaps) {
  for (const Check check : {Check::verhoeff, Check::damm}) {
    const Guarantee g = guarantee_of(checked(range(0, 9999, 4), check));
    EXPECT_TRUE(g.every_single_digit_error);
    EXPECT_TRUE(g.every_adjacent_transposition);
    EXPECT_EQ(g.least_distance, 2);
  }
}

TEST(CheckedSpace, OfLuhnMissesSwapsOf09And90) {
  const Space space = checked(range(0, 9999, 4), Check::luhn);
  std::int64_t pairs = 0;
  for (const std::string& code : keyed(space))
    for (std::size_t i = 0; i + 1 < code.size(); ++i) pairs += code.substr(i, 2) == "09" || code.substr(i, 2) == "90";
  EXPECT_TRUE(guarantee_of(space).every_single_digit_error);
  EXPECT_FALSE(guarantee_of(space).every_adjacent_transposition);
  EXPECT_EQ(guarantee_of(space).swaps_missed, pairs);
}

TEST(SpacedCodes, CountTheirStepFromTheFirstNumber) {
  EXPECT_THAT(code_numbers(spaced(range(10, 50), 11)), ElementsAre(10, 21, 32, 43));
  EXPECT_THAT(code_numbers(spaced(range(10, 12), 5)), ElementsAre(10));
}

TEST(SpacedCodes, MustPassTheCheckToo) {
  const Space space = spaced(checked(range(10, 99), Check::damm), 3);
  std::vector<int> both;
  for (int n = 10; n <= 99; n += 3)
    if (is_valid(Check::damm, static_cast<std::uint64_t>(n), 2)) both.push_back(n);
  EXPECT_EQ(code_numbers(space), both);
}

TEST(SpacedCodes, ElevenApartRecogniseWrongDigitsAndSwaps) {
  for (const Space& space : {range(10, 99), range(100, 999), range(1000, 9999), range(0, 99, 2), range(3, 9999, 4)}) {
    const Space apart = spaced(space, 11);
    EXPECT_TRUE(guarantee_of(apart).every_single_digit_error) << space.lo;
    EXPECT_TRUE(guarantee_of(apart).every_adjacent_transposition) << space.lo;
    if (space.hi > 999) continue;
    EXPECT_EQ(counted(apart).wrong_digits_missed, 0);
    EXPECT_EQ(counted(apart).swaps_missed, 0);
  }
}

TEST(SpacedCodes, TenApartMissWrongDigits) {
  EXPECT_FALSE(guarantee_of(spaced(range(10, 99), 10)).every_single_digit_error);
}

TEST(HammingCodes, AreTheLexicodeOfTheirDistance) {
  for (const int distance : {1, 2}) EXPECT_EQ(keyed(hamming(range(0, 99, 2), distance)), lexicode(2, distance));
  for (const int distance : {1, 2, 3}) EXPECT_EQ(keyed(hamming(range(0, 999, 3), distance)), lexicode(3, distance));
}

TEST(HammingCodes, DifferPairwiseInTheirDistanceOrMore) {
  for (const int distance : {2, 3})
    for (const Space& space : {range(100, 999), range(0, 999, 3), range(95, 417, 5)}) {
      const auto codes = keyed(hamming(space, distance));
      ASSERT_GT(codes.size(), 1);
      for (const auto& a : codes)
        for (const auto& b : codes) ASSERT_TRUE(a == b || differing(a, b) >= distance) << a << " " << b;
    }
}

/// Conway and Sloane 1986: a lexicode of distance 2 ends with the nim-sum of its other digits. Base ten is no power of
/// two, so that a nim-sum above 9 leaves no digit.
TEST(HammingCodes, OfThreeDigitsAndDistanceTwoEndWithTheNimSumOfTheOthers) {
  std::vector<int> nim_sums;
  for (int a = 0; a < 10; ++a)
    for (int b = 0; b < 10; ++b)
      if ((a ^ b) < 10) nim_sums.push_back(100 * a + 10 * b + (a ^ b));
  EXPECT_EQ(code_numbers(hamming(range(0, 999, 3), 2)), nim_sums);
}

TEST(HammingCodes, OfTheGreatestDistanceAreTheRepeatedDigits) {
  EXPECT_THAT(code_numbers(hamming(range(0, 99'999, 5), 5)),
              ElementsAre(0, 11'111, 22'222, 33'333, 44'444, 55'555, 66'666, 77'777, 88'888, 99'999));
}

TEST(HammingCodes, LeaveNoRoomForOneMore) {
  const auto codes = code_numbers(hamming(range(10'000, 99'999), 4));
  for (int n = 10'000; n <= 99'999; n += 17) {
    const bool near =
        std::ranges::any_of(codes, [&](int code) { return differing(std::to_string(code), std::to_string(n)) < 4; });
    ASSERT_TRUE(near) << n;
  }
}

TEST(HammingCodes, AreChosenAmongThoseOfTheCheck) {
  const Space space = checked(range(0, 999, 3), Check::luhn);
  EXPECT_EQ(code_numbers(hamming(space, 2)), code_numbers(space)) << "which differ in two digits anyway";
  EXPECT_THAT(
      code_numbers(hamming(space, 3)),
      Each(testing::Truly([](int code) { return is_valid(Check::luhn, static_cast<std::uint64_t>(code), 3); })));
}

TEST(HammingCodes, OfNumbersThatVaryLessThanTheDistanceAreOne) {
  EXPECT_THAT(code_numbers(hamming(range(1000, 1099), 3)), ElementsAre(1000));
  EXPECT_THAT(code_numbers(hamming(range(1000, 1000), 2)), ElementsAre(1000));
}

TEST(HammingCodes, OfDistanceThreeRecogniseTwoWrongDigits) {
  const Guarantee g = guarantee_of(hamming(range(0, 99'999, 5), 3));
  EXPECT_TRUE(g.every_single_digit_error);
  EXPECT_TRUE(g.every_adjacent_transposition);
  EXPECT_EQ(g.least_distance, 3);
}

TEST(SparseCodes, AreAsManyAsAreUsable) {
  for (const int usable : {1, 17, 900}) {
    const auto codes = code_numbers(sparse(range(100, 999), usable));
    EXPECT_EQ(std::set<int>(codes.begin(), codes.end()).size(), static_cast<std::size_t>(usable));
    EXPECT_TRUE(std::ranges::is_sorted(codes));
    EXPECT_GE(codes.front(), 100);
    EXPECT_LE(codes.back(), 999);
    EXPECT_EQ(usable_codes(sparse(range(100, 999), usable)), usable);
  }
}

TEST(SparseCodes, AreTheSameForTheSameSeedOnly) {
  EXPECT_EQ(code_numbers(sparse(range(100, 999), 50, 3)), code_numbers(sparse(range(100, 999), 50, 3)));
  EXPECT_NE(code_numbers(sparse(range(100, 999), 50, 3)), code_numbers(sparse(range(100, 999), 50, 4)));
}

TEST(SparseCodes, StayWhenMoreAreUsable) {
  EXPECT_THAT(code_numbers(sparse(range(100, 999), 60)), IsSupersetOf(code_numbers(sparse(range(100, 999), 50))));
}

TEST(SparseCodes, PassTheCheck) {
  EXPECT_THAT(code_numbers(checked(range(100, 999), Check::damm)),
              IsSupersetOf(code_numbers(sparse(checked(range(100, 999), Check::damm), 40))));
}

/// Each of the 10 numbers is among the 3 codes with chance 0.3; 4000 seeds, |z| < 4.06 is 0.9995 for all ten together.
TEST(SparseCodes, AreAnyNumberEquallyOften) {
  std::array<int, 10> counts{};
  for (int seed = 0; seed < 4000; ++seed)
    for (const int code : code_numbers(sparse(range(0, 9), 3, seed))) ++counts[static_cast<std::size_t>(code)];
  for (const int count : counts) EXPECT_NEAR(count, 1200, 4.06 * 28.98);
}

TEST(Guarantee, IsThatOfThePairwiseCount) {
  for (const Space& space :
       {range(10, 99), range(0, 120, 3), checked(range(0, 999, 3), Check::luhn), checked(range(100, 499), Check::damm),
        spaced(range(100, 999), 7), spaced(range(0, 999, 4), 101), hamming(range(100, 999), 2),
        hamming(range(0, 999, 3), 3), sparse(range(100, 999), 8), sparse(range(100, 999), 200),
        sparse(checked(range(0, 9999, 4), Check::verhoeff), 9)}) {
    const Guarantee g = guarantee_of(space), truth = counted(space);
    EXPECT_EQ(g.wrong_digits, truth.wrong_digits);
    EXPECT_EQ(g.wrong_digits_missed, truth.wrong_digits_missed);
    EXPECT_EQ(g.swaps, truth.swaps);
    EXPECT_EQ(g.swaps_missed, truth.swaps_missed);
    EXPECT_EQ(g.least_distance, truth.least_distance);
    EXPECT_EQ(g.every_single_digit_error, truth.wrong_digits_missed == 0);
    EXPECT_EQ(g.every_adjacent_transposition, truth.swaps_missed == 0);
  }
}

TEST(Guarantee, OfOneCodeIsThatEverySlipIsRecognised) {
  const Guarantee g = guarantee_of(range(42, 42));
  EXPECT_TRUE(g.every_single_digit_error);
  EXPECT_TRUE(g.every_adjacent_transposition);
  EXPECT_EQ(g.least_distance, 0);
}

TEST(Guarantee, HasANameForTables) {
  EXPECT_EQ(guarantee_of(range(10, 99)).name, "plain range");
  EXPECT_EQ(guarantee_of(checked(range(10, 99), Check::damm)).name, "Damm");
  EXPECT_EQ(guarantee_of(sparse(checked(range(10, 99), Check::luhn), 5)).name, "Luhn, sparse");
}

TEST(Guarantee, OfSharesByTimeIsTheRestBetweenTurns) {
  EXPECT_EQ(guarantee_of(range(10, 99)).rest, sim::Ticks{});
  Space space = in_turns(range(10, 99), 4);
  space.slice_length = sim::operator""_min(5);
  EXPECT_EQ(guarantee_of(space).rest, sim::operator""_min(15));
}

TEST(GuaranteeWords, SayWhatIsRecognised) {
  EXPECT_EQ(guarantee_words(checked(range(0, 999, 3), Check::damm)),
            "every wrong digit and every swap of neighbours is recognised");
  EXPECT_EQ(guarantee_words(range(0, 99, 2)), "no wrong digit and no swap of neighbours is recognised");
  EXPECT_EQ(guarantee_words(range(10, 99)),
            "1530 of 1620 wrong digits lead to another code, and 72 of 81 swaps of neighbours lead to another code");
  EXPECT_EQ(guarantee_words(range(0, 9)), "no wrong digit is recognised") << "one digit has no neighbour";
}

TEST(GuaranteeWords, TellErrorsOfSeveralDigitsWhenAllAreRecognised) {
  EXPECT_EQ(guarantee_words(hamming(range(0, 9999, 4), 3)),
            "every wrong digit and every swap of neighbours is recognised, as are up to 2 wrong digits in a code");
}

TEST(GuaranteeWords, TellTheRestOfSharesByTime) {
  EXPECT_THAT(guarantee_words(in_turns(range(10, 99), 3)),
              HasSubstr("; a code is not chosen for 20min after the turn of its share"));
}

TEST(SoundSpace, HasNoContradiction) {
  for (const Space& space :
       {range(10, 99), range(0, 0), range(5, 1000), range(0, 16'777'215), range(0, 99, 2), range(0, 99, 18),
        checked(range(10, 99), Check::luhn), checked(range(0, 99'999, 5), Check::damm), spaced(range(0, 9), 1),
        hamming(range(0, 999'999, 6), 6), hamming(range(10, 99), 1), sparse(range(0, 9'999'999, 7), 262'144),
        spaced(range(0, 999'999, 6), 2), sparse(range(7, 7), 1), in_turns(range(10, 11), 2)})
    EXPECT_EQ(space_contradiction(space), "");
}

struct Mishap {
  const char* name;
  Space space;
  const char* words;
};

class ContradictorySpace : public testing::TestWithParam<Mishap> {};

TEST_P(ContradictorySpace, IsTold) { EXPECT_THAT(space_contradiction(GetParam().space), HasSubstr(GetParam().words)); }

Space with_slice_length(Space space, sim::Ticks length) {
  space.slice_length = length;
  return space;
}

INSTANTIATE_TEST_SUITE_P(
    Of, ContradictorySpace,
    testing::Values(
        Mishap{"NegativeCodes", range(-1, 9), "negative"},
        Mishap{"AnEndBeforeTheBeginning", range(99, 10), "the codes end (10) before they begin (99)"},
        Mishap{"CodesWiderThanTheWidth", range(10, 1000, 3), "codes up to 1000 need more than 3 digits"},
        Mishap{"ANegativeWidth", range(10, 99, -1), "1 to 18 digits, not -1"},
        Mishap{"AnEndlessWidth", range(10, 99, 19), "1 to 18 digits, not 19"},
        Mishap{"ACheckDigitOfSeveralLengths", checked(range(10, 100), Check::damm), "same number of digits"},
        Mishap{"ADesignOfSeveralLengths", hamming(range(5, 99), 1), "same number of digits"},
        Mishap{"ACheckDigitAlone", checked(range(0, 9), Check::luhn), "at least 2 digits"},
        Mishap{"ARangeTooLongToSearch", spaced(range(0, 10'000'000, 8), 1000), "at most 10000000 numbers"},
        Mishap{"NoStep", spaced(range(10, 99), 0), "step between codes must be at least 1, not 0"},
        Mishap{"AStepBack", spaced(range(10, 99), -11), "at least 1, not -11"},
        Mishap{"NoDistance", hamming(range(10, 99), 0), "codes of 2 digits cannot differ in at least 0"},
        Mishap{"ADistanceBeyondTheDigits", hamming(range(10, 99), 3), "codes of 2 digits cannot differ in at least 3"},
        Mishap{"TooManyDigitsToChooseAmong", hamming(range(0, 9'999'999, 7), 4), "vary in at most 6 digits"},
        Mishap{"NothingUsable", sparse(range(10, 99), 0), "at least 1 code must be usable, not 0"},
        Mishap{"MoreUsableThanNumbers", sparse(range(10, 99), 91), "91 codes cannot be usable of 90"},
        Mishap{"MoreUsableThanTheCheckLeaves", sparse(checked(range(0, 99, 2), Check::damm), 11),
               "11 codes cannot be usable of 10"},
        Mishap{"NoCodeLeft", checked(range(5725, 5733), Check::damm), "no number from 5725 to 5733 is a code"},
        Mishap{"MoreCodesThanALotHolds", range(0, 16'777'216), "at most 16777216 codes, not 16777217"},
        Mishap{"MoreCodesThanAnInteger", range(0, std::numeric_limits<int>::max()), "not 2147483648"},
        Mishap{"OneShareByTime", in_turns(range(10, 99), 1), "at least 2, not 1"},
        Mishap{"TurnsOfNoLength", with_slice_length(in_turns(range(10, 99), 2), {}), "turns longer than 0"},
        Mishap{"MoreSharesThanCodes", in_turns(range(10, 12), 4), "3 codes are too few for 4 shares"}),
    [](const auto& mishap) { return mishap.param.name; });

TEST(SpaceParameters, OfOtherDesignsDoNotMatter) {
  Space space = range(10, 99);
  space.step = space.distance = space.slices = 0;
  space.usable = -1;
  EXPECT_EQ(space_contradiction(space), "");
}

}  // namespace

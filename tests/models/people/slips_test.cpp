#include "models/people/slips.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "models/park/mistype.hpp"

namespace {

using namespace people;
using sim::operator""_s;

constexpr double rounding = 1e-12;

Keyed code(const std::string& digits) { return {std::stoi(digits), static_cast<int>(digits.size())}; }

std::string text(Keyed keyed) {
  const std::string number = std::to_string(keyed.number);
  return std::string(static_cast<std::size_t>(keyed.digits) - number.size(), '0') + number;
}

using Law = std::map<std::string, double>;

template <class Model>
Law by_text(Keyed meant, const Model& model) {
  Law result;
  for (const auto& [keyed, chance] : law(meant, model)) {
    EXPECT_TRUE(result.emplace(text(keyed), chance).second) << text(keyed) << " twice";
    EXPECT_TRUE(chance > 0 || keyed == meant) << text(keyed);
  }
  return result;
}

double sum(const Law& law) {
  double total = 0;
  for (const auto& [keyed, chance] : law) total += chance;
  return total;
}

template <class Pred>
double mass(const Law& law, Pred pred) {
  double total = 0;
  for (const auto& [keyed, chance] : law)
    if (pred(keyed)) total += chance;
  return total;
}

double at(const Law& law, const std::string& keyed) { return law.contains(keyed) ? law.at(keyed) : 0; }

void expect_same(const Law& actual, const Law& wanted, const std::string& of) {
  ASSERT_EQ(actual.size(), wanted.size()) << of;
  for (const auto& [keyed, chance] : wanted) ASSERT_NEAR(at(actual, keyed), chance, rounding) << of << " as " << keyed;
}

int places_that_differ(const std::string& a, const std::string& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
  return count;
}

constexpr KeyingModel certain_error{1, SlipMix::keypad};

// --- the keys of a telephone

struct Neighbours {
  std::set<int> sides, corners;
};
const std::array<Neighbours, 10> keys{{{{8}, {7, 9}},
                                       {{2, 4}, {5}},
                                       {{1, 3, 5}, {4, 6}},
                                       {{2, 6}, {5}},
                                       {{1, 5, 7}, {2, 8}},
                                       {{2, 4, 6, 8}, {1, 3, 7, 9}},
                                       {{3, 5, 9}, {2, 8}},
                                       {{4, 8}, {5, 0}},
                                       {{5, 7, 9, 0}, {4, 6}},
                                       {{6, 8}, {5, 0}}}};

double by_hand(int meant, int hit) {
  const auto& [sides, corners] = keys[static_cast<std::size_t>(meant)];
  if (meant == hit) return 0;
  if (sides.contains(hit)) return 0.70 / static_cast<double>(sides.size());
  if (corners.contains(hit)) return 0.15 / static_cast<double>(corners.size());
  return 0.15 / static_cast<double>(9 - sides.size() - corners.size());
}

TEST(WrongKey, LiesNextToTheRightOneAsOnATelephone) {
  for (int meant = 0; meant < 10; ++meant)
    for (int hit = 0; hit < 10; ++hit)
      EXPECT_NEAR(wrong_key_chance(meant, hit), by_hand(meant, hit), 1e-15) << meant << " as " << hit;
}

TEST(WrongKey, IsCertainlyOneOfTheNineOthers) {
  for (int meant = 0; meant < 10; ++meant) {
    double total = 0;
    for (int hit = 0; hit < 10; ++hit) total += wrong_key_chance(meant, hit);
    EXPECT_NEAR(total, 1, rounding) << meant;
    EXPECT_EQ(wrong_key_chance(meant, meant), 0) << meant;
  }
}

TEST(WrongKey, RejectsWhatIsNoDigit) {
  for (const int bad : {-1, 10}) {
    EXPECT_THROW(wrong_key_chance(bad, 1), std::invalid_argument);
    EXPECT_THROW(wrong_key_chance(1, bad), std::invalid_argument);
  }
}

// --- an oracle of the keypad: every kind written on strings, one after the other

Law scaled(const Law& law, double total) {
  Law result;
  for (const auto& [keyed, chance] : law) result[keyed] = chance * total / sum(law);
  return result;
}

std::vector<std::pair<double, Law>> kinds_of_error(const std::string& meant) {
  std::vector<std::pair<double, Law>> kinds{{65, {}}, {10, {}}, {12, {}}, {5, {}}, {3, {}},
                                            {1, {}},  {1, {}},  {1, {}},  {2, {}}};
  const auto n = meant.size();
  const auto put = [&](std::size_t kind, std::string keyed, double weight) { kinds[kind].second[keyed] += weight; };
  const auto with = [&](std::size_t i, const std::string& instead) {
    return meant.substr(0, i) + instead + meant.substr(i + instead.size());
  };
  for (std::size_t i = 0; i < n; ++i) {
    for (char key = '0'; key <= '9'; ++key)
      if (key != meant[i]) put(0, with(i, {key}), by_hand(meant[i] - '0', key - '0'));
    if (n > 1) put(2, meant.substr(0, i) + meant.substr(i + 1), 1);
    put(3, meant.substr(0, i) + meant[i] + meant.substr(i), 1);
  }
  for (std::size_t gap = 0; gap <= n; ++gap)
    for (char key = '0'; key <= '9'; ++key)
      if ((gap == 0 || meant[gap - 1] != key) && (gap == n || meant[gap] != key))
        put(4, meant.substr(0, gap) + key + meant.substr(gap), 1);
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const char a = meant[i], b = meant[i + 1];
    if (a != b) put(1, with(i, {b, a}), 1);
    for (char key = '0'; key <= '9'; ++key)
      if (a == b && key != a) put(5, with(i, {key, key}), by_hand(a - '0', key - '0'));
    if (a == '1' && b >= '2') put(7, with(i, {b, '0'}), 1);
    if (b == '0' && a >= '2') put(7, with(i, {'1', a}), 1);
    if (i + 2 < n && a != meant[i + 2]) put(6, with(i, {meant[i + 2], b, a}), 1);
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j)
      for (char x = '0'; x <= '9'; ++x)
        for (char y = '0'; y <= '9'; ++y) {
          std::string keyed = meant;
          keyed[i] = x;
          keyed[j] = y;
          if (x != meant[i] && y != meant[j]) put(8, keyed, 1);
        }
  return kinds;
}

Law oracle(const std::string& meant, double error) {
  const auto kinds = kinds_of_error(meant);
  double possible = 0;
  for (const auto& [percent, results] : kinds) possible += results.empty() ? 0 : percent;
  Law law{{meant, 1 - error}};
  for (const auto& [percent, results] : kinds)
    for (const auto& [keyed, chance] : scaled(results, error * percent / possible)) law[keyed] += chance;
  return law;
}

TEST(Keypad, FollowsTheNineKindsWrittenOutOnStrings) {
  std::vector<std::string> codes{"0007", "1234", "4040", "1414", "1221", "9999", "1300", "00000"};
  for (int number = 0; number < 10; ++number) codes.push_back(text({number, 1}));
  for (int number = 0; number < 100; ++number) codes.push_back(text({number, 2}));
  for (const char* three : {"000", "001", "010", "101", "121", "112", "140", "214", "317", "990", "123"})
    codes.emplace_back(three);
  for (const auto& meant : codes)
    expect_same(by_text(code(meant), KeyingModel{0.01, SlipMix::keypad}),
                oracle(meant, 1 - std::pow(0.99, static_cast<double>(meant.size()))), meant);
}

// 579: no twin and nothing that sounds like another number, so 98 of 100 errors are left.
TEST(Keypad, GivesEachKindItsPublishedShare) {
  const Law law = by_text(code("579"), certain_error);
  const double one_of_several = 2 / 98.0 / (3 * 81);
  const auto wrong_digits = [](int count) {
    return [count](const std::string& keyed) { return keyed.size() == 3 && places_that_differ(keyed, "579") == count; };
  };
  EXPECT_NEAR(mass(law, wrong_digits(1)) * 98, 65, 1e-9);
  EXPECT_NEAR((at(law, "759") + at(law, "597") - 2 * one_of_several) * 98, 10, 1e-9);
  EXPECT_NEAR((at(law, "975") - one_of_several) * 98, 1, 1e-9);
  EXPECT_NEAR(mass(law, wrong_digits(2)) * 98, 10 + 1 + 2, 1e-9);
  EXPECT_EQ(mass(law, wrong_digits(3)), 0);
  EXPECT_NEAR((at(law, "57") + at(law, "59") + at(law, "79")) * 98, 12, 1e-9);
  EXPECT_NEAR((at(law, "5579") + at(law, "5779") + at(law, "5799")) * 98, 5, 1e-9);
  EXPECT_NEAR(mass(law, [](const std::string& keyed) { return keyed.size() == 4; }) * 98, 5 + 3, 1e-9);
}

TEST(Keypad, GivesTwinsAndSoundsTheirShare) {
  const Law twin = by_text(code("55"), certain_error);  // no swap, jump swap or sound: 88 left
  double mass_of_twins = 0;
  for (const char* keyed : {"00", "11", "22", "33", "44", "66", "77", "88", "99"}) mass_of_twins += at(twin, keyed);
  EXPECT_NEAR((mass_of_twins - 9 * 2 / 88.0 / 81) * 88, 1, 1e-9);
  EXPECT_NEAR((at(twin, "22") - 2 / 88.0 / 81) * 88, 0.70 / 4, 1e-9);

  const Law sound = by_text(code("40"), certain_error);  // no twin or jump swap: 98 left
  EXPECT_NEAR((at(sound, "14") - 2 / 98.0 / 81) * 98, 1, 1e-9);
  EXPECT_NEAR((at(by_text(code("14"), certain_error), "40") - 2 / 98.0 / 81) * 98, 1, 1e-9);
}

TEST(Keypad, ShowsNoSwapOfEqualDigits) {
  const Law law = by_text(code("77"), KeyingModel{0.02, SlipMix::keypad});
  EXPECT_NEAR(at(law, "77"), 0.98 * 0.98, rounding);
  EXPECT_NEAR(at(law, "7"), (1 - 0.98 * 0.98) * 12 / 88, rounding);  // swap, jump swap and sound left out
}

TEST(Keypad, LeavesImpossibleKindsOut) {
  for (const char* meant : {"11", "20", "12", "90", "07", "10", "01"}) {
    const Law law = by_text(code(meant), certain_error);
    EXPECT_NEAR(sum(law), 1, rounding);
    EXPECT_EQ(at(law, meant), 0);
  }
  const double usual = 2 / 98.0 / 81;  // several digits only
  EXPECT_NEAR(at(by_text(code("47"), certain_error), "14"), 2 / 97.0 / 81, rounding);
  EXPECT_NEAR(at(by_text(code("20"), certain_error), "13"), usual, rounding);
  for (const auto& [keyed, chance] : law(code("8"), certain_error)) EXPECT_GE(keyed.digits, 1);
  for (const auto& [keyed, chance] : law(code("123456789"), certain_error)) EXPECT_LE(keyed.digits, 9);
}

TEST(Keypad, KeysTheRightCodeAsOftenAsAnyMix) {
  for (const int digits : {1, 2, 3, 4, 9})
    for (const double p : {0.0, 1e-9, 0.003, 0.5, 1.0}) {
      const Keyed meant{1, digits};
      EXPECT_NEAR(right_chance(meant, KeyingModel{p, SlipMix::keypad}), std::pow(1 - p, digits), rounding);
      EXPECT_EQ(right_chance(meant, KeyingModel{p, SlipMix::keypad}),
                right_chance(meant, KeyingModel{p, SlipMix::any_digit}));
    }
}

TEST(Keypad, HasNoMoreResultsThanPromised) {
  for (const char* meant : {"1", "12", "11", "123", "111", "1234", "5555", "12345678"}) {
    const std::size_t n = std::string(meant).size();
    EXPECT_LE(law(code(meant), certain_error).size(), 81 * n * (n - 1) / 2 + 20 * n + 10) << meant;
  }
}

// --- any digit

/// park::mistype with each digit's shift by 0 to 9 tried in turn.
Law all_shifts(const std::string& meant, double p) {
  Law law{{meant, 1}};
  for (std::size_t place = 0; place < meant.size(); ++place) {
    Law next;
    for (const auto& [keyed, chance] : law)
      for (int shift = 0; shift < 10; ++shift) {
        std::string wrong = keyed;
        wrong[place] = static_cast<char>('0' + (keyed[place] - '0' + shift) % 10);
        next[wrong] += chance * (shift == 0 ? 1 - p : p / 9);
      }
    law = next;
  }
  return law;
}

TEST(AnyDigit, GivesEachNumberItsChanceOneByOneAsInTheLaw) {
  for (const Keyed code : {Keyed{7, 1}, Keyed{42, 2}, Keyed{707, 3}, Keyed{1234, 4}})
    for (const auto& slip : law(code, KeyingModel{0.03}))
      ASSERT_NEAR(any_digit_chance(code, slip.keyed, 0.03), slip.chance, 1e-15) << slip.keyed.number;
}

TEST(AnyDigit, NeverMakesACodeLongerOrShorter) {
  EXPECT_EQ(any_digit_chance({42, 2}, {421, 3}, 0.5), 0);
  EXPECT_EQ(any_digit_chance({42, 2}, {4, 1}, 0.5), 0);
}

TEST(AnyDigit, HasChancesOfLongCodesToo) {
  EXPECT_DOUBLE_EQ(any_digit_chance({123456, 6}, {123456, 6}, 0.01), std::pow(0.99, 6));
  EXPECT_DOUBLE_EQ(any_digit_chance({123456, 6}, {223457, 6}, 0.09), 1e-4 * std::pow(0.91, 4));
  EXPECT_THROW(any_digit_chance({1234, 3}, {123, 3}, 0.1), std::invalid_argument);
  EXPECT_THROW(any_digit_chance({123, 3}, {1234, 3}, 0.1), std::invalid_argument);
  EXPECT_THROW(any_digit_chance({123, 3}, {123, 3}, 1.5), std::invalid_argument);
}

TEST(AnyDigit, IsTheLawOfEveryDigitShiftedOrNot) {
  for (const char* meant : {"0", "42", "07", "00", "123", "990", "1234"})
    for (const double p : {0.003, 0.3})
      expect_same(by_text(code(meant), KeyingModel{p, SlipMix::any_digit}), all_shifts(meant, p), meant);
}

TEST(SamplingAnyDigit, IsTheLawOfMistype) {
  constexpr int n = 20'000;
  const sim::DrawSource source(1, 0, 0, sim::hash_name("people"));
  std::map<int, int> counts;
  for (std::uint64_t person = 0; person < n; ++person)
    ++counts[park::mistype(42, 2, 0.6, {models::Draw::mistyped, models::Draw::mistyped_digit}, source.of(person), 1,
                           0)];
  double distance = 0;
  for (const auto& [keyed, chance] : law({42, 2}, KeyingModel{0.6, SlipMix::any_digit}))
    distance += std::pow(counts[keyed.number] - n * chance, 2) / (n * chance);
  EXPECT_LT(distance, boost::math::quantile(boost::math::chi_squared(99), 0.999));
}

TEST(AnyDigit, CountsThreeWrongDigitsOfALongCodeAsTwo) {
  const double p = 0.1;
  const Law law = by_text(code("123456"), KeyingModel{p, SlipMix::any_digit});
  EXPECT_EQ(law.size(), 1u + 6 * 9 + 15 * 81);
  EXPECT_NEAR(at(law, "123456"), std::pow(0.9, 6), rounding);
  EXPECT_NEAR(at(law, "123451"), p / 9 * std::pow(0.9, 5), rounding);
  const double two_or_more = 1 - std::pow(0.9, 6) - 6 * p * std::pow(0.9, 5);
  EXPECT_NEAR(at(law, "923451"), two_or_more / (15 * 81), rounding);
}

// --- both mixes

std::vector<KeyingModel> models_of_keying() {
  return {{0.003, SlipMix::any_digit}, {0.4, SlipMix::any_digit}, {1, SlipMix::any_digit},
          {0.003, SlipMix::keypad},    {0.4, SlipMix::keypad},    {1, SlipMix::keypad}};
}

TEST(Keying, SumsToOneWithTheRightCodeFirst) {
  for (const char* meant : {"0", "00", "42", "007", "4040", "98765", "123456789", "999999999"})
    for (const auto& model : models_of_keying()) {
      const auto slips = law(code(meant), model);
      EXPECT_EQ(slips.front().keyed, code(meant));
      EXPECT_NEAR(sum(by_text(code(meant), model)), 1, rounding) << meant;
    }
}

TEST(Keying, WithoutErrorsHasOneResult) {
  for (const SlipMix mix : {SlipMix::any_digit, SlipMix::keypad}) {
    EXPECT_EQ(law(code("42"), KeyingModel{0, mix}).size(), 1u);
    EXPECT_EQ(sample(code("42"), {0, mix}, 1 - 1e-16), code("42"));
    EXPECT_EQ(expected(code("42"), KeyingModel{0, mix}, [](Keyed) { return true; }), 0);
  }
}

TEST(Keying, SamplesEachResultOverItsOwnInterval) {
  for (const char* meant : {"5", "42", "77", "123", "98765"})
    for (const auto& model : models_of_keying()) {
      double below = 0;
      for (const auto& [keyed, chance] : law(code(meant), model)) {
        if (chance > 1e-11) {  // below, the rounding of the sum may be wider than the interval
          ASSERT_EQ(sample(code(meant), model, below + chance / 2), keyed) << meant << " as " << text(keyed);
        }
        below += chance;
      }
    }
}

TEST(Keying, SamplesAnErrorAtTheVeryEnd) {
  for (const auto& model : models_of_keying()) EXPECT_NE(sample(code("42"), model, 1 - 0x1p-53), code("42"));
}

TEST(Keying, ExpectsTheSumOfWhatHits) {
  const Law law = by_text(code("42"), certain_error);
  const std::set<std::string> live{"41", "24", "4", "42"};
  const double wanted = at(law, "41") + at(law, "24") + at(law, "4");  // the right code is no error
  EXPECT_NEAR(expected(code("42"), certain_error, [&](Keyed k) { return live.contains(text(k)); }), wanted, rounding);
  EXPECT_NEAR(expected(code("42"), KeyingModel{0.1, SlipMix::any_digit}, [](Keyed) { return true; }), 0.19, rounding);
}

TEST(Keying, ExpectsThroughACollector) {
  // A digit too many at the end is ignored: 423 is collected as 42.
  const auto collected_right = [](Keyed k) { return collected(k, 2) == code("42"); };
  const double doubled = 5 / 97.0 / 2, appended = 9 * 3 / 97.0 / 26;  // of 26 insertions; 42 shows no twin, jump, sound
  EXPECT_NEAR(expected(code("42"), certain_error, collected_right), doubled + appended, rounding);
}

TEST(Keying, RejectsWhatIsNoCodeOrNoProbability) {
  for (const Keyed bad : {Keyed{1, 0}, Keyed{1, -1}, Keyed{1, 10}, Keyed{-1, 2}, Keyed{100, 2}, Keyed{10, 1}}) {
    EXPECT_THROW(law(bad, certain_error), std::invalid_argument) << bad.number << " in " << bad.digits;
    EXPECT_THROW(sample(bad, KeyingModel{}, 0.1), std::invalid_argument);
    EXPECT_THROW(expected(bad, KeyingModel{}, [](Keyed) { return true; }), std::invalid_argument);
    EXPECT_THROW(garbled(bad, 0.1), std::invalid_argument);
  }
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    EXPECT_THROW(law(code("42"), KeyingModel{bad, SlipMix::keypad}), std::invalid_argument) << bad;
    EXPECT_THROW(sample(code("42"), KeyingModel{bad, SlipMix::any_digit}, 0.1), std::invalid_argument) << bad;
  }
}

TEST(Collector, TakesTheFirstDigits) {
  EXPECT_EQ(collected(code("423"), 2), code("42"));
  EXPECT_EQ(collected(code("0423"), 2), code("04"));
  EXPECT_EQ(collected(code("42"), 2), code("42"));
  EXPECT_EQ(collected(code("123456789"), 1), code("1"));
}

TEST(Collector, LeavesTooFewTooFew) {
  EXPECT_EQ(collected(code("4"), 2), code("4"));
  EXPECT_EQ(collected(Keyed{0, 0}, 2), (Keyed{0, 0}));
}

TEST(Collector, RejectsWhatIsNegative) {
  EXPECT_THROW(collected(code("42"), -1), std::invalid_argument);
  EXPECT_THROW(collected(Keyed{-42, 2}, 2), std::invalid_argument);
  EXPECT_THROW(collected(Keyed{42, -2}, 2), std::invalid_argument);
  EXPECT_THROW(collected(Keyed{42, 10}, 2), std::invalid_argument);
}

}  // namespace

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/park/rules.hpp"

/// Which numbers are codes, and which slips of a hand that leaves recognisable. A code is keyed with `width` digits, or
/// with as many as its number has when `width` is 0. All but space_contradiction require a space without contradiction.
namespace park {

/// The longest range that may be searched for codes of a check digit or a design.
inline constexpr int max_numbers_searched = 10'000'000;
/// The digits, counted from the first in which lo and hi differ, among which Design::hamming can choose.
inline constexpr int max_hamming_digits = 6;
inline constexpr int max_width_digits = 18;

/// Decimal digits of a non-negative number.
constexpr int decimal_digits(int number) {
  int digits = 1;
  for (std::int64_t next = 10; number >= next; next *= 10) ++digits;
  return digits;
}

/// Every number from lo to hi is a code.
bool is_plain(const Rules::Space&);

/// The codes, ascending: the numbers from lo to hi whose last digit is right under `check`, and of them
///  - every: all;
///  - spaced: those n with (n - lo) divisible by `step`;
///  - hamming: from the lowest up, each that differs in at least `distance` digits from all taken before (a lexicode,
///    Conway and Sloane 1986). In base ten it is not the largest such code: 3 digits and `distance` 2 give 76 codes
///    where a check digit gives 100;
///  - sparse: `usable`, all sets of them equally likely; a pure function of the space. The same seed with a larger
///    `usable` keeps all codes of the smaller.
/// O(range x digits); hamming O(range x ways to choose `distance` - 1 digits).
std::vector<int> code_numbers(const Rules::Space&);

/// What the codes promise, counted over all of them. A slip is missed when the number keyed is another code; as a
/// number, so that a leading zero counts for nothing.
struct Guarantee {
  std::string_view name;                      ///< of the check digit and the design, for tables
  std::int64_t wrong_digits = 0;              ///< one digit of a code replaced by another
  std::int64_t wrong_digits_missed = 0;       ///< of these
  std::int64_t swaps = 0;                     ///< two unequal neighbouring digits of a code exchanged
  std::int64_t swaps_missed = 0;              ///< of these
  bool every_single_digit_error = false;      ///< none of the wrong digits is missed
  bool every_adjacent_transposition = false;  ///< none of the swaps is missed
  int least_distance = 0;  ///< digits in which any two codes of equal length differ at least; 0 = there are no two
  sim::Ticks rest;         ///< shares by time: a code is not chosen for so long after the turn of its share; else 0
};

/// Exact. O(codes x digits x 10), and for the least distance d O(codes x log codes x ways to choose up to d digits).
Guarantee guarantee_of(const Rules::Space&);

/// The guarantee as one sentence: "every wrong digit and every swap of neighbours is recognised".
std::string guarantee_words(const Rules::Space&);
std::string guarantee_words(const Guarantee&);

/// What contradicts itself in this space, as a sentence for people, or empty. O(1) for plain ranges, else at
/// most as code_numbers.
std::string space_contradiction(const Rules::Space&);

}  // namespace park

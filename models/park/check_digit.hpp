#pragma once

#include <cstdint>

#include "models/park/rules.hpp"

/// Check digits of decimal numbers: the last digit is a function of those before, so that most slips give a number that
/// is nobody's.
///  - Luhn (1960, US patent 2,950,048): every second digit from the right is doubled and its digits added; the sum is a
///    multiple of ten. Recognises every wrong digit and every swap of neighbours but 09 for 90 and 90 for 09, all of
///    which it misses.
///  - Verhoeff (1969, Error Detecting Decimal Codes): product in the dihedral group D5 after position-dependent
///    permutations. Recognises every wrong digit and every swap of neighbours.
///  - Damm (2004, Total anti-symmetrische Quasigruppen): steps from 0 through a weakly totally anti-symmetric
///    quasigroup of order 10. Recognises every wrong digit and every swap of neighbours.
/// Numbers have `digits` digits, 1 to 19, the check digit included; leading zeros count as digits.
namespace park {

/// The digit to be written behind `number`, which has `digits` - 1 digits. Throws std::invalid_argument when `number`
/// is longer, when `digits` is out of range, and for Check::none. O(digits).
int check_digit(Check, std::uint64_t number, int digits);

/// The last digit of the number is the check digit of those before. False for numbers of more than `digits` digits; for
/// Check::none true for all others. Throws std::invalid_argument when `digits` is out of range. O(digits).
bool is_valid(Check, std::uint64_t number_with_check, int digits);

}  // namespace park

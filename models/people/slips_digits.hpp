#pragma once

#include <array>

#include "models/people/slips.hpp"

/// For the sources of slips only: codes as digits, and errors that strike each digit on its own.
namespace people::slip_detail {

/// [meant][instead]: which digit takes the place of another, given that one does. Rows sum to 1, the diagonal is 0.
using Replacements = std::array<std::array<double, 10>, 10>;

consteval Replacements all_equally_likely() {
  Replacements law{};
  for (unsigned meant = 0; meant < 10; ++meant)
    for (unsigned instead = 0; instead < 10; ++instead) law[meant][instead] = meant == instead ? 0 : 1 / 9.0;
  return law;
}
inline constexpr Replacements any_other_digit = all_equally_likely();

constexpr double replacement_chance(const Replacements& law, int meant, int instead) {
  return law[static_cast<unsigned>(meant)][static_cast<unsigned>(instead)];
}

constexpr Keyed replaced(Keyed code, int place, int digit) {
  return {code.number + (digit - digit_at(code, place)) * powers_of_ten[code.digits - 1 - place], code.digits};
}

void require_code(Keyed code);
void require_probability(double per_digit);
void require_digit(int digit);

/// (1 - per_digit)^digits.
double none_wrong_chance(int digits, double per_digit);

void visit_independent_errors(Keyed code, double per_digit, const Replacements& law, Visitor visitor);
void visit_keypad_errors(Keyed code, double per_digit, Visitor visitor);

}  // namespace people::slip_detail

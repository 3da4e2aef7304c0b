#include "models/people/slips_digits.hpp"

#include <stdexcept>
#include <string>

namespace people::slip_detail {

namespace {

constexpr int longest_complete = 4;

double choose(int n, int k) {
  double ways = 1;
  for (int i = 0; i < k; ++i) ways = ways * (n - i) / (i + 1);
  return ways;
}

double power(double base, int exponent) {
  double result = 1;
  for (int i = 0; i < exponent; ++i) result *= base;
  return result;
}

/// The probability that these digits, and no others, are wrong.
double exactly(int wrong, int digits, double per_digit) {
  return power(per_digit, wrong) * power(1 - per_digit, digits - wrong);
}

double at_least(int wrong, int digits, double per_digit) {
  double sum = 0;
  for (int k = wrong; k <= digits; ++k) sum += choose(digits, k) * exactly(k, digits, per_digit);
  return sum / choose(digits, wrong);
}

struct Enumeration {
  const Replacements& law;
  Visitor visitor;

  /// All ways to replace so many digits from place `first` on; true when the visitor has seen enough.
  bool replace(Keyed code, int first, int wrong, double chance) const {
    if (wrong == 0) return visitor({code, chance});
    for (int place = first; place + wrong <= code.digits; ++place)
      if (replace_at(code, place, wrong, chance)) return true;
    return false;
  }

  bool replace_at(Keyed code, int place, int wrong, double chance) const {
    const int meant = digit_at(code, place);
    for (int digit = 0; digit < 10; ++digit) {
      if (digit == meant) continue;
      const double both = chance * replacement_chance(law, meant, digit);
      if (replace(replaced(code, place, digit), place + 1, wrong - 1, both)) return true;
    }
    return false;
  }
};

}  // namespace

void require_code(Keyed code) {
  if (code.digits >= 1 && code.digits <= most_digits && code.number >= 0 && code.number < powers_of_ten[code.digits])
    return;
  throw std::invalid_argument("a code has 1 to 9 digits and fits into them, not " + std::to_string(code.number) +
                              " in " + std::to_string(code.digits));
}

void require_probability(double per_digit) {
  if (per_digit >= 0 && per_digit <= 1) return;
  throw std::invalid_argument("an error per digit lies between 0 and 1, not " + std::to_string(per_digit));
}

void require_digit(int digit) {
  if (digit < 0 || digit > 9) throw std::invalid_argument(std::to_string(digit) + " is no digit");
}

double none_wrong_chance(int digits, double per_digit) { return power(1 - per_digit, digits); }

void visit_independent_errors(Keyed code, double per_digit, const Replacements& law, Visitor visitor) {
  if (per_digit <= 0) return;
  const int most_wrong = code.digits <= longest_complete ? code.digits : 2;
  const Enumeration enumeration{law, visitor};
  for (int wrong = 1; wrong <= most_wrong; ++wrong) {
    const double chance =
        wrong < most_wrong ? exactly(wrong, code.digits, per_digit) : at_least(wrong, code.digits, per_digit);
    if (enumeration.replace(code, 0, wrong, chance)) return;
  }
}

}  // namespace people::slip_detail

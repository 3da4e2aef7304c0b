#include "models/park/check_digit.hpp"

#include <array>
#include <stdexcept>

namespace park {

namespace {

using Row = std::array<int, 10>;

constexpr int most_digits = 19;

/// The quasigroup of Damm's thesis (page 111), its rows and entries renamed so that every digit leads itself to zero:
/// then the check digit is where the digits before it led. It is weakly totally anti-symmetric, which suffices as the
/// steps start from a fixed digit.
constexpr std::array<Row, 10> quasigroup{{{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
                                          {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
                                          {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
                                          {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
                                          {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
                                          {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
                                          {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
                                          {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
                                          {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
                                          {2, 5, 8, 1, 4, 3, 6, 7, 9, 0}}};

constexpr int step(int from, int digit) {
  return quasigroup[static_cast<std::size_t>(from)][static_cast<std::size_t>(digit)];
}

constexpr bool every_step_tells_digits_apart() {
  for (int from = 0; from < 10; ++from)
    for (int x = 0; x < 10; ++x)
      for (int y = 0; y < x; ++y)
        if (step(from, x) == step(from, y) || step(x, from) == step(y, from)) return false;
  return true;
}

constexpr bool is_weakly_totally_anti_symmetric() {
  for (int from = 0; from < 10; ++from)
    for (int x = 0; x < 10; ++x)
      for (int y = 0; y < x; ++y)
        if (step(step(from, x), y) == step(step(from, y), x)) return false;
  return true;
}

constexpr bool every_digit_leads_itself_to_zero() {
  for (int x = 0; x < 10; ++x)
    if (step(x, x) != 0) return false;
  return true;
}

static_assert(every_step_tells_digits_apart());
static_assert(is_weakly_totally_anti_symmetric());
static_assert(every_digit_leads_itself_to_zero());

/// In D5 the digits 0..4 are rotations by that many fifths, 5..9 reflections.
constexpr int product(int a, int b) {
  const int rotation = (a < 5 ? a + b : a - b + 10) % 5;
  const bool reflects = (a < 5) != (b < 5);
  return reflects ? rotation + 5 : rotation;
}

constexpr int inverse(int a) { return a < 5 ? (5 - a) % 5 : a; }

/// Verhoeff's permutation, applied as often as the place of a digit says; eight times is not at all.
constexpr auto permuted = [] {
  constexpr Row once{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  std::array<Row, 8> by_place{{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}};
  for (std::size_t place = 1; place < 8; ++place)
    for (std::size_t digit = 0; digit < 10; ++digit)
      by_place[place][digit] = once[static_cast<std::size_t>(by_place[place - 1][digit])];
  return by_place;
}();

int luhn_remainder(std::uint64_t number) {
  int sum = 0;
  for (bool doubled = false; number != 0; number /= 10, doubled = !doubled) {
    const int digit = static_cast<int>(number % 10);
    sum += doubled ? digit / 5 + digit * 2 % 10 : digit;
  }
  return sum % 10;
}

int verhoeff_product(std::uint64_t number, int digits) {
  int result = 0;
  for (int place = 0; place < digits; ++place, number /= 10)
    result = product(result, permuted[static_cast<std::size_t>(place % 8)][number % 10]);
  return result;
}

int damm_steps(std::uint64_t number) {
  return number == 0 ? 0 : step(damm_steps(number / 10), static_cast<int>(number % 10));
}

/// Requires 0 <= digits <= 19.
bool fits(std::uint64_t number, int digits) {
  std::uint64_t end = 1;
  for (int i = 0; i < digits; ++i) end *= 10;
  return number < end;
}

void require_digits(int digits) {
  if (digits < 1 || digits > most_digits) throw std::invalid_argument("a number with a check digit has 1 to 19 digits");
}

}  // namespace

int check_digit(Check check, std::uint64_t number, int digits) {
  require_digits(digits);
  if (!fits(number, digits - 1)) throw std::invalid_argument("the number has no room for a check digit");
  switch (check) {
    case Check::luhn: return (10 - luhn_remainder(number * 10)) % 10;
    case Check::verhoeff: return inverse(verhoeff_product(number * 10, digits));
    case Check::damm: return damm_steps(number);
    case Check::none: break;
  }
  throw std::invalid_argument("numbers without a check digit have none");
}

bool is_valid(Check check, std::uint64_t number_with_check, int digits) {
  require_digits(digits);
  if (!fits(number_with_check, digits)) return false;
  switch (check) {
    case Check::luhn: return luhn_remainder(number_with_check) == 0;
    case Check::verhoeff: return verhoeff_product(number_with_check, digits) == 0;
    case Check::damm: return damm_steps(number_with_check) == 0;
    case Check::none: break;
  }
  return true;
}

}  // namespace park

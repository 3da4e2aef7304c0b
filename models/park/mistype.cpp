#include "models/park/mistype.hpp"

namespace park {

int mistype(int number, int digits, double error_per_digit, ErrorDraws purposes, const sim::Draws& draws,
            std::uint32_t episode, std::uint32_t first_index) {
  if (error_per_digit <= 0) return number;
  int wrong = number;
  for (int i = 0, place = 1; i < digits; ++i, place *= 10) {
    const auto at = first_index + static_cast<std::uint32_t>(i);
    if (draws.uniform(static_cast<sim::Purpose>(purposes.happens), episode, at) >= error_per_digit) continue;
    const int digit = number / place % 10;
    const int shift = 1 + static_cast<int>(9 * draws.uniform(static_cast<sim::Purpose>(purposes.digit), episode, at));
    wrong += ((digit + shift) % 10 - digit) * place;
  }
  return wrong;
}

}  // namespace park

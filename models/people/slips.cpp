#include "models/people/slips.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/people/slips_digits.hpp"

namespace people {

namespace {

void require(Keyed code, const KeyingModel& model) {
  slip_detail::require_code(code);
  slip_detail::require_probability(model.error_per_digit);
}

}  // namespace

double right_chance(Keyed code, const KeyingModel& model) {
  require(code, model);
  return slip_detail::none_wrong_chance(code.digits, model.error_per_digit);
}

double any_digit_chance(Keyed code, Keyed keyed, double error_per_digit) {
  require(code, {error_per_digit});
  slip_detail::require_code(keyed);
  if (keyed.digits != code.digits) return 0;
  double chance = 1;
  for (int place = 0; place < code.digits; ++place)
    chance *= slip_detail::digit_at(code, place) == slip_detail::digit_at(keyed, place) ? 1 - error_per_digit
                                                                                        : error_per_digit / 9;
  return chance;
}

void slip_detail::visit_errors(Keyed code, const KeyingModel& model, Visitor visitor) {
  people::require(code, model);
  if (model.mix == SlipMix::keypad) return visit_keypad_errors(code, model.error_per_digit, visitor);
  visit_independent_errors(code, model.error_per_digit, any_other_digit, visitor);
}

std::vector<Slip> law(Keyed code, const KeyingModel& model) {
  std::vector<Slip> slips;
  for_each_slip(code, model, [&](const Slip& slip) { slips.push_back(slip); });
  return slips;
}

Keyed sample(Keyed code, const KeyingModel& model, double u) {
  double left = u - right_chance(code, model);
  if (left < 0) return code;
  Keyed keyed = code;
  auto see = [&](const Slip& slip) {
    keyed = slip.keyed;
    left -= slip.chance;
    return left < 0;
  };
  slip_detail::visit_errors(code, model, slip_detail::Visitor(see));
  return keyed;
}

Keyed collected(Keyed keyed, int digits) {
  if (digits < 0 || keyed.number < 0 || keyed.digits < 0 || keyed.digits > most_digits)
    throw std::invalid_argument("a collector takes 0 to 9 digits, and no negative numbers");
  if (keyed.digits <= digits) return keyed;
  return {keyed.number / slip_detail::powers_of_ten[keyed.digits - digits], digits};
}

}  // namespace people

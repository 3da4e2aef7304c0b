#include "models/people/slips_digits.hpp"

namespace people {

namespace {

using namespace slip_detail;

struct Confusion {
  int one, other;
  double percent;
};
constexpr Confusion confusions[] = {{5, 9, 25}, {2, 3, 15}, {1, 9, 15}, {0, 4, 5}};
constexpr double listed_share = 0.60;

constexpr double partner_percent(int spoken, int heard) {
  for (const auto& [one, other, percent] : confusions)
    if ((spoken == one && heard == other) || (spoken == other && heard == one)) return percent;
  return 0;
}

struct Partners {
  int count = 0;
  double percent = 0;
};

constexpr Partners partners_of(int spoken) {
  Partners partners;
  for (int heard = 0; heard < 10; ++heard) {
    partners.count += partner_percent(spoken, heard) > 0;
    partners.percent += partner_percent(spoken, heard);
  }
  return partners;
}

constexpr double speech_chance(int spoken, int heard) {
  const Partners partners = partners_of(spoken);
  if (spoken == heard) return 0;
  if (partners.count == 0) return 1 / 9.0;
  const double percent = partner_percent(spoken, heard);
  return percent > 0 ? listed_share * percent / partners.percent : (1 - listed_share) / (9 - partners.count);
}

consteval Replacements speech_confusions() {
  Replacements law{};
  for (int spoken = 0; spoken < 10; ++spoken)
    for (int heard = 0; heard < 10; ++heard)
      law[static_cast<unsigned>(spoken)][static_cast<unsigned>(heard)] = speech_chance(spoken, heard);
  return law;
}
constexpr Replacements speech_law = speech_confusions();

const Replacements& replacements(Hearing hearing) { return hearing == Hearing::speech ? speech_law : any_other_digit; }

}  // namespace

double misheard_as_chance(int spoken, int heard, Hearing hearing) {
  require_digit(spoken);
  require_digit(heard);
  return replacement_chance(replacements(hearing), spoken, heard);
}

double right_chance(Keyed code, const HearingModel& model) {
  require(code, model);
  return none_wrong_chance(code.digits, model.misheard_per_digit);
}

void slip_detail::require(Keyed code, const HearingModel& model) {
  require_code(code);
  require_probability(model.misheard_per_digit);
}

int slip_detail::heard_digit(int spoken, const HearingModel& model, double u) {
  double left = u - (1 - model.misheard_per_digit);
  int heard = spoken;
  for (int digit = 0; digit < 10 && left >= 0; ++digit) {
    if (digit == spoken) continue;
    heard = digit;
    left -= model.misheard_per_digit * replacement_chance(replacements(model.hearing), spoken, digit);
  }
  return heard;
}

void slip_detail::visit_errors(Keyed code, const HearingModel& model, Visitor visitor) {
  require(code, model);
  visit_independent_errors(code, model.misheard_per_digit, replacements(model.hearing), visitor);
}

std::vector<Slip> law(Keyed code, const HearingModel& model) {
  std::vector<Slip> slips;
  for_each_slip(code, model, [&](const Slip& slip) { slips.push_back(slip); });
  return slips;
}

}  // namespace people

#include <stdexcept>

#include "models/people/slips.hpp"
#include "sim/random/portable_math.hpp"

namespace people {

namespace {

constexpr double coarse_steps = 0x1p26;
constexpr double lost_share = 0.5;
constexpr double garbled_share = 0.3;

/// As good as independent of whether u lies above a threshold.
double fine_part(double u) {
  const double scaled = u * coarse_steps;
  return scaled - static_cast<double>(static_cast<std::int64_t>(scaled));
}

Recall way_of_forgetting(double share) {
  if (share < lost_share) return Recall::lost;
  return share < lost_share + garbled_share ? Recall::garbled : Recall::earlier_code;
}

}  // namespace

sim::Ticks usual_mean_life(int digits) {
  using sim::operator""_s;
  if (digits < 1 || digits > most_digits) throw std::invalid_argument("a code has 1 to 9 digits");
  if (digits <= 2) return 1200_s;
  if (digits == 3) return 700_s;
  sim::Ticks life = 400_s;
  for (int more = digits - 4; more > 0; --more) life = {life.us * 4 / 7};
  return life;
}

double recall_chance(const Forgetting& forgetting, sim::Ticks since) {
  if (forgetting.mean_life <= sim::Ticks{}) throw std::invalid_argument("the mean life of a memory is positive");
  if (since < sim::Ticks{}) throw std::invalid_argument("nothing is recalled before it is heard");
  if (forgetting.mean_life == sim::never) return 1;
  return sim::portable::exp(-static_cast<double>(since.us) / static_cast<double>(forgetting.mean_life.us));
}

Recall recall(const Forgetting& forgetting, sim::Ticks since, double u) {
  return u < recall_chance(forgetting, since) ? Recall::right : way_of_forgetting(fine_part(u));
}

Keyed garbled(Keyed code, double u) { return sample(code, {1, SlipMix::keypad}, u); }

}  // namespace people

#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "sim/time.hpp"

/// How people get a code wrong: keying it, hearing it, remembering it. Pure functions; every law can be enumerated.
///
/// A code has 1 to 9 digits, leading zeros count, and its number fits into them; probabilities lie in [0,1]. Whatever
/// breaks this is std::invalid_argument. A uniform `u` must lie in (0,1). Results are the same bits on every machine.
namespace people {

inline constexpr int most_digits = 9;

/// A number written with `digits` digits. What was keyed may have a digit more or fewer than the code that was meant.
struct Keyed {
  int number = 0;
  int digits = 0;

  friend constexpr auto operator<=>(const Keyed&, const Keyed&) = default;
};

/// One thing a person may key or hear, and how likely.
struct Slip {
  Keyed keyed;
  double chance = 0;
};

enum class SlipMix : std::uint8_t {
  /// Each digit is replaced independently by one of the nine others, all equally likely: the law (not the draws) of
  /// park::mistype.
  any_digit,
  /// The kinds of error people make on a telephone's keys, per 100 wrong numbers: a wrong digit 65, neighbours swapped
  /// 10, a digit left out 12, a digit keyed twice 5, another digit too many 3, twin (aa to bb) 1, jump swap (abc to
  /// cba) 1, sound (a0 to 1a and back, a from 2 to 9) 1, several digits 2. Derived from the counts of J. Verhoeff,
  /// Error Detecting Decimal Codes, 1969, with room for missing and added digits (N. R. Wagner, 2002). Kinds that the
  /// code cannot show are left out and the others scaled up. Where in the code an error happens is uniform over the
  /// places that allow its kind.
  ///
  /// Assumed: a wrong or twin digit is a slip of the finger (wrong_key_chance); a digit too many is none of its two
  /// neighbours, all such numbers equally likely; `several` means two wrong digits, all such numbers equally likely; a
  /// code of one digit is never left out as a whole, one of nine never gets a digit more.
  keypad
};

/// With n digits the right code is keyed with probability (1 - error_per_digit)^n, whatever the mix.
struct KeyingModel {
  double error_per_digit = 0;
  SlipMix mix = SlipMix::any_digit;
};

/// Which key is hit instead of `meant`, given that it is a wrong digit's: with 70 % one that touches it in its row or
/// column of a telephone's keys (123 / 456 / 789 / 0 below 8), with 15 % one that touches it at a corner, with 15 % one
/// of the rest, each group shared evenly (assumed; no digit lacks any of the groups, * and # are no digits). 0 when
/// both are the same. Both must be digits.
double wrong_key_chance(int meant, int hit);

enum class Hearing : std::uint8_t {
  any_digit,  ///< a misheard digit becomes one of the nine others, all equally likely
  /// English speech over radio, assumed from practice: 5 and 9 (weight 25), 2 and 3 (15), 1 and 9 (15), 0 and 4 (5) are
  /// taken for one another. A misheard digit that the list names becomes one of its partners with the list's weight,
  /// 60 %, shared in proportion to theirs, else one of the remaining digits, all equally likely. 6, 7 and 8 have no
  /// partner and become one of the nine others, all equally likely.
  speech
};

/// Each digit is misheard on its own; a digit is never missed.
struct HearingModel {
  double misheard_per_digit = 0;
  Hearing hearing = Hearing::any_digit;
};

/// What a digit is taken for, given that it was misheard; 0 when both are the same. Both must be digits.
double misheard_as_chance(int spoken, int heard, Hearing hearing);

template <class Model>
concept SlipModel = std::same_as<Model, KeyingModel> || std::same_as<Model, HearingModel>;

/// (1 - p)^digits.
double right_chance(Keyed code, const KeyingModel& model);
double right_chance(Keyed code, const HearingModel& model);

/// The probability that just these digits, as many as the code has, are keyed for it when each is wrong on its own with
/// `error_per_digit` (SlipMix::any_digit), whatever the length; the right ones included. O(digits).
double any_digit_chance(Keyed code, Keyed keyed, double error_per_digit);

namespace slip_detail {

inline constexpr int powers_of_ten[] = {1,       10,        100,        1'000,       10'000,
                                        100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

/// The digit at a place counted from 0 at the left.
constexpr int digit_at(Keyed code, int place) { return code.number / powers_of_ten[code.digits - 1 - place] % 10; }

/// A reference to whoever looks at the results; it answers whether it has seen enough.
class Visitor {
 public:
  template <class See>
  requires(!std::same_as<std::remove_cvref_t<See>, Visitor>) explicit Visitor(See& see)
      : object_(std::addressof(see)),
        see_([](void* object, const Slip& slip) { return static_cast<bool>((*static_cast<See*>(object))(slip)); }) {}

  bool operator()(const Slip& slip) const { return slip.chance > 0 && see_(object_, slip); }

 private:
  void* object_;
  bool (*see_)(void*, const Slip&);
};

void require(Keyed code, const HearingModel& model);
int heard_digit(int spoken, const HearingModel& model, double u);

/// All but the right code.
void visit_errors(Keyed code, const KeyingModel& model, Visitor visitor);
void visit_errors(Keyed code, const HearingModel& model, Visitor visitor);

}  // namespace slip_detail

/// Calls visit(const Slip&) for each result once: first for the right code, then for each wrong one that can happen, in
/// a fixed order: one wrong digit, two, more, then numbers with a digit missing, then with one too many. The chances
/// sum to 1 within 1e-12. Allocates nothing.
///
/// A keypad has at most 81 n (n - 1) / 2 + 20 n + 10 results for n digits. Independent digits have 10^n up to n = 4.
/// Longer codes stop at two wrong digits, 81 n (n - 1) / 2 + 9 n + 1 results: three and more, whose probability is at
/// most n (n - 1) (n - 2) / 6 p^3, then count as two. The chances of the right code and of one wrong digit stay exact.
template <SlipModel Model, class Visit>
void for_each_slip(Keyed code, const Model& model, Visit&& visit) {
  visit(Slip{code, right_chance(code, model)});
  auto see = [&](const Slip& slip) {
    visit(slip);
    return false;
  };
  slip_detail::visit_errors(code, model, slip_detail::Visitor(see));
}

/// What for_each_slip visits, in its order.
std::vector<Slip> law(Keyed code, const KeyingModel& model);
std::vector<Slip> law(Keyed code, const HearingModel& model);

/// The probability of keying (hearing) something wrong for which is_hit(Keyed) holds, e.g. another live call's code.
/// A wrong number may still be collected() as the right one: that is for is_hit to tell. Costs what for_each_slip does.
template <SlipModel Model, std::predicate<Keyed> IsHit>
double expected(Keyed code, const Model& model, IsHit is_hit) {
  double sum = 0;
  auto see = [&](const Slip& slip) {
    if (is_hit(slip.keyed)) sum += slip.chance;
    return false;
  };
  slip_detail::visit_errors(code, model, slip_detail::Visitor(see));
  return sum;
}

/// What is keyed: the inverse distribution function of law(code, model) in its order. O(digits) when it is right.
Keyed sample(Keyed code, const KeyingModel& model, double u);

/// What is heard. uniform(i) gives the uniform of digit i, counted from 0 in the order of speaking. Independent digits,
/// also where law() stops at two wrong ones.
template <std::invocable<unsigned> Uniform>
Keyed sample(Keyed code, const HearingModel& model, Uniform&& uniform) {
  slip_detail::require(code, model);
  int number = 0;
  for (int i = 0; i < code.digits; ++i)
    number = 10 * number +
             slip_detail::heard_digit(slip_detail::digit_at(code, i), model, uniform(static_cast<unsigned>(i)));
  return {number, code.digits};
}

/// What a collector of so many digits takes: the first ones; too few stay too few. Negative is std::invalid_argument,
/// for `keyed` as well.
Keyed collected(Keyed keyed, int digits);

/// A code is still known after t with probability exp(-t / mean_life) (assumed: a walk with silent rehearsal).
/// mean_life must be positive; sim::never is a perfect memory.
struct Forgetting {
  sim::Ticks mean_life = sim::never;
};

/// Assumed: 1200 s for up to two digits, 700 s for three, 400 s for four, then 4/7 of it for each digit more.
sim::Ticks usual_mean_life(int digits);

enum class Recall : std::uint8_t {
  right,
  lost,         ///< and knows it: 50 % of those who forgot
  garbled,      ///< takes a wrong number for the code: 30 %
  earlier_code  ///< takes an earlier code of the day for it: 20 %
};

/// Of a code known since so long (not negative).
double recall_chance(const Forgetting& forgetting, sim::Ticks since);

/// For a fixed u whoever has forgotten stays so, and in the same way: recall leaves `right` once as `since` grows. The
/// way is read from the digits of u behind the 26th binary one, so its shares hold within 2^-25 of all draws.
Recall recall(const Forgetting& forgetting, sim::Ticks since, double u);

/// The number that a garbled code has become: the keypad's law, given an error.
Keyed garbled(Keyed code, double u);

}  // namespace people

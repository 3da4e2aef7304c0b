#include <array>
#include <cstddef>

#include "models/people/slips_digits.hpp"

namespace people {

namespace {

using namespace slip_detail;

enum Kind : std::uint8_t {
  substitution,
  swap,
  omission,
  repetition,
  insertion,
  twin,
  jump_swap,
  phonetic,
  several,
  kinds
};

constexpr std::array<double, kinds> published_percent{65, 10, 12, 5, 3, 1, 1, 1, 2};

enum Touch : std::uint8_t { side, corner, none, touches };
constexpr std::array<double, touches> touch_share{0.70, 0.15, 0.15};

constexpr int row(int key) { return key == 0 ? 3 : (key - 1) / 3; }
constexpr int column(int key) { return key == 0 ? 1 : (key - 1) % 3; }
constexpr int distance(int a, int b) { return a < b ? b - a : a - b; }

constexpr Touch touch(int a, int b) {
  const int rows = distance(row(a), row(b)), columns = distance(column(a), column(b));
  if (rows + columns == 1) return side;
  return rows == 1 && columns == 1 ? corner : none;
}

constexpr int keys_touched(int meant, Touch how) {
  int count = 0;
  for (int key = 0; key < 10; ++key) count += key != meant && touch(meant, key) == how;
  return count;
}

consteval Replacements wrong_keys() {
  Replacements law{};
  for (int meant = 0; meant < 10; ++meant)
    for (int hit = 0; hit < 10; ++hit)
      if (hit != meant)
        law[static_cast<unsigned>(meant)][static_cast<unsigned>(hit)] =
            touch_share[touch(meant, hit)] / keys_touched(meant, touch(meant, hit));
  return law;
}
constexpr Replacements wrong_key = wrong_keys();

/// a0 against 1a: forty and fourteen.
constexpr bool sounds_like(int a, int b, int x, int y) {
  return (a == 1 && b >= 2 && x == b && y == 0) || (b == 0 && a >= 2 && x == 1 && y == a);
}
constexpr bool has_a_sound_alike(int a, int b) { return (a == 1 && b >= 2) || (b == 0 && a >= 2); }

class KeypadErrors {
 public:
  KeypadErrors(Keyed code, double error, Visitor visitor) : code_(code), n_(code.digits), visitor_(visitor) {
    for (int i = 0; i < n_; ++i) digit_[static_cast<std::size_t>(i)] = digit_at(code, i);
    count_ways();
    double possible = 0;
    for (std::size_t kind = 0; kind < kinds; ++kind)
      if (ways_[kind] > 0) possible += published_percent[kind];
    for (std::size_t kind = 0; kind < kinds; ++kind)
      if (ways_[kind] > 0) per_way_[kind] = error * published_percent[kind] / possible / ways_[kind];
  }

  void visit() const { one_wrong() || two_wrong() || one_left_out() || one_keyed_twice() || one_too_many(); }

 private:
  int digit(int place) const { return digit_[static_cast<std::size_t>(place)]; }
  bool may_grow() const { return n_ < most_digits; }
  bool same_as_left(int place) const { return place > 0 && digit(place) == digit(place - 1); }

  void count_ways() {
    ways_[substitution] = n_;
    ways_[several] = 81 * n_ * (n_ - 1) / 2;
    ways_[omission] = n_ > 1 ? n_ : 0;
    ways_[repetition] = may_grow() ? n_ : 0;
    for (int gap = 0; gap <= n_ && may_grow(); ++gap)
      for (int key = 0; key < 10; ++key) ways_[insertion] += is_new_at(gap, key);
    for (int i = 0; i + 1 < n_; ++i) {
      ++ways_[digit(i) == digit(i + 1) ? twin : swap];
      ways_[phonetic] += has_a_sound_alike(digit(i), digit(i + 1));
    }
    for (int i = 0; i + 2 < n_; ++i) ways_[jump_swap] += digit(i) != digit(i + 2);
  }

  /// Differs from both neighbours of the gap: so no two insertions, nor a repetition, give the same number.
  bool is_new_at(int gap, int key) const {
    return (gap == 0 || digit(gap - 1) != key) && (gap == n_ || digit(gap) != key);
  }

  Keyed without(int place) const {
    const int right = powers_of_ten[n_ - 1 - place];
    return {code_.number / (10 * right) * right + code_.number % right, n_ - 1};
  }

  Keyed with(int gap, int key) const {
    const int right = powers_of_ten[n_ - gap];
    return {(code_.number / right * 10 + key) * right + code_.number % right, n_ + 1};
  }

  bool one_wrong() const {
    for (int i = 0; i < n_; ++i)
      for (int key = 0; key < 10; ++key)
        if (visitor_({replaced(code_, i, key), per_way_[substitution] * replacement_chance(wrong_key, digit(i), key)}))
          return true;
    return false;
  }

  /// Swaps, twins and phonetic errors have two wrong digits as well: each number is visited once, with all its causes.
  bool two_wrong() const {
    for (int i = 0; i < n_; ++i)
      for (int j = i + 1; j < n_; ++j)
        if (both_wrong(i, j)) return true;
    return false;
  }

  bool both_wrong(int i, int j) const {
    for (int x = 0; x < 10; ++x) {
      if (x == digit(i)) continue;
      const Keyed half = replaced(code_, i, x);
      for (int y = 0; y < 10; ++y)
        if (y != digit(j) && visitor_({replaced(half, j, y), per_way_[several] + named_chance(i, j, x, y)}))
          return true;
    }
    return false;
  }

  double named_chance(int i, int j, int x, int y) const {
    const bool exchanged = x == digit(j) && y == digit(i);
    if (j == i + 2) return exchanged ? per_way_[jump_swap] : 0;
    if (j != i + 1) return 0;
    if (exchanged) return per_way_[swap];
    if (digit(i) == digit(j) && x == y) return per_way_[twin] * replacement_chance(wrong_key, digit(i), x);
    return sounds_like(digit(i), digit(j), x, y) ? per_way_[phonetic] : 0;
  }

  /// Calls result(place) once for each run of equal digits, whose digits all give the same number.
  template <class Result>
  bool each_run(Kind kind, Result result) const {
    int length = 0;
    for (int i = n_ - 1; i >= 0; --i) {
      ++length;
      if (same_as_left(i)) continue;
      if (visitor_({result(i), per_way_[kind] * length})) return true;
      length = 0;
    }
    return false;
  }

  bool one_left_out() const {
    return each_run(omission, [&](int place) { return without(place); });
  }

  bool one_keyed_twice() const {
    return may_grow() && each_run(repetition, [&](int place) { return with(place, digit(place)); });
  }

  bool one_too_many() const {
    for (int gap = 0; gap <= n_ && may_grow(); ++gap)
      for (int key = 0; key < 10; ++key)
        if (is_new_at(gap, key) && visitor_({with(gap, key), per_way_[insertion]})) return true;
    return false;
  }

  Keyed code_;
  int n_;
  Visitor visitor_;
  std::array<int, most_digits> digit_{};
  std::array<int, kinds> ways_{};
  std::array<double, kinds> per_way_{};
};

/// 1 - (1 - p)^n without cancellation.
double any_wrong_chance(int digits, double per_digit) {
  double sum = 0;
  for (int i = 0; i < digits; ++i) sum += per_digit * none_wrong_chance(i, per_digit);
  return sum;
}

}  // namespace

double wrong_key_chance(int meant, int hit) {
  require_digit(meant);
  require_digit(hit);
  return replacement_chance(wrong_key, meant, hit);
}

void slip_detail::visit_keypad_errors(Keyed code, double per_digit, Visitor visitor) {
  if (per_digit > 0) KeypadErrors(code, any_wrong_chance(code.digits, per_digit), visitor).visit();
}

}  // namespace people

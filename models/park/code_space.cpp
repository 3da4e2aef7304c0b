#include "models/park/code_space.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <span>
#include <utility>

#include "models/park/allocation/free_set.hpp"
#include "models/park/check_digit.hpp"
#include "models/purposes.hpp"
#include "sim/random/draw.hpp"
#include "sim/random/words.hpp"

namespace park {

namespace {

using Space = Rules::Space;

constexpr std::array<std::int64_t, max_width_digits + 1> power_of_ten = [] {
  std::array<std::int64_t, max_width_digits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

std::int64_t place_value(int place) { return power_of_ten[static_cast<std::size_t>(place)]; }
std::int64_t digit_at(std::int64_t number, int place) { return number / place_value(place) % 10; }

int code_digits(const Space& space, int number) { return space.width > 0 ? space.width : decimal_digits(number); }
std::int64_t range_of(const Space& space) { return std::int64_t{space.hi} - space.lo + 1; }

/// Digits at the end in which numbers from lo to hi can differ.
int varying_digits(int lo, int hi) { return lo == hi ? 0 : 1 + varying_digits(lo / 10, hi / 10); }

/// A choice of places, bit i for the place 10^i.
using Places = unsigned;

std::vector<Places> ways_to_choose(int chosen, int digits) {
  std::vector<Places> ways;
  for (Places places = 0; places < 1U << digits; ++places)
    if (std::popcount(places) == chosen) ways.push_back(places);
  return ways;
}

/// With 0 at these places. Numbers differ at no other places just when this makes them equal.
int blanked(int number, Places places) {
  std::int64_t rest = number;
  for (; places != 0; places &= places - 1) {
    const int place = std::countr_zero(places);
    rest -= digit_at(number, place) * place_value(place);
  }
  return static_cast<int>(rest);
}

bool passes_check(const Space& space, int number) {
  return space.check == Check::none ||
         is_valid(space.check, static_cast<std::uint64_t>(number), code_digits(space, number));
}

std::vector<int> checked_numbers(const Space& space) {
  const std::int64_t step = space.design == Design::spaced ? space.step : 1;
  std::vector<int> numbers;
  for (std::int64_t n = space.lo; n <= space.hi; n += step) {
    const int number = static_cast<int>(n);
    if (passes_check(space, number)) numbers.push_back(number);
  }
  return numbers;
}

/// The numbers that came near one of those added: that differ from it in at most `distance` - 1 of the last digits.
class Neighbourhoods {
 public:
  Neighbourhoods(int distance, int digits)
      : modulus_(place_value(digits)), ways_(ways_to_choose(std::min(distance - 1, digits), digits)) {
    taken_.assign(ways_.size(), std::vector<bool>(static_cast<std::size_t>(modulus_)));
  }

  bool contain(int number) const {
    for (std::size_t way = 0; way < ways_.size(); ++way)
      if (taken_[way][rest(number, way)]) return true;
    return false;
  }

  void add(int number) {
    for (std::size_t way = 0; way < ways_.size(); ++way) taken_[way][rest(number, way)] = true;
  }

 private:
  std::size_t rest(int number, std::size_t way) const {
    return static_cast<std::size_t>(blanked(static_cast<int>(number % modulus_), ways_[way]));
  }

  std::int64_t modulus_;
  std::vector<Places> ways_;
  std::vector<std::vector<bool>> taken_;
};

std::vector<int> lexicode(const Space& space, const std::vector<int>& numbers) {
  Neighbourhoods near(space.distance, varying_digits(space.lo, space.hi));
  std::vector<int> code;
  for (const int number : numbers) {
    if (near.contain(number)) continue;
    near.add(number);
    code.push_back(number);
  }
  return code;
}

/// The first places of a shuffle (Fisher and Yates 1938, Durstenfeld 1964), one draw for each.
std::vector<int> drawn(const Space& space, std::vector<int> numbers) {
  const sim::DrawSource source(static_cast<std::uint64_t>(space.design_seed), 0, 0, sim::hash_name("sparse codes"));
  const auto usable = static_cast<std::size_t>(space.usable);
  for (std::size_t i = 0; i < usable; ++i) {
    const double u = source.of(i).uniform(static_cast<sim::Purpose>(models::Draw::code_choice), 0, 0);
    const auto left = static_cast<double>(numbers.size() - i);
    std::swap(numbers[i], numbers[i + static_cast<std::size_t>(u * left)]);
  }
  numbers.resize(usable);
  std::ranges::sort(numbers);
  return numbers;
}

/// Membership of numbers in O(1).
class CodeSet {
 public:
  explicit CodeSet(std::span<const int> codes)
      : lo_(codes.front()), members_(static_cast<std::size_t>(codes.back() - codes.front() + 1)) {
    for (const int code : codes) members_[static_cast<std::size_t>(code - lo_)] = true;
  }

  bool contains(std::int64_t number) const {
    const std::int64_t at = number - lo_;
    return at >= 0 && at < static_cast<std::int64_t>(members_.size()) && members_[static_cast<std::size_t>(at)];
  }

 private:
  int lo_;
  std::vector<bool> members_;
};

void count_wrong_digits(Guarantee& counts, const CodeSet& codes, int code, int digits) {
  for (int place = 0; place < digits; ++place) {
    const std::int64_t right = digit_at(code, place);
    for (std::int64_t wrong = 0; wrong < 10; ++wrong) {
      if (wrong == right) continue;
      ++counts.wrong_digits;
      counts.wrong_digits_missed += codes.contains(code + (wrong - right) * place_value(place));
    }
  }
}

void count_swaps(Guarantee& counts, const CodeSet& codes, int code, int digits) {
  for (int place = 0; place + 1 < digits; ++place) {
    const std::int64_t gain = digit_at(code, place) - digit_at(code, place + 1);
    if (gain == 0) continue;
    ++counts.swaps;
    counts.swaps_missed += codes.contains(code + gain * (place_value(place + 1) - place_value(place)));
  }
}

bool two_agree_but_for(std::span<const int> codes, Places places) {
  std::vector<int> rests;
  for (const int code : codes) rests.push_back(blanked(code, places));
  std::ranges::sort(rests);
  return std::ranges::adjacent_find(rests) != rests.end();
}

/// Of ascending codes of one length; 0 for fewer than two.
int least_distance_of(std::span<const int> codes) {
  if (codes.size() < 2) return 0;
  const int digits = varying_digits(codes.front(), codes.back());
  for (int distance = 1; distance < digits; ++distance)
    for (const Places places : ways_to_choose(distance, digits))
      if (two_agree_but_for(codes, places)) return distance;
  return digits;
}

int least_distance_of(const Space& space, std::span<const int> codes) {
  int least = 0;
  while (!codes.empty()) {
    const int digits = code_digits(space, codes.front());
    const auto end = std::ranges::partition_point(codes, [&](int code) { return code_digits(space, code) == digits; });
    const auto length = static_cast<std::size_t>(end - codes.begin());
    const int distance = least_distance_of(codes.first(length));
    if (least == 0 || (distance != 0 && distance < least)) least = distance;
    codes = codes.subspan(length);
  }
  return least;
}

std::string_view name_of(const Space& space) {
  constexpr std::string_view names[4][4] = {
      {"plain range", "spaced", "lexicode", "sparse"},
      {"Luhn", "Luhn, spaced", "Luhn, lexicode", "Luhn, sparse"},
      {"Verhoeff", "Verhoeff, spaced", "Verhoeff, lexicode", "Verhoeff, sparse"},
      {"Damm", "Damm, spaced", "Damm, lexicode", "Damm, sparse"},
  };
  return names[static_cast<std::size_t>(space.check)][static_cast<std::size_t>(space.design)];
}

std::string recognised(const std::string& one, const std::string& many, std::int64_t all, std::int64_t missed) {
  if (missed == 0) return "every " + one + " is recognised";
  if (missed == all) return "no " + one + " is recognised";
  return std::to_string(missed) + " of " + std::to_string(all) + " " + many + " lead to another code";
}

std::string slips_words(const Guarantee& g) {
  const std::string digit = "wrong digit", swap = "swap of neighbours";
  if (g.swaps == 0) return recognised(digit, "wrong digits", g.wrong_digits, g.wrong_digits_missed);
  if (g.every_single_digit_error && g.every_adjacent_transposition)
    return "every " + digit + " and every " + swap + " is recognised";
  if (g.wrong_digits_missed == g.wrong_digits && g.swaps_missed == g.swaps)
    return "no " + digit + " and no " + swap + " is recognised";
  return recognised(digit, "wrong digits", g.wrong_digits, g.wrong_digits_missed) + ", and " +
         recognised(swap, "swaps of neighbours", g.swaps, g.swaps_missed);
}

std::string range_contradiction(const Space& space) {
  if (space.lo < 0) return "codes cannot be negative (" + std::to_string(space.lo) + ")";
  if (space.lo > space.hi)
    return "the codes end (" + std::to_string(space.hi) + ") before they begin (" + std::to_string(space.lo) + ")";
  if (space.width < 0 || space.width > max_width_digits)
    return "codes have 1 to " + std::to_string(max_width_digits) + " digits, not " + std::to_string(space.width);
  if (space.width > 0 && decimal_digits(space.hi) > space.width)
    return "codes up to " + std::to_string(space.hi) + " need more than " + std::to_string(space.width) + " digits";
  return {};
}

std::string choice_contradiction(const Space& space) {
  if (is_plain(space)) return {};
  const int digits = code_digits(space, space.hi);
  if (code_digits(space, space.lo) != digits)
    return "codes with a check digit or a design must all have the same number of digits, but " +
           std::to_string(space.lo) + " and " + std::to_string(space.hi) + " have not, and no width is given";
  if (range_of(space) > max_numbers_searched)
    return "a check digit or a design chooses codes from at most " + std::to_string(max_numbers_searched) +
           " numbers, not from " + std::to_string(range_of(space));
  if (space.check != Check::none && digits < 2) return "codes with a check digit need at least 2 digits";
  return {};
}

std::string hamming_contradiction(const Space& space) {
  const int digits = code_digits(space, space.hi);
  if (space.distance < 1 || space.distance > digits)
    return "codes of " + std::to_string(digits) + " digits cannot differ in at least " +
           std::to_string(space.distance) + " digits";
  if (varying_digits(space.lo, space.hi) > max_hamming_digits)
    return "codes that differ in several digits can be chosen among numbers that vary in at most " +
           std::to_string(max_hamming_digits) + " digits";
  return {};
}

std::string design_contradiction(const Space& space) {
  if (space.design == Design::spaced && space.step < 1)
    return "the step between codes must be at least 1, not " + std::to_string(space.step);
  if (space.design == Design::sparse && space.usable < 1)
    return "at least 1 code must be usable, not " + std::to_string(space.usable);
  return space.design == Design::hamming ? hamming_contradiction(space) : std::string{};
}

std::string sparse_contradiction(const Space& space) {
  if (space.design != Design::sparse) return {};
  Space all = space;
  all.design = Design::every;
  if (const int codes = usable_codes(all); space.usable > codes)
    return std::to_string(space.usable) + " codes cannot be usable of " + std::to_string(codes);
  return {};
}

std::string count_contradiction(const Space& space) {
  const std::int64_t codes = is_plain(space) ? range_of(space) : usable_codes(space);
  if (codes == 0)
    return "no number from " + std::to_string(space.lo) + " to " + std::to_string(space.hi) + " is a code";
  if (codes > FreeSet::max_size)
    return "a lot has at most " + std::to_string(FreeSet::max_size) + " codes, not " + std::to_string(codes);
  if (space.shares == Shares::time && codes < space.slices)
    return std::to_string(codes) + " codes are too few for " + std::to_string(space.slices) + " shares by time";
  return {};
}

std::string shares_contradiction(const Space& space) {
  if (space.shares != Shares::time) return {};
  if (space.slices < 2) return "shares by time are at least 2, not " + std::to_string(space.slices);
  if (space.slice_length.us <= 0) return "shares by time need turns longer than 0";
  return {};
}

}  // namespace

bool is_plain(const Space& space) { return space.check == Check::none && space.design == Design::every; }

std::vector<int> code_numbers(const Space& space) {
  std::vector<int> numbers = checked_numbers(space);
  if (space.design == Design::hamming) return lexicode(space, numbers);
  if (space.design == Design::sparse) return drawn(space, std::move(numbers));
  return numbers;
}

int usable_codes(const Space& space) {
  if (space.design == Design::sparse) return space.usable;
  if (!is_plain(space)) return static_cast<int>(code_numbers(space).size());
  return static_cast<int>(std::clamp<std::int64_t>(range_of(space), 0, std::numeric_limits<int>::max()));
}

Guarantee guarantee_of(const Space& space) {
  const std::vector<int> codes = code_numbers(space);
  const CodeSet set(codes);
  Guarantee found;
  found.name = name_of(space);
  for (const int code : codes) {
    count_wrong_digits(found, set, code, code_digits(space, code));
    count_swaps(found, set, code, code_digits(space, code));
  }
  found.every_single_digit_error = found.wrong_digits_missed == 0;
  found.every_adjacent_transposition = found.swaps_missed == 0;
  found.least_distance = least_distance_of(space, codes);
  if (space.shares == Shares::time) found.rest = space.slice_length * (space.slices - 1);
  return found;
}

std::string guarantee_words(const Guarantee& g) {
  std::string words = slips_words(g);
  if (g.least_distance > 2)
    words += ", as are up to " + std::to_string(g.least_distance - 1) + " wrong digits in a code";
  if (g.rest.us > 0)
    words += "; a code is not chosen for " + sim::duration_words(g.rest.seconds()) + " after the turn of its share";
  return words;
}

std::string guarantee_words(const Space& space) { return guarantee_words(guarantee_of(space)); }

std::string space_contradiction(const Space& space) {
  for (const auto part : {range_contradiction, choice_contradiction, design_contradiction, shares_contradiction,
                          sparse_contradiction, count_contradiction})
    if (std::string words = part(space); !words.empty()) return words;
  return {};
}

}  // namespace park

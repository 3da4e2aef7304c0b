#include "scenarios/compiler/code_prefixes.hpp"

#include <algorithm>
#include <array>

#include "models/park/code_space.hpp"
#include "scenarios/compiler/rules_text.hpp"

namespace scenarios {

namespace {

using Space = park::Rules::Space;

constexpr int most_digits = 9;

constexpr std::array<std::int64_t, most_digits + 1> power_of_ten = [] {
  std::array<std::int64_t, most_digits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
std::int64_t ten_to(int digits) { return power_of_ten[static_cast<std::size_t>(digits)]; }

int length_of(const Space& space, std::int64_t code) {
  return std::max(space.width, park::decimal_digits(static_cast<int>(code)));
}

/// Codes of one length that may begin others.
struct Beginnings {
  int length;
  std::int64_t lo, hi;
};

template <class Visit>
void for_each_length(const Space& space, Visit visit) {
  constexpr std::int64_t most_codes = 100'000;
  const std::int64_t last = std::min<std::int64_t>(space.hi, space.lo + most_codes - 1);
  const int first_length = length_of(space, space.lo);
  for (int length = first_length; length < most_digits && length <= length_of(space, last); ++length) {
    const std::int64_t lo = length == first_length ? space.lo : ten_to(length - 1);
    visit(Beginnings{length, lo, std::min(last, ten_to(length) - 1)});
  }
}

struct Pair {
  std::int64_t begin = -1, whole = -1;  ///< none
};

/// With the first code of `longer` of so many digits that has such a beginning.
Pair pair_of(const Beginnings& begin, const Space& longer, int digits) {
  const std::int64_t more = ten_to(digits - begin.length);
  const int length = length_of(longer, longer.lo);
  if (digits < length) return {};
  if (digits == length) {
    const std::int64_t code = std::max(begin.lo, longer.lo / more);
    const std::int64_t whole = std::max<std::int64_t>(code * more, longer.lo);
    return code <= begin.hi && whole <= longer.hi ? Pair{code, whole} : Pair{};
  }
  // As texts: the least code that, with zeros behind it, does not come before the first one of `longer`.
  const std::int64_t scale = ten_to(std::abs(begin.length - length));
  const std::int64_t least = begin.length >= length ? longer.lo * scale : (longer.lo + scale - 1) / scale;
  const std::int64_t code = std::max({begin.lo, least, begin.length == 1 ? 1 : ten_to(begin.length - 1)});
  return code <= begin.hi && code * more <= longer.hi ? Pair{code, code * more} : Pair{};
}

std::string words_of(const Pair& pair, int begin_digits, int whole_digits) {
  const auto words = [](std::int64_t code, int digits) {
    Space space;
    space.width = digits;
    return code_words(space, static_cast<int>(code));
  };
  return words(pair.begin, begin_digits) + " and " + words(pair.whole, whole_digits);
}

}  // namespace

std::string prefix_pair(const Space& shorter, const Space& longer) {
  std::string words;
  for_each_length(shorter, [&](const Beginnings& begin) {
    Pair lowest;
    int digits_of_lowest = 0;
    for (int digits = begin.length + 1; words.empty() && digits <= most_digits; ++digits) {
      const Pair pair = pair_of(begin, longer, digits);
      if (pair.begin < 0 || (lowest.begin >= 0 && pair.begin >= lowest.begin)) continue;
      lowest = pair;
      digits_of_lowest = digits;
    }
    if (lowest.begin >= 0) words = words_of(lowest, begin.length, digits_of_lowest);
  });
  return words;
}

CodePrefixes::CodePrefixes(std::span<const Space* const> spaces) : of_length_(most_digits + 1) {
  for (std::size_t i = 0; i < spaces.size(); ++i) {
    const Space& space = *spaces[i];
    const int length = length_of(space, space.lo);
    if (length <= most_digits) of_length_[static_cast<std::size_t>(length)].push_back({space.lo, space.hi, 0, i});
    if (length_of(space, space.hi) > length) of_many_lengths_.push_back(i);
  }
  for (auto& ranges : of_length_) {
    std::ranges::sort(ranges, {}, &Range::lo);
    std::int64_t farthest = -1;
    for (Range& range : ranges) range.farthest = farthest = std::max(farthest, range.hi);
  }
}

std::vector<std::size_t> CodePrefixes::candidates(const Space& shorter) const {
  std::vector<std::size_t> found = of_many_lengths_;
  for_each_length(shorter, [&](const Beginnings& begin) {
    for (int digits = begin.length + 1; digits <= most_digits; ++digits) {
      const auto& ranges = of_length_[static_cast<std::size_t>(digits)];
      const std::int64_t more = ten_to(digits - begin.length);
      const std::int64_t from = begin.lo * more, to = begin.hi * more + more - 1;
      auto range = std::ranges::upper_bound(ranges, to, {}, &Range::lo);
      while (range != ranges.begin() && (--range)->farthest >= from)
        if (range->hi >= from) found.push_back(range->place);
    }
  });
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace scenarios

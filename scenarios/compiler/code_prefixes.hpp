#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/park/rules.hpp"

/// Codes that begin other codes: a phone that sees "10" cannot tell whether "100" is meant. Of a range every number
/// counts as a code, whatever its check digit or design leaves out.
namespace scenarios {

/// The lowest code of `shorter` that begins a code of `longer`, and such a code, as "10 and 100"; empty when there is
/// none. Looks at the first 100,000 codes of `shorter` and at codes of up to 9 digits; of those of `longer` that have
/// more digits than its first, only at the ones that end in zeros and, as texts, do not come before its first. O(1).
std::string prefix_pair(const park::Rules::Space& shorter, const park::Rules::Space& longer);

/// Finds those of many ranges that may have a code that begins with a code of a given range.
class CodePrefixes {
 public:
  using Space = park::Rules::Space;

  /// O(n log n).
  explicit CodePrefixes(std::span<const Space* const> spaces);

  /// The places, ascending, of the ranges for which prefix_pair(shorter, range) is not empty, and of few others:
  /// O(log n) and what is found, as far as ranges of one length do not overlap each other.
  std::vector<std::size_t> candidates(const Space& shorter) const;

 private:
  struct Range {
    std::int64_t lo, hi;
    std::int64_t farthest;  ///< the greatest `hi` up to here
    std::size_t place;
  };
  std::vector<std::vector<Range>> of_length_;  ///< by the digits of their first codes; ascending
  std::vector<std::size_t> of_many_lengths_;
};

}  // namespace scenarios

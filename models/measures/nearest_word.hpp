#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace measures {

/// The known word that `word` was probably meant to be: the one with the fewest insertions, deletions, replacements and
/// swaps of neighbours (optimal string alignment; Damerau, 1964), the first of equal ones. Capitals do not count. None
/// when even the nearest is too far to be a slip: more than one edit for every three letters, rounded up.
/// O(known x length^2).
std::optional<std::string_view> nearest_word(std::string_view word, std::span<const std::string_view> known);

/// What to tell about an unknown word: "; did you mean 'x'?", or "; known: a, b, c" when nothing is near, or nothing
/// when nothing is known.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

}  // namespace measures

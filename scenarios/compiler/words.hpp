#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Known words, and the one a writer probably meant.
namespace scenarios {

/// The known word that is a slip away (measures::nearest_word), or else one that contains `word` or is contained in it.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> known);

/// "did you mean `x`?", or "known: a, b, c" when nothing is near and the list is short, or nothing.
std::string hint_for(std::string_view word, std::span<const std::string_view> known);
std::string hint_for(std::string_view word, const std::vector<std::string>& known);

}  // namespace scenarios

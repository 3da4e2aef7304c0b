#include "scenarios/compiler/words.hpp"

#include <algorithm>

#include "models/measures/nearest_word.hpp"

namespace scenarios {

namespace {

constexpr std::size_t longest_word = 64;

bool contains(std::string_view whole, std::string_view part) {
  return part.size() >= 4 && whole.find(part) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.empty() || word.size() > longest_word) return std::nullopt;
  if (const auto slip = measures::nearest_word(word, known)) return std::string(*slip);
  const auto similar = [word](std::string_view candidate) {
    return contains(candidate, word) || contains(word, candidate);
  };
  const auto found = std::ranges::find_if(known, similar);
  return found == known.end() ? std::nullopt : std::optional<std::string>(*found);
}

std::string hint_for(std::string_view word, std::span<const std::string_view> known) {
  if (const auto meant = nearest(word, known)) return "did you mean `" + *meant + "`?";
  constexpr std::size_t short_list = 20;
  if (known.empty() || known.size() > short_list) return {};
  std::string list;
  for (const std::string_view candidate : known) list += (list.empty() ? "known: " : ", ") + std::string(candidate);
  return list;
}

std::string hint_for(std::string_view word, const std::vector<std::string>& known) {
  return hint_for(word, std::vector<std::string_view>(known.begin(), known.end()));
}

}  // namespace scenarios

#include "scenarios/compiler/error.hpp"

#include <algorithm>
#include <utility>

namespace scenarios {

namespace {

constexpr std::size_t shown_width = 120;

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string_view before(const Mark& at) {
  return std::string_view(at.source->text).substr(0, std::min(at.offset, at.source->text.size()));
}

std::string printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (c == '\t') c = ' ';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return shown;
}

// Moves to the start of a character.
std::size_t aligned(std::string_view text, std::size_t offset) {
  while (offset > 0 && offset < text.size() && !starts_character(text[offset])) --offset;
  return std::min(offset, text.size());
}

// The source line with the caret under it.
std::string picture(const Mark& at) {
  const std::string_view text = at.source->text;
  const std::size_t offset = before(at).size();
  const std::size_t newline = before(at).rfind('\n');
  const std::size_t first = newline == std::string_view::npos ? 0 : newline + 1;
  std::string_view line = text.substr(first, text.find('\n', offset) - first);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t caret = offset - first;
  const std::size_t from = caret > shown_width / 2 ? aligned(line, caret - shown_width / 2) : 0;
  const std::size_t to = aligned(line, std::min(line.size(), from + shown_width));
  const std::string head = from > 0 ? "..." : "";
  const std::string shown = head + printable(line.substr(from, to - from)) + (to < line.size() ? "..." : "");
  const std::size_t indent = head.size() + characters(line.substr(from, std::min(caret, line.size()) - from));
  return "\n  " + shown + "\n  " + std::string(indent, ' ') + "^";
}

}  // namespace

std::size_t Mark::line() const {
  if (!source || offset == whole) return 0;
  const std::string_view text = before(*this);
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t Mark::column() const {
  if (!source || offset == whole) return 0;
  const std::string_view text = before(*this);
  return 1 + characters(text.substr(text.rfind('\n') + 1));
}

std::string Problem::render() const {
  std::string out;
  if (at.source) out += at.source->name + ":";
  const bool placed = at.line() > 0;
  if (placed) out += std::to_string(at.line()) + ":" + std::to_string(at.column()) + ":";
  out += (out.empty() ? "" : " ") + printable(message);
  if (placed) out += picture(at);
  if (!hint.empty()) out += (out.empty() || at.source ? "\n  " : "; ") + printable(hint);
  return out;
}

InputError::InputError(std::vector<Problem> problems) : problems_(std::move(problems)) {
  std::ranges::stable_sort(problems_, [](const Problem& a, const Problem& b) {
    return std::pair(a.at.source.get() != nullptr ? a.at.source->name : "", a.at.offset) <
           std::pair(b.at.source.get() != nullptr ? b.at.source->name : "", b.at.offset);
  });
  for (const Problem& problem : problems_) text_ += (text_.empty() ? "" : "\n") + problem.render();
}

InputError::InputError(Mark at, std::string message, std::string hint)
    : InputError(std::vector<Problem>{{std::move(at), std::move(message), std::move(hint)}}) {}

}  // namespace scenarios

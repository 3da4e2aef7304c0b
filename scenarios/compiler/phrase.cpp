#include "scenarios/compiler/phrase.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace scenarios {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

constexpr std::string_view comma_hint = "arguments are separated by spaces: lognormal(mean 40s cv 0.7)";

}  // namespace

Phrase::Phrase(const Node& node, std::string_view what) : node_(&node), what_(what) {
  if (!node.is_scalar()) throw InputError(node.at, what_ + " must be written as one value, not as a list or a mapping");
  if (node.text.empty()) throw InputError(node.at, what_ + " has no value");
}

bool Phrase::at_end() {
  skip_blanks();
  return position_ == text().size();
}

char Phrase::peek() { return at_end() ? '\0' : text()[position_]; }

bool Phrase::take(std::string_view word) {
  skip_blanks();
  if (!rest().starts_with(word)) return false;
  const std::string_view behind = rest().substr(word.size());
  if (!behind.empty() && is_word(behind.front())) return false;
  position_ += word.size();
  return true;
}

bool Phrase::take(char c) {
  if (peek() != c) return false;
  ++position_;
  return true;
}

void Phrase::expect(char c) {
  if (take(c)) return;
  if (peek() == ',') fail("a comma inside the parentheses", std::string(comma_hint));
  if (at_end()) fail("`" + std::string(1, c) + "` is missing at the end");
  fail("expected `" + std::string(1, c) + "` here");
}

std::string_view Phrase::word() { return take_while(is_word); }

std::string_view Phrase::letters() { return take_while(is_letter); }

std::string_view Phrase::run() {
  return take_while([](char c) { return !is_blank(c) && c != ')'; });
}

double Phrase::number() {
  skip_blanks();
  if (peek() == ',') fail("a comma inside the parentheses", std::string(comma_hint));
  double value = 0;
  const std::size_t sign = rest().starts_with('+') ? 1 : 0;
  const char* const first = rest().data() + sign;
  const char* const last = rest().data() + rest().size();
  const auto [end, error] = std::from_chars(first, last, value, std::chars_format::fixed);
  if (error == std::errc::result_out_of_range) fail("this number is out of range");
  if (error != std::errc() || !std::isfinite(value)) fail("expected a number here, for " + what_);
  position_ += sign + static_cast<std::size_t>(end - first);
  return value;
}

void Phrase::finish() {
  if (at_end()) return;
  if (peek() == ',') fail("a comma has no place in " + what_, std::string(comma_hint));
  fail("`" + std::string(rest()) + "` is too much for " + what_);
}

void Phrase::fail(std::size_t position, std::string message, std::string hint) const {
  throw InputError(node_->inside(position), std::move(message), std::move(hint));
}

void Phrase::fail(std::string message, std::string hint) const { fail(position_, std::move(message), std::move(hint)); }

std::string_view Phrase::take_while(bool (*belongs)(char)) {
  skip_blanks();
  std::size_t length = 0;
  while (length < rest().size() && belongs(rest()[length])) ++length;
  const std::string_view found = rest().substr(0, length);
  position_ += length;
  return found;
}

void Phrase::skip_blanks() {
  while (position_ < text().size() && is_blank(text()[position_])) ++position_;
}

}  // namespace scenarios

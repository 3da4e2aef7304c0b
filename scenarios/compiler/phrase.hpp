#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scenarios/compiler/document.hpp"

/// Reads the text of one scalar from left to right; every error names the place of the character.
namespace scenarios {

class Phrase {
 public:
  /// `what` names the value in errors. Throws InputError when the node is no scalar or has no text.
  Phrase(const Node& node, std::string_view what);

  const Node& node() const { return *node_; }
  std::string_view what() const { return what_; }
  std::size_t position() const { return position_; }
  std::string_view rest() const { return text().substr(position_); }
  bool at_end();
  /// What comes next, blanks left out; '\0' at the end.
  char peek();
  /// Takes `word` when it comes next (blanks left out), whole: not as the beginning of a longer word.
  bool take(std::string_view word);
  bool take(char c);
  /// Throws, with a hint of its own when there is a comma, unless `c` comes next.
  void expect(char c);
  /// Letters, digits, '_' and '-'; empty when something else comes next.
  std::string_view word();
  /// Letters alone, as in a unit.
  std::string_view letters();
  /// Up to a blank or ')'.
  std::string_view run();
  /// A number; throws when none comes next or it is not finite.
  double number();
  /// Whether the next character follows without a blank, and is `c`.
  bool touches(char c) const { return position_ < text().size() && text()[position_] == c; }
  /// Throws when something is left.
  void finish();
  [[noreturn]] void fail(std::size_t position, std::string message, std::string hint = {}) const;
  [[noreturn]] void fail(std::string message, std::string hint = {}) const;

 private:
  std::string_view text() const { return node_->text; }
  void skip_blanks();
  std::string_view take_while(bool (*belongs)(char));

  const Node* node_;
  std::string what_;
  std::size_t position_ = 0;
};

}  // namespace scenarios

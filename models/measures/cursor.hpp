#pragma once

#include <cctype>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/time.hpp"

namespace measures {

/// What is wrong with a query or an expectation. what() is the whole sentence, `nearest` included.
class QueryError : public std::runtime_error {
 public:
  QueryError(const std::string& message, std::size_t at, std::string nearest_known = {})
      : std::runtime_error(message), offset(at), nearest(std::move(nearest_known)) {}
  std::size_t offset;   ///< in bytes from the start of the text
  std::string nearest;  ///< the known word that was probably meant; empty when none is near
};

/// A place in a text that is read from left to right. All errors are QueryErrors at the place they are about.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::size_t offset() const { return at_; }
  void back_to(std::size_t offset) { at_ = offset; }
  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  std::string_view rest() const { return text_.substr(at_); }
  std::string_view since(std::size_t offset) const { return text_.substr(offset, at_ - offset); }

  bool take(char c);
  void expect(char c, std::string_view why);
  void skip_spaces();
  template <class Belongs>
  std::string_view take_while(Belongs belongs) {
    const std::size_t start = at_;
    while (!done() && belongs(static_cast<unsigned char>(peek()))) ++at_;
    return since(start);
  }
  std::string_view take_letters() {
    return take_while([](unsigned char c) { return std::isalpha(c) != 0; });
  }

  /// A number of digits, with a decimal point or not; nothing (and no move) when none is here.
  std::optional<double> take_number();

  /// A number and its unit, such as 2min; `example` shows in the error how it is written.
  sim::Ticks take_duration(std::string_view example);

  [[noreturn]] void fail(const std::string& message) const { fail_at(at_, message); }
  [[noreturn]] void fail_at(std::size_t offset, const std::string& message) const { throw QueryError(message, offset); }
  /// "unknown policy 'Factry'; did you mean 'Factory'?", or with the list of known words.
  [[noreturn]] void unknown(std::size_t offset, std::string_view what, std::string_view word,
                            std::span<const std::string_view> known) const;

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace measures

#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Errors in what users wrote: each knows its place and shows it.
namespace scenarios {

/// A text that was read: a file under the name by which the user knows it, or an argument of the command line.
struct Source {
  std::string name;
  std::string text;
};
using SourcePtr = std::shared_ptr<const Source>;

/// A place in a source, as a byte offset. Without an offset it stands for the source as a whole (a missing file).
struct Mark {
  static constexpr std::size_t whole = static_cast<std::size_t>(-1);

  SourcePtr source;
  std::size_t offset = whole;

  /// From 1, 0 for the whole source. O(offset).
  std::size_t line() const;
  /// In characters from 1, 0 for the whole source. O(offset).
  std::size_t column() const;
  std::string_view file() const { return source ? std::string_view(source->name) : std::string_view(); }
};

/// Something wrong, or odd, at a place.
struct Problem {
  Mark at;
  std::string message;
  std::string hint;  ///< what to do about it; may be empty

  /// "file:line:column: message", the line (cut round the caret when it is long), a line with the caret, and the hint.
  /// Control characters are shown as '?'. Ends without a newline. Without a source: "message; hint".
  std::string render() const;
};

/// A text that is no valid scenario. Holds at least one problem; the accessors speak of the first.
class InputError : public std::exception {
 public:
  explicit InputError(std::vector<Problem> problems);
  InputError(Mark at, std::string message, std::string hint = {});

  const std::vector<Problem>& problems() const { return problems_; }
  std::string_view file() const { return problems_.front().at.file(); }
  std::size_t line() const { return problems_.front().at.line(); }
  std::size_t column() const { return problems_.front().at.column(); }
  const std::string& message() const { return problems_.front().message; }
  const std::string& hint() const { return problems_.front().hint; }
  /// All problems rendered, in the order of their places, one after the other.
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::vector<Problem> problems_;
  std::string text_;
};

}  // namespace scenarios

#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace report {

/// `text` as a JSON string with its quotes (RFC 8259): quotes, backslashes and control characters are escaped, a byte
/// that is no part of well-formed UTF-8 becomes U+FFFD. The result is always valid UTF-8.
std::string json_string(std::string_view text);

/// The shortest JSON number that reads back as `value`; `null` for NaN and the infinities, which JSON cannot write.
std::string json_number(double value);

/// Writes one JSON document to a stream, indented by two blanks a level, members in the order in which they come. The
/// caller pairs begin and end and gives each member of an object a key first.
class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text) { return raw(json_string(text)); }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number) { return raw(json_number(number)); }
  JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }
  JsonWriter& value(std::integral auto number) { return raw(std::to_string(number)); }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  JsonWriter& null() { return raw("null"); }

  template <class T>
  JsonWriter& member(std::string_view name, const T& what) {
    return key(name).value(what);
  }
  JsonWriter& strings(std::string_view name, const std::vector<std::string>& texts);

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& raw(std::string_view text);
  void before_value();
  void new_line();

  std::ostream& out_;
  std::vector<bool> has_members_;
  bool after_key_ = false;
};

}  // namespace report

#include "scenarios/compiler/inputs.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "scenarios/compiler/document.hpp"

namespace scenarios {

namespace {

constexpr std::array<std::string_view, 7> sections{"traffic", "lot_traffic", "people",      "channels",
                                                   "scripts", "links",       "park_service"};
// Names, and shares of a whole.
constexpr std::array<std::string_view, 14> left_out{"policy", "script", "via",     "to",    "from",  "for",  "of",
                                                    "use",    "reads",  "devices", "hears", "topic", "site", "code"};
constexpr std::array<std::string_view, 8> units{"us", "ms", "s", "min", "h", "d", "%", "erlang"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string shortest(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 6).ptr;
  std::string all(text.data(), end);
  all.erase(all.find_last_not_of('0') + 1);
  if (all.back() == '.') all.pop_back();
  return all;
}

/// Goes through a text and copies it with other quantities.
class Scaling {
 public:
  Scaling(std::string_view text, double factor) : text_(text), factor_(factor) {}

  std::string all() {
    while (at_ < text_.size()) {
      if (!is_digit(text_[at_])) {
        copy(1);
      } else if (at_ > 0 && (is_word(text_[at_ - 1]) || text_[at_ - 1] == '.' || text_[at_ - 1] == '-')) {
        copy(number_length());
      } else {
        take_number();
      }
    }
    return std::move(out_);
  }

 private:
  void copy(std::size_t length) {
    out_ += text_.substr(at_, length);
    at_ += length;
  }

  /// Of digits, points and colons: a clock time is one word.
  std::size_t number_length() const {
    std::size_t end = at_;
    while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.' || text_[end] == ':')) ++end;
    return end - at_;
  }

  /// What stands behind a number: a unit, or the time that a rate is over.
  std::string_view unit(std::size_t from) const {
    if (from < text_.size() && text_[from] == '/') return text_.substr(from, 1);
    std::size_t begin = from;
    while (begin < text_.size() && text_[begin] == ' ') ++begin;
    std::size_t end = begin;
    while (end < text_.size() && (is_word(text_[end]) || text_[end] == '%')) ++end;
    const std::string_view word = text_.substr(begin, end - begin);
    const bool may_be_apart = word == "erlang";
    return begin == from || may_be_apart ? word : "";
  }

  bool is_in_mixture() const { return text_.starts_with("mixture("); }

  void take_number() {
    const std::size_t length = number_length();
    const std::string_view word = unit(at_ + length);
    const bool counts = word == "/" || std::ranges::find(units, word) != units.end();
    double value = 0;
    const char* end = text_.data() + at_ + length;
    const bool is_number = std::from_chars(text_.data() + at_, end, value).ptr == end;
    if (!counts || !is_number || (word == "%" && is_in_mixture())) return copy(length);
    constexpr double all = 100;
    out_ += shortest(word == "%" ? std::min(value * factor_, all) : value * factor_);
    at_ += length;
  }

  std::string_view text_;
  double factor_;
  std::size_t at_ = 0;
  std::string out_;
};

void collect(const Node& node, const std::string& path, std::vector<Input>& found) {
  if (std::ranges::find(left_out, node.key) != left_out.end() || node.key.find('.') != std::string::npos) return;
  if (node.is_scalar()) {
    if (scaled(node.text, 2)) found.push_back({path, node.text});
    return;
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    collect(child, path + "." + (node.is_sequence() ? std::to_string(i) : child.key), found);
  }
}

}  // namespace

std::vector<Input> written_inputs(const Node& root) {
  std::vector<Input> found;
  for (const std::string_view section : sections)
    if (const Node* node = root.find(section)) collect(*node, std::string(section), found);
  return found;
}

std::optional<std::string> scaled(std::string_view text, double factor) {
  std::string other = Scaling(text, factor).all();
  if (other == text) return std::nullopt;
  return other;
}

}  // namespace scenarios

#include "scenarios/compiler/powershell_policy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>

#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

constexpr std::array<std::string_view, 3> cmdlets{"New-CsTeamsCallParkPolicy", "Set-CsTeamsCallParkPolicy",
                                                  "Grant-CsTeamsCallParkPolicy"};
constexpr std::array<std::string_view, 6> policy_parameters{"Identity",       "AllowCallPark",      "PickupRangeStart",
                                                            "PickupRangeEnd", "ParkTimeoutSeconds", "Description"};
constexpr std::array<std::string_view, 4> grant_parameters{"Identity", "PolicyName", "Group", "Global"};

struct Token {
  std::string text;
  Mark at;
  bool quoted = false;
};
using Statement = std::vector<Token>;

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// Splits the file into statements of words.
class Lexer {
 public:
  explicit Lexer(const SourcePtr& source) : source_(source), text_(source->text) {}

  std::vector<Statement> statements() {
    while (at_ < text_.size()) step();
    end_statement();
    return std::move(statements_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n' || c == ';') {
      end_statement();
      ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '`') {
      continue_line();
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (text_.substr(at_, 2) == "<#") {
      skip_block_comment();
    } else {
      statement_.push_back(c == '"' || c == '\'' ? quoted(c) : bare());
    }
  }

  void end_statement() {
    if (!statement_.empty()) statements_.push_back(std::move(statement_));
    statement_.clear();
  }

  [[noreturn]] void fail(std::size_t at, std::string message, std::string hint = {}) const {
    throw InputError({source_, at}, std::move(message), std::move(hint));
  }

  void continue_line() {
    const std::size_t next = text_.find_first_not_of(" \t\r", at_ + 1);
    if (next == std::string_view::npos || text_[next] != '\n') fail(at_, "a backtick must be the last on its line");
    at_ = next + 1;
  }

  void skip_block_comment() {
    const std::size_t end = text_.find("#>", at_);
    if (end == std::string_view::npos) fail(at_, "the comment does not end");
    at_ = end + 2;
  }

  Token quoted(char quote) {
    const std::size_t first = at_;
    const std::size_t end = text_.find(quote, first + 1);
    if (end == std::string_view::npos) fail(first, "the quote does not end");
    at_ = end + 1;
    const std::string_view inside = text_.substr(first + 1, end - first - 1);
    if (quote == '"' && inside.find('$') != std::string_view::npos) refuse_variable(first + 1 + inside.find('$'));
    return {std::string(inside), {source_, first}, true};
  }

  Token bare() {
    const std::size_t first = at_;
    // `-Name:value` is two words.
    const bool parameter = text_[first] == '-';
    const std::size_t end = std::min(text_.find_first_of(parameter ? " \t\r\n;`:" : " \t\r\n;`", first), text_.size());
    at_ = end < text_.size() && text_[end] == ':' ? end + 1 : end;
    const std::string word(text_.substr(first, end - first));
    // An address such as jane@example.com is a literal; a word that begins with @ is not.
    const std::size_t expression = word.starts_with('@') ? 0 : word.find_first_of("|(){}&=[]<>");
    if (expression != std::string::npos)
      fail(first + expression, "only literal values are read", "nothing is executed");
    if (word.starts_with('$') && !same_word(word, "$true") && !same_word(word, "$false")) refuse_variable(first);
    return {word, {source_, first}, false};
  }

  [[noreturn]] void refuse_variable(std::size_t at) const {
    fail(at, "variables are not read", "write the value itself; only $true and $false are known");
  }

  SourcePtr source_;
  std::string_view text_;
  std::size_t at_ = 0;
  Statement statement_;
  std::vector<Statement> statements_;
};

std::int64_t whole_number(const Token& token, std::string_view parameter) {
  std::int64_t value = 0;
  const char* const last = token.text.data() + token.text.size();
  const auto [end, error] = std::from_chars(token.text.data(), last, value);
  if (error == std::errc() && end == last) return value;
  throw InputError(token.at, "-" + std::string(parameter) + " needs a whole number");
}

bool truth(const Token& token) {
  if (same_word(token.text, "$true")) return true;
  if (same_word(token.text, "$false")) return false;
  throw InputError(token.at, "-AllowCallPark needs $true or $false");
}

class Reader {
 public:
  explicit Reader(const Statement& statement) : statement_(statement) {}

  PolicyCommand command() {
    const Token& first = statement_.front();
    const auto found = std::ranges::find_if(cmdlets, [&](auto name) { return same_word(name, first.text); });
    if (found == cmdlets.end()) {
      throw InputError(first.at, "only New-, Set- and Grant-CsTeamsCallParkPolicy are read",
                       hint_for(first.text, cmdlets));
    }
    command_.verb = static_cast<PolicyCommand::Verb>(found - cmdlets.begin());
    command_.at = first.at;
    for (std::size_t i = 1; i < statement_.size();) i = parameter(i);
    require_complete();
    return std::move(command_);
  }

 private:
  bool is_grant() const { return command_.verb == PolicyCommand::Verb::grant; }

  // Reads the parameter at `i`; returns the place behind it.
  std::size_t parameter(std::size_t i) {
    const Token& token = statement_[i];
    const std::string_view name = known_parameter(token);
    if (!seen_.insert(std::string(name)).second) {
      throw InputError(token.at, "-" + std::string(name) + " is here twice");
    }
    if (name == "Global") {
      command_.to_everybody = true;
      return i + 1;
    }
    if (i + 1 == statement_.size() || is_parameter(statement_[i + 1])) {
      throw InputError(token.at, "-" + std::string(name) + " has no value");
    }
    take(name, statement_[i + 1]);
    return i + 2;
  }

  static bool is_parameter(const Token& token) {
    return !token.quoted && token.text.size() > 1 && token.text[0] == '-' &&
           (token.text[1] < '0' || token.text[1] > '9');
  }

  std::string_view known_parameter(const Token& token) const {
    if (!is_parameter(token)) throw InputError(token.at, "expected a parameter such as -Identity here");
    const std::span<const std::string_view> known =
        is_grant() ? std::span<const std::string_view>(grant_parameters) : policy_parameters;
    const std::string word = token.text.substr(1);
    const auto found = std::ranges::find_if(known, [&](auto name) { return same_word(name, word); });
    if (found == known.end()) throw InputError(token.at, "unknown parameter -" + word, hint_for(word, known));
    return *found;
  }

  void take(std::string_view name, const Token& token) {
    if (name == "Identity" || name == "Group") {
      if (!command_.identity.value.empty()) throw InputError(token.at, "either -Identity or -Group, not both");
      command_.identity = {token.text, token.at};
    } else if (name == "PolicyName") {
      command_.policy = {token.text, token.at};
    } else if (name == "AllowCallPark") {
      command_.allow_call_park = truth(token);
    } else if (name == "PickupRangeStart") {
      command_.range_start = {whole_number(token, name), token.at};
    } else if (name == "PickupRangeEnd") {
      command_.range_end = {whole_number(token, name), token.at};
    } else if (name == "ParkTimeoutSeconds") {
      command_.park_timeout_s = {whole_number(token, name), token.at};
    }
  }

  void require_complete() const {
    if (command_.identity.value.empty() && !command_.to_everybody)
      throw InputError(command_.at, "-Identity is missing");
    if (is_grant() && !command_.policy) throw InputError(command_.at, "-PolicyName is missing");
  }

  const Statement& statement_;
  PolicyCommand command_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<PolicyCommand> read_policy_commands(const SourcePtr& source) {
  std::vector<PolicyCommand> commands;
  for (const Statement& statement : Lexer(source).statements()) commands.push_back(Reader(statement).command());
  return commands;
}

}  // namespace scenarios

#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/people/script.hpp"
#include "scenarios/compiler/draft.hpp"

/// The steps of one script. An option that a later step leaves out has the value of the first step of the same kind in
/// the script; what that one leaves out has its default, which is noted among the assumed values.
namespace scenarios {

/// The options that a step of this kind takes in a mapping.
std::vector<std::string_view> step_options(people::StepKind kind);

/// The kinds of error in keying a code: any_digit or keypad.
people::SlipMix slip_mix(const Node& node);

class StepReader {
 public:
  /// `runners` are the groups that run the script; with the same device names each.
  StepReader(Draft& draft, std::string script, std::vector<const people::Group*> runners);

  /// A word, `talk`, or a word with its value, `talk: 20s`. Throws InputError.
  people::Step read(const Node& item);

 private:
  people::Step start(people::StepKind kind, const Node& item, const Node* value);
  void read_options(people::Step& step, const Node& item, const Node& value);
  void read_option(people::Step& step, std::string_view option, const Node& node);
  void read_code(people::Step& step, const Node& node);
  void read_number(people::Step& step, const Node& node);
  people::Forgetting forgetting(const Node& node);
  sim::Ticks usual_life();
  bool read_bare_value(people::Step& step, const Node& value);
  void take_defaults(people::Step& step, const Node* value);
  void require_complete(const people::Step& step, const Node& item) const;
  int channel(const Node& use, people::Channel::Kind kind) const;
  int via(people::StepKind kind, const Node& node) const;
  int device(const Node& node) const;
  void require_battery(const Node& node) const;

  Draft& draft_;
  std::string script_;
  std::vector<const people::Group*> runners_;
  std::array<std::optional<people::Step>, people::step_names.size()> first_;
  std::array<bool, people::step_names.size()> failed_{};  ///< what such a step leaves out is then not asked for
};

}  // namespace scenarios

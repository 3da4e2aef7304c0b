#include "scenarios/compiler/script_steps.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/words.hpp"
#include "sim/random/words.hpp"

namespace scenarios {

namespace {

using people::Step;
using people::StepKind;

constexpr std::array<std::string_view, 2> hearing_names{"any_digit", "speech"};

// What a step does when nothing is said, and how well that is known: the summary of human factors studies of the
// project, where "derived" means computed from a published measurement.
struct Default {
  StepKind kind;
  std::string_view option, value;
  bool is_derived = false;
};
constexpr std::array<Default, 15> defaults{{
    {StepKind::answer, "time", "lognormal(mean 8s cv 0.6)"},
    {StepKind::park, "tries", "3"},
    {StepKind::announce, "speak", "lognormal(mean 2.5s cv 0.3) + 0.65s/digit"},
    {StepKind::announce, "times", "1"},
    {StepKind::take_message, "time", "lognormal(mean 12s cv 0.4)"},
    {StepKind::notice, "chance", "85%", true},
    {StepKind::notice, "after", "lognormal(mean 10s cv 1)"},
    {StepKind::notice, "mishear", "1%/digit", true},
    {StepKind::react, "time", "lognormal(mean 120s cv 1.8)"},
    {StepKind::claim, "chance", "100%"},
    {StepKind::claim, "after", "2s"},
    {StepKind::retrieve, "reach", "lognormal(mean 2.5s cv 0.5)"},
    {StepKind::retrieve, "key", "0.65s/digit", true},
    {StepKind::retrieve, "mistype", "0.3%/digit", true},
    {StepKind::retrieve, "tries", "2"},
}};

bool takes_time(StepKind kind) {
  constexpr std::array kinds{StepKind::answer, StepKind::talk, StepKind::hold, StepKind::take_message,
                             StepKind::react,  StepKind::walk, StepKind::wait};
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool needs_time(StepKind kind) {
  constexpr std::array kinds{StepKind::talk, StepKind::hold, StepKind::walk, StepKind::wait};
  return std::ranges::find(kinds, kind) != kinds.end();
}

std::string name_of(StepKind kind) { return std::string(people::step_names[static_cast<std::size_t>(kind)]); }

StepKind kind_of(const std::string& word, const Mark& at) {
  const auto found = std::ranges::find(people::step_names, word);
  if (found != people::step_names.end()) return static_cast<StepKind>(found - people::step_names.begin());
  throw InputError(at, "unknown step `" + word + "`", hint_for(word, people::step_names));
}

template <class T>
const T& at(const std::vector<T>& all, int index) {
  return all[static_cast<std::size_t>(index)];
}

bool has_option(const Node* value, StepKind kind, std::string_view option) {
  if (value == nullptr) return false;
  return takes_time(kind) ? option == "time" : value->find(option) != nullptr;
}

}  // namespace

std::vector<std::string_view> step_options(StepKind kind) {
  switch (kind) {
    case StepKind::park: return {"press", "tries", "code", "twice"};
    case StepKind::announce: return {"via", "speak", "times"};
    case StepKind::post: return {"via"};
    case StepKind::notice: return {"chance", "after", "mishear", "hearing", "forget"};
    case StepKind::claim: return {"chance", "after"};
    case StepKind::retrieve: return {"reach", "key", "mistype", "slips", "tries", "own"};
    default: return {};
  }
}

people::SlipMix slip_mix(const Node& node) {
  constexpr std::array<std::string_view, 2> names{"any_digit", "keypad"};
  return static_cast<people::SlipMix>(one_of(node, "slips", names));
}

StepReader::StepReader(Draft& draft, std::string script, std::vector<const people::Group*> runners)
    : draft_(draft), script_(std::move(script)), runners_(std::move(runners)) {}

Step StepReader::read(const Node& item) {
  if (item.is_scalar()) return start(kind_of(text_of(item, "a step"), item.at), item, nullptr);
  if (!item.is_mapping() || item.children.size() != 1) {
    throw InputError(item.at, "a step is one word, or one word with its value", "for example talk: 20s");
  }
  const Node& entry = item.children.front();
  return start(kind_of(entry.key, entry.key_at), entry, entry.is_empty() ? nullptr : &entry);
}

Step StepReader::start(StepKind kind, const Node& item, const Node* value) {
  auto& first = first_[static_cast<std::size_t>(kind)];
  const bool failed_before = std::exchange(failed_[static_cast<std::size_t>(kind)], true);
  Step step;
  step.kind = kind;
  if (first) {
    if (!needs_time(kind)) step = *first;
    step.own = false;
  } else {
    take_defaults(step, value);
  }
  if (value != nullptr) read_options(step, item, *value);
  if (!failed_before) require_complete(step, item);
  if (needs_time(kind) && value == nullptr) {
    throw InputError(item.at, "`" + name_of(kind) + "` needs its time", "for example " + name_of(kind) + ": 20s");
  }
  if (!first) first = step;
  failed_[static_cast<std::size_t>(kind)] = failed_before;
  return step;
}

void StepReader::take_defaults(Step& step, const Node* value) {
  for (const Default& usual : defaults) {
    if (usual.kind != step.kind || has_option(value, step.kind, usual.option)) continue;
    Node node;
    const std::string option = usual.option == "time" ? "" : " " + std::string(usual.option);
    node.text =
        draft_.default_value("scripts." + script_ + ": " + name_of(step.kind) + option, usual.value, usual.is_derived);
    node.at = {std::make_shared<const Source>(Source{"defaults", node.text}), 0};
    read_option(step, usual.option, node);
  }
}

void StepReader::read_options(Step& step, const Node& item, const Node& value) {
  if (read_bare_value(step, value)) return;
  const std::vector<std::string_view> known = step_options(step.kind);
  if (known.empty()) throw InputError(value.at, "`" + name_of(step.kind) + "` takes no value here");
  if (!value.is_mapping()) {
    throw InputError(value.at, "`" + name_of(step.kind) + "` takes its options in braces",
                     "for example " + name_of(step.kind) + ": {" + std::string(known[0]) + ": ...}");
  }
  require_keys(value, "`" + item.key + "`", known);
  for (const Node& entry : value.children) read_option(step, entry.key, entry);
}

// The steps whose value is no mapping.
bool StepReader::read_bare_value(Step& step, const Node& value) {
  if (step.kind == StepKind::use) {
    step.device = device(value);
  } else if (step.kind == StepKind::retrieve && value.is_scalar()) {
    if (value.text != "own") throw InputError(value.at, "`retrieve` takes options, or the word own");
    step.own = true;
  } else if (step.kind == StepKind::talk && value.is_scalar() && value.text.starts_with("until")) {
    if (value.text != "until battery_warning")
      throw InputError(value.at, "people talk for a time, or until battery_warning");
    require_battery(value);
    step.until_battery_warning = true;
  } else if (takes_time(step.kind)) {
    read_option(step, "time", value);
  } else {
    return false;
  }
  return true;
}

void StepReader::read_option(Step& step, std::string_view option, const Node& node) {
  constexpr std::int64_t most_times = 1000;
  if (option == "time" || option == "reach" || option == "after" || option == "press") {
    step.time = distribution(node, option == "time" ? name_of(step.kind) : option, draft_.files);
  } else if (option == "speak") {
    const TimeAndPerDigit spoken = time_and_per_digit(node, option, draft_.files);
    step.time = spoken.time;
    step.per_digit = spoken.per_digit;
  } else if (option == "key") {
    step.per_digit = duration_per_digit(node, option);
  } else if (option == "mishear" || option == "mistype") {
    step.error_per_digit = share_per_digit(node, option);
  } else if (option == "chance") {
    step.chance = share(node, option);
  } else if (option == "twice") {
    step.twice = share(node, option);
  } else if (option == "code") {
    read_code(step, node);
  } else if (option == "slips") {
    step.slips = slip_mix(node);
  } else if (option == "hearing") {
    step.hearing = static_cast<people::Hearing>(one_of(node, option, hearing_names));
  } else if (option == "forget") {
    step.forgets = forgetting(node);
  } else if (option == "times" || option == "tries") {
    step.times = static_cast<int>(count(node, option, 1, most_times));
  } else if (option == "own") {
    step.own = yes_or_no(node, option);
  } else {
    step.channel = via(step.kind, node);
  }
}

// The number that the parker names.
void StepReader::read_code(Step& step, const Node& node) {
  const auto by_parker = [](const park::Rules& rules) { return rules.alloc.chosen_by == park::ChosenBy::parker; };
  if (!some_lot(draft_, by_parker)) {
    return draft_.impossible(node, "scripts." + script_ + ".park.code",
                             "in the system `" + draft_.system.name + "` parkers name no code (alloc.chosen_by)");
  }
  if (node.is_scalar() && node.text == "any") {
    step.code = people::any_code;
  } else if (node.is_scalar() && node.text == "free") {
    step.code = people::free_code;
  } else {
    read_number(step, node);
  }
}

void StepReader::read_number(Step& step, const Node& node) {
  constexpr std::int64_t most = 999'999'999;
  if (!node.is_scalar() || node.text.find_first_not_of("0123456789") != std::string::npos) {
    throw InputError(node.at, "a parker names a number, any or free");
  }
  const auto number = static_cast<int>(count(node, "code", 0, most));
  const auto has_it = [number](const park::Rules& rules) {
    return rules.alloc.chosen_by == park::ChosenBy::parker && number >= rules.space.lo && number <= rules.space.hi;
  };
  if (some_lot(draft_, has_it)) {
    step.code = number;
  } else {
    draft_.impossible(node, "scripts." + script_ + ".park.code",
                      "no lot in which parkers name the code has the number " + node.text);
  }
}

people::Forgetting StepReader::forgetting(const Node& node) {
  if (node.is_scalar() && node.text == "never") return {sim::never};
  if (node.is_scalar() && node.text == "usual") return {usual_life()};
  const sim::Ticks life = duration(node, "forget");
  if (life.us == 0) throw InputError(node.at, "nobody forgets at once", "`never` is a perfect memory");
  return {life};
}

// Of the codes that these people hear, as far as they are all of one length.
sim::Ticks StepReader::usual_life() {
  std::set<int> lengths;
  const auto add = [&](const park::LotPlan& lot) {
    const auto digits = static_cast<int>(code_words(lot.rules.space, lot.rules.space.hi).size());
    lengths.insert(std::min(digits, people::most_digits));
  };
  for (const people::Group* runner : runners_) {
    const int lot = runner->policy < 0 ? people::none : at(draft_.company.policies, runner->policy).lot;
    if (lot >= 0) add(at(draft_.company.lots, lot));
  }
  if (lengths.empty()) std::ranges::for_each(draft_.company.lots, add);
  const bool known = lengths.size() == 1;
  const sim::Ticks life = people::usual_mean_life(known ? *lengths.begin() : 1);
  draft_.assume("scripts." + script_ + ": notice forget " + sim::duration_words(life.seconds()) + " on average" +
                (known ? ", codes of " + std::to_string(*lengths.begin()) + " digits" : "") + " (assumed)");
  return life;
}

void StepReader::require_complete(const Step& step, const Node& item) const {
  const bool speaks = step.kind == StepKind::announce || step.kind == StepKind::post;
  if (speaks && step.channel == people::none) {
    throw InputError(item.key_at.source ? item.key_at : item.at, "`" + name_of(step.kind) + "` needs a channel",
                     "for example " + name_of(step.kind) + ": {via: pa}");
  }
  if (step.kind == StepKind::use && step.device == people::none && !runners_.empty()) {
    throw InputError(item.at, "`use` needs a device", "for example use: desk");
  }
}

int StepReader::channel(const Node& use, people::Channel::Kind kind) const {
  const int index = index_of(draft_, "channels", use, "channel");
  if (draft_.company.channels[static_cast<std::size_t>(index)].kind == kind) return index;
  const bool chat = kind == people::Channel::Kind::chat;
  throw InputError(use.at, chat ? "`" + use.text + "` is a public address; people announce there"
                                : "`" + use.text + "` is a chat; people post there");
}

int StepReader::via(StepKind kind, const Node& node) const {
  if (kind == StepKind::announce) return channel(node, people::Channel::Kind::public_address);
  if (text_of(node, "via") != "$topic") return channel(node, people::Channel::Kind::chat);
  for (const Node& traffic : entries(draft_.root.find("traffic"))) {
    if (traffic.find("topic") != nullptr) return people::via_topic;
  }
  throw InputError(node.at, "no traffic has a `topic`");
}

int StepReader::device(const Node& node) const {
  const std::string& name = text_of(node, "use");
  int index = people::none;
  for (const people::Group* runner : runners_) {
    std::vector<std::string> names;
    for (const people::Device& device : runner->devices) names.push_back(device.name);
    const auto found = index_by_name(names, name);
    if (!found) {
      throw InputError(node.at, quoted("the group", runner->name) + " has no device `" + name + "`",
                       hint_for(name, names));
    }
    index = *found;
  }
  return index;
}

void StepReader::require_battery(const Node& node) const {
  for (const people::Group* runner : runners_) {
    if (!runner->battery) throw InputError(node.at, quoted("the group", runner->name) + " has no `battery`");
  }
}

}  // namespace scenarios

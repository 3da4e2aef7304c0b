#include "scenarios/compiler/rules_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/rules_words.hpp"
#include "scenarios/compiler/words.hpp"
#include "sim/random/words.hpp"

namespace scenarios {

namespace {

using park::Rules;

constexpr int widest = 18;
constexpr std::string_view nobody = "nobody";

// The values a whole number may take; `unlimited` where `or_unlimited`.
template <int least, bool or_unlimited = false, int most = 1'000'000'000>
struct Whole {
  static void read(int& value, const Node& node, std::string_view what) {
    const bool unlimited = or_unlimited && node.is_scalar() && node.text == "unlimited";
    value = unlimited ? park::unlimited : static_cast<int>(count(node, what, least, most));
  }
  static std::string show(int value) {
    return or_unlimited && value == park::unlimited ? "unlimited" : std::to_string(value);
  }
};

// All digits that a number needs to be read back, and no exponent.
std::string exact(double value) {
  std::array<char, 400> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr};
}

bool has_exponent(const std::string& number) { return number.find('e') != std::string::npos; }

// The percents that read back as this share; it need not be the nearest number to 100 times the share.
double percents(double share) {
  const double near = share * 100;
  for (const double other : {std::nextafter(near, 0.0), std::nextafter(near, 100.0)}) {
    if (near / 100 != share && other / 100 == share) return other;
  }
  return near;
}

struct YesNo {
  static void read(bool& value, const Node& node, std::string_view what) { value = yes_or_no(node, what); }
  static std::string show(bool value) { return value ? "yes" : "no"; }
};
struct Time {
  static void read(sim::Ticks& value, const Node& node, std::string_view what) { value = duration(node, what); }
  static std::string show(sim::Ticks value) {
    constexpr std::int64_t words_hold = 1'000'000'000'000;  // twelve digits
    const bool fits = value.us < words_hold || (value.us % 1000 == 0 && value.us / 1000 < words_hold);
    const std::string words = sim::duration_words(value.seconds());
    return fits && !has_exponent(words) ? words : exact(value.seconds()) + "s";
  }
};
struct Share {
  static void read(double& value, const Node& node, std::string_view what) { value = share(node, what); }
  static std::string show(double value) {
    const std::string words = sim::percent_words(value);
    const bool fits = std::strtod(words.c_str(), nullptr) / 100 == value;
    return fits && !has_exponent(words) ? words : exact(percents(value)) + "%";
  }
};
// The name of a group of people.
struct Name {
  static void read(std::string& value, const Node& node, std::string_view what) {
    value = text_of(node, what);
    if (value == nobody) value.clear();
  }
  static std::string show(const std::string& value) { return value.empty() ? std::string(nobody) : value; }
};
struct TimeOrNever {
  static void read(sim::Ticks& value, const Node& node, std::string_view what) {
    value = duration_or_never(node, what);
  }
  static std::string show(sim::Ticks value) { return value.us == 0 ? "never" : Time::show(value); }
};
struct Word {
  template <class Enum>
  static void read(Enum& value, const Node& node, std::string_view what) {
    value = static_cast<Enum>(one_of(node, what, rule_words<Enum>));
  }
  template <class Enum>
  static std::string show(Enum value) {
    return std::string(rule_words<Enum>[static_cast<std::size_t>(value)]);
  }
};

template <auto group, auto member, class Form>
constexpr RuleField field(std::string_view group_name, std::string_view name) {
  return {group_name, name,
          [](Rules& rules, const Node& node, std::string_view what) { Form::read((rules.*group).*member, node, what); },
          [](const Rules& rules) { return Form::show((rules.*group).*member); }};
}
template <auto member, class Form>
constexpr RuleField space(std::string_view name) {
  return field<&Rules::space, member, Form>("space", name);
}
template <auto member>
constexpr RuleField code(std::string_view name) {
  RuleField found = space<member, Whole<0>>(name);
  found.show = [](const Rules& rules) { return code_words(rules.space, rules.space.*member); };
  return found;
}
template <auto member, class Form>
constexpr RuleField alloc(std::string_view name) {
  return field<&Rules::alloc, member, Form>("alloc", name);
}
template <auto member, class Form>
constexpr RuleField park_(std::string_view name) {
  return field<&Rules::park, member, Form>("park", name);
}
template <auto member, class Form>
constexpr RuleField ring(std::string_view name) {
  return field<&Rules::ring, member, Form>("ring", name);
}
template <auto member, class Form>
constexpr RuleField take(std::string_view name) {
  return field<&Rules::take, member, Form>("take", name);
}
template <auto member, class Form>
constexpr RuleField fail(std::string_view name) {
  return field<&Rules::fail, member, Form>("fail", name);
}

constexpr std::array fields{
    code<&Rules::Space::lo>("lo"),
    code<&Rules::Space::hi>("hi"),
    space<&Rules::Space::width, Whole<0, false, widest>>("width"),
    space<&Rules::Space::max_active, Whole<1, true>>("max_active"),
    space<&Rules::Space::calls_per_code, Whole<1, true>>("calls_per_code"),
    space<&Rules::Space::code_order, Word>("code_order"),
    space<&Rules::Space::check, Word>("check"),
    space<&Rules::Space::design, Word>("design"),
    space<&Rules::Space::step, Whole<1>>("step"),
    space<&Rules::Space::distance, Whole<1>>("distance"),
    space<&Rules::Space::usable, Whole<0>>("usable"),
    space<&Rules::Space::design_seed, Whole<0>>("design_seed"),
    space<&Rules::Space::shares, Word>("shares"),
    space<&Rules::Space::slices, Whole<1>>("slices"),
    space<&Rules::Space::slice_length, Time>("slice_length"),
    alloc<&Rules::Alloc::policy, Word>("policy"),
    alloc<&Rules::Alloc::chosen_by, Word>("chosen_by"),
    alloc<&Rules::Alloc::taken_choice, Word>("taken_choice"),
    alloc<&Rules::Alloc::full, Word>("full"),
    alloc<&Rules::Alloc::atomic, YesNo>("atomic"),
    alloc<&Rules::Alloc::gap, Time>("gap"),
    alloc<&Rules::Alloc::reservation_life, Time>("reservation_life"),
    alloc<&Rules::Alloc::release, Word>("release"),
    alloc<&Rules::Alloc::quarantine, Time>("quarantine"),
    alloc<&Rules::Alloc::sweep_min, Time>("sweep_min"),
    alloc<&Rules::Alloc::lazy, YesNo>("lazy"),
    park_<&Rules::Park::timeout, TimeOrNever>("timeout"),
    park_<&Rules::Park::needs_parker, YesNo>("needs_parker"),
    park_<&Rules::Park::remind_first, Time>("remind_first"),
    park_<&Rules::Park::remind_every, Time>("remind_every"),
    park_<&Rules::Park::remind_limit, Whole<0, true>>("remind_limit"),
    park_<&Rules::Park::life_max, TimeOrNever>("life_max"),
    park_<&Rules::Park::announce_per_digit, Time>("announce_per_digit"),
    park_<&Rules::Park::escape_key, YesNo>("escape_key"),
    ring<&Rules::Ring::target, Word>("target"),
    ring<&Rules::Ring::to, Name>("to"),
    ring<&Rules::Ring::ring_time, Time>("ring_time"),
    ring<&Rules::Ring::attempts, Whole<0, true>>("attempts"),
    ring<&Rules::Ring::between, Time>("between"),
    ring<&Rules::Ring::busy, Word>("busy"),
    ring<&Rules::Ring::ignore_forwarding, YesNo>("ignore_forwarding"),
    ring<&Rules::Ring::code, Word>("code"),
    ring<&Rules::Ring::final, Word>("final"),
    ring<&Rules::Ring::rings, Word>("rings"),
    ring<&Rules::Ring::fallback, Word>("fallback"),
    ring<&Rules::Ring::fallback_ring, Time>("fallback_ring"),
    take<&Rules::Take::auth, Word>("auth"),
    take<&Rules::Take::empty, Word>("empty"),
    take<&Rules::Take::claim, Word>("claim"),
    take<&Rules::Take::claim_gap, Time>("claim_gap"),
    take<&Rules::Take::bridge_time, Time>("bridge_time"),
    take<&Rules::Take::bridge_fails, Share>("bridge_fails"),
    take<&Rules::Take::claim_deadman, Time>("claim_deadman"),
    take<&Rules::Take::claim_fail, Word>("claim_fail"),
    take<&Rules::Take::during_reserved, Word>("during_reserved"),
    take<&Rules::Take::wait_tries, Whole<0>>("wait_tries"),
    take<&Rules::Take::wait_each, Time>("wait_each"),
    take<&Rules::Take::prompt_time, Time>("prompt_time"),
    take<&Rules::Take::self_park_patience, Time>("self_park_patience"),
    take<&Rules::Take::token, Word>("token"),
    take<&Rules::Take::repark_same_call, Word>("repark_same_call"),
    fail<&Rules::Fail::code_owner, Word>("code_owner"),
    fail<&Rules::Fail::node_fail, Word>("node_fail"),
    fail<&Rules::Fail::media, Word>("media"),
    fail<&Rules::Fail::liveness, Word>("liveness"),
    fail<&Rules::Fail::keepalive, Time>("keepalive"),
};

constexpr std::array<std::string_view, 6> groups{"space", "alloc", "park", "ring", "take", "fail"};

}  // namespace

std::string code_words(const Rules::Space& space, int code) {
  std::string digits = std::to_string(code);
  const auto width = static_cast<std::size_t>(space.width);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::span<const RuleField> rule_fields() { return fields; }
std::span<const std::string_view> rule_groups() { return groups; }

void read_rule_group(Rules& rules, std::string_view group, const Node& node) {
  std::vector<std::string_view> names;
  for (const RuleField& field : fields) {
    if (field.group == group) names.push_back(field.name);
  }
  require_keys(node, "`" + node.key + "`", names);
  for (const RuleField& field : fields) {
    const Node* value = field.group == group ? node.find(field.name) : nullptr;
    if (value != nullptr) field.read(rules, *value, field.name);
  }
}

void read_rule_groups(Rules& rules, const Node& mapping) {
  for (const std::string_view group : groups) {
    if (const Node* node = mapping.find(group)) read_rule_group(rules, group, *node);
  }
}

void require_sound(const Rules& rules, const Mark& at) {
  const Rules::Space& space = rules.space;
  if (space.lo > space.hi) {
    throw InputError(at, "the codes end (" + code_words(space, space.hi) + ") before they begin (" +
                             code_words(space, space.lo) + ")");
  }
  if (const std::string against = park::contradiction(rules); !against.empty()) throw InputError(at, against);
  if (park::usable_codes(space) == 0) throw InputError(at, "no number of the range can be a code");
}

std::vector<std::string> differences(const Rules& rules, const Rules& other) {
  std::vector<std::string> found;
  for (const RuleField& field : fields) {
    const std::string value = field.show(rules);
    if (value != field.show(other)) found.push_back(field.path() + " " + value);
  }
  return found;
}

}  // namespace scenarios

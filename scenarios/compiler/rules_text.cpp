#include "scenarios/compiler/rules_text.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/words.hpp"
#include "sim/random/words.hpp"

namespace scenarios {

namespace {

using park::Rules;
using Names = std::span<const std::string_view>;

template <class Enum>
Names names_of();
template <>
Names names_of<park::Allocation>() {
  return park::allocation_names;
}
template <>
Names names_of<park::CodeOrder>() {
  static constexpr std::array<std::string_view, 4> names{"fifo", "lifo", "longest", "lowest_code"};
  return names;
}
template <>
Names names_of<park::TakenChoice>() {
  static constexpr std::array<std::string_view, 6> names{"probe",       "refuse_keep", "refuse_drop",
                                                         "ring_parker", "join_queue",  "merge"};
  return names;
}
template <>
Names names_of<park::Full>() {
  static constexpr std::array<std::string_view, 4> names{"refuse_keep", "refuse_drop", "refuse_silent", "overflow"};
  return names;
}
template <>
Names names_of<park::Release>() {
  static constexpr std::array<std::string_view, 3> names{"immediate", "on_sweep", "after_lock"};
  return names;
}
template <>
Names names_of<park::CodeInRingBack>() {
  static constexpr std::array<std::string_view, 3> names{"held", "locked", "freed"};
  return names;
}
template <>
Names names_of<park::RingTarget>() {
  static constexpr std::array<std::string_view, 6> names{"parker",    "fixed",      "hunt_group", "parker_then_group",
                                                         "attendant", "origin_path"};
  return names;
}
template <>
Names names_of<park::ParkerBusy>() {
  static constexpr std::array<std::string_view, 5> names{"count_as_failed", "wait_idle", "force", "alternate",
                                                         "repark"};
  return names;
}
template <>
Names names_of<park::Final>() {
  static constexpr std::array<std::string_view, 6> names{"drop",         "fallback",  "repark",
                                                         "parker_rules", "attendant", "keep"};
  return names;
}
template <>
Names names_of<park::Auth>() {
  static constexpr std::array<std::string_view, 6> names{"any",     "same_policy", "same_domain",
                                                         "members", "inside_only", "permission"};
  return names;
}
template <>
Names names_of<park::EmptyCode>() {
  static constexpr std::array<std::string_view, 6> names{"prompt_drop", "busy", "sip404", "error", "self_park", "tone"};
  return names;
}
template <>
Names names_of<park::Claim>() {
  static constexpr std::array<std::string_view, 2> names{"atomic", "check_then_act"};
  return names;
}
template <>
Names names_of<park::ClaimFail>() {
  static constexpr std::array<std::string_view, 2> names{"drop_call", "unlock"};
  return names;
}
template <>
Names names_of<park::DuringReserved>() {
  static constexpr std::array<std::string_view, 3> names{"get_parker", "wait", "empty"};
  return names;
}
template <>
Names names_of<park::Token>() {
  static constexpr std::array<std::string_view, 2> names{"none", "safe"};
  return names;
}
template <>
Names names_of<park::Repark>() {
  static constexpr std::array<std::string_view, 2> names{"allowed", "refused"};
  return names;
}
template <>
Names names_of<park::CodeOwner>() {
  static constexpr std::array<std::string_view, 3> names{"global", "per_node", "origin_node"};
  return names;
}
template <>
Names names_of<park::NodeFail>() {
  static constexpr std::array<std::string_view, 2> names{"lose", "survive"};
  return names;
}
template <>
Names names_of<park::Liveness>() {
  static constexpr std::array<std::string_view, 3> names{"none", "on_access", "keepalive"};
  return names;
}
template <>
Names names_of<park::Rings>() {
  static constexpr std::array<std::string_view, 2> names{"parking_device", "all_devices"};
  return names;
}

// The values a whole number may take; `unlimited` where `or_unlimited`.
template <int least, bool or_unlimited = false>
struct Whole {
  static void read(int& value, const Node& node, std::string_view what) {
    const bool unlimited = or_unlimited && node.is_scalar() && node.text == "unlimited";
    value = unlimited ? park::unlimited : static_cast<int>(count(node, what, least, 1'000'000'000));
  }
  static std::string show(int value) {
    return or_unlimited && value == park::unlimited ? "unlimited" : std::to_string(value);
  }
};
struct YesNo {
  static void read(bool& value, const Node& node, std::string_view what) { value = yes_or_no(node, what); }
  static std::string show(bool value) { return value ? "yes" : "no"; }
};
struct Time {
  static void read(sim::Ticks& value, const Node& node, std::string_view what) { value = duration(node, what); }
  static std::string show(sim::Ticks value) { return sim::duration_words(value.seconds()); }
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
    value = static_cast<Enum>(one_of(node, what, names_of<Enum>()));
  }
  template <class Enum>
  static std::string show(Enum value) {
    return std::string(names_of<Enum>()[static_cast<std::size_t>(value)]);
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
    space<&Rules::Space::width, Whole<0>>("width"),
    space<&Rules::Space::max_active, Whole<1, true>>("max_active"),
    space<&Rules::Space::calls_per_code, Whole<1, true>>("calls_per_code"),
    space<&Rules::Space::code_order, Word>("code_order"),
    alloc<&Rules::Alloc::policy, Word>("policy"),
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
    park_<&Rules::Park::remind_limit, Whole<0>>("remind_limit"),
    park_<&Rules::Park::life_max, TimeOrNever>("life_max"),
    park_<&Rules::Park::announce_per_digit, Time>("announce_per_digit"),
    park_<&Rules::Park::escape_key, YesNo>("escape_key"),
    ring<&Rules::Ring::target, Word>("target"),
    ring<&Rules::Ring::ring_time, Time>("ring_time"),
    ring<&Rules::Ring::attempts, Whole<0, true>>("attempts"),
    ring<&Rules::Ring::between, Time>("between"),
    ring<&Rules::Ring::busy, Word>("busy"),
    ring<&Rules::Ring::ignore_forwarding, YesNo>("ignore_forwarding"),
    ring<&Rules::Ring::code, Word>("code"),
    ring<&Rules::Ring::final, Word>("final"),
    ring<&Rules::Ring::rings, Word>("rings"),
    take<&Rules::Take::auth, Word>("auth"),
    take<&Rules::Take::empty, Word>("empty"),
    take<&Rules::Take::claim, Word>("claim"),
    take<&Rules::Take::claim_gap, Time>("claim_gap"),
    take<&Rules::Take::bridge_time, Time>("bridge_time"),
    take<&Rules::Take::claim_deadman, Time>("claim_deadman"),
    take<&Rules::Take::claim_fail, Word>("claim_fail"),
    take<&Rules::Take::during_reserved, Word>("during_reserved"),
    take<&Rules::Take::token, Word>("token"),
    take<&Rules::Take::repark_same_call, Word>("repark_same_call"),
    fail<&Rules::Fail::code_owner, Word>("code_owner"),
    fail<&Rules::Fail::node_fail, Word>("node_fail"),
    fail<&Rules::Fail::liveness, Word>("liveness"),
};

constexpr std::array<std::string_view, 6> groups{"space", "alloc", "park", "ring", "take", "fail"};

int digits_of(int code) { return static_cast<int>(std::to_string(code).size()); }

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
  if (rules.space.lo > rules.space.hi) {
    throw InputError(at, "the codes end (" + code_words(rules.space, rules.space.hi) + ") before they begin (" +
                             code_words(rules.space, rules.space.lo) + ")");
  }
  if (rules.space.width > 0 && digits_of(rules.space.hi) > rules.space.width) {
    throw InputError(at, "codes up to " + std::to_string(rules.space.hi) + " need more than " +
                             std::to_string(rules.space.width) + " digits");
  }
  if (rules.codes() > 10'000'000) throw InputError(at, "a lot has at most 10,000,000 codes");
  if (const auto feature = park::not_simulated(rules)) {
    throw InputError(at, *feature + ": not simulated by this version");
  }
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

#include <algorithm>
#include <array>

#include "models/park/allocation/free_set.hpp"
#include "scenarios/compiler/copies_section.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/rules_words.hpp"
#include "scenarios/compiler/sections.hpp"

namespace scenarios {

namespace {

constexpr int most_digits = 8;

int power_of_ten(int digits) { return digits == 0 ? 1 : 10 * power_of_ten(digits - 1); }

std::size_t digits_of(std::int64_t code) { return std::to_string(code).size(); }

// `n` codes from the lot's first one, or, when their lengths would differ, from the first of the shortest length that
// has enough.
void set_count(park::Rules::Space& space, std::int64_t n) {
  const std::int64_t last = space.lo + n - 1;
  int lo = space.lo;
  if (space.width == 0 && digits_of(last) != digits_of(space.lo)) {
    int digits = 1;
    while (9LL * power_of_ten(digits - 1) < n) ++digits;
    lo = power_of_ten(digits - 1);
  }
  space.lo = lo;
  space.hi = static_cast<int>(lo + n - 1);
}

void set_digits(park::Rules::Space& space, const Node& node) {
  const int digits = static_cast<int>(count(node, "digits", 1, most_digits));
  space.width = digits;
  space.lo = 0;
  space.hi = power_of_ten(digits) - 1;
}

void set_codes(park::Rules::Space& space, const Node& node) {
  if (node.is_scalar() && is_range(node.text)) {
    const Range codes = range(node, "codes");
    space.lo = static_cast<int>(codes.lo);
    space.hi = static_cast<int>(codes.hi);
  } else {
    set_count(space, count(node, "codes", 1, park::FreeSet::max_size));
  }
}

void set_full(park::Rules& rules, const Node& node) {
  if (node.is_scalar() && node.text == "refuse") {
    rules.alloc.full = park::Full::refuse_keep;
    return;
  }
  constexpr std::array<std::string_view, 5> names{"refuse_keep", "refuse_drop", "refuse_silent", "overflow", "refuse"};
  rules.alloc.full = static_cast<park::Full>(one_of(node, "full", names));
}

void read_value(park::Rules& rules, const Node& entry) {
  if (entry.key == "check") {
    rules.space.check = static_cast<park::Check>(one_of(entry, "check", rule_words<park::Check>));
  } else if (entry.key == "design") {
    rules.space.design = static_cast<park::Design>(one_of(entry, "design", rule_words<park::Design>));
  } else if (entry.key == "shares") {
    rules.space.shares = static_cast<park::Shares>(one_of(entry, "shares", rule_words<park::Shares>));
  } else if (entry.key == "allocate") {
    rules.alloc.policy = static_cast<park::Allocation>(one_of(entry, "allocate", park::allocation_names));
  } else if (entry.key == "timeout") {
    rules.park.timeout = duration_or_never(entry, "timeout");
  } else if (entry.key == "full") {
    set_full(rules, entry);
  } else if (entry.is_mapping()) {
    read_rule_group(rules, entry.key == "ring_back" ? "ring" : entry.key, entry);
  }
}

std::vector<std::string_view> lot_keys() {
  std::vector<std::string_view> keys{"digits",   "codes",   "check", "design",    "shares",
                                     "allocate", "timeout", "full",  "ring_back", "copies"};
  const auto groups = rule_groups();
  keys.insert(keys.end(), groups.begin(), groups.end());
  return keys;
}

void read_lot(Draft& draft, park::Rules& rules, const Node& node) {
  if (node.is_empty()) return;
  require_keys(node, quoted("the lot", node.key), lot_keys());
  const std::string path = "lots." + node.key + ".";
  const auto standing = [&](const Node* entry) { return entry != nullptr && draft.counts(*entry, path + entry->key); };
  if (const Node* digits = node.find("digits"); standing(digits)) set_digits(rules.space, *digits);
  if (const Node* codes = node.find("codes"); standing(codes)) set_codes(rules.space, *codes);
  for (const Node& entry : node.children) {
    if (entry.key == "digits" || entry.key == "codes" || entry.key == "copies" || !standing(&entry)) continue;
    if (std::ranges::find(rule_groups(), entry.key) != rule_groups().end())
      require_mapping(entry, "`" + entry.key + "`");
    read_value(rules, entry);
  }
  require_sound(rules, node.at);
}

int own_or_new_lot(Draft& draft, const Node& node) {
  people::Company& company = draft.company;
  const auto policy = std::ranges::find(company.policies, node.key, &people::Policy::name);
  if (policy != company.policies.end() && policy->lot != people::none) return policy->lot;
  const int lot = static_cast<int>(company.lots.size());
  if (policy != company.policies.end() && draft.system.licences) {
    throw InputError(node.key_at, "the policy `" + node.key + "` has no lot: park is off",
                     "allow_call_park: true turns it on");
  }
  company.lots.push_back({node.key, draft.system.rules});
  if (policy != company.policies.end()) {
    policy->lot = lot;
  } else if (!draft.system.licences) {
    company.policies.push_back({node.key, true, lot});
  }
  return lot;
}

// In a system without licences everybody parks somewhere.
void require_a_lot_for_everybody(Draft& draft) {
  people::Company& company = draft.company;
  if (draft.system.licences) return;
  if (company.lots.empty()) {
    company.lots.push_back({draft.system.name, draft.system.rules});
    company.policies.push_back({draft.system.name, true, 0});
  }
  for (people::Policy& policy : company.policies) {
    policy.allow_call_park = true;
    if (policy.lot == people::none) policy.lot = 0;
  }
}

}  // namespace

void read_lots(Draft& draft) {
  for (const Node& node : entries(draft.root.find("lots"))) {
    draft.attempt([&] {
      const int lot = own_or_new_lot(draft, node);
      read_lot(draft, draft.company.lots[static_cast<std::size_t>(lot)].rules, node);
      read_copies(draft, lot, node);
    });
  }
  require_a_lot_for_everybody(draft);
}

}  // namespace scenarios

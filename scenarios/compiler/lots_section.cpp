#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "models/theory/competing_risks.hpp"
#include "scenarios/compiler/arrivals_text.hpp"
#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/words.hpp"

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
    set_count(space, count(node, "codes", 1, 10'000'000));
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

void refuse_check_digit(const Node& node) {
  if (text_of(node, "check") == "none") return;
  throw InputError(node.at, "`check: " + node.text + "` is not simulated by this version; it knows no check digits",
                   "write check: none, or leave it out");
}

void read_value(park::Rules& rules, const Node& entry) {
  if (entry.key == "check") {
    refuse_check_digit(entry);
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
  std::vector<std::string_view> keys{"digits", "codes", "check", "allocate", "timeout", "full", "ring_back"};
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
    if (entry.key == "digits" || entry.key == "codes" || !standing(&entry)) continue;
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

// The mean time in the code for `8 erlang`.
double mean_stay_s(const people::LotTraffic& traffic, sim::Ticks timeout) {
  const sim::Distribution& retrieval = traffic.retrieved_after;
  const double never = std::numeric_limits<double>::infinity();
  const bool exponential = retrieval.is_exponential() && (!traffic.patience || traffic.patience->is_exponential());
  if (exponential) {
    return theory::exponential_stay(retrieval.mean_s(), traffic.patience ? traffic.patience->mean_s() : never,
                                    timeout.us == 0 ? never : timeout.seconds())
        .mean_stay_s;
  }
  constexpr double all_but = 1 - 1e-12;
  const double until = timeout.us == 0 ? retrieval.quantile_s(all_but) * 1.01 + 1 : timeout.seconds();
  return theory::general_stay([&](double t) { return retrieval.survival(t); },
                              [&](double t) { return traffic.patience ? traffic.patience->survival(t) : 1.0; }, until)
      .mean_stay_s;
}

sim::Arrivals erlangs(Phrase& phrase, const people::LotTraffic& traffic, sim::Ticks timeout) {
  const double load = phrase.number();
  if (!phrase.take("erlang")) phrase.fail("expected a rate or a load", "for example 8/min, 8 erlang or poisson(1.2/s)");
  phrase.finish();
  if (load <= 0) phrase.fail(0, "the load must be more than nothing");
  const double stay_s = mean_stay_s(traffic, timeout);
  if (stay_s <= 0) phrase.fail(0, "calls that stay no time make no load");
  return sim::Arrivals::poisson(load / stay_s);
}

sim::Arrivals parks_as_written(Draft& draft, const Node& node, const people::LotTraffic& traffic) {
  Phrase phrase(node, "parks");
  const char first = phrase.peek();
  if ((first < '0' || first > '9') && first != '-' && first != '.') {
    return arrivals(node, "parks", draft.company.horizon.time_of_day, draft.files);
  }
  if (node.text.find('/') == std::string::npos) {
    return erlangs(phrase, traffic, draft.company.lots[static_cast<std::size_t>(traffic.lot)].rules.park.timeout);
  }
  const double rate = take_rate_per_s(phrase);
  phrase.finish();
  return sim::Arrivals::poisson(rate);
}

sim::Arrivals parks(Draft& draft, const Node& node, const people::LotTraffic& traffic) {
  try {
    return parks_as_written(draft, node, traffic);
  } catch (const std::invalid_argument& error) {
    throw InputError(node.at, error.what());
  }
}

int lot_of(const Draft& draft, const Node& node) {
  std::vector<std::string> names;
  for (const park::LotPlan& lot : draft.company.lots) names.push_back(lot.name);
  if (const auto lot = index_by_name(names, node.key)) return *lot;
  throw InputError(node.key_at, "there is no lot `" + node.key + "`", hint_for(node.key, names));
}

people::LotTraffic read_one_lot_traffic(Draft& draft, const Node& node) {
  const std::string where = quoted("the lot traffic", node.key);
  require_keys(node, where,
               {"parks", "arrivals", "scale", "retrieved_after", "patience", "mistype", "leaves_while_ringing",
                "ring_answered_after"});
  people::LotTraffic traffic{
      .name = node.key,
      .lot = lot_of(draft, node),
      .arrivals = sim::Arrivals::poisson(0),
      .retrieved_after = distribution(need(node, "retrieved_after", where), "retrieved_after", draft.files),
      .patience = {},
      .ring_answered_after = {}};
  if (const Node* value = node.find("patience")) traffic.patience = distribution(*value, "patience", draft.files);
  if (const Node* value = node.find("mistype")) traffic.mistype_per_digit = share_per_digit(*value, "mistype");
  if (const Node* value = node.find("leaves_while_ringing")) {
    traffic.leaves_while_ringing = yes_or_no(*value, "leaves_while_ringing");
  }
  if (const Node* value = node.find("ring_answered_after")) {
    traffic.ring_answered_after = distribution(*value, "ring_answered_after", draft.files);
  }
  const Node* pressed = node.find("arrivals");
  if (pressed != nullptr && node.find("parks") != nullptr) {
    throw InputError(pressed->key_at, "either `parks` or `arrivals`, not both");
  }
  traffic.arrivals = parks(draft, pressed != nullptr ? *pressed : need(node, "parks", where), traffic);
  if (const Node* scale = node.find("scale")) traffic.arrivals = scaled(traffic.arrivals, *scale);
  return traffic;
}

}  // namespace

void read_lots(Draft& draft) {
  for (const Node& node : entries(draft.root.find("lots"))) {
    draft.attempt([&] {
      const int lot = own_or_new_lot(draft, node);
      read_lot(draft, draft.company.lots[static_cast<std::size_t>(lot)].rules, node);
    });
  }
  require_a_lot_for_everybody(draft);
}

void read_lot_traffic(Draft& draft) {
  for (const Node& node : entries(draft.root.find("lot_traffic"))) {
    draft.attempt([&] { draft.company.lot_traffic.push_back(read_one_lot_traffic(draft, node)); });
  }
}

}  // namespace scenarios

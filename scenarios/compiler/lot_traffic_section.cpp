#include <algorithm>
#include <limits>
#include <stdexcept>

#include "models/theory/competing_risks.hpp"
#include "scenarios/compiler/arrivals_text.hpp"
#include "scenarios/compiler/copies_section.hpp"
#include "scenarios/compiler/distribution_text.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/script_steps.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/traffic_keys.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

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

// What callers, parkers and retrievers do besides.
void read_habits(Draft& draft, people::LotTraffic& traffic, const Node& node) {
  const park::LotPlan& lot = draft.company.lots[static_cast<std::size_t>(traffic.lot)];
  const bool has_key = has_escape_key(lot.rules) || std::ranges::any_of(lot.later, has_escape_key);
  traffic.escape = read_escape(draft, node, "lot_traffic." + node.key, has_key);
  if (const Node* value = node.find("persistent")) traffic.persistent = yes_or_no(*value, "persistent");
  if (const Node* value = node.find("slips")) traffic.slips = slip_mix(*value);
  if (const Node* value = node.find("pressed_twice")) traffic.pressed_twice = share(*value, "pressed_twice");
  const Node* site = node.find("site");
  if (site != nullptr && !site->is_mapping()) traffic.site = read_site(draft, *site);
}

people::LotTraffic read_one_lot_traffic(Draft& draft, const Node& node) {
  const std::string where = quoted("the lot traffic", node.key);
  require_keys(node, where,
               {"parks", "arrivals", "scale", "retrieved_after", "patience", "mistype", "leaves_while_ringing",
                "ring_answered_after", "escape", "persistent", "slips", "pressed_twice", "site", "users"});
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
  read_habits(draft, traffic, node);
  const Node* pressed = node.find("arrivals");
  if (pressed != nullptr && node.find("parks") != nullptr) {
    throw InputError(pressed->key_at, "either `parks` or `arrivals`, not both");
  }
  traffic.arrivals = parks(draft, pressed != nullptr ? *pressed : need(node, "parks", where), traffic);
  if (const Node* scale = node.find("scale")) traffic.arrivals = scaled(traffic.arrivals, *scale);
  spread_copies(draft, traffic, node);
  return traffic;
}

}  // namespace

void read_lot_traffic(Draft& draft) {
  for (const Node& node : entries(draft.root.find("lot_traffic"))) {
    draft.attempt([&] { draft.company.lot_traffic.push_back(read_one_lot_traffic(draft, node)); });
  }
}

}  // namespace scenarios

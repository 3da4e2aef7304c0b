#pragma once

#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/models/replication/random_rules.hpp"

/// What is left of a random company that fails when everything that does not matter is taken away, as text.
namespace random_rules {

template <class T>
std::string shown(const T& value) {
  std::ostringstream out;
  if constexpr (std::is_same_v<T, park::Allocation>) {
    out << park::name(value);
  } else if constexpr (std::is_enum_v<T>) {
    out << '#' << static_cast<int>(value);
  } else if constexpr (std::is_same_v<T, Ticks>) {
    out << value.seconds() << 's';
  } else if constexpr (std::is_same_v<T, std::optional<Distribution>>) {
    out << (value ? value->describe() : "never");
  } else if constexpr (std::is_same_v<T, Distribution> || std::is_same_v<T, Arrivals>) {
    out << value.describe();
  } else {
    out << value;
  }
  return out.str();
}

template <class A, class B, class Field>
void each_traffic_field(A& a, B& b, Field&& field) {
#define PARKSIM_FIELD(name) field(#name, a.name, b.name)
  PARKSIM_FIELD(arrivals), PARKSIM_FIELD(retrieved_after), PARKSIM_FIELD(patience);
  PARKSIM_FIELD(mistype_per_digit), PARKSIM_FIELD(leaves_while_ringing), PARKSIM_FIELD(ring_answered_after);
  PARKSIM_FIELD(escape), PARKSIM_FIELD(persistent), PARKSIM_FIELD(slips), PARKSIM_FIELD(pressed_twice);
  PARKSIM_FIELD(site);
#undef PARKSIM_FIELD
}

inline const people::LotTraffic& plain_traffic() {
  static const people::LotTraffic plain{.name = "traffic",
                                        .arrivals = Arrivals::poisson(1),
                                        .retrieved_after = Distribution::exponential(10),
                                        .patience = std::nullopt,
                                        .ring_answered_after = std::nullopt};
  return plain;
}

/// The differences from the defaults, one a line; enumerators by their number.
inline std::string text(const people::Company& company) {
  std::ostringstream out;
  const auto difference = [&](const char* name, const auto& mine, const auto& usual) {
    if (shown(mine) != shown(usual)) out << "    " << name << ": " << shown(mine) << '\n';
  };
  const park::Rules plain;
  for (const auto& lot : company.lots) {
    out << "  lot " << lot.name << '\n';
    each_field(lot.rules, plain, difference);
    for (const auto& later : lot.later) {
      out << "  later, from the rules before\n";
      each_field(later, lot.rules, difference);
    }
  }
  for (const auto& traffic : company.lot_traffic) {
    out << "  " << traffic.name << " into lot " << traffic.lot << '\n';
    each_traffic_field(traffic, plain_traffic(), difference);
  }
  const auto& network = company.service;
  for (std::size_t i = 0; i < network.sites.size(); ++i) out << "  site " << i << '\n';
  for (const auto& link : network.links)
    out << "  link " << link.from << '-' << link.to << ' ' << shown(link.latency) << " + " << shown(link.jitter)
        << '\n';
  for (const auto& node : network.nodes)
    out << "  node at " << node.site << ": servers " << node.servers << ", time " << shown(node.time) << ", queue "
        << node.queue << '\n';
  if (network.replication_lag.us > 0) out << "  replication_lag: " << shown(network.replication_lag) << '\n';
  for (const auto& change : company.timeline)
    out << "  at " << shown(change.at) << ": " << shown(change.kind) << " lot " << change.lot << " rules "
        << change.rules << " node " << change.node << '\n';
  const auto& horizon = company.horizon;
  out << "  horizon: warm-up " << shown(horizon.warm_up) << ", length "
      << (horizon.length ? shown(*horizon.length) : "none") << ", calls " << horizon.calls.value_or(0) << ", after "
      << shown(horizon.after) << (horizon.is_day ? ", a day" : "") << '\n';
  return out.str();
}

using Simplification = std::function<void(people::Company&)>;

/// Everything that could be taken away from this company.
inline std::vector<Simplification> simplifications(const people::Company& company) {
  std::vector<Simplification> all;
  using C = people::Company;
  const auto erase = [](auto& from, std::size_t i) { from.erase(from.begin() + static_cast<std::ptrdiff_t>(i)); };
  all.push_back([](C& c) { c.service = {}; });
  for (std::size_t i = 0; i < company.timeline.size(); ++i) all.push_back([=](C& c) { erase(c.timeline, i); });
  for (std::size_t i = 0; i < company.lot_traffic.size() && company.lot_traffic.size() > 1; ++i)
    all.push_back([=](C& c) { erase(c.lot_traffic, i); });
  if (company.lots.size() > 1) {
    all.push_back([=](C& c) {
      for (auto& traffic : c.lot_traffic) traffic.lot = 0;
      std::erase_if(c.timeline, [](const people::Change& change) { return change.lot > 0; });
      c.lots.pop_back();
    });
  }
  for (std::size_t l = 0; l < company.lots.size(); ++l) {
    const auto is_rules_of = [l](const people::Change& change) {
      return change.kind == people::Change::Kind::rules && change.lot == static_cast<int>(l);
    };
    if (!company.lots[l].later.empty())
      all.push_back([=](C& c) {
        std::erase_if(c.timeline, is_rules_of);
        c.lots[l].later.clear();
      });
    const auto reset = [&](auto rules_in, auto usual_in) {
      auto copy = company;
      int index = 0;
      const auto count = [&](const char*, auto&, auto&) {
        all.push_back([=, chosen = index](C& c) {
          int at = 0;
          const park::Rules usual = usual_in(c);
          each_field(rules_in(c), usual, [&](const char*, auto& mine, const auto& value) {
            if (at++ == chosen) mine = value;
          });
        });
        ++index;
      };
      each_field(rules_in(copy), rules_in(copy), count);
    };
    reset([l](C& c) -> park::Rules& { return c.lots[l].rules; }, [](C&) { return park::Rules{}; });
    for (std::size_t i = 0; i < company.lots[l].later.size(); ++i)
      reset([l, i](C& c) -> park::Rules& { return c.lots[l].later[i]; }, [l](C& c) { return c.lots[l].rules; });
    all.push_back([l](C& c) { c.lots[l].rules.space = {}; });
  }
  for (std::size_t t = 0; t < company.lot_traffic.size(); ++t) {
    for (int chosen = 0; chosen < 11; ++chosen)
      all.push_back([=](C& c) {
        int at = 0;
        each_traffic_field(c.lot_traffic[t], plain_traffic(), [&](const char*, auto& mine, const auto& value) {
          if (at++ == chosen) mine = value;
        });
      });
  }
  for (std::size_t n = 0; n < company.service.nodes.size(); ++n)
    all.push_back([=](C& c) { c.service.nodes[n] = {.name = c.service.nodes[n].name, .site = 0}; });
  for (std::size_t i = 0; i < company.service.links.size(); ++i)
    all.push_back([=](C& c) { c.service.links[i].latency = c.service.links[i].jitter = {}; });
  all.push_back([](C& c) { c.service.replication_lag = {}; });
  all.push_back([](C& c) { c.horizon.warm_up = {}; });
  all.push_back([](C& c) { c.horizon.is_day = false; });
  all.push_back([](C& c) { c.horizon.after = people::After::drain; });
  for (const int part : {8, 4, 2})
    all.push_back([part](C& c) {
      if (c.horizon.calls) c.horizon.calls = std::max<std::uint64_t>(1, *c.horizon.calls * (part - 1) / part);
      if (c.horizon.length) c.horizon.length = Ticks{c.horizon.length->us * (part - 1) / part};
    });
  return all;
}

/// The smallest company on the way down from this one of which `fails` still says the same.
inline people::Company smallest(people::Company company, const std::function<bool(const people::Company&)>& fails) {
  bool smaller = true;
  for (int rounds = 0; smaller && rounds < 30; ++rounds) {
    smaller = false;
    const auto all = simplifications(company);
    for (const auto& simplify : all) {
      auto simpler = company;
      try {
        simplify(simpler);
        if (text(simpler) == text(company) || !contradiction(simpler).empty() || !fails(simpler)) continue;
      } catch (const std::exception&) {
        continue;
      }
      const bool same_shape = simplifications(simpler).size() == all.size();
      company = std::move(simpler);
      smaller = true;
      if (!same_shape) break;
    }
  }
  return company;
}

}  // namespace random_rules

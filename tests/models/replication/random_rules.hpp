#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "models/park/code_space.hpp"
#include "models/people/company.hpp"

/// Small companies without people, drawn at random: every rule of a lot, its service, its traffic and its timeline.
namespace random_rules {

using namespace sim;  // NOLINT: tests

/// Calls field(name, a.field, b.field) for every field of two lots' rules, group by group.
template <class A, class B, class Field>
void each_field(A& a, B& b, Field&& field) {
#define PARKSIM_FIELD(name) field(#name, a.name, b.name)
  PARKSIM_FIELD(space.lo), PARKSIM_FIELD(space.hi), PARKSIM_FIELD(space.width), PARKSIM_FIELD(space.max_active);
  PARKSIM_FIELD(space.calls_per_code), PARKSIM_FIELD(space.code_order), PARKSIM_FIELD(space.check);
  PARKSIM_FIELD(space.design), PARKSIM_FIELD(space.step), PARKSIM_FIELD(space.distance), PARKSIM_FIELD(space.usable);
  PARKSIM_FIELD(space.design_seed), PARKSIM_FIELD(space.shares), PARKSIM_FIELD(space.slices);
  PARKSIM_FIELD(space.slice_length);
  PARKSIM_FIELD(alloc.policy), PARKSIM_FIELD(alloc.chosen_by), PARKSIM_FIELD(alloc.taken_choice);
  PARKSIM_FIELD(alloc.full), PARKSIM_FIELD(alloc.atomic), PARKSIM_FIELD(alloc.gap);
  PARKSIM_FIELD(alloc.reservation_life), PARKSIM_FIELD(alloc.release), PARKSIM_FIELD(alloc.quarantine);
  PARKSIM_FIELD(alloc.sweep_min), PARKSIM_FIELD(alloc.lazy);
  PARKSIM_FIELD(park.timeout), PARKSIM_FIELD(park.needs_parker), PARKSIM_FIELD(park.remind_first);
  PARKSIM_FIELD(park.remind_every), PARKSIM_FIELD(park.remind_limit), PARKSIM_FIELD(park.life_max);
  PARKSIM_FIELD(park.announce_per_digit), PARKSIM_FIELD(park.escape_key);
  PARKSIM_FIELD(ring.target), PARKSIM_FIELD(ring.to), PARKSIM_FIELD(ring.ring_time), PARKSIM_FIELD(ring.attempts);
  PARKSIM_FIELD(ring.between), PARKSIM_FIELD(ring.busy), PARKSIM_FIELD(ring.ignore_forwarding);
  PARKSIM_FIELD(ring.code), PARKSIM_FIELD(ring.final), PARKSIM_FIELD(ring.rings), PARKSIM_FIELD(ring.fallback);
  PARKSIM_FIELD(ring.fallback_ring);
  PARKSIM_FIELD(take.auth), PARKSIM_FIELD(take.empty), PARKSIM_FIELD(take.claim), PARKSIM_FIELD(take.claim_gap);
  PARKSIM_FIELD(take.bridge_time), PARKSIM_FIELD(take.bridge_fails), PARKSIM_FIELD(take.claim_deadman);
  PARKSIM_FIELD(take.claim_fail), PARKSIM_FIELD(take.during_reserved), PARKSIM_FIELD(take.wait_tries);
  PARKSIM_FIELD(take.wait_each), PARKSIM_FIELD(take.prompt_time), PARKSIM_FIELD(take.self_park_patience);
  PARKSIM_FIELD(take.token), PARKSIM_FIELD(take.repark_same_call);
  PARKSIM_FIELD(fail.code_owner), PARKSIM_FIELD(fail.node_fail), PARKSIM_FIELD(fail.media);
  PARKSIM_FIELD(fail.liveness), PARKSIM_FIELD(fail.keepalive);
#undef PARKSIM_FIELD
}

/// What the compiler of scenarios refuses although each lot's rules agree with themselves, and what no lot without
/// people can do; or empty. As park::contradiction.
inline std::string contradiction(const people::Company& company) {
  const auto& network = company.service;
  for (const auto& lot : company.lots) {
    std::vector<park::Rules> all{lot.rules};
    all.insert(all.end(), lot.later.begin(), lot.later.end());
    for (const auto& rules : all) {
      if (auto words = park::contradiction(rules); !words.empty()) return words;
      const bool views =
          network.nodes.size() > 1 && network.replication_lag.us > 0 && park::shares_of(rules) == park::Shares::one;
      if (views && !rules.alloc.atomic) return "alloc.atomic: no with replication_lag";
      if (views && rules.alloc.full == park::Full::overflow) return "alloc.full: overflow with replication_lag";
      if (network.nodes.empty() && park::shares_of(rules) == park::Shares::node)
        return "space.shares or fail.code_owner without nodes";
      if (network.sites.empty() && park::shares_of(rules) == park::Shares::site) return "space.shares without sites";
      if (park::shares_of(rules) != park::shares_of(lot.rules)) return "changes of space.shares or fail.code_owner";
      if (rules.space.slices != lot.rules.space.slices) return "changes of space.slices";
    }
  }
  for (const auto& change : company.timeline)
    if (change.node >= static_cast<int>(network.nodes.size())) return "a change of a node that is not there";
  return {};
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  int between(int lo, int hi) { return lo + below(hi - lo + 1); }
  double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
  bool chance(double p) { return uniform() < p; }
  template <class T>
  T of(std::initializer_list<T> values) {
    return values.begin()[below(static_cast<int>(values.size()))];
  }
  template <class Enum>
  Enum any(Enum last) {
    return static_cast<Enum>(below(static_cast<int>(last) + 1));
  }
  /// Whole seconds as often as not, so that events tie.
  Ticks time() {
    return chance(0.6) ? of({0_s, 500'000_us, 1_s, 2_s, 3_s, 5_s, 10_s, 20_s})
                       : Ticks{static_cast<std::int64_t>(uniform() * uniform() * 4e7)};
  }
  Ticks some_time() { return std::max(1_us, time()); }
  Distribution law() {
    const double mean = of({0.3, 2.0, 5.0, 10.0, 30.0, 60.0});
    switch (below(6)) {
      case 0: return Distribution::constant(mean);
      case 1: return Distribution::constant(of({0_s, 1_s, 5_s, 20_s}));
      case 2: return Distribution::uniform(0, 2 * mean);
      default: return Distribution::exponential(mean);
    }
  }

 private:
  std::mt19937_64 random_;
};

/// Rules of which each field is its default with a chance of its own, `wild` = 1 being all drawn.
inline void draw_space(Dice& d, park::Rules::Space& space, double wild) {
  const auto set = [&](auto& field, auto value) { field = d.chance(wild) ? value : field; };
  const bool designed = d.chance(wild * 0.4);
  space.lo = designed ? d.of({10, 100, 701}) : d.of({0, 1, 7, 10, 95, 100, 701});
  space.hi = space.lo + (designed ? d.between(10, 80) : d.of({0, 1, 2, 4, 9, 14, 29}));
  if (designed) {
    space.check = d.any(park::Check::damm);
    space.design = d.any(park::Design::sparse);
    space.step = d.between(1, 7);
    space.distance = d.between(1, 3);
    space.usable = d.between(1, 8);
    space.design_seed = d.between(1, 9);
  }
  set(space.width, d.of({0, 0, 3, 4, 5}));
  set(space.max_active, d.between(1, 12));
  set(space.code_order, d.any(park::CodeOrder::longest));
  set(space.calls_per_code, d.of({1, 1, 2, 3, park::unlimited}));
  set(space.shares, d.any(park::Shares::time));
  set(space.slices, d.between(2, 4));
  set(space.slice_length, d.time() + 1_s);
}

inline void draw_park(Dice& d, park::Rules& r, double wild) {
  const auto set = [&](auto& field, auto value) { field = d.chance(wild) ? value : field; };
  set(r.alloc.policy, static_cast<park::Allocation>(d.below(static_cast<int>(park::allocation_names.size()))));
  set(r.alloc.chosen_by, d.any(park::ChosenBy::suffix));
  set(r.alloc.taken_choice, d.any(park::TakenChoice::merge));
  if (r.space.calls_per_code != 1 && d.chance(0.8)) {
    r.alloc.chosen_by = d.of({park::ChosenBy::extension, park::ChosenBy::suffix});
    r.alloc.taken_choice = park::TakenChoice::join_queue;
    r.space.hi = std::max(r.space.hi, r.space.lo + 9);
  }
  set(r.alloc.full, d.any(park::Full::overflow));
  set(r.alloc.atomic, d.chance(0.5));
  if (!r.alloc.atomic || d.chance(0.05)) {
    r.alloc.gap = d.time();
    r.alloc.reservation_life = d.time();
  }
  set(r.alloc.release, d.any(park::Release::after_lock));
  set(r.alloc.quarantine, d.time());
  set(r.alloc.sweep_min, d.time());
  set(r.alloc.lazy, d.chance(0.5));
  if (!r.alloc.lazy && r.alloc.release == park::Release::on_sweep && r.alloc.sweep_min.us == 0)
    r.alloc.sweep_min = d.some_time();
  set(r.park.timeout, d.time());
  if (d.chance(0.3)) r.park.timeout = d.some_time();
  set(r.park.needs_parker, d.chance(0.5));
  set(r.park.remind_first, d.time());
  set(r.park.remind_every, d.time());
  set(r.park.remind_limit, d.of({0, 1, 3, park::unlimited}));
  set(r.park.life_max, d.time());
  set(r.park.announce_per_digit, d.time());
  set(r.park.escape_key, d.chance(0.7));
}

inline void draw_ring_and_take(Dice& d, park::Rules& r, double wild) {
  const auto set = [&](auto& field, auto value) { field = d.chance(wild) ? value : field; };
  set(r.ring.target, d.any(park::RingTarget::origin_path));
  set(r.ring.to, std::string(d.chance(0.5) ? "reception" : ""));
  set(r.ring.ring_time, d.time());
  set(r.ring.attempts, d.of({0, 1, 2, 3, park::unlimited}));
  set(r.ring.between, d.time());
  set(r.ring.busy, d.any(park::ParkerBusy::repark));
  set(r.ring.ignore_forwarding, d.chance(0.5));
  set(r.ring.code, d.any(park::CodeInRingBack::freed));
  set(r.ring.final, d.any(park::Final::keep));
  set(r.ring.rings, d.any(park::Rings::all_devices));
  set(r.ring.fallback, d.any(park::Fallback::nobody));
  set(r.ring.fallback_ring, d.time());
  set(r.take.auth, d.any(park::Auth::permission));
  set(r.take.empty, d.any(park::EmptyCode::tone));
  set(r.take.claim, d.any(park::Claim::check_then_act));
  set(r.take.claim_gap, d.time());
  set(r.take.bridge_time, d.time());
  set(r.take.bridge_fails, d.of({0.0, 0.1, 0.5, 1.0}));
  set(r.take.claim_deadman, d.time());
  set(r.take.claim_fail, d.any(park::ClaimFail::unlock));
  set(r.take.during_reserved, d.any(park::DuringReserved::empty));
  set(r.take.wait_tries, d.between(0, 4));
  set(r.take.wait_each, d.time());
  set(r.take.prompt_time, d.time());
  set(r.take.self_park_patience, d.time());
  set(r.take.token, d.any(park::Token::safe));
  set(r.take.repark_same_call, d.any(park::Repark::refused));
  set(r.fail.code_owner, d.any(park::CodeOwner::origin_node));
  set(r.fail.node_fail, d.any(park::NodeFail::survive));
  set(r.fail.media, d.any(park::Media::lost));
  set(r.fail.liveness, d.any(park::Liveness::keepalive));
  set(r.fail.keepalive, d.time());
  if (d.chance(wild / 4)) {
    r.fail.node_fail = park::NodeFail::survive;
    r.fail.media = park::Media::lost;
  }
}

inline void draw_rules(Dice& d, park::Rules& r, double wild) {
  draw_space(d, r.space, wild);
  draw_park(d, r, wild);
  draw_ring_and_take(d, r, wild);
}

inline void draw_service(Dice& d, service::Network& network) {
  if (d.chance(0.4)) return;
  const int sites = d.between(1, 3);
  for (int i = 0; i < sites; ++i) {
    network.sites.push_back("site" + std::to_string(i));
    if (i > 0 && d.chance(0.9)) network.links.push_back({i - 1, i, d.time(), d.time()});
  }
  for (int i = d.below(4); i > 0; --i)
    network.nodes.push_back({.name = "node" + std::to_string(i),
                             .site = d.below(sites),
                             .servers = d.of({service::unlimited, service::unlimited, 1, 2}),
                             .time = d.chance(0.5) ? Distribution::constant(0.0) : Distribution::exponential(0.4),
                             .queue = d.of({service::unlimited, 0, 1, 3})});
  if (network.nodes.size() > 1 && d.chance(0.7)) network.replication_lag = d.time();
}

inline Arrivals draw_arrivals(Dice& d) {
  const double rate = d.of({0.05, 0.2, 1.0, 3.0});
  switch (d.below(8)) {
    case 0: return Arrivals::every(d.of({1_s, 2_s, 5_s}));
    case 1:
      return Arrivals::bursts(Distribution::exponential(20 / rate), BurstSize::geometric(3),
                              Distribution::exponential(1));
    case 2: return Arrivals::sources(static_cast<std::uint32_t>(d.between(1, 12)), Distribution::exponential(20));
    case 3: return Arrivals::profile({{0_s, rate}, {20_s, 3 * rate}, {60_s, rate / 2}});
    case 4: {
      std::vector<Ticks> times;
      for (int i = 0, at = 0; i < 40; ++i) times.push_back(Ticks{(at += d.below(3)) * ticks_per_second});
      return Arrivals::times(times);
    }
    default: return Arrivals::poisson(rate);
  }
}

inline people::LotTraffic draw_traffic(Dice& d, int which, const people::Company& company) {
  people::LotTraffic t{.name = "traffic" + std::to_string(which),
                       .lot = d.below(static_cast<int>(company.lots.size())),
                       .arrivals = draw_arrivals(d),
                       .retrieved_after = d.law(),
                       .patience = std::nullopt,
                       .ring_answered_after = std::nullopt};
  if (d.chance(0.7)) t.patience = d.law();
  if (d.chance(0.5)) t.ring_answered_after = d.law();
  if (d.chance(0.5)) t.escape = d.law();
  if (d.chance(0.5)) t.mistype_per_digit = d.of({0.02, 0.2, 0.6});
  if (d.chance(0.5)) t.slips = people::SlipMix::keypad;
  if (d.chance(0.4)) t.persistent = true;
  if (d.chance(0.4)) t.pressed_twice = d.of({0.2, 1.0});
  if (d.chance(0.5)) t.leaves_while_ringing = false;
  if (const auto sites = company.service.sites.size(); sites > 0 && d.chance(0.5))
    t.site = d.below(static_cast<int>(sites));
  return t;
}

inline people::Change draw_change(Dice& d, const people::Company& company) {
  using Kind = people::Change::Kind;
  people::Change change;
  change.at = d.time() * d.between(1, 6);
  const auto nodes = static_cast<int>(company.service.nodes.size());
  if (nodes > 0 && d.chance(0.6)) {
    change.kind = d.of({Kind::crash, Kind::crash, Kind::restart, Kind::restart, Kind::drain_node, Kind::open_node});
    change.node = d.below(nodes);
    return change;
  }
  change.lot = d.below(static_cast<int>(company.lots.size()));
  const auto later = static_cast<int>(company.lots[static_cast<std::size_t>(change.lot)].later.size());
  change.kind = later > 0 && d.chance(0.6) ? Kind::rules : d.of({Kind::drain, Kind::open, Kind::open});
  if (change.kind == Kind::rules) change.rules = d.between(1, later);
  return change;
}

/// Gives fields that contradict each other back their defaults, one by one, as far as the sentence names them.
inline void settle(Dice& d, people::Company& company) {
  const park::Rules plain;
  for (int tries = 0; tries < 60; ++tries) {
    const auto words = contradiction(company);
    if (words.empty()) return;
    for (auto& lot : company.lots) {
      const auto give_back = [&](park::Rules& rules) {
        each_field(rules, plain, [&](const std::string& name, auto& mine, const auto& usual) {
          if (words.find(name) != std::string::npos && d.chance(0.4)) mine = usual;
        });
        if (words.find(" ") != std::string::npos && d.chance(0.1)) rules.space = plain.space;
      };
      give_back(lot.rules);
      for (auto& later : lot.later) give_back(later);
      for (auto& later : lot.later) {
        later.space.shares = lot.rules.space.shares;
        later.space.slices = lot.rules.space.slices;
        later.fail.code_owner = lot.rules.fail.code_owner;
      }
    }
  }
}

/// A company as it comes: see contradiction().
inline people::Company company(std::uint64_t seed) {
  Dice d(seed);
  people::Company company;
  const double wild = d.of({0.1, 0.25, 0.5, 0.9});
  draw_service(d, company.service);
  for (int lots = d.chance(0.7) ? 1 : 2; lots > 0; --lots) {
    park::LotPlan lot{.name = "lot" + std::to_string(lots), .rules = {}};
    draw_rules(d, lot.rules, wild);
    for (int later = d.chance(0.6) ? 0 : d.between(1, 2); later > 0; --later) {
      lot.later.push_back(lot.rules);
      draw_rules(d, lot.later.back(), wild / 3);
    }
    company.lots.push_back(std::move(lot));
  }
  settle(d, company);
  for (int i = d.between(1, 3); i > 0; --i) company.lot_traffic.push_back(draw_traffic(d, i, company));
  for (int i = d.chance(0.4) ? 0 : d.between(1, 6); i > 0; --i) company.timeline.push_back(draw_change(d, company));
  std::ranges::stable_sort(company.timeline, {}, &people::Change::at);
  for (std::size_t i = 0; i < company.timeline.size(); ++i) company.timeline[i].at.us += static_cast<std::int64_t>(i);
  if (d.chance(0.3)) company.horizon.warm_up = 10_s;
  if (d.chance(0.5)) {
    company.horizon.length = d.of({30_s, 60_s, 150_s});
  } else {
    company.horizon.calls = static_cast<std::uint64_t>(d.between(5, 90));
  }
  if (d.chance(0.2)) company.horizon.after = people::After::cut;
  company.horizon.is_day = d.chance(0.1) && company.horizon.warm_up.us == 0;
  if (d.chance(0.1)) company.scope = people::Scope::policy;
  return company;
}

}  // namespace random_rules

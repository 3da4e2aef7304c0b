#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/measures/measures.hpp"
#include "models/people/company.hpp"
#include "models/replication.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// Companies made by hand, in which every duration is constant, and what became of them.
namespace hand_made {

using people::Company;
using people::Script;
using people::Step;
using people::StepKind;
using people::Trigger;
using sim::Distribution;

inline Distribution s(double seconds) { return Distribution::constant(seconds); }

inline Step step(StepKind kind, double seconds = 0) { return {.kind = kind, .time = s(seconds)}; }
inline Step answer(double seconds) { return step(StepKind::answer, seconds); }
inline Step talk(double seconds) { return step(StepKind::talk, seconds); }
inline Step hold(double seconds) { return step(StepKind::hold, seconds); }
inline Step walk(double seconds) { return step(StepKind::walk, seconds); }
inline Step wait(double seconds) { return step(StepKind::wait, seconds); }
inline Step react(double seconds) { return step(StepKind::react, seconds); }
inline Step take_message(double seconds) { return step(StepKind::take_message, seconds); }
inline Step hang_up() { return step(StepKind::hang_up); }
inline Step talk_until_warning() { return {.kind = StepKind::talk, .until_battery_warning = true}; }
inline Step use(int device) { return {.kind = StepKind::use, .device = device}; }
inline Step press_park(int tries = 3) { return {.kind = StepKind::park, .times = tries}; }
inline Step post(int channel) { return {.kind = StepKind::post, .channel = channel}; }
inline Step announce(double seconds, int times = 1, double per_digit_s = 0, int channel = 0) {
  return {.kind = StepKind::announce,
          .time = s(seconds),
          .per_digit = sim::from_seconds(per_digit_s),
          .times = times,
          .channel = channel};
}
inline Step notice(double seconds, double chance = 1, double mishear = 0) {
  return {.kind = StepKind::notice, .time = s(seconds), .chance = chance, .error_per_digit = mishear};
}
inline Step claim(double seconds, double chance = 1) {
  return {.kind = StepKind::claim, .time = s(seconds), .chance = chance};
}
/// Reaches for the phone for `seconds`, keys in no time.
inline Step retrieve(double seconds, int tries = 1, double mistype = 0, double per_digit_s = 0) {
  return {.kind = StepKind::retrieve,
          .time = s(seconds),
          .per_digit = sim::from_seconds(per_digit_s),
          .error_per_digit = mistype,
          .times = tries};
}
inline Step retrieve_own(double seconds) { return {.kind = StepKind::retrieve, .time = s(seconds), .own = true}; }

/// Adds the steps that follow a trigger.
inline void on(Script& script, std::size_t trigger, const std::vector<Step>& steps) {
  script.blocks[trigger] = {static_cast<int>(script.steps.size()), static_cast<int>(script.steps.size() + steps.size()),
                            true};
  script.steps.insert(script.steps.end(), steps.begin(), steps.end());
}

inline sim::Arrivals at(std::initializer_list<double> seconds) {
  std::vector<sim::Ticks> times;
  for (const double t : seconds) times.push_back(sim::from_seconds(t));
  return sim::Arrivals::times(std::move(times));
}

/// A day without a beginning: a window of 1,000 s, followed to the end; a lot with codes 10-99, 300 s, one ring-back of
/// 30 s on which the call stays takable, and then it is dropped; no trunks; groups and traffic to be added.
inline Company company() {
  Company c;
  c.horizon.length = sim::operator""_s(1000);
  park::LotPlan lot;
  lot.name = "Factory";
  c.lots.push_back(lot);
  c.policies.push_back({.name = "Factory", .allow_call_park = true, .lot = 0});
  return c;
}

/// Adds a group with a script of its own and returns its number.
inline int add_group(Company& c, const std::string& name, int count) {
  people::Group group;
  group.name = name;
  group.count = count;
  group.policy = 0;
  group.devices.push_back({.name = "desk", .client = park::Client::desktop, .site = ""});
  group.script = static_cast<int>(c.scripts.size());
  c.scripts.push_back({.name = name, .steps = {}, .blocks = {}});
  c.groups.push_back(group);
  return static_cast<int>(c.groups.size()) - 1;
}

/// The script of the group added as this number.
inline Script& script(Company& c, int group) {
  return c.scripts[static_cast<std::size_t>(c.groups[static_cast<std::size_t>(group)].script)];
}

inline people::Traffic& add_traffic(Company& c, int to, const sim::Arrivals& arrivals) {
  c.traffic.push_back({.name = "inbound" + std::to_string(c.traffic.size()),
                       .to = to,
                       .topics = {},
                       .arrivals = arrivals,
                       .patience = std::nullopt});
  return c.traffic.back();
}

inline int add_resource(Company& c, const std::string& name, int count) {
  c.resources.push_back({name, count});
  return static_cast<int>(c.resources.size()) - 1;
}

inline constexpr int reception = 0, floor_workers = 1;

/// One caller who arrives at 100 s and wants the one floor worker. Reception answers at 105 s, parks at 125 s, speaks
/// from then to 129 s and again to 133 s; the worker notices for 10 s, walks for 40 s, dials from 179 s to 182 s and
/// talks until 242 s.
inline Company factory() {
  Company c = company();
  c.channels.push_back({.name = "pa"});
  add_group(c, "reception", 1);
  add_group(c, "floor", 1);
  on(script(c, reception), Trigger::start, {answer(5), talk(20), press_park(), announce(3, 2, 0.5)});
  on(script(c, floor_workers), Trigger::announced, {notice(10), walk(40), retrieve(2, 1, 0, 0.5), talk(60)});
  c.groups[floor_workers].hears = {0};
  auto& inbound = add_traffic(c, reception, at({100}));
  inbound.whom = people::Whom::one_of;
  inbound.meant = floor_workers;
  return c;
}

/// Writes down every line.
class Lines final : public models::Trace {
 public:
  struct Line {
    double time_s;
    std::uint64_t call;
    std::string what, result;
    int code, person;
  };
  void line(const models::TraceLine& l) override {
    lines.push_back({l.time.seconds(), l.call, std::string(l.what), std::string(l.result), l.code, l.person});
  }
  /// When this was written, in order.
  std::vector<double> times_of(std::string_view what, std::string_view result = "") const {
    std::vector<double> times;
    for (const auto& l : lines)
      if (l.what == what && (result.empty() || l.result == result)) times.push_back(l.time_s);
    return times;
  }
  std::vector<int> people_who(std::string_view what) const {
    std::vector<int> people;
    for (const auto& l : lines)
      if (l.what == what) people.push_back(l.person);
    return people;
  }
  std::vector<Line> lines;
};

/// What a run yielded, over all labels.
struct Yield {
  measures::Measures measures;
  Lines trace;
  std::size_t calls_left = 0;

  std::uint64_t count(std::size_t counter) const {
    std::uint64_t sum = 0;
    for (const auto& cell : measures.cells) sum += cell.counts[counter];
    return sum;
  }
  std::uint64_t count(park::RetrieveOutcome o) const { return count(measures::Count::outcome + park::index(o)); }
  std::uint64_t count(park::CallEnd e) const { return count(measures::Count::call_end + park::index(e)); }
  std::uint64_t count(park::Refusal r) const { return count(measures::Count::refused + park::index(r)); }
  sim::Histogram latency(std::size_t which) const {
    sim::Histogram all;
    for (const auto& cell : measures.cells) all.merge(cell.latencies[which]);
    return all;
  }
  std::uint64_t times(std::size_t which) const { return latency(which).count(); }
  double mean_s(std::size_t which) const { return latency(which).mean_s().value_or(std::nan("")); }
  double max_s(std::size_t which) const {
    return latency(which).max() ? latency(which).max()->seconds() : std::nan("");
  }
  /// Seconds x people (or units, or codes) in the measured window.
  double area_s(measures::Level::Of of, int subject) const {
    for (const auto& level : measures.levels)
      if (level.of == of && level.subject == subject) return static_cast<double>(level.level.area_us()) * 1e-6;
    return std::nan("");
  }
  double busy_s(int group) const { return area_s(measures::Level::Of::people_busy, group); }
  /// The level after the last event.
  std::int64_t last_level(measures::Level::Of of) const {
    std::int64_t sum = 0;
    for (const auto& level : measures.levels)
      if (level.of == of) sum += level.level.level();
    return sum;
  }
  /// Nobody is busy, no trunk or phone is held, no call is left.
  bool everything_is_free() const {
    return calls_left == 0 && last_level(measures::Level::Of::people_busy) == 0 &&
           last_level(measures::Level::Of::resource_in_use) == 0 && last_level(measures::Level::Of::codes_in_use) == 0;
  }
};

template <class Queue = sim::QuaternaryHeap>
Yield run(const Company& company, models::Options options = {}) {
  Yield yield;
  options.trace = &yield.trace;
  const models::Plan plan(company);
  models::Replication<Queue> replication(plan, options);
  replication.run();
  yield.calls_left = replication.exchange().calls().live();
  yield.measures = replication.finish();
  return yield;
}

}  // namespace hand_made

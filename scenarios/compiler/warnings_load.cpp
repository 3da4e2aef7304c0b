#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/warnings.hpp"
#include "sim/random/words.hpp"

namespace scenarios {

namespace {

using people::Group;
using people::Script;
using people::Step;
using people::StepKind;
using people::Traffic;

constexpr sim::Ticks hour = sim::operator""_min(60);
constexpr std::int64_t hours_of_steady_state = 24;

std::span<const Step> first_steps(const Script& script) {
  const people::Block& block = script.blocks[people::Trigger::start];
  return std::span(script.steps)
      .subspan(static_cast<std::size_t>(block.first), static_cast<std::size_t>(block.last - block.first));
}

// Digits of the codes under which a group parks.
double digits_of(const people::Company& company, const Group& group) {
  constexpr double usual = 2;
  const int lot = group.policy < 0 ? people::none : company.policies[static_cast<std::size_t>(group.policy)].lot;
  if (lot < 0) return usual;
  const park::Rules::Space& space = company.lots[static_cast<std::size_t>(lot)].rules.space;
  return static_cast<double>(code_words(space, space.hi).size());
}

double length_s(const Step& step, double digits) {
  const int repeated = step.kind == StepKind::announce ? step.times : 1;
  return repeated * (step.time.mean_s() + digits * step.per_digit.seconds());
}

double work_s(const Script& script, double digits) {
  double sum = 0;
  for (const Step& step : first_steps(script)) {
    if (step.kind != StepKind::post && step.kind != StepKind::claim) sum += length_s(step, digits);
  }
  return sum;
}

double speech_s(const Script& script, int channel, double digits) {
  double sum = 0;
  for (const Step& step : first_steps(script)) {
    if (step.kind == StepKind::announce && step.channel == channel) sum += length_s(step, digits);
  }
  return sum;
}

struct Window {
  sim::Ticks from, to;
};

// The measured window, cut at full hours; a day of them where its length is not planned.
std::vector<Window> hours(const people::Horizon& horizon) {
  std::vector<Window> found;
  const sim::Ticks from = horizon.time_of_day + horizon.warm_up;
  const sim::Ticks to =
      from + std::min(horizon.length.value_or(hour * hours_of_steady_state), hour * (hours_of_steady_state * 7));
  for (sim::Ticks at = from; at < to;) {
    const sim::Ticks next = std::min(to, hour * (at.us / hour.us + 1));
    found.push_back({at, next});
    at = next;
  }
  return found;
}

// The erlangs of the busiest hour, where `time_s` says how long a call of a traffic keeps the server.
template <class Time>
double busiest_load(const people::Company& company, Time time_s) {
  double most = 0;
  for (const Window& window : hours(company.horizon)) {
    double load = 0;
    for (const Traffic& traffic : company.traffic) {
      if (traffic.arrivals.is_finite_population()) continue;
      load += traffic.arrivals.rate_per_s(window.from, window.to) * time_s(traffic);
    }
    most = std::max(most, load);
  }
  return most;
}

std::string erlangs(double load) { return sim::number_words(load) + " erlangs"; }

void too_much_work(Draft& draft) {
  const people::Company& company = draft.company;
  for (const Group& group : company.groups) {
    const Script* script = script_of(draft, group);
    if (script == nullptr) continue;
    const double work = work_s(*script, digits_of(company, group));
    const double load = busiest_load(company, [&](const Traffic& traffic) {
      return &company.groups[static_cast<std::size_t>(traffic.to)] == &group ? work : 0.0;
    });
    if (load < group.count) continue;
    draft.warn(place(draft, "people", group.name), "in the busiest hour the calls to `" + group.name + "` are " +
                                                       erlangs(load) + " of work for " + std::to_string(group.count) +
                                                       (group.count == 1 ? " person" : " people") +
                                                       ": the queue has no steady state");
  }
}

void too_much_speech(Draft& draft) {
  const people::Company& company = draft.company;
  for (std::size_t i = 0; i < company.channels.size(); ++i) {
    const people::Channel& channel = company.channels[i];
    if (channel.kind != people::Channel::Kind::public_address) continue;
    const double load = busiest_load(company, [&](const Traffic& traffic) {
      const Group& group = company.groups[static_cast<std::size_t>(traffic.to)];
      const Script* script = script_of(draft, group);
      return script == nullptr ? 0 : speech_s(*script, static_cast<int>(i), digits_of(company, group));
    });
    if (load < channel.voices) continue;
    draft.warn(place(draft, "channels", channel.name),
               "in the busiest hour the announcements on `" + channel.name + "` are " + erlangs(load) +
                   " of speech for " + std::to_string(channel.voices) + (channel.voices == 1 ? " voice" : " voices") +
                   ": the queue has no steady state");
  }
}

template <class Load>
bool never_comes(const people::Company& company, const Load& load) {
  const sim::Ticks from = company.horizon.time_of_day;
  const sim::Ticks to = from + company.horizon.warm_up + company.horizon.length.value_or(hour * (24 * 366));
  return load.arrivals.rate_per_s(from, to) == 0;
}

void silence(Draft& draft) {
  for (const Traffic& traffic : draft.company.traffic) {
    if (never_comes(draft.company, traffic))
      draft.warn(place(draft, "traffic", traffic.name),
                 "nobody ever calls: the traffic `" + traffic.name + "` is empty");
  }
  for (const people::LotTraffic& traffic : draft.company.lot_traffic) {
    if (never_comes(draft.company, traffic))
      draft.warn(place(draft, "lot_traffic", traffic.name),
                 "nobody ever calls: the traffic of the lot `" + traffic.name + "` is empty");
  }
}

}  // namespace

void find_odd_loads(Draft& draft) {
  too_much_work(draft);
  too_much_speech(draft);
  silence(draft);
}

}  // namespace scenarios

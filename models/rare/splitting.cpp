#include "models/rare/splitting.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "models/park/code_space.hpp"

namespace rare {

namespace {

constexpr std::uint32_t pilot_number = ~std::uint32_t{0};  // as a replication: no study has so many
constexpr std::uint64_t pilot_parks = 20'000;
constexpr std::uint32_t pilot_trials = 400;
constexpr std::uint32_t most_pilot_trials = 100'000;
constexpr double stays_of_warm_up = 20;
constexpr double deviations_to_base = 2;  // above the mean; lower, and trials take long to fall back
constexpr double share_to_reach = 0.2;    // of trials, about: the best for fixed effort lies between 0.1 and 0.3
constexpr std::size_t most_bytes_of_states = std::size_t{256} << 20;

/// The company without a window: it goes on warming up for ever, and nothing is measured.
people::Company endless(people::Company company) {
  company.horizon.warm_up = sim::never;
  company.horizon.finds_warm_up = false;
  company.horizon.length.reset();
  company.horizon.calls.reset();
  return company;
}

std::optional<std::string> why_no_steady_state(const people::Company& company) {
  if (company.horizon.is_day) return "a day has no steady state: write `run: {duration: ...}` for its busy hour";
  if (!company.timeline.empty()) return "rules and people change in the course of the run";
  if (!company.copies.empty()) return "lots with copies are simulated in blocks: take one of them";
  const auto changes = [](const auto& traffic) {
    const std::string text = traffic.arrivals.describe();
    return text.starts_with("profile(") || text.starts_with("times(");
  };
  if (std::ranges::any_of(company.traffic, changes) || std::ranges::any_of(company.lot_traffic, changes))
    return "arrivals at rates that change have no steady state: write poisson(...) or bursts(...)";
  return std::nullopt;
}

std::optional<std::string> why_no_full_lot(const people::Company& company, const park::Rules& rules) {
  if (!company.service.nodes.empty()) return "requests go through nodes, which can refuse too";
  if (rules.alloc.full == park::Full::overflow || !park::capacity(rules))
    return "a full lot goes beyond its range and refuses nobody";
  if (rules.space.calls_per_code != 1) return "a code can hold more than one call";
  if (!rules.alloc.atomic) return "choosing and occupying a code are two steps";
  if (rules.alloc.chosen_by != park::ChosenBy::system) return "parkers ask for codes of their own";
  if (park::shares_of(rules) != park::Shares::one) return "the codes are shared out";
  const bool rests = rules.alloc.quarantine.us > 0 || rules.alloc.release != park::Release::immediate;
  if (rests) return "a code rests before it is used again";
  return std::nullopt;
}

void require_suitable(const people::Company& company, int lot) {
  auto why = why_no_steady_state(company);
  if (!why) why = why_no_full_lot(company, company.lots[static_cast<std::size_t>(lot)].rules);
  if (why) throw Unsuitable(*why);
}

/// Where everything that parks in the lot does so at a constant planned rate.
std::optional<double> planned_rate_per_s(const people::Company& company, int lot) {
  double sum = 0;
  for (const people::Group& group : company.groups)
    if (group.script != people::none && group.policy != people::none &&
        company.policies[static_cast<std::size_t>(group.policy)].lot == lot)
      return std::nullopt;
  const park::Rules& rules = company.lots[static_cast<std::size_t>(lot)].rules;
  const bool parks_again =
      rules.ring.attempts != 0 && (rules.ring.attempts != 1 || rules.ring.final == park::Final::repark);
  const bool parks_itself = rules.take.empty == park::EmptyCode::self_park;
  if (parks_again || parks_itself) return std::nullopt;
  for (const people::LotTraffic& traffic : company.lot_traffic) {
    if (traffic.lot != lot) continue;
    if (!traffic.arrivals.describe().starts_with("poisson(") || traffic.pressed_twice > 0) return std::nullopt;
    sum += traffic.arrivals.rate_per_s({0}, sim::operator""_s(1));
  }
  return sum;
}

/// One model that is run, kept and continued, and what is asked of its lot.
template <class Replication>
class Runner {
 public:
  Runner(const models::Plan& plan, int lot, const Settings& settings, std::uint32_t number,
         const std::function<bool()>& stop)
      : lot_(lot),
        redraws_(settings.redraws),
        bounds_(std::make_unique<Bounds>()),
        model_(plan, options(settings, number, stop)) {}

  const park::Lot& lot() const { return model_.exchange().lot_at(lot_); }
  const park::LotBooks& books() const { return model_.exchange().books_of(lot_); }
  int in_use() const { return lot().active(); }
  /// All that it has taken, on all branches.
  std::uint64_t events() const { return model_.events() + other_events_; }
  sim::Ticks now() const { return model_.now(); }
  Replication& model() { return model_; }

  /// To `until`, or until so many codes or more are in use, or so few or fewer. True when one of these came first.
  bool run_until(sim::Ticks until, int low, int high) {
    *bounds_ = {low, high, false};
    model_.run_until(until);
    return std::exchange(bounds_->met, false);
  }

  void continue_from(const Replication& state, std::uint64_t branch) {
    other_events_ += model_.events();
    model_.branch_off(state, branch, redraws_ ? Replication::Residuals::redrawn : Replication::Residuals::kept);
    other_events_ -= model_.events();
  }

 private:
  struct Bounds {
    int low = -1, high = 0;
    bool met = false;
  };

  models::Options options(const Settings& settings, std::uint32_t number, const std::function<bool()>& stop) {
    models::Options options;
    options.seed = settings.seed;
    options.replication = number;
    options.progress = [&stop](sim::Ticks, std::uint64_t) { return stop(); };
    options.watch = [lot = lot_, bounds = bounds_.get()](const park::Exchange& exchange) {
      const int in_use = exchange.lot_at(lot).active();
      bounds->met = in_use <= bounds->low || in_use >= bounds->high;
      return bounds->met;
    };
    return options;
  }

  int lot_;
  bool redraws_;
  std::unique_ptr<Bounds> bounds_;  // has an address that the watch can keep
  Replication model_;
  std::uint64_t other_events_ = 0;
};

constexpr int nowhere = 1 << 30;  // no lot has so many codes
constexpr int nobody = -1;

template <class Replication>
using States = std::vector<Replication>;

/// Takes trial t of n from one of the states, each in its turn, from a random place in them on.
class EqualParts {
 public:
  EqualParts(std::size_t states, std::uint32_t trials, double u) : states_(states), trials_(trials), u_(u) {}
  std::size_t of(std::uint32_t trial) const {
    const double place = (trial + u_) * static_cast<double>(states_) / trials_;
    return std::min(static_cast<std::size_t>(place), states_ - 1);
  }

 private:
  std::size_t states_;
  std::uint32_t trials_;
  double u_;
};

/// Numbers the branches of one repetition: 0 is the base run.
class Branches {
 public:
  Branches(std::uint64_t seed, std::uint32_t number) : draws_(seed, number, 0, sim::hash_name("splitting")) {}
  std::uint64_t next() { return ++last_; }
  /// Where a stage begins to take its states.
  double phase(std::size_t stage) const { return draws_.of(stage).uniform(0, 0, 0); }

 private:
  sim::DrawSource draws_;
  std::uint64_t last_ = 0;
};

/// Trials from these states until `level` is reached, or the base level; returns those that reached it.
template <class Replication>
States<Replication> climb(Runner<Replication>& runner, const States<Replication>& from, std::uint32_t trials, int base,
                          int level, double phase, Branches& branches) {
  States<Replication> reached;
  reached.reserve(trials);
  const EqualParts parts(from.size(), trials, phase);
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    runner.continue_from(from[parts.of(trial)], branches.next());
    if (runner.in_use() < level) runner.run_until(sim::never, base, level);
    if (runner.in_use() >= level) reached.push_back(runner.model());
  }
  return reached;
}

/// The states in which the level above the base is reached between now and `until`.
template <class Replication>
States<Replication> up_crossings(Runner<Replication>& runner, sim::Ticks until, int base) {
  States<Replication> states;
  if (runner.in_use() > base && !runner.run_until(until, base, nowhere)) return states;
  while (runner.run_until(until, nobody, base + 1)) {
    states.push_back(runner.model());
    if (!runner.run_until(until, base, nowhere)) break;
  }
  return states;
}

/// What a run shows of the lot, from the middle of it on.
struct Observed {
  double mean_in_use = 0, deviation = 0, stay_s = 0;
};

template <class Replication>
Observed observe(Runner<Replication>& runner) {
  double area = 0, squares = 0;
  sim::Ticks since;
  std::uint64_t requested = 0;
  while (runner.books().requested < pilot_parks) {
    if (requested == 0 && runner.books().requested >= pilot_parks / 2) {
      requested = runner.books().requested;
      since = runner.now();
      area = squares = 0;
    }
    const sim::Ticks before = runner.now();
    const int in_use = runner.in_use();
    if (!runner.run_until(sim::never, nowhere, 0)) break;  // any event will do
    const double held_s = (runner.now() - before).seconds();
    area += in_use * held_s;
    squares += static_cast<double>(in_use) * in_use * held_s;
  }
  const double length_s = (runner.now() - since).seconds();
  const auto parks = static_cast<double>(runner.books().requested - requested);
  if (parks <= 0 || length_s <= 0 || area <= 0)
    throw Unsuitable("the lot is hardly used: no code was in use that could tell a level");
  const double mean = area / length_s;
  return {mean, std::sqrt(std::max(0.0, squares / length_s - mean * mean)), area / parks};
}

/// Levels from the base to a full lot, of which about a fifth of the trials reach the next.
template <class Replication>
std::vector<int> find_levels(Runner<Replication>& runner, States<Replication> states, int base, int full,
                             Branches& branches) {
  std::vector<int> levels{base + 1};
  while (levels.back() < full) {
    const double phase = branches.phase(levels.size());
    States<Replication> next = climb(runner, states, pilot_trials, base, levels.back() + 1, phase, branches);
    const double share = static_cast<double>(next.size()) / pilot_trials;
    int step = 1;
    if (share > share_to_reach && share < 1) step = static_cast<int>(std::log(share_to_reach) / std::log(share));
    if (share >= 1) step = full;
    const int level = std::min(full, levels.back() + std::max(1, step));
    for (std::uint32_t trials = pilot_trials; level > levels.back() + 1 || next.empty(); trials *= 4) {
      if (trials > most_pilot_trials)
        throw Unsuitable("no trial got from " + std::to_string(levels.back()) + " to " + std::to_string(level) +
                         " codes in use: a full lot of " + std::to_string(full) + " codes is out of reach");
      next = climb(runner, states, trials, base, level, phase, branches);
      if (!next.empty()) break;
    }
    levels.push_back(level);
    states = std::move(next);
  }
  return levels;
}

/// Refusals until the base level is reached again, on average over trials from states of a full lot.
template <class Replication>
double refusals_per_visit(Runner<Replication>& runner, const States<Replication>& states, const Course& course,
                          std::uint32_t trials, Branches& branches, Sample& found) {
  const EqualParts parts(states.size(), trials, branches.phase(course.levels.size()));
  std::uint64_t refused = 0, seen = 0;
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    runner.continue_from(states[parts.of(trial)], branches.next());
    const std::uint64_t before = runner.books().full;
    runner.run_until(sim::never, course.base_level, nowhere);
    refused += runner.books().full - before;
    seen += runner.books().full > before;
  }
  found.stages.push_back({course.levels.back(), trials, seen});
  return static_cast<double>(refused) / trials;
}

template <class Replication>
Course pilot(const models::Plan& plan, int lot, const Settings& settings, std::uint32_t& effort) {
  const auto& company = plan.company;
  const int full = *park::capacity(company.lots[static_cast<std::size_t>(lot)].rules);
  const std::function<bool()> go_on = [] { return false; };
  Runner<Replication> runner(plan, lot, settings, pilot_number, go_on);
  const Observed found = observe(runner);
  Course course;
  course.mean_in_use = found.mean_in_use;
  const double base = std::ceil(found.mean_in_use + deviations_to_base * found.deviation);
  course.base_level = std::clamp(static_cast<int>(base), 0, full - 1);
  course.warm_up = sim::from_seconds(stays_of_warm_up * found.stay_s);
  const std::size_t bytes = runner.model().save().size();
  effort = std::max(10U, std::min(settings.effort, static_cast<std::uint32_t>(most_bytes_of_states / bytes)));
  // As long as the pilot was, or until the base level has been crossed some times.
  const sim::Ticks start = runner.now();
  States<Replication> states;
  for (sim::Ticks length = start; states.size() < 20; length = {2 * length.us}) {
    if (runner.events() > 100 * pilot_parks)
      throw Unsuitable("codes in use hardly ever rise above " + std::to_string(course.base_level) + ": a full lot of " +
                       std::to_string(full) + " codes is out of reach");
    for (auto& state : up_crossings(runner, runner.now() + length, course.base_level))
      states.push_back(std::move(state));
  }
  const double per_s = static_cast<double>(states.size()) / (runner.now() - start).seconds();
  course.length = sim::from_seconds(effort / per_s);
  Branches branches(settings.seed, pilot_number);
  course.levels = find_levels(runner, std::move(states), course.base_level, full, branches);
  return course;
}

template <class Replication>
Sample sample(const models::Plan& plan, int lot, const Settings& settings, const Course& course, std::uint32_t effort,
              std::uint32_t number, const std::function<bool()>& stop) {
  Runner<Replication> runner(plan, lot, settings, number, stop);
  runner.run_until(course.warm_up, nobody, nowhere);
  const std::uint64_t requested_before = runner.books().requested;
  const sim::Ticks end = course.warm_up + course.length;
  States<Replication> states = up_crossings(runner, end, course.base_level);
  const double length_s = course.length.seconds();
  Sample found;
  found.requested_per_s = static_cast<double>(runner.books().requested - requested_before) / length_s;
  double product = static_cast<double>(states.size()) / length_s;
  Branches branches(settings.seed, number);
  for (std::size_t stage = 0; stage + 1 < course.levels.size() && !states.empty(); ++stage) {
    const double phase = branches.phase(stage);
    States<Replication> reached =
        climb(runner, states, effort, course.base_level, course.levels[stage + 1], phase, branches);
    found.stages.push_back({course.levels[stage], effort, reached.size()});
    product *= static_cast<double>(reached.size()) / effort;
    states = std::move(reached);
  }
  if (!states.empty()) product *= refusals_per_visit(runner, states, course, effort, branches, found);
  found.refused_per_s = states.empty() ? 0 : product;
  found.events = runner.events();
  return found;
}

/// Calls `f` with the kind of replication that has this queue.
template <class F>
auto with_queue(models::QueueKind kind, const F& f) {
  switch (kind) {
    case models::QueueKind::sorted: return f.template operator()<models::Replication<sim::SortedVectorQueue>>();
    case models::QueueKind::heap: return f.template operator()<models::Replication<sim::QuaternaryHeap>>();
    case models::QueueKind::lanes: break;
  }
  return f.template operator()<models::Replication<sim::LanedQueue<sim::QuaternaryHeap>>>();
}

}  // namespace

Splitting::Splitting(const people::Company& company, int lot, Settings settings)
    : company_((require_suitable(company, lot), endless(company))),
      plan_(company_, park::call_machine(), models::Plan::Learn::nothing),
      lot_(lot),
      settings_(settings),
      effort_(settings.effort),
      planned_per_s_(planned_rate_per_s(company_, lot)) {
  course_ = with_queue(settings_.queue,
                       [&]<class Replication>() { return pilot<Replication>(plan_, lot_, settings_, effort_); });
  course_.warm_up = std::max(course_.warm_up, company.horizon.warm_up);
}

Sample Splitting::repetition(std::uint32_t number, const std::function<bool()>& stop) const {
  return with_queue(settings_.queue, [&]<class Replication>() {
    return sample<Replication>(plan_, lot_, settings_, course_, effort_, number, stop);
  });
}

}  // namespace rare

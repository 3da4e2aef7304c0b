#include "models/express/routes.hpp"

#include <algorithm>
#include <numeric>

#include "models/park/exchange.hpp"

namespace express {

namespace {

using measures::Count;
using measures::Latency;
using models::Timer;

/// A company of one lot, in which there is room for one call at a time, and of the one traffic into it.
people::Company trimmed(const people::Company& company, std::size_t lot_traffic) {
  people::Company small = company;
  small.lot_traffic = {company.lot_traffic[lot_traffic]};
  auto& traffic = small.lot_traffic.front();
  small.lots = {company.lots[static_cast<std::size_t>(traffic.lot)]};
  small.lots.front().rules.space.max_active = 1;
  traffic.lot = 0;
  for (auto& policy : small.policies) policy.lot = 0;
  small.horizon.is_day = false;   // one cell, whatever the time
  traffic.mistype_per_digit = 0;  // whether the right code was keyed is seen for each call
  return small;
}

/// What a replication has taken down so far.
struct Taken {
  measures::Measures measures;
  std::uint64_t digest = 0;
  park::Books books;
};

/// A park service on its own, with a clock that is set by hand.
class Probe final : public models::Timers {
 public:
  Probe(const people::Company& company, std::size_t lot_traffic, std::span<const park::Row> table)
      : company_(trimmed(company, lot_traffic)),
        plan_(company_, table, models::Plan::Learn::nothing),
        exchange_(plan_, recorder_) {
    recorder_.set_rows(table.size());
  }

  struct Armed {
    Timer timer{};
    park::CallSlot slot = 0;
    sim::Ticks delay;
    bool pending = false;
  };

  sim::Ticks now() const override { return now_; }
  sim::Handle arm(sim::Ticks delay, std::uint64_t, const sim::EventPayload& payload) override {
    armed_.push_back({static_cast<Timer>(payload.kind), payload.subject, delay, true});
    return {static_cast<std::uint32_t>(armed_.size() - 1), 1};
  }
  sim::Handle arm_constant(std::size_t lane, std::uint64_t order, const sim::EventPayload& payload) override {
    return arm(plan_.lanes[lane], order, payload);
  }
  bool cancel(sim::Handle& handle) override {
    const bool was_pending = handle.generation == 1 && std::exchange(armed_[handle.slot].pending, false);
    handle = {};
    return was_pending;
  }

  void pass(sim::Ticks time) { now_ += time; }
  void measure() { recorder_.open_window(now_); }
  park::CallSlot park() {
    auto s = surroundings();
    const auto slot = exchange_.open(s, 0, calls_, calls_);
    ++calls_;
    exchange_.park_into_lot(s, slot, 0);
    if (const auto code = exchange_.calls()[slot].code; code >= 0) code_ = code;
    return slot;
  }
  void fire(Timer timer, park::CallSlot slot) {
    for (auto& armed : armed_)
      if (armed.timer == timer && armed.slot == slot) armed.pending = false;
    auto s = surroundings();
    exchange_.timer(s, timer, models::Surroundings::payload(timer, slot));
  }

  Taken taken() const {
    auto copy = recorder_;
    Taken all{copy.take(), 0, exchange_.books()};
    all.digest = std::accumulate(all.measures.digest.begin(), all.measures.digest.end(), std::uint64_t{0});
    return all;
  }
  bool is_pending(Timer timer) const {
    return std::any_of(armed_.begin(), armed_.end(),
                       [=](const Armed& armed) { return armed.pending && armed.timer == timer; });
  }
  std::size_t pending() const {
    return static_cast<std::size_t>(
        std::count_if(armed_.begin(), armed_.end(), [](const Armed& armed) { return armed.pending; }));
  }
  bool is_quiet() const { return messages_.empty(); }
  const park::Exchange& exchange() const { return exchange_; }
  const models::Plan& plan() const { return plan_; }
  std::uint32_t calls() const { return calls_; }
  /// The code that was given out last.
  int code() const { return code_; }
  bool are_levels(std::int64_t codes_in_use, std::int64_t guess) const {
    return recorder_.level(0) == codes_in_use && recorder_.level(1) == guess;
  }

 private:
  models::Surroundings surroundings() {
    return {plan_, *this, recorder_, draws_, own_, messages_, nullptr, plan_.company.horizon};
  }

  people::Company company_;
  models::Plan plan_;
  measures::Recorder recorder_;
  park::Exchange exchange_;
  std::vector<sim::DrawSource> draws_{sim::DrawSource(0, 0, 0, 0)};
  sim::DrawSource own_{0, 0, 0, 1};
  std::vector<park::Message> messages_;
  std::vector<Armed> armed_;
  sim::Ticks now_ = sim::operator""_s(1000);
  std::uint32_t calls_ = 0;
  int code_ = 0;
};

/// The detail under which a row goes into the digest.
Fact fact_of(const park::Row& row, std::size_t number) {
  if (row.from >= park::State::code_free) return {number, 0, true};
  if (row.from >= park::State::dialled) return {number, park::index(park::RetrieveOutcome{}), false};
  return {number, park::index(row.to), false};
}

template <class Numbers>
std::vector<measures::Bundle::Times> difference(const Numbers& before, const Numbers& after) {
  std::vector<measures::Bundle::Times> found;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto earlier = i < before.size() ? before[i] : 0;
    if (after[i] != earlier) found.push_back({static_cast<std::uint16_t>(i), after[i] - earlier});
  }
  return found;
}

/// Sees what a call did between two moments, and whether that is all that a route can say.
class Observation {
 public:
  Observation(const Probe& probe, const Taken& before, sim::Ticks stay)
      : probe_(probe), before_(before), after_(probe.taken()), stay_(stay) {}

  std::optional<Route> route() {
    Route route;
    route.books = after_.books - before_.books;
    route.bundle.rows = difference(before_.measures.rows_taken, after_.measures.rows_taken);
    for (const auto& [row, times] : route.bundle.rows)
      for (std::uint64_t i = 0; i < times; ++i)
        route.facts.push_back(fact_of(probe_.plan().machines.front().row(row), row));
    if (!probe_.is_quiet() || !has_these(route.facts)) return std::nullopt;
    for (const auto& fact : route.facts)
      fact.has_number ? route.sum.add_open(fact.row) : route.sum.add(fact.row, fact.detail);
    if (!see_cell(route.bundle)) return std::nullopt;
    return route;
  }

 private:
  bool has_these(const std::vector<Fact>& facts) const {
    std::uint64_t sum = before_.digest;
    const auto number = static_cast<std::uint64_t>(probe_.exchange().lot_at(0).number(probe_.code()));
    for (std::uint64_t call = 0; call < probe_.calls(); ++call) {
      std::uint64_t with = sum;
      for (const auto& fact : facts)
        with += sim::Digest::term(probe_.now(), call, fact.row, fact.has_number ? number : fact.detail);
      if (with == after_.digest) return true;
    }
    return false;
  }

  bool see_cell(measures::Bundle& bundle) {
    static const measures::Cell nothing;
    if (after_.measures.cells.size() > 1) return false;
    const auto& before = before_.measures.cells.empty() ? nothing : before_.measures.cells.front();
    const auto& after = after_.measures.cells.empty() ? nothing : after_.measures.cells.front();
    bundle.counts = difference(before.counts, after.counts);
    bundle.said = difference(before.said, after.said);
    if (before.expected != after.expected) return false;
    for (std::size_t i = 0; i < after.latencies.size(); ++i)
      if (!see_latency(i, before.latencies[i], after.latencies[i], bundle)) return false;
    return true;
  }

  /// A code's reuse gap is a matter of the code and not of the way.
  bool see_latency(std::size_t i, const sim::Histogram& before, const sim::Histogram& after,
                   measures::Bundle& bundle) const {
    const auto times = after.count() - before.count();
    if (times == 0 || i == Latency::code_reuse_gap) return true;
    const auto sum = after.sum_us() - before.sum_us();
    auto& of = sum == 0 ? bundle.moments : bundle.stays;
    of.push_back({static_cast<std::uint16_t>(i), times});
    return sum == 0 || sum == sim::Wide{stay_.us} * static_cast<sim::Wide>(times);
  }

  const Probe& probe_;
  const Taken& before_;
  Taken after_;
  sim::Ticks stay_;
};

class Lesson {
 public:
  Lesson(const people::Company& company, std::size_t lot_traffic, std::span<const park::Row> table)
      : probe_(company, lot_traffic, table), traffic_(company.lot_traffic[lot_traffic]) {}

  std::optional<Routes> learn(bool measured) {
    if (measured) probe_.measure();
    const auto first = learn_park(Way::parked);
    if (!first || !is_waiting(*first)) return std::nullopt;
    routes_.parked = probe_.exchange().calls()[*first];
    routes_.parked_at = probe_.now();
    routes_.times_out = probe_.is_pending(Timer::park_timeout);
    const auto waiting = probe_.pending();
    if (!learn_park(Way::refused) || probe_.pending() != waiting) return std::nullopt;
    if (!learn_end(Way::retrieved, Timer::retrieve, *first)) return std::nullopt;
    if (!traffic_.patience) return routes_;
    probe_.pass(sim::operator""_s(1));
    const auto again = learn_park(Way::parked);
    if (!again || !learn_end(Way::given_up, Timer::patience, *again)) return std::nullopt;
    return routes_;
  }

 private:
  std::optional<park::CallSlot> learn_park(Way way) {
    const auto before = probe_.taken();
    const auto slot = probe_.park();
    auto route = Observation(probe_, before, {}).route();
    if (!route) return std::nullopt;
    for (const auto& [counter, times] : route->bundle.counts)
      if (counter == Count::probes && times != 1) return std::nullopt;
    at(way) = *std::move(route);
    return slot;
  }

  bool learn_end(Way way, Timer timer, park::CallSlot slot) {
    const auto stay = sim::operator""_us(7'000'003);
    probe_.pass(stay);
    const auto before = probe_.taken();
    probe_.fire(timer, slot);
    auto route = Observation(probe_, before, stay).route();
    if (!route || probe_.pending() > 0 || probe_.exchange().calls().live() > 0 || !is_code_free()) return false;
    route->last_end = code().last_end;
    at(way) = *std::move(route);
    return true;
  }

  /// Nothing is waited for but retrieval, patience and time-out, and one code was looked at to find one free.
  bool is_waiting(park::CallSlot slot) const {
    const auto& call = probe_.exchange().calls()[slot];
    const std::size_t timers = 1u + probe_.is_pending(Timer::park_timeout) + traffic_.patience.has_value();
    return call.live && call.state == park::State::parked && probe_.is_pending(Timer::retrieve) &&
           probe_.exchange().lot_at(0).is_whole() &&
           probe_.is_pending(Timer::patience) == traffic_.patience.has_value() && probe_.pending() == timers &&
           probe_.are_levels(1, probe_.exchange().lot_at(0).guess());
  }
  bool is_code_free() const {
    return probe_.exchange().lot_at(0).active() == 0 && probe_.are_levels(0, 0) &&
           code().status == park::State::code_free && code().last_call_ended;
  }
  const park::Code& code() const { return probe_.exchange().lot_at(0).code(probe_.code()); }

  Route& at(Way way) { return routes_.of[static_cast<std::size_t>(way)]; }

  Probe probe_;
  const people::LotTraffic& traffic_;
  Routes routes_;
};

}  // namespace

std::optional<Routes> learn(const people::Company& company, std::size_t lot_traffic,
                            std::span<const park::Row> table) try {
  // Chance decides whether media comes up, and one lesson would not show it.
  const auto& rules = company.lots[static_cast<std::size_t>(company.lot_traffic[lot_traffic].lot)].rules;
  if (rules.take.bridge_fails > 0) return std::nullopt;
  const auto unmeasured = Lesson(company, lot_traffic, table).learn(false);
  auto routes = Lesson(company, lot_traffic, table).learn(true);
  if (!unmeasured || !routes) return std::nullopt;
  for (std::size_t way = 0; way < ways; ++way) {
    const auto &measured = routes->of[way], &other = unmeasured->of[way];
    const measures::Bundle only_rows{
        .rows = measured.bundle.rows, .counts = {}, .said = {}, .stays = {}, .moments = {}};
    if (other.bundle != only_rows || measured.books != other.books) return std::nullopt;
  }
  return routes;
} catch (const sim::Fault&) {  // the run itself will say where
  return std::nullopt;
}

namespace {
/// Expecting misdials looks at the calls behind other codes; for calls in a few words it must do with their numbers, in
/// one lot.
bool expects_misdials(const people::Company& company, std::size_t lot_traffic) {
  const auto& traffic = company.lot_traffic[lot_traffic];
  if (traffic.mistype_per_digit <= 0) return true;
  const auto& planned = company.lots[static_cast<std::size_t>(traffic.lot)];
  const auto& rules = planned.rules;
  if (!planned.later.empty()) return false;
  if (company.lots.size() > 1 && park::reaches_others(rules.take.auth)) return false;
  park::Lot lot(rules);
  lot.keep_digit_counts(rules);
  return traffic.slips == people::SlipMix::any_digit && lot.keeps_digit_counts();
}
}  // namespace

std::vector<Routes> learn_all(const people::Company& company, std::span<const park::Row> table) {
  if (!company.traffic.empty() || !company.timeline.empty() || !company.service.nodes.empty()) return {};
  if (company.lots.size() > most_lots) return {};
  std::vector<Routes> all;
  for (std::size_t i = 0; i < company.lot_traffic.size(); ++i) {
    if (company.lot_traffic[i].arrivals.is_finite_population() || !expects_misdials(company, i)) return {};
    auto routes = learn(company, i, table);
    if (!routes) return {};
    all.push_back(*std::move(routes));
  }
  return all;
}

}  // namespace express

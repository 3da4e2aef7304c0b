#include "models/replication.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace models {

using namespace sim;  // NOLINT: this file is where the engine and the models meet

template <EventQueue Queue>
Replication<Queue>::Replication(const Plan& plan, const Options& options, measures::Recorder recorder)
    : plan_(plan),
      options_(options),
      horizon_(plan.company.horizon),
      own_draws_(options.seed, options.replication, options.branch, hash_name("the service itself")),
      loop_(plan.lanes),
      recorder_(std::move(recorder)),
      exchange_(plan, recorder_),
      crew_(plan, recorder_) {
  if (options.warm_up) {
    horizon_.warm_up = options.warm_up->length;
  } else if (plan.equilibrium) {
    horizon_.warm_up = first_end_ = plan.equilibrium->past;
  }
  name_draws(options.branch);
  if (options.shuffle_ties) loop_.shuffle_ties(*options.shuffle_ties);
  if (options.express && !options.shuffle_ties && !options.trace && !options.watch) express_ = express::Express(plan);
  recorder_.set_rows(plan.machines.empty() ? 0 : plan.machines.front().table().size());
}

template <EventQueue Queue>
void Replication<Queue>::name_draws(std::uint64_t branch) {
  draws_.clear();
  for (const auto hash : plan_.source_hashes)
    draws_.emplace_back(options_.seed, options_.replication, branch, options_.source.value_or(hash));
  own_draws_ = {options_.seed, options_.replication, branch, hash_name("the service itself")};
}

template <EventQueue Queue>
void Replication<Queue>::branch_off(const Replication& from, std::uint64_t branch, Residuals residuals) {
  loop_ = from.loop_;
  recorder_ = from.recorder_;
  exchange_ = from.exchange_;
  crew_ = from.crew_;
  express_ = from.express_;
  messages_ = from.messages_;
  states_ = from.states_;
  next_arrivals_ = from.next_arrivals_;
  ordinals_ = from.ordinals_;
  member_calls_ = from.member_calls_;
  calls_ = from.calls_;
  phase_ = from.phase_;
  name_draws(branch);
  if (residuals == Residuals::redrawn) redraw_residuals();
}

template <EventQueue Queue>
void Replication<Queue>::redraw_residuals() {
  auto around = surroundings();
  exchange_.redraw_residuals(around);
  for (std::uint16_t source = 0; source < plan_.sources(); ++source) {
    if (!arrivals(source).is_memoryless()) continue;
    loop_.cancel(next_arrivals_[source]);
    Arrivals::restart(states_[source], horizon_.time_of_day + loop_.now());
    arm_arrival(source);
  }
}

template <EventQueue Queue>
void Replication<Queue>::run() {
  run_until(never);
}

template <EventQueue Queue>
bool Replication<Queue>::run_until(Ticks until) {
  if (phase_ == Phase::before) start();
  while (phase_ != Phase::over) {
    const Ticks end = phase_ == Phase::warm_up  ? horizon_.warm_up
                      : phase_ == Phase::window ? horizon_.window_end()
                                                : never;
    advance(std::min(until, end));
    const bool was_watched = loop_.was_stopped() && phase_ != Phase::over;
    if (until < end || was_watched) return phase_ != Phase::over;
    phase_over();
  }
  return false;
}

template <EventQueue Queue>
void Replication<Queue>::start() {
  phase_ = Phase::warm_up;
  auto around = surroundings();
  exchange_.start(around);
  const auto first_lot_traffic = plan_.company.traffic.size();
  std::vector<std::uint32_t> firsts(plan_.sources() - first_lot_traffic, 0);
  if (first_end_.us > 0) firsts = first_calls(plan_.company, horizon_, *plan_.equilibrium, draws_);
  if (express_.is_on()) express_.start(around, exchange_, firsts);
  exchange_.calls().reserve(usual_room);
  loop_.reserve(4 * usual_room);
  messages_.reserve(usual_room);
  for (std::uint16_t source = 0; source < plan_.sources(); ++source) {
    states_.push_back(Arrivals::begin(horizon_.time_of_day));
    next_arrivals_.emplace_back();
    ordinals_.push_back(source < first_lot_traffic ? 0 : firsts[source - first_lot_traffic]);
    states_.back().count = ordinals_.back();
    member_calls_.emplace_back(arrivals(source).population(), 0);
    if (express_.is_on()) continue;
    if (arrivals(source).is_finite_population()) {
      for (std::uint32_t member = 0; member < arrivals(source).population(); ++member)
        arm_idle(source, static_cast<int>(member));
    } else {
      arm_arrival(source);
    }
  }
}

/// Leaves the present phase. With a number of calls the window ends with the last of them.
template <EventQueue Queue>
void Replication<Queue>::phase_over() {
  switch (phase_) {
    case Phase::warm_up:
      recorder_.open_window(loop_.now());
      phase_ = Phase::window;
      return;
    case Phase::window:
      recorder_.close_window(loop_.now());
      phase_ = horizon_.after == people::After::drain ? Phase::drain : Phase::over;
      return;
    default: phase_ = Phase::over;
  }
}

/// Calls in a few words, beside the queue of all other events.
template <EventQueue Queue>
struct Replication<Queue>::Beside {
  Replication& replication;
  Surroundings& around;
  bool take(Clock& clock, const EventKey& until, std::uint64_t most) {
    return replication.express_.is_on() && replication.take_express(around, clock, until, most);
  }
  EventPayload event() const { return replication.beside_; }
};

template <EventQueue Queue>
void Replication<Queue>::advance(Ticks until) {
  auto around = surroundings();
  const bool went_on = loop_.run(
      until, options_.replication, [&](const EventPayload& event) { handle(around, event); },
      [&](const EventPayload& event) { return describe(event); },
      [&](std::uint64_t events) {
        if ((events & 0xfffff) == 0) exchange_.audit(express_.books(plan_));
        return options_.progress && options_.progress(loop_.now(), calls_);
      },
      Beside{*this, around});
  if (!went_on) throw Interrupted{};
}

template <EventQueue Queue>
bool Replication<Queue>::take_express(Surroundings& s, Clock& clock, const EventKey& until, std::uint64_t most) {
  const bool counts = phase_ == Phase::window;
  const auto left = counts && horizon_.calls ? *horizon_.calls - calls_ : 0;
  const auto taken = express_.take(s, exchange_, clock, until, most, left);
  if (counts) calls_ += taken.calls;
  if (taken.handed_over) {
    beside_ = Surroundings::payload(*taken.handed_over, taken.call);
    handle(s, beside_);
  }
  if (counts && taken.calls > 0 && calls_ == horizon_.calls) {
    phase_over();
    express_.stop_arrivals();
    if (phase_ == Phase::over) loop_.stop();
  }
  return taken.events > 0;
}

template <EventQueue Queue>
void Replication<Queue>::handle(Surroundings& s, const EventPayload& event) {
  const auto timer = static_cast<Timer>(event.kind);
  switch (timer) {
    case Timer::arrival: {
      const auto source = static_cast<std::uint16_t>(event.subject);
      arrive(s, source, -1);
      arm_arrival(source);
      break;
    }
    case Timer::source_idle:
      arrive(s, static_cast<std::uint16_t>(event.subject), static_cast<int>(event.argument));
      break;
    case Timer::patience:
      if (event.argument == 0) {
        exchange_.timer(s, timer, event);
        break;
      }
      [[fallthrough]];
    case Timer::step:
    case Timer::battery_warning:
    case Timer::battery_dead:
    case Timer::utterance:
    case Timer::post_visible: crew_.timer(s, exchange_, timer, event); break;
    default: exchange_.timer(s, timer, event);
  }
  deliver(s);
  if (options_.watch && options_.watch(exchange_)) loop_.stop();
}

/// Requests and messages of this tick, in the order in which they were sent, until nobody has anything to say.
template <EventQueue Queue>
void Replication<Queue>::deliver(Surroundings& s) {
  auto& requests = crew_.requests();
  while (!messages_.empty() || !requests.empty()) {
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      const park::Message message = messages_[i];
      crew_.message(s, exchange_, message);
    }
    messages_.clear();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const park::Request request = requests[i];
      exchange_.handle(s, request);
    }
    requests.clear();
  }
  auto& idle = exchange_.went_idle();
  for (const auto& member : idle) arm_idle(member.source, member.member);
  idle.clear();
}

template <EventQueue Queue>
const Arrivals& Replication<Queue>::arrivals(std::uint16_t source) const {
  const auto& traffic = plan_.company.traffic;
  return source < traffic.size() ? traffic[source].arrivals
                                 : plan_.company.lot_traffic[source - traffic.size()].arrivals;
}

namespace {
EventClass arrival_class(const people::Company& company, std::uint16_t source) {
  return source < company.traffic.size() ? EventClass::rest : EventClass::park_request;
}
}  // namespace

template <EventQueue Queue>
void Replication<Queue>::arm_arrival(std::uint16_t source) {
  if (phase_ == Phase::drain || phase_ == Phase::over) return;
  const auto at = arrivals(source).next(states_[source], draws_[source]);
  if (!at || *at - horizon_.time_of_day >= horizon_.window_end()) return;
  next_arrivals_[source] = loop_.arm(*at - horizon_.time_of_day - loop_.now(),
                                     make_order(arrival_class(plan_.company, source), source, ordinals_[source],
                                                static_cast<std::uint64_t>(models::Timer::arrival)),
                                     {static_cast<std::uint32_t>(Timer::arrival), source, 0, 0});
}

template <EventQueue Queue>
void Replication<Queue>::arm_idle(std::uint16_t source, int member) {
  if (phase_ == Phase::drain || phase_ == Phase::over) return;
  auto& count = member_calls_[source][static_cast<std::size_t>(member)];
  const auto place = (static_cast<std::uint64_t>(member) + 1) << 32 | count++;
  const auto idle =
      arrivals(source).idle_time(draws_[source].of(place).uniform(static_cast<Purpose>(Draw::idle), 0, 0));
  if (loop_.now() + idle >= horizon_.window_end()) return;
  loop_.arm(idle,
            make_order(arrival_class(plan_.company, source), source, static_cast<std::uint64_t>(member),
                       static_cast<std::uint64_t>(Timer::source_idle)),
            {static_cast<std::uint32_t>(Timer::source_idle), source, static_cast<std::uint32_t>(member), 0});
}

template <EventQueue Queue>
void Replication<Queue>::arrive(Surroundings& s, std::uint16_t source, int member) {
  if (phase_ == Phase::drain) return;
  const auto& company = plan_.company;
  const auto ordinal = ordinals_[source]++;
  const std::uint64_t place = member < 0 ? ordinal
                                         : (static_cast<std::uint64_t>(member) + 1) << 32 |
                                               member_calls_[source][static_cast<std::size_t>(member)];
  if (phase_ == Phase::window) ++calls_;
  if (source < company.traffic.size()) {
    crew_.arrive(s, exchange_, source, ordinal, place, member);
  } else {
    const auto& traffic = company.lot_traffic[source - company.traffic.size()];
    if (phase_ == Phase::warm_up && first_end_.us > 0 &&
        express::end_of(company, traffic, draws_[source], ordinal, loop_.now()).at() < first_end_)
      return;
    const auto slot = exchange_.open(s, source, ordinal, place);
    exchange_.calls()[slot].member = member;
    exchange_.park_into_lot(s, slot, traffic.lot);
  }
  if (phase_ != Phase::window || calls_ != horizon_.calls) return;
  phase_over();
  if (phase_ == Phase::over) loop_.stop();
}

template <EventQueue Queue>
std::string Replication<Queue>::describe(const EventPayload& event) const {
  const std::string name = timer_names[event.kind];
  switch (static_cast<Timer>(event.kind)) {
    case Timer::arrival:
    case Timer::source_idle:
      return name + " of source " + std::to_string(event.subject) + ", call #" +
             std::to_string(ordinals_[event.subject]);
    case Timer::step:
    case Timer::battery_warning:
    case Timer::battery_dead:
    case Timer::granted:
      return name + " of " + plan_.group(static_cast<int>(event.subject)).name + " person " +
             std::to_string(event.subject);
    default: break;
  }
  if (!is_of_a_call(static_cast<Timer>(event.kind))) return name;
  const auto& call = exchange_.calls()[event.subject];
  return name + " of call " + std::to_string(call.source) + "#" + std::to_string(call.ordinal);
}

template <EventQueue Queue>
void Replication<Queue>::audit() const {
  try {
    exchange_.audit(express_.books(plan_));
  } catch (const Fault& fault) {
    throw LocatedFault(fault.what(), options_.replication, loop_.now(),
                       "end of the run, call #" + std::to_string(calls_));
  }
}

template <EventQueue Queue>
void Replication<Queue>::close_books() {
  audit();
  auto around = surroundings();
  crew_.settle(around);
  express_.settle(around, exchange_);
  exchange_.count_unused(around);
  recorder_.ran(loop_.events(), loop_.ties(), loop_.undeclared_ties(),
                std::max(loop_.last_event(), horizon_.length ? horizon_.window_end() : horizon_.warm_up));
  recorder_.began(first_end_.us > 0              ? measures::Start::exact
                  : !options_.warm_up            ? measures::Start::given
                  : options_.warm_up->is_settled ? measures::Start::settled
                                                 : measures::Start::unsettled,
                  horizon_.warm_up);
}

template <EventQueue Queue>
std::int64_t Replication<Queue>::load() const {
  std::int64_t sum = 0;
  for (const auto& level : recorder_.so_far().levels)
    if (level.of != measures::Level::Of::guess) sum += level.level.level();
  return sum;
}

template <EventQueue Queue>
measures::Measures Replication<Queue>::finish() {
  close_books();
  return recorder_.take();
}

template <EventQueue Queue>
measures::Recorder Replication<Queue>::hand_over() {
  close_books();
  recorder_.turn_over();
  return std::move(recorder_);
}

template <EventQueue Queue>
std::vector<std::byte> Replication<Queue>::save() {
  ByteWriter writer;
  writer(options_.seed, options_.replication);
  archive(writer);
  return writer.take();
}

template <EventQueue Queue>
void Replication<Queue>::restore(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  reader(seed, replication);
  if (seed != options_.seed || replication != options_.replication)
    throw std::runtime_error("snapshot is of another seed or replication");
  archive(reader);
  reader.finish();
}

template class Replication<SortedVectorQueue>;
template class Replication<QuaternaryHeap>;
template class Replication<LanedQueue<QuaternaryHeap>>;

}  // namespace models

#include "models/express/express.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace express {

using measures::Count;
using measures::Latency;
using models::Draw;
using models::Timer;
using park::Code;
using park::Lot;
using sim::DrawBlock;
using sim::EventClass;
using sim::Ticks;

namespace {

/// The draws of the first stay of a call are those of its episode 1, before any ring-back.
constexpr std::uint32_t first_stay = 256;

// The low part of an event's word: its class, and the place of its subject, a lot's code or a source.
constexpr unsigned class_shift = 36;
constexpr unsigned lot_shift = 24;
// Kinds of events, by their order within one instant.
constexpr std::uint64_t gives_up = 0, retrieves = 1, out_of_time = 2, arrives = 3;

/// A stay and how it ends in one word, which is the less the sooner that is, and the order at one instant included.
constexpr std::uint64_t end_of_stay(Ticks stay, std::uint64_t kind) {
  return std::min(static_cast<std::uint64_t>(stay.us), std::uint64_t{1} << 61) << 2 | kind;
}
constexpr Ticks length_of(std::uint64_t stay) {
  const auto us = static_cast<std::int64_t>(stay >> 2);
  return us >> 61 ? sim::never : Ticks{us};
}

constexpr std::uint64_t place_of(int lot, int code) {
  return static_cast<std::uint64_t>(lot) << lot_shift | static_cast<std::uint64_t>(code);
}
constexpr std::uint64_t class_of(std::uint64_t low) { return low >> class_shift; }
constexpr int lot_of(std::uint64_t low) { return static_cast<int>(low >> lot_shift & 0xfff); }
constexpr int code_of(std::uint64_t low) { return static_cast<int>(low & ((1u << lot_shift) - 1)); }

constexpr Timer timers[] = {Timer::patience, Timer::retrieve, Timer::park_timeout, Timer::arrival};
constexpr EventClass classes[] = {EventClass::caller_hangs_up, EventClass::retrieve, EventClass::park_timeout,
                                  EventClass::park_request};

/// A quarter of a stay keeps most pushes out of the open window, some hundred events a window keep sorting cheap, and
/// the longest stay should be within the round of all windows.
unsigned window_bits(const models::Plan& plan) {
  constexpr double parts_of_a_stay = 4, most_arrivals = 384, round = 4096, long_stays = 20;
  double rate_per_s = 0, stay_s = 1e9, longest_s = 0;
  const auto& horizon = plan.company.horizon;
  for (const auto& traffic : plan.company.lot_traffic) {
    const double mean_s = traffic.retrieved_after.mean_s();
    const auto timeout = plan.company.lots[static_cast<std::size_t>(traffic.lot)].rules.park.timeout;
    const double until = horizon.length ? horizon.window_end().seconds() : 3600.0;
    rate_per_s +=
        traffic.arrivals.rate_per_s(horizon.time_of_day, horizon.time_of_day + sim::from_seconds(std::max(until, 1.0)));
    stay_s = std::min(stay_s, traffic.patience ? std::min(mean_s, traffic.patience->mean_s()) : mean_s);
    longest_s = std::max(longest_s, timeout.us > 0 ? timeout.seconds() : long_stays * mean_s);
  }
  const double wide_s = std::min(stay_s / parts_of_a_stay, most_arrivals / std::max(rate_per_s, 1e-6));
  const double width_us = std::clamp(std::max(wide_s, longest_s / round) * 1e6, 1024.0, 0x1p26);
  return std::min(static_cast<unsigned>(std::ilogb(width_us)), sim::Ladder::widest);
}

constexpr sim::Purpose index(Draw draw) { return static_cast<sim::Purpose>(draw); }

}  // namespace

Express::Express(const models::Plan& plan) {
  if (plan.routes.empty()) return;
  ladder_ = sim::Ladder(window_bits(plan));
  const auto before = plan.company.traffic.size();
  for (std::size_t i = 0; i < plan.company.lot_traffic.size(); ++i) {
    auto& source = sources_.emplace_back();
    source.number = static_cast<std::uint16_t>(before + i);
    source.index = static_cast<std::uint32_t>(i);
    source.lot = plan.company.lot_traffic[i].lot;
    source.state = sim::Arrivals::begin(plan.company.horizon.time_of_day);
    source.error_per_digit = plan.company.lot_traffic[i].mistype_per_digit;
  }
  open_.resize(plan.company.lots.size());
}

void Express::start(S& s, const Exchange& exchange) {
  std::size_t codes = 0;
  for (std::size_t lot = 0; lot < open_.size(); ++lot)
    codes += static_cast<std::size_t>(exchange.lot_at(static_cast<int>(lot)).codes());
  ladder_.reserve(codes + 16 * DrawBlock::size * sources_.size());
  for (auto& source : sources_) {
    source.at.reserve(16 * DrawBlock::size);
    source.stay.reserve(16 * DrawBlock::size);
    const Lot& lot = exchange.lot_at(source.lot);
    source.most_digits = lot.digits(lot.codes() - 1);
    for (std::size_t way = 0; way < ways; ++way)
      source.bundles[way] = s.recorder.add_bundle(s.plan.routes[source.index].of[way].bundle);
    source.reuse_gap = s.recorder.add_bundle(
        {.rows = {}, .counts = {}, .said = {}, .stays = {{Latency::code_reuse_gap, 1}}, .moments = {}});
  }
}

/// Draws arrivals, and how the stay of each would end, until one is there that no window holds yet, and one beyond
/// `end`.
void Express::draw_until(S& s, Source& source, Ticks end) {
  while (!source.is_over && (source.queued == source.at.size() || source.at.back() < end)) {
    forget_gone(source);
    draw_block(s, source);
  }
}

void Express::forget_gone(Source& source) {
  constexpr std::uint32_t many = 256;
  if (source.next < many) return;
  const auto forget = [&](auto& of_each) {
    if (!of_each.empty()) of_each.erase(of_each.begin(), of_each.begin() + source.next);
  };
  forget(source.at);
  forget(source.stay);
  forget(source.choice);
  forget(source.slips_from);
  source.queued -= source.next;
  source.next = 0;
}

void Express::draw_block(S& s, Source& source) {
  const auto& its = traffic(s, source);
  const auto& horizon = s.plan.company.horizon;
  const auto& rules = s.plan.company.lots[static_cast<std::size_t>(source.lot)].rules;
  const auto& draws = s.draws[source.number];
  const DrawBlock block(draws, source.made);
  std::array<Ticks, DrawBlock::size> at, delay;
  std::array<double, DrawBlock::size> u;
  std::array<std::uint64_t, DrawBlock::size> stay;
  const std::size_t drawn = its.arrivals.next(source.state, draws, block, at.data());
  for (std::size_t i = 0; i < drawn; ++i) at[i] -= horizon.time_of_day;
  const auto end = std::lower_bound(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(drawn), horizon.window_end());
  const auto n = end - at.begin();
  source.is_over = static_cast<std::size_t>(n) < DrawBlock::size;
  stay.fill(rules.park.timeout.us > 0 ? end_of_stay(rules.park.timeout, out_of_time) : end_of_stay(sim::never, 0));
  const auto race = [&](const sim::Distribution& law, Draw purpose, std::uint64_t kind) {
    block.uniforms(index(purpose), first_stay, 0, u);
    law.samples(u.data(), delay.data(), DrawBlock::size);
    for (std::size_t i = 0; i < DrawBlock::size; ++i) stay[i] = std::min(stay[i], end_of_stay(delay[i], kind));
  };
  race(its.retrieved_after, Draw::retrieved_after, retrieves);
  if (its.patience) race(*its.patience, Draw::patience, gives_up);
  source.at.insert(source.at.end(), at.begin(), at.begin() + n);
  source.stay.insert(source.stay.end(), stay.begin(), stay.begin() + n);
  if (park::depends_on_chance(rules.alloc.policy)) {
    block.uniforms(index(Draw::code_choice), 0, 0, u);
    source.choice.insert(source.choice.end(), u.begin(), u.begin() + n);
  }
  if (source.error_per_digit > 0) draw_slips(source, block);
  source.made += static_cast<std::uint32_t>(n);
}

/// From how many digits on each would key a wrong code.
void Express::draw_slips(Source& source, const DrawBlock& block) {
  const auto first = source.slips_from.size();
  source.slips_from.resize(source.at.size(), unlimited);
  const auto n = source.slips_from.size() - first;
  std::array<double, DrawBlock::size> u;
  for (auto digit = static_cast<std::uint32_t>(source.most_digits); digit-- > 0;) {
    block.uniforms(index(Draw::mistyped), first_stay, digit, u);
    for (std::size_t i = 0; i < n; ++i)
      if (u[i] < source.error_per_digit) source.slips_from[first + i] = digit + 1;
  }
}

/// The order of two events of one kind at one instant.
struct Express::Earlier {
  const Express& express;
  const Exchange& exchange;
  bool operator()(std::uint64_t a, std::uint64_t b) const {
    return express.order_of(exchange, sim::Ladder::low(a)) < express.order_of(exchange, sim::Ladder::low(b));
  }
};

/// Opens the next window that holds an event; false when there is none.
bool Express::open_next_window(S& s, const Exchange& exchange) {
  std::int64_t window = ladder_.next_window();
  for (auto& source : sources_) {
    if (source.may_come == 0) continue;
    draw_until(s, source, {0});
    if (source.queued < source.at.size()) window = std::min(window, ladder_.window_of(source.at[source.queued]));
  }
  if (window == sim::Ladder::no_window) return false;
  const auto add_arrivals = [&](auto&& add) {
    const Ticks end = ladder_.begin_of(window + 1);
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      auto& source = sources_[i];
      if (source.may_come == 0) continue;
      draw_until(s, source, end);
      for (; source.queued < source.at.size() && source.at[source.queued] < end; ++source.queued)
        add(source.at[source.queued], arrives << class_shift | i);
    }
  };
  ladder_.open(window, add_arrivals, Earlier{*this, exchange});
  return true;
}

/// The second part of the key of an event with this low part.
std::uint64_t Express::order_of(const Exchange& exchange, std::uint64_t low) const {
  const auto cls = class_of(low);
  const auto step = static_cast<std::uint64_t>(timers[cls]);
  if (cls == arrives) {
    const auto& source = sources_[low & 0xffff];
    return sim::make_order(classes[cls], source.number, source.ordinal, step);
  }
  const Code& code = exchange.lot_at(lot_of(low)).code(code_of(low));
  return sim::make_order(classes[cls], code.source, code.ordinal, step);
}

/// What take() works with.
struct Express::Work {
  S& s;
  Exchange& exchange;
  sim::Clock& clock;
  const sim::EventKey& until;
  std::uint64_t most, calls;
  Taken& taken;
  measures::Recorder& recorder;
  sim::Digest& digest;
  const Routes* routes;
  bool is_measured, is_day;

  const Route& route(const Source& source, Way way) const {
    return routes[source.index].of[static_cast<std::size_t>(way)];
  }
};

Express::Taken Express::take(S& s, Exchange& exchange, sim::Clock& clock, const sim::EventKey& until,
                             std::uint64_t most, std::uint64_t calls) {
  Taken taken;
  Work work{s,
            exchange,
            clock,
            until,
            most,
            calls,
            taken,
            s.recorder,
            s.recorder.digest(),
            s.plan.routes.data(),
            s.recorder.window_is_open(),
            s.plan.company.horizon.is_day};
  open_lots(s, exchange);
  while (taken.events < most && !taken.is_over && take_window(work)) {
  }
  close_lots(s, exchange);
  if (taken.handed_over) taken.call = exchange.lay_out(s, taken.lot, taken.code, *taken.handed_over);
  return taken;
}

[[gnu::always_inline]] inline const Express::Uses& Express::uses_of(const Work& work, Source& source,
                                                                    Ticks first_press) const {
  const int hour = work.is_day ? work.s.plan.company.horizon.hour(first_press) : 0;
  Uses& uses = source.uses[static_cast<std::size_t>(hour)];
  if (uses.cell == unknown) [[unlikely]]
    find_uses(work, source, first_press, uses);
  return uses;
}

/// Fires the rows of a route.
[[gnu::always_inline]] inline void Express::fire(const Work& work, Ticks now, Source& source, Way way,
                                                 std::uint32_t ordinal, int number) {
  const Route& route = work.route(source, way);
  const auto key = std::uint64_t{source.number} << 32 | ordinal;
  work.digest.add_prepared(now, key, static_cast<std::uint64_t>(number), route.plain, route.numbered);
  ++source.taken[static_cast<std::size_t>(way)];
}

[[gnu::always_inline]] inline void Express::arrive(Work& work, Ticks now, Source& source) {
  const auto ordinal = source.ordinal++;
  const auto i = source.next++;
  const Uses& uses = uses_of(work, source, now);
  Open& open = open_[static_cast<std::size_t>(source.lot)];
  Lot& lot = *open.lot;
  const Way way = lot.has_room(0) ? Way::parked : Way::refused;
  if (work.is_measured) work.recorder.use_bundle(uses.of[static_cast<std::size_t>(way)]);
  if (way == Way::refused) return fire(work, now, source, way, ordinal, -1);
  const park::Choice choice = lot.choose(0, source.choice.empty() ? 0 : source.choice[i]);
  Code& code = lot.code(choice.code);
  if (code.generation == 0) [[unlikely]]
    work.recorder.saw_code_of(lot.digits(choice.code));
  if (work.is_measured) {
    if (choice.probes > 1) {
      const auto more = static_cast<std::uint64_t>(choice.probes - 1);
      work.recorder.count(uses.cell, Count::probes, more);
      work.recorder.count(uses.cell, Count::collision + park::index(park::Collision::allocation), more);
    }
    work.recorder.used_code(source.lot, choice.code);
    if (code.released_at.us >= 0) work.recorder.use_bundle(uses.reuse_gap, now - code.released_at);
  }
  const std::uint64_t ends = source.stay[i];
  const Ticks stay = length_of(ends);
  ++code.generation;
  code.calls = 1;
  code.chosen_at = now;
  code.leaves_at = stay == sim::never ? stay : now + stay;
  code.ordinal = ordinal;
  code.source = source.number;
  code.measured = work.is_measured;
  code.status = park::State::code_occupied;
  code.slips =
      !source.slips_from.empty() && source.slips_from[i] <= static_cast<std::uint32_t>(lot.digits(choice.code));
  lot.set_live(choice.code, true);
  open.change(now, 1);
  fire(work, now, source, way, ordinal, lot.number(choice.code));
  if (stay != sim::never) ladder_.push(code.leaves_at, (ends & 3) << class_shift | place_of(source.lot, choice.code));
}

[[gnu::always_inline]] inline void Express::leave(Work& work, Ticks now, Way way, int lot_index, int position,
                                                  Code& code) {
  Open& open = open_[static_cast<std::size_t>(lot_index)];
  Lot& lot = *open.lot;
  Source& source = sources_[code.source - sources_.front().number];
  if (code.measured) {
    const Uses& uses = uses_of(work, source, code.chosen_at);
    work.recorder.use_bundle(uses.of[static_cast<std::size_t>(way)], now - code.chosen_at);
    if (source.error_per_digit > 0 && way == Way::retrieved)
      work.exchange.expect_misdials(work.s, lot_index, position, source.error_per_digit, uses.cell);
  }
  fire(work, now, source, way, code.ordinal, lot.number(position));
  code.calls = 0;
  code.released_at = now;
  code.leaves_at = Ticks{-1};
  code.last_end = work.route(source, way).last_end;
  code.last_call_ended = true;
  code.status = park::State::code_free;
  lot.set_live(position, false);
  open.change(now, -1);
  lot.leave();
  lot.give_back(position, 0);
}

[[gnu::always_inline]] inline void Express::take_event(Work& work, std::uint64_t word) {
  const Ticks now = ladder_.tick(word);
  const std::uint64_t low = sim::Ladder::low(word);
  const auto cls = class_of(low);
  ladder_.pop();
  if (cls == arrives) {
    latest_ = static_cast<std::uint32_t>(low & 0xffff);
    Source& source = sources_[latest_];
    if (source.may_come == 0) return;
    work.clock.take(now, classes[cls]);
    ++work.taken.events;
    if (source.may_come != unlimited) [[unlikely]] {
      --source.may_come;
      return;
    }
    arrive(work, now, source);
    work.taken.is_over = ++work.taken.calls == work.calls;
    return;
  }
  const int lot = lot_of(low), position = code_of(low);
  Code& code = open_[static_cast<std::size_t>(lot)].lot->code(position);
  if (code.leaves_at != now) [[unlikely]]
    return;  // the call was laid out, or the code is another's by now
  work.clock.take(now, classes[cls]);
  ++work.taken.events;
  if (cls == out_of_time || (cls == retrieves && code.slips)) [[unlikely]] {
    work.taken.handed_over = timers[cls];
    work.taken.lot = lot;
    work.taken.code = position;
    work.taken.is_over = true;
    return;
  }
  leave(work, now, cls == retrieves ? Way::retrieved : Way::given_up, lot, position, code);
}

/// Takes events of the open window, or opens the next; false when no event is left before `until`.
bool Express::take_window(Work& work) {
  if (!ladder_.has_event()) return open_next_window(work.s, work.exchange);
  const std::uint64_t end = ladder_.first_word(work.until.tick);
  while (ladder_.has_event() && work.taken.events < work.most && !work.taken.is_over) {
    if (ladder_.is_unsettled()) [[unlikely]]
      ladder_.settle_open(Earlier{*this, work.exchange});
    const std::uint64_t word = ladder_.front();
    if (word >= end) [[unlikely]] {
      const bool is_due =
          ladder_.tick(word) == work.until.tick && order_of(work.exchange, sim::Ladder::low(word)) < work.until.order;
      if (!is_due) return false;
    }
    take_event(work, word);
  }
  return true;
}

/// Whoever was the next to come, of each traffic but the one whose call was the last, finds the doors closed.
void Express::stop_arrivals() {
  for (auto& source : sources_) source.may_come = 1;
  sources_[latest_].may_come = 0;
}

void Express::open_lots(S& s, Exchange& exchange) {
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const int lot = static_cast<int>(i);
    auto& in_use = s.recorder.level_at(exchange.level_of(lot));
    auto& guess = s.recorder.level_at(exchange.level_of(lot) + 1).level;
    const Ticks since = std::max(in_use.level.last(), guess.last());
    const auto level = in_use.level.level();
    in_use.level.set(since, level);
    in_use.time_at.set(since, level);
    guess.set(since, guess.level());
    open_[i] = {.lot = &exchange.lot_at(lot), .level = level, .begun_at = level, .since = since};
    if (s.recorder.window_is_open()) open_[i].time_at_us = in_use.time_at.room_for(exchange.lot_at(lot).codes());
  }
}

/// Tells the recorder how the codes in use have changed. The chance of a guess goes with them, from where it was.
void Express::close_lots(S& s, const Exchange& exchange) {
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const Open lot = std::exchange(open_[i], {});
    const auto number = exchange.level_of(static_cast<int>(i));
    auto& in_use = s.recorder.level_at(number);
    auto& guess = s.recorder.level_at(number + 1).level;
    const std::int64_t one = lot.lot->guess();
    const std::int64_t beside = guess.level() - one * lot.begun_at;
    const std::int64_t held_us = lot.time_at_us ? (lot.since - guess.last()).us : 0;
    guess.follow(lot.since, beside + one * lot.level, sim::Wide{beside} * held_us + one * lot.area_us,
                 beside + one * lot.greatest);
    in_use.level.follow(lot.since, lot.level, lot.area_us, lot.greatest);
    in_use.time_at.follow(lot.since, lot.level);
  }
}

void Express::find_uses(const Work& work, const Source& source, Ticks first_press, Uses& uses) {
  park::Call call;
  call.source = source.number;
  call.lot = static_cast<std::int16_t>(source.lot);
  call.first_press = first_press;
  uses.cell = work.exchange.cell_for(work.s, call, park::nobody);
  for (std::size_t way = 0; way < ways; ++way) uses.of[way] = work.recorder.bundle_use(source.bundles[way], uses.cell);
  uses.reuse_gap = work.recorder.bundle_use(source.reuse_gap, uses.cell);
  // The rare calls that are laid out find room for the times that the others have, too.
  const Ticks longest = sim::operator""_min(60);
  for (const auto bundle : source.bundles) work.recorder.reserve(bundle, uses.cell, longest);
  work.recorder.reserve(source.reuse_gap, uses.cell, longest);
}

park::Books Express::books(const models::Plan& plan) const {
  park::Books all;
  for (const auto& source : sources_)
    for (std::size_t way = 0; way < ways; ++way) all += plan.routes[source.index].of[way].books * source.taken[way];
  return all;
}

void Express::settle(S& s, Exchange& exchange) {
  exchange.add(books(s.plan));
  for (auto& source : sources_)
    for (std::size_t way = 0; way < ways; ++way)
      s.recorder.add_rows(s.plan.routes[source.index].of[way].bundle, std::exchange(source.taken[way], 0));
}

}  // namespace express

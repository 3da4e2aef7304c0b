#include "models/express/express.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace express {

using measures::Count;
using measures::Latency;
using models::Timer;
using park::Code;
using park::Lot;
using sim::EventClass;
using sim::Ladder;
using sim::Ticks;

namespace {

// The low part of an event's word: how it ends a stay, or that a call arrives; and the place of its subject, a lot's
// code or a source.
constexpr unsigned kind_shift = 36;
constexpr unsigned lot_shift = 24;
constexpr std::uint64_t arrives = 3;

constexpr std::uint64_t low_of(Ending how, int lot, int code) {
  return static_cast<std::uint64_t>(how) << kind_shift | static_cast<std::uint64_t>(lot) << lot_shift |
         static_cast<std::uint64_t>(code);
}
constexpr Ending how(std::uint64_t low) { return static_cast<Ending>(low >> kind_shift); }
constexpr int lot_of(std::uint64_t low) { return static_cast<int>(low >> lot_shift & 0xfff); }
constexpr int code_of(std::uint64_t low) { return static_cast<int>(low & ((1u << lot_shift) - 1)); }

constexpr Timer timers[] = {Timer::patience, Timer::retrieve, Timer::park_timeout};
constexpr EventClass classes[] = {EventClass::caller_hangs_up, EventClass::retrieve, EventClass::park_timeout};

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
  return std::min(static_cast<unsigned>(std::ilogb(width_us)), Ladder::widest);
}

}  // namespace

Express::Express(const models::Plan& plan) {
  if (plan.routes.empty()) return;
  const auto& company = plan.company;
  ladder_ = Ladder(window_bits(plan));
  for (std::size_t i = 0; i < company.lot_traffic.size(); ++i) {
    auto& source = sources_.emplace_back();
    source.number = static_cast<std::uint16_t>(company.traffic.size() + i);
    source.lot = company.lot_traffic[i].lot;
    source.error_per_digit = company.lot_traffic[i].mistype_per_digit;
    source.errs = source.error_per_digit > 0;
    for (std::size_t way = 0; way < ways; ++way) {
      source.facts[way] = plan.routes[i].of[way].sum;
      source.last_end[way] = plan.routes[i].of[way].last_end;
    }
  }
  open_.resize(company.lots.size());
}

void Express::start(S& s, const Exchange& exchange, const std::vector<std::uint32_t>& first_calls) {
  std::size_t codes = 0;
  for (std::size_t lot = 0; lot < open_.size(); ++lot)
    codes += static_cast<std::size_t>(exchange.lot_at(static_cast<int>(lot)).codes());
  ladder_.reserve(codes);
  arriving_.reserve(16 * sim::DrawBlock::size * sources_.size());
  dealt_.reserve(arriving_.capacity());
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    auto& source = sources_[i];
    source.ordinal = first_calls[i];
    source.coming = Coming(s.horizon.time_of_day, source.ordinal);
    source.coming.reserve();
    const Lot& lot = exchange.lot_at(source.lot);
    source.most_digits = lot.digits(lot.codes() - 1);
    for (std::size_t way = 0; way < ways; ++way)
      source.bundles[way] = s.recorder.add_bundle(s.plan.routes[i].of[way].bundle);
    source.reuse_gap = s.recorder.add_bundle(
        {.rows = {}, .counts = {}, .said = {}, .stays = {{Latency::code_reuse_gap, 1}}, .moments = {}});
  }
}

/// The order of two events of one kind at one instant.
struct Express::Earlier {
  const Express& express;
  const Exchange& exchange;
  bool operator()(std::uint64_t a, std::uint64_t b) const {
    return express.order_of(exchange, Ladder::low(a)) < express.order_of(exchange, Ladder::low(b));
  }
};

/// Opens the next window that holds an event; false when there is none.
bool Express::open_next_window(const S& s) {
  std::int64_t window = ladder_.next_window();
  for (auto& source : sources_) {
    draw_until(s, source, {0});
    if (source.may_come > 0 && source.coming.has_unseen())
      window = std::min(window, ladder_.window_of(source.coming.next_unseen()));
  }
  if (window == Ladder::no_window) return false;
  ladder_.open(window);
  const Ticks end = ladder_.begin_of(window + 1);
  arriving_.clear();
  arrived_ = 0;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    draw_until(s, sources_[i], end);
    if (sources_[i].may_come > 0)
      sources_[i].coming.see(end, [&](Ticks at) { arriving_.push_back(ladder_.word(at, arrives << kind_shift | i)); });
  }
  if (sources_.size() > 1) ladder_.sort(arriving_, dealt_);
  arriving_.push_back(Ladder::none);
  return true;
}

void Express::draw_until(const S& s, Source& source, Ticks end) {
  if (source.may_come > 0)
    source.coming.draw_until(s.plan.company, s.horizon, traffic(s, source), s.draws[source.number], source.most_digits,
                             end);
}

/// The second part of the key of the event with this low part.
std::uint64_t Express::order_of(const Exchange& exchange, std::uint64_t low) const {
  if (low >> kind_shift == arrives) {
    const auto& source = sources_[low & 0xffff];
    return sim::make_order(EventClass::park_request, source.number, source.ordinal,
                           static_cast<std::uint64_t>(Timer::arrival));
  }
  const Code& code = exchange.lot_at(lot_of(low)).code(code_of(low));
  const auto kind = static_cast<std::size_t>(how(low));
  return sim::make_order(classes[kind], code.source, code.ordinal, static_cast<std::uint64_t>(timers[kind]));
}

/// What take() works with.
struct Express::Work {
  S& s;
  Exchange& exchange;
  sim::Clock& clock;
  const sim::EventKey& until;
  std::uint64_t left;        ///< events that may still be taken here
  std::uint64_t calls_left;  ///< that may still arrive
  Taken& taken;
  measures::Recorder& recorder;
  sim::Digest::Batch digest;
  measures::BundleUse* uses;
  Source* sources;
  Open* lots;
  bool is_measured, is_day;
  Ticks first_end;  ///< calls that would be gone before do not come

  void take(Ticks now, EventClass cls) {
    clock.take(now, cls);
    --left;
  }
};

Express::Taken Express::take(S& s, Exchange& exchange, sim::Clock& clock, const sim::EventKey& until,
                             std::uint64_t most, std::uint64_t calls) {
  Taken taken;
  const auto before = clock.events;
  Work work{s,
            exchange,
            clock,
            until,
            most,
            calls > 0 ? calls : ~std::uint64_t{0},
            taken,
            s.recorder,
            sim::Digest::Batch(s.recorder.digest()),
            s.recorder.uses(),
            sources_.data(),
            open_.data(),
            s.recorder.window_is_open(),
            s.horizon.is_day,
            s.recorder.window_is_open() ? Ticks{} : s.first_end};
  const auto calls_before = work.calls_left;
  open_lots(s, exchange);
  while (empty_window(work) && open_next_window(s)) {
  }
  close_lots(s, exchange);
  taken.events = clock.events - before;
  taken.calls = calls_before - work.calls_left;
  if (taken.handed_over) taken.call = exchange.lay_out(s, taken.lot, taken.code, *taken.handed_over);
  return taken;
}

[[gnu::always_inline]] inline Express::Uses& Express::uses_of(Work& work, Source& source, Ticks first_press) const {
  const int hour = work.is_day ? work.s.horizon.hour(first_press) : 0;
  Uses& uses = source.uses[static_cast<std::size_t>(hour)];
  if (uses.cell == unknown) [[unlikely]]
    find_uses(work, source, first_press, uses);
  return uses;
}

/// Fires the rows of a route.
[[gnu::always_inline]] inline void Express::fire(Work& work, Ticks now, Source& source, Way way, std::uint32_t ordinal,
                                                 int number) {
  const auto key = std::uint64_t{source.number} << 32 | ordinal;
  work.digest.add(now, key, source.facts[index(way)], static_cast<std::uint64_t>(number));
  ++source.taken[index(way)];
}

[[gnu::always_inline]] inline void Express::arrive(Work& work, Ticks now, Source& source) {
  const auto ordinal = source.ordinal++;
  const auto call = source.coming.take();
  if (work.first_end.us > 0 && source.coming.end(call).at() < work.first_end) [[unlikely]]
    return;
  Uses& uses = uses_of(work, source, now);
  Open& open = work.lots[source.lot];
  Lot& lot = *open.lot;
  const Way way = lot.has_room() ? Way::parked : Way::refused;
  if (work.is_measured) ++work.uses[uses.of[index(way)]].times;
  if (way == Way::refused) return fire(work, now, source, way, ordinal, -1);
  const park::Choice choice = lot.choose(source.coming.choice(call));
  Code& code = open.codes[choice.code];
  if (code.generation == 0) [[unlikely]]
    work.recorder.saw_code_of(lot.digits(choice.code));
  if (work.is_measured) {
    uses.more_probes += static_cast<std::uint64_t>(choice.probes - 1);
    ++open.code_uses[choice.code];
    if (code.released_at.us >= 0) work.uses[uses.reuse_gap].add(now - code.released_at);
  }
  const End end = source.coming.end(call);
  const Ticks leaves_at = end.at();
  ++code.generation;
  code.calls = 1;
  code.chosen_at = now;
  code.leaves_at = leaves_at;
  code.ordinal = ordinal;
  code.source = source.number;
  code.measured = work.is_measured;
  code.status = park::State::code_occupied;
  code.slips = source.errs && source.coming.slips_from(call) <= static_cast<std::uint32_t>(lot.digits(choice.code));
  lot.set_live(choice.code, true);
  open.change(now, 1);
  fire(work, now, source, way, ordinal, open.number(choice.code));
  if (end.is_ever()) ladder_.push(leaves_at, low_of(end.how(), source.lot, choice.code));
}

[[gnu::always_inline]] inline void Express::leave(Work& work, Ticks now, Way way, int lot_index, int position,
                                                  Code& code) {
  Open& open = work.lots[lot_index];
  Lot& lot = *open.lot;
  Source& source = work.sources[code.source - work.sources->number];
  if (code.measured) {
    const Uses& uses = uses_of(work, source, code.chosen_at);
    work.uses[uses.of[index(way)]].add(now - code.chosen_at);
    if (source.errs && way == Way::retrieved)
      work.exchange.expect_misdials(work.s, lot_index, position, source.error_per_digit, uses.cell);
  }
  fire(work, now, source, way, code.ordinal, open.number(position));
  code.calls = 0;
  code.released_at = now;
  code.leaves_at = Ticks{-1};
  code.last_end = source.last_end[index(way)];
  code.last_call_ended = true;
  code.status = park::State::code_free;
  lot.set_live(position, false);
  open.change(now, -1);
  lot.give_back(position);
}

[[gnu::always_inline]] inline void Express::take_arrival(Work& work, std::uint64_t word) {
  const Ticks now = ladder_.tick(word);
  latest_ = static_cast<std::uint32_t>(word & 0xffff);
  Source& source = work.sources[latest_];
  ++arrived_;
  if (source.may_come != Coming::unlimited) [[unlikely]] {
    if (source.may_come == 0) return;
    --source.may_come;
    return work.take(now, EventClass::park_request);
  }
  work.take(now, EventClass::park_request);
  arrive(work, now, source);
  if (--work.calls_left == 0) [[unlikely]]
    work.left = 0;
}

[[gnu::always_inline]] inline void Express::take_end(Work& work, std::uint64_t word) {
  const Ticks now = ladder_.tick(word);
  const std::uint64_t low = Ladder::low(word);
  const int lot = lot_of(low), position = code_of(low);
  ladder_.pop();
  Code& code = work.lots[lot].codes[position];
  if (code.leaves_at != now) [[unlikely]]
    return;  // the call was laid out, or the code is another's by now
  const auto kind = static_cast<std::size_t>(how(low));
  work.take(now, classes[kind]);
  if (how(low) == Ending::gives_up) return leave(work, now, Way::given_up, lot, position, code);
  if (how(low) == Ending::is_retrieved && !code.slips) return leave(work, now, Way::retrieved, lot, position, code);
  work.taken.handed_over = timers[kind];
  work.taken.lot = lot;
  work.taken.code = position;
  work.left = 0;
}

/// Takes the events of the open window; true when it is empty, and others may come before `until`.
bool Express::empty_window(Work& work) {
  const Earlier earlier{*this, work.exchange};
  const std::uint64_t end = ladder_.first_word(work.until.tick);
  const auto is_due = [&](std::uint64_t word) {
    return word != Ladder::none && ladder_.tick(word) == work.until.tick &&
           order_of(work.exchange, Ladder::low(word)) < work.until.order;
  };
  while (work.left > 0) {
    const std::uint64_t ends = ladder_.front(earlier), comes = arriving_[arrived_];
    if (comes < ends) {
      if (comes >= end && !is_due(comes)) [[unlikely]]
        return false;
      take_arrival(work, comes);
    } else {
      if (ends >= end && !is_due(ends)) [[unlikely]]
        return ends == Ladder::none;
      take_end(work, ends);
    }
  }
  return false;
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
    Lot& own = exchange.lot_at(lot);
    open_[i] = {.lot = &own,
                .codes = &own.code(0),
                .numbers = own.listed_numbers(),
                .first_number = own.number(0),
                .level = level,
                .begun_at = level,
                .since = since};
    if (!s.recorder.window_is_open()) continue;
    open_[i].time_at_us = in_use.time_at.room_for(own.codes());
    open_[i].code_uses = s.recorder.uses_of_codes(lot, own.codes());
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

void Express::find_uses(Work& work, const Source& source, Ticks first_press, Uses& uses) {
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
  work.uses = work.recorder.uses();
}

park::Books Express::books(const models::Plan& plan) const {
  park::Books all;
  for (std::size_t i = 0; i < sources_.size(); ++i)
    for (std::size_t way = 0; way < ways; ++way) all += plan.routes[i].of[way].books * sources_[i].taken[way];
  return all;
}

void Express::settle(S& s, Exchange& exchange) {
  exchange.add(books(s.plan));
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    for (std::size_t way = 0; way < ways; ++way)
      s.recorder.add_rows(s.plan.routes[i].of[way].bundle, std::exchange(sources_[i].taken[way], 0));
    for (auto& uses : sources_[i].uses) {
      const auto more = std::exchange(uses.more_probes, 0);
      if (more == 0) continue;
      s.recorder.count(uses.cell, Count::probes, more);
      s.recorder.count(uses.cell, Count::collision + park::index(park::Collision::allocation), more);
    }
  }
}

}  // namespace express

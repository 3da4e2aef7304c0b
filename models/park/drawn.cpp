#include <algorithm>

#include "models/park/exchange.hpp"
#include "models/park/mistype.hpp"
#include "sim/random/portable_math.hpp"

/// Calls without people: whoever retrieves, gives up or answers is drawn, anew for each stay.
namespace park {

using measures::Count;
using models::Draw;
using models::Timer;

namespace {
/// Names one stay of a call: a call parked again after a ring-back draws afresh.
std::uint32_t stay(const Call& call) { return call.episode * 256 + static_cast<std::uint32_t>(call.rings); }

double uniform(const models::Surroundings& s, const Call& call, Draw purpose, std::uint32_t index = 0) {
  return models::uniform(s.draws_of(call), purpose, stay(call), index);
}
}  // namespace

/// A parker who is not sure whether the first press counted.
void Exchange::press_twice(S& s, CallSlot slot) {
  constexpr sim::Ticks after{500'000};
  Call& call = calls_[slot];
  if (uniform(s, call, Draw::pressed_twice) >= lot_traffic(s, call).pressed_twice) return;
  call.again = arm(s, slot, Timer::press_again, after);
}

void Exchange::drawn_parked(S& s, CallSlot slot, bool new_code) {
  Call& call = calls_[slot];
  if (call.self_parked) return;
  call.drawn_at = s.now();
  const auto& traffic = lot_traffic(s, call);
  if (!traffic.persistent) {
    arm_retrieval(s, slot, 0);
  } else if (new_code) {
    drawn_later(s, slot);
  }
  s.timers.cancel(call.patience);
  if (traffic.patience)
    call.patience = arm(s, slot, Timer::patience, traffic.patience->sample(uniform(s, call, Draw::patience)));
}

void Exchange::arm_retrieval(S& s, CallSlot slot, std::uint32_t claims_before) {
  Call& call = calls_[slot];
  const auto u = uniform(s, call, Draw::retrieved_after, claims_before);
  s.timers.cancel(call.drawn_retrieval);
  call.drawn_retrieval = arm(s, slot, Timer::retrieve, lot_traffic(s, call).retrieved_after.sample(u));
}

void Exchange::redraw_residuals(S& s) {
  const auto redraw = [&](CallSlot slot, sim::Handle& pending, Timer timer, const sim::Distribution& law,
                          Draw purpose) {
    const Call& call = calls_[slot];
    const double u = uniform(s, call, purpose), age_s = (s.now() - call.drawn_at).seconds();
    if (!s.timers.cancel(pending)) return;
    pending = arm(s, slot, timer, sim::from_seconds(law.quantile_beyond_s(age_s, u)) - (s.now() - call.drawn_at));
  };
  for (CallSlot slot = 0; slot < calls_.slots(); ++slot) {
    Call& call = calls_[slot];
    const bool is_timed_since_parked =
        call.live && call.drawn && call.ever_parked && !call.self_parked && call.claims == 0;
    if (!is_timed_since_parked) continue;
    const auto& traffic = lot_traffic(s, call);
    redraw(slot, call.drawn_retrieval, Timer::retrieve, traffic.retrieved_after, Draw::retrieved_after);
    if (traffic.patience) redraw(slot, call.patience, Timer::patience, *traffic.patience, Draw::patience);
  }
}

/// A claim has come to nothing: the retriever tries again, after a time of its own.
void Exchange::drawn_unlocked(S& s, CallSlot slot) {
  const Call& call = calls_[slot];
  if (!call.self_parked && !lot_traffic(s, call).persistent) arm_retrieval(s, slot, call.claims);
}

void Exchange::drawn_rung(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& traffic = lot_traffic(s, call);
  if (rules_of(s, call).ring.code == CodeInRingBack::freed) s.timers.cancel(call.drawn_retrieval);
  if (!traffic.leaves_while_ringing) s.timers.cancel(call.patience);
  if (!traffic.ring_answered_after) return;
  const auto after = traffic.ring_answered_after->sample(uniform(s, call, Draw::ring_answered_after));
  if (after < rules_of(s, call).ring.ring_time) call.answer = arm(s, slot, Timer::ring_answer, after);
}

void Exchange::drawn_gone(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  s.timers.cancel(call.drawn_retrieval);
  s.timers.cancel(call.answer);
  if (is_terminal(call.state)) s.timers.cancel(call.patience);
}

CallSlot Exchange::lay_out(S& s, int lot_index, int position, std::optional<Timer> firing) {
  Code& code = lot(lot_index).code(position);
  const auto& routes = s.plan.routes[code.source - s.plan.company.traffic.size()];
  const CallSlot slot = calls_.open();
  Call& call = calls_[slot];
  const auto generation = call.generation;
  call = routes.parked;
  call.generation = generation;
  call.source = code.source;
  call.ordinal = code.ordinal;
  call.draw_ordinal = code.ordinal;
  call.measured = code.measured;
  call.lot = static_cast<std::int16_t>(lot_index);
  call.rules = present_[at(lot_index)];
  call.code = position;
  call.code_generation = code.generation;
  for (auto* time : {&call.first_press, &call.press, &call.parked_at, &call.wait_since, &call.held_from, &call.drawn_at,
                     &call.deadline})
    *time += code.chosen_at - routes.parked_at;
  for (auto* timer : {&call.timeout, &call.drawn_retrieval, &call.patience}) *timer = {};
  call.cell = cell_for(s, call, nobody);
  code.first = code.last = slot;
  code.leaves_at = sim::Ticks{-1};
  code.rules = call.rules;
  code.node = call.node;

  const auto& traffic = lot_traffic(s, call);
  const auto passed = s.now() - call.parked_at;
  const auto go_on = [&](sim::Handle& handle, Timer timer, sim::Ticks delay) {
    if (timer != firing) handle = arm(s, slot, timer, delay > sim::never - passed ? sim::never : delay - passed);
  };
  if (routes.times_out) go_on(call.timeout, Timer::park_timeout, call.deadline - call.parked_at);
  go_on(call.drawn_retrieval, Timer::retrieve, traffic.retrieved_after.sample(uniform(s, call, Draw::retrieved_after)));
  if (traffic.patience)
    go_on(call.patience, Timer::patience, traffic.patience->sample(uniform(s, call, Draw::patience)));
  return slot;
}

Attempt Exchange::drawn_attempt(const S& s, CallSlot slot) const {
  const Call& call = calls_[slot];
  Attempt attempt;
  attempt.lot = call.lot;
  attempt.intent = intent_of(s, slot, call.code);
  attempt.keying = {lot_traffic(s, call).mistype_per_digit, lot_traffic(s, call).slips};
  attempt.cell = call.cell;
  attempt.measured = call.measured;
  attempt.site = static_cast<std::int16_t>(lot_traffic(s, call).site);
  attempt.stay = stay(call);
  return attempt;
}

void Exchange::drawn_retrieve(S& s, CallSlot slot) {
  if (calls_[slot].code >= 0) drawn_dial(s, drawn_attempt(s, slot));
}

/// The retriever will dial this code, whatever becomes of the call.
void Exchange::drawn_later(S& s, CallSlot slot) {
  const Call& call = calls_[slot];
  Attempt attempt = drawn_attempt(s, slot);
  attempt.dialled_from = s.now();
  const auto after = lot_traffic(s, call).retrieved_after.sample(uniform(s, call, Draw::retrieved_after));
  const auto i = pending_.add({.what = Pending::What::retrieve, .open = true, .attempt = attempt});
  waiting_.push_back(i);
  wait_for_stage(s, i, Pending::Stage::later, after);
}

void Exchange::drawn_dial(S& s, Attempt attempt) {
  const auto& intent = attempt.intent;
  const auto source = static_cast<std::size_t>(intent.traffic);
  const auto& traffic = s.plan.company.lot_traffic[source - s.plan.company.traffic.size()];
  const auto draws = s.draws[source].of(intent.call_key & 0xffffffffu);
  const Lot& own = lots_[at(intent.lot)];
  const people::Keyed right{own.number(intent.code), own.digits(intent.code)};
  const auto try_index = static_cast<std::uint32_t>(attempt.tries);
  attempt.dialled_from = attempt.sent_at = s.now();
  attempt.meant_digits = right.number;
  if (traffic.slips == people::SlipMix::any_digit) {
    attempt.intent.digits = mistype(right.number, right.digits, traffic.mistype_per_digit,
                                    {Draw::mistyped, Draw::mistyped_digit}, draws, attempt.stay, 16 * try_index);
  } else {
    const auto keyed = people::collected(
        people::sample(right, attempt.keying, models::uniform(draws, Draw::keyed, attempt.stay, try_index)),
        right.digits);
    attempt.intent.digits = keyed.number;
    attempt.intent.keyed = static_cast<std::int8_t>(keyed.digits);
  }
  if (s.plan.has_nodes() && attempt.site < 0)
    attempt.site = site_of_any_node(s, models::uniform(draws, Draw::node, attempt.stay, 1 + try_index));
  submit_attempt(s, attempt);
}

/// A mistyped code that leads to nobody is keyed again at once, some times; a stranger keeps the retriever busy.
void Exchange::drawn_again(S& s, const Attempt& attempt) {
  constexpr std::int32_t most_tries = 10;
  if (attempt.met != no_call || attempt.tries + 1 >= most_tries || !calls_.is_live(attempt.intent.call)) return;
  const Call& call = calls_[attempt.intent.call.slot];
  if (call.code != attempt.intent.code || call.code_generation != attempt.intent.code_generation) return;
  Attempt next = attempt;
  ++next.tries;
  next.looks = 0;
  next.intent.keyed = 0;
  next.served = Served::yes;
  next.lot = attempt.intent.lot;
  drawn_dial(s, next);
}

/// Retrievers who will dial this code for a call that was there before: the rate at which they do, over the time that
/// this call was behind it, adds up to the number expected to reach it.
void Exchange::expect_stale(S& s, const Call& occupant, int code) {
  for (const auto i : waiting_) {
    const auto& intent = pending_[i].attempt.intent;
    if (intent.code == code && intent.lot == occupant.lot && intent.code_generation != occupant.code_generation)
      expect_stale(s, pending_[i], occupant);
  }
}

void Exchange::expect_stale(S& s, const Pending& pending, const Call& occupant) const {
  const auto& attempt = pending.attempt;
  if (!attempt.measured) return;
  const auto source = static_cast<std::size_t>(attempt.intent.traffic) - s.plan.company.traffic.size();
  const auto& law = s.plan.company.lot_traffic[source].retrieved_after;
  const auto since = std::max(occupant.held_from, attempt.dialled_from) - attempt.dialled_from;
  const auto until = s.now() - attempt.dialled_from;
  const double right =
      people::right_chance({0, lots_[at(attempt.intent.lot)].digits(attempt.intent.code)}, attempt.keying);
  const double before = law.survival(since.seconds()), after = law.survival(until.seconds());
  if (after > 0 && before > after)
    s.recorder.expect(attempt.cell, Collision::stale, right * sim::portable::log(before / after));
}

}  // namespace park

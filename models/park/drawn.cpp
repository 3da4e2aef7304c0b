#include "models/park/exchange.hpp"
#include "models/park/mistype.hpp"

/// Calls without people: whoever retrieves, gives up or answers is drawn, anew for each stay.
namespace park {

using measures::Count;
using models::Draw;
using models::Timer;
using sim::EventClass;

namespace {
const people::LotTraffic& traffic_of(const models::Surroundings& s, const Call& call) {
  return s.plan.company.lot_traffic[call.source - s.plan.company.traffic.size()];
}

sim::EventPayload payload(Timer timer, CallSlot slot) { return {static_cast<std::uint32_t>(timer), slot, 0, 0}; }

/// Names one stay of a call: a call parked again after a ring-back draws afresh.
std::uint32_t stay(const Call& call) { return call.episode * 256 + static_cast<std::uint32_t>(call.rings); }

double uniform(const models::Surroundings& s, const Call& call, Draw purpose, std::uint32_t index = 0) {
  return s.draws_of(call).uniform(static_cast<sim::Purpose>(purpose), stay(call), index);
}
}  // namespace

void Exchange::drawn_parked(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& traffic = traffic_of(s, call);
  s.timers.cancel(call.drawn);
  call.drawn = s.timers.arm(traffic.retrieved_after.sample(uniform(s, call, Draw::retrieved_after)),
                            S::order(EventClass::retrieve, call, Timer::retrieve), payload(Timer::retrieve, slot));
  s.timers.cancel(call.patience);
  if (traffic.patience)
    call.patience =
        s.timers.arm(traffic.patience->sample(uniform(s, call, Draw::patience)),
                     S::order(EventClass::caller_hangs_up, call, Timer::patience), payload(Timer::patience, slot));
}

void Exchange::drawn_rung(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  const auto& traffic = traffic_of(s, call);
  if (rules(s, call.lot).ring.code == CodeInRingBack::freed) s.timers.cancel(call.drawn);
  if (!traffic.leaves_while_ringing) s.timers.cancel(call.patience);
  if (!traffic.ring_answered_after) return;
  const auto after = traffic.ring_answered_after->sample(uniform(s, call, Draw::ring_answered_after));
  if (after < rules(s, call.lot).ring.ring_time)
    call.answer = s.timers.arm(after, S::order(EventClass::ring_result, call, Timer::ring_answer),
                               payload(Timer::ring_answer, slot));
}

void Exchange::drawn_gone(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  s.timers.cancel(call.drawn);
  s.timers.cancel(call.answer);
  if (is_terminal(call.state)) s.timers.cancel(call.patience);
}

/// A mistyped code that leads to nobody is keyed again at once, some times; a stranger keeps the retriever busy.
void Exchange::drawn_retrieve(S& s, CallSlot slot) {
  constexpr std::uint32_t tries = 10;
  const CallId meant = calls_.id(slot);
  const double mistype_per_digit = traffic_of(s, calls_[slot]).mistype_per_digit;
  for (std::uint32_t i = 0; i < tries && calls_.is_live(meant); ++i) {
    const Call& call = calls_[slot];
    if (call.code < 0) return;
    const int number = lot(call.lot).number(call.code);
    Attempt attempt{.person = nobody,
                    .lot = call.lot,
                    .intent = {.digits = number,
                               .lot = call.lot,
                               .code = call.code,
                               .code_generation = call.code_generation,
                               .call = meant,
                               .call_key = call.key()},
                    .dialled_from = s.now(),
                    .sent_at = s.now(),
                    .forbidden = std::nullopt,
                    .cell = call.cell,
                    .measured = call.measured};
    attempt.intent.digits = mistype(number, lot(call.lot).digits(call.code), mistype_per_digit,
                                    {Draw::mistyped, Draw::mistyped_digit}, s.draws_of(call), stay(call), 16 * i);
    dial(s, attempt);
    if (attempt.met != no_call) return;
  }
}

}  // namespace park

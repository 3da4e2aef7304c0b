#include <algorithm>
#include <utility>

#include "models/people/crew.hpp"

/// The battery of a device, charged anew for each call from the queue.
namespace people {

using measures::Count;
using models::Draw;
using models::Timer;
using sim::EventClass;

bool Crew::is_flat(const S& s, PersonId p, int device) const {
  const auto& battery = s.plan.group(static_cast<int>(p)).battery;
  return persons_[p].dead_device && battery && battery->device == device;
}

void Crew::charge(S& s, X& x, PersonId p) {
  const auto& battery = s.plan.group(static_cast<int>(p)).battery;
  if (!battery) return;
  Person& person = persons_[p];
  const auto dies =
      battery->dies_after.sample(models::uniform(s.draws_of(x.calls()[person.call.slot]), Draw::dies_after, 0, 0));
  const auto warns = std::max(sim::Ticks{0}, dies - battery->warns_before);
  s.timers.cancel(person.warning);
  s.timers.cancel(person.death);
  person.warning = s.timers.arm(warns, order(s, EventClass::rest, p, Timer::battery_warning),
                                {static_cast<std::uint32_t>(Timer::battery_warning), p, 0, 0});
  person.death = s.timers.arm(dies, order(s, EventClass::rest, p, Timer::battery_dead),
                              {static_cast<std::uint32_t>(Timer::battery_dead), p, 0, 0});
}

void Crew::battery_warns(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  person.warning = {};
  if (person.until_warning) next(s, x, p);
}

void Crew::battery_dies(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  person.death = {};
  person.dead_device = true;
  if (person.doing == Doing::free || person.doing == Doing::calling || !is_flat(s, p, person.device)) return;
  // What was dialled is under way: its outcome shows whether a call is lost.
  if (person.doing == Doing::dialling) return;
  if (person.doing == Doing::parking)
    requests_.push_back({.kind = park::Request::Kind::parker_gone, .call = person.call, .person = static_cast<int>(p)});
  device_lost(s, x, p);
}

/// The device in hand is flat. A caller on it is lost; else the person goes on without it.
void Crew::device_lost(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  if (has_caller(x, p)) {
    const park::Call& lost = x.calls()[person.call.slot];
    if (s.trace) s.trace->line({s.now(), lost.key(), "the battery dies", "lost", -1, static_cast<int>(p)});
    if (lost.measured) s.recorder.count(lost.cell, Count::call_end + index(park::CallEnd::lost));
    end_call(s, x, person.call.slot);
    return finish(s, x, p);
  }
  person.answers_ring = false;
  leave_step(s, p);
  return_phone(s, x, p);
  if (!handle(s, x, p, Trigger::device_dead)) finish(s, x, p);
}

}  // namespace people

#include <algorithm>
#include <utility>

#include "models/people/crew.hpp"

/// How a person goes through a script.
namespace people {

using measures::Count;
using models::Draw;
using models::Timer;
using park::CallEnd;
using park::CallSlot;
using sim::EventClass;

/// Of a person who has one.
const Script& Crew::script_of(const S& s, PersonId p) const {
  return s.plan.company.scripts[static_cast<std::size_t>(s.plan.group(static_cast<int>(p)).script)];
}

const Step& Crew::step(const S& s, PersonId p) const {
  return script_of(s, p).steps[static_cast<std::size_t>(persons_[p].at)];
}

DrawPlace Crew::place_of(const X& x, CallSlot slot) const {
  const park::Call& call = x.calls()[slot];
  return {.source = call.source, .episode = call.episode, .salt = 0, .ordinal = call.draw_ordinal};
}

double Crew::draw(S& s, PersonId p, Draw purpose, std::uint32_t extra) {
  const Person& person = persons_[p];
  const auto salt = s.plan.step_salts[static_cast<std::size_t>(person.group)][static_cast<std::size_t>(person.at)];
  return models::uniform(s.draws[person.place.source].of(person.place.ordinal), purpose, draw_episode(p),
                         salt ^ person.place.salt ^ extra * 0x85ebca6bu);
}

sim::Ticks Crew::draw_time(S& s, PersonId p, const Step& step) { return step.time.sample(draw(s, p, Draw::step_time)); }

bool Crew::has(const S& s, PersonId p, std::size_t trigger) const {
  return s.plan.group(static_cast<int>(p)).script != none && script_of(s, p).blocks[trigger].present;
}

bool Crew::is_inside(const S& s, PersonId p, std::size_t trigger) const {
  const auto& block = script_of(s, p).blocks[trigger];
  return block.present && persons_[p].at >= block.first && persons_[p].at < block.last;
}

void Crew::change_busy(S& s, PersonId p, int change) {
  s.recorder.change_level(first_busy_level_ + static_cast<std::size_t>(persons_[p].group), s.now(), change);
}

void Crew::become_busy(S& s, PersonId p) {
  free_[static_cast<std::size_t>(persons_[p].group)].remove(p);
  persons_[p].doing = Doing::step;
  change_busy(s, p, 1);
}

void Crew::begin(S& s, X& x, PersonId p, std::size_t trigger, park::CallId call, const DrawPlace& place) {
  Person& person = persons_[p];
  if (person.doing == Doing::free) become_busy(s, p);
  person.call = call;
  person.place = place;
  person.steps_done = 0;
  person.tries = 0;
  person.walked = {};
  if (trigger == Trigger::start) person.device = 0;
  for (std::size_t device = 0;
       is_flat(s, p, person.device) && device < s.plan.group(static_cast<int>(p)).devices.size(); ++device)
    person.device = static_cast<std::int16_t>(device);
  if (!handle(s, x, p, trigger)) finish(s, x, p);
}

bool Crew::handle(S& s, X& x, PersonId p, std::size_t trigger) {
  if (!has(s, p, trigger)) return false;
  const auto& block = script_of(s, p).blocks[trigger];
  persons_[p].at = block.first - 1;
  persons_[p].last = block.last;
  next(s, x, p);
  return true;
}

void Crew::next(S& s, X& x, PersonId p) {
  leave_step(s, p);
  Person& person = persons_[p];
  ++person.at;
  ++person.steps_done;
  if (person.at >= person.last) return finish(s, x, p);
  start_step(s, x, p);
}

/// Drops what this person is in the middle of, and lets go of whatever would have ended it.
void Crew::leave_step(S& s, PersonId p) {
  Person& person = persons_[p];
  s.timers.cancel(person.timer);
  person.until_warning = false;
  if (person.doing == Doing::waiting) change_busy(s, p, 1);
  if (person.doing == Doing::speaking) hush(s, p);
  if (person.doing == Doing::phone) phone_lines_[static_cast<std::size_t>(phones_of(s, p))].remove(p);
  person.doing = Doing::step;
}

void Crew::wait_for(S& s, PersonId p, sim::Ticks time, EventClass cls) {
  Person& person = persons_[p];
  person.doing = Doing::step;
  person.timer = s.timers.arm(time, order(s, cls, p, Timer::step), {static_cast<std::uint32_t>(Timer::step), p, 0, 0});
}

void Crew::start_step(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  const Step& now = step(s, p);
  if (s.trace)
    s.trace->line({s.now(), x.calls().is_live(person.call) ? x.calls()[person.call.slot].key() : 0,
                   step_names[static_cast<std::size_t>(now.kind)], s.plan.group(static_cast<int>(p)).name, -1,
                   static_cast<int>(p)});
  const bool parks_next = person.at + 1 < person.last &&
                          script_of(s, p).steps[static_cast<std::size_t>(person.at + 1)].kind == StepKind::park;
  const auto cls = parks_next ? EventClass::park_request : EventClass::rest;
  switch (now.kind) {
    case StepKind::talk:
      if (!talk_with_caller(s, x, p)) return next(s, x, p);
      if (now.until_battery_warning) {
        if (person.warning == sim::Handle{}) return next(s, x, p);
        person.until_warning = true;
        return;
      }
      return wait_for(s, p, draw_time(s, p, now), cls);
    case StepKind::hold:
      if (person.connected) {
        person.connected = false;
        caller_waits(s, x, person.call.slot);
      }
      return wait_for(s, p, draw_time(s, p, now), cls);
    case StepKind::notice:
    case StepKind::claim:
      if (draw(s, p, Draw::step_chance) >= now.chance) return finish(s, x, p);
      if (now.kind == StepKind::claim && is_claimed(s, p)) return finish(s, x, p);
      return wait_for(s, p, draw_time(s, p, now), cls);
    case StepKind::walk: person.began = s.now(); return wait_for(s, p, draw_time(s, p, now), cls);
    case StepKind::wait:
      wait_for(s, p, draw_time(s, p, now), cls);
      person.doing = Doing::waiting;
      return change_busy(s, p, -1);
    case StepKind::take_message: talk_with_caller(s, x, p); return wait_for(s, p, draw_time(s, p, now), cls);
    case StepKind::answer:
    case StepKind::react: return wait_for(s, p, draw_time(s, p, now), cls);
    case StepKind::use: person.device = static_cast<std::int16_t>(now.device); return next(s, x, p);
    case StepKind::park: return reach_for_park(s, x, p);
    case StepKind::announce: return announce(s, x, p);
    case StepKind::post: post(s, x, p); return next(s, x, p);
    case StepKind::retrieve: return find_phone(s, x, p);
    case StepKind::hang_up:
    case StepKind::stop: return finish(s, x, p);
  }
}

void Crew::step_over(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  const Step& done = step(s, p);
  switch (done.kind) {
    case StepKind::answer:
      if (person.answers_ring) {
        person.doing = Doing::answering;
        requests_.push_back(
            {.kind = park::Request::Kind::answer_ring_back, .call = person.call, .person = static_cast<int>(p)});
        return;
      }
      if (talk_with_caller(s, x, p)) charge(s, x, p);
      break;
    case StepKind::notice:
      person.intent.digits = mishear(s, x, p, done);
      person.heard_at = s.now();
      person.remembers_for = done.forgets.mean_life;
      break;
    case StepKind::claim:
      if (is_claimed(s, p)) return finish(s, x, p);
      claim(s, p);
      break;
    case StepKind::walk: person.walked += s.now() - person.began; break;
    case StepKind::take_message:
      if (has_caller(x, p)) {
        const park::Call& call = x.calls()[person.call.slot];
        if (call.measured) s.recorder.count(call.cell, Count::call_end + index(CallEnd::message_taken));
        end_call(s, x, person.call.slot);
      }
      return finish(s, x, p);
    case StepKind::park:
      if (person.doing == Doing::pressing) return press_park(s, x, p);
      break;  // the code has been announced to the parker
    case StepKind::retrieve: return send_retrieve(s, x, p);
    default: break;
  }
  next(s, x, p);
}

/// Whether the caller of this person's call is here: ringing, talking or on hold.
bool Crew::has_caller(const X& x, PersonId p) const {
  const auto call = persons_[p].call;
  return x.calls().is_live(call) && x.calls()[call.slot].state == park::State::connected &&
         callers_[call.slot].server == static_cast<std::int32_t>(p);
}

void Crew::take_caller(S& s, X& x, PersonId p, bool right) {
  Caller& caller = callers_[persons_[p].call.slot];
  caller.server = static_cast<std::int32_t>(p);
  caller.right = right;
  talk_with_caller(s, x, p);
}

/// Answers the phone, or takes the caller off hold. False when this person has no caller.
bool Crew::talk_with_caller(S& s, X& x, PersonId p) {
  if (!has_caller(x, p)) return false;
  const auto slot = persons_[p].call.slot;
  if (!std::exchange(persons_[p].connected, true)) caller_talks(s, x, slot, callers_[slot].right);
  return true;
}

void Crew::finish(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  leave_step(s, p);
  return_phone(s, x, p);
  const bool served = has_caller(x, p);
  const auto call = person.call;
  person.connected = person.answers_ring = false;
  person.call = {};
  if (person.intent.code >= 0 && person.intent.lot >= 0) person.earlier = person.intent;
  person.intent = person.own = {};
  person.believes = false;
  person.remembers_for = sim::never;
  person.post = -1;
  person.doing = Doing::free;
  free_[static_cast<std::size_t>(person.group)].push(p);
  change_busy(s, p, -1);
  if (served) end_unparked(s, x, call.slot, x.calls()[call.slot].ever_parked ? Count::size : Count::calls_served);
  if (persons_[p].doing == Doing::free) find_work(s, x, p);
}

void Crew::find_work(S& s, X& x, PersonId p) {
  put_through(s, x, p);
  if (persons_[p].doing != Doing::free || answer_pending_ring(s, x, p)) return;
  auto& queue = queues_[static_cast<std::size_t>(persons_[p].group)];
  if (!queue.empty()) return serve(s, x, p, queue.front());
  read_channels(s, x, p);
}

}  // namespace people

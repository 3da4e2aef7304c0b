#include <utility>

#include "models/people/crew.hpp"

/// Being rung back for a call that nobody took.
namespace people {

using models::Draw;

/// The device of the parker that the ring-back of this call rings, or `none` when it reaches no device: the one that
/// was parked on, or, where all ring, the one in hand before the others.
int Crew::device_that_rings(const S& s, const park::Call& call, PersonId p) const {
  const Group& group = s.plan.group(static_cast<int>(p));
  const auto rings = [&](int device) {
    const auto client = group.devices[static_cast<std::size_t>(device)].client;
    return !is_flat(s, p, device) && park::capability(s.plan.company.clients, client).ring_back;
  };
  if (s.plan.rules[call.rules]->ring.rings == park::Rings::parking_device && static_cast<int>(p) == call.parker)
    return rings(call.device) ? call.device : none;
  if (rings(persons_[p].device)) return persons_[p].device;
  for (int device = 0; device < static_cast<int>(group.devices.size()); ++device)
    if (rings(device)) return device;
  return none;
}

/// A conversation, a request under way or a caller on hold keeps the line busy.
bool Crew::is_on_the_phone(const X& x, PersonId p) const {
  switch (persons_[p].doing) {
    case Doing::free: return false;
    case Doing::parking:
    case Doing::pressing:
    case Doing::dialling:
    case Doing::answering:
    case Doing::calling: return true;
    default: return persons_[p].connected || has_caller(x, p);
  }
}

/// Whose phone of a group rings: the first one's, or whoever has been free for longest; nobody's when all are busy.
int Crew::whom_to_ring(const S& s, const X& x, const park::Message& m) {
  if (m.group == park::nobody) return m.person;
  const auto g = static_cast<std::size_t>(m.group);
  const park::Call& call = x.calls()[m.call.slot];
  const auto& ring = x.rules_of(s, call).ring;
  if (call.state == park::State::ring_back && ring.target == park::RingTarget::fixed) return s.plan.first_person[g];
  return free_[g].empty() ? park::nobody : static_cast<int>(free_[g].front());
}

park::Reach Crew::reach(S& s, X& x, park::CallSlot slot, PersonId p) {
  const park::Call& call = x.calls()[slot];
  const bool about_this_call = persons_[p].call == x.calls().id(slot);
  if (device_that_rings(s, call, p) == none) return park::Reach::unreachable;
  const double forwarding = s.plan.group(static_cast<int>(p)).forwarding;
  if (forwarding > 0 && models::uniform(s.draws_of(call), Draw::forwarded, call.episode,
                                        static_cast<std::uint32_t>(call.rings)) < forwarding)
    return park::Reach::forwarded;
  return is_on_the_phone(x, p) && !about_this_call ? park::Reach::busy : park::Reach::rings;
}

void Crew::ring_offered(S& s, X& x, const park::Message& m) {
  const auto slot = m.call.slot;
  Caller& caller = callers_[slot];
  const int whom = whom_to_ring(s, x, m);
  const bool at_console =
      whom == park::nobody && x.rules_of(s, x.calls()[slot]).ring.target == park::RingTarget::attendant;
  caller.rung = whom;
  caller.console = at_console ? m.group : none;
  if (whom == park::nobody) {
    x.alert(s, m.call, at_console ? park::Reach::rings : park::Reach::busy, park::nobody);
    if (at_console && (caller.ringing = x.calls().is_live(m.call) && x.calls()[slot].ringing))
      ++console_rings_[static_cast<std::size_t>(m.group)];
    return;
  }
  const auto p = static_cast<PersonId>(whom);
  x.alert(s, m.call, reach(s, x, slot, p), whom);
  if (!x.calls().is_live(m.call)) return;
  caller.ringing = x.calls()[slot].ringing;
  caller.awaits_idle = x.calls()[slot].waits_idle;
  if (!caller.ringing && !caller.awaits_idle) return;
  Person& person = persons_[p];
  ++person.rings_pending;
  if (!caller.ringing || !has(s, p, Trigger::ring_back)) return;
  const bool about_this_call = person.call == m.call && !person.answers_ring && person.doing != Doing::dialling;
  if (person.doing == Doing::free || about_this_call) answer_ring(s, x, p, m.call);
}

/// A call that has waited for this person's line rings now. O(calls), and only when one waits.
void Crew::put_through(S& s, X& x, PersonId p) {
  if (persons_[p].rings_pending == 0) return;
  for (park::CallSlot slot = 0; slot < x.calls().slots(); ++slot) {
    Caller& caller = callers_[slot];
    if (!x.calls()[slot].live || caller.rung != static_cast<std::int32_t>(p) || !caller.awaits_idle) continue;
    caller.awaits_idle = false;
    x.alert(s, x.calls().id(slot), park::Reach::rings, static_cast<int>(p));
    caller.ringing = true;
  }
}

void Crew::answer_ring(S& s, X& x, PersonId p, park::CallId call) {
  Person& person = persons_[p];
  const park::Call& ringing = x.calls()[call.slot];
  if (person.doing != Doing::free) leave_step(s, p);
  return_phone(s, x, p);
  person.device = static_cast<std::int16_t>(device_that_rings(s, ringing, p));
  person.post = -1;
  person.answers_ring = true;
  DrawPlace place = place_of(x, call.slot);
  place.salt = static_cast<std::uint32_t>(ringing.rings) * 0x9e3779b1u;  // each alert is answered anew
  begin(s, x, p, Trigger::ring_back, call, place);
}

void Crew::ring_over(park::CallSlot slot) {
  Caller& caller = callers_[slot];
  const bool rang = std::exchange(caller.ringing, false);
  const bool waited = std::exchange(caller.awaits_idle, false);
  if (!rang && !waited) return;
  if (caller.console >= 0) {
    --console_rings_[static_cast<std::size_t>(caller.console)];
  } else {
    --persons_[static_cast<std::size_t>(caller.rung)].rings_pending;
  }
}

void Crew::ring_cancelled(S& s, X& x, const park::Message& m) {
  const int whom = callers_[m.call.slot].rung;
  ring_over(m.call.slot);
  if (whom < 0) return;
  const auto p = static_cast<PersonId>(whom);
  if (persons_[p].answers_ring && persons_[p].call == m.call) finish(s, x, p);
}

void Crew::ring_connected(S& s, X& x, const park::Message& m) {
  const auto p = static_cast<PersonId>(m.person);
  ring_over(m.call.slot);
  persons_[p].answers_ring = false;
  persons_[p].intent = persons_[p].own = {};
  take_caller(s, x, p, is_right_person(s, x, m.call.slot, p, true));
  next(s, x, p);
}

/// Of several calls that ring this person, or at the console of his group, the one that has rung for longest. O(calls),
/// and only when one rings.
bool Crew::answer_pending_ring(S& s, X& x, PersonId p) {
  const auto group = persons_[p].group;
  if (persons_[p].rings_pending == 0 && console_rings_[static_cast<std::size_t>(group)] == 0) return false;
  if (!has(s, p, Trigger::ring_back)) return false;
  park::CallSlot longest = park::no_call;
  for (park::CallSlot slot = 0; slot < x.calls().slots(); ++slot) {
    const park::Call& call = x.calls()[slot];
    if (!call.live || slot >= callers_.size() || !callers_[slot].ringing) continue;
    const auto rung = callers_[slot].rung;
    if (rung >= 0 ? rung != static_cast<std::int32_t>(p) : callers_[slot].console != group) continue;
    if (device_that_rings(s, call, p) == none) continue;
    if (longest == park::no_call || call.ring_started < x.calls()[longest].ring_started) longest = slot;
  }
  if (longest == park::no_call) return false;
  callers_[longest].rung = static_cast<std::int32_t>(p);
  answer_ring(s, x, p, x.calls().id(longest));
  return true;
}

/// The phone shows that a call is still parked. Whoever has other work lets it be.
void Crew::reminded(S& s, X& x, const park::Message& m) {
  const auto p = static_cast<PersonId>(m.person);
  Person& person = persons_[p];
  if (person.doing != Doing::free || !has(s, p, Trigger::reminded)) return;
  person.intent = person.own = m.intent;
  person.post = -1;
  DrawPlace place = place_of(x, m.call.slot);
  place.salt = static_cast<std::uint32_t>(x.calls()[m.call.slot].reminders) * 0x9e3779b1u;
  begin(s, x, p, Trigger::reminded, {}, place);
}

}  // namespace people

#include <utility>

#include "models/people/crew.hpp"

/// Being rung back for a call that nobody took.
namespace people {

/// The device of the parker that the ring-back of this call rings, or `none` when it reaches no device: the one that
/// was parked on, or, where all ring, the one in hand before the others.
int Crew::device_that_rings(const S& s, const park::Call& call, PersonId p) const {
  const Group& group = s.plan.group(static_cast<int>(p));
  const auto rings = [&](int device) {
    const auto client = group.devices[static_cast<std::size_t>(device)].client;
    return !is_flat(s, p, device) && park::capability(s.plan.company.clients, client).ring_back;
  };
  if (s.plan.company.lots[static_cast<std::size_t>(call.lot)].rules.ring.rings == park::Rings::parking_device)
    return rings(call.device) ? call.device : none;
  if (rings(persons_[p].device)) return persons_[p].device;
  for (int device = 0; device < static_cast<int>(group.devices.size()); ++device)
    if (rings(device)) return device;
  return none;
}

void Crew::ring_offered(S& s, X& x, const park::Message& m) {
  const auto p = static_cast<PersonId>(m.person);
  Person& person = persons_[p];
  const bool reachable = device_that_rings(s, x.calls()[m.call.slot], p) != none;
  if (reachable) {
    ++person.rings_pending;
    callers_[m.call.slot].ringing = true;
  }
  x.alert(s, m.call, reachable);
  if (!reachable || !has(s, p, Trigger::ring_back)) return;
  const bool about_this_call = person.call == m.call && !person.answers_ring && person.doing != Doing::dialling;
  if (person.doing == Doing::free || about_this_call) answer_ring(s, x, p, m.call);
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

void Crew::ring_over(park::CallSlot slot, PersonId p) {
  if (std::exchange(callers_[slot].ringing, false)) --persons_[p].rings_pending;
}

void Crew::ring_cancelled(S& s, X& x, const park::Message& m) {
  const auto p = static_cast<PersonId>(m.person);
  ring_over(m.call.slot, p);
  if (persons_[p].answers_ring && persons_[p].call == m.call) finish(s, x, p);
}

void Crew::ring_connected(S& s, X& x, const park::Message& m) {
  const auto p = static_cast<PersonId>(m.person);
  ring_over(m.call.slot, p);
  persons_[p].answers_ring = false;
  persons_[p].intent = persons_[p].own = {};
  take_caller(s, x, p, is_right_person(s, x, m.call.slot, p, true));
  next(s, x, p);
}

/// Of several calls that ring this person, the one that has rung for longest. O(calls), and only when one rings.
bool Crew::answer_pending_ring(S& s, X& x, PersonId p) {
  if (persons_[p].rings_pending == 0 || !has(s, p, Trigger::ring_back)) return false;
  park::CallSlot longest = park::no_call;
  for (park::CallSlot slot = 0; slot < x.calls().slots(); ++slot) {
    const park::Call& call = x.calls()[slot];
    if (!call.live || call.parker != static_cast<int>(p) || !callers_[slot].ringing) continue;
    if (device_that_rings(s, call, p) == none) continue;
    if (longest == park::no_call || call.ring_started < x.calls()[longest].ring_started) longest = slot;
  }
  if (longest == park::no_call) return false;
  answer_ring(s, x, p, x.calls().id(longest));
  return true;
}

}  // namespace people

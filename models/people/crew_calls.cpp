#include <algorithm>
#include <utility>

#include "models/people/crew.hpp"

/// Calls as their callers see them: arrival, trunk, queue, patience, end.
namespace people {

using measures::Count;
using measures::Latency;
using models::Draw;
using models::Timer;
using park::CallEnd;
using park::CallSlot;

namespace {
double uniform(const models::Surroundings& s, const park::Call& call, Draw purpose) {
  return models::uniform(s.draws_of(call), purpose, 0, 0);
}

int pick_topic(const Traffic& traffic, double u) {
  for (const auto& topic : traffic.topics) {
    if (u < topic.share) return topic.channel;
    u -= topic.share;
  }
  return traffic.topics.back().channel;
}
}  // namespace

const Traffic& Crew::traffic_of(const S& s, const park::Call& call) const {
  return s.plan.company.traffic[call.source];
}

void Crew::arrive(S& s, X& x, std::uint16_t source, std::uint32_t ordinal, std::uint64_t draw_ordinal, int member) {
  const Traffic& traffic = s.plan.company.traffic[source];
  const CallSlot slot = x.open(s, source, ordinal, draw_ordinal);
  if (slot >= callers_.size()) callers_.resize(slot + 1);
  Caller& caller = callers_[slot] = {};
  park::Call& call = x.calls()[slot];
  call.measured = caller.arrived_measured = s.recorder.window_is_open();
  call.group = static_cast<std::int16_t>(traffic.to);
  call.cell = x.cell_for(s, call, call.group);
  caller.arrived = s.now();
  call.member = member;
  if (traffic.whom == Whom::one_of) {
    const auto meant = static_cast<std::size_t>(traffic.meant);
    const int count = s.plan.company.groups[meant].count;
    caller.meant = s.plan.first_person[meant] +
                   std::min(count - 1, static_cast<int>(uniform(s, call, Draw::meant_person) * count));
  }
  if (!traffic.topics.empty())
    caller.topic = static_cast<std::int16_t>(pick_topic(traffic, uniform(s, call, Draw::topic)));
  caller.patience_left = traffic.patience ? traffic.patience->sample(uniform(s, call, Draw::patience)) : sim::never;
  if (caller.arrived_measured) s.recorder.count(call.cell, Count::calls);
  if (s.trace) s.trace->line({s.now(), call.key(), "call arrives", traffic.name, -1, -1});
  const bool line = traffic.from == none ? find_trunk(s, x, slot) : find_caller(s, x, slot, traffic);
  if (line) offer(s, x, slot);
}

bool Crew::find_trunk(S& s, X& x, CallSlot slot) {
  const int trunks = s.plan.company.trunks;
  if (trunks == none) return true;
  if (in_use_[static_cast<std::size_t>(trunks)] == s.plan.company.resources[static_cast<std::size_t>(trunks)].count) {
    end_unparked(s, x, slot, Count::calls_blocked);
    return false;
  }
  take_resource(s, trunks, 1);
  callers_[slot].has_trunk = true;
  return true;
}

bool Crew::find_caller(S& s, X& x, CallSlot slot, const Traffic& traffic) {
  auto& free = free_[static_cast<std::size_t>(traffic.from)];
  if (free.empty()) {
    end_unparked(s, x, slot, Count::calls_blocked);
    return false;
  }
  const PersonId p = free.front();
  become_busy(s, p);
  persons_[p].doing = Doing::calling;
  callers_[slot].person = static_cast<std::int32_t>(p);
  return true;
}

void Crew::offer(S& s, X& x, CallSlot slot) {
  const auto to = static_cast<std::size_t>(traffic_of(s, x.calls()[slot]).to);
  const Group& group = s.plan.company.groups[to];
  if (!free_[to].empty()) {
    caller_waits(s, x, slot);
    return serve(s, x, free_[to].front(), slot);
  }
  if (group.queue != park::unlimited && static_cast<int>(queues_[to].size()) >= group.queue) {
    if (callers_[slot].arrived_measured && group.when_full == WhenFull::voicemail)
      s.recorder.count(x.calls()[slot].cell, Count::call_end + index(CallEnd::message_taken));
    return end_unparked(s, x, slot, Count::calls_turned_away);
  }
  callers_[slot].queued = true;
  queues_[to].push(slot);
  caller_waits(s, x, slot);
}

void Crew::serve(S& s, X& x, PersonId p, CallSlot slot) {
  Caller& caller = callers_[slot];
  const auto to = static_cast<std::size_t>(persons_[p].group);
  if (caller.queued) queues_[to].remove(slot);
  caller.queued = false;
  caller.server = static_cast<std::int32_t>(p);
  caller.right = is_right_person(s, x, slot, p, false);
  if (caller.arrived_measured) s.recorder.time(x.calls()[slot].cell, Latency::queue_wait, s.now() - caller.arrived);
  persons_[p].dead_device = false;
  s.timers.cancel(persons_[p].warning);
  s.timers.cancel(persons_[p].death);
  begin(s, x, p, Trigger::start, x.calls().id(slot), place_of(x, slot));
}

void Crew::caller_waits(S& s, X& x, CallSlot slot) {
  x.caller_waits(s, slot);
  Caller& caller = callers_[slot];
  if (caller.waiting) return;
  caller.waiting = true;
  caller.waits_since = s.now();
  if (caller.patience_left == sim::never) return;
  caller.patience = s.timers.arm(caller.patience_left, S::order(x.calls()[slot], Timer::patience),
                                 S::payload(Timer::patience, slot, 1));
}

void Crew::caller_talks(S& s, X& x, CallSlot slot, bool right_person) {
  x.caller_talks(s, slot, right_person);
  Caller& caller = callers_[slot];
  if (!caller.waiting) return;
  caller.waiting = false;
  s.timers.cancel(caller.patience);
  if (caller.patience_left != sim::never) caller.patience_left -= s.now() - caller.waits_since;
}

void Crew::caller_leaves(S& s, X& x, CallSlot slot) {
  const park::Call& call = x.calls()[slot];
  Caller& caller = callers_[slot];
  if (call.state != park::State::connected) {
    requests_.push_back({.kind = park::Request::Kind::hang_up, .call = x.calls().id(slot)});
    return;
  }
  if (s.trace)
    s.trace->line(
        {s.now(), call.key(), "the caller hangs up", caller.queued ? "in the queue" : "unparked", -1, caller.server});
  if (caller.queued) queues_[static_cast<std::size_t>(traffic_of(s, call).to)].remove(slot);
  const auto server = caller.server;
  end_unparked(s, x, slot, call.ever_parked ? Count::size : Count::calls_gave_up);
  if (server >= 0) finish(s, x, static_cast<PersonId>(server));
}

void Crew::end_unparked(S& s, X& x, CallSlot slot, std::size_t counter) {
  if (callers_[slot].arrived_measured && counter != Count::size) s.recorder.count(x.calls()[slot].cell, counter);
  end_call(s, x, slot);
}

void Crew::end_call(S& s, X& x, CallSlot slot) {
  Caller& caller = callers_[slot];
  const park::Call& call = x.calls()[slot];
  if (s.trace) s.trace->line({s.now(), call.key(), "the call is over", traffic_of(s, call).name, -1, -1});
  close_intent(s, call, caller, false);
  s.timers.cancel(caller.patience);
  if (caller.has_trunk) take_resource(s, s.plan.company.trunks, -1);
  const auto person = caller.person;
  x.close(s, slot);
  if (person >= 0) finish(s, x, static_cast<PersonId>(person));
}

void Crew::close_intent(S& s, const park::Call& call, Caller& caller, bool parked) {
  if (!caller.wanted) return;
  caller.wanted = false;
  if (!parked && call.measured) s.recorder.count(call.cell, Count::park_failed);
}

void Crew::parked_call_left(S& s, X& x, const park::Message& m) {
  if (m.end == CallEnd::retrieved || m.end == CallEnd::retrieved_wrong) return;
  end_call(s, x, m.call.slot);
}

bool Crew::is_right_person(const S& s, const X& x, CallSlot slot, PersonId p, bool returned) const {
  const Traffic& traffic = traffic_of(s, x.calls()[slot]);
  const Caller& caller = callers_[slot];
  switch (traffic.whom) {
    case Whom::one_of: return static_cast<std::int32_t>(p) == caller.meant;
    case Whom::any_of: return persons_[p].group == traffic.meant;
    case Whom::nobody: break;
  }
  // Nobody in particular: where the call has a topic, whoever takes it knows; else whoever was called.
  return !returned || (traffic.topics.empty() && persons_[p].group == traffic.to);
}

}  // namespace people

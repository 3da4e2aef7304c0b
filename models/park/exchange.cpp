#include "models/park/exchange.hpp"

#include <string>

namespace park {

using measures::Count;
using measures::Latency;
using models::Timer;

Exchange::Exchange(const models::Plan& plan, measures::Recorder& recorder) {
  for (const auto& lot : plan.company.lots) {
    lots_.emplace_back(lot.rules);
    const int i = static_cast<int>(lots_.size()) - 1;
    const auto level = recorder.add_level(measures::Level::Of::codes_in_use, i);
    recorder.add_level(measures::Level::Of::guess, i);
    if (i == 0) first_level_ = level;
  }
}

CallSlot Exchange::open(S& s, std::uint16_t source, std::uint32_t ordinal, std::uint64_t draw_ordinal) {
  const CallSlot slot = calls_.open();
  Call& call = calls_[slot];
  call.source = source;
  call.ordinal = ordinal;
  call.draw_ordinal = draw_ordinal;
  call.first_press = s.now();
  return slot;
}

void Exchange::close(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  if (call.ever_parked && call.measured) {
    if (call.waiting) call.waited += s.now() - call.wait_since;
    s.recorder.time(call.cell, Latency::caller_wait, call.waited);
    if (call.was_rung) s.recorder.count(call.cell, Count::calls_rung_back);
  }
  if (call.member >= 0) went_idle_.push_back({call.source, call.member});
  calls_.close(slot);
}

void Exchange::caller_waits(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  if (!call.ever_parked || call.waiting) return;
  call.waiting = true;
  call.wait_since = s.now();
}

void Exchange::caller_talks(S& s, CallSlot slot, bool right_person) {
  Call& call = calls_[slot];
  if (call.waiting) {
    call.waited += s.now() - call.wait_since;
    call.waiting = false;
  }
  if (!right_person || call.reached || !call.ever_parked) return;
  call.reached = true;
  if (!call.measured) return;
  s.recorder.count(call.cell, Count::calls_reached);
  s.recorder.time(call.cell, Latency::right_person_after, call.waited);
}

std::int16_t Exchange::hour_of(const S& s, const Call& call) const {
  const auto& horizon = s.plan.company.horizon;
  if (!horizon.is_day) return -1;
  return static_cast<std::int16_t>((horizon.time_of_day + call.first_press).us / sim::operator""_min(60).us % 24);
}

measures::Recorder::CellIndex Exchange::cell_for(S& s, const Call& call, int group, int channel) const {
  measures::Labels labels;
  labels.policy = call.lot;
  labels.traffic = static_cast<std::int16_t>(call.source);
  labels.group = static_cast<std::int16_t>(group);
  labels.channel = static_cast<std::int16_t>(channel);
  labels.hour = hour_of(s, call);
  return s.recorder.cell(labels);
}

void Exchange::handle(S& s, const Request& request) {
  switch (request.kind) {
    case Request::Kind::park: return press(s, request);
    case Request::Kind::retrieve: return retrieve(s, request);
    case Request::Kind::answer_ring_back:
      if (calls_.is_live(request.call) && calls_[request.call.slot].ringing) fire(s, request.call.slot, Event::answer);
      return;
    case Request::Kind::hang_up:
      if (calls_.is_live(request.call)) fire(s, request.call.slot, Event::caller_hangup);
      return;
  }
}

void Exchange::press(S& s, const Request& request) {
  const CallSlot slot = request.call.slot;
  Call& call = calls_[slot];
  const auto& group = s.plan.group(request.person);
  const int lot = s.plan.lot_of(group);
  if (call.presses == 0) call.first_press = s.now();
  call.lot = static_cast<std::int16_t>(lot);
  call.group = static_cast<std::int16_t>(s.plan.group_of_person[static_cast<std::size_t>(request.person)]);
  if (call.presses == 0) call.measured = s.recorder.window_is_open();
  call.cell = cell_for(s, call, call.group);
  call.parker = request.person;
  call.device = request.device;

  const auto client = s.plan.company.clients;
  const auto& device = group.devices[static_cast<std::size_t>(request.device)];
  std::optional<NotOffered> why;
  if (s.plan.company.licences_matter) {
    const bool allowed =
        group.policy != people::none && s.plan.company.policies[static_cast<std::size_t>(group.policy)].allow_call_park;
    why = why_not_offered({allowed, group.enterprise_voice, group.mode}, capability(client, device.client));
  } else if (!capability(client, device.client).park) {
    why = NotOffered::wrong_client;
  }
  if (why) {
    if (call.measured) s.recorder.count(call.cell, Count::not_offered + index(*why));
    s.messages.push_back(
        {.kind = Message::Kind::not_offered, .person = request.person, .call = request.call, .not_offered = *why});
    return;
  }
  send_park(s, slot);
}

void Exchange::park_into_lot(S& s, CallSlot slot, int lot) {
  Call& call = calls_[slot];
  call.lot = static_cast<std::int16_t>(lot);
  call.measured = s.recorder.window_is_open();
  call.cell = cell_for(s, call, -1);
  if (call.measured) {
    s.recorder.count(call.cell, Count::calls);
    s.recorder.count(call.cell, Count::park_wanted);
  }
  send_park(s, slot);
}

void Exchange::send_park(S& s, CallSlot slot) {
  Call& call = calls_[slot];
  ++call.presses;
  call.press = s.now();
  ++requested_;
  if (call.measured) s.recorder.count(call.cell, Count::park_requested);
  fire(s, slot, Event::press);
}

void Exchange::retrieve(S& s, const Request& request) {
  Attempt attempt;
  attempt.person = request.person;
  attempt.intent = request.intent;
  attempt.dialled_from = request.dialled_from;
  attempt.sent_at = s.now();
  const auto& group = s.plan.group(request.person);
  attempt.lot = s.plan.lot_of(group);
  const auto& company = s.plan.company;
  const auto can = capability(company.clients, group.devices[static_cast<std::size_t>(request.device)].client);
  if (company.licences_matter) {
    const bool allowed =
        group.policy != people::none && company.policies[static_cast<std::size_t>(group.policy)].allow_call_park;
    attempt.forbidden = why_not_allowed({allowed, group.enterprise_voice, group.mode}, can);
  } else if (!can.retrieve) {
    attempt.forbidden = RetrieveOutcome::wrong_client;
  }
  const auto& meant = request.intent;
  attempt.measured = meant.call.slot == no_call ? s.recorder.window_is_open() : meant.measured;
  attempt.cell = s.recorder.cell(
      {.policy = static_cast<std::int16_t>(attempt.lot),
       .traffic = meant.traffic,
       .group = static_cast<std::int16_t>(s.plan.group_of_person[static_cast<std::size_t>(request.person)]),
       .hour = meant.hour});
  dial(s, attempt);
}

void Exchange::timer(S& s, Timer timer, const sim::EventPayload& event) {
  const CallSlot slot = event.subject;
  switch (timer) {
    case Timer::park_timeout: return fire(s, slot, Event::park_timeout);
    case Timer::ring_end: return fire(s, slot, Event::no_answer);
    case Timer::ring_answer: return fire(s, slot, Event::answer);
    case Timer::bridge_done: return fire(s, slot, Event::bridge_done);
    case Timer::life_max: return fire(s, slot, Event::life_max);
    case Timer::retrieve: return drawn_retrieve(s, slot);
    case Timer::patience: return fire(s, slot, Event::caller_hangup);
    default: throw sim::Fault("a timer that the exchange never sets");
  }
}

void Exchange::change_in_use(S& s, int lot, int change) {
  s.recorder.change_level(first_level_ + 2 * static_cast<std::size_t>(lot), s.now(), change);
}

void Exchange::change_takable(S& s, int lot_index, int change) {
  s.recorder.change_level(first_level_ + 2 * static_cast<std::size_t>(lot_index) + 1, s.now(),
                          change * lots_[static_cast<std::size_t>(lot_index)].guess());
}

void Exchange::trace(S& s, const Call& call, const Row& row, int person) const {
  if (!s.trace) return;
  const int number = call.code >= 0 ? lots_[static_cast<std::size_t>(call.lot)].number(call.code) : -1;
  s.trace->line({s.now(), call.key(), row.says, state_names[index(row.to)], number, person});
}

void Exchange::count_unused(S& s) const {
  for (std::size_t i = 0; i < lots_.size(); ++i) {
    measures::Labels labels;
    labels.policy = static_cast<std::int16_t>(i);
    for (int c = 0; c < lots_[i].codes(); ++c)
      if (lots_[i].code(c).call == no_call && lots_[i].code(c).released_at.us >= 0)
        s.recorder.count(s.recorder.cell(labels), Count::reuse_censored);
  }
}

}  // namespace park

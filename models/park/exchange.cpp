#include "models/park/exchange.hpp"

#include <string>

namespace park {

using measures::Count;
using measures::Latency;
using models::Timer;
using sim::EventClass;

Exchange::Exchange(const models::Plan& plan, measures::Recorder& recorder) {
  const auto& company = plan.company;
  for (std::size_t i = 0; i < company.lots.size(); ++i) {
    const auto first = plan.first_rules[i];
    const std::span<const Rules* const> all{plan.rules.data() + first, company.lots[i].later.size() + 1};
    lots_.emplace_back(all, plan.sharing(static_cast<int>(i)));
    if (all.size() == 1 && plan.has_slips_of_digits) lots_.back().keep_digit_counts(*all.front());
    present_.push_back(first);
    recorder.add_lot(lots_.back().codes());
    const auto level = recorder.add_level(measures::Level::Of::codes_in_use, static_cast<int>(i), lots_.back().codes());
    recorder.add_level(measures::Level::Of::guess, static_cast<int>(i));
    if (i == 0) first_level_ = level;
  }
  draining_.assign(lots_.size(), 0);
  tombstones_.resize(lots_.size());
  last_sweep_.resize(lots_.size());
  sweep_.resize(lots_.size());
  fresh_.resize(lots_.size());
  lot_books_.resize(lots_.size());
  for (const auto& policy : company.policies) allowed_.push_back(policy.allow_call_park);
  nodes_.resize(company.service.nodes.size());
  lines_.resize(nodes_.size());
  for (auto& line : lines_) line.reserve(models::usual_room);
  if (!nodes_.empty()) pending_.reserve(models::usual_room);
  if (company.timeline.empty()) return;
  for (const int g : plan.group_of_person)
    holds_policy_.push_back(static_cast<std::int16_t>(company.groups[at(g)].policy));
}

int Exchange::policy_of(const S& s, int person) const {
  return holds_policy_.empty() ? s.plan.group(person).policy : holds_policy_[at(person)];
}

int Exchange::lot_of(const S& s, int person) const { return s.plan.lot_of(policy_of(s, person)); }

CallSlot Exchange::open(S& s, std::uint16_t source, std::uint32_t ordinal, std::uint64_t draw_ordinal) {
  const CallSlot slot = calls_.open();
  Call& call = calls_[slot];
  call.source = source;
  call.ordinal = ordinal;
  call.draw_ordinal = draw_ordinal;
  call.drawn = source >= s.plan.company.traffic.size();
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

std::int16_t Exchange::hour_of(const S& s, const Call& call) const { return s.horizon.hour(call.first_press); }

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
  const bool live = calls_.is_live(request.call);
  const CallSlot slot = request.call.slot;
  switch (request.kind) {
    case Request::Kind::park: return press(s, request);
    case Request::Kind::retrieve: return retrieve(s, request);
    case Request::Kind::answer_ring_back:
      if (!live || !calls_[slot].ringing) return;
      calls_[slot].rung = request.person;
      return fire(s, slot, Event::answer);
    case Request::Kind::hang_up:
      if (live) fire(s, slot, Event::caller_hangup);
      return;
    case Request::Kind::parker_gone:
      if (live && (calls_[slot].state == State::requested || calls_[slot].state == State::reserved))
        fire(s, slot, Event::parker_gone);
      return;
  }
}

void Exchange::press(S& s, const Request& request) {
  const CallSlot slot = request.call.slot;
  if (calls_[slot].state == State::parked) return fire(s, slot, Event::press);
  Call& call = calls_[slot];
  const auto& group = s.plan.group(request.person);
  const int policy = policy_of(s, request.person);
  const int lot_index = s.plan.lot_of(policy);
  if (call.presses == 0) call.first_press = s.now();
  call.lot = static_cast<std::int16_t>(lot_index);
  call.group = static_cast<std::int16_t>(s.plan.group_of_person[at(request.person)]);
  if (call.presses == 0) call.measured = s.recorder.window_is_open();
  call.cell = cell_for(s, call, call.group);
  call.parker = request.person;
  call.device = request.device;
  call.site = static_cast<std::int16_t>(s.plan.device_sites[at(call.group)][at(request.device)]);

  const auto client = s.plan.company.clients;
  const auto& device = group.devices[at(request.device)];
  std::optional<NotOffered> why;
  if (s.plan.company.licences_matter) {
    const bool allowed = policy != people::none && allowed_[at(policy)];
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
  call.rules = present_[at(lot_index)];
  call.wanted = request.wanted < 0 ? -1 : lot(lot_index).position(request.wanted);
  send_park(s, slot);
}

void Exchange::park_into_lot(S& s, CallSlot slot, int lot_index) {
  Call& call = calls_[slot];
  call.lot = static_cast<std::int16_t>(lot_index);
  call.rules = present_[at(lot_index)];
  call.measured = s.recorder.window_is_open();
  call.cell = cell_for(s, call, -1);
  call.site = static_cast<std::int16_t>(lot_traffic(s, call).site);
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
  ++books_.requested;
  ++lot_books_[at(call.lot)].requested;
  if (call.measured) s.recorder.count(call.cell, Count::park_requested);
  fire(s, slot, Event::press);
}

void Exchange::retrieve(S& s, const Request& request) {
  Attempt attempt;
  attempt.person = request.person;
  attempt.intent = request.intent;
  attempt.keying = request.keying;
  attempt.meant_digits = request.meant_digits;
  attempt.dialled_from = request.dialled_from;
  attempt.sent_at = s.now();
  const auto& group = s.plan.group(request.person);
  const int policy = policy_of(s, request.person);
  attempt.lot = s.plan.lot_of(policy);
  const auto& company = s.plan.company;
  const auto g = s.plan.group_of_person[at(request.person)];
  attempt.site = static_cast<std::int16_t>(s.plan.device_sites[at(g)][at(request.device)]);
  const auto can = capability(company.clients, group.devices[at(request.device)].client);
  std::optional<RetrieveOutcome> why;
  if (company.licences_matter) {
    const bool allowed = policy != people::none && allowed_[at(policy)];
    why = why_not_allowed({allowed, group.enterprise_voice, group.mode}, can);
  } else if (!can.retrieve) {
    why = RetrieveOutcome::wrong_client;
  }
  if (!why && attempt.lot >= 0 && !group.may_retrieve && present_rules(s, attempt.lot).take.auth == Auth::permission)
    why = RetrieveOutcome::not_permitted;
  attempt.is_forbidden = why.has_value();
  if (why) attempt.forbidden = *why;
  const auto& meant = request.intent;
  attempt.measured = meant.call.slot == no_call ? s.recorder.window_is_open() : meant.measured;
  attempt.cell = s.recorder.cell({.policy = static_cast<std::int16_t>(attempt.lot),
                                  .traffic = meant.traffic,
                                  .group = static_cast<std::int16_t>(g),
                                  .hour = meant.hour});
  submit_attempt(s, attempt);
}

void Exchange::timer(S& s, Timer timer, const sim::EventPayload& event) {
  const CallSlot slot = event.subject;
  switch (timer) {
    case Timer::park_timeout: return fire(s, slot, Event::park_timeout);
    case Timer::ring_end:
    case Timer::fallback_end: return fire(s, slot, Event::no_answer);
    case Timer::ring_answer: return fire(s, slot, Event::answer);
    case Timer::bridge_done: return fire(s, slot, Event::bridge_done);
    case Timer::bridge_failed: return fire(s, slot, Event::bridge_fail);
    case Timer::life_max: return fire(s, slot, Event::life_max);
    case Timer::retrieve: return drawn_retrieve(s, slot);
    case Timer::patience: return fire(s, slot, Event::caller_hangup);
    case Timer::commit: return fire(s, slot, Event::commit);
    case Timer::reservation_over: return reservation_over(s, slot);
    case Timer::reminder: return fire(s, slot, Event::reminder_due);
    case Timer::escape: return fire(s, slot, Event::escape_key);
    case Timer::press_again: return fire(s, slot, Event::press);
    case Timer::request: return advance(s, event.subject);
    case Timer::sweep: return sweep(s, static_cast<int>(event.subject));
    case Timer::rested: return rested(s, event);
    case Timer::ghost: return ghost_over(s, event);
    case Timer::replicated: return replicated(s, event);
    case Timer::change: return change(s, s.plan.company.timeline[event.subject], event.subject);
    case Timer::granted: return grant(s, static_cast<int>(event.subject), event.argument);
    default: throw sim::Fault("a timer that the exchange never sets");
  }
}

void Exchange::change_in_use(S& s, int lot_index, int change) {
  s.recorder.change_level(first_level_ + 2 * at(lot_index), s.now(), change);
}

void Exchange::set_takable(S& s, Call& call, bool takable) {
  if (call.takable == takable) return;
  call.takable = takable;
  s.recorder.change_level(first_level_ + 2 * at(call.lot) + 1, s.now(),
                          (takable ? 1 : -1) * lots_[at(call.lot)].guess());
}

void Exchange::trace(S& s, const Call& call, const Row& row, int person) const {
  if (!s.trace) return;
  const int number = call.code >= 0 ? lots_[at(call.lot)].number(call.code) : -1;
  s.trace->line({s.now(), call.key(), row.says, state_names[index(row.to)], number, person});
}

const people::LotTraffic& Exchange::lot_traffic(const S& s, const Call& call) const {
  return s.plan.company.lot_traffic[call.source - s.plan.company.traffic.size()];
}

const std::optional<sim::Distribution>& Exchange::escape_of(const S& s, const Call& call) const {
  return call.drawn ? lot_traffic(s, call).escape : s.plan.company.traffic[call.source].escape;
}

sim::EventPayload Exchange::code_payload(Timer timer, int lot_index, int code) const {
  return {static_cast<std::uint32_t>(timer), static_cast<std::uint32_t>(code), static_cast<std::uint32_t>(lot_index),
          0};
}

std::uint64_t Exchange::code_order(const S& s, EventClass cls, int lot_index, int code, Timer timer) const {
  return sim::make_order(cls, s.plan.service_source(), s.plan.first_code[at(lot_index)] + static_cast<unsigned>(code),
                         static_cast<std::uint64_t>(timer));
}

void Exchange::count_unused(S& s) const {
  for (std::size_t i = 0; i < lots_.size(); ++i) {
    measures::Labels labels;
    labels.policy = static_cast<std::int16_t>(i);
    for (int c = 0; c < lots_[i].codes(); ++c)
      if (lots_[i].code(c).calls == 0 && lots_[i].code(c).released_at.us >= 0)
        s.recorder.count(s.recorder.cell(labels), Count::reuse_censored);
  }
}

}  // namespace park

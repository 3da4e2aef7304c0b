#include "models/people/crew.hpp"

namespace people {

using measures::Count;
using measures::Latency;
using models::Timer;
using park::CallSlot;

Crew::Crew(const models::Plan& plan, measures::Recorder& recorder) {
  const auto& company = plan.company;
  persons_.resize(plan.group_of_person.size());
  free_.resize(company.groups.size());
  queues_.resize(company.groups.size());
  console_rings_.assign(company.groups.size(), 0);
  in_use_.assign(company.resources.size(), 0);
  phone_lines_.resize(company.resources.size());
  channels_.resize(company.channels.size());
  seen_.assign(persons_.size() * company.channels.size(), 0);
  for (PersonId p = 0; p < persons_.size(); ++p) {
    persons_[p].group = static_cast<std::int16_t>(plan.group_of_person[p]);
    free_[static_cast<std::size_t>(persons_[p].group)].push(p);
  }
  callers_.reserve(models::usual_room);
  requests_.reserve(models::usual_room);
  for (auto& line : queues_) line.reserve(models::usual_room);
  for (auto& line : phone_lines_) line.reserve(persons_.size());
  for (auto& channel : channels_) channel.waiting.reserve(models::usual_room);
  if (!channels_.empty()) {
    announcements_.reserve(models::usual_room);
    posts_.reserve(models::usual_room);
  }
  for (std::size_t g = 0; g < company.groups.size(); ++g) {
    const auto level =
        recorder.add_level(measures::Level::Of::people_busy, static_cast<int>(g), company.groups[g].count);
    if (g == 0) first_busy_level_ = level;
  }
  for (std::size_t r = 0; r < company.resources.size(); ++r) {
    const auto level =
        recorder.add_level(measures::Level::Of::resource_in_use, static_cast<int>(r), company.resources[r].count);
    if (r == 0) first_resource_level_ = level;
  }
}

void Crew::message(S& s, X& x, const park::Message& m) {
  using Kind = park::Message::Kind;
  switch (m.kind) {
    case Kind::parked:
    case Kind::refused:
    case Kind::not_offered:
    case Kind::believed_parked:
    case Kind::cut: return park_answered(s, x, m);
    case Kind::reminded: return reminded(s, x, m);
    case Kind::retrieve_outcome: return retrieve_answered(s, x, m);
    case Kind::ring_back_offered: return ring_offered(s, x, m);
    case Kind::ring_back_cancelled: return ring_cancelled(s, x, m);
    case Kind::ring_back_connected: return ring_connected(s, x, m);
    case Kind::call_left: return parked_call_left(s, x, m);
  }
}

void Crew::timer(S& s, X& x, Timer timer, const sim::EventPayload& event) {
  switch (timer) {
    case Timer::patience: return caller_leaves(s, x, event.subject);
    case Timer::step: return step_over(s, x, event.subject);
    case Timer::battery_warning: return battery_warns(s, x, event.subject);
    case Timer::battery_dead: return battery_dies(s, x, event.subject);
    case Timer::utterance: return utterance_over(s, x, event.subject);
    case Timer::post_visible: return post_seen(s, x, event.subject);
    default: throw sim::Fault("a timer that nobody sets");
  }
}

void Crew::take_resource(S& s, int resource, int change) {
  in_use_[static_cast<std::size_t>(resource)] += change;
  s.recorder.change_level(first_resource_level_ + static_cast<std::size_t>(resource), s.now(), change);
}

std::uint64_t Crew::order(const S& s, sim::EventClass cls, PersonId p, Timer timer) const {
  const auto group = static_cast<std::size_t>(persons_[p].group);
  return sim::make_order(cls, s.plan.sources() + group, p - static_cast<PersonId>(s.plan.first_person[group]),
                         static_cast<std::uint64_t>(timer));
}

}  // namespace people

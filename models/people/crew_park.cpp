#include <algorithm>
#include <utility>

#include "models/park/mistype.hpp"
#include "models/people/crew.hpp"

/// Parking and retrieving.
namespace people {

using measures::Count;
using measures::Latency;
using models::Draw;
using models::Timer;
using park::RetrieveOutcome;
using sim::EventClass;

void Crew::reach_for_park(S& s, X& x, PersonId p) {
  const sim::Ticks reach = draw_time(s, p, step(s, p));
  if (reach.us == 0 || !has_caller(x, p)) return press_park(s, x, p);
  wait_for(s, p, reach, EventClass::park_request);
  persons_[p].doing = Doing::pressing;
}

void Crew::press_park(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  if (!has_caller(x, p)) return finish(s, x, p);
  ++person.tries;
  if (person.connected) {
    person.connected = false;
    caller_waits(s, x, person.call.slot);
  }
  person.doing = Doing::parking;
  requests_.push_back({.kind = park::Request::Kind::park,
                       .call = person.call,
                       .person = static_cast<int>(p),
                       .device = person.device,
                       .wanted = code_to_name(s, x, p)});
}

/// The number that the parker names, where parkers do: one written down, any, or the lowest that looks free.
int Crew::code_to_name(S& s, X& x, PersonId p) {
  const int lot_index = x.lot_of(s, static_cast<int>(p));
  if (lot_index < 0) return none;
  const auto& rules = x.present_rules(s, lot_index);
  if (rules.alloc.chosen_by != park::ChosenBy::parker) return none;
  const park::Lot& lot = x.lot_at(lot_index);
  const int named = step(s, p).code;
  if (named >= 0) return named;
  const int codes = usable_codes(rules.space);
  if (named == any_code) {
    const auto u = draw(s, p, Draw::wanted_code, static_cast<std::uint32_t>(persons_[p].tries));
    return lot.number(lot.nth_present(park::pick(u, codes)));
  }
  for (int code = 0; !lot.is_beyond_range(code); ++code)
    if (lot.is_present(code) && lot.code(code).status == park::State::code_free) return lot.number(code);
  return lot.number(lot.nth_present(0));
}

void Crew::park_answered(S& s, X& x, const park::Message& m) {
  using Kind = park::Message::Kind;
  const auto p = static_cast<PersonId>(m.person);
  Person& person = persons_[p];
  Caller& caller = callers_[m.call.slot];
  const park::Call& call = x.calls()[m.call.slot];
  const bool waits = person.doing == Doing::parking && person.call == m.call;
  if (!caller.wanted) {
    caller.wanted = true;
    if (call.measured) s.recorder.count(call.cell, Count::park_wanted);
  }
  if (m.kind == Kind::cut) {
    end_call(s, x, m.call.slot);
    if (waits) finish(s, x, p);
    return;
  }
  if (m.kind == Kind::parked || m.kind == Kind::believed_parked) {
    const bool lost = call.state == park::State::refused_dropped;
    close_intent(s, call, caller, !lost);
    caller.server = -1;
    const auto meant = caller.meant;
    const auto topic = caller.topic;
    const auto episode = call.episode;
    if (lost) end_call(s, x, m.call.slot);
    if (!waits) return;
    person.intent = person.own = m.intent;
    person.believes = m.kind == Kind::believed_parked;
    person.meant = meant;
    person.topic = topic;
    person.tries = 0;
    person.place.episode = episode;
    if (step(s, p).twice > 0 && draw(s, p, Draw::pressed_twice) < step(s, p).twice)
      requests_.push_back({.kind = park::Request::Kind::park, .call = m.call, .person = m.person});
    if (m.takes.us > 0) return wait_for(s, p, m.takes);
    return next(s, x, p);
  }
  if (!waits) return;
  if (m.kind == Kind::not_offered && person.tries == 1)
    return park_failed(s, x, p, Trigger::not_offered, Trigger::refused);
  if (m.kind == Kind::not_offered) return park_failed(s, x, p, Trigger::tries_exhausted, Trigger::tries_exhausted);
  if (person.tries >= step(s, p).times) return park_failed(s, x, p, Trigger::tries_exhausted, Trigger::tries_exhausted);
  park_failed(s, x, p, Trigger::of(m.refusal), Trigger::refused);
}

/// Without a handler, or when the handler of used-up tries has used up its own, the caller leaves a message at once.
void Crew::park_failed(S& s, X& x, PersonId p, std::size_t trigger, std::size_t general) {
  const bool last = trigger == Trigger::tries_exhausted && is_inside(s, p, trigger);
  if (!last && (handle(s, x, p, trigger) || handle(s, x, p, general))) return;
  const auto slot = persons_[p].call.slot;
  const park::Call& call = x.calls()[slot];
  if (call.measured) s.recorder.count(call.cell, Count::call_end + index(park::CallEnd::message_taken));
  end_call(s, x, slot);
  finish(s, x, p);
}

void Crew::find_phone(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  const int phones = phones_of(s, p);
  if (has_caller(x, p)) return next(s, x, p);
  if (phones == none && is_flat(s, p, person.device)) return finish(s, x, p);
  person.began = s.now();
  if (phones == none || person.has_phone) return start_dialling(s, x, p);
  auto& line = phone_lines_[static_cast<std::size_t>(phones)];
  if (in_use_[static_cast<std::size_t>(phones)] < s.plan.company.resources[static_cast<std::size_t>(phones)].count &&
      line.empty()) {
    take_resource(s, phones, 1);
    person.has_phone = true;
    return start_dialling(s, x, p);
  }
  person.doing = Doing::phone;
  line.push(p);
}

void Crew::return_phone(S& s, X& x, PersonId p) {
  if (!std::exchange(persons_[p].has_phone, false)) return;
  const int phones = phones_of(s, p);
  auto& line = phone_lines_[static_cast<std::size_t>(phones)];
  if (line.empty()) return take_resource(s, phones, -1);
  const PersonId next_user = line.pop();
  persons_[next_user].has_phone = true;
  persons_[next_user].doing = Doing::step;
  start_dialling(s, x, next_user);
}

void Crew::start_dialling(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  const Step& now = step(s, p);
  if (now.own) person.intent = person.own;
  if (person.intent.lot < 0 || person.intent.code < 0) return finish(s, x, p);
  if (person.tries == 0 && !now.own && !recalls_code(s, x, p)) {
    if (!handle(s, x, p, Trigger::forgotten)) finish(s, x, p);
    return;
  }
  if (x.calls().is_live(person.intent.call)) {
    const park::Call& meant = x.calls()[person.intent.call.slot];
    if (meant.measured && phones_of(s, p) != none && person.tries == 0)
      s.recorder.time(x.cell_for(s, meant, person.group), Latency::phone_wait, s.now() - person.began);
  }
  ++person.tries;
  person.began = s.now();
  const int digits = x.lot_at(person.intent.lot).digits(person.intent.code);
  wait_for(s, p, draw_time(s, p, now) + now.per_digit * digits, EventClass::retrieve);
}

void Crew::send_retrieve(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  park::Request request{.kind = park::Request::Kind::retrieve,
                        .person = static_cast<int>(p),
                        .device = person.device,
                        .intent = person.intent,
                        .dialled_from = person.began};
  key(s, x, p, request);
  if (x.calls().is_live(person.intent.call)) {
    const park::Call& meant = x.calls()[person.intent.call.slot];
    if (meant.measured) {
      const auto cell = x.cell_for(s, meant, person.group);
      s.recorder.time(cell, Latency::retrieve_keying, s.now() - person.began);
      if (person.walked.us > 0) s.recorder.time(cell, Latency::retrieve_walking, person.walked);
    }
  }
  person.walked = {};
  const Post* const post = post_of(p);
  if (post && post->measured && person.tries == 1) s.recorder.count(post->cell, Count::posts_dialled);
  person.doing = Doing::dialling;
  requests_.push_back(request);
}

std::uint32_t Crew::draw_episode(PersonId p) const {
  return persons_[p].place.episode << 10 | std::min(persons_[p].steps_done, 1023u);
}

/// What the fingers make of the code in mind.
void Crew::key(S& s, X& x, PersonId p, park::Request& request) {
  const Person& person = persons_[p];
  const Step& now = step(s, p);
  request.meant_digits = person.intent.digits;
  request.keying = {now.error_per_digit, now.slips};
  if (now.slips == SlipMix::any_digit) {
    request.intent.digits = erring(s, x, p, now.error_per_digit, {Draw::mistyped, Draw::mistyped_digit});
    return;
  }
  const int digits = x.lot_at(person.intent.lot).digits(person.intent.code);
  const auto u = draw(s, p, Draw::keyed, static_cast<std::uint32_t>(person.tries));
  const auto keyed = collected(sample(Keyed{person.intent.digits, digits}, request.keying, u), digits);
  request.intent.digits = keyed.number;
  request.intent.keyed = static_cast<std::int8_t>(keyed.digits);
}

int Crew::mishear(S& s, X& x, PersonId p, const Step& notice) {
  if (notice.hearing == Hearing::any_digit)
    return erring(s, x, p, notice.error_per_digit, {Draw::misheard, Draw::misheard_digit});
  const auto& intent = persons_[p].intent;
  const Keyed spoken{intent.digits, x.lot_at(intent.lot).digits(intent.code)};
  return sample(spoken, HearingModel{notice.error_per_digit, notice.hearing},
                [&](unsigned digit) { return draw(s, p, Draw::misheard, digit); })
      .number;
}

/// Whether this person still has a code in mind; it need not be the right one.
bool Crew::recalls_code(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  if (person.remembers_for == sim::never) return true;
  auto& intent = person.intent;
  const auto known = [&](const park::Intent& of) { return Keyed{of.digits, x.lot_at(of.lot).digits(of.code)}; };
  bool has_one = false;
  switch (recall({person.remembers_for}, s.now() - person.heard_at, draw(s, p, Draw::recalled))) {
    case Recall::right: return true;
    case Recall::garbled:
      intent.digits = collected(garbled(known(intent), draw(s, p, Draw::garbled)), known(intent).digits).number;
      has_one = true;
      break;
    case Recall::earlier_code:
      // A code of another length cannot be taken for this one.
      has_one = person.earlier.code >= 0 && known(person.earlier).digits == known(intent).digits;
      if (has_one) intent.digits = person.earlier.digits;
      break;
    case Recall::lost: break;
  }
  if (intent.measured)
    s.recorder.count(
        s.recorder.cell({.policy = intent.lot, .traffic = intent.traffic, .group = person.group, .hour = intent.hour}),
        Count::codes_forgotten);
  return has_one;
}

int Crew::erring(S& s, X& x, PersonId p, double error_per_digit, park::ErrorDraws purposes) const {
  const Person& person = persons_[p];
  if (person.intent.lot < 0) return person.intent.digits;
  const auto salt = s.plan.step_salts[static_cast<std::size_t>(person.group)][static_cast<std::size_t>(person.at)];
  return park::mistype(person.intent.digits, x.lot_at(person.intent.lot).digits(person.intent.code), error_per_digit,
                       purposes, s.draws[person.place.source].of(person.place.ordinal), draw_episode(p),
                       (salt ^ person.place.salt) + static_cast<std::uint32_t>(person.tries) * 16);
}

void Crew::retrieve_answered(S& s, X& x, const park::Message& m) {
  const auto p = static_cast<PersonId>(m.person);
  const bool taken = m.outcome == RetrieveOutcome::ok || m.outcome == RetrieveOutcome::wrong_call;
  if (m.outcome == RetrieveOutcome::self_parked) return self_parked(s, x, p, m.call.slot);
  if (taken) {
    Post* const post = post_of(p);
    if (post && m.outcome == RetrieveOutcome::ok) post->answered = true;
    persons_[p].call = m.call;
    take_caller(s, x, p, m.outcome == RetrieveOutcome::ok && is_right_person(s, x, m.call.slot, p, false));
  }
  if (is_flat(s, p, persons_[p].device)) return device_lost(s, x, p);
  // Two retrievers who meet over an empty code see what has happened, and hang up.
  if (taken && x.calls()[m.call.slot].self_parked) return finish(s, x, p);
  if (taken) return call_taken(s, x, p, m.outcome == RetrieveOutcome::ok);
  not_retrieved(s, x, p, m.said);
}

/// This person is a parked caller now, and nothing else until he understands and hangs up.
void Crew::self_parked(S& s, X& x, PersonId p, park::CallSlot slot) {
  if (slot >= callers_.size()) callers_.resize(slot + 1);
  callers_[slot] = {};
  callers_[slot].person = static_cast<std::int32_t>(p);
  // Should a stranger take him and park him again, he waits no longer than that.
  callers_[slot].patience_left = x.rules_of(s, x.calls()[slot]).take.self_park_patience;
  leave_step(s, p);
  persons_[p].call = {};
  persons_[p].doing = Doing::calling;
  if (s.trace)
    s.trace->line({s.now(), x.calls()[slot].key(), "dialled an empty code", "parked", -1, static_cast<int>(p)});
}

/// Without a handler whoever has a stranger on the line hangs up.
void Crew::call_taken(S& s, X& x, PersonId p, bool meant) {
  Person& person = persons_[p];
  person.tries = 0;
  person.intent = {};
  if (meant) return next(s, x, p);
  person.place = place_of(x, person.call.slot);
  if (!handle(s, x, p, Trigger::of(RetrieveOutcome::wrong_call))) finish(s, x, p);
}

/// A handler that leads back to itself is left when the tries are used up.
void Crew::not_retrieved(S& s, X& x, PersonId p, RetrieveOutcome said) {
  Person& person = persons_[p];
  const bool tries_left = person.tries < step(s, p).times;
  const auto handled = [&](std::size_t trigger) {
    return (tries_left || !is_inside(s, p, trigger)) && handle(s, x, p, trigger);
  };
  if (handled(Trigger::of(said))) return;
  if (said == RetrieveOutcome::already_retrieved && handled(Trigger::of(RetrieveOutcome::lost_race))) return;
  const bool may_help =
      said == RetrieveOutcome::empty || said == RetrieveOutcome::no_such_code || said == RetrieveOutcome::in_ring_back;
  if (may_help && tries_left) {
    ++person.steps_done;
    return start_dialling(s, x, p);
  }
  if (may_help && handled(Trigger::tries_exhausted)) return;
  if (!handled(Trigger::not_retrieved)) finish(s, x, p);
}

}  // namespace people

#include <algorithm>
#include <utility>

#include "models/people/crew.hpp"

/// What people say to each other: over a public address, heard once; in a chat, remembered for a while.
namespace people {

using measures::Count;
using measures::Latency;
using models::Draw;
using models::Timer;
using sim::EventClass;

void Crew::announce(S& s, X& x, PersonId p) {
  Person& person = persons_[p];
  const Step& now = step(s, p);
  if (!knows_own_code(x, p)) return next(s, x, p);
  const auto& intent = person.intent;
  const Traffic& traffic = s.plan.company.traffic[static_cast<std::size_t>(intent.traffic)];
  Announcement said{.intent = intent, .place = person.place, .speaker = static_cast<std::int32_t>(p)};
  said.intent.token = false;  // it is not spoken
  said.channel = static_cast<std::int16_t>(now.channel);
  said.utterances_left = now.times;
  said.length = draw_time(s, p, now) + now.per_digit * x.lot_at(intent.lot).digits(intent.code);
  said.requested = s.now();
  said.measured = intent.measured;
  said.cell = cell_of_code(s, p, now.channel);
  said.meant = person.meant;
  said.meant_group = static_cast<std::int16_t>(traffic.whom == Whom::any_of ? traffic.meant : none);
  if (said.measured) s.recorder.count(said.cell, Count::announcements);
  const auto i = announcements_.add(said);
  person.doing = Doing::speaking;
  person.announcement = static_cast<std::int32_t>(i);
  channels_[static_cast<std::size_t>(now.channel)].waiting.push(i);
  speak_next(s, now.channel);
}

/// Whether this person knows the code of the call at hand and the call is still there, or so he thinks.
bool Crew::knows_own_code(const X& x, PersonId p) const {
  const Person& person = persons_[p];
  if (person.intent.call != person.call || person.intent.code < 0) return false;
  return person.believes || x.calls().is_live(person.call);
}

/// Labels of what is told about the code this person knows.
measures::Recorder::CellIndex Crew::cell_of_code(S& s, PersonId p, int channel) const {
  const auto& intent = persons_[p].intent;
  return s.recorder.cell({.policy = intent.lot,
                          .traffic = intent.traffic,
                          .group = persons_[p].group,
                          .channel = static_cast<std::int16_t>(channel),
                          .hour = intent.hour});
}

void Crew::speak_next(S& s, int channel) {
  auto& state = channels_[static_cast<std::size_t>(channel)];
  if (state.waiting.empty() || state.speaking >= s.plan.company.channels[static_cast<std::size_t>(channel)].voices)
    return;
  ++state.speaking;
  const auto i = state.waiting.pop();
  Announcement& said = announcements_[i];
  said.begun = true;
  if (said.measured) s.recorder.time(said.cell, Latency::channel_wait, s.now() - said.requested);
  said.timer =
      s.timers.arm(said.length, order(s, EventClass::rest, static_cast<PersonId>(said.speaker), Timer::utterance),
                   {static_cast<std::uint32_t>(Timer::utterance), i, 0, 0});
}

/// A speaker who turns to something else takes the announcement along: out of the line, or broken off.
void Crew::hush(S& s, PersonId p) {
  const auto i = static_cast<std::uint32_t>(persons_[p].announcement);
  const int channel = announcements_[i].channel;
  auto& state = channels_[static_cast<std::size_t>(channel)];
  if (announcements_[i].begun) {
    s.timers.cancel(announcements_[i].timer);
    --state.speaking;
  } else {
    state.waiting.remove(i);
  }
  announcements_.remove(i);
  speak_next(s, channel);
}

void Crew::utterance_over(S& s, X& x, std::uint32_t i) {
  Announcement& said = announcements_[i];
  ++said.utterance;
  --said.utterances_left;
  const Announcement heard = said;
  if (heard.utterances_left > 0) {
    said.timer =
        s.timers.arm(heard.length, order(s, EventClass::rest, static_cast<PersonId>(heard.speaker), Timer::utterance),
                     {static_cast<std::uint32_t>(Timer::utterance), i, 0, 0});
  } else {
    persons_[static_cast<std::size_t>(heard.speaker)].doing = Doing::step;
    announcements_.remove(i);
    --channels_[static_cast<std::size_t>(heard.channel)].speaking;
    speak_next(s, heard.channel);
  }
  const auto& groups = s.plan.company.groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (std::find(groups[g].hears.begin(), groups[g].hears.end(), heard.channel) == groups[g].hears.end()) continue;
    overhear(s, x, heard, static_cast<int>(g));
    if (heard.meant_group >= 0 && heard.meant_group != static_cast<int>(g)) continue;
    const int first = s.plan.first_person[g];
    if (heard.meant >= 0) {
      if (heard.meant >= first && heard.meant < first + groups[g].count)
        hear(s, x, heard, static_cast<PersonId>(heard.meant));
    } else {
      for (int p = first; p < first + groups[g].count; ++p) hear(s, x, heard, static_cast<PersonId>(p));
    }
  }
  if (heard.utterances_left == 0) next(s, x, static_cast<PersonId>(heard.speaker));
}

/// Some of those who are not called take an announcement for theirs.
void Crew::overhear(S& s, X& x, const Announcement& said, int group) {
  const double share = s.plan.company.channels[static_cast<std::size_t>(said.channel)].overhear;
  if (share <= 0) return;
  const int first = s.plan.first_person[static_cast<std::size_t>(group)];
  const auto draws = s.draws[said.place.source].of(said.place.ordinal);
  for (int p = first; p < first + s.plan.company.groups[static_cast<std::size_t>(group)].count; ++p) {
    if (said.meant == p || said.meant_group == group || said.speaker == p) continue;
    if (said.meant < 0 && said.meant_group < 0) continue;  // everybody is called
    const auto index = static_cast<std::uint32_t>(p + 1) * 0xc2b2ae3du ^ static_cast<std::uint32_t>(said.utterance);
    if (models::uniform(draws, Draw::overhears, said.place.episode, index) < share)
      hear(s, x, said, static_cast<PersonId>(p), true);
  }
}

void Crew::hear(S& s, X& x, const Announcement& said, PersonId p, bool overheard) {
  if (persons_[p].doing != Doing::free || !has(s, p, Trigger::announced)) return;
  persons_[p].intent = said.intent;
  if (overheard) {
    persons_[p].intent.overheard = true;
    persons_[p].intent.call = {};
  }
  persons_[p].post = -1;
  DrawPlace place = said.place;
  place.salt = static_cast<std::uint32_t>(said.utterance) * 0x9e3779b1u;
  if (said.meant < 0 || overheard) place.salt ^= (p + 1) * 0xc2b2ae3du;
  begin(s, x, p, Trigger::announced, {}, place);
}

void Crew::post(S& s, X& x, PersonId p) {
  const Person& person = persons_[p];
  if (!knows_own_code(x, p)) return;
  const int channel = step(s, p).channel == via_topic ? person.topic : step(s, p).channel;
  if (channel == none) return;
  Post line{.intent = person.intent, .place = person.place};
  line.channel = static_cast<std::int16_t>(channel);
  line.number = ++posts_made_;
  line.measured = person.intent.measured;
  line.cell = cell_of_code(s, p, channel);
  line.posted = s.now();
  if (line.measured) s.recorder.count(line.cell, Count::posts);
  const auto i = posts_.add(line);
  channels_[static_cast<std::size_t>(channel)].waiting.push(i);
  const auto which = static_cast<std::uint64_t>(person.at & 0xfff) << 4;  // a person may post twice in one instant
  s.timers.arm(s.plan.company.channels[static_cast<std::size_t>(channel)].delay,
               order(s, EventClass::rest, p, Timer::post_visible) + which,
               {static_cast<std::uint32_t>(Timer::post_visible), i, 0, 0});
}

void Crew::post_seen(S& s, X& x, std::uint32_t i) {
  Post& line = posts_[i];
  line.visible = true;
  if (line.measured) s.recorder.time(line.cell, Latency::channel_wait, s.now() - line.posted);
  const int channel = line.channel;
  const auto& groups = s.plan.company.groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].reads.empty()) continue;
    for (int k = 0; k < groups[g].count; ++k)
      if (reads(groups[g], k, channel)) consider(s, x, static_cast<PersonId>(s.plan.first_person[g] + k), i);
  }
  forget_old_posts(s, channel);
}

/// Readers are taken from the group in order: the first so many read the first channel, the next the second, ...
bool Crew::reads(const Group& group, int k, int channel) {
  int first = 0;
  for (const auto& reader : group.reads) {
    if (reader.channel == channel && (k - first % group.count + group.count) % group.count < reader.count) return true;
    first += reader.count;
  }
  return false;
}

bool Crew::consider(S& s, X& x, PersonId p, std::uint32_t i) {
  const Post& line = posts_[i];
  auto& seen = seen_[p * channels_.size() + static_cast<std::size_t>(line.channel)];
  if (line.number <= seen || !line.visible) return false;
  if (persons_[p].doing != Doing::free || !has(s, p, Trigger::posted)) return false;
  seen = line.number;
  if (line.claim_visible <= s.now()) return false;
  DrawPlace place = line.place;
  place.salt = (p + 1) * 0xc2b2ae3du;
  const double busy =
      models::uniform(s.draws[place.source].of(place.ordinal), Draw::other_work, place.episode, place.salt);
  if (busy < s.plan.group(static_cast<int>(p)).other_work) return false;
  persons_[p].intent = line.intent;
  persons_[p].post = static_cast<std::int32_t>(i);
  persons_[p].post_number = line.number;
  begin(s, x, p, Trigger::posted, {}, place);
  return true;
}

bool Crew::read_channels(S& s, X& x, PersonId p) {
  const Group& group = s.plan.group(static_cast<int>(p));
  const int k = static_cast<int>(p) - s.plan.first_person[static_cast<std::size_t>(persons_[p].group)];
  for (const auto& reader : group.reads) {
    if (!reads(group, k, reader.channel)) continue;
    forget_old_posts(s, reader.channel);
    auto& line = channels_[static_cast<std::size_t>(reader.channel)].waiting;
    for (auto i = line.first(); i != Line::end; i = line.after(i))
      if (consider(s, x, p, i)) return true;
  }
  return false;
}

void Crew::forget_old_posts(S& s, int channel) {
  auto& line = channels_[static_cast<std::size_t>(channel)].waiting;
  const auto remembered = s.plan.company.channels[static_cast<std::size_t>(channel)].remembered;
  while (!line.empty() && posts_[line.front()].visible && s.now() - posts_[line.front()].posted > remembered)
    drop_post(s, line.pop());
}

void Crew::drop_post(S& s, std::uint32_t i) {
  const Post& line = posts_[i];
  if (!line.answered && line.measured) s.recorder.count(line.cell, Count::posts_unanswered);
  posts_[i].number = 0;
  posts_.remove(i);
}

void Crew::settle(S& s) {
  for (std::size_t c = 0; c < channels_.size(); ++c)
    if (s.plan.company.channels[c].kind == Channel::Kind::chat)
      while (!channels_[c].waiting.empty()) drop_post(s, channels_[c].waiting.pop());
}

/// The post that set this person going, or null when there was none or the channel has forgotten it.
Post* Crew::post_of(PersonId p) {
  if (persons_[p].post < 0) return nullptr;
  Post& line = posts_[static_cast<std::uint32_t>(persons_[p].post)];
  return line.number == persons_[p].post_number ? &line : nullptr;
}

/// Whether this person can see that somebody has claimed the post.
bool Crew::is_claimed(const S& s, PersonId p) {
  const Post* line = post_of(p);
  return line && line->claim_visible <= s.now();
}

void Crew::claim(S& s, PersonId p) {
  Post* line = post_of(p);
  if (!line) return;
  const auto delay = s.plan.company.channels[static_cast<std::size_t>(line->channel)].delay;
  line->claim_visible = std::min(line->claim_visible, s.now() + delay);
}

}  // namespace people

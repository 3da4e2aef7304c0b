#pragma once

#include <cstdint>
#include <vector>

#include "models/park/exchange.hpp"
#include "models/park/mistype.hpp"
#include "models/park/port.hpp"
#include "models/people/channels.hpp"
#include "models/people/person.hpp"
#include "models/surroundings.hpp"

namespace people {

/// Everybody who acts: the people of all groups with their scripts, the callers with their patience, the channels they
/// talk through, the phones and trunks they share. State only, pointer-free. Whoever is free takes the call that has
/// rung back for longest, else the caller who has queued for longest, else the oldest post not yet looked at; those who
/// are not free hear no announcement. Of several who are free, the one who has been so for longest takes a call.
/// A caller's patience runs whenever he talks to nobody, from the arrival on. At the end of a drained run everybody is
/// free. Never opens a call while it handles a message or a timer.
class Crew {
 public:
  using S = models::Surroundings;
  using X = park::Exchange;

  Crew() = default;
  Crew(const models::Plan&, measures::Recorder&);

  /// A call of traffic `source` arrives now.
  void arrive(S&, X&, std::uint16_t source, std::uint32_t ordinal, std::uint64_t draw_ordinal, int member);
  void message(S&, X&, const park::Message&);
  void timer(S&, X&, models::Timer, const sim::EventPayload&);
  /// Posts still in sight at the end of the run.
  void settle(S&);

  /// What people ask of the service; the caller delivers and clears them within the tick.
  std::vector<park::Request>& requests() { return requests_; }

  template <class Archive>
  void archive(Archive& a) {
    a(persons_, callers_, free_, queues_, in_use_, phone_lines_, channels_, announcements_, posts_, seen_, posts_made_,
      console_rings_, first_busy_level_, first_resource_level_, requests_);
  }

 private:
  using PersonId = std::uint32_t;

  // calls and callers
  bool find_trunk(S&, X&, park::CallSlot);
  bool find_caller(S&, X&, park::CallSlot, const Traffic&);
  void offer(S&, X&, park::CallSlot);
  void serve(S&, X&, PersonId, park::CallSlot);
  void caller_waits(S&, X&, park::CallSlot);
  void caller_talks(S&, X&, park::CallSlot, bool right_person);
  void caller_leaves(S&, X&, park::CallSlot);
  void end_call(S&, X&, park::CallSlot);
  void end_unparked(S&, X&, park::CallSlot, std::size_t counter);
  void parked_call_left(S&, X&, const park::Message&);
  void close_intent(S&, const park::Call&, Caller&, bool parked);
  const Traffic& traffic_of(const S&, const park::Call&) const;
  bool is_right_person(const S&, const X&, park::CallSlot, PersonId, bool returned) const;

  // people and their steps
  void begin(S&, X&, PersonId, std::size_t trigger, park::CallId, const DrawPlace&);
  bool handle(S&, X&, PersonId, std::size_t trigger);
  bool has(const S&, PersonId, std::size_t trigger) const;
  void next(S&, X&, PersonId);
  void start_step(S&, X&, PersonId);
  void step_over(S&, X&, PersonId);
  void wait_for(S&, PersonId, sim::Ticks, sim::EventClass cls = sim::EventClass::rest);
  void finish(S&, X&, PersonId);
  void find_work(S&, X&, PersonId);
  void become_busy(S&, PersonId);
  void leave_step(S&, PersonId);
  bool has_caller(const X&, PersonId) const;
  void take_caller(S&, X&, PersonId, bool right);
  bool talk_with_caller(S&, X&, PersonId);
  bool is_inside(const S&, PersonId, std::size_t trigger) const;
  void change_busy(S&, PersonId, int change);
  const Script& script_of(const S&, PersonId) const;
  const Step& step(const S&, PersonId) const;
  sim::Ticks draw_time(S&, PersonId, const Step&);
  double draw(S&, PersonId, models::Draw, std::uint32_t extra = 0);
  DrawPlace place_of(const X&, park::CallSlot) const;
  std::uint64_t order(const S&, sim::EventClass, PersonId, models::Timer) const;

  // parking and retrieving
  void reach_for_park(S&, X&, PersonId);
  void press_park(S&, X&, PersonId);
  void park_answered(S&, X&, const park::Message&);
  void park_failed(S&, X&, PersonId, std::size_t trigger, std::size_t general);
  void start_dialling(S&, X&, PersonId);
  void find_phone(S&, X&, PersonId);
  void return_phone(S&, X&, PersonId);
  void send_retrieve(S&, X&, PersonId);
  int code_to_name(S&, X&, PersonId);
  void key(S&, X&, PersonId, park::Request&);
  int mishear(S&, X&, PersonId, const Step&);
  int erring(S&, X&, PersonId, double error_per_digit, park::ErrorDraws) const;
  std::uint32_t draw_episode(PersonId) const;
  bool recalls_code(S&, X&, PersonId);
  void self_parked(S&, X&, PersonId, park::CallSlot);
  void retrieve_answered(S&, X&, const park::Message&);
  void call_taken(S&, X&, PersonId, bool meant);
  void not_retrieved(S&, X&, PersonId, park::RetrieveOutcome said);

  // being rung back
  void ring_offered(S&, X&, const park::Message&);
  void ring_cancelled(S&, X&, const park::Message&);
  void ring_connected(S&, X&, const park::Message&);
  bool answer_pending_ring(S&, X&, PersonId);
  void answer_ring(S&, X&, PersonId, park::CallId);
  void ring_over(park::CallSlot);
  int whom_to_ring(const S&, const X&, const park::Message&);
  park::Reach reach(S&, X&, park::CallSlot, PersonId);
  bool is_on_the_phone(const X&, PersonId) const;
  void put_through(S&, X&, PersonId);
  void reminded(S&, X&, const park::Message&);
  int device_that_rings(const S&, const park::Call&, PersonId) const;

  // batteries
  void charge(S&, X&, PersonId);
  void battery_warns(S&, X&, PersonId);
  void battery_dies(S&, X&, PersonId);
  void device_lost(S&, X&, PersonId);
  bool is_flat(const S&, PersonId, int device) const;

  // channels
  void announce(S&, X&, PersonId);
  void speak_next(S&, int channel);
  void hush(S&, PersonId);
  bool knows_own_code(const X&, PersonId) const;
  measures::Recorder::CellIndex cell_of_code(S&, PersonId, int channel) const;
  void utterance_over(S&, X&, std::uint32_t announcement);
  void hear(S&, X&, const Announcement&, PersonId, bool overheard = false);
  void overhear(S&, X&, const Announcement&, int group);
  void post(S&, X&, PersonId);
  void post_seen(S&, X&, std::uint32_t post);
  bool consider(S&, X&, PersonId, std::uint32_t post);
  bool read_channels(S&, X&, PersonId);
  static bool reads(const Group&, int member, int channel);
  void forget_old_posts(S&, int channel);
  void drop_post(S&, std::uint32_t post);
  Post* post_of(PersonId);
  bool is_claimed(const S&, PersonId);
  void claim(S&, PersonId);

  int phones_of(const S& s, PersonId p) const { return s.plan.group(static_cast<int>(p)).phones; }
  void take_resource(S&, int resource, int change);

  std::vector<Person> persons_;
  std::vector<Caller> callers_;  ///< by call slot
  std::vector<Line> free_;       ///< people of a group without work, longest free first
  std::vector<Line> queues_;     ///< callers who wait for a group
  std::vector<std::int32_t> in_use_;
  std::vector<Line> phone_lines_;  ///< people who wait for a resource
  std::vector<ChannelState> channels_;
  Slots<Announcement> announcements_;
  Slots<Post> posts_;
  std::vector<std::uint64_t> seen_;  ///< [person][channel]: number of the latest post considered
  std::uint64_t posts_made_ = 0;
  std::vector<std::int32_t> console_rings_;  ///< calls that ring at the console of a group
  std::size_t first_busy_level_ = 0, first_resource_level_ = 0;
  std::vector<park::Request> requests_;
};

}  // namespace people

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/park/exchange.hpp"
#include "models/surroundings.hpp"
#include "sim/queues/sorted_vector.hpp"
#include "systems.hpp"

/// A company of one lot, whose people are numbered 0..9 and hold a policy that allows call park.
inline people::Company office(const park::Rules& rules, people::Scope scope = people::Scope::tenant) {
  people::Company company;
  company.scope = scope;
  company.lots.push_back({"Office", rules});
  company.policies.push_back({"Office", true, 0});
  people::Group staff;
  staff.name = "staff";
  staff.count = 10;
  staff.policy = 0;
  staff.devices.push_back({"desk", park::Client::desktop, ""});
  company.groups.push_back(staff);
  people::Traffic traffic{.name = "calls", .topics = {}, .arrivals = sim::Arrivals::times({}), .patience = {}};
  company.traffic.push_back(traffic);
  return company;
}

/// A second lot with its own policy; its people are numbered 10..19.
inline people::Company two_offices(const park::Rules& first, const park::Rules& second,
                                   people::Scope scope = people::Scope::tenant) {
  auto company = office(first, scope);
  company.lots.push_back({"Works", second});
  company.policies.push_back({"Works", true, 1});
  auto workers = company.groups.front();
  workers.name = "workers";
  workers.policy = 1;
  company.groups.push_back(workers);
  return company;
}

/// The exchange alone, with the test in the place of all people: time goes where the test says, requests go straight to
/// the port, and messages are kept. Everything is measured unless the window is left closed.
class Switchboard final : public models::Timers {
 public:
  explicit Switchboard(people::Company c, bool measured = true, std::span<const park::Row> table = park::call_machine())
      : company(std::move(c)), plan(company, table), exchange(plan, recorder) {
    for (const auto hash : plan.source_hashes) draws_.emplace_back(1, 0, 0, hash);
    recorder.set_rows(table.size());
    if (measured) recorder.open_window({});
  }

  sim::Ticks now() const override { return now_; }
  sim::Handle arm(sim::Ticks delay, std::uint64_t order, const sim::EventPayload& payload) override {
    if (delay.us < 0) throw sim::Fault("an event in the past");
    return queue_.push({now_ + delay, order}, payload);
  }
  sim::Handle arm_constant(std::size_t lane, std::uint64_t order, const sim::EventPayload& payload) override {
    return arm(plan.lanes[lane], order, payload);
  }
  bool cancel(sim::Handle& handle) override { return queue_.cancel(std::exchange(handle, {})); }

  models::Surroundings around() {
    return {plan, *this, recorder, draws_, own_draws_, messages, trace, plan.company.horizon};
  }

  /// A caller is connected to somebody.
  park::CallId call() {
    auto s = around();
    const auto ordinal = calls_++;
    return exchange.calls().id(exchange.open(s, 0, ordinal, ordinal));
  }
  /// `person` presses park; the answer. `person` may have parked calls before.
  park::Message park(park::CallId call, int person = 0, int device = 0) {
    press(call, person, device);
    return messages.back();
  }
  /// The same, naming a code; the answer may take its time.
  void press(park::CallId call, int person = 0, int device = 0, std::int32_t wanted = -1) {
    send({.kind = park::Request::Kind::park, .call = call, .person = person, .device = device, .wanted = wanted});
  }
  park::Message park_on(int number, int person = 0) {
    press(call(), person, 0, number);
    return messages.back();
  }
  /// A new call, parked; what its parker knows.
  park::Intent parked(int person = 0) {
    const auto answer = park(call(), person);
    EXPECT_EQ(answer.kind, park::Message::Kind::parked);
    return answer.intent;
  }
  void retrieve(const park::Intent& intent, int person, sim::Ticks dialled_from, int device = 0,
                const people::KeyingModel& keying = {}) {
    const bool has_code = intent.lot >= 0 && intent.code >= 0;
    send({.kind = park::Request::Kind::retrieve,
          .person = person,
          .device = device,
          .intent = intent,
          .dialled_from = dialled_from,
          .keying = keying,
          .meant_digits = has_code ? exchange.lot_at(intent.lot).number(intent.code) : -1});
  }
  /// `person` dials, having begun just now, and hears at once what became of it.
  park::RetrieveOutcome dial(const park::Intent& intent, int person = 1) { return dial_since(now(), intent, person); }
  park::RetrieveOutcome dial_since(sim::Ticks began, const park::Intent& intent, int person = 1) {
    retrieve(intent, person, began);
    const auto* heard = last(park::Message::Kind::retrieve_outcome);
    EXPECT_NE(heard, nullptr);
    return heard ? heard->outcome : park::RetrieveOutcome{};
  }
  void answer(park::CallId call, int person = 0) {
    send({.kind = park::Request::Kind::answer_ring_back, .call = call, .person = person});
  }
  void hang_up(park::CallId call) { send({.kind = park::Request::Kind::hang_up, .call = call}); }
  void parker_gone(park::CallId call) { send({.kind = park::Request::Kind::parker_gone, .call = call}); }
  /// The phone that a ring-back waits for is free now.
  void now_idle(park::CallId call, int person = 0) {
    forget();
    auto s = around();
    exchange.alert(s, call, park::Reach::rings, person);
  }
  /// Sets the timeline going.
  void start() {
    auto s = around();
    exchange.start(s);
  }
  /// The caller of a call that is connected again leaves.
  void close(park::CallId call) {
    auto s = around();
    exchange.close(s, call.slot);
  }

  /// Everything up to and including this instant. Alerts are taken as `reach` says.
  void run_to(sim::Ticks until) {
    forget();
    for (const sim::EventKey* next = queue_.next(); next && next->tick <= until; next = queue_.next()) {
      const auto event = queue_.pop();
      now_ = event.key.tick;
      auto s = around();
      exchange.timer(s, static_cast<models::Timer>(event.payload.kind), event.payload);
      alert();
    }
    now_ = until;
  }

  const park::Call& operator[](park::CallId call) const { return exchange.calls()[call.slot]; }
  const park::Message* last(park::Message::Kind kind) const {
    for (auto m = messages.rbegin(); m != messages.rend(); ++m)
      if (m->kind == kind) return &*m;
    return nullptr;
  }
  bool heard(park::Message::Kind kind) const { return last(kind) != nullptr; }
  std::uint64_t count(std::size_t counter) const {
    std::uint64_t n = 0;
    for (const auto& cell : recorder.so_far().cells) n += cell.counts[counter];
    return n;
  }
  template <class Enum>
  std::uint64_t count(measures::Count::Index group, Enum which) const {
    return count(group + park::index(which));
  }
  std::uint64_t said(park::RetrieveOutcome outcome) const {
    std::uint64_t n = 0;
    for (const auto& cell : recorder.so_far().cells) n += cell.said[park::index(outcome)];
    return n;
  }
  park::State code_status(int position = 0) const { return exchange.lot_at(0).code(position).status; }
  bool is_live(park::CallId call) const { return exchange.calls().is_live(call); }
  std::uint64_t ended(park::CallEnd how) const { return count(measures::Count::call_end, how); }
  std::uint64_t outcome(park::RetrieveOutcome which) const { return count(measures::Count::outcome, which); }
  /// All durations measured under this name.
  sim::Histogram times(std::size_t latency) const {
    sim::Histogram all;
    for (const auto& cell : recorder.so_far().cells) all.merge(cell.latencies[latency]);
    return all;
  }
  std::uint64_t taken(std::string_view row) const {
    const auto table = plan.machines.front().table();
    for (std::size_t i = 0; i < table.size(); ++i)
      if (table[i].number == row) return recorder.row_taken(i);
    ADD_FAILURE() << "no row " << row;
    return 0;
  }

  people::Company company;
  models::Plan plan;
  measures::Recorder recorder;
  park::Exchange exchange;
  std::vector<park::Message> messages;
  park::Reach reach = park::Reach::rings;  ///< how every alert is taken
  models::Trace* trace = nullptr;

 private:
  void send(const park::Request& request) {
    forget();
    auto s = around();
    exchange.handle(s, request);
    alert();
  }
  void forget() {
    messages.clear();
    alerted_ = 0;
  }
  /// Passes ring-backs on to the phones.
  void alert() {
    auto s = around();
    for (; alerted_ < messages.size(); ++alerted_)
      if (messages[alerted_].kind == park::Message::Kind::ring_back_offered)
        exchange.alert(s, park::CallId(messages[alerted_].call), reach, messages[alerted_].person);
  }

  sim::SortedVectorQueue queue_;
  sim::Ticks now_;
  std::vector<sim::DrawSource> draws_;
  sim::DrawSource own_draws_{1, 0, 0, 0};
  std::uint32_t calls_ = 0;
  std::size_t alerted_ = 0;
};

// Drives the exchange through a set of small stories, and holds that each row which the rules leave is taken by one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "networks.hpp"
#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times

class Stories {
 public:
  explicit Stories(const Rules& rules) : rules_(rules), taken_(call_machine().size()) {
    retrieved_and_wrongly_retrieved();
    abandoned();
    more_calls_than_codes();
    claimed();
    attempts();
    at_a_node();
    for (const bool claimed : {false, true})
      for (const auto crash : {10_s, mid_ring()}) crashed(crash, claimed);
    nobody_to_ring();
    behind_one_code();
    for (const int codes : {1, 9}) {
      rung(codes);
      for (const int ring : {1, 2, 3}) code_taken_during(ring, codes);
    }
  }

  std::vector<std::string> rows_not_taken() const {
    const CompiledMachine machine(rules_);
    std::vector<std::string> missing;
    for (const auto i : machine.kept())
      if (taken_[i] == 0) missing.emplace_back(machine.row(i).number);
    return missing;
  }

 private:
  void add(const Switchboard& board) {
    for (std::size_t i = 0; i < taken_.size(); ++i) taken_[i] += board.recorder.row_taken(i);
    EXPECT_NO_THROW(board.exchange.audit());
  }
  Rules with(int codes) const { return systems::with_codes(rules_, codes); }
  Ticks mid_ring() const { return rules_.park.timeout + 1_s; }
  Ticks cycle() const { return rules_.park.timeout + rules_.ring.ring_time; }
  static bool waits(const Switchboard& board, CallId call) {
    return board[call].state == State::parked || board[call].state == State::ring_back ||
           board[call].state == State::claimed;
  }

  void retrieved_and_wrongly_retrieved() {
    Switchboard board(office(with(9)));
    const auto first = board.parked();
    const auto second = board.parked();
    board.retrieve(first, 1, 0_s);
    auto misdialled = first;
    misdialled.digits = second.digits;
    board.retrieve(misdialled, 1, 0_s);
    board.run_to(10_s);
    add(board);
  }

  void abandoned() {
    Switchboard board(office(with(9)));
    board.hang_up(board.parked().call);
    add(board);
  }

  void more_calls_than_codes() {
    Switchboard board(office(with(1)));
    board.parked();
    const auto answer = board.park(board.call());
    if (answer.kind == Message::Kind::parked) board.hang_up(answer.call);
    add(board);
  }

  void claimed() {
    for (const bool dies : {false, true}) {
      Switchboard board(office(with(9)));
      const auto call = board.parked();
      board.retrieve(call, 1, 0_s);
      board.retrieve(call, 2, 0_s);
      if (dies && waits(board, call.call)) board.hang_up(call.call);
      board.run_to(10_s);
      add(board);
    }
  }

  void attempts() {
    auto rules = with(9);
    rules.take.auth = Auth::same_policy;
    auto company = two_offices(rules, rules);
    company.groups.back().mode = Mode::islands;
    company.groups.push_back(company.groups.back());
    company.groups.back().mode = Mode::teams_only;
    Switchboard board(company);
    const auto call = board.parked();
    board.retrieve(call, 10, 0_s);  // not allowed
    board.retrieve(call, 20, 0_s);  // of another group
    board.retrieve(call, 1, 0_s);
    board.run_to(10_s);
    board.retrieve(call, 2, 0_s);   // lost race
    board.retrieve(call, 2, 10_s);  // already retrieved
    const auto ended = board.parked();
    board.hang_up(ended.call);
    board.retrieve(ended, 2, 10_s);
    auto other = ended;
    other.digits = rules_.space.lo + 7;
    board.retrieve(other, 2, 10_s);  // empty
    other.digits = rules_.space.lo + 20;
    board.retrieve(other, 2, 10_s);  // no such code
    add(board);
  }

  /// A node that works on one request at a time, for a second; the lot is drained from 10 s to 20 s.
  void at_a_node() {
    using Happens = people::Change::Kind;
    auto company = networks::served(office(with(9)), {networks::here});
    company.service.nodes.front().time = Distribution::constant(1.0);
    company.service.nodes.front().servers = 1;
    company.service.nodes.front().queue = 0;
    Switchboard board(
        networks::with_changes(company, {{10_s, Happens::drain}, {20_s, Happens::open}, {30_s, Happens::crash}}));
    board.start();
    const auto call = board.call(), given_up = board.call(), left = board.call();
    board.press(call);
    board.run_to(0_s);
    board.press(board.call());  // finds the node busy
    board.retrieve({.digits = rules_.space.lo, .lot = 0, .code = 0, .call = call}, 1, 0_s);
    board.run_to(2_s);
    board.press(call);  // once more
    board.press(given_up);
    board.hang_up(given_up);
    board.run_to(5_s);
    board.press(left);
    board.parker_gone(left);
    board.run_to(10_s);
    board.press(board.call());
    board.run_to(30_s);
    board.press(board.call());
    add(board);
  }

  void crashed(Ticks at, bool claimed) {
    auto company = networks::served(office(with(9)), {networks::here});
    Switchboard board(networks::with_changes(company, {{at, people::Change::Kind::crash}}));
    board.start();
    const auto call = board.call();
    board.press(call);
    board.run_to(at - 1_us);
    if (claimed) board.retrieve({.digits = rules_.space.lo, .lot = 0, .code = 0, .call = call}, 1, at);
    board.run_to(at - 1_us);
    board.run_to(at);
    add(board);
  }

  void nobody_to_ring() {
    auto rules = with(9);
    rules.ring.target = RingTarget::fixed;
    Switchboard board(office(rules));
    board.parked();
    board.run_to(mid_ring());
    add(board);
    Switchboard forwarded(office(with(9)));
    forwarded.reach = Reach::forwarded;
    forwarded.parked();
    forwarded.run_to(mid_ring());
    add(forwarded);
  }

  void behind_one_code() {
    auto rules = with(9);
    rules.space.calls_per_code = unlimited;
    rules.alloc.chosen_by = ChosenBy::parker;
    rules.alloc.taken_choice = TakenChoice::join_queue;
    Switchboard board(office(rules));
    board.park_on(rules.space.lo);
    board.run_to(mid_ring());
    board.park_on(rules.space.lo);
    board.park_on(rules.space.lo);
    add(board);
  }

  /// Two calls; the second is beyond the range where there is one code and the lot overflows.
  void rung(int codes) {
    enum class What { nothing, answer, hang_up, retrieve };
    for (const auto what : {What::nothing, What::answer, What::hang_up, What::retrieve}) {
      Switchboard board(office(with(codes)));
      const auto call = board.parked();
      board.park(board.call());
      board.run_to(mid_ring());
      if (what == What::answer) board.answer(call.call);
      if (what == What::hang_up && waits(board, call.call)) board.hang_up(call.call);
      if (what == What::retrieve) board.retrieve(call, 1, 0_s);
      board.run_to(cycle() * 5);
      add(board);
    }
  }

  void code_taken_during(int ring, int codes) {
    Switchboard board(office(with(codes)));
    board.parked();
    board.run_to(mid_ring() + cycle() * (ring - 1));
    board.park(board.call());
    board.run_to(cycle() * 5);
    add(board);
  }

  Rules rules_;
  std::vector<std::uint64_t> taken_;
};

class EveryRow : public testing::TestWithParam<Rules> {};
INSTANTIATE_TEST_SUITE_P(Presets, EveryRow,
                         testing::Values(systems::teams(), systems::teams_reject(), systems::asterisk(),
                                         systems::reference_lot()));

TEST_P(EveryRow, ThatThePresetLeavesIsTakenByATest) {
  EXPECT_THAT(Stories(GetParam()).rows_not_taken(), testing::IsEmpty());
}

TEST(EveryRow, ThatAnyRulesLeaveIsTakenByATest) {
  for (const auto full : {Full::refuse_keep, Full::refuse_drop, Full::overflow})
    for (const auto code : {CodeInRingBack::held, CodeInRingBack::locked, CodeInRingBack::freed})
      for (const auto final : {Final::drop, Final::repark, Final::parker_rules, Final::keep})
        for (const int tries : {0, 1, 2, unlimited})
          for (const auto bridge : {0_s, 1_s})
            for (const auto timeout : {0_s, 60_s}) {
              Rules r;
              r.alloc.full = full;
              r.ring.code = code;
              r.ring.final = final;
              r.ring.attempts = tries;
              r.take.bridge_time = bridge;
              r.park.timeout = timeout;
              ASSERT_THAT(Stories(r).rows_not_taken(), testing::IsEmpty())
                  << "full " << index(full) << " code " << index(code) << " final " << index(final) << " attempts "
                  << tries << " bridge " << bridge.us << " timeout " << timeout.us;
            }
}

TEST(EveryRow, OfTheLifeLimitIsTaken) {
  Rules r;
  r.park.life_max = 100_s;
  Switchboard parked(office(r));
  parked.parked();
  parked.run_to(100_s);
  EXPECT_EQ(parked.taken("30a"), 1u);
  EXPECT_EQ(parked.count(measures::Count::call_end, CallEnd::dropped), 1u);
  r.park.life_max = 310_s;
  Switchboard rung(office(r));
  rung.parked();
  rung.run_to(310_s);
  EXPECT_EQ(rung.taken("30b"), 1u);
  EXPECT_EQ(rung.count(measures::Count::call_end, CallEnd::dropped), 1u);
}

}  // namespace

// Everything at once, at random, under many rules: the books balance after every step, and each row of the whole table
// is taken by somebody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "busy_rules.hpp"
#include "networks.hpp"
#include "sim/random/draw.hpp"
#include "switchboard.hpp"

namespace {

using namespace park;
using busy_rules::small;
using busy_rules::variants;
using namespace sim;  // NOLINT: times
using Happens = people::Change::Kind;

class Day {
 public:
  Day(const Rules& rules, int nodes, std::uint64_t seed, Ticks lag = {})
      : board_(company(rules, nodes, lag)), draws_(seed, 0, 0, 0) {
    board_.start();
    for (std::uint32_t i = 0; i < 1500; ++i) step(i);
    board_.run_to(board_.now() + 10'000_s);
    board_.exchange.audit();
  }
  Switchboard& board() { return board_; }
  int most_behind_one_code() const { return most_behind_one_code_; }

 private:
  static people::Company company(const Rules& rules, int nodes, Ticks lag) {
    auto company = two_offices(rules, rules);
    company.traffic.front().escape = Distribution::constant(15.0);
    if (nodes == 0) company.groups.back().mode = Mode::islands;
    std::vector<int> sites{networks::here, networks::there};
    sites.resize(static_cast<std::size_t>(nodes));
    company = networks::served(company, sites);
    company.service.replication_lag = lag;
    for (auto& node : company.service.nodes) {
      node.servers = 1;
      node.queue = 0;
      node.time = Distribution::constant(0.3);
    }
    std::vector<std::pair<Ticks, Happens>> changes;
    for (int day = 1; day < 40; ++day) {
      const auto begin = 100_s * day;
      changes.insert(changes.end(), {{begin, Happens::drain}, {begin + 5_s, Happens::open}});
      if (nodes > 0) changes.insert(changes.end(), {{begin + 50_s, Happens::crash}, {begin + 60_s, Happens::restart}});
    }
    return networks::with_changes(company, changes);
  }

  int pick(std::uint32_t i, std::uint32_t what, std::size_t of) {
    return static_cast<int>(draws_.of(i).uniform(0, what, 0) * static_cast<double>(of));
  }
  void learn() {
    for (const auto& m : board_.messages)
      if (m.kind == Message::Kind::parked || m.kind == Message::Kind::believed_parked) known_.push_back(m.intent);
  }
  void step(std::uint32_t i) {
    const int person = pick(i, 1, 10);
    board_.reach = static_cast<Reach>(pick(i, 2, 4));
    if (calls_.empty() || pick(i, 3, 4) == 0) calls_.push_back(board_.call());
    const auto call = calls_[static_cast<std::size_t>(pick(i, 4, 4)) < calls_.size()
                                 ? calls_.size() - 1 - static_cast<std::size_t>(pick(i, 4, 4))
                                 : 0];
    act(i, call, person);
    learn();
    board_.run_to(board_.now() + Ticks{pick(i, 5, 4'000) * (pick(i, 13, 3) == 0 ? 100 : 1'000)});
    learn();
    board_.exchange.audit();
    for (int code = 0; code < board_.exchange.lot_at(0).codes(); ++code)
      most_behind_one_code_ = std::max(most_behind_one_code_, board_.exchange.lot_at(0).code(code).calls);
  }
  void act(std::uint32_t i, CallId call, int person) {
    const auto state = board_[call].state;
    switch (pick(i, 6, 8)) {
      case 0:
      case 1:
        if (state == State::connected || state == State::parked)
          board_.press(call, person, pick(i, 11, 2), 10 + pick(i, 7, 4));
        return;
      case 2:
        if (state != State::connected && can_hang_up(call)) board_.hang_up(call);
        return;
      case 3: return board_.answer(call, person);
      case 4: return board_.parker_gone(call);
      case 5:
        if (board_[call].waits_idle) board_.now_idle(call, person);
        return;
      default: dial(i, person);
    }
  }
  bool can_hang_up(CallId call) {
    return !board_.plan.machines[board_[call].rules].rows(board_[call].state, park::Event::caller_hangup).empty();
  }
  void dial(std::uint32_t i, int person) {
    if (known_.empty()) return;
    const auto last = std::min<std::size_t>(known_.size(), 6);
    auto intent = known_[known_.size() - 1 - static_cast<std::size_t>(pick(i, 8, last))];
    const int how = pick(i, 9, 6);
    if (how == 0) intent.digits = 10 + pick(i, 10, 6);
    board_.retrieve(intent, how == 1 ? 10 + person : person, std::max(Ticks{}, board_.now() - 3_s), pick(i, 12, 2));
    if (how == 2) board_.retrieve(intent, (person + 1) % 10, board_.now());
  }

  Switchboard board_;
  DrawSource draws_;
  std::vector<CallId> calls_;
  std::vector<Intent> known_;
  int most_behind_one_code_ = 0;
};

TEST(BusyDay, TakesEveryRowOfTheTableAndKeepsTheBooks) {
  std::vector<std::uint64_t> taken(call_machine().size());
  std::uint64_t seed = 0;
  for (const auto& [name, set] : variants) {
    auto rules = small();
    set(rules);
    ASSERT_EQ(contradiction(rules), "") << name;
    for (const int nodes : {0, 1, 2}) {
      SCOPED_TRACE(name);
      const auto lag = rules.fail.media == Media::lost ? 30_s : 3_s;
      const bool plain = rules.space.calls_per_code == 1 && rules.alloc.full != Full::overflow && rules.alloc.atomic;
      Day day(rules, nodes, ++seed, nodes == 2 && plain ? lag : 0_s);
      for (std::size_t i = 0; i < taken.size(); ++i) taken[i] += day.board().recorder.row_taken(i);
    }
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < taken.size(); ++i)
    if (taken[i] == 0) missing.emplace_back(call_machine()[i].number);
  EXPECT_THAT(missing, testing::IsEmpty());
}

TEST(BusyDay, NeverHasTwoCallsBehindACodeThatIsGivenOutAtomically) {
  for (const auto& [name, set] : variants) {
    auto rules = small();
    set(rules);
    const bool merges = rules.alloc.chosen_by == ChosenBy::parker && rules.alloc.taken_choice == TakenChoice::merge;
    if (!rules.alloc.atomic || rules.space.calls_per_code != 1 || merges) continue;
    Day day(rules, 1, 2);
    EXPECT_EQ(day.most_behind_one_code(), 1) << name;
    EXPECT_EQ(day.board().ended(CallEnd::merged), 0u) << name;
  }
}

TEST(BusyDay, HasNoWrongCallForThoseWhoCarryATokenUnderAnyRules) {
  std::uint64_t mismatches = 0;
  for (const auto& [name, set] : variants) {
    auto rules = small();
    set(rules);
    rules.take.token = Token::safe;
    Day day(rules, 1, 3);
    EXPECT_EQ(day.board().outcome(RetrieveOutcome::wrong_call), 0u) << name;
    EXPECT_EQ(day.board().ended(CallEnd::retrieved_wrong), 0u) << name;
    mismatches += day.board().outcome(RetrieveOutcome::token_mismatch);
  }
  EXPECT_GT(mismatches, 100u);
}

TEST(BusyDay, BalancesItsBooksWhereNodesDisagree) {
  Day day(small(), 2, 4, 3_s);
  EXPECT_GT(day.most_behind_one_code(), 1);
}

}  // namespace

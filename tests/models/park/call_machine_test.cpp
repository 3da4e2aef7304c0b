#include "models/park/call_machine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "systems.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using testing::ElementsAre;
using testing::IsEmpty;

using Numbers = std::vector<std::string>;

Numbers rows_of(const CompiledMachine& machine, State from, Event event) {
  Numbers numbers;
  for (const auto i : machine.rows(from, event)) numbers.emplace_back(machine.row(i).number);
  return numbers;
}

/// After the service and the lot have been found open.
Numbers ways_to_park(Full full) {
  Rules r;
  r.alloc.full = full;
  auto rows = rows_of(CompiledMachine(r), State::requested, Event::park_request);
  EXPECT_THAT(Numbers(rows.begin(), rows.begin() + 3), ElementsAre("1a", "1b", "1c"));
  rows.erase(rows.begin(), rows.begin() + 3);
  return rows;
}

TEST(CallMachine, NumbersEveryRowOnce) {
  std::set<std::string_view> numbers;
  for (const Row& row : call_machine()) EXPECT_TRUE(numbers.insert(row.number).second) << row.number;
}

TEST(CallMachine, LeavesNoTerminalState) {
  for (const Row& row : call_machine()) EXPECT_FALSE(is_terminal(row.from)) << row.number;
}

TEST(CallMachine, KnowsOneWayForEachRuleOfAFullLot) {
  EXPECT_THAT(ways_to_park(Full::refuse_keep), ElementsAre("4a", "5"));
  EXPECT_THAT(ways_to_park(Full::refuse_drop), ElementsAre("4b", "5"));
  EXPECT_THAT(ways_to_park(Full::refuse_silent), ElementsAre("4c", "5"));
  EXPECT_THAT(ways_to_park(Full::overflow), ElementsAre("4d", "5"));
}

TEST(CallMachine, KnowsOneWayForEachRuleOfACodeInUse) {
  const auto first = [](TakenChoice taken) {
    Rules r;
    r.alloc.chosen_by = ChosenBy::parker;
    r.alloc.taken_choice = taken;
    return rows_of(CompiledMachine(r), State::requested, Event::park_request)[3];
  };
  EXPECT_EQ(first(TakenChoice::probe), "4a");
  EXPECT_EQ(first(TakenChoice::refuse_keep), "3b");
  EXPECT_EQ(first(TakenChoice::refuse_drop), "3c");
  EXPECT_EQ(first(TakenChoice::ring_parker), "3d");
  EXPECT_EQ(first(TakenChoice::join_queue), "3e");
  EXPECT_EQ(first(TakenChoice::merge), "3g");
}

TEST(CallMachine, KnowsOneWayForEachRuleOfTheCodeInRingBack) {
  const auto time_out = [](CodeInRingBack code) {
    Rules r;
    r.ring.code = code;
    return rows_of(CompiledMachine(r), State::parked, Event::park_timeout);
  };
  EXPECT_THAT(time_out(CodeInRingBack::freed), ElementsAre("17a"));
  EXPECT_THAT(time_out(CodeInRingBack::held), ElementsAre("17b"));
  EXPECT_THAT(time_out(CodeInRingBack::locked), ElementsAre("17c"));
}

TEST(CallMachine, AsksWhetherThereIsAnybodyToRingOnlyWhereThatCanBe) {
  Rules r;
  r.ring.target = RingTarget::fixed;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::parked, Event::park_timeout), ElementsAre("18", "17b"));
  r.park.needs_parker = false;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::parked, Event::park_timeout), ElementsAre("17b"));
}

TEST(CallMachine, KnowsOneWayToRetrieveInRingBack) {
  const auto retrieve = [](CodeInRingBack code) {
    Rules r;
    r.ring.code = code;
    return rows_of(CompiledMachine(r), State::ring_back, Event::retrieve);
  };
  EXPECT_THAT(retrieve(CodeInRingBack::held), ElementsAre("26"));
  EXPECT_THAT(retrieve(CodeInRingBack::locked), ElementsAre("27"));
  EXPECT_THAT(retrieve(CodeInRingBack::freed), IsEmpty());  // its code leads to nobody
}

Numbers last_unanswered(Final final, CodeInRingBack code) {
  Rules r;
  r.ring.final = final;
  r.ring.code = code;
  return rows_of(CompiledMachine(r), State::ring_back, Event::no_answer);
}

TEST(CallMachine, KnowsOneWayForEachRuleOfTheLastUnansweredRingBack) {
  using enum CodeInRingBack;
  for (const auto code : {held, locked, freed}) {
    EXPECT_THAT(last_unanswered(Final::drop, code), ElementsAre("25a"));
    EXPECT_THAT(last_unanswered(Final::parker_rules, code), ElementsAre("25b"));
    EXPECT_THAT(last_unanswered(Final::fallback, code), ElementsAre("25g"));
    EXPECT_THAT(last_unanswered(Final::attendant, code), ElementsAre("25g"));
  }
  for (const auto code : {held, locked}) {
    EXPECT_THAT(last_unanswered(Final::repark, code), ElementsAre("25d"));
    EXPECT_THAT(last_unanswered(Final::keep, code), ElementsAre("25e"));
  }
}

TEST(CallMachine, ParksAgainOnANewCodeWhereTheOldOneWasFreed) {
  EXPECT_THAT(last_unanswered(Final::repark, CodeInRingBack::freed), ElementsAre("25f", "25c"));
  EXPECT_THAT(last_unanswered(Final::keep, CodeInRingBack::freed), ElementsAre("25f", "25c"));
}

TEST(CallMachine, NeverLacksACodeToParkAgainWhereTheLotOverflows) {
  auto r = systems::teams();
  r.ring.code = CodeInRingBack::freed;
  r.ring.final = Final::repark;
  r.ring.attempts = 2;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::ring_back, Event::no_answer), ElementsAre("24a", "25c"));
}

TEST(CallMachine, AllFailuresOfARingBackTakeTheSameRows) {
  const CompiledMachine machine(systems::asterisk());
  for (const auto event : {Event::busy, Event::unreachable, Event::reject})
    EXPECT_EQ(rows_of(machine, State::ring_back, event), rows_of(machine, State::ring_back, Event::no_answer));
}

TEST(CallMachine, KnowsOneWayForATimeOutWithoutAnyAttempt) {
  const auto time_out = [](Final final) {
    Rules r;
    r.ring.attempts = 0;
    r.ring.final = final;
    return rows_of(CompiledMachine(r), State::parked, Event::park_timeout);
  };
  EXPECT_EQ(time_out(Final::drop).back(), "19a");
  EXPECT_EQ(time_out(Final::repark).back(), "19a");
  EXPECT_EQ(time_out(Final::parker_rules).back(), "19b");
  EXPECT_EQ(time_out(Final::fallback).back(), "19d");
  EXPECT_EQ(time_out(Final::keep).back(), "19c");
}

TEST(CallMachine, HasNoRingBackWithoutAttempts) {
  Rules r;
  r.ring.attempts = 0;
  const CompiledMachine machine(r);
  for (const auto i : machine.kept()) {
    EXPECT_NE(machine.row(i).from, State::ring_back);
    EXPECT_NE(machine.row(i).to, State::ring_back);
  }
}

TEST(CallMachine, RingsAgainOnlyWithASecondAttempt) {
  Rules r;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::ring_back, Event::no_answer), ElementsAre("25a"));
  r.ring.attempts = 2;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::ring_back, Event::no_answer), ElementsAre("24b", "25a"));
  r.ring.attempts = unlimited;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::ring_back, Event::no_answer), ElementsAre("24b"));
}

TEST(CallMachine, LimitsALifeOnlyWhereALimitIsSet) {
  Rules r;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::parked, Event::life_max), IsEmpty());
  EXPECT_THAT(rows_of(CompiledMachine(r), State::ring_back, Event::life_max), IsEmpty());
  r.park.life_max = 600_s;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::parked, Event::life_max), ElementsAre("30a"));
  EXPECT_THAT(rows_of(CompiledMachine(r), State::ring_back, Event::life_max), ElementsAre("30b"));
}

TEST(CallMachine, MeetsAClaimedCallOnlyWhereTheBridgeTakesTimeAndTheCodeStays) {
  Rules r;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::claimed, Event::retrieve), IsEmpty());
  EXPECT_THAT(rows_of(CompiledMachine(r), State::claimed, Event::caller_hangup), IsEmpty());
  r.take.bridge_time = 1_s;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::claimed, Event::retrieve), IsEmpty());
  r.alloc.release = Release::after_lock;
  EXPECT_THAT(rows_of(CompiledMachine(r), State::claimed, Event::retrieve), ElementsAre("13b"));
  EXPECT_THAT(rows_of(CompiledMachine(r), State::claimed, Event::caller_hangup), ElementsAre("16"));
}

TEST(CallMachine, KeepsRowsInTheOrderOfTheTable) {
  const CompiledMachine machine(systems::asterisk());
  EXPECT_THAT(rows_of(machine, State::dialled, Event::dial),
              ElementsAre("A0", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"));
  EXPECT_THAT(rows_of(machine, State::requested, Event::park_request), ElementsAre("1a", "1b", "1c", "4a", "5"));
}

TEST(CallMachine, EveryEventLeavesACodeWithOneRow) {
  for (const auto& rules : {systems::teams(), systems::asterisk(), systems::reference_lot()}) {
    const CompiledMachine machine(rules);
    for (std::size_t state = index(State::code_free); state < state_names.size(); ++state)
      for (std::size_t event = 0; event < event_names.size(); ++event)
        EXPECT_LE(machine.rows(static_cast<State>(state), static_cast<Event>(event)).size(), 1u);
  }
}

TEST(CallMachine, EndsItsChoicesWithARowThatAlwaysHolds) {
  // Otherwise an event could find no row. A time-out asks for attempts left in one row and for none left in another.
  const CompiledMachine machine(systems::reference_lot());
  for (std::size_t state = 0; state < state_names.size(); ++state) {
    for (std::size_t event = 0; event < event_names.size(); ++event) {
      const auto rows = machine.rows(static_cast<State>(state), static_cast<Event>(event));
      if (rows.empty() || static_cast<Event>(event) == Event::park_timeout) continue;
      EXPECT_EQ(machine.row(rows.back()).guard, Guard::always) << state_names[state] << " " << event_names[event];
    }
  }
}

}  // namespace

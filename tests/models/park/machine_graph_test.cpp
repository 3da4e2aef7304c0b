#include "models/park/machine_graph.hpp"

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
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<Row> table_without(std::string_view number) {
  std::vector<Row> rows(call_machine().begin(), call_machine().end());
  std::erase_if(rows, [&](const Row& row) { return row.number == number; });
  return rows;
}

class MachineOfSystem : public testing::TestWithParam<Rules> {};
INSTANTIATE_TEST_SUITE_P(Presets, MachineOfSystem,
                         testing::Values(systems::teams(), systems::teams_reject(), systems::asterisk(),
                                         systems::reference_lot()));

TEST_P(MachineOfSystem, ReachesEveryStateThatAppears) {
  EXPECT_THAT(unreachable_states(CompiledMachine(GetParam())), IsEmpty());
}

TEST_P(MachineOfSystem, CanEndFromEveryLiveState) {
  EXPECT_THAT(states_without_end(CompiledMachine(GetParam())), IsEmpty());
}

TEST_P(MachineOfSystem, HasAnEdgeForEveryRowThatIsLeft) {
  const CompiledMachine machine(GetParam());
  const auto graph = machine_graph(machine);
  std::multiset<std::size_t> drawn;
  for (auto [e, end] = boost::edges(graph); e != end; ++e) {
    const auto& row = machine.row(graph[*e].row);
    EXPECT_EQ(boost::source(*e, graph), index(row.from));
    EXPECT_EQ(boost::target(*e, graph), index(row.to));
    drawn.insert(graph[*e].row);
  }
  EXPECT_EQ(drawn, std::multiset<std::size_t>(machine.kept().begin(), machine.kept().end()));
}

/// Every combination of the parameters that decide which rows are left.
std::vector<Rules> all_rules() {
  std::vector<Rules> all;
  for (const auto full : {Full::refuse_keep, Full::refuse_drop, Full::overflow})
    for (const auto code : {CodeInRingBack::held, CodeInRingBack::locked, CodeInRingBack::freed})
      for (const auto final : {Final::drop, Final::repark, Final::parker_rules, Final::keep})
        for (const int attempts : {0, 1, 2, unlimited})
          for (const auto bridge : {0_s, 1_s})
            for (const auto timeout : {0_s, 60_s})
              for (const auto life : {0_s, 600_s}) {
                Rules r;
                r.alloc.full = full;
                r.ring.code = code;
                r.ring.final = final;
                r.ring.attempts = attempts;
                r.take.bridge_time = bridge;
                r.park.timeout = timeout;
                r.park.life_max = life;
                all.push_back(r);
              }
  return all;
}

TEST(MachineGraph, IsSoundUnderEveryCombinationOfRules) {
  for (const auto& rules : all_rules()) {
    const CompiledMachine machine(rules);
    ASSERT_THAT(unreachable_states(machine), IsEmpty());
    ASSERT_THAT(states_without_end(machine), IsEmpty());
  }
}

TEST(MachineGraph, StartsBeyondTheRangeOnlyWhereTheLotOverflows) {
  EXPECT_THAT(starting_states(CompiledMachine(systems::teams())),
              ElementsAre(State::connected, State::dialled, State::code_free, State::code_beyond_range));
  EXPECT_THAT(starting_states(CompiledMachine(systems::teams_reject())),
              ElementsAre(State::connected, State::dialled, State::code_free));
}

TEST(MachineGraph, FindsAStateThatNoRowLeadsTo) {
  const auto table = table_without("17b");
  EXPECT_THAT(unreachable_states(CompiledMachine(systems::teams(), table)),
              ElementsAre(State::ring_back, State::returned, State::diverted));
}

TEST(MachineGraph, FindsAStateThatNoRowEnds) {
  auto table = table_without("14a");
  std::erase_if(table, [](const Row& row) { return row.number == "14b"; });
  EXPECT_THAT(states_without_end(CompiledMachine(systems::teams(), table)), ElementsAre(State::claimed));
}

TEST(MachineGraph, AsksForNoEndOfACode) {
  const auto table = table_without("C5");
  EXPECT_THAT(states_without_end(CompiledMachine(systems::teams(), table)), IsEmpty());
}

TEST(MachineGraph, DrawsCallAttemptAndCodeInClustersOfTheirOwn) {
  const auto dot = machine_dot(CompiledMachine(systems::teams()), "teams");
  EXPECT_THAT(dot, testing::StartsWith("digraph \"teams\" {"));
  EXPECT_THAT(dot, HasSubstr("subgraph cluster_call {\n    label=\"call\";\n    connected;\n    requested;\n"));
  EXPECT_THAT(dot, HasSubstr("subgraph cluster_attempt {\n    label=\"attempt\";\n    dialled;\n"));
  EXPECT_THAT(dot, HasSubstr("subgraph cluster_code {\n    label=\"code\";\n    code_free;\n    code_occupied;\n"));
}

TEST(MachineGraph, DrawsTerminalStatesWithADoubleBorder) {
  const auto dot = machine_dot(CompiledMachine(systems::teams()), "teams");
  EXPECT_THAT(dot, HasSubstr("    retrieved [peripheries=2];"));
  EXPECT_THAT(dot, HasSubstr("    turned_away [peripheries=2];"));
  EXPECT_THAT(dot, HasSubstr("    parked;"));
}

TEST(MachineGraph, LabelsEdgesWithNumberEventsAndGuard) {
  const auto dot = machine_dot(CompiledMachine(systems::teams()), "teams");
  EXPECT_THAT(dot, HasSubstr("  parked -> ring_back [label=\"17b park_timeout\\n[attempts_left]\"];"));
  EXPECT_THAT(dot, HasSubstr("  ring_back -> diverted [label=\"25b busy|no_answer|unreachable|reject\"];"));
}

TEST(MachineGraph, DrawsOnlyTheRowsThatTheRulesLeave) {
  EXPECT_THAT(machine_dot(CompiledMachine(systems::teams_reject()), "teams"), Not(HasSubstr("code_overflow")));
}

TEST(MachineGraph, QuotesTheTitle) {
  EXPECT_THAT(machine_dot(CompiledMachine(systems::teams()), "a \"lot\" \\"),
              testing::StartsWith("digraph \"a \\\"lot\\\" \\\\\" {"));
}

}  // namespace

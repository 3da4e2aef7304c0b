// Broken tables given to whole runs: a broken count never passes for a result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/replication.hpp"
#include "systems.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using testing::HasSubstr;

/// One lot; calls are parked at 10 s and 20 s, and retrieved 30 s later, or given up after `patience`.
people::Company two_calls(std::optional<Distribution> patience = std::nullopt) {
  people::Company company;
  company.lots.push_back({"L", systems::teams()});
  company.lot_traffic.push_back({.name = "L",
                                 .lot = 0,
                                 .arrivals = Arrivals::times({10_s, 20_s}),
                                 .retrieved_after = Distribution::constant(30.0),
                                 .patience = std::move(patience),
                                 .ring_answered_after = std::nullopt});
  company.horizon.length = 600_s;
  return company;
}

std::vector<Row> table_with(std::string_view number, auto change) {
  std::vector<Row> rows(call_machine().begin(), call_machine().end());
  for (Row& row : rows)
    if (row.number == number) change(row);
  return rows;
}

std::vector<Row> table_without(std::string_view number) {
  std::vector<Row> rows(call_machine().begin(), call_machine().end());
  std::erase_if(rows, [&](const Row& row) { return row.number == number; });
  return rows;
}

LocatedFault fault_of(const people::Company& company, const std::vector<Row>& table) {
  const models::Plan plan(company, table);
  models::Options options;
  options.replication = 3;
  try {
    models::simulate(plan, options);
  } catch (const LocatedFault& fault) {
    return fault;
  }
  ADD_FAILURE() << "nothing was noticed";
  return LocatedFault("", 0, {}, "");
}

TEST(Conservation, HoldsWithTheTableAsItIs) {
  const auto company = two_calls();
  const models::Plan plan(company);
  EXPECT_NO_THROW(models::simulate(plan, {}));
}

TEST(Conservation, AMissingRowIsLocatedByTimeEventCallAndReplication) {
  const auto fault = fault_of(two_calls(), table_without("C5"));
  EXPECT_EQ(fault.time(), 40_s);
  EXPECT_EQ(fault.replication(), 3u);
  EXPECT_EQ(fault.event(), "retrieval of call 0#0");
  EXPECT_EQ(fault.cause(), "no row takes release of a code in state code_occupied");
  const std::string text = fault.what();
  EXPECT_THAT(text, HasSubstr("replication 3"));
  EXPECT_THAT(text, HasSubstr("40.000000 s"));
  EXPECT_THAT(text, HasSubstr("retrieval of call 0#0"));
  EXPECT_THAT(text, HasSubstr("no row takes release"));
}

TEST(Conservation, ACallWithoutARowForItsEventIsLocated) {
  const auto fault = fault_of(two_calls(Distribution::constant(5.0)), table_without("11"));
  EXPECT_EQ(fault.time(), 15_s);
  EXPECT_EQ(fault.event(), "patience of call 0#0");
  EXPECT_EQ(fault.cause(), "no row takes caller_hangup in state parked");
}

TEST(Conservation, ACallThatEndsIntoALiveStateIsLocated) {
  const auto table = table_with("11", [](Row& row) { row.to = State::parked; });
  const auto fault = fault_of(two_calls(Distribution::constant(5.0)), table);
  EXPECT_EQ(fault.time(), 15_s);
  EXPECT_EQ(fault.event(), "patience of call 0#0");
  EXPECT_THAT(fault.cause(), HasSubstr("conservation broken"));
  EXPECT_THAT(fault.cause(), HasSubstr("state parked"));
}

struct Unbalanced {
  std::string row;
  Action action;
  std::string complaint;
};

TEST(Conservation, AnUnbalancedCountIsNoticedAtTheEndOfTheRun) {
  const std::vector<Unbalanced> cases{
      {"5", Action::nothing, "park requests = parked + refused + died in the gap + under way (2 against 0)"},
      {"11", Action::nothing, "parked = ended + still live (2 against 0)"},
  };
  for (const Unbalanced& broken : cases) {
    auto company = two_calls(Distribution::constant(5.0));
    company.horizon.after = people::After::cut;
    company.horizon.length = 100_s;
    company.lot_traffic.front().retrieved_after = Distribution::constant(5000.0);
    const auto table = table_with(broken.row, [&](Row& row) { row.action = broken.action; });
    const auto fault = fault_of(company, table);
    EXPECT_THAT(fault.event(), HasSubstr("end of the run"));
    EXPECT_EQ(fault.replication(), 3u);
    EXPECT_THAT(fault.cause(), HasSubstr(broken.complaint));
  }
}

TEST(Conservation, ACodeThatIsNotMarkedAsTakenIsNoticed) {
  auto company = two_calls();
  company.horizon.after = people::After::cut;
  company.horizon.length = 35_s;  // while both are parked
  const auto table = table_with("C1", [](Row& row) { row.to = State::code_free; });
  EXPECT_THAT(fault_of(company, table).cause(), HasSubstr("a code without calls has none behind it (1 against 0)"));
}

TEST(Conservation, AnAttemptWithoutAnOutcomeIsNoticed) {
  const auto table = table_with("13", [](Row& row) {
    row.action = Action::nothing;
    row.to = State::parked;
  });
  EXPECT_THAT(fault_of(two_calls(), table).cause(), HasSubstr("retrieve attempts = outcomes"));
}

TEST(Conservation, ACodeThatNobodyFreesIsNoticed) {
  const auto table = table_with("C5", [](Row& row) { row.to = State::code_occupied; });
  EXPECT_THAT(fault_of(two_calls(), table).cause(), HasSubstr("a code without calls has none behind it (0 against 1)"));
}

}  // namespace

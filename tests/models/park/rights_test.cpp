#include "models/park/rights.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times

struct Published {
  ClientTable edition;
  Client client;
  bool park, retrieve, ring_back;
};

/// "Call park and retrieve in Microsoft Teams", editions of 2018-12-17 and 2023-12-14.
constexpr bool yes = true;
constexpr bool no = false;
constexpr bool coming_soon = false;
constexpr std::array<Published, 18> published{{
    {ClientTable::published_2018_12_17, Client::desktop, yes, yes, yes},
    {ClientTable::published_2018_12_17, Client::mac, yes, yes, yes},
    {ClientTable::published_2018_12_17, Client::web, yes, yes, yes},
    {ClientTable::published_2018_12_17, Client::mobile, coming_soon, coming_soon, coming_soon},
    {ClientTable::published_2018_12_17, Client::ip_phone, coming_soon, coming_soon, coming_soon},
    {ClientTable::published_2018_12_17, Client::sfb_ip_phone, no, no, no},
    {ClientTable::current, Client::desktop, yes, yes, yes},
    {ClientTable::current, Client::mac, yes, yes, yes},
    {ClientTable::current, Client::web, yes, yes, yes},
    {ClientTable::current, Client::mobile, yes, yes, yes},
    {ClientTable::current, Client::ip_phone, yes, yes, yes},
    {ClientTable::current, Client::sfb_ip_phone, no, no, no},
    {ClientTable::everything, Client::desktop, yes, yes, yes},
    {ClientTable::everything, Client::mac, yes, yes, yes},
    {ClientTable::everything, Client::web, yes, yes, yes},
    {ClientTable::everything, Client::mobile, yes, yes, yes},
    {ClientTable::everything, Client::ip_phone, yes, yes, yes},
    {ClientTable::everything, Client::sfb_ip_phone, yes, yes, yes},
}};

constexpr Capability able{true, true, true};
constexpr Capability unable{false, false, false};
constexpr Rights entitled{.allow_call_park = true, .enterprise_voice = true, .mode = Mode::teams_only};

class ClientTableRow : public testing::TestWithParam<Published> {};

std::string name_of_row(const testing::TestParamInfo<Published>& row) {
  std::string name = std::string(client_table_names[index(row.param.edition)]) + "_" +
                     std::string(client_names[index(row.param.client)]);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Published, ClientTableRow, testing::ValuesIn(published), name_of_row);

TEST_P(ClientTableRow, SaysWhatTheClientCanDo) {
  const auto& row = GetParam();
  const auto can = capability(row.edition, row.client);
  EXPECT_EQ(can.park, row.park);
  EXPECT_EQ(can.retrieve, row.retrieve);
  EXPECT_EQ(can.ring_back, row.ring_back);
}

TEST(Rights, AnEntitledPersonWithAnAbleClientSeesTheButton) {
  EXPECT_EQ(why_not_offered(entitled, able), std::nullopt);
  EXPECT_EQ(why_not_allowed(entitled, able), std::nullopt);
}

TEST(Rights, ParkIsOffByDefault) { EXPECT_EQ(why_not_offered(Rights{}, able), NotOffered::no_policy); }

Rights without(bool policy, bool licence, Mode mode) {
  return {.allow_call_park = !policy, .enterprise_voice = !licence, .mode = mode};
}

TEST(Rights, NoPolicyNoPark) {
  EXPECT_EQ(why_not_offered(without(true, false, Mode::teams_only), able), NotOffered::no_policy);
}
TEST(Rights, NoLicenceNoPark) {
  EXPECT_EQ(why_not_offered(without(false, true, Mode::teams_only), able), NotOffered::no_licence);
}
TEST(Rights, NoParkInIslandsMode) {
  EXPECT_EQ(why_not_offered(without(false, false, Mode::islands), able), NotOffered::wrong_mode);
}
TEST(Rights, NoParkInSkypeForBusinessMode) {
  EXPECT_EQ(why_not_offered(without(false, false, Mode::sfb_only), able), NotOffered::wrong_mode);
}
TEST(Rights, NoParkOnAClientThatCannot) {
  EXPECT_EQ(why_not_offered(entitled, {false, true, true}), NotOffered::wrong_client);
}

TEST(Rights, NoPolicyNoRetrieve) {
  EXPECT_EQ(why_not_allowed(without(true, false, Mode::teams_only), able), RetrieveOutcome::no_policy);
}
TEST(Rights, NoLicenceNoRetrieve) {
  EXPECT_EQ(why_not_allowed(without(false, true, Mode::teams_only), able), RetrieveOutcome::no_licence);
}
TEST(Rights, NoRetrieveInIslandsMode) {
  EXPECT_EQ(why_not_allowed(without(false, false, Mode::islands), able), RetrieveOutcome::wrong_mode);
}
TEST(Rights, NoRetrieveInSkypeForBusinessMode) {
  EXPECT_EQ(why_not_allowed(without(false, false, Mode::sfb_only), able), RetrieveOutcome::wrong_mode);
}
TEST(Rights, NoRetrieveOnAClientThatCannot) {
  EXPECT_EQ(why_not_allowed(entitled, {true, false, true}), RetrieveOutcome::wrong_client);
}

TEST(Rights, AreTriedInOrderOfPolicyLicenceModeAndClient) {
  Rights rights{.allow_call_park = false, .enterprise_voice = false, .mode = Mode::islands};
  EXPECT_EQ(why_not_offered(rights, unable), NotOffered::no_policy);
  EXPECT_EQ(why_not_allowed(rights, unable), RetrieveOutcome::no_policy);
  rights.allow_call_park = true;
  EXPECT_EQ(why_not_offered(rights, unable), NotOffered::no_licence);
  EXPECT_EQ(why_not_allowed(rights, unable), RetrieveOutcome::no_licence);
  rights.enterprise_voice = true;
  EXPECT_EQ(why_not_offered(rights, unable), NotOffered::wrong_mode);
  EXPECT_EQ(why_not_allowed(rights, unable), RetrieveOutcome::wrong_mode);
  rights.mode = Mode::teams_only;
  EXPECT_EQ(why_not_offered(rights, unable), NotOffered::wrong_client);
  EXPECT_EQ(why_not_allowed(rights, unable), RetrieveOutcome::wrong_client);
}

TEST(Rights, RetrievingDoesNotNeedAClientThatCanPark) {
  EXPECT_EQ(why_not_allowed(entitled, {false, true, false}), std::nullopt);
}

/// The office, with two more people: 10, of a group that `change` makes different.
people::Company office_with(auto change) {
  auto company = office(systems::teams());
  auto other = company.groups.front();
  other.name = "other";
  change(company, other);
  company.groups.push_back(other);
  return company;
}
constexpr int other_person = 10;

TEST(Rights, WithoutAButtonNothingIsSent) {
  Switchboard board(office_with([](auto&, auto& group) { group.policy = people::none; }));
  const auto answer = board.park(board.call(), other_person);
  EXPECT_EQ(answer.kind, Message::Kind::not_offered);
  EXPECT_EQ(answer.not_offered, NotOffered::no_policy);
  EXPECT_EQ(board.count(measures::Count::not_offered, NotOffered::no_policy), 1u);
  EXPECT_EQ(board.count(measures::Count::park_requested), 0u);
  EXPECT_EQ(board.taken("0"), 0u);
}

TEST(Rights, APolicyThatDoesNotAllowCallParkIsNoPolicy) {
  Switchboard board(office_with([](auto& company, auto& group) {
    company.policies.push_back({"Global", false, people::none});
    group.policy = 1;
  }));
  EXPECT_EQ(board.park(board.call(), other_person).not_offered, NotOffered::no_policy);
  EXPECT_EQ(board.dial(board.parked(), other_person), RetrieveOutcome::no_policy);
}

TEST(Rights, WithoutLicencesOnlyTheClientDecides) {
  auto company = office_with([](auto& c, auto& group) {
    c.licences_matter = false;
    group.policy = people::none;
    group.enterprise_voice = false;
    group.mode = Mode::islands;
    group.devices.push_back({"old phone", Client::sfb_ip_phone, ""});
  });
  Switchboard board(company);
  const auto answer = board.park(board.call(), other_person);
  EXPECT_EQ(answer.kind, Message::Kind::parked);
  EXPECT_EQ(board.park(board.call(), other_person, 1).not_offered, NotOffered::wrong_client);
  board.retrieve(answer.intent, other_person, board.now(), 1);
  EXPECT_EQ(board.messages.back().outcome, RetrieveOutcome::wrong_client);
  EXPECT_EQ(board.dial(answer.intent, other_person), RetrieveOutcome::ok);
}

// The causes that the published text gives for a call that cannot be retrieved.

TEST(Troubleshooting, RetrieveFailsOnTheWrongClient) {
  Switchboard board(office_with([](auto& c, auto& group) {
    c.clients = ClientTable::published_2018_12_17;
    group.devices.front().client = Client::ip_phone;
  }));
  EXPECT_EQ(board.dial(board.parked(), other_person), RetrieveOutcome::wrong_client);
}

TEST(Troubleshooting, RetrieveFailsOutsideTheGroupOfThePolicy) {
  Switchboard board(two_offices(systems::teams(), systems::teams()));
  EXPECT_EQ(board.dial(board.parked(), 10), RetrieveOutcome::not_in_group);
}

TEST(Troubleshooting, RetrieveFailsInIslandsMode) {
  Switchboard board(office_with([](auto&, auto& group) { group.mode = Mode::islands; }));
  EXPECT_EQ(board.dial(board.parked(), other_person), RetrieveOutcome::wrong_mode);
}

TEST(Troubleshooting, RetrieveFailsOnceTheCallIsRetrieved) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  ASSERT_EQ(board.dial(call, 1), RetrieveOutcome::ok);
  board.run_to(10_s);
  EXPECT_EQ(board.dial(call, 2), RetrieveOutcome::already_retrieved);
}

TEST(Troubleshooting, RetrieveFailsOnceTheCallHasEnded) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.hang_up(call.call);
  EXPECT_EQ(board.dial(call), RetrieveOutcome::call_ended);
}

TEST(Troubleshooting, ACallThatIsRefusedForTheRetrieverStaysParked) {
  Switchboard board(office_with([](auto&, auto& group) { group.mode = Mode::islands; }));
  const auto call = board.parked();
  board.dial(call, other_person);
  EXPECT_EQ(board[call.call].state, State::parked);
  EXPECT_EQ(board.dial(call, 1), RetrieveOutcome::ok);
}

}  // namespace

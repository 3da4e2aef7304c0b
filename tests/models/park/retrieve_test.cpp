#include <gtest/gtest.h>

#include "switchboard.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using measures::Count;
using Kind = Message::Kind;

Intent misdialled(Intent intent, int digits) {
  intent.digits = digits;
  return intent;
}

TEST(Retrieve, ConnectsTheCallThatWasMeant) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  EXPECT_EQ(board.dial(call, 4), RetrieveOutcome::ok);
  const auto* heard = board.last(Kind::retrieve_outcome);
  EXPECT_EQ(heard->person, 4);
  EXPECT_EQ(heard->call, call.call);
  EXPECT_EQ(heard->said, RetrieveOutcome::ok);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::ok), 1u);
}

TEST(Retrieve, TellsTheParkerThatTheCallLeft) {
  Switchboard board(office(systems::teams()));
  board.dial(board.parked(3), 4);
  ASSERT_TRUE(board.heard(Kind::call_left));
  EXPECT_EQ(board.last(Kind::call_left)->person, 3);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::retrieved);
}

TEST(Retrieve, FreesTheCodeForTheNextCall) {
  Switchboard board(office(systems::with_codes(systems::teams_reject(), 1)));
  board.dial(board.parked());
  EXPECT_EQ(board.parked().digits, 10);
}

TEST(Retrieve, AnyNumberOutsideTheRangeIsNoCode) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  for (const int digits : {0, 9, 100, 9999})
    EXPECT_EQ(board.dial(misdialled(call, digits)), RetrieveOutcome::no_such_code) << digits;
  EXPECT_EQ(board[call.call].state, State::parked);
}

TEST(Retrieve, ACodeThatWasNeverUsedIsEmpty) {
  Switchboard board(office(systems::teams()));
  EXPECT_EQ(board.dial(misdialled(board.parked(), 55)), RetrieveOutcome::empty);
}

TEST(Retrieve, AMisdialledCodeTellsNothingOfTheCallThatWasMeant) {
  // Under 10 a call of generation 1 was retrieved; the call meant is of generation 1 too, but under 11.
  Switchboard board(office(systems::teams()));
  board.dial(board.parked());
  const auto meant = board.parked();
  EXPECT_EQ(board.dial(misdialled(meant, 10)), RetrieveOutcome::empty);
}

TEST(Retrieve, ACodeUsedAgainSinceRemembersOnlyItsLastCall) {
  Switchboard board(office(systems::with_codes(systems::teams_reject(), 1)));
  const auto old = board.parked();
  board.dial(old);
  const auto later = board.parked();
  board.hang_up(later.call);
  EXPECT_EQ(board.dial(later), RetrieveOutcome::call_ended);
  EXPECT_EQ(board.dial(old), RetrieveOutcome::empty);
}

TEST(Retrieve, LoserOfARetrievalRaceHearsAlreadyRetrieved) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(10_s);  // both begin to dial
  board.run_to(11_s);
  board.dial_since(10_s, call, 1);
  board.run_to(12_s);
  EXPECT_EQ(board.dial_since(10_s, call, 2), RetrieveOutcome::lost_race);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->said, RetrieveOutcome::already_retrieved);
  EXPECT_EQ(board.count(Count::collision, Collision::race), 1u);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::lost_race), 1u);
  EXPECT_EQ(board.said(RetrieveOutcome::already_retrieved), 1u);
}

TEST(Retrieve, LosesARaceToACallTakenAtTheVeryStartOfDialling) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(10_s);
  board.dial(call, 1);
  board.run_to(12_s);
  EXPECT_EQ(board.dial_since(10_s, call, 2), RetrieveOutcome::lost_race);
  EXPECT_EQ(board.dial_since(10_s + 1_us, call, 3), RetrieveOutcome::already_retrieved);
}

TEST(Retrieve, IsNoRaceWhenTheCallWasTakenBeforeDiallingBegan) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.dial(call, 1);
  board.run_to(12_s);
  EXPECT_EQ(board.dial_since(10_s, call, 2), RetrieveOutcome::already_retrieved);
  EXPECT_EQ(board.count(Count::collision, Collision::race), 0u);
}

TEST(Retrieve, IsNoRaceAgainstACallerWhoHangsUp) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  board.run_to(11_s);
  board.hang_up(call.call);
  EXPECT_EQ(board.dial_since(10_s, call), RetrieveOutcome::call_ended);
}

TEST(Retrieve, HearsThatTheCallEndedHoweverItDid) {
  Switchboard diverted(office(systems::teams()));
  const auto call = diverted.parked();
  diverted.run_to(330_s);
  EXPECT_EQ(diverted.dial(call), RetrieveOutcome::call_ended);
  Switchboard returned(office(systems::teams()));
  const auto other = returned.parked();
  returned.run_to(310_s);
  returned.answer(other.call);
  EXPECT_EQ(returned.dial(other), RetrieveOutcome::call_ended);
}

TEST(Retrieve, ASystemWithoutMemoryCallsEveryGoneCallEmpty) {
  Switchboard board(office(systems::asterisk()));
  const auto call = board.parked();
  board.run_to(1_s);
  board.dial(call, 1);
  board.run_to(2_s);
  board.dial_since(0_s, call, 2);  // truly a lost race
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->said, RetrieveOutcome::empty);
  board.dial(call, 2);  // truly already retrieved
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->said, RetrieveOutcome::empty);
  const auto other = board.parked();
  board.hang_up(other.call);
  board.dial(other);  // truly ended
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->said, RetrieveOutcome::empty);
  EXPECT_EQ(board.said(RetrieveOutcome::empty), 3u);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::empty), 0u);
}

TEST(Retrieve, AScreenCannotTellAWrongCallFromTheRightOne) {
  Switchboard board(office(systems::teams()));
  const auto first = board.parked();
  const auto second = board.parked();
  EXPECT_EQ(board.dial(misdialled(first, second.digits)), RetrieveOutcome::wrong_call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->said, RetrieveOutcome::ok);
}

TEST(Retrieve, GivesEveryAttemptOneOutcome) {
  Switchboard board(office(systems::teams()));
  const auto call = board.parked();
  const auto stranger = board.parked();
  board.dial(misdialled(call, 9));
  board.dial(misdialled(call, 55));
  board.dial(misdialled(call, stranger.digits));
  board.dial(call);
  board.dial(call);
  std::uint64_t outcomes = 0;
  for (std::size_t i = 0; i < retrieve_outcome_names.size(); ++i) outcomes += board.count(Count::outcome + i);
  EXPECT_EQ(outcomes, 5u);
  EXPECT_EQ(board.count(Count::retrieve_attempts), 5u);
  EXPECT_NO_THROW(board.exchange.audit());
}

Rules with_bridge_time() {
  auto rules = systems::teams();
  rules.take.bridge_time = 2_s;
  return rules;
}

TEST(Claim, IsFollowedByMediaAfterTheBridgeTime) {
  Switchboard board(office(with_bridge_time()));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  EXPECT_FALSE(board.heard(Kind::retrieve_outcome));
  EXPECT_NO_THROW(board.exchange.audit());
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::ok);
}

TEST(Claim, ASecondRetrieverBeforeMediaHasLostTheRace) {
  Switchboard board(office(with_bridge_time()));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.run_to(1_s);
  EXPECT_EQ(board.dial_since(0_s, call, 2), RetrieveOutcome::lost_race);
  board.run_to(2_s);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->person, 1);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::ok);
}

TEST(Claim, TheRetrieverHearsThatTheCallerDiedBeforeMedia) {
  Switchboard board(office(with_bridge_time()));
  const auto call = board.parked();
  board.retrieve(call, 1, 0_s);
  board.run_to(1_s);
  board.hang_up(call.call);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->person, 1);
  EXPECT_EQ(board.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::call_died);
  EXPECT_EQ(board.last(Kind::call_left)->end, CallEnd::abandoned);
  board.run_to(10_s);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::retrieved), 0u);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::call_died), 1u);
  EXPECT_NO_THROW(board.exchange.audit());
}

TEST(Claim, StopsTheParkTimeout) {
  Switchboard board(office(with_bridge_time()));
  const auto call = board.parked();
  board.run_to(299_s);
  board.retrieve(call, 1, 299_s);
  board.run_to(400_s);
  EXPECT_EQ(board.count(Count::ring_backs), 0u);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::ok), 1u);
}

TEST(Claim, DuringTheRingStopsTheRing) {
  Switchboard board(office(with_bridge_time()));
  const auto call = board.parked();
  board.run_to(329_s);
  board.retrieve(call, 1, 329_s);
  EXPECT_TRUE(board.heard(Kind::ring_back_cancelled));
  board.run_to(400_s);
  EXPECT_EQ(board.count(Count::outcome, RetrieveOutcome::ok), 1u);
  EXPECT_EQ(board.count(Count::call_end, CallEnd::diverted), 0u);
}

}  // namespace

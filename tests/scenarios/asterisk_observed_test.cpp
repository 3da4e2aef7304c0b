// The presets of Asterisk against what was seen on the wire of an Asterisk 22 with res_parking.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/models/park/switchboard.hpp"
#include "tests/scenarios/preset_runs.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using Kind = Message::Kind;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr Ticks operator""_ms(unsigned long long n) { return {static_cast<std::int64_t>(n) * 1000}; }
constexpr Ticks limit = 45_s, comeback = 30_s, look = 500_ms, prompt = 400_ms;

Rules preset(const std::string& name = "asterisk") {
  return scenarios::load_system(texts::root / "scenarios" / "systems", name);
}
Rules preset(const std::string& name, int lo, int hi) {
  auto rules = preset(name);
  rules.space.lo = lo;
  rules.space.hi = hi;
  return rules;
}

using Pbx = Switchboard;

int park_one(Pbx& pbx) { return pbx.parked().digits; }
std::vector<int> park_some(Pbx& pbx, int calls) {
  std::vector<int> slots;
  for (int i = 0; i < calls; ++i) slots.push_back(park_one(pbx));
  return slots;
}
void invite(Pbx& pbx, const Intent& intent, int person = 1) { pbx.retrieve(intent, person, pbx.now()); }
Intent number(int digits) {
  Intent intent;
  intent.digits = digits;
  return intent;
}
State state(const Pbx& pbx, const Intent& intent) { return pbx[intent.call].state; }

struct Heard {
  RetrieveOutcome truth, said;
  Ticks after;
};

/// Dials and waits for what is heard, to 10 ms.
Heard dialled(Pbx& pbx, const Intent& intent, int person = 1) {
  const Ticks began = pbx.now();
  invite(pbx, intent, person);
  for (Ticks after = 0_s; after <= 3_s; after += 10_ms) {
    if (after > 0_s) pbx.run_to(began + after);
    if (const auto* heard = pbx.last(Kind::retrieve_outcome)) return {heard->outcome, heard->said, after};
  }
  ADD_FAILURE() << "nothing heard";
  return {};
}

void expect_invalid(const Heard& heard) {
  EXPECT_EQ(heard.said, RetrieveOutcome::empty);
  EXPECT_EQ(heard.after, look + prompt);
}

// The plain course

TEST(AsteriskObserved, TheParkerHearsTheSlotDigitByDigit) {
  for (const auto& [lo, after] : {std::pair{71, 480_ms}, {701, 720_ms}, {70'001, 1200_ms}}) {
    Pbx pbx(office(preset("asterisk", lo, lo + 7)));
    EXPECT_EQ(pbx.park(pbx.call()).takes, after);
  }
}

TEST(AsteriskObserved, ACallIsParkedBeforeItsSlotIsSpoken) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  EXPECT_EQ(state(pbx, call), State::parked);
  EXPECT_EQ(pbx.code_status(), State::code_occupied);
}

TEST(AsteriskObserved, ACallCanBeRetrievedDuringTheAnnouncement) {
  Pbx pbx(office(preset()));
  const auto heard = dialled(pbx, pbx.parked());
  EXPECT_EQ(heard.truth, RetrieveOutcome::ok);
  EXPECT_LT(heard.after, 720_ms);
}

TEST(AsteriskObserved, ARetrievalClaimsHalfASecondAfterItIsDialled) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  pbx.run_to(10_s);
  EXPECT_EQ(dialled(pbx, call).after, look);
}

TEST(AsteriskObserved, ARetrieverWithMediaClaimsAtOnce) {
  auto rules = preset();
  rules.take.claim_gap = 0_s;
  Pbx pbx(office(rules));
  EXPECT_EQ(dialled(pbx, pbx.parked()).after, 0_s);
}

TEST(AsteriskObserved, ACallIsPlainlyParkedUntilItIsClaimed) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  invite(pbx, call);
  pbx.run_to(look - 1_ms);
  EXPECT_EQ(state(pbx, call), State::parked);
  EXPECT_EQ(pbx.code_status(), State::code_occupied);
}

TEST(AsteriskObserved, ACallerWhoLeavesBeforeTheClaimLeavesAnEmptySlot) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  invite(pbx, call);
  pbx.run_to(look - 1_ms);
  pbx.hang_up(call.call);
  pbx.run_to(look + prompt);
  ASSERT_TRUE(pbx.heard(Kind::retrieve_outcome));
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->said, RetrieveOutcome::empty);
  EXPECT_EQ(pbx.ended(CallEnd::abandoned), 1u);
}

TEST(AsteriskObserved, ACallParkedBetweenAnswerAndClaimIsTheOneRetrieved) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  invite(pbx, call);
  pbx.run_to(100_ms);
  pbx.hang_up(call.call);
  EXPECT_EQ(pbx.parked().digits, call.digits);
  pbx.run_to(look);
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::wrong_call);
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->said, RetrieveOutcome::ok);
}

// The limit

struct Before {
  Ticks limit;
  bool wins;
};

TEST(AsteriskObserved, ARetrievalLosesToTheLimitWhenItsClaimWouldComeLater) {
  constexpr Before table[]{{2_s, true}, {505_ms, true}, {499_ms, false}, {100_ms, false}, {1_ms, false}};
  for (const auto& [before, wins] : table) {
    Pbx pbx(office(preset()));
    const auto call = pbx.parked();
    pbx.run_to(limit - before);
    const auto heard = dialled(pbx, call);
    EXPECT_EQ(heard.truth == RetrieveOutcome::ok, wins) << before.us;
    EXPECT_EQ(pbx.ended(CallEnd::retrieved), wins ? 1u : 0u) << before.us;
    if (!wins) expect_invalid(heard);
    pbx.run_to(limit + 2_s);
    EXPECT_EQ(pbx.taken("17a"), wins ? 0u : 1u) << before.us;
  }
}

TEST(AsteriskObserved, TheLimitIsKeptToTheTick) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  pbx.run_to(limit - 1_us);
  EXPECT_EQ(state(pbx, call), State::parked);
  pbx.run_to(limit);
  EXPECT_EQ(state(pbx, call), State::ring_back);
}

TEST(AsteriskObserved, NoLimitMeansForEver) {
  auto rules = preset();
  rules.park.timeout = 0_s;
  Pbx pbx(office(rules));
  const auto call = pbx.parked();
  pbx.run_to(4320_min);
  EXPECT_EQ(state(pbx, call), State::parked);
}

TEST(AsteriskObserved, ASlotIsFreeAtTheClaimAtTheHangUpAndAtTheLimit) {
  for (const auto how : {park::Event::retrieve, park::Event::caller_hangup, park::Event::park_timeout}) {
    Pbx pbx(office(preset()));
    const auto call = pbx.parked();
    if (how == park::Event::retrieve) invite(pbx, call);
    if (how == park::Event::caller_hangup) pbx.hang_up(call.call);
    pbx.run_to(how == park::Event::park_timeout ? limit : look);
    EXPECT_EQ(pbx.code_status(), State::code_free) << event_names[index(how)];
    EXPECT_EQ(park_one(pbx), call.digits) << event_names[index(how)];
  }
}

// The comeback

TEST(AsteriskObserved, TheParkerIsRungOnceAndThenTheCallIsOver) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked(3);
  pbx.run_to(limit);
  ASSERT_TRUE(pbx.heard(Kind::ring_back_offered));
  EXPECT_EQ(pbx.last(Kind::ring_back_offered)->person, 3);
  pbx.run_to(limit + comeback - 1_us);
  EXPECT_EQ(state(pbx, call), State::ring_back);
  pbx.run_to(limit + comeback);
  EXPECT_TRUE(pbx.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(pbx.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(pbx.count(measures::Count::ring_backs), 1u);
}

TEST(AsteriskObserved, ABusyParkerIsAsOneWhoDoesNotAnswer) {
  Pbx pbx(office(preset()));
  pbx.reach = Reach::busy;
  pbx.parked();
  pbx.run_to(limit + comeback);
  EXPECT_EQ(pbx.ended(CallEnd::dropped), 1u);
  EXPECT_EQ(pbx.count(measures::Count::ring_backs), 0u);
}

TEST(AsteriskObserved, AnAnsweredComebackJoinsAtOnce) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  pbx.run_to(limit + 10_s);
  pbx.answer(call.call);
  EXPECT_TRUE(pbx.heard(Kind::ring_back_connected));
  EXPECT_EQ(pbx.ended(CallEnd::returned), 1u);
  EXPECT_EQ(state(pbx, call), State::connected);
}

TEST(AsteriskObserved, ACallerWhoLeavesDuringTheComebackCancelsIt) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  pbx.run_to(limit + 10_s);
  pbx.hang_up(call.call);
  EXPECT_TRUE(pbx.heard(Kind::ring_back_cancelled));
  EXPECT_EQ(pbx.ended(CallEnd::abandoned), 1u);
}

TEST(AsteriskObserved, TheOldSlotIsEmptyDuringTheComeback) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  pbx.run_to(limit + 1_s);
  expect_invalid(dialled(pbx, call));
  EXPECT_EQ(state(pbx, call), State::ring_back);
}

TEST(AsteriskObserved, TheOldSlotGivesItsNextCallDuringTheComeback) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  pbx.run_to(limit + 1_s);
  EXPECT_EQ(park_one(pbx), call.digits);
  EXPECT_EQ(dialled(pbx, call).truth, RetrieveOutcome::wrong_call);
}

TEST(AsteriskObserved, ACallParkedFromItsComebackHasANewSlotAndANewLimit) {
  Pbx pbx(office(preset("asterisk_next")));
  const auto call = pbx.parked();
  pbx.run_to(limit + 10_s);
  pbx.answer(call.call);
  const auto again = pbx.park(call.call);
  EXPECT_EQ(again.kind, Kind::parked);
  EXPECT_EQ(again.intent.digits, call.digits + 1);
  pbx.run_to(limit + 10_s + limit - 1_us);
  EXPECT_EQ(state(pbx, call), State::parked);
  pbx.run_to(limit + 10_s + limit);
  EXPECT_EQ(state(pbx, call), State::ring_back);
}

TEST(AsteriskObserved, TheRetrieverWhoParksAgainIsTheParker) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked(0);
  EXPECT_EQ(dialled(pbx, call, 4).truth, RetrieveOutcome::ok);
  pbx.park(call.call, 4);
  pbx.run_to(pbx.now() + limit);
  ASSERT_TRUE(pbx.heard(Kind::ring_back_offered));
  EXPECT_EQ(pbx.last(Kind::ring_back_offered)->person, 4);
}

// Wrong codes

TEST(AsteriskObserved, AnEmptySlotSoundsTheSameWhateverWasThere) {
  enum class Was { nothing, retrieved, given_up, timed_out };
  for (const auto was : {Was::nothing, Was::retrieved, Was::given_up, Was::timed_out}) {
    Pbx pbx(office(preset()));
    auto slot = pbx.parked();
    if (was == Was::nothing) slot = number(705);
    if (was == Was::retrieved) dialled(pbx, slot, 2);
    if (was == Was::given_up) pbx.hang_up(slot.call);
    if (was == Was::timed_out) pbx.run_to(limit);
    expect_invalid(dialled(pbx, slot));
  }
}

TEST(AsteriskObserved, ANumberThatIsNoSlotDoesNotExist) {
  for (const int digits : {700, 751, 7010, 70}) {
    Pbx pbx(office(preset()));
    pbx.parked();
    EXPECT_EQ(dialled(pbx, number(digits)).said, RetrieveOutcome::no_such_code) << digits;
  }
}

// A full lot

TEST(AsteriskObserved, AFourthCallOfThreeIsRefusedAndTheTalkGoesOn) {
  Pbx pbx(office(preset("asterisk_next", 801, 803)));
  const auto first = pbx.parked();
  park_some(pbx, 2);
  const auto fourth = pbx.call();
  const auto answer = pbx.park(fourth);
  EXPECT_EQ(answer.kind, Kind::refused);
  EXPECT_EQ(answer.refusal, Refusal::lot_full);
  EXPECT_EQ(pbx[fourth].state, State::connected);
  EXPECT_EQ(pbx.count(measures::Count::park_committed), 3u);
  pbx.hang_up(first.call);
  EXPECT_EQ(pbx.park(fourth).kind, Kind::parked);
}

TEST(AsteriskObserved, AFourthCallOfThreeWasCutInFormerReleases) {
  Pbx pbx(office(preset("asterisk_pre632", 801, 803)));
  park_some(pbx, 3);
  EXPECT_EQ(pbx.park(pbx.call()).kind, Kind::cut);
}

// Which slot

TEST(AsteriskObserved, NextGoesOnAfterTheLastSlotGiven) {
  Pbx pbx(office(preset("asterisk_next", 710, 750)));
  const auto first = pbx.parked(), second = pbx.parked();
  EXPECT_EQ((std::vector{first.digits, second.digits, park_one(pbx)}), (std::vector{710, 711, 712}));
  dialled(pbx, second);
  EXPECT_EQ(park_one(pbx), 713);
  dialled(pbx, first);
  EXPECT_EQ(park_one(pbx), 714);
}

TEST(AsteriskObserved, NextGoesRoundSkippingTakenSlots) {
  Pbx pbx(office(preset("asterisk_next", 801, 803)));
  std::vector<int> slots;
  for (int i = 0; i < 6; ++i) {
    const auto call = pbx.parked();
    slots.push_back(call.digits);
    pbx.hang_up(call.call);
  }
  EXPECT_THAT(slots, ElementsAre(801, 802, 803, 801, 802, 803));
  EXPECT_EQ(park_one(pbx), 801);
  const auto second = pbx.parked(), third = pbx.parked();
  pbx.hang_up(third.call);
  EXPECT_EQ(park_one(pbx), 803) << "past 801 and 802";
  pbx.hang_up(second.call);
  EXPECT_EQ(park_one(pbx), 802) << "past 801";
}

TEST(AsteriskObserved, NextRemembersOverEmptyTimes) {
  Pbx pbx(office(preset("asterisk_next", 801, 803)));
  pbx.hang_up(pbx.parked().call);
  pbx.run_to(1800_min);
  EXPECT_EQ(park_one(pbx), 802);
}

TEST(AsteriskObserved, FirstGivesTheLowestFreeSlot) {
  Pbx pbx(office(preset("asterisk", 601, 650)));
  const auto first = pbx.parked(), second = pbx.parked();
  EXPECT_EQ((std::vector{first.digits, second.digits, park_one(pbx)}), (std::vector{601, 602, 603}));
  dialled(pbx, second);
  EXPECT_EQ(park_one(pbx), 602);
  dialled(pbx, first);
  EXPECT_EQ(park_one(pbx), 601);
}

Rules directed(const std::string& name, int lo = 701, int hi = 750) {
  auto rules = preset(name, lo, hi);
  rules.alloc.chosen_by = ChosenBy::parker;
  return rules;
}

TEST(AsteriskObserved, ANamedSlotThatIsTakenBecomesTheNextFreeAboveAndMovesTheNext) {
  Pbx pbx(office(directed("asterisk_next")));
  EXPECT_EQ(pbx.park_on(705).intent.digits, 705);
  EXPECT_EQ(pbx.park_on(705).intent.digits, 706);
  EXPECT_THAT(park_some(pbx, 2), ElementsAre(707, 708));
}

TEST(AsteriskObserved, ANamedSlotThatIsTakenAtTheTopBecomesTheLowestFree) {
  Pbx pbx(office(directed("asterisk", 801, 803)));
  EXPECT_EQ(pbx.park_on(803).intent.digits, 803);
  EXPECT_EQ(pbx.park_on(803).intent.digits, 801);
}

TEST(AsteriskObserved, ANamedSlotOutsideOfTheRangeIsAsNone) {
  Pbx pbx(office(directed("asterisk_next")));
  EXPECT_EQ(pbx.park_on(999).intent.digits, 701);
  EXPECT_EQ(pbx.park_on(700).intent.digits, 702);
}

TEST(AsteriskObserved, EightParksInOneInstantGetEightSlots) {
  for (const auto* name : {"asterisk", "asterisk_next"}) {
    Pbx pbx(office(preset(name, 601, 650)));
    EXPECT_THAT(park_some(pbx, 8), UnorderedElementsAre(601, 602, 603, 604, 605, 606, 607, 608)) << name;
  }
  Pbx random(office(preset("asterisk_random")));
  const auto slots = park_some(random, 8);
  EXPECT_EQ(std::set<int>(slots.begin(), slots.end()).size(), 8u);
}

// A taken slot passes its chance on to the next free one.
TEST(AsteriskObserved, RandomStartsAnywhereAndGoesUpward) {
  Pbx pbx(office(preset("asterisk_random")));
  const auto& lot = pbx.exchange.lot_at(0);
  for (const int position : {0, 25, 49}) EXPECT_DOUBLE_EQ(lot.chance(0, position), 1 / 50.0);
  const int taken = park_one(pbx) - 701, next = (taken + 1) % 50, other = (taken + 2) % 50;
  EXPECT_DOUBLE_EQ(lot.chance(0, taken), 0);
  EXPECT_DOUBLE_EQ(lot.chance(0, next), 2 / 50.0);
  EXPECT_DOUBLE_EQ(lot.chance(0, other), 1 / 50.0);
}

// Races

TEST(AsteriskObserved, OfRetrieversInOneInstantOneGetsTheCallAndTheOthersAnEmptySlot) {
  for (const int retrievers : {2, 5}) {
    Pbx pbx(office(preset()));
    const auto call = pbx.parked();
    for (int person = 1; person <= retrievers; ++person) invite(pbx, call, person);
    pbx.run_to(look);
    EXPECT_EQ(pbx.outcome(RetrieveOutcome::ok), 1u);
    EXPECT_EQ(pbx.said(RetrieveOutcome::empty), 0u) << "not before the prompt is over";
    pbx.run_to(look + prompt);
    EXPECT_EQ(pbx.outcome(RetrieveOutcome::ok), 1u);
    EXPECT_EQ(pbx.said(RetrieveOutcome::empty), static_cast<std::uint64_t>(retrievers - 1));
    EXPECT_EQ(pbx.outcome(RetrieveOutcome::lost_race), static_cast<std::uint64_t>(retrievers - 1));
    EXPECT_NO_THROW(pbx.exchange.audit());
  }
}

TEST(AsteriskObserved, OfTwoWhoAreAnsweredTheFirstToClaimGetsTheCall) {
  Pbx pbx(office(preset()));
  const auto call = pbx.parked();
  invite(pbx, call, 2);
  pbx.run_to(look - 1_ms);
  invite(pbx, call, 1);
  pbx.run_to(look);
  ASSERT_TRUE(pbx.heard(Kind::retrieve_outcome));
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->person, 2);
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->outcome, RetrieveOutcome::ok);
  pbx.run_to(look - 1_ms + look + prompt);
  ASSERT_TRUE(pbx.heard(Kind::retrieve_outcome));
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->person, 1);
  EXPECT_EQ(pbx.last(Kind::retrieve_outcome)->said, RetrieveOutcome::empty);
}

// UnParkedCall, ParkedCallTimeOut, ParkedCallGiveUp
TEST(AsteriskObserved, ExactlyOneOfClaimLimitAndHangUpEndsEachStay) {
  for (const auto* name : {"asterisk", "asterisk_next", "asterisk_random"}) {
    const auto scenario = texts::compiled(std::string(preset_runs::lot), texts::options({}, name));
    const models::Plan plan(scenario.company);
    const auto measures = models::simulate(plan, {.seed = 1});
    std::map<std::string_view, std::uint64_t> taken;
    const auto table = call_machine();
    for (std::size_t i = 0; i < table.size(); ++i) taken[table[i].number] = measures.rows_taken[i];
    EXPECT_GT(taken["5"], 100u) << name;
    EXPECT_EQ(taken["5"], taken["13"] + taken["17a"] + taken["11"]) << name;
    EXPECT_EQ(taken["17a"], taken["20"] + taken["25a"] + taken["28"]) << name << ": nothing follows the comeback";
  }
}

}  // namespace

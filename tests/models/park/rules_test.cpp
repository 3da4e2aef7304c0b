#include "models/park/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "systems.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using testing::HasSubstr;

struct Unsupported {
  std::string parameter;
  std::function<void(Rules&)> set;
};

const std::vector<Unsupported> unsupported{
    {"space.hi", [](Rules& r) { r.space.hi = r.space.lo + FreeSet::max_size; }},
    {"space.calls_per_code", [](Rules& r) { r.space.calls_per_code = unlimited; }},
    {"space.calls_per_code", [](Rules& r) { r.space.calls_per_code = 2; }},
    {"space.code_order", [](Rules& r) { r.space.code_order = CodeOrder::lifo; }},
    {"space.code_order", [](Rules& r) { r.space.code_order = CodeOrder::longest; }},
    {"space.code_order", [](Rules& r) { r.space.code_order = CodeOrder::lowest_code; }},
    {"alloc.taken_choice", [](Rules& r) { r.alloc.taken_choice = TakenChoice::refuse_keep; }},
    {"alloc.taken_choice", [](Rules& r) { r.alloc.taken_choice = TakenChoice::refuse_drop; }},
    {"alloc.taken_choice", [](Rules& r) { r.alloc.taken_choice = TakenChoice::ring_parker; }},
    {"alloc.taken_choice", [](Rules& r) { r.alloc.taken_choice = TakenChoice::join_queue; }},
    {"alloc.taken_choice", [](Rules& r) { r.alloc.taken_choice = TakenChoice::merge; }},
    {"alloc.full", [](Rules& r) { r.alloc.full = Full::refuse_silent; }},
    {"alloc.atomic", [](Rules& r) { r.alloc.atomic = false; }},
    {"alloc.atomic", [](Rules& r) { r.alloc.gap = 1_s; }},
    {"alloc.atomic", [](Rules& r) { r.alloc.reservation_life = 1_s; }},
    {"alloc.release", [](Rules& r) { r.alloc.release = Release::on_sweep; }},
    {"alloc.release", [](Rules& r) { r.alloc.release = Release::after_lock; }},
    {"alloc.release", [](Rules& r) { r.alloc.lazy = true; }},
    {"alloc.release", [](Rules& r) { r.alloc.sweep_min = 5_s; }},
    {"alloc.quarantine", [](Rules& r) { r.alloc.quarantine = 5_s; }},
    {"park.remind_first", [](Rules& r) { r.park.remind_first = 60_s; }},
    {"park.remind_first", [](Rules& r) { r.park.remind_every = 30_s; }},
    {"park.remind_first", [](Rules& r) { r.park.remind_limit = 1; }},
    {"park.escape_key", [](Rules& r) { r.park.escape_key = true; }},
    {"ring.target", [](Rules& r) { r.ring.target = RingTarget::fixed; }},
    {"ring.target", [](Rules& r) { r.ring.target = RingTarget::hunt_group; }},
    {"ring.target", [](Rules& r) { r.ring.target = RingTarget::parker_then_group; }},
    {"ring.target", [](Rules& r) { r.ring.target = RingTarget::attendant; }},
    {"ring.target", [](Rules& r) { r.ring.target = RingTarget::origin_path; }},
    {"ring.busy", [](Rules& r) { r.ring.busy = ParkerBusy::wait_idle; }},
    {"ring.busy", [](Rules& r) { r.ring.busy = ParkerBusy::force; }},
    {"ring.busy", [](Rules& r) { r.ring.busy = ParkerBusy::alternate; }},
    {"ring.busy", [](Rules& r) { r.ring.busy = ParkerBusy::repark; }},
    {"ring.final", [](Rules& r) { r.ring.final = Final::fallback; }},
    {"ring.final", [](Rules& r) { r.ring.final = Final::attendant; }},
    {"take.auth", [](Rules& r) { r.take.auth = Auth::same_domain; }},
    {"take.auth", [](Rules& r) { r.take.auth = Auth::members; }},
    {"take.auth", [](Rules& r) { r.take.auth = Auth::inside_only; }},
    {"take.auth", [](Rules& r) { r.take.auth = Auth::permission; }},
    {"take.empty", [](Rules& r) { r.take.empty = EmptyCode::self_park; }},
    {"take.claim_gap", [](Rules& r) { r.take.claim = Claim::check_then_act; }},
    {"take.claim_gap", [](Rules& r) { r.take.claim_gap = 1_s; }},
    {"take.claim_fail", [](Rules& r) { r.take.claim_deadman = 1_s; }},
    {"take.claim_fail", [](Rules& r) { r.take.claim_fail = ClaimFail::unlock; }},
    {"take.during_reserved", [](Rules& r) { r.take.during_reserved = DuringReserved::get_parker; }},
    {"take.during_reserved", [](Rules& r) { r.take.during_reserved = DuringReserved::wait; }},
    {"take.token", [](Rules& r) { r.take.token = Token::safe; }},
    {"take.repark_same_call", [](Rules& r) { r.take.repark_same_call = Repark::allowed; }},
    {"fail.code_owner", [](Rules& r) { r.fail.code_owner = CodeOwner::per_node; }},
    {"fail.code_owner", [](Rules& r) { r.fail.code_owner = CodeOwner::origin_node; }},
    {"fail.node_fail", [](Rules& r) { r.fail.node_fail = NodeFail::survive; }},
    {"fail.node_fail", [](Rules& r) { r.fail.liveness = Liveness::on_access; }},
    {"fail.node_fail", [](Rules& r) { r.fail.liveness = Liveness::keepalive; }},
};

TEST(Rules, NameEachParameterThatIsNotSimulated) {
  for (const auto& [parameter, set] : unsupported) {
    Rules rules;
    set(rules);
    const auto complaint = not_simulated(rules);
    ASSERT_NE(complaint, std::nullopt) << parameter;
    EXPECT_THAT(*complaint, HasSubstr("(" + parameter)) << *complaint;
  }
}

TEST(Rules, OfThePresetsAreSimulated) {
  for (const auto& rules : {Rules{}, systems::teams(), systems::teams_reject(), systems::asterisk(),
                            systems::reference_lot(), systems::with_codes({}, FreeSet::max_size)})
    EXPECT_EQ(not_simulated(rules), std::nullopt);
}

TEST(Rules, WithEverySimulatedChoiceAreAccepted) {
  const std::vector<std::function<void(Rules&)>> choices{[](Rules& r) { r.alloc.full = Full::refuse_drop; },
                                                         [](Rules& r) { r.alloc.full = Full::overflow; },
                                                         [](Rules& r) { r.ring.code = CodeInRingBack::locked; },
                                                         [](Rules& r) { r.ring.code = CodeInRingBack::freed; },
                                                         [](Rules& r) { r.ring.final = Final::repark; },
                                                         [](Rules& r) { r.ring.final = Final::parker_rules; },
                                                         [](Rules& r) { r.ring.final = Final::keep; },
                                                         [](Rules& r) { r.ring.attempts = unlimited; },
                                                         [](Rules& r) { r.ring.attempts = 0; },
                                                         [](Rules& r) { r.ring.between = 20_s; },
                                                         [](Rules& r) { r.park.timeout = {}; },
                                                         [](Rules& r) { r.park.life_max = 600_s; },
                                                         [](Rules& r) { r.park.announce_per_digit = 1_s; },
                                                         [](Rules& r) { r.take.auth = Auth::same_policy; },
                                                         [](Rules& r) { r.take.bridge_time = 1_s; },
                                                         [](Rules& r) { r.take.empty = EmptyCode::busy; },
                                                         [](Rules& r) { r.space.max_active = 3; },
                                                         [](Rules& r) { r.space.width = 4; }};
  for (std::size_t i = 0; i < choices.size(); ++i) {
    Rules rules;
    choices[i](rules);
    EXPECT_EQ(not_simulated(rules), std::nullopt) << "choice " << i;
  }
}

TEST(Rules, TenToNinetyNineAreNinetyCodes) {
  EXPECT_EQ(systems::teams().codes(), 90);
  EXPECT_EQ(systems::teams().capacity(), 90);
}

TEST(Rules, CapacityIsTheLesserOfCodesAndTheCapOnActiveCalls) {
  Rules rules = systems::with_codes({}, 10);
  rules.space.max_active = 4;
  EXPECT_EQ(rules.capacity(), 4);
  rules.space.max_active = 12;
  EXPECT_EQ(rules.capacity(), 10);
}

}  // namespace

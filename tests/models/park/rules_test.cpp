#include "models/park/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "systems.hpp"

namespace {

using namespace park;
using namespace sim;  // NOLINT: times
using testing::HasSubstr;

struct Contradiction {
  std::string words;
  std::function<void(Rules&)> set;
};

Rules with_queues() {
  Rules r;
  r.space.calls_per_code = unlimited;
  r.alloc.chosen_by = ChosenBy::parker;
  r.alloc.taken_choice = TakenChoice::join_queue;
  return r;
}

const std::vector<Contradiction> contradictions{
    {"space.calls_per_code", [](Rules& r) { r.space.calls_per_code = unlimited; }},
    {"alloc.chosen_by",
     [](Rules& r) {
       r = with_queues();
       r.alloc.chosen_by = ChosenBy::system;
     }},
    {"join_queue",
     [](Rules& r) {
       r = with_queues();
       r.space.calls_per_code = 1;
     }},
    {"alloc.full: overflow",
     [](Rules& r) {
       r.alloc.full = Full::overflow;
       r.space.check = Check::luhn;
     }},
    {"alloc.full: overflow",
     [](Rules& r) {
       r.alloc.full = Full::overflow;
       r.fail.code_owner = CodeOwner::per_node;
     }},
    {"extension",
     [](Rules& r) {
       r.alloc.chosen_by = ChosenBy::extension;
       r.space.hi = 18;
     }},
    {"alloc.full: overflow",
     [](Rules& r) {
       r.alloc.atomic = false;
       r.alloc.full = Full::overflow;
     }},
    {"join_queue",
     [](Rules& r) {
       r = with_queues();
       r.alloc.atomic = false;
     }},
    {"alloc.atomic: no", [](Rules& r) { r.alloc.gap = 1_s; }},
    {"alloc.atomic: no", [](Rules& r) { r.alloc.reservation_life = 1_s; }},
    {"alloc.quarantine",
     [](Rules& r) {
       r.alloc.release = Release::on_sweep;
       r.alloc.sweep_min = 5_s;
       r.alloc.quarantine = 5_s;
     }},
    {"alloc.sweep_min", [](Rules& r) { r.alloc.release = Release::on_sweep; }},
    {"shares by time",
     [](Rules& r) {
       r.space.shares = Shares::time;
       r.alloc.quarantine = 5_s;
     }},
    {"park.remind_limit", [](Rules& r) { r.park.remind_limit = 1; }},
    {"park.remind_every",
     [](Rules& r) {
       r.park.remind_limit = unlimited;
       r.park.remind_first = 60_s;
     }},
    {"take no time",
     [](Rules& r) {
       r.ring.attempts = unlimited;
       r.ring.code = CodeInRingBack::freed;
       r.ring.ring_time = r.park.timeout = {};
     }},
    {"after_lock",
     [](Rules& r) {
       r.take.claim_fail = ClaimFail::unlock;
       r.take.bridge_time = 1_s;
     }},
    {"take.wait_tries",
     [](Rules& r) {
       r.take.during_reserved = DuringReserved::wait;
       r.take.wait_tries = 0;
     }},
    {"fail.keepalive",
     [](Rules& r) {
       r.fail.liveness = Liveness::keepalive;
       r.fail.keepalive = {};
     }},
};

TEST(Rules, NameWhatContradictsItself) {
  for (const auto& [words, set] : contradictions) {
    Rules rules;
    set(rules);
    EXPECT_THAT(contradiction(rules), HasSubstr(words));
  }
}

TEST(Rules, OfThePresetsContradictNothing) {
  for (const auto& rules : {Rules{}, systems::teams(), systems::teams_reject(), systems::asterisk(),
                            systems::reference_lot(), systems::with_codes({}, FreeSet::max_size), with_queues()})
    EXPECT_EQ(contradiction(rules), "");
}

TEST(Rules, MayMakeAnyChoiceThatStandsAlone) {
  const std::vector<std::function<void(Rules&)>> choices{[](Rules& r) { r.alloc.full = Full::overflow; },
                                                         [](Rules& r) { r.alloc.full = Full::refuse_silent; },
                                                         [](Rules& r) { r.alloc.atomic = false; },
                                                         [](Rules& r) { r.alloc.quarantine = 5_s; },
                                                         [](Rules& r) { r.alloc.chosen_by = ChosenBy::extension; },
                                                         [](Rules& r) { r.alloc.release = Release::after_lock; },
                                                         [](Rules& r) { r.ring.code = CodeInRingBack::locked; },
                                                         [](Rules& r) { r.ring.final = Final::attendant; },
                                                         [](Rules& r) { r.ring.attempts = unlimited; },
                                                         [](Rules& r) { r.ring.busy = ParkerBusy::wait_idle; },
                                                         [](Rules& r) { r.park.timeout = {}; },
                                                         [](Rules& r) { r.park.escape_key = true; },
                                                         [](Rules& r) { r.take.empty = EmptyCode::self_park; },
                                                         [](Rules& r) { r.take.claim = Claim::check_then_act; },
                                                         [](Rules& r) { r.take.claim_gap = 1_s; },
                                                         [](Rules& r) { r.take.token = Token::safe; },
                                                         [](Rules& r) { r.take.repark_same_call = Repark::allowed; },
                                                         [](Rules& r) { r.fail.code_owner = CodeOwner::origin_node; },
                                                         [](Rules& r) { r.fail.node_fail = NodeFail::survive; },
                                                         [](Rules& r) { r.space.max_active = 3; },
                                                         [](Rules& r) { r.space.width = 4; }};
  for (std::size_t i = 0; i < choices.size(); ++i) {
    Rules rules;
    choices[i](rules);
    EXPECT_EQ(contradiction(rules), "") << "choice " << i;
  }
}

TEST(Rules, TenToNinetyNineAreNinetyCodes) {
  EXPECT_EQ(usable_codes(systems::teams().space), 90);
  EXPECT_EQ(capacity(systems::teams()), 90);
}

TEST(Rules, CapacityIsTheLesserOfCodesAndTheCapOnActiveCalls) {
  Rules rules = systems::with_codes({}, 10);
  rules.space.max_active = 4;
  EXPECT_EQ(capacity(rules), 4);
  rules.space.max_active = 12;
  EXPECT_EQ(capacity(rules), 10);
}

TEST(Rules, CapacityOfLinesWithoutEndBehindCodesIsTheCapAlone) {
  auto rules = with_queues();
  rules.space.calls_per_code = unlimited;
  EXPECT_EQ(capacity(rules), std::nullopt);
  rules.space.max_active = 200;
  EXPECT_EQ(capacity(rules), 200);
}

TEST(Rules, CapacityOfShortLinesIsThatOfAllCodes) {
  auto rules = systems::with_codes(with_queues(), 10);
  rules.space.calls_per_code = 3;
  EXPECT_EQ(capacity(rules), 30);
  rules.space.max_active = 20;
  EXPECT_EQ(capacity(rules), 20);
}

}  // namespace

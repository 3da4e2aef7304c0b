#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/park/allocation/registry.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// The parameters of one lot: a code space with its rules. A telephone system is a set of values for these and nothing
/// else; no code asks which system it is. The groups and names follow the survey of park systems: space, allocation,
/// park, ring-back, take, failure.
namespace park {

enum class CodeOrder : std::uint8_t { fifo, lifo, longest, lowest_code };
enum class TakenChoice : std::uint8_t { probe, refuse_keep, refuse_drop, ring_parker, join_queue, merge };
enum class Full : std::uint8_t { refuse_keep, refuse_drop, refuse_silent, overflow };
enum class Release : std::uint8_t { immediate, on_sweep, after_lock };
/// What happens to the code when the park timer fires: kept and takable, kept and locked, or free to others at once.
enum class CodeInRingBack : std::uint8_t { held, locked, freed };
enum class RingTarget : std::uint8_t { parker, fixed, hunt_group, parker_then_group, attendant, origin_path };
enum class ParkerBusy : std::uint8_t { count_as_failed, wait_idle, force, alternate, repark };
/// What follows the last unanswered ring-back. `parker_rules` is the parker's own unanswered-call rule (voicemail).
enum class Final : std::uint8_t { drop, fallback, repark, parker_rules, attendant, keep };
enum class Auth : std::uint8_t { any, same_policy, same_domain, members, inside_only, permission };
enum class EmptyCode : std::uint8_t { prompt_drop, busy, sip404, error, self_park, tone };
enum class Claim : std::uint8_t { atomic, check_then_act };
enum class ClaimFail : std::uint8_t { drop_call, unlock };
enum class DuringReserved : std::uint8_t { get_parker, wait, empty };
enum class Token : std::uint8_t { none, safe };
enum class Repark : std::uint8_t { allowed, refused };
enum class CodeOwner : std::uint8_t { global, per_node, origin_node };
enum class NodeFail : std::uint8_t { lose, survive };
enum class Liveness : std::uint8_t { none, on_access, keepalive };
enum class Rings : std::uint8_t { parking_device, all_devices };

inline constexpr int unlimited = -1;

/// Ranges: lo <= hi, both >= 0; times >= 0, where 0 means "never" for `timeout` and `life_max`.
struct Rules {
  struct Space {
    int lo = 10;
    int hi = 99;
    int width = 0;               ///< digits a code is padded to; 0 = as many as the number has
    int max_active = unlimited;  ///< cap on simultaneous calls, apart from the range
    int calls_per_code = 1;      ///< or `unlimited`
    CodeOrder code_order = CodeOrder::fifo;
  } space;
  struct Alloc {
    Allocation policy = allocation("lowest");
    TakenChoice taken_choice = TakenChoice::probe;
    Full full = Full::refuse_keep;
    bool atomic = true;  ///< choose and commit in one step; else `gap` between them
    sim::Ticks gap;
    sim::Ticks reservation_life;
    Release release = Release::immediate;
    sim::Ticks quarantine;
    sim::Ticks sweep_min;
    bool lazy = false;
  } alloc;
  struct Park {
    sim::Ticks timeout = sim::operator""_s(300);
    bool needs_parker = true;
    sim::Ticks remind_first, remind_every;
    int remind_limit = 0;
    sim::Ticks life_max;
    sim::Ticks announce_per_digit;  ///< the parker knows the code after this time for each digit of it
    bool escape_key = false;
  } park;
  struct Ring {
    RingTarget target = RingTarget::parker;
    sim::Ticks ring_time = sim::operator""_s(30);
    int attempts = 1;    ///< ring-backs of one call, 0 = none, or `unlimited`
    sim::Ticks between;  ///< parked again this long before the next attempt; 0 = for the park timeout
    ParkerBusy busy = ParkerBusy::count_as_failed;
    bool ignore_forwarding = false;
    CodeInRingBack code = CodeInRingBack::held;
    Final final = Final::drop;
    Rings rings = Rings::parking_device;
  } ring;
  struct Take {
    Auth auth = Auth::any;
    EmptyCode empty = EmptyCode::error;
    Claim claim = Claim::atomic;
    sim::Ticks claim_gap;    ///< from the retriever's answer to the claim
    sim::Ticks bridge_time;  ///< from the claim to media
    sim::Ticks claim_deadman;
    ClaimFail claim_fail = ClaimFail::drop_call;
    DuringReserved during_reserved = DuringReserved::empty;
    Token token = Token::none;
    Repark repark_same_call = Repark::refused;
  } take;
  struct Fail {
    CodeOwner code_owner = CodeOwner::global;
    NodeFail node_fail = NodeFail::lose;
    Liveness liveness = Liveness::none;
  } fail;

  int codes() const { return space.hi - space.lo + 1; }
  /// Calls that can be parked at once before the lot is full.
  int capacity() const {
    return space.max_active == unlimited || space.max_active > codes() ? codes() : space.max_active;
  }
};

/// Names the first parameter whose value this version does not simulate, or nothing when all are simulated.
std::optional<std::string> not_simulated(const Rules&);

/// A lot: a code space with its rules and a name that users know.
struct LotPlan {
  std::string name;
  Rules rules;
};

}  // namespace park

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/park/allocation/registry.hpp"
#include "sim/time.hpp"

/// The parameters of one lot: a code space with its rules. A telephone system is a set of values for these and nothing
/// else; no code asks which system it is. The groups and names follow the survey of park systems: space, allocation,
/// park, ring-back, take, failure.
namespace park {

/// A check digit at the end of every code: Luhn (1960), Verhoeff (1969), Damm (2004).
enum class Check : std::uint8_t { none, luhn, verhoeff, damm };
/// Which of the numbers from lo to hi are codes, besides those that the check digit leaves.
enum class Design : std::uint8_t {
  every,    ///< all of them
  spaced,   ///< lo, lo + step, lo + 2 step, ...
  hamming,  ///< from lo upward, each that differs in at least `distance` digits from all chosen before
  sparse,   ///< `usable` of them, chosen at random by `design_seed`
};
/// How the codes are shared out; each share is given out on its own.
enum class Shares : std::uint8_t {
  one,   ///< not at all
  node,  ///< a part of the range for each node of the park service
  site,  ///< a part of the range for each site, used by the parkers there
  time,  ///< `slices` parts, taken in turn for `slice_length` each
};
enum class CodeOrder : std::uint8_t { fifo, lifo, longest };
/// Who says which code it shall be.
enum class ChosenBy : std::uint8_t {
  system,     ///< the allocation policy
  parker,     ///< the parker names one
  extension,  ///< the first free one of the ten that belong to the parker's extension
  suffix,     ///< the one whose last two digits are those of the parker's extension, when it is free
};
enum class TakenChoice : std::uint8_t { probe, refuse_keep, refuse_drop, ring_parker, join_queue, merge };
enum class Full : std::uint8_t { refuse_keep, refuse_drop, refuse_silent, overflow };
/// When a code is free to others: as soon as the call is claimed or ends, when a sweep finds it, or when the retriever
/// and the caller are connected.
enum class Release : std::uint8_t { immediate, on_sweep, after_lock };
/// What happens to the code when the park timer fires: kept and takable, kept and locked, or free to others at once.
enum class CodeInRingBack : std::uint8_t { held, locked, freed };
/// Whom a ring-back rings. All but the parker are people of the group `to`: the first of it, whoever has been free for
/// longest, the parker first and the group after the parker's failure, whoever is free or will be, and the group that
/// the call was for when it came in.
enum class RingTarget : std::uint8_t { parker, fixed, hunt_group, parker_then_group, attendant, origin_path };
/// What becomes of a ring-back that finds the parker on the phone. `force` rings all the same.
enum class ParkerBusy : std::uint8_t { count_as_failed, wait_idle, force, alternate, repark };
/// What follows the last unanswered ring-back. `parker_rules` is the parker's own unanswered-call rule (voicemail).
enum class Final : std::uint8_t { drop, fallback, repark, parker_rules, attendant, keep };
/// What answers at the fallback: a machine at once, a person of the group `to`, or nobody.
enum class Fallback : std::uint8_t { voicemail, group, nobody };
enum class Auth : std::uint8_t { any, same_policy, same_domain, members, inside_only, permission };
/// Codes of other lots can be dialled too.
constexpr bool reaches_others(Auth auth) { return auth != Auth::same_policy && auth != Auth::members; }
enum class EmptyCode : std::uint8_t { prompt_drop, busy, sip404, error, self_park, tone };
enum class Claim : std::uint8_t { atomic, check_then_act };
enum class ClaimFail : std::uint8_t { drop_call, unlock };
enum class DuringReserved : std::uint8_t { get_parker, wait, empty };
enum class Token : std::uint8_t { none, safe };
enum class Repark : std::uint8_t { allowed, refused };
enum class CodeOwner : std::uint8_t { global, per_node, origin_node };
enum class NodeFail : std::uint8_t { lose, survive };
/// Whether callers stay connected when a node that keeps its records fails. Without media the record is a ghost.
enum class Media : std::uint8_t { kept, lost };
/// When a ghost is found out: never before its time-out, when it is dialled, or by asking every `keepalive`.
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
    Check check = Check::none;
    Design design = Design::every;
    int step = 1;         ///< of `spaced`
    int distance = 2;     ///< of `hamming`
    int usable = 0;       ///< of `sparse`
    int design_seed = 1;  ///< of `sparse`
    Shares shares = Shares::one;
    int slices = 2;  ///< of shares by time
    sim::Ticks slice_length = sim::operator""_min(10);
  } space;
  struct Alloc {
    Allocation policy = allocation("lowest");
    ChosenBy chosen_by = ChosenBy::system;
    TakenChoice taken_choice = TakenChoice::probe;
    Full full = Full::refuse_keep;
    bool atomic = true;           ///< choose and commit in one step; else `gap` between them
    sim::Ticks gap;               ///< from the choice to the commit, besides the announcement
    sim::Ticks reservation_life;  ///< how long a choice keeps others away; 0 = until the commit
    Release release = Release::immediate;
    sim::Ticks quarantine;  ///< rest of a code before it can be chosen again
    sim::Ticks sweep_min;   ///< between two sweeps
    bool lazy = false;      ///< sweep only when a park or retrieve request comes, else every `sweep_min`
  } alloc;
  struct Park {
    sim::Ticks timeout = sim::operator""_s(300);
    bool needs_parker = true;  ///< without anybody to ring a parked call waits on, else it ends as `final` says
    sim::Ticks remind_first, remind_every;  ///< `remind_every` 0 = one reminder only
    int remind_limit = 0;                   ///< reminders of one stay, or `unlimited`
    sim::Ticks life_max;
    sim::Ticks announce_per_digit;  ///< the parker knows the code after this time for each digit of it
    bool escape_key = false;        ///< the caller can have the parker rung before the time-out
  } park;
  struct Ring {
    RingTarget target = RingTarget::parker;
    std::string to;  ///< group of people that targets other than the parker and the fallback mean
    sim::Ticks ring_time = sim::operator""_s(30);
    int attempts = 1;    ///< ring-backs of one call, 0 = none, or `unlimited`
    sim::Ticks between;  ///< parked again this long before the next attempt; 0 = for the park timeout
    ParkerBusy busy = ParkerBusy::force;
    bool ignore_forwarding = false;
    CodeInRingBack code = CodeInRingBack::held;
    Final final = Final::drop;
    Rings rings = Rings::parking_device;
    Fallback fallback = Fallback::voicemail;
    sim::Ticks fallback_ring = sim::operator""_s(30);  ///< then the call is dropped
  } ring;
  struct Take {
    Auth auth = Auth::any;
    EmptyCode empty = EmptyCode::error;
    Claim claim = Claim::atomic;
    sim::Ticks claim_gap;      ///< atomic: from the dialling to the look for a call; else from the look to the claim
    sim::Ticks bridge_time;    ///< from the claim to media
    double bridge_fails = 0;   ///< share of claims whose media never comes up
    sim::Ticks claim_deadman;  ///< a claim without media fails after this; 0 = after `bridge_time`
    ClaimFail claim_fail = ClaimFail::drop_call;
    DuringReserved during_reserved = DuringReserved::empty;
    int wait_tries = 3;  ///< of `during_reserved: wait`
    sim::Ticks wait_each = sim::operator""_s(1);
    sim::Ticks prompt_time;                                 ///< until a refusal has been heard
    sim::Ticks self_park_patience = sim::operator""_s(20);  ///< until somebody parked by mistake hangs up
    Token token = Token::none;
    Repark repark_same_call = Repark::refused;
  } take;
  struct Fail {
    CodeOwner code_owner = CodeOwner::global;
    NodeFail node_fail = NodeFail::lose;
    Media media = Media::kept;
    Liveness liveness = Liveness::none;
    sim::Ticks keepalive = sim::operator""_min(5);
  } fail;
};

/// How many codes there are; O(1) for plain ranges, else as code_numbers (code_space.hpp).
int usable_codes(const Rules::Space&);
/// Calls that can be parked at once before the lot is full; none where there is no end to it.
std::optional<int> capacity(const Rules&);

/// How the codes are shared out; a code owner other than the whole service shares them out by node.
Shares shares_of(const Rules&);

/// What contradicts itself in these rules, as a sentence for people, or empty.
std::string contradiction(const Rules&);

/// A lot: a code space with its rules and a name that users know.
struct LotPlan {
  std::string name;
  Rules rules;
  std::vector<Rules> later{};  ///< that the timeline brings in the course of the run
};

}  // namespace park

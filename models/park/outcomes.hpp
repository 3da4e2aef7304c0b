#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// The named results of call park. The names are those users read and write (METRICS): one enumerator, one name.
namespace park {

/// No button was shown, so nothing was sent.
enum class NotOffered : std::uint8_t { no_policy, no_licence, wrong_mode, wrong_client };
inline constexpr std::array<std::string_view, 4> not_offered_names{"no_policy", "no_licence", "wrong_mode",
                                                                   "wrong_client"};

/// A park request that was sent and refused.
enum class Refusal : std::uint8_t { lot_full, draining, node_down, already_parked, code_taken, overloaded };
inline constexpr std::array<std::string_view, 6> refusal_names{"lot_full",       "draining",   "node_down",
                                                               "already_parked", "code_taken", "overloaded"};

/// How one retrieve attempt ended; exactly one each.
enum class RetrieveOutcome : std::uint8_t {
  ok,                 ///< bridged to the call that was meant
  wrong_call,         ///< bridged to another call
  empty,              ///< a code of the lot with nobody behind it, and no memory of the call that was meant
  no_such_code,       ///< not a code of the lot
  not_in_group,       ///< the code belongs to a group of which the retriever is no member
  already_retrieved,  ///< the call that was meant had been taken before this person began to dial
  call_ended,         ///< the call that was meant had ended otherwise
  lost_race,          ///< the call that was meant was taken by somebody else while this person was dialling
  in_ring_back,       ///< the call is ringing its parker and cannot be taken meanwhile
  token_mismatch,     ///< safe retrieve: the code by now holds another call
  self_parked,        ///< the retriever was parked on the empty code
  got_parker,         ///< the parker still held the code
  call_died,          ///< the caller hung up between claim and bridge
  node_down,
  wrong_client,
  wrong_mode,
  no_licence,
  no_policy,
  bridge_failed,  ///< claimed, but the media never came up
  not_permitted,  ///< this person may not retrieve at all
  overloaded,     ///< the node had too much to do
};
inline constexpr std::array<std::string_view, 21> retrieve_outcome_names{
    "ok",           "wrong_call",        "empty",         "no_such_code",
    "not_in_group", "already_retrieved", "call_ended",    "lost_race",
    "in_ring_back", "token_mismatch",    "self_parked",   "got_parker",
    "call_died",    "node_down",         "wrong_client",  "wrong_mode",
    "no_licence",   "no_policy",         "bridge_failed", "not_permitted",
    "overloaded"};

/// How a park episode ended (one per commit), and `message_taken` for calls that ended with a message.
enum class CallEnd : std::uint8_t {
  retrieved,
  retrieved_wrong,
  returned,  ///< the parker answered the ring-back
  diverted,
  abandoned,
  dropped,
  merged,
  lost,
  message_taken,
};
inline constexpr std::array<std::string_view, 9> call_end_names{
    "retrieved", "retrieved_wrong", "returned", "diverted", "abandoned", "dropped", "merged", "lost", "message_taken"};

enum class Collision : std::uint8_t { allocation, duplicate, merged, misdial, stale, race };
inline constexpr std::array<std::string_view, 6> collision_names{"allocation", "duplicate", "merged",
                                                                 "misdial",    "stale",     "race"};

/// Why a retriever was bridged to another call than the one meant: the first that matches, in this order.
enum class WrongCause : std::uint8_t { merged, duplicate, misdial, stale, overheard, cross_lot };
inline constexpr std::array<std::string_view, 6> wrong_cause_names{"merged", "duplicate", "misdial",
                                                                   "stale",  "overheard", "cross_lot"};

template <class Enum>
constexpr std::size_t index(Enum e) {
  return static_cast<std::size_t>(e);
}

}  // namespace park

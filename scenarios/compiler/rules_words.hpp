#pragma once

#include <array>
#include <string_view>

#include "models/park/rules.hpp"

/// The words that users write for the choices of park::Rules, in the order of their enumerators.
namespace scenarios {

template <class Enum>
inline constexpr auto rule_words = nullptr;

template <>
inline constexpr auto rule_words<park::Allocation> = park::allocation_names;
template <>
inline constexpr auto rule_words<park::Check> = std::to_array<std::string_view>({"none", "luhn", "verhoeff", "damm"});
template <>
inline constexpr auto rule_words<park::Design> = std::to_array<std::string_view>({"every", "spaced", "hamming",
                                                                                  "sparse"});
template <>
inline constexpr auto rule_words<park::Shares> = std::to_array<std::string_view>({"one", "node", "site", "time"});
template <>
inline constexpr auto rule_words<park::CodeOrder> = std::to_array<std::string_view>({"fifo", "lifo", "longest"});
template <>
inline constexpr auto rule_words<park::ChosenBy> = std::to_array<std::string_view>({"system", "parker", "extension",
                                                                                    "suffix"});
template <>
inline constexpr auto rule_words<park::TakenChoice> =
    std::to_array<std::string_view>({"probe", "refuse_keep", "refuse_drop", "ring_parker", "join_queue", "merge"});
template <>
inline constexpr auto rule_words<park::Full> = std::to_array<std::string_view>({"refuse_keep", "refuse_drop",
                                                                                "refuse_silent", "overflow"});
template <>
inline constexpr auto rule_words<park::Release> = std::to_array<std::string_view>({"immediate", "on_sweep",
                                                                                   "after_lock"});
template <>
inline constexpr auto rule_words<park::CodeInRingBack> = std::to_array<std::string_view>({"held", "locked", "freed"});
template <>
inline constexpr auto rule_words<park::RingTarget> =
    std::to_array<std::string_view>({"parker", "fixed", "hunt_group", "parker_then_group", "attendant", "origin_path"});
template <>
inline constexpr auto rule_words<park::ParkerBusy> = std::to_array<std::string_view>({"count_as_failed", "wait_idle",
                                                                                      "force", "alternate", "repark"});
template <>
inline constexpr auto rule_words<park::Final> = std::to_array<std::string_view>({"drop", "fallback", "repark",
                                                                                 "parker_rules", "attendant", "keep"});
template <>
inline constexpr auto rule_words<park::Fallback> = std::to_array<std::string_view>({"voicemail", "group", "nobody"});
template <>
inline constexpr auto rule_words<park::Auth> =
    std::to_array<std::string_view>({"any", "same_policy", "same_domain", "members", "inside_only", "permission"});
template <>
inline constexpr auto rule_words<park::EmptyCode> = std::to_array<std::string_view>({"prompt_drop", "busy", "sip404",
                                                                                     "error", "self_park", "tone"});
template <>
inline constexpr auto rule_words<park::Claim> = std::to_array<std::string_view>({"atomic", "check_then_act"});
template <>
inline constexpr auto rule_words<park::ClaimFail> = std::to_array<std::string_view>({"drop_call", "unlock"});
template <>
inline constexpr auto rule_words<park::DuringReserved> = std::to_array<std::string_view>({"get_parker", "wait",
                                                                                          "empty"});
template <>
inline constexpr auto rule_words<park::Token> = std::to_array<std::string_view>({"none", "safe"});
template <>
inline constexpr auto rule_words<park::Repark> = std::to_array<std::string_view>({"allowed", "refused"});
template <>
inline constexpr auto rule_words<park::CodeOwner> = std::to_array<std::string_view>({"global", "per_node",
                                                                                     "origin_node"});
template <>
inline constexpr auto rule_words<park::NodeFail> = std::to_array<std::string_view>({"lose", "survive"});
template <>
inline constexpr auto rule_words<park::Media> = std::to_array<std::string_view>({"kept", "lost"});
template <>
inline constexpr auto rule_words<park::Liveness> = std::to_array<std::string_view>({"none", "on_access", "keepalive"});
template <>
inline constexpr auto rule_words<park::Rings> = std::to_array<std::string_view>({"parking_device", "all_devices"});

}  // namespace scenarios

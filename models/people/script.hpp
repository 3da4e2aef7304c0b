#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/park/outcomes.hpp"
#include "models/people/slips.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// A script compiled to a flat program. A person who runs it is a position in it and a few words of state.
namespace people {

/// `talk`, `announce` and `post` are skipped where there is no caller or no code. The script is over after
/// `take_message` and `hang_up`; at `park` without a caller; at `notice` and `claim` by chance, and at `claim` when
/// somebody else is seen to have claimed the post; at `retrieve` without a code or a charged device. Who still has a
/// caller then hangs up.
enum class StepKind : std::uint8_t {
  answer,        ///< `time` until the ringing phone is picked up, or the ring-back is answered
  talk,          ///< with the caller, who is taken off hold, for `time` or until the battery in use warns
  hold,          ///< the caller waits, for `time`
  park,          ///< press park, after `time` with the caller, at most `tries` times for one intent
  announce,      ///< the code of the parked call: `time` + `per_digit` for each digit of it, spoken `times` times
  post,          ///< the code of the parked call, in a chat channel
  take_message,  ///< from the caller for `time`, then the call ends
  notice,        ///< of an announcement, with `chance`, after `time`; each digit misheard with `error_per_digit`
  react,         ///< to a post, after `time`
  claim,         ///< with `chance` say in the channel "I take it", after `time`
  walk,
  wait,      ///< for `time`: no work, yet it keeps from other work
  use,       ///< take `device` in hand
  retrieve,  ///< `time` to reach for the phone, then `per_digit` each digit, mistyped with `error_per_digit`
  hang_up,   ///< end the call with the caller
  stop,      ///< leave the script
};
inline constexpr std::array<std::string_view, 16> step_names{
    "answer", "talk",  "hold", "park", "announce", "post",     "take_message", "notice",
    "react",  "claim", "walk", "wait", "use",      "retrieve", "hang_up",      "stop"};

inline constexpr int via_topic = -2;  ///< a channel chosen by the call's topic
inline constexpr int none = -1;
inline constexpr int any_code = -2;   ///< a parker names any code of the lot, all equally likely
inline constexpr int free_code = -3;  ///< or the lowest that looks free

struct Step {
  StepKind kind = StepKind::stop;
  sim::Distribution time = sim::Distribution::constant(0.0);
  sim::Ticks per_digit{};
  double chance = 1;
  double error_per_digit = 0;
  int times = 1;       ///< utterances of an announcement, or tries
  int channel = none;  ///< index into Company::channels, or `via_topic`
  int device = none;   ///< index into Group::devices, for `use`
  bool until_battery_warning = false;
  bool own = false;                             ///< retrieve the call that this person parked
  int code = none;                              ///< number that the parker names, any_code or free_code
  double twice = 0;                             ///< chance to press park once more when the call is parked
  SlipMix slips = SlipMix::any_digit;           ///< of keying
  Hearing hearing = Hearing::any_digit;         ///< of an announcement
  Forgetting forgets{.mean_life = sim::never};  ///< between hearing and dialling
};

/// What sets a person going. `refused` and `not_retrieved` stand for every reason without a handler of its own.
/// Without a handler: a caller who cannot be parked leaves a message at once, a stranger is hung up on, and otherwise
/// the script is over. `tries_exhausted` comes before the other handlers of the last try; a handler that leads to
/// itself by retrieving again is left when the tries of that step are used up.
struct Trigger {
  enum Kind : std::uint8_t {
    start,
    announced,
    posted,
    ring_back,
    reminded,
    forgotten,
    device_dead,
    tries_exhausted,
    not_offered,
    refused,
    not_retrieved,
    first_refusal,
    first_outcome = first_refusal + park::refusal_names.size(),
    count = first_outcome + park::retrieve_outcome_names.size()
  };
  static constexpr std::size_t of(park::Refusal reason) { return first_refusal + park::index(reason); }
  static constexpr std::size_t of(park::RetrieveOutcome outcome) { return first_outcome + park::index(outcome); }
};

/// Steps [first, last) of Script::steps. A handler that exists but does nothing has first == last.
struct Block {
  int first = 0, last = 0;
  bool present = false;
};

struct Script {
  std::string name;
  std::vector<Step> steps;
  std::array<Block, Trigger::count> blocks{};
};

}  // namespace people

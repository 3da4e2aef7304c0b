#pragma once

#include <cstdint>
#include <vector>

#include "models/park/call.hpp"
#include "models/park/outcomes.hpp"
#include "models/people/slips.hpp"

/// The narrow interface through which people act. A request names the call and the person and is answered by a later
/// message, never by a return value; with no delay the message comes in the same tick, without an entry in the event
/// queue. The model of the service implements it in virtual time.
namespace park {

struct Request {
  enum class Kind : std::uint8_t {
    park,              ///< press park for `call` on `device`; unanswered when the call is parked already
    retrieve,          ///< dial `intent.digits` on `device`; `dialled_from` is when this person began
    answer_ring_back,  ///< of `call`
    hang_up,           ///< the caller of `call` gives up
    parker_gone,       ///< whoever asked to park `call` has lost the phone
  };
  Kind kind{};
  CallId call{};
  int person = nobody;
  int device = 0;
  Intent intent{};
  std::int32_t wanted = -1;  ///< number of the code that the parker names, or -1
  sim::Ticks dialled_from{};
  people::KeyingModel keying{};    ///< how the digits of `intent` came about
  std::int32_t meant_digits = -1;  ///< from what this person had in mind
};

/// How a phone takes an alert.
enum class Reach : std::uint8_t { rings, busy, unreachable, forwarded };

struct Message {
  enum class Kind : std::uint8_t {
    parked,             ///< `intent` names the code
    refused,            ///< for `refusal`
    not_offered,        ///< there was no park button; nothing was sent
    cut,                ///< the request was refused, or came to nothing, and the caller is gone
    believed_parked,    ///< the caller is gone, or coming back, but the parker is not told: `intent` is what he thinks
    reminded,           ///< of the call of `intent`, which is still parked
    retrieve_outcome,   ///< `outcome` is what was true, `said` what the screen said; on success `call` is connected
    ring_back_offered,  ///< `call` rings this person, or somebody of `group`
    ring_back_cancelled,  ///< and rings no more
    ring_back_connected,  ///< and is connected
    call_left,            ///< `call` is out of the service's hands for ever: `end`
  };
  Kind kind{};
  int person = nobody;
  int group = nobody;
  CallId call{};
  Intent intent{};
  Refusal refusal{};
  NotOffered not_offered{};
  RetrieveOutcome outcome{}, said{};
  CallEnd end{};
  sim::Ticks takes{};  ///< until the parker knows the code
};

}  // namespace park

#pragma once

#include <cstdint>
#include <vector>

#include "models/park/call.hpp"
#include "models/park/outcomes.hpp"

/// The narrow interface through which people act. A request names the call and the person and is answered by a later
/// message, never by a return value; with no delay the message comes in the same tick, without an entry in the event
/// queue. The model of the service implements it in virtual time.
namespace park {

struct Request {
  enum class Kind : std::uint8_t {
    park,              ///< press park for `call` on `device`
    retrieve,          ///< dial `intent.digits` on `device`; `dialled_from` is when this person began
    answer_ring_back,  ///< of `call`
    hang_up,           ///< the caller of `call` gives up
  };
  Kind kind{};
  CallId call{};
  int person = nobody;
  int device = 0;
  Intent intent{};
  sim::Ticks dialled_from{};
};

struct Message {
  enum class Kind : std::uint8_t {
    parked,               ///< `intent` names the code
    refused,              ///< for `refusal`
    not_offered,          ///< there was no park button; nothing was sent
    cut,                  ///< the request was refused and the caller cut
    retrieve_outcome,     ///< `outcome` is what was true, `said` what the screen said; on success `call` is connected
    ring_back_offered,    ///< `call` rings
    ring_back_cancelled,  ///< and rings no more
    ring_back_connected,  ///< and is connected
    call_left,            ///< `call` is out of the service's hands for ever: `end`
  };
  Kind kind{};
  int person = nobody;
  CallId call{};
  Intent intent{};
  Refusal refusal{};
  NotOffered not_offered{};
  RetrieveOutcome outcome{}, said{};
  CallEnd end{};
  sim::Ticks takes{};  ///< until the parker knows the code
};

}  // namespace park

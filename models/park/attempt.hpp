#pragma once

#include <cstdint>

#include "models/park/call.hpp"
#include "models/park/outcomes.hpp"
#include "models/people/slips.hpp"
#include "sim/time.hpp"

namespace park {

/// One retrieve attempt, from the last digit to its outcome.
struct Attempt {
  int person = nobody;  ///< or nobody, for calls without people
  int lot = -1;         ///< the retriever's own, then the one in which the code was found
  Intent intent{};
  people::KeyingModel keying{};
  std::int32_t meant_digits = -1;  ///< the number that the retriever had in mind, or -1 = as keyed
  sim::Ticks dialled_from{}, sent_at{};
  CallSlot met = no_call;
  CallId checked{};         ///< the call seen at the first look
  std::uint32_t rules = 0;  ///< of that look, see Plan
  bool is_forbidden = false;
  RetrieveOutcome forbidden{};
  RetrieveOutcome outcome{};
  Served served = Served::yes;
  measures::Recorder::CellIndex cell = 0;
  bool measured = false;
  std::int32_t node = -1;  ///< that serves the attempt
  std::int16_t site = -1;  ///< where it is dialled
  std::int32_t looks = 0;  ///< at a code that is being given out
  std::int32_t tries = 0;  ///< of a retriever without people, before this one
  std::uint32_t stay = 0;  ///< names the draws of such a retriever
};

/// A request between two steps of its way: over the network, at a node, waiting for a claim or for a prompt.
struct Pending {
  enum class What : std::uint8_t { park, retrieve };
  enum class Stage : std::uint8_t {
    to_node,    ///< on its way
    in_line,    ///< waits at the node
    at_work,    ///< is worked on
    to_look,    ///< an answer was given, the look for a call comes
    to_act,     ///< the call was seen, the claim comes
    to_refuse,  ///< the refusal is on its way to whoever asked
    later,      ///< of a call without people: the retriever will dial, whatever becomes of the call
  };
  What what{};
  Stage stage{};
  bool open = false;
  std::int32_t node = -1;
  std::uint32_t life = 0;  ///< of the node: a request does not outlive it
  CallId call{};           ///< to park
  Refusal refusal{};
  Attempt attempt{};
};

/// A node of the service as it stands.
struct NodeState {
  bool up = true;
  bool draining = false;
  std::uint32_t life = 0;  ///< counts its crashes
  std::int32_t busy = 0;   ///< servers at work
};

}  // namespace park

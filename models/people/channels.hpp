#pragma once

#include <cstdint>
#include <vector>

#include "models/park/call.hpp"
#include "models/people/person.hpp"
#include "sim/time.hpp"

namespace people {

/// Something said over a public address.
struct Announcement {
  park::Intent intent{};
  DrawPlace place{};
  std::int32_t speaker = -1;
  std::int16_t channel = -1;
  std::int32_t meant = -1;        ///< person it calls, or nobody in particular
  std::int16_t meant_group = -1;  ///< group it calls, or everybody
  std::int32_t utterances_left = 0;
  std::int32_t utterance = 0;
  bool begun = false;
  bool measured = false;
  measures::Recorder::CellIndex cell = 0;
  sim::Ticks length{}, requested{};
  sim::Handle timer{};  ///< end of the present utterance
};

/// A line in a chat channel.
struct Post {
  park::Intent intent{};
  DrawPlace place{};
  std::int16_t channel = -1;
  std::uint64_t number = 0;  ///< counts the posts of all channels
  bool visible = false;
  bool answered = false;
  bool measured = false;
  measures::Recorder::CellIndex cell = 0;
  sim::Ticks posted{};
  sim::Ticks claim_visible = sim::never;
};

/// What a channel holds: announcements that wait for a voice, or posts in sight, oldest first.
struct ChannelState {
  std::int32_t speaking = 0;
  Line waiting;  ///< announcements, or posts

  template <class Archive>
  void archive(Archive& a) {
    a(speaking, waiting);
  }
};

}  // namespace people
